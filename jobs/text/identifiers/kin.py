"""Names behind what somebody is to somebody: `my wife Ingrid`, `sa sœur Claire`, `married to Bo`, `my name is Bo`."""

# ruff: noqa: E501 - a pattern reads best unbroken

from __future__ import annotations

import re

from jobs.text.forms import NAMES, letters_of
from jobs.text.identifiers.family import Family, Scene
from jobs.text.spans import Span, SpanType
from jobs.text.words import ORDINARY

# Whose: then what follows is a relation and not a word of its own (`son` in French, `Mann` in German).
_WHOSE = {
    r"(?:[Mm]y|his|her|our|their|your)": "wife|husband|son|daughter|brother|sister|mother|father|mom|mum|dad|aunt|uncle|cousin|nephew|niece|grandson"
    "|granddaughter|grandmother|grandfather|grandma|grandpa|girlfriend|boyfriend|fiancée?|partner|friend|buddy|roommate|neighbou?r|boss|colleague"
    "|coworker|co-worker|supervisor|secretary|assistant|lawyer|therapist|teacher|nanny|kid|baby",
    r"(?:[Mm]eine?r?n?m?|seine?r?n?m?|ihre?r?n?m?|unsere?r?n?m?)": "Frau|Mann|Sohn|Tochter|Bruder|Schwester|Mutter|Vater|Tante|Onkel|Freund|Freundin|Chef|Chefin"
    "|Kollege|Kollegen|Kollegin|Nachbar|Nachbarin|Oma|Opa|Enkel|Enkelin",
    r"(?:[Mm]on|[Mm]a|sa|son|notre|leur)": "femme|mari|fils|fille|frère|sœur|soeur|mère|père|tante|oncle|ami|amie|collègue|copain|copine|voisin|voisine",
    r"(?:[Mm]i|su|nuestr[oa])": "esposa|esposo|mujer|marido|hijo|hija|hermano|hermana|madre|padre|tía|tío|primo|prima|amigo|amiga|novio|novia|jefe|jefa",
    r"(?:[Mm]ia|[Mm]io|sua|suo|nostr[oa])": "moglie|marito|figlio|figlia|fratello|sorella|madre|padre|zia|zio|amico|amica|cugino|cugina",
    r"(?:[Mm]inha|[Mm]eu|sua|seu)": "esposa|esposo|mulher|marido|filho|filha|irmão|irmã|mãe|pai|tia|tio|amigo|amiga",
    r"(?:[Mm]in|[Mm]it|hans|hendes|hennes|vores|vår)": "kone|mand|søn|datter|bror|søster|mor|far|ven|veninde|kollega|kæreste|fru|son|dotter|syster|vän|kompis",
    r"(?:[Mm]ijn|zijn|haar|onze)": "vrouw|man|zoon|dochter|broer|zus|moeder|vader|tante|oom|vriend|vriendin|collega",
}
_RELATIONS = sorted({word for words in _WHOSE.values() for word in words.split("|")})
_PLAIN = r"[Aa]unt|[Aa]untie|[Uu]ncle|[Gg]randma|[Gg]randpa|[Mm]arried to|[Mm]y name is|[Mm]y name's|[Ii]ch heiße|[Jj]e m'appelle|[Mm]e llamo|[Mm]i chiamo"
TRIGGER = rf"\b(?:{'|'.join(_RELATIONS)}|{_PLAIN}),? [A-Z\u00c0-\u00de]"

_SAID = re.compile(rf"(?:{'|'.join(_RELATIONS)}|{_PLAIN}),? ({NAMES})")
_SURE = re.compile(rf"(?:{_PLAIN}) ")
_OWNED = tuple(
    (re.compile(rf"(?:{words})\b"), re.compile(rf"(?<![^\W_]){whose} (?:[^\W\d_]+ )?$"))
    for whose, words in _WHOSE.items()
)
_REACH = 30


def find(scene: Scene, start: int, end: int) -> list[Span]:
    """The name behind the word for a relation, if it is somebody's."""
    text = scene.text
    match = _SAID.match(text, start)
    if match is None or (start and text[start - 1].isalnum()):
        return []
    if not _SURE.match(text, start) and not _is_owned(text, start):
        return []
    name = match.group(1)
    words = letters_of(name)
    if words[0] in ORDINARY or (len(name) > 1 and name.isupper()):
        return []
    return [Span(*match.span(1), SpanType.PERSON, "name.kin", 0.8)]


def _is_owned(text: str, start: int) -> bool:
    """Whether a possessive of its language stands before the word, or one word further."""
    return any(
        relation.match(text, start) and whose.search(text, max(0, start - _REACH), start) for relation, whose in _OWNED
    )


KIN = Family("kin", TRIGGER, find)
