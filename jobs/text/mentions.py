"""Where the parts of names stand in a text: in any case, alone or together, possessive or inflected, in a file name.

A name that is an ordinary word (`Will`, `Mark`) needs a sign that the person is meant.
"""

# ruff: noqa: PLR2004 - lengths are what a rule says

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from jobs.text import titles
from jobs.text.names import Need, Part
from jobs.text.spans import Span, SpanType
from jobs.text.words import ORDINARY

_GAP = re.compile(
    r"[\s.,'’\-]*(?:[^\W\d_]\.?[\s.\-]+){0,2}"
    r"(?:(?:van|von|de|der|den|du|des|da|dos|das|do|del|della|di|la|le|el|al|af|av|zu|ten|ter|bin|ibn|y|e)\s+){0,2}"
)
_INITIAL_BEFORE = re.compile(r"(?:(?<![\w])[^\W\d_]\.?[ \-]?){1,3}$")
_INITIAL_AFTER = re.compile(r",?[ \u00a0][^\W\d_]\.(?:[ \-]?[^\W\d_]\.){0,2}")
_ADDRESSED_AFTER = re.compile(
    r"\s*(?:[:,>](?:\s|$)|(?:wrote|writes|said|says|schrieb|asked|a écrit|escribió|scrive|skrev)\b)"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:>\n\"“*•-])\s*$")
_MONTHS = frozenset(("may", "april", "june", "august", "march"))
_MONTH_BEFORE = re.compile(
    r"\b(?:in|since|until|till|last|next|this|early|mid|late|\d{1,2}(?:st|nd|rd|th)?)[ -]$", re.I
)
# German writes every noun with a capital: after an article it is one.
_ARTICLE_BEFORE = re.compile(r"\b(?:d(?:er|ie|as|em|en|es)|(?:k?ein|mein|dein|sein|ihr|unser)(?:e[rmns]?)?)\s$", re.I)


class Place(NamedTuple):
    """Where a part of a name stands, and whose it is there."""

    start: int
    end: int
    part: Part
    persons: tuple[str, ...]


def find(text: str, folded: str, parts: Iterable[Part], detector: str) -> list[Span]:
    """Every place of a part, in order, parts of one person's name side by side joined.

    `folded` is the folded text, see `forms.fold`.
    """
    found = [(start, -end, n, part) for n, part in enumerate(parts) for start, end in _places(text, folded, part)]
    places: list[Place] = []
    for start, end, _, part in sorted(found):
        if not places or start >= places[-1].end:
            places.append(Place(start, -end, part, part.persons))
    sure = [_is_meant(text, place) for place in places]
    for i, place in enumerate(places):
        sure[i] = sure[i] or any(_confirms(text, places, i, j) for j in (i - 1, i + 1) if place.part.need)
    return _joined(text, [place for place, is_sure in zip(places, sure, strict=True) if is_sure], detector)


def _places(text: str, folded: str, part: Part) -> Iterator[tuple[int, int]]:
    """Where the word stands as a whole word, an ending of case or a possessive aside."""
    word = part.word
    start = folded.find(word)
    while start >= 0:
        end = start + len(word)
        if not (start and _goes_on(text[start - 1]) and text[start].isalnum()):
            stop = _word_end(text, end, part) if _goes_on(text[end - 1]) else end
            if stop:
                yield start, stop
        start = folded.find(word, start + 1)


def _goes_on(sign: str) -> bool:
    """A letter or digit, or a mark that belongs to one: vowels of the scripts of India are marks."""
    return sign.isalnum() or (not sign.isascii() and unicodedata.category(sign)[0] == "M")


def _word_end(text: str, end: int, part: Part) -> int:
    """The end of the word that a match of it began; 0 where it goes on as another word."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    stop = end
    while stop < len(text) and stop - end < 6 and _goes_on(text[stop]):
        stop += 1
    if stop == end:
        return end if part.ends else 0
    return stop if part.endings and text[end:stop].lower() in part.endings else 0


def _is_meant(text: str, place: Place) -> bool:
    """What the part needs is there. An ordinary word: addressed, in a greeting, or with a capital in a sentence."""
    start, end, part, _ = place
    if part.need is Need.NOTHING:
        return True
    if part.kind is SpanType.HANDLE:
        line_start = start == 0 or text[start - 1] in "\n<@"
        return (line_start and bool(_ADDRESSED_AFTER.match(text, end))) or text[max(0, start - 1) : start] == "@"
    surface = text[start:end]
    if not surface[0].isupper():
        return False
    if part.need is Need.CAPITAL:
        return True
    shouted = len(surface) > 1 and surface.isupper() and text[max(0, start - 20) : end + 20].isupper()
    return not shouted and (part.word not in ORDINARY or _is_person(text, start, end))


def _is_person(text: str, start: int, end: int) -> bool:
    """Whether an ordinary word with a capital is somebody's name here."""
    before = text[max(0, start - 20) : start]
    if text[start:end].lower() in _MONTHS and _MONTH_BEFORE.search(before):
        return False
    if titles.stands_before(text, start):
        return True
    if _INITIAL_BEFORE.search(before) and before.rstrip(" ").endswith("."):
        return True
    if _SENTENCE_START.search(before):
        return bool(_ADDRESSED_AFTER.match(text, end)) or text[end : end + 2].strip(" ,.!") in ("", "\n")
    return not _ARTICLE_BEFORE.search(before)


def _confirms(text: str, places: Sequence[Place], i: int, j: int) -> bool:
    """The neighbour belongs to the same name and is no ordinary word itself."""
    return (
        _beside(text, places, i, j)
        and places[j].part.need is not Need.SIGN
        and places[i].part.root != places[j].part.root
    )


def _beside(text: str, places: Sequence[Place], i: int, j: int) -> bool:
    """Two finds are neighbours in one name: the same person, nothing but blanks, initials and particles between."""
    if not 0 <= j < len(places) or not set(places[i].persons) & set(places[j].persons):
        return False
    first, second = sorted((places[i], places[j]))
    gap = second.start - first.end
    between = text[first.end : second.start]
    return gap < 24 and bool(_GAP.fullmatch(between)) and "\n\n" not in between


def _joined(text: str, places: Sequence[Place], detector: str) -> list[Span]:
    spans: list[Span] = []
    for i, place in enumerate(places):
        start, end = place.start, place.end
        if place.part.kind is SpanType.PERSON:
            if spans and i and places[i - 1].part.kind is SpanType.PERSON and _one_name(text, places, i):
                both = [person for person in places[i - 1].persons if person in place.persons]
                spans[-1] = spans[-1]._replace(end=end, key=both[0])
                continue
            start, end = _with_initials(text, start, end)
        spans.append(Span(start, end, place.part.kind, detector, 0.99, place.persons[0]))
    return spans


def _one_name(text: str, places: Sequence[Place], i: int) -> bool:
    """Two words of one person that make one name, and not the same word twice or an enumeration."""
    between = text[places[i - 1].end : places[i].start]
    return places[i - 1].part.root != places[i].part.root and "\n" not in between and _beside(text, places, i - 1, i)


def _with_initials(text: str, start: int, end: int) -> tuple[int, int]:
    """Initials belong to the name beside them when they are capitals with a full stop: `J. R. Smith`, `Smith J.`."""
    before = _INITIAL_BEFORE.search(text, max(0, start - 8), start)
    if before and before.group().isupper() and "." in before.group():
        return before.start(), end
    after = _INITIAL_AFTER.match(text, end)
    return (start, after.end()) if after and after.group().isupper() and text[start].isupper() else (start, end)
