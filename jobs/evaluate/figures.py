"""Sums over documents, and what they come to: a figure with the interval in which it would fall on other documents.

Mentions in one document stand or fall together, so the interval is that of documents, not of mentions: the variance
of a ratio of sums over documents gives the number of independent mentions that would vary as much, and Wilson's
interval is taken at that number, never above the number counted. It is not empty at 0 or 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

Z = 1.959963984540054  # 95 %


class Interval(NamedTuple):
    """A range with 95 % confidence."""

    low: float
    high: float


class Figure(NamedTuple):
    """A ratio, what it was counted from, and its interval."""

    value: float
    hit: int
    n: int
    low: float
    high: float

    def to_json(self) -> dict[str, Any]:
        """For files and listings."""
        return {name: round(each, 6) if isinstance(each, float) else each for name, each in self._asdict().items()}


@dataclass
class Tally:
    """Hits and totals of a measure over documents, with the sums of their products."""

    hit: int = 0
    n: int = 0
    hit_hit: int = 0
    hit_n: int = 0
    n_n: int = 0
    documents: int = 0

    def add(self, hit: int, n: int) -> None:
        """One document."""
        self.hit += hit
        self.n += n
        self.hit_hit += hit * hit
        self.hit_n += hit * n
        self.n_n += n * n
        self.documents += 1

    def merge(self, other: Tally) -> None:
        """The documents of another tally."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    @property
    def ratio(self) -> float:
        """Hits of all."""
        return self.hit / self.n

    @property
    def variance(self) -> float:
        """Of the ratio, between documents."""
        spread = self.hit_hit - 2 * self.ratio * self.hit_n + self.ratio**2 * self.n_n
        return max(0.0, spread) / self.n**2 * self.documents / max(1, self.documents - 1)

    def figure(self) -> Figure:
        """The ratio with its interval; there must be something counted."""
        return Figure(self.ratio, self.hit, self.n, *wilson(self.ratio, self._independent()))

    def _independent(self) -> float:
        """The number of independent mentions that would vary as these do."""
        plain = self.ratio * (1 - self.ratio) / self.n
        return self.n if plain == 0 or self.variance <= plain else self.n * plain / self.variance


def wilson(ratio: float, n: float) -> Interval:
    """Wilson's interval of a ratio of n independent trials, at 95 %."""
    centre = (ratio + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(ratio * (1 - ratio) / n + Z * Z / (4 * n * n))
    return Interval(max(0.0, min(ratio, centre - half)), min(1.0, max(ratio, centre + half)))


def f1(recall: Tally, precision: Tally) -> Figure:
    """The harmonic mean of recall and precision; `n` is that of recall.

    Its interval takes the errors of the two as moving together, which is the wider of what can be.
    """
    r, p = recall.ratio, precision.ratio
    value = 2 * r * p / (r + p) if r + p else 0.0
    half = Z * (p * p * _error(recall) + r * r * _error(precision)) * 2 / (r + p) ** 2 if r + p else 0.0
    return Figure(value, recall.hit, recall.n, max(0.0, value - half), min(1.0, value + half))


def _error(tally: Tally) -> float:
    """The standard error that belongs to the tally's interval; never 0."""
    low, high = tally.figure()[3:]
    return (high - low) / (2 * Z)


def total(tallies: Sequence[dict[str, Tally]]) -> dict[str, Tally]:
    """The tallies of several parts as one."""
    summed: dict[str, Tally] = {}
    for each in tallies:
        for name, tally in each.items():
            summed.setdefault(name, Tally()).merge(tally)
    return summed


def figures(tallies: dict[str, Tally]) -> dict[str, Figure]:
    """What tallies come to, by measure; with the persons' F1 where both its parts were counted."""
    found = {name: tally.figure() for name, tally in sorted(tallies.items()) if tally.n}
    if {"recall/PERSON", "precision/PERSON"} <= found.keys():
        found["f1/PERSON"] = f1(tallies["recall/PERSON"], tallies["precision/PERSON"])
    return found
