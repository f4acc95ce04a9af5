"""The known names of a document: its author, the members it mentions or answers.

A name becomes parts to look for; where they stand is found by `mentions`.
"""

# ruff: noqa: PLR2004 - lengths are what a rule says

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from jobs.text.forms import ENDINGS, fold, spellings
from jobs.text.spans import Span, SpanType
from jobs.text.words import ORDINARY, PARTICLES


class KnownName(NamedTuple):
    """A form of a member's name.

    `person` is an opaque key; `kind` is display_name, given_name, family_name, handle or email; `role` is what the
    person is to the document: its author or another member.
    """

    person: str
    form: str
    kind: str
    role: str = "member"


AUTHOR = "author"


class Need(IntEnum):
    """What a place must show before a part of a name counts there."""

    NOTHING = 0
    CAPITAL = 1
    SIGN = 2  # an ordinary word: that the person is meant


class Part(NamedTuple):
    """A word to look for, folded, and whose it may be; `endings`: how it may go on, None: as nothing else."""

    word: str
    persons: tuple[str, ...]
    kind: SpanType
    need: Need = Need.NOTHING
    endings: frozenset[str] | None = None
    ends: bool = True
    """Whether the word may also end where the part does."""
    root: str = ""
    """The word of the name of which this is a form: two forms of one word side by side are two mentions."""


_HANDLE_LIKE = re.compile(r"[\d_@]|^\S*[a-z]\S*[A-Z]{2}")


def attach(text: str, spans: Iterable[Span], names: Iterable[KnownName]) -> list[Span]:
    """Finds of other detectors that are a known handle or address get their person's key."""
    owner = {_bare(name.form): name.person for name in names if name.kind in ("handle", "email")}
    return [
        span._replace(key=owner[value])
        if span.kind in (SpanType.HANDLE, SpanType.EMAIL) and (value := _bare(text[span.start : span.end])) in owner
        else span
        for span in spans
    ]


_HIDDEN_AT = re.compile(r"\s*[\[({<]?\s*(?:\bat\b|@)\s*[\])}>]?\s*")
_HIDDEN_DOT = re.compile(r"\s*[\[({<]?\s*\bdot\b\s*[\])}>]?\s*")


def _bare(value: str) -> str:
    value = value.casefold().lstrip("@")
    return _HIDDEN_DOT.sub(".", _HIDDEN_AT.sub("@", value)) if " " in value else value


def known_parts(names: Iterable[KnownName]) -> list[Part]:
    """The parts of all names; a handle is more than a name, and one word can be several people's."""
    seen: dict[str, Part] = {}
    for name in sorted(names, key=lambda name: name.kind != "handle"):
        for part in parts(name):
            held = seen.get(part.word)
            seen[part.word] = part if held is None else merged(held, part)
    return list(seen.values())


def merged(one: Part, other: Part) -> Part:
    """Two parts of the same word: a word that is surely somebody's is surely somebody's."""
    persons = tuple(dict.fromkeys((*one.persons, *other.persons)))
    base = one if one.need <= other.need else other
    return base._replace(persons=persons) if base.kind is one.kind else base


@lru_cache(maxsize=100_000)
def parts(name: KnownName) -> tuple[Part, ...]:
    """What to look for, given one form of a name."""
    person, form = name.person or fold(name.form), unicodedata.normalize("NFC", name.form.strip())
    if name.kind == "email":
        local = form.partition("@")[0]
        whole = Part(fold(form), (person,), SpanType.EMAIL)
        return (whole, *_handle_parts(local, person)) if len(local) >= 5 else (whole,)
    if name.kind == "handle":
        return _handle_parts(form.lstrip("@"), person)
    if name.kind == "display_name" and _HANDLE_LIKE.search(form) and " " not in form:
        return _handle_parts(form, person)
    return tuple(_word_part(word, person, root) for root, word in spellings(form))


def _word_part(word: str, person: str, root: str) -> Part:
    """A word of a name, folded; an ordinary or a very short one needs a sign."""
    need = Need.SIGN if word in ORDINARY or len(word) < 3 else Need.NOTHING
    return Part(word, (person,), SpanType.PERSON, need, ENDINGS if len(word) > 3 else None, root=root)


def _handle_parts(handle: str, person: str) -> tuple[Part, ...]:
    word = fold(handle)
    if len(word) < 2 or word in PARTICLES:
        return ()
    ordinary = word in ORDINARY or len(word) < 3 or word.isdigit()
    return (Part(word, (person,), SpanType.HANDLE, Need.SIGN if ordinary else Need.NOTHING),)
