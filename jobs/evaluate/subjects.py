"""People that a text is about: whether anything that names one of them directly can still be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jobs.evaluate.labels import Labels
from jobs.evaluate.reading import Record

NAME = "NAME"
DIRECT = frozenset(
    {NAME, "EMAIL_ADDRESS", "PHONE_NUMBER", "IDENTIFICATION_NUMBER", "PASSPORT_NUMBER", "DRIVER_LICENSE_NUMBER"}
)
_RUN = re.compile(r"[^\W_]+")
_NAME_PART = re.compile(r"[^\W\d_]{3,}")


def protected(text: str, found: bytearray, subjects: Sequence[Record], labels: Labels) -> tuple[int, int]:
    """How many people are protected, of those whom the text names directly.

    Every occurrence of what names a person must be hidden, however it is separated, and every capitalised part of
    their name.
    """
    safe = named = 0
    for subject in subjects:
        places = [place for detail in subject["PIIs"] for place in _places(text, detail, labels)]
        named += bool(places)
        safe += bool(places) and all(found[i] for start, end in places for i in range(start, end) if text[i].isalnum())
    return safe, named


def _places(text: str, detail: Record, labels: Labels) -> Iterator[tuple[int, int]]:
    """Where one detail stands in the text; several writings of it are separated by ` / `."""
    if detail["tag"] not in DIRECT:
        return
    for writing in (detail["keyword"] or "").split(" / "):
        runs = _RUN.findall(writing)
        if not runs:
            continue
        whole = list(_words(text, r"[\W_]*".join(map(re.escape, runs)), re.IGNORECASE))
        yield from whole
        if whole and detail["tag"] == NAME:
            for part in _NAME_PART.findall(writing):
                if part[0].isupper() and not labels.is_honorific(part):
                    yield from _words(text, re.escape(part))


def _words(text: str, pattern: str, flags: int = 0) -> Iterator[tuple[int, int]]:
    """Where a pattern stands with no letter or digit on either side."""
    return (match.span() for match in re.finditer(rf"(?<![^\W_]){pattern}(?![^\W_])", text, flags))
