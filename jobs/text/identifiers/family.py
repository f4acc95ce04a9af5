"""What a family of identifiers is: a trigger that the engine looks for, and a finder that decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from jobs.text.spans import Span


class Scene(NamedTuple):
    """One document as a finder sees it.

    Language and country are codes in lower and upper case, or empty. `handles` are the handles of all members in lower
    case, if the caller knows them.
    """

    text: str
    language: str = ""
    country: str = ""
    handles: frozenset[str] = frozenset()


Finder = Callable[[Scene, int, int], list[Span]]


class Family(NamedTuple):
    """One family of identifiers.

    `trigger` is read by RE2 over whole columns and by Python's `re` (ASCII classes) over a single text, so it
    holds neither groups that capture nor look-around, and never matches the empty string. It names a sure sign (an
    at sign, `://`, a suffix) and not all of the identifier: RE2's automaton stays small, hence fast, only while few
    alternatives are open at a time. `find` gets the place of the sign, looks to its left and right, and gives what
    is really there.
    """

    name: str
    trigger: str
    find: Finder
    leads: tuple[str, ...] = ()
    """Beginnings that only this family's trigger has: a short way to it."""
    words: tuple[str, ...] = ()
    """Beside the trigger: words, as they are written, where to look. They may be thousands, which RE2 cannot bear."""
    endings: tuple[str, ...] = ()
    """Words of which a longer one may be made; they count where a digit follows."""
    swallows: bool = False
    """Whether its trigger takes in more than a sign: where `find` declines, others look at the rest."""


# Blanks and quotes outside ASCII that end a token; RE2 and `re` in ASCII mode do not count them as \s.
BLANKS = "\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
QUOTES = "\u00ab\u00bb\u2018-\u201f\u2039\u203a\u3008-\u3011\uff08\uff09\uff0c\uff1b\uff1c\uff1e\u3001\u3002\ufffd"
