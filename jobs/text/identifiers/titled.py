"""Names behind a form of address or before a country they sued: `Mr T. Lefevre`, `Mme K.`, `Lind v. Norway`."""

# ruff: noqa: E501 - a pattern reads best unbroken

from __future__ import annotations

import itertools
import re
from functools import lru_cache

from jobs.text.circumstances.gazetteer import gazetteer
from jobs.text.forms import fold
from jobs.text.identifiers.family import Family, Scene
from jobs.text.spans import Span, SpanType
from jobs.text.titles import AND, ANY, JUDGES, OF_LANGUAGE, OF_LISTS, OFFICES, SURE
from jobs.text.words import ORDINARY

# Lost blanks are common in old court reports: `MmeK. Lind`.
TRIGGER = (
    rf"\b(?:{ANY})\.?[ \u00a0](?:[A-Z\u00c0-\u00de\u0100-\u017f\u0391-\u03a9\u0410-\u042f]|(?:d[aeiu]|v[ao]n|al|bin|[el]l|l[ae])[ l'’])"
    r"|\b(?:Mmes?|Mlles?|MM?\.)[A-Z]\.|[ \u00a0](?:c|v|vs)\. |\bex parte [A-Z]"
)

_UPPER = "".join(chr(c) for c in (*range(0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000)) if chr(c).isupper())
_PARTICLE = r"(?:de|der|den|du|des|da|dos|das|do|del|della|di|la|las|los|le|el|al|af|av|van|von|zu|ten|ter|bin|ibn)"
_HYPHEN = r"(?:[-‐‑'’]| [-‐‑] )"
_WORD = rf"(?:[DLOdlo]['’] ?)?[{_UPPER}][^\W\d_]+(?:{_HYPHEN}[^\W\d_]+)*"
_INITIAL = rf"(?:[{_UPPER}]|Ch|Chr|Th|Ph|Fr|Wm|Jos|Mª|Yu|Ya|Sh|Zh)\."
_INITIALS = rf"{_INITIAL}(?:[ \u00a0]?-?[ \u00a0]?{_INITIAL}){{0,3}}"
_LEAD = rf"(?:{_INITIALS}[ \u00a0]?)?(?:(?!de[rnms] ){_PARTICLE} (?:{_PARTICLE} )?)?"
# Two words: what else belongs to the name the person models see, while a third may be the next cell of a form.
_WORDS_OF_NAME = rf"{_LEAD}{_WORD}(?:[ \u00a0]{_LEAD}{_WORD})?"
_NAME = rf"(?:{_WORDS_OF_NAME}(?: [{_UPPER}]\.)?|{_INITIALS}|[{_UPPER}](?!\w))"
_TITLE = re.compile(rf"({ANY})\.?[ \u00a0]")
_LONGEST_SHORTENED = 4  # letters of a title that may end with a full stop
_NAMED = re.compile(rf"(?:(?:{ANY})\.?[ \u00a0]){{0,4}}({_NAME})")
_GLUED = re.compile(rf"(?:Mmes?|Mlles?|MM?\.)({_NAME})")
_LIST = re.compile(rf"{_NAME}(?:(?:, {_NAME})*,? {AND} {_NAME}|(?:, {_INITIALS}[ \u00a0]?{_WORDS_OF_NAME})+)")
_EACH = re.compile(_NAME)
_EX_PARTE = re.compile(rf"ex parte ({_WORDS_OF_NAME})")
_INITIAL_BEFORE = re.compile(rf"(?:[{_UPPER}]\. ?|[-./@'’&])$")
_APPLICANT = re.compile(
    rf"(?<![^\W_])({_WORDS_OF_NAME}(?: (?:and|et|y) {_WORDS_OF_NAME})?)(?:,? (?:et|and|y) (?:autres|others|otros))?$"
)
_STATE = re.compile(rf"(?:l['’] ?|(?:la|le|les|los|the|el) )?({_WORD}(?: [^\W\d_]+){{0,3}})")
_CASE_REACH = 60
_APPLICANT_SCORE = 0.45  # may be a village or a newspaper: not to be looked for elsewhere
# Behind the full stop of a lone initial a new sentence may begin.
_OPENERS = frozenset(
    word.capitalize()
    for word in "a an the he she it they we i in on at this that these those his her their le la les l il elle ils elles on un une ce"
    " cette ces en dans par pour sur selon el los las un una ella él su sus por con según der die das er sie es ein eine"
    " im am den han hun det den de het hij zij een lo gli il o os as ele ela".split()
)
_WORDS = re.compile(r"[^\W\d_]+")


def find(scene: Scene, start: int, end: int) -> list[Span]:
    """The name behind the title, behind a plural all names of the list; an office is no name."""
    text = scene.text
    if text[start] in " \u00a0":
        return _applicant(text, start, end)
    if named := _EX_PARTE.match(text, start):
        return [Span(*named.span(1), SpanType.PERSON, "name.case", _APPLICANT_SCORE)]
    lead = _TITLE.match(text, start)
    if lead is None:
        return _glued(scene, start)
    title = lead.group(1)
    if not _is_title(scene, title, start, lead.end()):
        return []
    sure = title in SURE
    if title in OF_LISTS and (listed := _LIST.match(text, lead.end())):
        places = [match.span() for match in _EACH.finditer(text, *listed.span())]
        if sure or not any(_is_place_or_word(text[a:b]) for a, b in places):
            return _behind_title(text, places, sure=True)
    if title in JUDGES and title not in OF_LANGUAGE:
        return []
    match = _NAMED.match(text, lead.end())
    return _behind_title(text, [match.span(1)] if match else [], sure=sure)


def _glued(scene: Scene, start: int) -> list[Span]:
    """A name whose title lost the blank behind it."""
    text = scene.text
    glued = _GLUED.match(text, start)
    if glued is None or (start and text[start - 1] in "./-&") or (text[start + 1] in ".M" and scene.language != "fr"):
        return []
    return [Span(start, _end(text, *glued.span(1)), SpanType.PERSON, "name.title", 0.85)]


def _behind_title(text: str, places: list[tuple[int, int]], *, sure: bool) -> list[Span]:
    ends = [(a, _end(text, a, b)) for a, b in places]
    return [Span(a, b, SpanType.PERSON, "name.title", 0.85) for a, b in ends if _is_named(text[a:b], sure=sure)]


def _is_place_or_word(name: str) -> bool:
    """What a list behind a verb may hold: `he judges Paris, London and Rome`."""
    return _is_country(name) or name in gazetteer().cities or fold(name) in ORDINARY


def _is_title(scene: Scene, title: str, start: int, stop: int) -> bool:
    """Not the end of a word, of a sentence, or an initial; and in its own language, if it has one."""
    text, language = scene.text, OF_LANGUAGE.get(title)
    if start and text[start - 1].isalnum():
        return False
    if language and scene.language != language and (scene.language or len(title) > 1):
        return False
    if text[stop - 2] == "." and title not in SURE and len(title) > _LONGEST_SHORTENED:
        return False
    if len(title) == 1 and not scene.language and text[stop - 2] != ".":
        return False
    return len(title) > 1 or not _INITIAL_BEFORE.search(text, max(0, start - 3), start)


def _end(text: str, start: int, stop: int) -> int:
    """The end of a name: before a word that begins the next sentence."""
    words = list(_WORDS.finditer(text, start, stop))
    for before, word in itertools.pairwise(words):
        if text[before.end() : word.start()] in (". ", ".\u00a0") and word.group() in _OPENERS:
            return before.end() + 1
    return stop


def _is_named(name: str, *, sure: bool) -> bool:
    """No office; where the title may be a word, no ordinary word alone."""
    words = [fold(word) for word in _WORDS.findall(name)]
    capitals = [fold(word) for word in _WORDS.findall(name) if word[0].isupper()]
    if not capitals or capitals[0] in OFFICES:
        return False
    return sure or (len("".join(words)) > 1 and words[0] not in ORDINARY)


def _applicant(text: str, start: int, end: int) -> list[Span]:
    """Who sued a state: `Lind v. Norway`, `Lind et autres c. la Norvège`."""
    state = _STATE.match(text, end)
    if state is None or not _is_country(state.group(1)):
        return []
    before = _APPLICANT.search(text, max(0, start - _CASE_REACH), start)
    if before is None:
        return []
    first = before.start(1)
    while (blank := text.find(" ", first, start)) > 0 and _leads(text[first:blank]):
        first = blank + 1
    return (
        []
        if _leads(text[first : before.end(1)])
        else [Span(first, before.end(1), SpanType.PERSON, "name.case", _APPLICANT_SCORE)]
    )


def _leads(word: str) -> bool:
    """A word before a name: an ordinary one, or whose it is (`the Court's Lind v. Norway`)."""
    return fold(word) in ORDINARY or fold(word).endswith("'s")


def _is_country(words: str) -> bool:
    parts = words.casefold().split()
    return any(" ".join(parts[:count]) in _countries() for count in range(1, len(parts) + 1))


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(name.casefold() for name in gazetteer().countries)


TITLED = Family("title", TRIGGER, find)
