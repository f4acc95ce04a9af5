"""Reads a landing zone and policy.csv into what `decide` takes."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tests.oracle.conform import CONTENT_FEEDS, FEEDS, Refused, conform, is_blank
from tests.oracle.decisions import decide
from tests.oracle.model import (
    ConsentEvent,
    Decisions,
    Erasure,
    Member,
    Order,
    PolicyRow,
    Record,
    Refusal,
    Residence,
)
from tests.oracle.times import parse_time

PURPOSE = "generative_ai_training"


@dataclass
class Landing:
    """All that was delivered, conformed or refused."""

    records: list[Record] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    residence: list[Residence] = field(default_factory=list)
    consent: list[ConsentEvent] = field(default_factory=list)
    erasures: list[Erasure] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def take(self, root: Path, feed: str, night: date) -> None:
        """Add the deliveries of one feed and night, files by name."""
        kept: list[Any] = self.records if feed in CONTENT_FEEDS else getattr(self, feed)
        for path in sorted((root / feed / night.isoformat()).glob("*.jsonl*")):
            source = path.name.split(".jsonl")[0]
            for number, line in _records(path):
                order: Order = (night, path.name, number, feed)
                try:
                    kept.append(conform(feed, source, line, order))
                except Refused as refused:
                    self.refusals.append(Refusal(source, str(path.relative_to(root)), number, str(refused)))


def _records(path: Path) -> Iterator[tuple[int, bytes]]:
    """The records of a file with their line numbers from 1: bytes between line feeds, blanks left out."""
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not is_blank(bare := line.removesuffix(b"\n")):
                yield number, bare


def nights_of(root: Path) -> list[date]:
    """Every night that any feed delivered for, in order."""
    return sorted({date.fromisoformat(folder.name) for feed in FEEDS for folder in (root / feed).glob("????-??-??")})


def read_landing(root: Path, through: date) -> Landing:
    """Read all feeds of all nights up to and with `through`, in order."""
    landing = Landing()
    for night in nights_of(root):
        if night <= through:
            for feed in FEEDS:
                landing.take(root, feed, night)
    return landing


def read_policy(path: Path) -> list[PolicyRow]:
    """Read policy.csv; raises KeyError or ValueError where a column or value is missing."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_policy_row(row) for row in csv.DictReader(file)]


def _policy_row(row: dict[str, str]) -> PolicyRow:
    effective_from = parse_time(row["effective_from"])
    if effective_from is None or row["default_state"] not in ("excluded", "opt_in", "opt_out"):
        raise ValueError(f"policy row {row['policy_id']} cannot be read")
    return PolicyRow(
        row["policy_id"],
        row["region"],
        row["content_type"],
        row["purpose"],
        row["default_state"],
        int(row["min_age"]),
        parse_time(row["content_from"] or None),
        effective_from,
        parse_time(row["effective_to"] or None),
    )


def decide_landing(landing: Landing, policy: list[PolicyRow], night: date, purpose: str = PURPOSE) -> Decisions:
    """Decide every conformed item as of a night."""
    known = landing.members, landing.residence, landing.consent, landing.erasures
    return decide(landing.records, *known, policy, night, purpose)


def run_oracle(
    root: Path, policy_csv: Path, through: date, purpose: str = PURPOSE
) -> tuple[Decisions, list[tuple[str, str, int, str]]]:
    """Read a landing zone through a night.

    Returns:
        The decision of every conformed item, and the refusals of conform as
        (source, delivery file, line, reason).
    """
    landing = read_landing(root, through)
    refusals = [(r.source, r.delivery, r.line, r.reason) for r in landing.refusals]
    return decide_landing(landing, read_policy(policy_csv), through, purpose), refusals
