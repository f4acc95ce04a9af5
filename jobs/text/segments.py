"""How the curation kernels cut a column of texts: characters with their classes, words, lines, paragraphs.

A slice of rows is handled at once, as one array of code points, because a call into Python per character or word
costs more than all the arithmetic. Positions count code points from the start of the slice.

A *word* is a run of characters without white space (as in the code published with Dolma). In scripts that put no
space between words each letter is a word of its own, else a Chinese post would be one word. A *line* is what stands
between line feeds and holds a word; a *paragraph* is a run of lines without an empty one between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

PLACEHOLDER = r"<[A-Z][A-Z_]*_[0-9]+>"
"""RE2 pattern of what redaction puts in the place of a detail, such as `<EMAIL_1>` or `<NATIONAL_ID_2>`."""

ADDRESS = r"https?://\S+|www\.\S+"
"""RE2 pattern of a web address as it stands in running text."""

SLICE_BYTES = 1 << 18
"""Work on so much text stays in the processor's cache: of 32 KiB to 2 MiB the fastest, by half."""

SPACE, LETTER, DIGIT, UPPER, UNSPACED, TERMINAL, BULLET = (1 << bit for bit in range(7))
"""Classes of a character, combined by `|`."""

# C4's marks (full stop, question and exclamation mark, closing quotation mark) and their like in other scripts.
_TERMINAL_MARKS = ".!?\"'”’»›。！？｡．」』؟۔।॥։።"
_BULLETS = "-*•‣◦▪●·∙"
# Letters of these blocks follow each other without spaces: Thai, Lao, Tibetan, Myanmar, Khmer, kana, Han.
_UNSPACED_BLOCKS = (
    (0x0E00, 0x10A0), (0x1780, 0x1800), (0x3005, 0x3008), (0x3041, 0x3100), (0x31F0, 0x3200),
    (0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0xFF66, 0xFFA0), (0x20000, 0x32400),
)  # fmt: skip
_END_OF_SCRIPTS = 0x40000  # above it are no letters, digits or spaces

# Polynomial hashing modulo 2^64 by an odd multiplier, finished by the mixer of SplitMix64 (Steele et al. 2014).
_POWERS = np.multiply.accumulate(np.full(1 << 16, 0x9E3779B97F4A7C15, dtype=np.uint64))


class Runs(NamedTuple):
    """Pieces of text in order: row of each, first position, position after the last."""

    rows: np.ndarray
    starts: np.ndarray
    ends: np.ndarray


class Cut(NamedTuple):
    """A slice of texts, cut up."""

    codes: np.ndarray  # code points of all rows
    kinds: np.ndarray  # classes of each code point
    bounds: np.ndarray  # where each row starts, and the end of the last
    words: Runs
    lines: Runs
    first_words: np.ndarray  # of each line
    first_lines: np.ndarray  # of each paragraph

    @property
    def row_count(self) -> int:
        """How many texts the slice holds."""
        return len(self.bounds) - 1


def slices(texts: pa.Array) -> Iterator[pa.Array]:
    """Cut a string column into slices of whole rows of about `SLICE_BYTES`, at least one row each."""
    sizes = pc.fill_null(pc.binary_length(texts), 0).to_numpy(zero_copy_only=False)
    ends, first = np.cumsum(sizes, dtype=np.int64), 0
    while first < len(texts):
        done = ends[first - 1] if first else 0
        stop = max(int(np.searchsorted(ends, done + SLICE_BYTES, side="right")), first + 1)
        yield texts.slice(first, stop - first)
        first = stop


def cut(texts: pa.Array) -> Cut:
    """Cut a string column without nulls into words, lines and paragraphs."""
    lengths = pc.utf8_length(texts).to_numpy(zero_copy_only=False)
    bounds = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
    codes = np.frombuffer("".join(texts.to_pylist()).encode("utf-32-le"), dtype="<u4")
    kinds = character_classes()[codes]
    words = _words(kinds, bounds)
    line_numbers = np.cumsum(codes == ord("\n"), dtype=np.int32)[words.starts]
    first_words = changes(line_numbers, words.rows)
    last_words = np.append(first_words[1:], len(line_numbers))[: len(first_words)] - 1
    lines = Runs(words.rows[first_words], words.starts[first_words], words.ends[last_words])
    # A line that follows its predecessor has the next number, so number less ordinal changes at an empty line.
    first_lines = changes(line_numbers[first_words] - np.arange(len(first_words)), lines.rows)
    return Cut(codes, kinds, bounds, words, lines, first_words, first_lines)


def _words(kinds: np.ndarray, bounds: np.ndarray) -> Runs:
    text, unspaced = (kinds & SPACE) == 0, (kinds & UNSPACED) != 0
    breaks = unspaced.copy()
    breaks[1:] |= unspaced[:-1] & ((kinds[1:] & (LETTER | DIGIT)) != 0)
    return runs(text, bounds, breaks)


def runs(mask: np.ndarray, bounds: np.ndarray, breaks: np.ndarray | None = None) -> Runs:
    """The longest runs of true characters that cross no row's bound and start anew at each break."""
    fresh = np.zeros(len(mask) + 1, dtype=bool)
    fresh[bounds] = True
    if breaks is not None:
        fresh[:-1] |= breaks
    before, after = np.concatenate(([False], mask[:-1])), np.append(mask[1:], False)
    starts = np.flatnonzero(mask & (~before | fresh[:-1]))
    ends = np.flatnonzero(mask & (~after | fresh[1:])) + 1
    counts = np.diff(np.searchsorted(starts, bounds))
    return Runs(np.repeat(np.arange(len(counts)), counts), starts, ends)


def changes(*columns: np.ndarray) -> np.ndarray:
    """The indices at which any of the columns differs from the element before; the first index is one."""
    if not len(columns[0]):
        return np.zeros(0, dtype=np.int64)
    different = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    return np.flatnonzero(np.concatenate(([True], different)))


def hash_runs(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """A 64-bit hash of each run of values that begins at a start and ends before the next; zeros at its end are free.

    Two different runs of a text share a hash with a probability of about 2^-64.
    """
    if not len(starts):
        return np.zeros(0, dtype=np.uint64)
    values = values[starts[0] :]
    starts = starts - starts[0]
    sizes = np.diff(np.append(starts, len(values)))
    places = np.arange(len(values), dtype=np.int32) - np.repeat(starts.astype(np.int32), sizes)
    return mix(np.add.reduceat(values * _POWERS[places & np.int32(len(_POWERS) - 1)], starts))


def hash_words(text: Cut) -> np.ndarray:
    """A 64-bit hash of each word's characters."""
    numbers = (text.codes + np.uint32(1)) * ((text.kinds & SPACE) == 0)
    return hash_runs(numbers.astype(np.uint64), text.words.starts)


def mix(values: np.ndarray) -> np.ndarray:
    """Spread 64-bit values over the whole range, one to one."""
    once = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    twice = (once ^ (once >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: np.ndarray = twice ^ (twice >> np.uint64(31))
    return mixed


@cache
def character_classes() -> np.ndarray:
    """The classes of every code point, as Python's `str` methods tell them."""
    table = np.zeros(0x110000, dtype=np.uint8)
    for code in range(_END_OF_SCRIPTS):
        character = chr(code)
        if character.isalpha():
            table[code] = LETTER | (UPPER if character.isupper() else 0)
        elif character.isdecimal():
            table[code] = DIGIT
        elif character.isspace():
            table[code] = SPACE
    for first, end in _UNSPACED_BLOCKS:
        block = table[first:end]
        block[(block & LETTER) != 0] |= UNSPACED
    table[[ord(mark) for mark in _TERMINAL_MARKS]] |= TERMINAL
    table[[ord(mark) for mark in _BULLETS]] |= BULLET
    return table
