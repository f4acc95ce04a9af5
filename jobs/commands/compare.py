"""`assent redact compare`: what changes between two redactors, side by side. Counts; values into a file only."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
from rich.console import Console
from rich.table import Table as Listing

from jobs.commands.sides import finds_of
from jobs.errors import InputMissing, UsageError
from jobs.evaluate.difference import FATES, Change, Comparison, changes
from jobs.evaluate.reading import Predicted, Predictions, Record, read_lines
from jobs.settings import Settings
from jobs.text.jsonlines import record_of
from jobs.text.language import UNDETERMINED, identify
from schemas.tables import Zone


def compare(source: Path, old: str, new: str, settings: Settings, values: Path | None) -> Comparison:
    """Count what the new side finds otherwise than the old one.

    Raises:
        InputMissing: there is no such file, or a line is no record.
        UsageError: a side cannot be run, or the file for values lies outside the restricted zone.
    """
    target = _restricted(values, settings) if values else None
    records = _records(source)
    sides = [_aligned(finds_of(side, source, records), records) for side in (old, new)]
    comparison, changed = Comparison(), []
    for record, language, before, after in zip(records, _languages(records), *sides, strict=True):
        found = list(changes(record["text"] or "", before, after))
        comparison.add(language, before, after, found)
        changed += [(record, change) for change in found if change.fate != "same"]
    if target:
        _write(target, changed)
    return comparison


def _records(source: Path) -> list[Record]:
    records: list[Record] = []
    for number, line in read_lines(source):
        if record_of(orjson.dumps(line)) is None:
            raise InputMissing("a line is no record to redact", where=f"{source}, line {number}")
        records.append({**line, "text": line["text"] or ""})
    return records


def _aligned(found: Predictions, records: Sequence[Record]) -> list[Sequence[Predicted]]:
    """The finds in each record; of several with an id, each takes the next."""
    seen: Counter[Any] = Counter()
    aligned: list[Sequence[Predicted]] = []
    for record in records:
        turn, mine = seen[record["id"]], found.get(record["id"], ())
        seen[record["id"]] += 1
        aligned.append(mine[turn] if turn < len(mine) else ())
    return aligned


def _languages(records: Sequence[Record]) -> Iterator[str]:
    """As declared, else as identified."""
    named = identify(pa.array([record["text"] for record in records], pa.string())).field("language").to_pylist()
    return (str(r.get("lang") or language or UNDETERMINED) for r, language in zip(records, named, strict=True))


def _restricted(path: Path, settings: Settings) -> Path:
    zone = Path(settings.lake) / Zone.RESTRICTED
    if "://" in settings.lake or not path.resolve().is_relative_to(zone.resolve()):
        raise UsageError(
            "values may be written to the restricted zone of a lake on this machine only",
            where=str(path),
            next_step=f"name a file below {zone}, or another --lake",
        )
    return path


def _write(path: Path, changed: Sequence[tuple[Record, Change]]) -> None:
    """Each change with what stands there, readable by the owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        for record, (fate, find) in changed:
            line: Mapping[str, Any] = {
                "id": record["id"],
                "change": fate,
                "type": find.kind,
                "start": find.start,
                "end": find.end,
                "value": record["text"][find.start : find.end],
            }
            file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))


def show(comparison: Comparison) -> None:
    """Counts by kind and by language."""
    console = Console()
    console.print(f"{comparison.changed:,} of {comparison.documents:,} documents change")
    for title, parts in (("type", comparison.by_kind), ("language", comparison.by_language)):
        listing = Listing(title, "old", "new", *FATES)
        for key, part in sorted(parts.items()):
            listing.add_row(key, *(f"{count:,}" for count in part.to_json().values()))
        console.print(listing)
    console.print(
        "retyped: same place, other kind. moved: other edges, nothing more or less hidden. "
        "readable: letters of an old find that are left now. hidden: letters that were left before."
    )
