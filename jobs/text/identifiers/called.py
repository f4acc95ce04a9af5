"""Names of who is spoken to and who signs: `Hi Tom,`, `Ingrid, could you look?`, `Cheers,` and a name on the next line."""

# ruff: noqa: E501 - a pattern reads best unbroken

from __future__ import annotations

import re

from jobs.text.forms import NAMES, ONE_NAME, letters_of
from jobs.text.identifiers.family import Family, Scene
from jobs.text.spans import Span, SpanType
from jobs.text.words import ORDINARY

_GREETING = (
    r"(?:Hi|Hello|Hey|Dear|Hallo|Liebe|Lieber|Bonjour|Salut|Cher|Chère|Hola|Estimado|Estimada|Querido|Querida|Ciao|Caro|Cara|Olá|Oi|Kære|Hej"
    r"|Hoi|Beste|Cześć|Ahoj|Thanks|Thx|Thank you|Danke|Merci|Gracias|Grazie|Tak)"
)
_CLOSING = (
    r"(?:[Rr]egards|[Ww]ishes|Cheers|Sincerely|[Tt]ruly|Grüße|Grüßen|Gruß|Gruss|LG|VG|MfG|Cordialement|Amicalement|Bises|Saludos|Atentamente"
    r"|Abraços|Saluti|Groeten|Groetjes|[Hh]ilsen|Mvh|MVH|Hälsningar|Pozdrawiam|Terveisin)"
)
_ASKS = r"(?:can|could|would|will|did|do|have|are) (?:you|I|we)\b"
_ASKS_MORE = rf"(?:{_ASKS}|please\b|pls\b|you (?:should|could|can|are|might|need)\b|thank(?:s| you)\b)"
TRIGGER = rf"\b{_GREETING} [A-Z\u00c0-\u00de]|\b{_CLOSING}[,.!]?[ \t\r]*\n[\r\n>\t ]*[A-Z\u00c0-\u00de]|, {_ASKS_MORE}"

_GREETED = re.compile(rf"{_GREETING} ({NAMES})(?=[ \t]*(?:[,!:.;\n\r–-]|$|and |& ))")
_SIGNED = re.compile(rf"{_CLOSING}[,.!]?[ \t\r]*\n[\r\n>\t ]*({NAMES}|[A-Z]\.)(?=[ \t\r.!]*(?:\n|$))")
_ASKED = re.compile(rf"(?:^|[\n.!?>:][ \t>]*)({ONE_NAME})$")
_LINE_BEGIN = re.compile(r"(?:^|[\n>.!?][ \t>]*|[,;(] ?)$")
_REACH = 40
# Words that open a sentence or stand for many, beside the ordinary ones.
_NOBODY = frozenset(
    "everyone everybody anyone team folks guys gentlemen ladies friends colleagues mates dude bro buddy sirs members users"
    " however otherwise moreover furthermore nevertheless finally unfortunately sorry okay ok hmm oh ah yeah yes nope lol wow btw"
    " alas besides instead meanwhile somehow lastly secondly thirdly jesus god lord santa mum mom dad welcome happy merry"
    " community support customer maintainer maintainers developer developers admin moderator moderators list forum zusammen"
    " tous todos tutti alle allemaal wszystkim kollegen damen herren monsieur madame señor señora sir madam professor"
    " thanks please cheers regards afterwards anyways anyhow eventually jeez alright therefore thereafter hence thus mitspieler".split()
)


def find(scene: Scene, start: int, end: int) -> list[Span]:
    """The name in a greeting at the beginning of a line or sentence, before a request, or alone behind a closing."""
    text = scene.text
    if text[start] == ",":
        return _named(text, _ASKED.search(text, max(0, start - _REACH), start), "name.asked")
    if match := _SIGNED.match(text, start):
        return _named(text, match, "name.signature")
    if _LINE_BEGIN.search(text, max(0, start - 3), start):
        return _named(text, _GREETED.match(text, start), "name.greeted")
    return []


def _named(text: str, match: re.Match[str] | None, rule: str) -> list[Span]:
    """The name, unless a word of it is an ordinary one or stands for many."""
    if match is None:
        return []
    name = match.group(1)
    words = letters_of(name)
    is_initial = len(words[0]) == 1
    is_nobody = any(word in _NOBODY for word in words) or (words[0] in ORDINARY and not is_initial)
    if is_nobody or name.endswith("ly") or (name.isupper() and not is_initial):
        return []
    return [Span(*match.span(1), SpanType.PERSON, rule, 0.8)]


CALLED = Family("called", TRIGGER, find)
