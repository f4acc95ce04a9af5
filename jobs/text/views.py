"""A text as the detectors read it, where it is written in another way: letters composed with their marks, ASCII digits.

The same name may be stored in two ways (`é` as one code point or as `e` and a mark), and invisible signs, full-width
letters and the digits of other scripts hide an address or a number from every rule. The detectors read a view of such a
text; what they find is treated in the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import cache
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from jobs.text.spans import Span

# Invisible: soft hyphen, zero-width signs, signs of direction, word joiner, byte order mark; the first half of a
# Windows line end.
_INVISIBLE = "\u00ad\u200b-\u200d\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_WIDE = "\uff01-\uff5e"  # full-width forms of ASCII, which stand at a fixed distance from it
_FROM_WIDE = 0xFF01 - ord("!")


@cache
def _digits() -> dict[str, str]:
    """The decimal digits of other scripts, and the ASCII digit of each."""
    others = (chr(code) for code in range(0x100, 0x20000) if unicodedata.category(chr(code)) == "Nd")
    return {sign: str(unicodedata.decimal(sign)) for sign in others}


def _marks() -> str:
    """What may be one letter with that before it: accents, some vowels of Indian scripts, parts of Korean ones."""
    composed = (unicodedata.normalize("NFD", chr(code)) for code in range(0xC0, 0xFB00))
    return "".join(sorted({*map(chr, range(0x300, 0x370)), *(mark for letters in composed for mark in letters[1:])}))


@cache
def _patterns() -> tuple[str, re.Pattern[str]]:
    """What RE2 looks for in a column, and what is written anew in a text that has some."""
    digits, marks = "".join(sorted(_digits())), _marks()
    return (
        f"[{_INVISIBLE}{marks}{_WIDE}{digits}]|\r\n",
        re.compile(f"[{_INVISIBLE}]|\r(?=\n)|[^{marks}][{marks}]+|[{_WIDE}{digits}]"),
    )


class View(NamedTuple):
    """A text as it is read, and where that lies in the text itself.

    `here` are places from which on it is written as in the text, in order; `begins` and `ends`, where a find that
    begins or ends there does so in the text. They differ by what is invisible.
    """

    text: str
    here: list[int]
    begins: list[int]
    ends: list[int]

    def in_text(self, span: Span) -> Span:
        """The find as it lies in the text itself: letters whole with their marks, nothing invisible at its edges."""
        start, end = bisect_right(self.here, span.start) - 1, bisect_left(self.here, span.end)
        stop = (
            self.ends[end]
            if self.here[end : end + 1] == [span.end]
            else self.begins[end - 1] + span.end - self.here[end - 1]
        )
        return span._replace(start=self.begins[start] + span.start - self.here[start], end=stop)


def view_of(text: str) -> View:
    """The view of one text."""
    parts: list[str] = []
    here, begins, ends = [0], [0], [0]
    length = position = 0
    for match in _patterns()[1].finditer(text):
        start, end = match.span()
        written = _written(match.group())
        parts += (text[position:start], written)
        length += start - position
        for offset in range(1, len(written)):  # a letter that is composed of several: all of them begin where it does
            here.append(length + offset)
            begins.append(start)
            ends.append(end)
        length += len(written)
        position = end
        here.append(length)
        begins.append(end)
        ends.append(end if written else start)
    parts.append(text[position:])
    return View("".join(parts), here, begins, ends)


def _written(form: str) -> str:
    if len(form) > 1:
        return unicodedata.normalize("NFC", form)
    if form in _digits():
        return _digits()[form]
    return chr(ord(form) - _FROM_WIDE) if "\uff01" <= form <= "\uff5e" else ""


def viewed(texts: pa.Array) -> tuple[pa.Array, dict[int, View]]:
    """A column without nulls as it is read, and the views of the rows that differ."""
    differs = pc.match_substring_regex(texts, pattern=_patterns()[0])
    rows = pc.indices_nonzero(differs).to_pylist()
    if not rows:
        return texts, {}
    views = {row: view_of(texts[row].as_py()) for row in rows}
    written = pa.array([views[row].text for row in rows], type=texts.type)
    return pc.replace_with_mask(texts, differs, written), views
