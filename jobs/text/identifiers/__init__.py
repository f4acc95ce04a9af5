"""The families of identifiers, in the order in which they may claim a place in a text.

RE2 takes the leftmost match and, at one place, the first alternative.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from jobs.text.identifiers.at_signs import AT_SIGNS
from jobs.text.identifiers.bank import IBAN
from jobs.text.identifiers.called import CALLED
from jobs.text.identifiers.cues import CUES
from jobs.text.identifiers.family import Family, Scene
from jobs.text.identifiers.ids import IDS
from jobs.text.identifiers.kin import KIN
from jobs.text.identifiers.links import LINKS
from jobs.text.identifiers.network import NETWORK
from jobs.text.identifiers.numbers import NUMBERS
from jobs.text.identifiers.obfuscated import OBFUSCATED
from jobs.text.identifiers.secrets import SECRETS
from jobs.text.identifiers.streets import STREETS
from jobs.text.identifiers.titled import TITLED
from jobs.text.marks import NearDigits
from jobs.text.spans import Span

# Two passes, because RE2 builds one automaton for a pattern and loses its speed when that grows beyond its cache: all
# families in one pattern run at a quarter of the speed of these two one after the other (bench/redaction.py).
SIGNS: tuple[Family, ...] = (OBFUSCATED, AT_SIGNS, LINKS, NETWORK, NUMBERS)
WORDS: tuple[Family, ...] = (SECRETS, IBAN, IDS, CUES, STREETS, TITLED, CALLED, KIN)
PASSES = (SIGNS, WORDS)


def _literal(pattern: str) -> str:
    r"""The pattern with `\\uXXXX` as the character itself: RE2 does not know that escape."""
    return re.sub(r"\\(?:u([0-9a-f]{4})|U([0-9a-f]{8}))", lambda m: chr(int(m.group(1) or m.group(2), 16)), pattern)


TRIGGERS = tuple(_literal("|".join(f"(?:{family.trigger})" for family in families)) for families in PASSES)
_DISPATCH = tuple(re.compile("|".join(f"({family.trigger})" for family in families), re.ASCII) for families in PASSES)
_BY_LEAD = tuple({lead: family for family in families for lead in family.leads} for families in PASSES)

_BY_WORD = {word: family for families in PASSES for family in families for word in (*family.words, *family.endings)}
WORD_TURN = len(PASSES)
"""The number, beside those of the passes, of regions that are a family's word."""
NEAR_DIGITS = NearDigits(
    (word for families in PASSES for family in families for word in family.words),
    (word for families in PASSES for family in families for word in family.endings),
)

Region = tuple[int, int, int]
"""Where a trigger or word matched: start, end (code points) and the number of the pass."""


def identify(scene: Scene, regions: Iterable[Region]) -> list[Span]:
    """The identifiers at the regions, which are in order of their starts. May overlap."""
    spans: list[Span] = []
    covered_from = covered_to = -1
    for first, end, turn in regions:
        start = first
        if covered_from <= start < covered_to:
            if end - covered_to <= _NOTHING:
                continue
            start = covered_to
        while start >= 0:
            family, start, stop = _claim(scene.text, start, end, turn)
            if family is None:
                break
            if found := family.find(scene, start, stop):
                spans += found
                covered_from, covered_to = found[-1].start, found[-1].end
                stop = max(covered_to, start + 1)
            elif family.swallows:
                stop = start + 1
            start = stop if end - stop > _NOTHING else -1
    return spans


# What is left of a region after a find, when it is only a closing sign or two.
_NOTHING = 2


def _claim(text: str, start: int, end: int, turn: int) -> tuple[Family | None, int, int]:
    """The family that claims a place in the region, and the place."""
    if turn == WORD_TURN:
        return _BY_WORD.get(text[start:end]), start, end
    leads = _BY_LEAD[turn]
    family = leads.get(text[start]) or leads.get(text[start : start + 3])
    if family is not None:
        return family, start, end
    match = _DISPATCH[turn].search(text, start, end)
    if match is None or match.lastindex is None:
        return None, end, end
    return PASSES[turn][match.lastindex - 1], match.start(), match.end()


def scan(scene: Scene) -> list[Span]:
    """The same finds by Python's `re` alone, over a single text: the plain form that tests compare with."""
    regions = [
        (*match.span(), turn) for turn, dispatch in enumerate(_DISPATCH) for match in dispatch.finditer(scene.text)
    ]
    data = scene.text.encode()
    regions += [
        (len(data[:start].decode()), len(data[:end].decode()), WORD_TURN)
        for start, end in NEAR_DIGITS.places(data).tolist()
    ]
    return identify(scene, sorted(regions, key=lambda region: (region[0], region[2])))


__all__ = ["NEAR_DIGITS", "PASSES", "TRIGGERS", "WORD_TURN", "Family", "Region", "Scene", "identify", "scan"]
