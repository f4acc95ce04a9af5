"""What stands in the place of a find: a typed and numbered placeholder, or what a treatment says."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from jobs.text.numbering import MEMBER, NAME, VALUE, WORD, Numbers
from jobs.text.people import Person
from jobs.text.spans import Span, SpanType
from jobs.text.treatments import Action, Rows, Treatment, generalised

PLACEHOLDER = re.compile(r"<(" + "|".join(SpanType) + r")_([1-9][0-9]{0,8})>")
_DIGIT_KINDS = frozenset({SpanType.PHONE, SpanType.CARD, SpanType.NATIONAL_ID})
# reading the value of an enum member costs more than the rest of a placeholder
_OPENING = {kind: f"<{kind.value}_" for kind in SpanType}
_BLANKS = re.compile(r"\s+")
_NOT_DIGIT = re.compile(r"\D+")
_SENTENCE_END = re.compile(r"[.!?…。]+[\"'”’»)\]]*(?=\s|$)|\n\s*\n|\n(?=\s*[-*•])")
_PSEUDONYM_LENGTH = 10


class Treated(NamedTuple):
    """The text, the finds that were treated, and why the document is refused, if it is."""

    text: str
    spans: list[Span]
    refusal: str | None = None


def value_key(kind: SpanType, matched: str) -> str:
    """What makes two finds of a kind the same value: writing variants in case, blanks and separators fall together."""
    if kind is SpanType.URL:
        return matched
    if kind in _DIGIT_KINDS and (digits := _NOT_DIGIT.sub("", matched)):
        return digits
    if kind is SpanType.IBAN:
        return _BLANKS.sub("", matched).upper().replace("-", "")
    return _BLANKS.sub(" ", matched.strip()).casefold()


class Treat:
    """Treats one document: its text, its persons, the numbers of its thread."""

    def __init__(
        self, text: str, people: Mapping[str, Person], numbers: Numbers, seal: Callable[[str], str] | None = None
    ) -> None:
        self._text, self._people, self._numbers, self._seal = text, people, numbers, seal
        self._given: dict[tuple[SpanType, str], str] = {}
        numbers.begin(_numbers_in_use(text))

    def apply(self, spans: Sequence[Span], rows: Rows = ()) -> Treated:
        """The text with each span treated. The spans are sorted and do not overlap."""
        if not rows:
            return Treated(_spliced(self._text, [(s.start, s.end, self._placeholder(s)) for s in spans]), list(spans))
        chosen = [(span, self._treatment(span, rows)) for span in spans]
        refusal = next((row.reason for _, row in chosen if row and row.action is Action.REFUSE), None)
        treated = [(span, row) for span, row in chosen if not (row and row.action is Action.KEEP)]
        drop = [span for span, row in treated if row and row.action is Action.DROP_SENTENCE]
        dropped = _sentences(self._text, drop, [span for span, _ in treated])
        pieces = [(start, end, "") for start, end in dropped]
        for span, row in treated:
            if not any(start <= span.start < end for start, end in dropped):
                pieces.append((span.start, span.end, self._replacement(span, row)))
        return Treated(_spliced(self._text, sorted(pieces)), [span for span, _ in treated], refusal)

    def _treatment(self, span: Span, rows: Rows) -> Treatment | None:
        person = self._people.get(span.key)
        surface = self._text[span.start : span.end]
        names = {value_key(span.kind, surface), *([person.full_name] if person else [])}
        return next((row for row in rows if row.fits(span, names)), None)

    def _replacement(self, span: Span, row: Treatment | None) -> str:
        if row and row.action is Action.GENERALISE:
            coarse = generalised(span, self._text[span.start : span.end], row.places)
            return coarse or self._placeholder(span)
        if row and row.action is Action.PSEUDONYM and self._seal:
            sealed = self._seal("\x1f".join((span.kind, self._aliases(span)[0])))
            return f"<{span.kind}:{sealed[:_PSEUDONYM_LENGTH]}>"
        return self._placeholder(span)

    def _placeholder(self, span: Span) -> str:
        value = (span.kind, span.key or value_key(span.kind, self._text[span.start : span.end]))
        placeholder = self._given.get(value)
        if placeholder is None:
            number = self._numbers.number(span.kind, self._aliases(span))
            self._given[value] = placeholder = f"{_OPENING[span.kind]}{number}>"
        return placeholder

    def _aliases(self, span: Span) -> list[str]:
        """What the find is known by, the surest first."""
        person = self._people.get(span.key)
        if person is None:
            return [VALUE + (span.key or value_key(span.kind, self._text[span.start : span.end]))]
        aliases = [MEMBER + person.key] if person.is_known else []
        if span.kind is SpanType.PERSON or not aliases:
            words = person.full_name.split()
            aliases += [NAME + person.full_name] if len(words) > 1 else []
            aliases += [WORD + word for word in words]
        return aliases


def _spliced(text: str, pieces: Sequence[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    position = 0
    for start, end, replacement in pieces:
        parts.append(text[position:start])
        parts.append(replacement)
        position = end
    parts.append(text[position:])
    return "".join(parts)


def _sentences(text: str, spans: Sequence[Span], finds: Sequence[Span]) -> list[tuple[int, int]]:
    """The sentences that hold the spans, with the blank behind them; a line of a list is one.

    No sentence ends within a find: the full stop of `Dr. Lind` would leave half of it.
    """
    found: list[tuple[int, int]] = []
    signs = [match.span() for match in _SENTENCE_END.finditer(text)] if spans else []
    ends = [find.end for find in finds]
    signs = [sign for sign in signs if (i := bisect_right(ends, sign[0])) == len(finds) or finds[i].start >= sign[1]]
    for span in spans:
        if found and span.end <= found[-1][1]:
            continue
        before = bisect_right(signs, span.start, key=lambda sign: sign[1])
        start = signs[before - 1][1] if before else 0
        after = bisect_left(signs, max(span.end - 1, span.start), key=lambda sign: sign[0])
        end = signs[after][1] if after < len(signs) else len(text)
        while start < span.start and text[start].isspace():
            start += 1
        while end < len(text) and text[end] == " ":
            end += 1
        found.append((start, end))
    return found


def outside_placeholders(text: str, spans: list[Span]) -> list[Span]:
    """Spans that do not touch a placeholder: a text that was redacted before keeps those it has."""
    if "<" not in text or "_" not in text:
        return spans
    held = [match.span() for match in PLACEHOLDER.finditer(text)]
    kept: list[Span] = []
    for span in spans:
        within = [place for place in held if place[0] < span.end and span.start < place[1]]
        if span.kind is SpanType.SECRET and within:  # of a key block no line may be left
            edges = [span.start, *(edge for place in within for edge in place), span.end]
            kept += [span._replace(start=a, end=b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
        elif not within:
            kept.append(span)
    return kept


def _numbers_in_use(text: str) -> dict[str, int]:
    """The highest number of each kind among the placeholders of a text that went through here before."""
    highest: defaultdict[str, int] = defaultdict(int)
    if "_" in text and "<" in text:
        for kind, number in PLACEHOLDER.findall(text):
            highest[kind] = max(highest[kind], int(number))
    return highest


def replace(text: str, spans: Sequence[Span]) -> str:
    """The text with each span replaced by `<KIND_n>`; n counts the values of a kind by first appearance."""
    return Treat(text, {}, Numbers()).apply(spans).text
