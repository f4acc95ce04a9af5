"""The forms in which a name stands: folded, spelled out, inflected.

Search is on folded text, where each code point stands for itself, so that positions stay.
"""

# ruff: noqa: E501, PLR2004 - lists of endings, and lengths are what a rule says

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from jobs.text.words import PARTICLES


def fold(text: str) -> str:
    """Lower case without marks on Latin and Greek letters, each code point standing for itself: positions stay."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c if len(low := c.lower()) != 1 else low for c in text)
    return lowered if lowered.isascii() else _MARKED.sub(_unmark, lowered)


def _unmarked() -> dict[int, str]:
    table = {ord("ø"): "o", ord("ł"): "l", ord("đ"): "d", ord("ı"): "i", ord("’"): "'", ord("ς"): "σ"}
    for code in (*range(0xC0, 0x250), *range(0x370, 0x400), *range(0x1E00, 0x2000)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code):
            table.setdefault(code, base.lower())
    return table


_UNMARKED = {chr(code): base for code, base in _unmarked().items()}
_MARKED = re.compile(f"[{''.join(_UNMARKED)}]")  # most characters have no mark: `str.translate` would look at each


def _unmark(match: re.Match[str]) -> str:
    return _UNMARKED[match.group()]


_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae"})


def _marks() -> str:
    """Signs that belong to the letter before them and are no letters to `re`: vowels of the scripts of India, accents."""
    codes = [code for code in range(0x300, 0xFE30) if unicodedata.category(chr(code)) in ("Mn", "Mc")]
    return "".join(map(chr, codes))


_RUN = rf"[^\W\d_](?:[^\W\d_]|[{_marks()}])*"
NAME_WORD = re.compile(rf"{_RUN}(?:['’\-]{_RUN})*")
ONE_NAME = r"[^\W\d_a-zß-ÿ][^\W\d_]+(?:[-'’][^\W\d_]+)*"
NAMES = rf"{ONE_NAME}(?: {ONE_NAME}){{0,2}}"
"""Patterns of a word with a capital, and of up to three of them: a name where something says that one follows."""


def letters_of(form: str) -> list[str]:
    """The runs of letters in a name, folded, in order."""
    return [fold(word) for word in _LETTERS.findall(form)]


_LETTERS = re.compile(_RUN)


def spellings(form: str) -> Iterator[tuple[str, str]]:
    """The words of a name worth finding, folded, and the ways to write each: of a double name the halves as well.

    No initials, no particles.
    """
    for word in NAME_WORD.findall(form):
        folded = fold(word)
        halves = re.split(r"['’\-]", folded)
        spelled = fold(word.lower().translate(_SPELLED))
        for piece in {folded, spelled, *(half for half in halves if len(half) > 3)}:
            if len(piece) > 1 and piece not in PARTICLES:
                yield folded, piece


class Stem(NamedTuple):
    """The beginning of a word, and the endings with one of which it must go on; none: it may stand alone too."""

    word: str
    endings: frozenset[str] | None


# Endings of case and number in the languages of the corpus, on names of four letters and more.
ENDINGS = frozenset(
    "s es ns n en ne in a i u e o y em om em ie owi ów ami ach ą ę ę ego emu ovi ové ova ovo ová ou ovi ovu ta tä na nä lla llä lle"
    " lta ltä ssa ssä sta stä lta ksi ni si nsa nsä nak nek val vel t ot et ul ului ei lui ın in un ün ı dan den nın nin"
    " а я у ю е ом ем ым ой ою ы и ов ам ами ах".split()
)
# Where the end of a word changes: what it loses, the least letters it needs, what stands instead. Polish, Czech and
# other Slavic feminines (Anna, Anny) and adjectives (Novotný, Novotného), Slavic -ek (Marek, Marka), Finnish -nen
# (Virtanen, Virtasen), Latin and Lithuanian -us (Paulus, Pauli), Greek -ος.
_CHANGES: tuple[tuple[str, int, frozenset[str]], ...] = (
    ("a", 4, frozenset("y ie ę e ą o i iej ej ě ou u ę ům".split())),
    ("y", 6, frozenset("ého ému ým ém ego emu ym".split())),
    ("ek", 5, frozenset("ka kowi kiem ku kem kovi kom".split())),
    ("nen", 6, frozenset("sen sta selle sella selta seen sessa siin sia".split())),
    ("us", 6, frozenset("i o um".split())),
    ("οσ", 5, frozenset("ου ο ε ων".split())),
)
# What an inflected find may have added to the name: the rest must be five letters or more.
_ADDED = ("iego", "ego", "emu", "owi", "ovi", "ého", "lle", "lla", "ssa", "sta", "ksi", "em", "s", "n")


@lru_cache(maxsize=100_000)
def stems(word: str) -> tuple[Stem, ...]:
    """The ways a folded word may begin when it is inflected, itself apart; all of them want a capital."""
    changed = [
        Stem(word[: -len(lost)], endings)
        for lost, least, endings in _CHANGES
        if word.endswith(lost) and len(word) >= least
    ]
    bare = [Stem(word[: -len(fold(end))], None) for end in _ADDED if word.endswith(fold(end))]
    return (*changed, *(stem for stem in bare if len(stem.word) >= 5))
