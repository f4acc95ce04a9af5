"""The treatments as data: what is done to which finds, where. Placeholders are what is done to all others."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from jobs.text.circumstances.gazetteer import country_of
from jobs.text.forms import fold
from jobs.text.spans import Span, SpanType


class Action(StrEnum):
    """What is done to a find."""

    PLACEHOLDER = "placeholder"  # <PERSON_1>
    GENERALISE = "generalise"  # a date to its year, a place to its country, an age to ten years; else a placeholder
    PSEUDONYM = "pseudonym"  # <PERSON:0a1b2c3d4e>, the same wherever the key is the same
    KEEP = "keep"  # stays as it is written
    DROP_SENTENCE = "drop_sentence"
    REFUSE = "refuse"  # the document is not used, with a reason


@dataclass(frozen=True)
class Treatment:
    """One row: finds that fit all of what it names are treated so. An empty condition fits everything."""

    action: Action
    kinds: frozenset[SpanType] = frozenset()
    detectors: tuple[str, ...] = ()
    parties: frozenset[str] = frozenset()
    content_types: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    names: frozenset[str] | None = None
    """Values of a list, as `listed` folds them; None: no list."""
    places: Mapping[str, str] = field(default_factory=dict, hash=False)
    reason: str | None = None

    def holds(self, content_type: str, country: str, purpose: str) -> bool:
        """Whether it holds for documents of this type, by authors of this country, used for this purpose."""
        return (
            (not self.content_types or content_type in self.content_types)
            and (not self.countries or country in self.countries)
            and (not self.purposes or purpose in self.purposes)
        )

    def may_fit(self, kind: SpanType, detector: str) -> bool:
        """Whether some find of a detector is what the row is about."""
        return (not self.kinds or kind in self.kinds) and (not self.detectors or detector.startswith(self.detectors))

    @property
    def is_unconditional(self) -> bool:
        """Whether it asks for nothing but a kind or detector."""
        conditions = (self.parties, self.content_types, self.countries, self.purposes, self.names is not None)
        return not any(conditions)

    def fits(self, span: Span, names: Collection[str]) -> bool:
        """Whether a find is what the row is about; `names` are its value and, of a person, the full name."""
        return (
            (not self.kinds or span.kind in self.kinds)
            and (not self.detectors or span.detector.startswith(self.detectors))
            and (not self.parties or (span.party or "") in self.parties)
            and (self.names is None or not self.names.isdisjoint(listed(name) for name in names))
        )


Rows = Sequence[Treatment]


@dataclass(frozen=True)
class Treatments:
    """All rows, in order: the first that fits a find decides."""

    rows: tuple[Treatment, ...] = ()
    sha256: str = ""

    @property
    def needs_key(self) -> bool:
        """Whether a row gives keyed pseudonyms."""
        return any(row.action is Action.PSEUDONYM for row in self.rows)

    def keeps(self, kind: SpanType, detector: str) -> bool:
        """Whether finds of a detector stay wherever they are: then nobody needs to look for them."""
        fitting = (row for row in self.rows if row.may_fit(kind, detector))
        first = next(fitting, None)
        return first is not None and first.action is Action.KEEP and first.is_unconditional

    def of(self, content_type: str, country: str, purpose: str) -> Rows:
        """The rows that hold for a document."""
        return _holding(self.rows, content_type, country, purpose) if self.rows else ()


PLACEHOLDERS = Treatments()

PLAIN = Treatments((Treatment(Action.KEEP, detectors=("date.words",)),), "plain")
"""What a redactor does that was told nothing: a date in words is that of an event more often than of a person."""


@lru_cache(maxsize=4096)
def _holding(rows: tuple[Treatment, ...], content_type: str, country: str, purpose: str) -> Rows:
    return tuple(row for row in rows if row.holds(content_type, country, purpose))


def listed(value: str) -> str:
    """A value as lists are compared: folded, words of a name in the order of the alphabet."""
    return " ".join(sorted(fold(value).replace(".", " ").split()))


_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_AGE = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
_BAND = 10


def generalised(span: Span, surface: str, places: Mapping[str, str]) -> str | None:
    """The coarse value of a find: its year, its country, its ten years of age; None where there is none to be told."""
    if span.kind is SpanType.DATE:
        year = _YEAR.search(surface)
        return year.group() if year else None
    if span.kind is SpanType.LOCATION:
        return places.get(listed(surface)) or country_of(surface)
    if span.detector.endswith("age") and (age := _AGE.search(surface)):
        low = int(age.group()) // _BAND * _BAND
        return f"{low}-{low + _BAND - 1}"
    return None
