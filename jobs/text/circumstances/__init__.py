"""Circumstances: dates, places, ages, organisations. They identify nobody by themselves, but together they may.

Looked for apart from identifiers, with an automaton of their own, and only where some treatment does not keep them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import pyarrow as pa

from jobs.text import marks
from jobs.text.circumstances import ages, dates, organisations, places
from jobs.text.spans import Span, SpanType

Finder = Callable[[str, int, int], list[Span]]

FAMILIES: dict[str, tuple[SpanType, Finder]] = {
    "date.numeric": (SpanType.DATE, dates.numeric),
    "date.words": (SpanType.DATE, dates.in_words),
    "age": (SpanType.OTHER, ages.find),
    "organisation": (SpanType.ORG, organisations.find),
    "place": (SpanType.LOCATION, places.find),
    "place.town": (SpanType.LOCATION, places.find_town),
    "place.line": (SpanType.LOCATION, places.find_town),
}
"""Families by name, with the kind of what they find."""
_AS_FOUND: dict[str, tuple[tuple[SpanType, str], ...]] = {
    "age": ((SpanType.OTHER, "age"), (SpanType.DATE, "age.year")),
    "place": ((SpanType.LOCATION, "place.country"), (SpanType.LOCATION, "place.city")),
    "place.line": ((SpanType.LOCATION, "place.town"),),
}


def as_found(family: str) -> tuple[tuple[SpanType, str], ...]:
    """Kind and detector of everything a family finds: a treatment speaks of these."""
    return _AS_FOUND.get(family, ((FAMILIES[family][0], family),))


_TRIGGERS = {"date.numeric": dates.TRIGGER, "place.town": places.TRIGGER, "place.line": places.LINE_TRIGGER}
_WORDS: dict[str, Callable[[], tuple[str, ...]]] = {
    "date.words": lambda: dates.MONTHS,
    "age": lambda: ages.WORDS,
    "organisation": lambda: organisations.WORDS,
    "place": places.words,
}


class Circumstances:
    """Looks for some of the families in columns of texts."""

    def __init__(self, families: frozenset[str]) -> None:
        self._signs = [name for name in _TRIGGERS if name in families]
        chosen = {name: get for name, get in _WORDS.items() if name in families}
        self._finders = [FAMILIES[name][1] for name in chosen]
        self._words = marks.Words([get() for get in chosen.values()]) if chosen else None

    def find(self, texts: pa.Array) -> dict[int, list[Span]]:
        """The finds of each row that has some; `texts` has no nulls."""
        places_of: dict[int, list[tuple[int, int, Finder]]] = {}
        if self._signs:
            hits = marks.find(texts, [_TRIGGERS[name] for name in self._signs])
            for row, start, end, turn in zip(*(column.tolist() for column in hits), strict=True):
                places_of.setdefault(row, []).append((start, end, FAMILIES[self._signs[turn]][1]))
        if self._words is not None:
            for row, start, end, turn in self._words.find(texts):
                places_of.setdefault(row, []).append((start, end, self._finders[turn]))
        return {row: spans for row, regions in places_of.items() if (spans := _judged(texts[row].as_py(), regions))}


def _judged(text: str, regions: list[tuple[int, int, Finder]]) -> list[Span]:
    starts, ends = marks.code_points(
        text, len(text.encode()), np.array([r[0] for r in regions]), np.array([r[1] for r in regions])
    )
    found: dict[Span, None] = {}
    for start, end, region in zip(starts, ends, regions, strict=True):
        found.update(dict.fromkeys(region[2](text, start, end)))
    return sorted(found)


@lru_cache(maxsize=4)
def circumstances(families: frozenset[str]) -> Circumstances | None:
    """The detectors of some families, made once in a process; None for none."""
    return Circumstances(families) if families else None
