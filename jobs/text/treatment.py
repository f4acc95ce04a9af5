"""What stands in the place of a find: typed placeholders, numbered within a document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from jobs.text.spans import Span, SpanType

PLACEHOLDER = re.compile(r"<(" + "|".join(SpanType) + r")_([1-9][0-9]{0,8})>")
_DIGIT_KINDS = frozenset({SpanType.PHONE, SpanType.CARD, SpanType.NATIONAL_ID})
# reading the value of an enum member costs more than the rest of a placeholder
_OPENING = {kind: f"<{kind.value}_" for kind in SpanType}
_BLANKS = re.compile(r"\s+")
_NOT_DIGIT = re.compile(r"\D+")


def value_key(kind: SpanType, matched: str) -> str:
    """What makes two finds of a kind the same value: writing variants in case, blanks and separators fall together."""
    if kind is SpanType.URL:
        return matched
    if kind in _DIGIT_KINDS and (digits := _NOT_DIGIT.sub("", matched)):
        return digits
    if kind is SpanType.IBAN:
        return _BLANKS.sub("", matched).upper().replace("-", "")
    return _BLANKS.sub(" ", matched.strip()).casefold()


def replace(text: str, spans: Sequence[Span]) -> str:
    """The text with each span replaced by `<KIND_n>`; n counts the values of a kind by first appearance.

    The spans are sorted and do not overlap. Numbers of placeholders that the text already holds are not given again.
    """
    highest = _numbers_in_use(text)
    placeholders: dict[tuple[str, str], str] = {}
    pieces: list[str] = []
    position = 0
    for start, end, kind, _, _, key in spans:
        value = (kind, key or value_key(kind, text[start:end]))
        placeholder = placeholders.get(value)
        if placeholder is None:
            highest[kind] += 1
            placeholders[value] = placeholder = f"{_OPENING[kind]}{highest[kind]}>"
        pieces.append(text[position:start])
        pieces.append(placeholder)
        position = end
    pieces.append(text[position:])
    return "".join(pieces)


def _numbers_in_use(text: str) -> defaultdict[str, int]:
    """The highest number of each kind among the placeholders of a text that went through here before."""
    highest: defaultdict[str, int] = defaultdict(int)
    if "_" in text and "<" in text:
        for kind, number in PLACEHOLDER.findall(text):
            highest[kind] = max(highest[kind], int(number))
    return highest
