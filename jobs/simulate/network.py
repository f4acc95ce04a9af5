"""A whole network: one pass over the members, everything written as it is drawn."""

# ruff: noqa: PLR2004  shares are drawn where they are read

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from jobs.errors import UsageError
from jobs.simulate.canaries import SOURCE, Aviary, Canary
from jobs.simulate.events import Life
from jobs.simulate.items import Item, Population
from jobs.simulate.nights import Nights
from jobs.simulate.poison import poison_lines
from jobs.simulate.policy import write_policy
from jobs.simulate.texts import Writing
from jobs.simulate.write import Deliveries, GzipLines

DEFAULT_FIRST_NIGHT = date(2026, 11, 1)


@dataclass
class SimulationSummary:
    """What a simulation wrote, in counts."""

    members: int
    nights: int
    items: int = 0
    records: int = 0
    files: int = 0
    bytes: int = 0
    canaries: int = 0
    planted: Counter[str] = field(default_factory=Counter)  # personal details by type
    poison: Counter[str] = field(default_factory=Counter)  # refused lines by reason
    variants: Counter[str] = field(default_factory=Counter)  # items by what becomes of them


def simulate(
    out: Path,
    *,
    members: int,
    nights: int,
    first_night: date = DEFAULT_FIRST_NIGHT,
    seed: int,
    items_per_member: float,
) -> SimulationSummary:
    """Write a synthetic professional network; the same arguments give the same bytes.

    Memory does not grow with the number of members or items. Below `out` there will be `landing/`
    (deliveries), `policy.csv`, `canaries.json`, `planted.jsonl.gz` (true spans of personal details, in code
    points of title, line feed and body, or of the body where there is no title) and `answers.jsonl.gz` (what
    follows by construction as of the last night).

    Raises:
        UsageError: when a number makes no sense or `out` already holds a simulation.
    """
    if members < 2 or nights < 1 or items_per_member <= 0:
        raise UsageError("a network needs two members, one night and some items", next_step="choose larger numbers")
    if (out / "landing").exists():
        raise UsageError("the folder already holds deliveries", where="--out", next_step="name a new folder")
    out.mkdir(parents=True, exist_ok=True)
    calendar = Nights(first_night, nights)
    population = Population(members=members, nights=calendar, seed=seed, items_per_member=items_per_member)
    write_policy(out / "policy.csv", calendar)
    with Deliveries(out / "landing") as deliveries:
        return _Simulation(out, population, deliveries, SimulationSummary(members, nights)).run()


class _Simulation:
    """The pass over the members with the files it writes to."""

    def __init__(self, out: Path, population: Population, deliveries: Deliveries, summary: SimulationSummary) -> None:
        self.out, self.population, self.deliveries, self.summary = out, population, deliveries, summary
        self.nights = population.nights
        self.planted = GzipLines(out / "planted.jsonl.gz")
        self.answers = GzipLines(out / "answers.jsonl.gz")

    def run(self) -> SimulationSummary:
        """Write everything and count it."""
        try:
            self._canaries_and_poison()
            for index in range(self.population.members):
                self._member(index)
        finally:
            self.planted.close()
            self.answers.close()
        self.deliveries.close()
        self.summary.records = self.deliveries.records
        self.summary.files = len(self.deliveries.paths)
        self.summary.bytes = sum(path.stat().st_size for path in self.deliveries.paths)
        return self.summary

    def _deliver(self, night: int, feed: str, source: str, record: dict[str, Any]) -> None:
        self.deliveries.write(feed, self.nights.name(night), source, record)

    def _member(self, index: int) -> None:
        for night, feed, record in self.population.person(index).facts:
            self._deliver(night, feed, feed, record)
        for number in range(self.population.count(index)):
            self._item(self.population.item(index, number))

    def _item(self, item: Item) -> None:
        life = Life(self.population, item)
        for delivered in life.records():
            self._deliver(delivered.night, item.feed, item.source, delivered.record)
            if delivered.writing and delivered.writing.spans:
                self._plant(item, delivered.writing)
        self.summary.items += 1
        self.summary.variants[item.variant] += 1
        if answer := life.answer():
            self._answer(item.source, str(item.id), answer.reason)

    def _plant(self, item: Item, writing: Writing) -> None:
        spans = [{"start": start, "end": end, "type": kind} for start, end, kind in writing.spans]
        digest = hashlib.sha256(writing.text.encode()).hexdigest()
        self.planted.write({**item.reference, "text_sha256": digest, "spans": spans})
        self.summary.planted.update(kind for _, _, kind in writing.spans)

    def _answer(self, source: str, item_id: str, reason: str | None) -> None:
        expected = "refused" if reason else "published_candidate"
        self.answers.write({"source": source, "id": item_id, "expected": expected, "reason": reason})

    def _canaries_and_poison(self) -> None:
        aviary = Aviary(self.population.seed, self.nights)
        listed: list[dict[str, Any]] = []
        for canary in aviary.canaries():
            for fact_night, feed, record in canary.facts:
                self._deliver(fact_night, feed, feed, record)
            for record in canary.records:
                self._deliver(aviary.night, "posts", SOURCE, record)
            if canary.records:
                self._answer(SOURCE, canary.item_id, canary.reason)
            else:
                self._poison(canary)
            entry: dict[str, Any] = {"token": canary.token, "why": canary.why, "member_id": canary.member_id}
            listed.append(entry | ({"allowed": True} if canary.allowed else {}))
        (self.out / "canaries.json").write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")
        self.summary.canaries = len(listed)

    def _poison(self, canary: Canary) -> None:
        """Write lines to be refused, with the word of the canary, and odd ones that are fine by the first member."""
        night, other = min(2, self.nights.last), self.population.name(0).member_id
        for feed, line, reason in poison_lines(self.nights, night, canary.member_id, other, canary.token):
            self.deliveries.write_bytes(feed, self.nights.name(night), SOURCE if feed == "posts" else feed, line)
            if reason:
                self.summary.poison[reason] += 1
            elif line.strip():
                self._answer(SOURCE, str(json.loads(line)["id"]), None)
