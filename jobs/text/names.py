"""The known names of a document: its author, the members it mentions or answers.

Their names, handles and addresses are found wherever they stand: in any case, alone or together, possessive or
inflected, in a file name. A name that is an ordinary word (`Will`, `Mark`) needs a sign that the person is meant.
"""

# ruff: noqa: E501, PLR2004 - a pattern reads best unbroken, and lengths are what a rule says

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from jobs.text.spans import Span, SpanType
from jobs.text.words import ORDINARY, PARTICLES


class KnownName(NamedTuple):
    """A form of a member's name.

    `person` is an opaque key; `kind` is display_name, given_name, family_name, handle or email.
    """

    person: str
    form: str
    kind: str


class Part(NamedTuple):
    """A word to look for, folded; `ordinary` asks for a sign beside it."""

    word: str
    person: str
    kind: SpanType
    ordinary: bool


_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_HANDLE_LIKE = re.compile(r"[\d_@]|^\S*[a-z]\S*[A-Z]{2}")
# Endings of case and number in the languages of the corpus, on names of four letters and more.
_ENDINGS = frozenset(
    "s es ns n en ne in a i u e o y em om em ie owi ów ami ach ą ę ę ego emu ovi ové ova ovo ová ou ovi ovu ta tä na nä lla llä lle"
    " lta ltä ssa ssä sta stä lta ksi ni si nsa nsä nak nek val vel t ot et ul ului ei lui ın in un ün ı dan den nın nin".split()
)
_GAP = re.compile(
    r"[\s.,'’\-]*(?:[^\W\d_]\.?[\s.\-]+){0,2}(?:(?:van|von|de|der|den|du|des|da|dos|das|do|del|della|di|la|le|el|al|af|av|zu|ten|ter|bin|ibn|y|e)\s+){0,2}"
)
_INITIAL_BEFORE = re.compile(r"(?:(?<![\w])[^\W\d_]\.?[ \-]?){1,3}$")
_ADDRESSED_AFTER = re.compile(
    r"\s*(?:[:,>](?:\s|$)|(?:wrote|writes|said|says|schrieb|asked|a écrit|escribió|scrive|skrev)\b)"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:>\n\"“*•-])\s*$")


def find_names(text: str, names: Iterable[KnownName]) -> list[Span]:
    """Every place of a known name, in order, parts of one person's name side by side joined."""
    folded = fold(text)
    places = sorted(
        (start, -end, part) for part in _parts_of(names) for start, end in _places(text, folded, part.word, part.kind)
    )
    kept: list[tuple[int, int, Part]] = []
    for start, end, part in places:
        if not kept or start >= kept[-1][1]:
            kept.append((start, -end, part))
    sure = [not part.ordinary or _is_meant(text, start, end, part) for start, end, part in kept]
    for i in range(len(kept)):
        sure[i] = sure[i] or any(_beside(text, kept, i, j) and not kept[j][2].ordinary for j in (i - 1, i + 1))
    return _joined(text, [place for place, is_sure in zip(kept, sure, strict=True) if is_sure])


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


def fold(text: str) -> str:
    """Lower case without marks on Latin letters, each code point standing for itself: positions stay."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c if len(low := c.lower()) != 1 else low for c in text)
    return lowered if lowered.isascii() else lowered.translate(_UNMARKED)


def _unmarked() -> dict[int, str]:
    table = {ord("ø"): "o", ord("ł"): "l", ord("đ"): "d", ord("ı"): "i", ord("’"): "'"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code):
            table.setdefault(code, base.lower())
    return table


_UNMARKED = _unmarked()
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae"})


def _parts_of(names: Iterable[KnownName]) -> list[Part]:
    """The parts of all names; a word that two people share goes to the first, and a handle is more than a name."""
    seen: dict[str, Part] = {}
    for name in sorted(names, key=lambda name: name.kind != "handle"):
        for part in parts(name):
            if part.word not in seen or (seen[part.word].ordinary and not part.ordinary):
                seen[part.word] = part
    return list(seen.values())


@lru_cache(maxsize=100_000)
def parts(name: KnownName) -> tuple[Part, ...]:
    """What to look for, given one form of a name."""
    person, form = name.person or fold(name.form), unicodedata.normalize("NFC", name.form.strip())
    if name.kind == "email":
        local = form.partition("@")[0]
        whole = Part(fold(form), person, SpanType.EMAIL, False)
        return (whole, *_handle_parts(local, person)) if len(local) >= 5 else (whole,)
    if name.kind == "handle":
        return _handle_parts(form.lstrip("@"), person)
    if name.kind == "display_name" and _HANDLE_LIKE.search(form) and " " not in form:
        return _handle_parts(form, person)
    return tuple(_word_part(word, person) for word in _words(form))


def _words(form: str) -> Iterator[str]:
    """The words of a name worth finding: no initials, no particles; of a double name the halves as well."""
    for word in _NAME_WORD.findall(form):
        folded = fold(word)
        halves = re.split(r"['’\-]", folded)
        spelled = fold(word.lower().translate(_SPELLED))
        for piece in {folded, spelled, *(half for half in halves if len(half) > 3)}:
            if len(piece) > 1 and piece not in PARTICLES:
                yield piece


def _word_part(word: str, person: str) -> Part:
    return Part(word, person, SpanType.PERSON, word in ORDINARY or len(word) < 3)


def _handle_parts(handle: str, person: str) -> tuple[Part, ...]:
    word = fold(handle)
    if len(word) < 2 or word in PARTICLES:
        return ()
    return (Part(word, person, SpanType.HANDLE, word in ORDINARY or len(word) < 3 or word.isdigit()),)


def _places(text: str, folded: str, word: str, kind: SpanType) -> Iterator[tuple[int, int]]:
    """Where the word stands as a whole word, an ending of case or a possessive aside."""
    start = folded.find(word)
    while start >= 0:
        end = start + len(word)
        if not (start and text[start - 1].isalnum() and text[start].isalnum()):
            stop = _word_end(text, end, kind is SpanType.PERSON and len(word) > 3) if text[end - 1].isalnum() else end
            if stop:
                yield start, stop
        start = folded.find(word, start + 1)


def _word_end(text: str, end: int, inflects: bool) -> int:
    """The end of the word that a match of it began; 0 where it goes on as another word."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    stop = end
    while stop < len(text) and stop - end < 6 and text[stop].isalnum():
        stop += 1
    if stop == end:
        return end
    return stop if inflects and text[end:stop].lower() in _ENDINGS else 0


def _is_meant(text: str, start: int, end: int, part: Part) -> bool:
    """An ordinary word that stands for a person: addressed, in a greeting, or with a capital inside a sentence."""
    if part.kind is SpanType.HANDLE:
        line_start = start == 0 or text[start - 1] in "\n<@"
        return (line_start and bool(_ADDRESSED_AFTER.match(text, end))) or text[max(0, start - 1) : start] == "@"
    surface = text[start:end]
    if not surface[0].isupper() or (
        len(surface) > 1 and surface.isupper() and text[max(0, start - 20) : end + 20].isupper()
    ):
        return False
    if part.word not in ORDINARY:
        return True
    before = text[max(0, start - 20) : start]
    if _INITIAL_BEFORE.search(before) and before.rstrip(" ").endswith("."):
        return True
    if _SENTENCE_START.search(before):
        return bool(_ADDRESSED_AFTER.match(text, end)) or text[end : end + 2].strip(" ,.!") in ("", "\n")
    return True


def _beside(text: str, kept: list[tuple[int, int, Part]], i: int, j: int) -> bool:
    """Two finds are neighbours in one name: the same person, nothing but blanks, initials and particles between."""
    if not 0 <= j < len(kept) or kept[i][2].person != kept[j][2].person:
        return False
    (_, end, _), (start, _, _) = (kept[i], kept[j]) if i < j else (kept[j], kept[i])
    return start - end < 24 and bool(_GAP.fullmatch(text, end, start)) and "\n\n" not in text[end:start]


def _joined(text: str, places: list[tuple[int, int, Part]]) -> list[Span]:
    spans: list[Span] = []
    for i, (first, end, part) in enumerate(places):
        start = first
        if part.kind is SpanType.PERSON:
            if spans and i and places[i - 1][2].kind is SpanType.PERSON and _one_name(text, places, i):
                spans[-1] = spans[-1]._replace(end=end)
                continue
            if initials := _INITIAL_BEFORE.search(text, max(0, start - 8), start):
                start = _upper_start(text, initials.start(), start)
        spans.append(Span(start, end, part.kind, "known", 0.99, part.person))
    return spans


def _one_name(text: str, places: list[tuple[int, int, Part]], i: int) -> bool:
    """Two words of one person that make one name, and not the same word twice or an enumeration."""
    between = text[places[i - 1][1] : places[i][0]]
    return places[i - 1][2].word != places[i][2].word and "\n" not in between and _beside(text, places, i - 1, i)


def _upper_start(text: str, first: int, start: int) -> int:
    """Initials before a family name belong to it, when they are capitals with a full stop: `J. R. Smith`."""
    initials = text[first:start]
    return first if initials.isupper() and "." in initials else start
