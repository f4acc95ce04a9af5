"""The page of a version: self-contained, without scripts, everything escaped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from jobs.report import figures, wording
from jobs.report.figures import Number, items, number, part

ABSENT = "–"
SHOWN_OF_HASH = 12
MOST_FILES = 500
"""Files that a page lists; the manifest has all."""


def render(manifest: Mapping[str, Any]) -> str:
    """The page of a version as HTML, from its manifest."""
    counts, before = part(manifest, "counts"), part(manifest, "previous", "counts")
    stages, gates = items(manifest.get("stages")), items(manifest.get("gates"))
    files, documents = items(manifest.get("files")), part(manifest, "documents")
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            manifest=manifest,
            previous=part(manifest, "previous"),
            inputs=part(manifest, "inputs"),
            verdict=verdict(gates),
            has_version=number(manifest.get("version")) is not None,
            published=number(counts.get("published")),
            published_before=number(before.get("published")),
            size=number(documents.get("bytes")),
            duration=figures.total(stage.get("seconds") for stage in stages),
            funnel=figures.funnel(counts, before),
            tonight=_tonight(counts),
            refusals=figures.refusals(counts, before),
            gates=[_gate(gate) for gate in gates],
            types=figures.named(part(documents, "by_type"), wording.CONTENT_TYPES),
            languages=figures.languages(part(documents, "by_language")),
            left=figures.left(stages),
            spans=figures.named(part(documents, "spans"), wording.SPAN_KINDS),
            stages=figures.seconds_by_stage(stages),
            files=files[:MOST_FILES],
            files_total=len(files),
            files_size=figures.total(file.get("size") for file in files),
            fewest=figures.FEWEST,
        )
    )


def environment() -> Environment:
    """Templates that escape every value and fail on a name that does not exist."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shown = {"count": count, "change": change, "size": size, "seconds": seconds, "short": short, "moment": moment}
    templates.filters.update(shown)
    return templates


def verdict(gates: list[Mapping[str, Any]]) -> str:
    """`refused`, `warning`, `passed`, or `unchecked` where no gate ran."""
    if not gates:
        return "unchecked"
    if any(gate.get("refused") for gate in gates):
        return "refused"
    return "warning" if any(number(gate.get("warnings")) for gate in gates) else "passed"


def _tonight(counts: Mapping[str, Any]) -> list[tuple[str, Number]]:
    """What the night brought, in words."""
    brought = {**counts, **part(counts, "tonight")} if "tonight" in counts else counts
    return [(words, value) for name, words in wording.TONIGHT if (value := number(brought.get(name))) is not None]


def _gate(gate: Mapping[str, Any]) -> dict[str, Any]:
    """A gate with its checks, those that failed first."""
    checks = [_check(check) for check in items(gate.get("checks"))]
    name = str(gate.get("gate", ""))
    return {
        "title": wording.GATES.get(name, "Gate"),
        "name": name,
        "verdict": verdict([gate]),
        "seconds": number(gate.get("seconds")),
        "passed": sum(check["verdict"] == "passed" for check in checks),
        "checks": sorted(checks, key=lambda check: ("refused", "warning", "passed").index(check["verdict"])),
    }


def _check(check: Mapping[str, Any]) -> dict[str, Any]:
    """A check with its verdict and what was counted."""
    failed = "warning" if check.get("severity") == "warning" else "refused"
    observed = [(name, value) for name, each in part(check, "observed").items() if (value := number(each)) is not None]
    return {
        "meaning": check.get("meaning") or check.get("name") or "",
        "name": check.get("name") or "",
        "column": check.get("column") or "",
        "verdict": "passed" if check.get("passed") is True else failed,
        "observed": [(str(name).replace("_", " "), value) for name, value in observed],
    }


def count(value: object) -> str:
    """1234 as `1,234`."""
    known = number(value)
    return ABSENT if known is None else f"{known:,}" if isinstance(known, int) else f"{known:,.1f}"


def change(value: object) -> str:
    """A difference with its sign; nothing where nothing changed."""
    known = number(value)
    return "" if known is None else "±0" if known == 0 else f"+{known:,}" if known > 0 else f"−{-known:,}"


def size(value: object) -> str:
    """Bytes in the unit that reads best, powers of ten."""
    known = number(value)
    if known is None:
        return ABSENT
    for unit, factor in (("TB", 10**12), ("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if known >= factor:
            return f"{known / factor:,.1f} {unit}"
    return f"{known:.0f} B"


def seconds(value: object) -> str:
    """`4.2 s`, or `1 min 12 s`."""
    known = number(value)
    if known is None:
        return ABSENT
    minutes, rest = divmod(known, 60)
    return f"{int(minutes)} min {int(rest)} s" if minutes else f"{known:.1f} s"


def moment(value: object) -> str:
    """An instant to the minute, in UTC."""
    try:
        return f"{datetime.fromisoformat(str(value)).astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    except ValueError:
        return ABSENT


def short(value: object) -> str:
    """The beginning of a hash."""
    text = "" if value is None else str(value)
    return text if len(text) <= SHOWN_OF_HASH else f"{text[:SHOWN_OF_HASH]}…"
