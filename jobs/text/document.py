"""The document as a whole: what is found once is found wherever it stands.

Known names are looked for as they are given. Of every person found by any detector the full name and its parts are
looked for in the whole document, and an identifier that stood beside a cue once is the same where it stands alone.
Runs only for documents that hold a find.
"""

# ruff: noqa: PLR2004 - lengths are what a rule says

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from jobs.text import mentions, titles
from jobs.text.forms import ENDINGS, fold, spellings, stems
from jobs.text.names import KnownName, Need, Part, attach, known_parts, merged
from jobs.text.people import People, Person, told, words_of
from jobs.text.spans import Span, SpanType
from jobs.text.stated import hidden, is_role, local_part, stated
from jobs.text.words import ORDINARY

LEARN_SCORE = 0.5
"""Finds of persons below it are not looked for elsewhere."""

_NAMING = frozenset({SpanType.PERSON, SpanType.EMAIL, SpanType.HANDLE})
_CONTACTS = frozenset({SpanType.EMAIL, SpanType.HANDLE})
_STATING = frozenset({SpanType.PERSON, SpanType.EMAIL})
_NUMBERS = frozenset(
    {SpanType.NATIONAL_ID, SpanType.PHONE, SpanType.IBAN, SpanType.CARD, SpanType.IP, SpanType.DATE, SpanType.OTHER}
)
_VALUES = _NUMBERS | {SpanType.SECRET}


class Whole(NamedTuple):
    """The finds of a document, and its persons by the keys that the finds of persons carry."""

    spans: list[Span]
    people: dict[str, Person]


def whole(text: str, spans: list[Span], names: tuple[KnownName, ...]) -> Whole:
    """The finds, those of persons with the key of their person, and every further place where they stand."""
    kinds = {span.kind for span in spans}
    if not (names or kinds & _NAMING):
        return Whole(spans + _repeated(text, spans) if kinds & _VALUES else spans, {})
    parts, people = _known_parts(names), People(told(names))
    spans = attach(text, spans, names) if names and kinds & _NAMING else spans
    if kinds & _STATING:
        spans = spans + stated(text, spans)
    spans = [_with_key(text, span, people) if span.kind is SpanType.PERSON else span for span in spans]
    spans = _with_owners(text, spans, people) if kinds & _NAMING else spans
    learned = _learned(text, people)
    found = _repeated(text, spans)
    if parts or learned:
        folded = fold(text)
        found += mentions.find(text, folded, parts, "known") if parts else []
        found += mentions.find(text, folded, learned, "document") if learned else []
    every = [_with_title(text, span) for span in spans + _outside(found, spans)]
    return Whole(every, {person.key: person for person in people})


@lru_cache(maxsize=4096)
def _known_parts(names: tuple[KnownName, ...]) -> tuple[Part, ...]:
    """What to look for of those we were told of: their names, and those written together, as in paths and logs."""
    parts = {part.word: part for part in known_parts(names)}
    for person in told(names):
        words = [word for word in person.words if len(word) > 1]
        for part in _handles(words, person.key) if len(words) > 1 else ():
            parts.setdefault(part.word, part)
    return tuple(parts.values())


def _with_key(text: str, span: Span, people: People) -> Span:
    """A find of a person with the key of the person it names, who is new if none fits."""
    form = text[span.start : span.end]
    words = words_of(form)
    if not words or span.key or span.score < LEARN_SCORE:
        return span
    return span._replace(key=people.of(form, words).key)


def _with_owners(text: str, spans: list[Span], people: People) -> list[Span]:
    """Addresses and handles that hide a name are that person's, who is new if none fits."""
    owners = {local: people.of("", words) for local, words in hidden(text, spans)}
    if not owners:
        return spans
    return [
        span._replace(key=person.key)
        if span.kind in _CONTACTS and not span.key and (person := owners.get(local_part(text, span)))
        else span
        for span in spans
    ]


def _with_title(text: str, span: Span) -> Span:
    """A name with the form of address before it: `Mrs` beside a placeholder says who of two it is. Roles stay."""
    return span._replace(start=titles.begin(text, span.start)) if span.kind is SpanType.PERSON else span


def _outside(found: list[Span], spans: Sequence[Span]) -> list[Span]:
    """The finds that do not lie within a span: what is hidden already needs no settling."""
    if not (found and spans):
        return found
    ordered = sorted(spans)
    starts = [span.start for span in ordered]
    reach = list(accumulate((span.end for span in ordered), max))
    return [span for span in found if not ((i := bisect_right(starts, span.start)) and span.end <= reach[i - 1])]


def _learned(text: str, people: Iterable[Person]) -> list[Part]:
    """The parts of all persons that nobody told us of; a word that several bear is all of theirs."""
    seen: dict[str, Part] = {}
    for person in people:
        if person.is_known or _is_term(text, person):
            continue
        for part in _parts(text, person):
            held = seen.get(part.word)
            seen[part.word] = part if held is None else merged(held, part)
    return list(seen.values())


def _parts(text: str, person: Person) -> Iterator[Part]:
    """The words of the name, their inflected forms, and handles made of them.

    An ordinary word is looked for only where a full name is known; see `mentions` for what it needs then.
    """
    words = [word for word in person.words if len(word) > 1]
    is_full = len(words) > 1
    for root, word in {piece for each in words for piece in spellings(person.written.get(each, each))}:
        part = Part(word, (person.key,), SpanType.PERSON, Need.SIGN, root=root)
        if word in ORDINARY or len(word) < 3:
            if is_full:
                yield part
            continue
        need = Need.NOTHING if _is_safe(text, word, is_full, person.is_lower) else Need.CAPITAL
        yield part._replace(need=need, endings=ENDINGS if len(word) > 3 else None)
        for stem in stems(word):
            if stem.word not in ORDINARY:
                ends = stem.endings is None
                yield part._replace(word=stem.word, need=Need.CAPITAL, endings=stem.endings or ENDINGS, ends=ends)
    if is_full:
        yield from _handles(words, person.key)


def _is_term(text: str, person: Person) -> bool:
    """Whether the text writes the words small, too, once behind an article: `Spanning Tree`, `a spanning tree`."""
    if person.is_lower or len(person.words) < 2:
        return False
    phrase = " ".join(person.written.get(word, word) for word in person.words)
    lower = text.count(phrase.lower())
    if lower < 2 or 2 * lower < text.count(phrase):
        return False
    return bool(re.search(rf"\b(?:an?|the|this|each|our|your) {re.escape(phrase.lower())}", text))


def _is_safe(text: str, word: str, is_full: bool, is_lower: bool) -> bool:
    """Whether the word in lower case is the name: it is long enough and not more often a word than a name."""
    if is_lower:
        return True
    return is_full and len(word) > 3 and text.count(word) <= text.count(word.capitalize())


def _handles(words: Sequence[str], key: str) -> Iterator[Part]:
    """Names written together: `annakowalczyk`, `akowalczyk`, `kowalczyka`, `annak`."""
    given, family = words[0], words[-1]
    made = {given + family, family + given, given[0] + family, family + given[0]}
    for word in made:
        if len(word) > 5 and not {word, word[:-1], word[:-2]} & ORDINARY:  # `priced` of Dan Price
            yield Part(word, (key,), SpanType.HANDLE)


def _repeated(text: str, spans: Iterable[Span]) -> list[Span]:
    """Further places of secrets, numbers with four digits, bare initials and accounts: none needs a cue again."""
    values: dict[str, Span] = {}
    for span in spans:
        value = text[span.start : span.end]
        if _is_value(span, value) or (span.kind is SpanType.PERSON and _INITIALS.fullmatch(value)):
            values.setdefault(value, span)
        elif span.kind in _CONTACTS and _is_account(account := local_part(text, span)):
            key = span.key or (value.casefold() if span.kind is SpanType.HANDLE else "")
            values.setdefault(account, span._replace(kind=SpanType.HANDLE, key=key))
    found: list[Span] = []
    for value, span in values.items():
        if text.count(value) > 1:
            found += [
                span._replace(start=start, end=end, detector=_as_found(span), score=min(span.score, 0.8))
                for start, end in whole_words(text, value)
            ]
    return found


_ACCOUNT = re.compile(r"(?=.*[a-zA-Z])(?=.*[\d_])\w{5,}")


def _is_account(name: str) -> bool:
    """What no word looks like: `flund77` of `flund77@…`, but not `python3` or `web_master`."""
    words = [word for word in re.split(r"[\d_]+", name.lower()) if word]
    return bool(_ACCOUNT.fullmatch(name)) and not all(word in ORDINARY or is_role(word) for word in words)


_INITIALS = re.compile(r"(?:[^\W\d_]\.[ \-]?){2,4}")


def _is_value(span: Span, value: str) -> bool:
    if span.kind is SpanType.SECRET:
        return len(value) > 5
    return span.kind in _NUMBERS and span.score > 0.5 and sum(map(str.isdigit, value)) > 3


def _as_found(span: Span) -> str:
    """A date of birth is treated as one wherever it stands."""
    return span.detector if span.kind is SpanType.DATE else "document"


_SEPARATORS = " \n\t\r\u00a0.,;:!?()[]<>\"'“”‘’„«»/|*=#"


def whole_words(text: str, value: str) -> Iterator[tuple[int, int]]:
    """Where a value stands with a blank or a sign that separates at either side."""
    start = text.find(value)
    while start >= 0:
        end = start + len(value)
        if not (text[max(0, start - 1) : start] + text[end : end + 1]).strip(_SEPARATORS):
            yield start, end
        start = text.find(value, end)
