"""How much of a text repeats itself, after Gopher (Rae et al. 2021, arXiv:2112.11446, section A1.1 and table A1).

Shares are of the characters that are no white space. Lines and paragraphs are the same when their words are.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from jobs.text.segments import Cut, hash_runs, hash_words, mix

TOP_SIZES = (2, 3, 4)
"""Lengths of the word n-grams of which the one that takes most room is measured."""

DUPLICATE_SIZES = (5, 10)
"""Lengths of the word n-grams of which all repetitions are measured: the ends of Gopher's 5 to 10, which alone refuse
95 % of the posts that all six would."""

# Odd multipliers, one per place in an n-gram, so that the order of the words counts.
_PLACES = mix(np.arange(1, max(DUPLICATE_SIZES) + 1, dtype=np.uint64)) | np.uint64(1)


class Repeated(NamedTuple):
    """Elements whose key occurs more than once: all, those that are no first, and per key its first and count."""

    members: np.ndarray
    later: np.ndarray
    firsts: np.ndarray
    counts: np.ndarray


def repetition(text: Cut) -> dict[str, np.ndarray]:
    """The share of each row's characters in repeated lines, paragraphs and n-grams, by the name of the signal."""
    words, lengths = hash_words(text), text.words.ends - text.words.starts
    lines, line_lengths = hash_runs(words, text.first_words), _sums(lengths, text.first_words)
    paragraphs, paragraph_lengths = hash_runs(lines, text.first_lines), _sums(line_lengths, text.first_lines)
    characters = {
        "duplicate_line_share": _in_later(lines, text.lines.rows, line_lengths, text.row_count),
        "duplicate_paragraph_share": _in_later(
            paragraphs, text.lines.rows[text.first_lines], paragraph_lengths, text.row_count
        ),
        **_in_ngrams(words, lengths, text),
    }
    totals = np.maximum(np.bincount(text.words.rows, lengths, text.row_count), 1)
    return {name: np.minimum(count / totals, 1) for name, count in characters.items()}


def repeated(keys: np.ndarray) -> Repeated:
    """Group equal keys; elements are given by their index."""
    order = np.argsort(keys)
    ordered = keys[order]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))) if len(keys) else order
    counts = np.diff(np.append(starts, len(keys)))
    many = counts > 1
    members, counts = order[np.repeat(many, counts)], counts[many]
    group_starts = np.cumsum(counts) - counts
    firsts = np.minimum.reduceat(members, group_starts) if len(members) else members
    later = members[members != np.repeat(firsts, counts)]
    return Repeated(members, later, firsts, counts)


def _in_later(hashes: np.ndarray, rows: np.ndarray, lengths: np.ndarray, row_count: int) -> np.ndarray:
    """Characters of the elements that occurred earlier in their row."""
    later = repeated(hashes ^ _row_keys(row_count)[rows]).later
    return np.bincount(rows[later], lengths[later], row_count)


def _in_ngrams(hashes: np.ndarray, lengths: np.ndarray, text: Cut) -> dict[str, np.ndarray]:
    """Characters in the top and in the duplicate n-grams.

    An n-gram that repeats begins with a shorter one that repeats, so that from each length to the next only the
    repeated ones are looked at: few, in ordinary text.
    """
    rows, count = text.words.rows, text.row_count
    room = np.searchsorted(rows, np.arange(count), side="right")[rows] - np.arange(len(rows))
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    places = np.arange(len(rows))
    keys = hashes + _row_keys(count)[rows]
    characters: dict[str, np.ndarray] = {}
    for size in range(2, max(DUPLICATE_SIZES) + 1):
        fits = room[places] >= size
        places, keys = places[fits], keys[fits]
        keys = keys + hashes[places + size - 1] * _PLACES[size - 1]
        same = repeated(keys)
        if size in TOP_SIZES:
            firsts = places[same.firsts]
            top = np.zeros(count)
            np.maximum.at(top, rows[firsts], same.counts * (offsets[firsts + size] - offsets[firsts]))
            characters[f"top_{size}gram_share"] = top
        if size in DUPLICATE_SIZES:
            covered = _covered(places[same.later], size, len(rows))
            characters[f"duplicate_{size}gram_share"] = np.bincount(rows[covered], lengths[covered], count)
        kept = np.sort(same.members)  # in the order of the text: the first of equal ones is known by its index
        places, keys = places[kept], keys[kept]
    return characters


def _covered(places: np.ndarray, size: int, count: int) -> np.ndarray:
    """The words that stand in an n-gram that begins at one of the places, each once."""
    mask = np.zeros(count, dtype=bool)
    for place in range(size):
        mask[places + place] = True
    return np.flatnonzero(mask)


def _row_keys(count: int) -> np.ndarray:
    """A key per row, so that what stands in two rows is no repetition."""
    return mix(np.arange(1, count + 1, dtype=np.uint64))


def _sums(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Sums of contiguous groups."""
    return np.add.reduceat(values, starts) if len(starts) else np.zeros(0, dtype=values.dtype)
