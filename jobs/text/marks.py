"""Where a pattern matches in a column of texts: one RE2 pass in Arrow, positions by numpy.

RE2 offers no list of positions through Arrow, but it can write a control character before and after each match in
one linear pass over the whole column. The positions of those characters are the spans. This is the fastest way we
measured (bench/redaction.py): flat in the number of alternatives, no call into Python per match.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ahocorasick_rs import BytesAhoCorasick, MatchKind

# A slice stays well below the int32 offsets of a string column, marks included. RE2 builds its automaton anew for each
# slice, which costs some 10 ms: slices of 2 MB are half as fast as slices of 16 MB.
SLICE_BYTES = 16 << 20
# Temporaries of numpy beyond about 1 MB come from fresh pages of the system each time.
_WINDOW = 1 << 20

_OPEN, _CLOSE, _STAND_IN = 1, 2, 3
# the two high bits of a UTF-8 byte that goes on with a character
_CONTINUES = 0x80


# Letters and digits of ASCII: what stands beside a word of another script is for the finder to judge.
_IS_WORD = np.array([byte < _CONTINUES and chr(byte).isalnum() for byte in range(256)])
_IS_LETTER = np.array([byte < _CONTINUES and chr(byte).isalpha() for byte in range(256)])


class Hits(NamedTuple):
    """Matches in a slice of rows: row number, start and end in bytes of that row's UTF-8, number of the pattern.

    In order of row, start and pattern.
    """

    rows: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    turns: np.ndarray


def slices(texts: pa.Array) -> Iterator[tuple[int, int]]:
    """Cut a column into (first row, number of rows) of about SLICE_BYTES each, at least one row."""
    offsets = _offsets(texts)
    first = 0
    while first < len(texts):
        stop = int(np.searchsorted(offsets, offsets[first] + SLICE_BYTES, side="right")) - 1
        stop = min(max(stop, first + 1), len(texts))
        yield first, stop - first
        first = stop


def find(texts: pa.Array, patterns: Sequence[str], words: NearDigits | None = None) -> Hits:
    """All matches of RE2 patterns in a column without nulls: for each pattern those that do not overlap, from the left.

    What `words` finds counts as the matches of one more pattern.

    A pattern must not match the empty string. Texts may hold any character, U+0001 and U+0002 too.
    """
    offsets = _offsets(texts)
    clean = _without_mark_bytes(texts, offsets)
    bounds = [_matches(clean, pattern) for pattern in patterns]
    if words is not None:
        bounds.append(words.find(_bytes(clean, _offsets(clean)), offsets.astype(np.int64) - int(offsets[0])))
    starts, ends = (np.concatenate([pair[side] for pair in bounds]) for side in (0, 1))
    turns = np.repeat(np.arange(len(bounds)), [len(pair[0]) for pair in bounds])
    if len(bounds) > 1:
        order = np.lexsort((turns, starts))
        starts, ends, turns = starts[order], ends[order], turns[order]
    first = offsets.astype(np.int64) - int(offsets[0])
    rows = np.searchsorted(first, starts, side="right") - 1
    if words is not None:
        whole = ends <= first[rows + 1]
        rows, starts, ends, turns = rows[whole], starts[whole], ends[whole], turns[whole]
    return Hits(rows, starts - first[rows], ends - first[rows], turns)


def _matches(texts: pa.Array, pattern: str) -> tuple[np.ndarray, np.ndarray]:
    """Starts and ends of the matches of one pattern, in bytes from the beginning of the column."""
    marked = pc.replace_substring_regex(texts, pattern=pattern, replacement="\x01\\0\x02")
    data = _bytes(marked, _offsets(marked))
    opened, closed = _places(data, _OPEN), _places(data, _CLOSE)
    before = np.arange(len(opened), dtype=np.int64) * 2
    return opened - before, closed - before - 1


# How far a word may stand from a digit of what it announces or belongs to, in bytes.
_BEFORE_WORD, _BEHIND_WORD = 100, 160
_ZERO, _TEN = ord("0"), 10


class NearDigits:
    """Words that count where a digit is in their neighbourhood and they stand alone; endings where a digit follows.

    `endings` may end a longer word. Those of them that are in `words` too count as both.
    """

    def __init__(self, words: Iterable[str], endings: Iterable[str]) -> None:
        self._words, self._endings = (
            BytesAhoCorasick([form.encode() for form in sorted(set(forms))], matchkind=MatchKind.LeftmostLongest)
            for forms in (words, endings)  # apart: a word inside a longer one would swallow the ending of that
        )

    def places(self, data: bytes | np.ndarray) -> np.ndarray:
        """Start and end of every word and ending, words that go on included; in order."""
        return np.unique(np.concatenate([_pairs(self._words, data), _pairs(self._endings, data)]), axis=0)

    def find(self, data: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Starts and ends of the words; `rows` are the bounds of the rows."""
        words, endings = _pairs(self._words, data), _pairs(self._endings, data)
        if not len(words) + len(endings):
            return words[:, 0], words[:, 1]
        words = words[~_goes_on(data, rows, words[:, 0], words[:, 1])]
        behind = np.append(data, np.uint8(_CLOSE))[endings[:, 1]]
        endings = endings[(behind - np.uint8(_ZERO)) < _TEN]
        starts, ends = np.unique(np.concatenate([words, endings]), axis=0).T
        windows = range(0, len(data), _WINDOW)
        digits = [np.flatnonzero((data[first : first + _WINDOW] - np.uint8(_ZERO)) < _TEN) + first for first in windows]
        places = np.concatenate([*digits, [len(data) + _BEHIND_WORD]])
        near = places[np.searchsorted(places, starts - _BEFORE_WORD)] < ends + _BEHIND_WORD
        return starts[near], ends[near]


def _pairs(automaton: BytesAhoCorasick, data: bytes | np.ndarray) -> np.ndarray:
    return np.array(automaton.find_matches_as_indexes(data), dtype=np.int64).reshape(-1, 3)[:, 1:]


def _goes_on(data: np.ndarray, rows: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Whether a letter or digit of ASCII stands before a word, or a letter behind a word that ends with one."""
    begins = rows[np.searchsorted(rows, starts)] == starts
    stops = rows[np.minimum(np.searchsorted(rows, ends), len(rows) - 1)] == ends
    before = _IS_WORD[data[np.maximum(starts, 1) - 1]] & ~begins
    last = np.minimum(ends, len(data) - 1)
    behind = _IS_WORD[data[ends - 1]] & _IS_LETTER[data[last]] & ~stops
    joined: np.ndarray = before | behind
    return joined


def _places(data: np.ndarray, byte: int) -> np.ndarray:
    """The positions of a byte."""
    windows = range(0, len(data), _WINDOW)
    found = [np.flatnonzero(data[first : first + _WINDOW] == byte) + first for first in windows]
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def _without_mark_bytes(texts: pa.Array, offsets: np.ndarray) -> pa.Array:
    """The same texts, byte for byte as long, with U+0001 and U+0002 replaced by another control character."""
    data = _bytes(texts, offsets)
    # unsigned: 0 wraps round to 255, so only the bytes 1 and 2 are below 2
    ours = [
        first + np.flatnonzero((data[first : first + _WINDOW] - np.uint8(_OPEN)) < np.uint8(2))
        for first in range(0, len(data), _WINDOW)
    ]
    if not any(map(len, ours)):
        return texts
    copy = data.copy()
    copy[np.concatenate(ours)] = _STAND_IN
    moved = pa.py_buffer((offsets - offsets[0]).tobytes())
    return pa.Array.from_buffers(texts.type, len(texts), [None, moved, pa.py_buffer(copy)])


def _offsets(texts: pa.Array) -> np.ndarray:
    """The len + 1 byte offsets of a (sliced) string column."""
    width = np.int64 if pa.types.is_large_string(texts.type) else np.int32
    buffer = texts.buffers()[1]
    if buffer is None or len(buffer) == 0:
        return np.zeros(len(texts) + 1, dtype=width)
    return np.frombuffer(buffer, dtype=width, count=len(texts) + 1, offset=texts.offset * np.dtype(width).itemsize)


def _bytes(texts: pa.Array, offsets: np.ndarray) -> np.ndarray:
    """The UTF-8 of all rows of a (sliced) string column, one after the other."""
    buffer = texts.buffers()[2]
    if buffer is None:
        return np.zeros(0, dtype=np.uint8)
    return np.frombuffer(buffer, dtype=np.uint8)[int(offsets[0]) : int(offsets[-1])]


def code_points(text: str, size: int, *positions: np.ndarray) -> list[list[int]]:
    """Byte positions in a text of `size` UTF-8 bytes as code points, list by list."""
    if size == len(text):
        return [places.tolist() for places in positions]
    data = np.frombuffer(text.encode(), dtype=np.uint8)
    before = np.zeros(len(data) + 1, dtype=np.int32)
    np.cumsum((data & 0xC0) == _CONTINUES, dtype=np.int32, out=before[1:])
    return [(places - before[places]).tolist() for places in positions]


class Words:
    """Thousands of words in several lists, looked for in one pass; each list is a turn."""

    def __init__(self, lists: Sequence[Sequence[str]]) -> None:
        by_word = {word.encode(): turn for turn, words in reversed(list(enumerate(lists))) for word in words}
        self._words = BytesAhoCorasick(list(by_word), matchkind=MatchKind.LeftmostLongest)
        self._turns = np.array(list(by_word.values()), dtype=np.int64)

    def find(self, texts: pa.Array) -> Iterator[tuple[int, int, int, int]]:
        """Row, start, end (bytes of the row) and turn of each word that neither goes on nor is the end of another."""
        offsets = _offsets(texts)
        data = _bytes(texts, offsets)
        found = np.array(self._words.find_matches_as_indexes(data), dtype=np.int64).reshape(-1, 3)
        turns, starts, ends = self._turns[found[:, 0]], found[:, 1], found[:, 2]
        first = offsets.astype(np.int64) - int(offsets[0])
        rows = np.searchsorted(first, starts, side="right") - 1
        edged = np.concatenate([[False], _IS_WORD[data], [False]])
        goes_on = edged[starts] & edged[starts + 1] & (starts > first[rows])
        goes_on |= edged[ends] & edged[ends + 1] & (ends < first[rows + 1])
        kept = np.flatnonzero(~goes_on & (ends <= first[rows + 1]))
        rows, starts, ends, turns = rows[kept], starts[kept], ends[kept], turns[kept]
        columns = (rows, starts - first[rows], ends - first[rows], turns)
        return zip(*(column.tolist() for column in columns), strict=True)
