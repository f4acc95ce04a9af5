"""Who asked is on record, and what was asked about only by a keyed hash."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from jobs.settings import Settings


def note(settings: Settings, kind: str, at: datetime, **asked: Any) -> None:
    """One line an answer that was given, in the restricted zone: when, the keyed hash of about what, counts."""
    path = Path(settings.lake) / "restricted" / "_access" / f"{kind}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        file.write(json.dumps({"at": at.isoformat(timespec="seconds"), **asked}) + "\n")
