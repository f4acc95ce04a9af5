"""Detectors of users: word lists, RE2 patterns, and engines that an installed package brings.

Lists and patterns look at whole columns, as our own rules do. An engine is named by an entry point of the group
`assent.detectors`: a callable without arguments that gives an `Engine`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import entry_points
from typing import NamedTuple, Protocol

import pyarrow as pa

from jobs.text import marks
from jobs.text.spans import Span, SpanType
from jobs.text.views import view_of

GROUP = "assent.detectors"
_SCORE = 0.95


class Find(NamedTuple):
    """What an engine found: half open, in code points; `kind` is the name of a SpanType."""

    start: int
    end: int
    kind: str
    score: float


class Engine(Protocol):
    """A detector of others. `version` goes into the redactor's version."""

    version: str

    def find(self, texts: list[str], languages: list[str]) -> list[list[Find]]:
        """The finds of each text; a language is an ISO 639-1 code, or empty."""
        ...


@dataclass(frozen=True)
class OwnRule:
    """One detector of a user: words, or a pattern, or the name of an engine."""

    name: str
    kind: SpanType = SpanType.OTHER
    words: tuple[str, ...] = ()
    pattern: str = ""
    engine: str = ""


@dataclass(frozen=True)
class OwnRules:
    """All of them, and a hash over what they say."""

    rules: tuple[OwnRule, ...] = ()
    sha256: str = ""


NO_RULES = OwnRules()


def engines() -> list[str]:
    """The names of the engines that are installed."""
    return sorted(point.name for point in entry_points(group=GROUP))


@lru_cache(maxsize=8)
def engine(name: str) -> Engine:
    """An engine, made once in a process."""
    made: Engine = next(iter(entry_points(group=GROUP, name=name))).load()()
    return made


class OwnDetectors:
    """Looks for what the rules say."""

    def __init__(self, own: OwnRules) -> None:
        self._lists = [rule for rule in own.rules if rule.words]
        self._patterns = [rule for rule in own.rules if rule.pattern]
        self._engines = [(rule.name, engine(rule.engine)) for rule in own.rules if rule.engine]
        lists = [[view_of(word).text for word in rule.words] for rule in self._lists]
        self._words = marks.Words(lists) if lists else None
        self.version = " ".join([own.sha256, *(f"{name} {each.version}" for name, each in self._engines)])

    def find(self, texts: pa.Array, languages: Iterable[str]) -> dict[int, list[Span]]:
        """The finds of each row that has some; `texts` has no nulls."""
        places = self._places(texts)
        found = {
            row: [Span(s, e, rule.kind, f"own.{rule.name}", _SCORE) for s, e, rule in _code_points(texts, row, hits)]
            for row, hits in places.items()
        }
        for name, each in self._engines:
            for row, finds in enumerate(each.find(texts.to_pylist(), list(languages))):
                spans = [Span(f.start, f.end, SpanType(f.kind), f"engine.{name}", f.score) for f in finds]
                if spans:
                    found.setdefault(row, []).extend(spans)
        return found

    def _places(self, texts: pa.Array) -> dict[int, list[tuple[int, int, OwnRule]]]:
        """Row, and in it start, end (bytes) and rule of each word and match."""
        places: dict[int, list[tuple[int, int, OwnRule]]] = {}
        for rule in self._patterns:  # one by one: two may match at the same place
            hits = marks.find(texts, (rule.pattern,))
            for row, start, end in zip(hits.rows.tolist(), hits.starts.tolist(), hits.ends.tolist(), strict=True):
                places.setdefault(row, []).append((start, end, rule))
        for row, start, end, turn in self._words.find(texts) if self._words else ():
            places.setdefault(row, []).append((start, end, self._lists[turn]))
        return places


def _code_points(texts: pa.Array, row: int, hits: list[tuple[int, int, OwnRule]]) -> Iterable[tuple[int, int, OwnRule]]:
    data = texts[row].as_py().encode()
    for start, end, rule in hits:
        first = len(data[:start].decode())
        yield first, first + len(data[start:end].decode()), rule
