"""Which replies repeat what may not be used, by comparing the texts themselves: slow, and plain."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

WORDS, LEVELS = 8, 3


@dataclass(frozen=True)
class Said:
    """What an item says, or said before it was deleted; `answers` names another, which may never have come."""

    author: str
    text: str
    answers: str | None = None


def words_of(text: str) -> list[str]:
    """The words that count."""
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())


def longest_run(one: str, other: str) -> int:
    """How many words in a row two texts have in common at most."""
    ours, theirs = words_of(one), words_of(other)
    best, lengths = 0, [0] * (len(theirs) + 1)
    for word in ours:
        lengths = [0, *(lengths[n] + 1 if word == said else 0 for n, said in enumerate(theirs))]
        best = max(best, *lengths)
    return best


def marked_words(text: str) -> int:
    """Words on lines that begin with > or its name in HTML."""
    lines = (line.strip(" \t") for line in text.split("\n"))
    return sum(len(re.findall(r"\w+", line.removeprefix("&gt;"))) for line in lines if line.startswith((">", "&gt;")))


def quoting(items: Mapping[str, Said], usable: set[str]) -> set[str]:
    """The usable replies that repeat what is not."""
    return {
        name for name in usable if any(_repeats(items, name, *up) for up in _above(items, name) if up[0] not in usable)
    }


def _above(items: Mapping[str, Said], name: str) -> list[tuple[str, int]]:
    found, at = [], items[name].answers
    while at is not None and len(found) < LEVELS:
        found.append((at, len(found)))
        at = items[at].answers if at in items else None
    return found


def _repeats(items: Mapping[str, Said], name: str, above: str, level: int) -> bool:
    mine, theirs = items[name], items.get(above)
    if theirs is not None and theirs.author == mine.author:
        return False
    marked = level == 0 and marked_words(mine.text) >= WORDS
    return marked or (theirs is not None and longest_run(mine.text, theirs.text) >= WORDS)
