"""Runs of digits: a card, a machine address, a personal number, coordinates or a telephone number."""

# ruff: noqa: PLR2004 - a pattern reads best unbroken, and lengths are what a rule says

from __future__ import annotations

import re

from jobs.text.identifiers.bank import find_cards
from jobs.text.identifiers.family import Family, Scene
from jobs.text.identifiers.ids import find_digit_ids
from jobs.text.identifiers.network import find_ipv4
from jobs.text.identifiers.phones import BETWEEN, find_phones
from jobs.text.spans import Span

TRIGGER = rf"(?:[+(][+(]?|\b)[0-9](?:{BETWEEN}[0-9]){{5,}}|\b[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+"

# A date, with the hour behind it, or decimals side by side.
_DULL = re.compile(
    r"(?:(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])[-/.] ?(?:0?[1-9]|1[0-2])[-/.] ?(?:19|20)?\d\d)(?: +\d{1,2})?"
    r"|(?:0|[1-9]\d*)\.\d+(?:[ -]+\d+\.\d+)*"
)
# Columns of figures: decimals side by side, or more numbers in a row than any identifier has.
_FIGURES = re.compile(r"\d\.\d+[ ]+-?\d+\.\d|(?:[ ]+-?\d{1,3}(?=[ ])){7}|(?:\.\d+){5}")


def find(scene: Scene, start: int, end: int) -> list[Span]:
    """Whatever identifies in a run of digits; nothing in a table of figures but cards and machine addresses."""
    text = scene.text
    region = text[start:end]
    if text[start - 1 : start] in _INSIDE or _DULL.fullmatch(region) or _is_inside_word(text, start, end):
        return []
    if region.isdigit():
        return _one_block(scene, start, end)
    spans: list[Span] = []
    if region.count(".") >= 3:
        spans += find_ipv4(scene, start, end)
    if end - start >= 12:
        spans += find_cards(scene, start, end)
    spans += find_digit_ids(scene, start, end)
    if ("." not in region and end - start < _LONG) or not _FIGURES.search(region):
        spans += find_phones(scene, start, end)
    return spans


_LONG = 15
_INSIDE = frozenset("_$")
_ID_LENGTHS = frozenset((9, 10, 11, 12, 13, 15, 18))


def _one_block(scene: Scene, start: int, end: int) -> list[Span]:
    """Digits without separators: only a check digit, a trunk prefix or a word beside them tells what they are."""
    spans = find_cards(scene, start, end) if 12 <= end - start <= 19 else []
    if end - start in _ID_LENGTHS:
        spans += find_digit_ids(scene, start, end)
    return spans + find_phones(scene, start, end)


def _is_inside_word(text: str, start: int, end: int) -> bool:
    """The run is part of a hexadecimal number, a hash or a name (`a91234567b`)."""
    left = start > 0 and text[start - 1].isalpha() and text[start - 1].isascii()
    right = end < len(text) and text[end].isalpha() and text[end] not in "xe"
    return left or (right and not any(c in " ()" for c in text[start:end]))


NUMBERS = Family("number", TRIGGER, find)
