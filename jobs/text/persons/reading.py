"""How the encoder reads a text: which pieces a word is made of, and where one reading ends and the next begins.

The same in training and in use. A word is cut into the likeliest pieces of a fixed list; capitals are read as a title
("FERNANDEZ" as "Fernandez") with the shape told beside it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from jobs.text.persons.features import SHAPES, START, shape_of
from jobs.text.persons.words import BREAK, HANDLE, LINK

PAD, FIRST, LAST, STRANGE = 0, 1, 2, 3  # rows that are no piece of the list: nothing, begin, end, unknown letters
SPECIAL = 4
WORD_PIECES = 6  # a longer word is its first five pieces and its last one
ENOUGH, MANY, LONGEST = 20, 48, 64  # words of a reading: end with a sentence, with a line, at all events
MOST_PIECES = 160  # of a reading, about; and at most, since words of a denser one are cut short
_READ_AS = {LINK: "http", HANDLE: "@", BREAK: ""}
_SIZES = [
    min(length // 4 + 1, WORD_PIECES) for length in range(4 * WORD_PIECES)
]  # a word's pieces, about, by its length
_ENDS = frozenset(".!?…:")
_MAY_END = _ENDS | {BREAK}
_CLOSES = frozenset("\n,;")
_SHORT = 3  # letters: a shorter word before a full stop may be an abbreviation


class PieceTable:
    """Pieces by form with their log probabilities, and the rows that make up a word."""

    def __init__(self, forms: list[str], scores: npt.NDArray[np.float32]) -> None:
        self._rows = {form: row for row, form in enumerate(forms, start=SPECIAL)}
        self._scores = [0.0] * SPECIAL + scores.tolist()
        self._longest = max(map(len, forms))

    def rows(self, form: str) -> list[int]:
        """Rows of the pieces of a word as `cut` gives it."""
        text = _READ_AS.get(form, form)
        if not text:
            return [LAST]
        if not text[0].isalnum():
            return [self._rows.get(text) or self._rows.get(START + text) or STRANGE]
        if len(text) > 1 and text.isupper():
            text = text.title()
        found = self._likeliest(START + text)
        return found if len(found) <= WORD_PIECES else [*found[: WORD_PIECES - 1], found[-1]]

    def _likeliest(self, text: str) -> list[int]:
        """The cut of a string whose pieces' probabilities have the greatest product."""
        if whole := self._rows.get(text):
            return [whole]
        best = [0.0] + [-math.inf] * len(text)
        back: list[tuple[int, int]] = [(0, 0)] * (len(text) + 1)
        for end in range(1, len(text) + 1):
            for start in range(max(0, end - self._longest), end):
                row = self._rows.get(text[start:end])
                if row is None and end - start == 1:
                    row = STRANGE
                if (
                    row is not None
                    and (score := best[start] + (self._scores[row] if row >= SPECIAL else -30)) > best[end]
                ):
                    best[end], back[end] = score, (start, row)
        rows, end = [], len(text)
        while end:
            end, row = back[end]
            rows.append(row)
        return rows[::-1]


def readings(forms: list[str]) -> list[tuple[int, int]]:
    """Stretches of words that are read together, one behind the other."""
    found: list[tuple[int, int]] = []
    start = pieces = 0
    for row, form in enumerate(forms):
        size = _SIZES[len(form)] if len(form) < len(_SIZES) else WORD_PIECES
        if row > start and (row - start >= LONGEST or pieces + size > MOST_PIECES):
            found.append((start, row))
            start, pieces = row, 0
        pieces += size
        count = row + 1 - start
        if (count >= ENOUGH and form in _MAY_END and _ends_sentence(forms, row)) or (count >= MANY and form in _CLOSES):
            found.append((start, row + 1))
            start, pieces = row + 1, 0
    if start < len(forms):
        found.append((start, len(forms)))
    return found


def _ends_sentence(forms: list[str], row: int) -> bool:
    """Whether a sentence or paragraph ends with this word."""
    after = forms[row + 1] if row + 1 < len(forms) else BREAK
    if forms[row] == BREAK:
        return after == BREAK
    if forms[row] not in _ENDS or not (after == BREAK or after[0].isupper()):
        return False
    return forms[row] != "." or row == 0 or len(forms[row - 1]) > _SHORT


class Reading(NamedTuple):
    """One stretch by piece: rows, the shape where a word begins (`SHAPES` elsewhere), and where words begin."""

    rows: list[int]
    shapes: list[int]
    starts: list[int]


def reading(forms: list[str], rows: list[list[int]]) -> Reading:
    """What the encoder is given for a stretch of words and the rows of their pieces."""
    if sum(map(len, rows)) > MOST_PIECES:
        rows = [each[:2] for each in rows]
    one = Reading([FIRST], [SHAPES], [])
    for form, each in zip(forms, rows, strict=True):
        one.starts.append(len(one.rows))
        one.rows.extend(each)
        one.shapes.extend([shape_of(form)] + [SHAPES] * (len(each) - 1))
    one.rows.append(LAST)
    one.shapes.append(SHAPES)
    return one
