"""What is looked for to prove that nothing of somebody is left: strings that only they can have put there.

A needle must be distinctive. A short word, an ordinary name or a phrase that others used before
cannot prove anything: such strings are set aside and counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ahocorasick_rs import BytesAhoCorasick

LEAST_BYTES = 8  # shorter strings stand by chance in hashes and counts
PIECE = 30  # characters of a piece of a text that is long enough to tell
LEAST_WORDS = 8  # fewer words in common are no copy
_WORD = re.compile(r"\S+")


class Kind(StrEnum):
    """What a needle is."""

    ID = "id"  # of a member, item, event, request or record
    ADDRESS = "address"
    NAME = "name"
    HANDLE = "handle"
    TEXT = "text"


@dataclass
class Needles:
    """Strings to look for, by kind, and what was set aside, by kind and why."""

    wanted: dict[str, Kind] = field(default_factory=dict)
    aside: Counter[str] = field(default_factory=Counter)

    def add(self, kind: Kind, value: str | None) -> None:
        """Take a string in, or set it aside."""
        if not value or value in self.wanted:
            return
        if why := too_weak(kind, value):
            self.aside[f"{kind}: {why}"] += 1
        else:
            self.wanted[value] = kind

    def drop(self, values: Iterable[str], why: str) -> None:
        """Set strings aside that turned out not to be theirs alone."""
        for value in values:
            if (kind := self.wanted.pop(value, None)) is not None:
                self.aside[f"{kind}: {why}"] += 1

    def counts(self) -> Mapping[str, int]:
        """How many there are of each kind."""
        return dict(sorted(Counter(str(kind) for kind in self.wanted.values()).items()))


def too_weak(kind: Kind, value: str) -> str | None:
    """Why a string cannot tell, if it cannot."""
    if len(value.encode()) < LEAST_BYTES:
        return "short"
    plain = value.isalpha()
    if kind in (Kind.NAME, Kind.HANDLE) and plain and value.isascii():
        return "one plain word"
    return None


def pieces(text: str) -> Iterator[str]:
    """A text in pieces of whole words, none across a line: long enough that nobody else says them by chance."""
    for line in text.splitlines():
        words = list(_WORD.finditer(line))
        first = 0
        for last, word in enumerate(words):
            whole = last - first + 1 >= LEAST_WORDS and word.end() - words[first].start() >= PIECE
            more = len(words) - last - 1 >= LEAST_WORDS and len(line.rstrip()) - word.end() > PIECE
            if last + 1 == len(words) or (whole and more):
                if last - first + 1 >= LEAST_WORDS and word.end() - words[first].start() >= PIECE:
                    yield line[words[first].start() : word.end()]
                first = last + 1


class Finder:
    """Finds needles in bytes, all in one pass."""

    def __init__(self, needles: Iterable[str]) -> None:
        self.needles = sorted(needles)
        self._automaton = BytesAhoCorasick([needle.encode() for needle in self.needles]) if self.needles else None

    def spans(self, content: bytes | memoryview) -> list[tuple[int, int, int]]:
        """Number, start and end of each occurrence, overlapping ones too."""
        if self._automaton is None or not len(content):
            return []
        found: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(content, overlapping=True)
        return found

    def counted(self, content: bytes | memoryview) -> Counter[int]:
        """Occurrences of each needle, by number."""
        return Counter(number for number, _, _ in self.spans(content))


def cut(text: str, finder: Finder, instead: str) -> str:
    """A text without the needles that stand in it."""
    raw = text.encode()
    spans = sorted((start, end) for _, start, end in finder.spans(raw))
    kept, at = [], 0
    for start, end in _merged(spans):
        kept += [raw[at:start], instead.encode()]
        at = end
    return b"".join([*kept, raw[at:]]).decode()


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
