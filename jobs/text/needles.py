"""What is looked for to prove that nothing of somebody is left: strings that only they can have put there.

A needle must be distinctive. A short word, an ordinary name or a phrase that others used before
cannot prove anything: such strings are set aside and counted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ahocorasick_rs import BytesAhoCorasick

LEAST_BYTES = 8  # shorter strings stand by chance in hashes and counts
PIECE = 30  # characters of a piece of a text that is long enough to tell
LEAST_WORDS = 8  # fewer words in common are no copy
_GAP = re.compile(rb"(?:[\s>]|\\[nrt])+")  # as JSON writes it, too
_ESCAPE = re.compile(rb"\\[nrt]$|%[0-9A-Fa-f]{2}$")  # a letter or digit that is none
_ID_SIGNS = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


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


def flattened(raw: bytes | memoryview) -> bytes:
    """A text as one line: a blank between each two words however it was wrapped, and no marks of quotation."""
    return _GAP.sub(b" ", raw)


def pieces(text: str) -> Iterator[str]:
    """Every run of words of a flattened text that is just long enough for nobody else to say it by chance.

    They overlap: whoever quotes as many words, from wherever on, quotes one of them whole.
    """
    words = flattened(text.encode()).decode().split(" ")
    words = [word for word in words if word]
    for first in range(len(words) - LEAST_WORDS + 1):
        last = first + LEAST_WORDS
        piece = " ".join(words[first:last])
        while len(piece) < PIECE and last < len(words):
            piece, last = f"{piece} {words[last]}", last + 1
        if len(piece) >= PIECE:
            yield piece


class Finder:
    """Finds needles in bytes, all in one pass. An id counts only where no other id goes on around it."""

    def __init__(self, wanted: Mapping[str, Kind]) -> None:
        self.needles = sorted(wanted)
        self._ids = frozenset(number for number, needle in enumerate(self.needles) if wanted[needle] is Kind.ID)
        self._automaton = BytesAhoCorasick([needle.encode() for needle in self.needles]) if self.needles else None

    def spans(self, content: bytes | memoryview) -> list[tuple[int, int, int]]:
        """Number, start and end of each occurrence, overlapping ones too."""
        if self._automaton is None or not len(content):
            return []
        found: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(content, overlapping=True)
        return [hit for hit in found if hit[0] not in self._ids or _stands_alone(content, *hit[1:])]

    def in_text(self, text: str) -> list[tuple[int, int, int]]:
        """The same in the UTF-8 bytes of a text, however it is wrapped or quoted."""
        raw = text.encode()
        found, flat = self.spans(raw), flattened(raw)
        if flat == raw or not (again := self.spans(flat)):
            return found
        starts, places = _words_of(raw)

        def place(at: int) -> int:
            word = bisect_right(starts, at) - 1
            return places[word] + at - starts[word]

        return found + [(number, place(start), place(end - 1) + 1) for number, start, end in again]

    def counted(self, content: bytes | memoryview) -> Counter[int]:
        """Occurrences of each needle, by number."""
        return Counter(number for number, _, _ in self.spans(content))


def _stands_alone(content: bytes | memoryview, start: int, end: int) -> bool:
    if end < len(content) and content[end] in _ID_SIGNS:
        return False
    escaped = _ESCAPE.search(bytes(content[max(0, start - 3) : start])) is not None
    return escaped or not start or content[start - 1] not in _ID_SIGNS


def _words_of(raw: bytes) -> tuple[list[int], list[int]]:
    """Where each word begins in the flattened bytes, and where in the bytes themselves."""
    starts, places, last = [0], [0], 0
    for gap in _GAP.finditer(raw):
        starts.append(starts[-1] + gap.start() - last + 1)
        places.append(last := gap.end())
    return starts, places


def cut(text: str, finder: Finder, instead: str) -> str:
    """A text without the needles that stand in it."""
    raw = text.encode()
    spans = sorted((start, end) for _, start, end in finder.in_text(text))
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
