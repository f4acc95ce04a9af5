"""Whose detail a find is: the author's own, a known member's, or a stranger's.

A name, handle or address says it by whose it is. A number or a street says nothing; the words before it do, or who
was named just before. Where nothing does it counts as a stranger's, who agreed to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from jobs.text.people import Person
from jobs.text.spans import PERSONAL, Party, Span, SpanType

_NEAR = 60  # characters before a find in which somebody may be named as its owner
_OWN_BEFORE = re.compile(
    r"(?i)(?<![^\W_])(?:my|mine|me|i|i'm|our|us|mein[eemnrs]*|mich|mir|ich|uns(?:er[ens]*)?|mon|ma|mes|moi|m'|je|mi|mis"
    r"|me|yo|meu|minha|eu|mij|mijn|ik|min|mit|mig|jag|jeg|mio|mia|io|moj[aeą]?|mnie)(?![^\W_])[^.!?\n]{0,40}$"
)
_OTHERS_BEFORE = re.compile(
    r"(?i)(?<![^\W_])(?:his|her|their|him|them|she|he|sein[eemnrs]*|ihr[eemnrs]*|ihn|ihm|er|sie|son|sa|ses|leur|elle|lui"
    r"|su|sus|ella|él|dele|dela|zijn|haar|hans|hendes|hennes|hon|hun|han|suo|sua|jego|jej)(?![^\W_])[^.!?\n]{0,40}$"
)
_IDENTITIES = frozenset({SpanType.PERSON, SpanType.EMAIL, SpanType.HANDLE})


def with_parties(text: str, spans: Sequence[Span], people: Mapping[str, Person], handles: frozenset[str]) -> list[Span]:
    """The settled finds of a text with their parties; `people` by the keys that finds carry."""
    found: list[Span] = []
    named: Span | None = None
    for span in spans:
        if span.kind not in PERSONAL:
            found.append(span)
            continue
        if span.kind in _IDENTITIES:
            person = people.get(span.key)
            party = person.party if person and person.is_known else _in_directory(text, span, handles)
            named = span._replace(party=party)
            found.append(named)
        else:
            found.append(span._replace(party=_owner(text, span, named)))
    return found


def _in_directory(text: str, span: Span, handles: frozenset[str]) -> Party:
    is_member = span.kind is SpanType.HANDLE and text[span.start : span.end].lstrip("@ ").lower() in handles
    return Party.MEMBER if is_member else Party.STRANGER


def _owner(text: str, span: Span, named: Span | None) -> str:
    """Who a number or street belongs to: the nearer of a pronoun and a name before it."""
    start = max(0, span.start - _NEAR)
    own = _OWN_BEFORE.search(text, start, span.start)
    others = _OTHERS_BEFORE.search(text, start, span.start)
    is_near = named and named.end > start and "\n\n" not in text[named.end : span.start]
    if named and is_near and not (own and own.start() >= named.start):
        return named.party or Party.STRANGER
    if own and not (others and others.start() > own.start()):
        return Party.OWN
    return Party.STRANGER
