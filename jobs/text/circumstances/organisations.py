"""Companies that say what they are: a name with capitals before its legal form."""

# ruff: noqa: E501 - lists of words

from __future__ import annotations

import re

from jobs.text.spans import Span, SpanType

WORDS = (
    " Inc", " Ltd", " LLC", " GmbH", " AG", " Corp", " PLC", " plc", " S.A.", " S.p.A.", " SpA", " SARL", " S.L.", " B.V.", " BV",
    " AB", " ApS", " Oy", " & Co", " and Company", " & Company", " LLP", " and Sons", " Pty", " KG", " e.V.", " s.r.o.", " Kft",
    " Group", " Holdings", " Associates", " Partners", " Corporation", " Limited", " Company", " Foundation", " University",
    " Technologies", " Systems", " Solutions", " Research", " Consulting", " Agency", " Analytics", " Ventures", " Labs",
    " Industries", " Bank", " Insurance", " Institute", " Software", " Orchestra", " Logistics", " Enterprises",
    " inc.", " ltd.", " INC.", " LTD.",
)  # fmt: skip
_WEAK = frozenset(
    (
        " Group",
        " Partners",
        " Company",
        " AG",
        " AB",
        " KG",
        " BV",
        " Oy",
        " Limited",
        " Foundation",
        " Research",
        " Systems",
        " Software",
    )
)
_BEFORE = re.compile(r"(?:(?:[^\W\d_a-zß-ÿ][\w'’.&-]*|\d[A-Z]?\w*|&|and|of|de),?[ ]){0,4}[^\W\d_a-zß-ÿ][\w'’.&-]*,?$")
_BEFORE_SMALL = re.compile(r"(?:[^\W\d_][\w'’&-]*[ ]){0,1}[^\W\d_][\w'’&-]*$")
_FIRST = frozenset("The A An In At For Of And I We You He She It This That Our My Your Their From By With".split())


def find(text: str, start: int, end: int) -> list[Span]:
    """The name of which the word is the end."""
    if text[end : end + 1].isalnum():
        return []
    word = text[start:end]
    pattern = _BEFORE_SMALL if word.islower() else _BEFORE
    before = pattern.search(text, max(0, start - 60), start)
    if before is None:
        return []
    begin = before.start()
    while (space := text.find(" ", begin, start)) >= 0 and text[begin:space].rstrip(",") in _FIRST | {
        "and",
        "of",
        "de",
        "&",
    }:
        begin = space + 1
    if text[begin:start].rstrip(",") in _FIRST or (word in _WEAK and len(text[begin:start]) < _SHORT):
        return []
    stop = end + (text[end : end + 1] == "." and not word.endswith("."))
    return [Span(begin, stop, SpanType.ORG, "organisation", 0.7)]


_SHORT = 3
