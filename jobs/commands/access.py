"""Who asked is on record, and what was asked about only by a keyed hash."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Any

from pyarrow.fs import LocalFileSystem

from jobs.settings import Settings
from jobs.sources.landing import filesystem
from schemas.tables import Zone

FOLDER = "_access"


def note(settings: Settings, kind: str, at: datetime, **asked: Any) -> None:
    """One line an answer that was given, in the restricted zone: when, the keyed hash of about what, counts.

    On disks the lines of a kind are in one file. An object store appends to nothing: there each is an object.
    """
    line = json.dumps({"at": at.isoformat(timespec="seconds"), **asked}) + "\n"
    fs, root = filesystem(f"{settings.lake}/{Zone.RESTRICTED}/{FOLDER}")
    if isinstance(fs, LocalFileSystem):
        fs.create_dir(root, recursive=True)
        stream = fs.open_append_stream(f"{root}/{kind}.jsonl")
    else:
        fs.create_dir(f"{root}/{kind}", recursive=True)
        stream = fs.open_output_stream(f"{root}/{kind}/{at:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}.json")
    with stream:
        stream.write(line.encode("ascii"))
