"""Which number a person or value has: the same through a thread, given in the order of first appearance.

What is kept of a thread are aliases and numbers. An alias is sealed (a keyed hash over the thread and itself), so that
it says nothing by itself and is another in every thread; its first letter says what it stands for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from jobs.text.spans import SpanType

THREADED = frozenset({SpanType.PERSON, SpanType.EMAIL, SpanType.HANDLE, SpanType.PHONE})
"""Kinds that denote a person, numbered through the thread; others are numbered within the document."""

MEMBER, NAME, WORD, VALUE = "m", "n", "w", "v"

Seal = Callable[[str], str]


class Given(NamedTuple):
    """A number that an alias has within a thread."""

    kind: str
    alias: str
    number: int


class Numbers:
    """The numbers of one thread, or of a document that is none's."""

    def __init__(self, held: Iterable[Given] = (), seal: Seal | None = None) -> None:
        self._seal = seal
        self._held: dict[tuple[str, str], int] = {}
        self._members: dict[tuple[str, int], str] = {}
        self._highest: defaultdict[str, int] = defaultdict(int)
        self._unkept: defaultdict[str, int] = defaultdict(int)
        self._given: dict[Given, None] = {}
        for given in sorted(held):
            self._keep(given)

    def begin(self, in_use: dict[str, int]) -> None:
        """A new document of the thread, whose text holds placeholders up to these numbers already."""
        self._given = {}
        self._unkept = defaultdict(int, in_use)
        for kind, number in in_use.items():
            self._highest[kind] = max(self._highest[kind], number)

    def number(self, kind: SpanType, aliases: Sequence[str]) -> int:
        """The number of who or what has these aliases, the surest first; a new one if nobody has."""
        if kind not in THREADED:
            self._unkept[kind] += 1
            return self._unkept[kind]
        sealed = [alias[0] + self._seal(f"{kind}\x1f{alias}") if self._seal else alias for alias in aliases]
        number = self._find(kind, sealed)
        if number is None:
            self._highest[kind] += 1
            number = self._highest[kind]
        for alias in sealed:
            given = Given(kind, alias, self._held.get((kind, alias), number))
            self._keep(given)
            if given.number == number:
                self._given[given] = None
        return number

    def _find(self, kind: str, sealed: Sequence[str]) -> int | None:
        """The number of the first alias that has one. A full name is not its word alone, nor one member another."""
        is_full = any(alias[0] == NAME for alias in sealed)
        member = next((alias for alias in sealed if alias[0] == MEMBER), None)
        for alias in sealed:
            number = self._held.get((kind, alias))
            if number is None or (is_full and alias[0] == WORD):
                continue
            if member in (None, self._members.get((kind, number), member)):
                return number
        return None

    def _keep(self, given: Given) -> None:
        self._held.setdefault((given.kind, given.alias), given.number)
        if given.alias[0] == MEMBER:
            self._members.setdefault((given.kind, given.number), given.alias)
        self._highest[given.kind] = max(self._highest[given.kind], given.number)

    @property
    def given(self) -> list[Given]:
        """The numbers of the document at hand that the thread is to keep."""
        return list(self._given)


class Threads:
    """Numbers by thread, for texts that come thread by thread: only the thread at hand is held."""

    def __init__(self, seal: Callable[[str, str], str] | None = None) -> None:
        self._seal = seal
        self._thread: str | None = None
        self._numbers = Numbers()

    def numbers(self, thread: str | None, held: Iterable[Given] = ()) -> Numbers:
        """The numbers of a thread, begun with those that it has from before; of no thread, fresh ones."""
        if thread is None or thread != self._thread:
            seal = self._seal
            bound = None if seal is None or thread is None else (lambda alias: seal(thread, alias))
            self._numbers = Numbers(held, bound)
            self._thread = thread
        return self._numbers
