"""What is wrong with a policy, all of it at once: an owner corrects a file once, not line by line.

An error is what would decide wrongly or not at all; a warning is what an owner should have meant.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import pycountry

from jobs.policy import ANY, APPLIES_TO, COLUMNS, AppliesTo, State, instant, lacking
from schemas.values import CONTENT_TYPES

APPROVER = "approved_by"
EARLIEST, LATEST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)
OLDEST, CHILD = 99, 13  # years: no rule asks for more, and one that asks for less should be looked at
GROUPS = {ANY, "EEA"}


@dataclass(frozen=True)
class Finding:
    """One fault. `row` is the line of the file, counted from 1; the header is line 1."""

    row: int
    severity: Literal["error", "warning"]
    code: str
    says: str


@dataclass(frozen=True)
class _Held:
    """A row whose times could be read: what it is for, and from when to when."""

    row: int
    scope: tuple[str, str, str]
    begins: datetime
    ends: datetime


def check_policy(text: str) -> list[Finding]:
    """Every finding, by row.

    Raises:
        UsageError: it is no policy at all: columns are missing.
    """
    reader = csv.DictReader(io.StringIO(text))
    header = set(reader.fieldnames or ())
    if missing := set(COLUMNS) - header:
        raise lacking(missing, reader.fieldnames)
    found: list[Finding] = []
    if APPROVER not in header:
        found.append(Finding(1, "warning", "no_approver", f"there is no column {APPROVER}: nobody answers for a row"))
    held: list[_Held] = []
    ids: dict[str, int] = {}
    for row in reader:
        number = reader.line_num
        if None in row or None in row.values():
            found.append(Finding(number, "error", "cells", "has not as many cells as the header"))
            continue
        found += [Finding(number, "error", code, says) for code, says in _cells(row, APPROVER in header)]
        if (first := ids.setdefault(row["policy_id"], number)) != number:
            found.append(Finding(number, "error", "repeated_id", f"has the policy_id of row {first}"))
        found += _young(number, row["min_age"])
        held += _held(number, row)
    return sorted([*found, *_between(held), *_without_default(held)], key=lambda finding: finding.row)


def _cells(row: Mapping[str, str], approved: bool) -> Iterator[tuple[str, str]]:
    """What is wrong with the cells of a row: code and words. A cell that is a region or a word of ours is shown."""
    needed = ("policy_id", "purpose", "source", *([APPROVER] if approved else []))
    yield from ((f"missing_{name}", f"{name} is empty") for name in needed if not row[name].strip())
    if not is_region(row["region"]):
        yield "unknown_region", "region is neither *, EEA, a country (ISO 3166-1) nor a subdivision (ISO 3166-2)"
    if row["content_type"] not in ("", ANY, *CONTENT_TYPES):
        yield "unknown_type", f"content_type is none of {', '.join(CONTENT_TYPES)}, {ANY}"
    if row["default_state"] not in set(State):
        yield "unknown_state", f"default_state is none of {', '.join(State)}"
    if row.get(APPLIES_TO) and row[APPLIES_TO] not in set(AppliesTo):
        yield "unknown_reach", f"{APPLIES_TO} is none of {', '.join(AppliesTo)}"
    age = row["min_age"]
    if age and not (age.isascii() and age.isdigit() and 1 <= int(age) <= OLDEST):
        yield "bad_age", f"min_age is no number of years from 1 to {OLDEST}"
    for name in ("content_from", "effective_from", "effective_to"):
        if _read(row[name]) is None and row[name]:
            yield "bad_date", f"{name} is no time as 2026-11-01T00:00:00Z"
    begins, ends = _read(row["effective_from"]), _read(row["effective_to"])
    if begins and ends and begins >= ends:
        yield "empty_interval", "effective_to is not after effective_from: the row never holds"


def is_region(region: str) -> bool:
    """Whether residence can be in it. `NA` is Namibia."""
    if region in GROUPS:
        return True
    listed: Any = pycountry  # typed in part only
    known = listed.subdivisions.get(code=region) if "-" in region else listed.countries.get(alpha_2=region)
    # the library takes any case; ours are compared as they are written
    return known is not None and region == region.upper()


def _young(number: int, age: str) -> Iterator[Finding]:
    if age.isascii() and age.isdigit() and 1 <= int(age) < CHILD:
        yield Finding(number, "warning", "young", f"min_age is below {CHILD}")


def _read(cell: str) -> datetime | None:
    try:
        return instant(cell)
    except ValueError:
        return None


def _held(number: int, row: Mapping[str, str]) -> Iterator[_Held]:
    begins, ends = _read(row["effective_from"]), _read(row["effective_to"])
    if (begins or not row["effective_from"]) and (ends or not row["effective_to"]):
        scope = (row["region"], row["content_type"] or ANY, row["purpose"])
        one = _Held(number, scope, begins or EARLIEST, ends or LATEST)
        if one.begins < one.ends:
            yield one


def _between(held: list[_Held]) -> Iterator[Finding]:
    """Rows for the same that hold at the same time, and times without a row between two."""
    scopes = defaultdict(list)
    for one in held:
        scopes[one.scope].append(one)
    for rows in scopes.values():
        longest = None
        for one in sorted(rows, key=lambda one: (one.begins, one.row)):
            if longest and one.begins < longest.ends:
                yield Finding(one.row, "error", "overlap", f"holds at the same time as row {longest.row}")
            elif longest and one.begins > longest.ends:
                says = f"nothing holds between the end of row {longest.row} and this one: a wider row decides, or none"
                yield Finding(one.row, "warning", "gap", says)
            longest = one if longest is None or one.ends > longest.ends else longest


def _without_default(held: list[_Held]) -> Iterator[Finding]:
    for purpose in sorted(
        {one.scope[2] for one in held} - {one.scope[2] for one in held if one.scope[:2] == (ANY, ANY)}
    ):
        row = min(one.row for one in held if one.scope[2] == purpose)
        yield Finding(row, "warning", "no_default", "its purpose has no row for *: places without a row are excluded")
