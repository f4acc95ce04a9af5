"""Who asked is on record, and what was asked about only by a keyed hash."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

from jobs.settings import Settings
from schemas.tables import Zone

FOLDER = "_access"


def note(settings: Settings, kind: str, at: datetime, **asked: Any) -> None:
    """One line an answer that was given, in the restricted zone: when, the keyed hash of about what, counts.

    On disks the lines of a kind are in one file. An object store appends to nothing: there each is an object.
    """
    line = json.dumps({"at": at.isoformat(timespec="seconds"), **asked}) + "\n"
    folder = f"{settings.lake}/{Zone.RESTRICTED}/{FOLDER}"
    if "://" not in folder:  # without PyArrow, which takes longer to load than the rest of an answer
        _append(Path(folder), kind, line)
        return
    from pyarrow.fs import LocalFileSystem

    from jobs.storage import filesystem

    fs, root = filesystem(folder)
    if isinstance(fs, LocalFileSystem):
        _append(Path(root), kind, line)
        return
    fs.create_dir(f"{root}/{kind}", recursive=True)
    with fs.open_output_stream(f"{root}/{kind}/{at:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}.json") as stream:
        stream.write(line.encode("ascii"))


def _append(folder: Path, kind: str, line: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{kind}.jsonl").open("a", encoding="ascii") as file:
        file.write(line)
