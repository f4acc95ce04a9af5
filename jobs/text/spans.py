"""What was found in a text: the span, its kind, and how overlapping finds are settled."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class SpanType(StrEnum):
    """The closed list of kinds. Stored by name in `redactions`, shown in placeholders."""

    PERSON = "PERSON"
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    URL = "URL"
    HANDLE = "HANDLE"
    IP = "IP"
    IBAN = "IBAN"
    CARD = "CARD"
    NATIONAL_ID = "NATIONAL_ID"
    ADDRESS = "ADDRESS"
    LOCATION = "LOCATION"
    DATE = "DATE"
    ORG = "ORG"
    SECRET = "SECRET"  # noqa: S105 - a kind
    OTHER = "OTHER"


class Party(StrEnum):
    """Whose detail it is. Strangers agreed to nothing; where it is not clear, it is a stranger's."""

    OWN = "own"  # the author's
    MEMBER = "member"
    STRANGER = "stranger"


PERSONAL = frozenset(
    {
        SpanType.PERSON,
        SpanType.EMAIL,
        SpanType.PHONE,
        SpanType.HANDLE,
        SpanType.ADDRESS,
        SpanType.NATIONAL_ID,
        SpanType.IBAN,
        SpanType.CARD,
    }
)
"""Kinds that are somebody's: their finds have a party."""


class Span(NamedTuple):
    """A find: half open, in code points of the original text.

    `key` names whose value it is: finds with equal kind and key get the same number within a document.
    An empty key means the matched text itself, see `treatment.value_key`. It is never stored. `party` is a Party.
    """

    start: int
    end: int
    kind: SpanType
    detector: str
    score: float
    key: str = ""
    party: str | None = None


# Who wins where two finds share characters: the longer one (an address or link that contains a known name), of
# equal ones the surer, then the kind in this order.
_RANK: dict[SpanType, int] = {
    kind: rank
    for rank, kind in enumerate(
        (
            SpanType.SECRET,
            SpanType.URL,
            SpanType.EMAIL,
            SpanType.IBAN,
            SpanType.CARD,
            SpanType.IP,
            SpanType.HANDLE,
            SpanType.PERSON,
            SpanType.NATIONAL_ID,
            SpanType.PHONE,
            SpanType.ADDRESS,
            SpanType.DATE,
            SpanType.LOCATION,
            SpanType.ORG,
            SpanType.OTHER,
        )
    )
}


def _strength(span: Span) -> tuple[int, float, int, int]:
    """Sort key: the first is the strongest. Total, so the result does not depend on the order of finding."""
    return (span.start - span.end, -span.score, _RANK[span.kind], span.start)


def _place(span: Span) -> tuple[int, int]:
    return span.start, span.end


def resolve(text: str, spans: Iterable[Span]) -> list[Span]:
    """Spans without overlap, in order of position, that cover every letter and digit of the input spans.

    The strongest find keeps its extent. Of a weaker one the parts outside stay, if they hold a letter or digit:
    cutting a find must not bring back what it hid.
    """
    ordered = sorted(spans, key=_place)
    settled: list[Span] = []
    first, reach = 0, 0
    for i, span in enumerate(ordered):
        if span.start >= reach and i:
            settled += _settle(text, ordered[first:i])
            first = i
        reach = max(reach, span.end)
    return settled + _settle(text, ordered[first:])


def _settle(text: str, group: list[Span]) -> list[Span]:
    """The spans of a group, each of which shares characters with another, without overlap."""
    if len(group) < 2:  # noqa: PLR2004 - one alone has nothing to settle
        return group
    taken: list[Span] = []
    for span in sorted(set(group), key=lambda s: (*_strength(s), s.detector, s.key, s.party or "")):
        for a, b in _free_parts(text, span, taken):
            insort(taken, span._replace(start=a, end=b), key=_place)
    return taken


def _free_parts(text: str, span: Span, taken: list[Span]) -> list[tuple[int, int]]:
    """The stretches of `span` that no taken span covers and that hold a letter or digit, blanks trimmed.

    `taken` are in order and apart.
    """
    first = bisect_right(taken, span.start, key=lambda other: other.end)
    last = bisect_left(taken, span.end, key=lambda other: other.start)
    if first >= last:
        return [(span.start, span.end)]
    edges = [span.start, *(edge for other in taken[first:last] for edge in (other.start, other.end)), span.end]
    parts = zip(edges[::2], edges[1::2], strict=True)
    return [trimmed for a, b in parts if a < b and (trimmed := _trim(text, a, b))]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The stretch without blanks and punctuation at its ends; None where nothing is left."""
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return (start, end) if start < end else None
