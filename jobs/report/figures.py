"""From a manifest to what a page shows. A manifest may lack any part; what is no number is not shown as one."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jobs.report import wording
from schemas.reasons import Reason
from schemas.values import LEAK_KINDS

Number = int | float

FEWEST = 10
"""Cells that break members' documents down by a trait of people are shown from this count on."""


LEFT = ("documents", "leaky", "leaks")
"""What the audit counts of a kind: documents that it looked at, those with something left, and how much."""


@dataclass(frozen=True)
class Line:
    """A row with a bar: `share` is the bar's length in percent; `count` is None where it is too small to be shown."""

    label: str
    count: Number | None
    share: float
    before: Number | None = None
    code: str = ""

    @property
    def change(self) -> Number | None:
        """Difference to the version before."""
        return None if self.count is None or self.before is None else self.count - self.before


@dataclass(frozen=True)
class Group:
    """Refusals of one stage."""

    title: str
    note: str
    lines: tuple[Line, ...]


def number(value: object) -> Number | None:
    """The value if it is a finite number."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return value if is_number else None  # type: ignore[return-value]


def part(of: object, *names: str) -> Mapping[str, Any]:
    """A nested part of a manifest, empty if it is not there."""
    for name in names:
        of = of.get(name) if isinstance(of, Mapping) else None
    return of if isinstance(of, Mapping) else {}


def items(value: object) -> list[Mapping[str, Any]]:
    """The objects of a list, none if it is no list."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list | tuple) else []


def funnel(counts: Mapping[str, Any], before: Mapping[str, Any]) -> list[Line]:
    """What was left after each step, of all that was ever delivered."""
    now, then = _steps(counts), _steps(before)
    most = max((value for value in now.values() if value), default=1)
    return [
        Line(label, now[step], share(now[step], most), then.get(step))
        for step, label in wording.FUNNEL
        if now.get(step) is not None
    ]


def _steps(counts: Mapping[str, Any]) -> dict[str, Number]:
    """The counts of the funnel, with the two in between that are not counted but follow."""
    steps = {name: value for name, _ in wording.FUNNEL if (value := number(counts.get(name))) is not None}
    eligible, duplicates = steps.get("eligible"), number(counts.get("duplicates")) or 0
    filtered = number(counts.get("filtered"))
    if filtered is None and "published" in steps and eligible is not None:
        filtered = eligible - steps["published"] - duplicates - (number(counts.get("suppressed")) or 0)
    if eligible is not None and filtered is not None:
        steps |= {"after_filters": eligible - filtered, "after_duplicates": eligible - filtered - duplicates}
    return steps


def refusals(counts: Mapping[str, Any], before: Mapping[str, Any]) -> list[Group]:
    """Every reason that occurred, by stage, most frequent first."""
    now, then = _by_reason(counts), _by_reason(before) if before else None
    groups = []
    for title, note, reasons in wording.GROUPS:
        found = sorted((reason for reason in reasons if now.get(reason)), key=lambda reason: -now[reason])
        most = max((now[reason] for reason in found), default=1)
        lines = tuple(_refusal(reason, now[reason], most, then) for reason in found)
        if lines:
            groups.append(Group(title, note, lines))
    return groups + _outside(now)


def _refusal(reason: Reason, count: Number, most: Number, then: Mapping[str, Number] | None) -> Line:
    """A reason in words; one that did not occur in the version before counted 0 there."""
    before = None if then is None else then.get(reason, 0)
    return Line(wording.REASONS[reason], count, share(count, most), before, reason)


def _outside(now: Mapping[str, Number]) -> list[Group]:
    """Reasons that are not of the closed list: their number only, for nobody knows what such a string holds."""
    known = {str(reason) for reason in wording.REASONS}
    total = sum(count for reason, count in now.items() if reason not in known)
    line = Line("A reason that is not of the closed list.", total, 100.0)
    return [Group("Unknown", "this must not happen", (line,))] if total else []


def _by_reason(counts: Mapping[str, Any]) -> dict[str, Number]:
    """Counts by reason from all parts of a manifest's counts."""
    merged: dict[str, Number] = {}
    for name in ("refused", "not_eligible", "filtered", "filtered_by_reason"):
        for reason, value in part(counts, name).items():
            merged[str(reason)] = merged.get(str(reason), 0) + (number(value) or 0)
    for reason, name in wording.APART.items():
        merged.setdefault(reason, number(counts.get(name)) or 0)
    return merged


@dataclass(frozen=True)
class Left:
    """What the audit saw of a kind: documents that it looked at, those with something left, and how much."""

    label: str
    looked_at: Number
    documents: Number
    places: Number


def left(stages: Sequence[Mapping[str, Any]]) -> list[Left]:
    """What the audit of the night saw in what was redacted, kind by kind; kinds that it was not asked for are not."""
    seen = next((part(stage, "counts", "leaks") for stage in stages if stage.get("name") == "audit"), {})
    counts = {kind: [number(part(seen, kind).get(name)) or 0 for name in LEFT] for kind in LEAK_KINDS}
    return [Left(LEAK_KINDS[kind], *found) for kind, found in counts.items() if found[0]]


def without_small_cells(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest as it lies beside the page: counts by language below `FEWEST` are null there as well."""
    return {name: _masked(name, value) for name, value in manifest.items()}


def _masked(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_masked(name, each) for each in value]
    if not isinstance(value, Mapping):
        return value
    if name == "by_language":
        return {code: None if 0 < (number(count) or 0) < FEWEST else count for code, count in value.items()}
    return without_small_cells(value)


def named(values: Mapping[str, Any], words: Mapping[str, str]) -> list[Line]:
    """Counts under the words for their codes, most frequent first; a code without words counts as `other`."""
    merged: dict[str, Number] = {}
    for code, value in values.items():
        word = words.get(str(code), "other")
        merged[word] = merged.get(word, 0) + (number(value) or 0)
    return bars(merged)


def languages(values: Mapping[str, Any]) -> list[Line]:
    """Documents by language; small cells without their count, in alphabetical order."""
    counts: dict[str, Number] = {}
    for code, value in values.items():
        name = str(code) if re.fullmatch(r"[a-z]{2,3}", str(code)) else "other"
        counts[name] = counts.get(name, 0) + (1 if value is None else number(value) or 0)  # null: one was too few
    large = {code: count for code, count in counts.items() if count >= FEWEST}
    small = sorted(code for code, count in counts.items() if 0 < count < FEWEST)
    return bars(large) + [Line(code, None, 0.0) for code in small]


def bars(values: Mapping[str, Number]) -> list[Line]:
    """Lines with the largest value as the full bar."""
    most = max(values.values(), default=1)
    ordered = sorted(values.items(), key=lambda item: (-item[1], item[0]))
    return [Line(label, count, share(count, most)) for label, count in ordered if count]


def seconds_by_stage(stages: Sequence[Mapping[str, Any]]) -> list[Line]:
    """Seconds of each stage, in the order of the line."""
    timed = [(str(stage.get("name", "")), number(stage.get("seconds")) or 0) for stage in stages]
    most = max((seconds for _, seconds in timed), default=1)
    return [Line(name, seconds, share(seconds, most)) for name, seconds in timed]


def total(values: Iterable[object]) -> Number:
    """The sum of what is a number."""
    return sum(number(value) or 0 for value in values)


def share(value: Number, most: Number) -> float:
    """Percent of the longest bar, to a tenth."""
    return round(max(0.0, min(100.0, 100 * value / most)), 1) if most > 0 else 0.0
