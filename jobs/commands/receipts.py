"""`assent receipt` and `assent receipts verify`: without a Spark session."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobs.commands.access import note
from jobs.errors import InputMissing, UsageError
from jobs.settings import Settings

if TYPE_CHECKING:
    from jobs.keyring import Ring


def member_receipt(settings: Settings, member: str) -> dict[str, Any]:
    """The signed receipt of a member; that it was asked for is logged by a keyed hash.

    The tables are read while the registry's library is loaded, which takes longer.
    """
    from jobs.holdings import holdings

    if not member:
        raise UsageError("a receipt is for a member", next_step="name their id")
    with ThreadPoolExecutor(1) as beside:
        reading = beside.submit(holdings, settings.lake, member)
        last, listed, ring = _told(settings)
    from jobs.receipt import build, signed

    name, now = ring.newest.keyed("member", member), datetime.now(UTC)
    as_of = {"version": last[0], "night": last[1].isoformat()} if last else {"version": None, "night": None}
    since = ring.found(listed, "member", member)
    receipt = build(member, reading.result(), as_of=as_of, suppressed=since, issued=now)
    note(settings, "receipts", now, member=name, items=receipt["counts"]["items"])
    return signed(receipt, settings.key_path.parent)


def _told(settings: Settings) -> tuple[tuple[int, date] | None, dict[tuple[int, str], date], Ring]:
    """What the registry says: the last version, who is suppressed since when, and the keys that tell."""
    from jobs.commands.opened import open_registry
    from jobs.keyring import load_ring

    with open_registry(settings) as registry:
        return registry.last_version(), registry.suppressed_since("member"), load_ring(settings, registry)


def page(document: dict[str, Any]) -> str:
    """The receipt as one HTML page that needs nothing else."""
    from jobs.report.receipts import receipt_page

    return receipt_page(document)


def verified(file: Path, public_key: Path) -> bool:
    """Whether a receipt is as it was signed.

    Raises:
        InputMissing: there is no such file.
    """
    from jobs.receipt import is_genuine

    if not file.is_file():
        raise InputMissing("there is no such receipt", where=str(file))
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        document = None
    return is_genuine(document, public_key)


def write(path: Path, text: str) -> None:
    """Write a receipt for its owner only.

    Raises:
        UsageError: the file cannot be written.
    """
    try:
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
    except OSError:
        raise UsageError("the receipt cannot be written", where=str(path)) from None
