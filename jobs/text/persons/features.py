"""What the person model knows of a word by itself: its pieces in two casings, its ends, its shape.

Pieces are taken from a fixed list, the longest first. A word is looked up as it is written and in its other casing
("Mark" and "mark"), so that the model can tell a name that is also a word.
"""

from __future__ import annotations

from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from jobs.text.persons.words import BREAK, HANDLE, LINK

PIECES = 4  # a word is its first three pieces and its last one
BUCKETS = 8192  # places for hashed beginnings and ends
SHAPES = 14
NUMBERS = 8
START = "▁"  # marks a piece that begins a word

_LOWER, _TITLE, _UPPER, _INITIAL, _MIXED, _CASELESS, _DIGITS, _SIGN = range(2, 10)
_SPECIAL = {LINK: 10, HANDLE: 11, BREAK: 12, "": 0}


class PieceList:
    """The pieces by form, and how common each is (log probability)."""

    def __init__(self, forms: list[str], scores: npt.NDArray[np.float32]) -> None:
        self._ids = {form: row for row, form in enumerate(forms, start=1)}
        self._scores: list[float] = [0.0, *scores.tolist()]
        self._longest = max(map(len, forms))

    def cut(self, word: str) -> list[int]:
        """Rows of the pieces of a word, the longest that fits first; what fits none is left out."""
        whole = self._ids.get(START + word)
        if whole:
            return [whole]
        rest, found = START + word, []
        while rest:
            for size in range(min(len(rest), self._longest), 0, -1):
                row = self._ids.get(rest[:size])
                if row:
                    found.append(row)
                    break
            rest = rest[size:]
        return found

    def score(self, row: int) -> float:
        """How common a piece is, about 0 (rare) to 1."""
        return max(0.0, 1.0 + self._scores[row] / 15.0)


class Features:
    """Fills arrays with the features of words; one row a word."""

    def __init__(self, pieces: PieceList) -> None:
        self._pieces = pieces

    def of(self, forms: list[str]) -> dict[str, npt.NDArray[Any]]:
        """Arrays `as_is`, `other` (rows of pieces, 0 for none), `ends` (buckets), `shape`, `numbers`."""
        count = len(forms)
        as_is, other = np.zeros((count, PIECES), np.int32), np.zeros((count, PIECES), np.int32)
        ends, shape = np.zeros((count, 3), np.int32), np.zeros(count, np.int32)
        numbers = np.zeros((count, NUMBERS), np.float32)
        for row, form in enumerate(forms):
            shape[row] = shape_of(form)
            if _LOWER <= shape[row] <= _CASELESS:
                self._letters(form, int(shape[row]), as_is[row], other[row], ends[row], numbers[row])
            elif shape[row] == _SIGN:
                as_is[row, :1] = self._pieces.cut(form)[:1] or [0]
        return {"as_is": as_is, "other": other, "ends": ends, "shape": shape, "numbers": numbers}

    def _letters(
        self,
        form: str,
        shape: int,
        as_is: npt.NDArray[np.int32],
        other: npt.NDArray[np.int32],
        ends: npt.NDArray[np.int32],
        numbers: npt.NDArray[np.float32],
    ) -> None:
        lower = form.lower()
        first, second = (lower, form.title()) if shape == _LOWER else (form, lower)
        if shape == _UPPER:
            first = form.title()
        for place, word, column in ((as_is, first, 0), (other, second, 3)):
            rows = self._pieces.cut(word)
            if len(rows) > PIECES:
                rows = [*rows[: PIECES - 1], rows[-1]]
            place[: len(rows)] = rows
            numbers[column] = len(rows) / PIECES
            numbers[column + 1] = self._pieces.score(rows[0]) if rows else 0.0
            numbers[column + 2] = len(rows) == 1
        numbers[6] = numbers[1] * numbers[2] - numbers[4] * numbers[5]
        numbers[7] = min(len(form), 12) / 12
        ends[:] = [
            bucket("<" + lower[:3]), bucket(lower[-3:] + ">"), bucket(lower[-2:] + ">>")
        ]  # fmt: skip


def bucket(text: str) -> int:
    """The place of a hashed string."""
    return crc32(text.encode()) % BUCKETS


def shape_of(form: str) -> int:
    """One of a dozen shapes: casing for letters, else what kind of sign it is."""
    if form in _SPECIAL:
        return _SPECIAL[form]
    if form[0].isdigit():
        return _DIGITS
    if not form[0].isalpha():
        return _SIGN
    if form.islower():
        return _LOWER
    if form.isupper():
        return _INITIAL if len(form) == 1 else _UPPER
    if form.istitle():
        return _TITLE
    return _MIXED if form.lower() != form.upper() else _CASELESS
