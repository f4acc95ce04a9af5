"""Passages: what tells that a text repeats a piece of another, without keeping either.

Every run of `LEAST_WORDS` words is named by the least of the hashes of the shorter runs in it (winnowing, Schleimer and
others 2003), so neighbours mostly share a name and half a number a word is kept. Two texts that have such a run in
common have a name in common; texts without `SHORTEST` words in common have none but by chance (one in 2^32 a pair).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from zlib import crc32

import numpy as np
import pyarrow as pa

LEAST_WORDS = 8  # a run of so many words in common is always found
SHORTEST = 6  # one of fewer words never is
PASSAGES: pa.DataType = pa.list_(pa.int32())

_BASE, _MIXED = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)
_TOP = np.uint64(32)
_MARKED = re.compile(rb"^[ \t]*(?:>|&gt;)(.*)$", re.MULTILINE)
_WORD = re.compile(rb"[\w\x80-\xff]+")


def passages(texts: Sequence[Sequence[bytes] | None]) -> pa.ListArray:
    """The names of the passages of texts, each given as its normalised words; null where there is no text."""
    lengths = np.fromiter((len(words or ()) for words in texts), np.int64, len(texts))
    ends = np.cumsum(lengths)
    hashes = np.fromiter(map(crc32, chain.from_iterable(filter(None, texts))), np.uint64, int(lengths.sum()))
    names, counts = _winnowed(hashes, np.repeat(np.arange(len(texts)), lengths), ends)
    offsets = pa.array(np.concatenate([[0], np.cumsum(counts)]).astype(np.int32))
    mask = pa.array([words is None for words in texts], pa.bool_())
    return pa.ListArray.from_arrays(offsets, pa.array(names), mask=mask)


def _winnowed(hashes: np.ndarray, owners: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The names of all texts one after the other, and how many each has. `owners`: the text of each word."""
    count = len(hashes) - LEAST_WORDS + 1
    if count <= 0:
        return np.empty(0, np.int32), np.zeros(len(ends), np.int64)
    runs = np.zeros(len(hashes) - SHORTEST + 1, np.uint64)
    for place in range(SHORTEST):
        runs = runs * _BASE + hashes[place : place + len(runs)]
    runs ^= runs >> _TOP
    short = ((runs * _MIXED) >> _TOP).astype(np.uint32)
    names = short[:count]
    for place in range(1, LEAST_WORDS - SHORTEST + 1):
        names = np.minimum(names, short[place : place + count])
    owner = owners[:count]
    whole = np.arange(count) + LEAST_WORDS <= ends[owner]  # the run does not reach into the next text
    names, owner = names[whole], owner[whole]
    new = np.ones(len(names), bool)
    new[1:] = (names[1:] != names[:-1]) | (owner[1:] != owner[:-1])
    return names[new].view(np.int32), np.bincount(owner[new], minlength=len(ends))


def marks_quotes(texts: Sequence[bytes | None]) -> pa.BooleanArray:
    """Whether the lines marked as quoted (`>`) hold `LEAST_WORDS` words or more; null where there is no text."""
    return pa.array([None if text is None else _marked_words(text) >= LEAST_WORDS for text in texts], pa.bool_())


def _marked_words(text: bytes) -> int:
    if b">" not in text and b"&gt;" not in text:
        return 0
    return sum(len(_WORD.findall(line)) for line in _MARKED.findall(text))
