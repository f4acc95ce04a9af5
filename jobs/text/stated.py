"""Names that the writing itself states: in a signature, a header, a list of recipients, an address or a handle.

Looked for only in documents that hold some find of a person or contact, and only near it or at either end.
"""

# ruff: noqa: E501, PLR2004 - a pattern reads best unbroken, and lengths are what a rule says

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jobs.text.forms import fold, letters_of
from jobs.text.spans import Span, SpanType
from jobs.text.words import ORDINARY, PARTICLES

_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
_WORD = rf"{_CAPITAL}[^\W\d_]+(?:['’\-][^\W\d_]+)*"
_INITIALS = rf"(?:{_CAPITAL}\.[ \-]?){{1,3}}"
_PARTICLE = r"(?:van|von|de|der|den|du|des|da|dos|das|do|del|della|di|la|le|el|al|af|av|zu|ten|ter|bin|ibn)"
_MORE = rf",?\s(?:{_INITIALS} ?|{_PARTICLE} )*{_WORD}"
_NAME = rf"(?:{_INITIALS} ?)?{_WORD}(?:{_MORE}){{0,3}}"
_FULL_NAME = rf"(?:(?:{_INITIALS} ?)+{_WORD}|{_WORD}(?:{_MORE}){{1,3}})"

_EDGE = 600  # headers stand at the beginning, a signature at the end
_NAME_LINE = re.compile(rf"[ \t>*_~\-–—]*({_NAME})[ \t]*[.,*_]?[ \t\r]*")
_FIELD_NAME = re.compile(rf"[ \t]*[\"'*]*({_FULL_NAME})(?=[ \t\r\"'*]*(?:[|<(\[;]|$))")
_FIELD_WORD = re.compile(rf"[ \t]*[\"'*]*({_NAME})(?=[ \t\r\"'*,;]*(?:[|<(\[]|$))")
_PARTS_OF_NAMES = frozenset(
    "surname lastname firstname familyname givenname familienname nachname vorname prénom apellido apellidos cognome"
    " sobrenome apelido apelidos achternaam voornaam efternavn fornavn efternamn förnamn etternavn sukunimi etunimi"
    " nazwisko imię příjmení jméno priezvisko prezime ime vezetéknév keresztnév nume prenume επώνυμο фамилия имя".split()
) | {"family name", "given name", "last name", "first name", "nom de famille"}
_BEFORE_ADDRESS = re.compile(rf"(?:^|[\s\"'(,;:>])({_FULL_NAME})[\"']?\s*(?:[<(\[]|(?:\[?mailto:))+$")
_OPENINGS = ("<", "(", "[", ":")
_RECIPIENT = re.compile(rf"\s*({_FULL_NAME}(?: {_INITIALS})?)\.?(?:\s*;\s*|\s*\n)")
_RECIPIENTS = re.compile(r"(?i)\b(?:to|cc|bcc|an|til|kopi|kopie|para|à|til|till|aan|do|komu):[ \t]")
_CLOCK = re.compile(r"(?:(?:AM|PM|UTC|GMT|CES?T|[ECMPB][SD]T),? )+")
_HUMPS = re.compile(r"[A-Z][a-z]+|[a-z]+(?=[A-Z])|[^\W\d_]+")
_FIELDS = frozenset(
    "name full name first name last name user name from author signed signed-off-by reviewed-by acked-by reported-by"
    " von nom nombre nome navn namn fra de od afsender autor auteur".split()
) | {"full name", "first name", "last name", "user name"}
_CLOSINGS = frozenset(
    "best kind warm kindest warmest regards wishes cheers thanks thx thank yours sincerely respectfully cordially -- -"
    " freundliche freundlichen liebe lieben viele vielen herzliche herzlichen beste besten schöne schönen grüße gruß gruss"
    " lg vg mfg hochachtungsvoll venlig venlige hilsen mvh knus kærlig vänliga vänlig hälsningar hälsning hilsener"
    " saludos saludo atentamente cordiales atenciosamente abraço abraços obrigado obrigada cumprimentos cordialement"
    " amicalement bien sincères bises merci saluti cordiali distinti grazie groet groeten groetjes vriendelijke"
    " hartelijke pozdrawiam terveisin ystävällisin pozdravem mit met med con".split()
)
_CLOSING_LENGTH = 40
_FIELD_LENGTH = 24
_ROLES = frozenset(
    "admin all announce bugs careers community contact dev devel editor enquiries faq feedback forum group hello help"
    " hostmaster hr info institute jobs kontakt lang library list lists mail mailto marketing media news newsletter"
    " noreply office open orders owner post postmaster press privacy project request sales security service services"
    " shop society software subscribe support system team test the tickets university users vote web webmaster".split()
)


def is_role(word: str) -> bool:
    """Whether a word before an @ says what an address is for, and not whose it is."""
    return word in _ROLES


def stated(text: str, spans: Sequence[Span]) -> list[Span]:
    """Names in a signature, in a header field, in a list of recipients, and before an address in brackets."""
    found = [("name.signature", place) for place in _signatures(text)]
    found += [("name.field", place) for place in _fields(text)]
    if text.count(";") > 2 and (head := _RECIPIENTS.search(text)):
        found += [("name.list", place) for place in _recipients(text, head.end())]
    for span in spans:
        if span.kind is SpanType.EMAIL and text[max(0, span.start - 1) : span.start] in _OPENINGS:
            match = _BEFORE_ADDRESS.search(text, max(0, span.start - 60), span.start)
            found += [("name.address", match.span(1))] if match else []
    return [
        Span(start, end, SpanType.PERSON, rule, 0.8)
        for rule, (first, end) in found
        if _is_name(text[(start := _after_clock(text, first)) : end])
    ]


def _signatures(text: str) -> Iterator[tuple[int, int]]:
    """Lines that are a name and follow a closing phrase."""
    start, closed = max(0, len(text) - _EDGE), False
    for line in text[start:].split("\n"):
        if closed and (match := _NAME_LINE.fullmatch(text, start, start + len(line))):
            yield match.span(1)
        start += len(line) + 1
        if len(line) > _CLOSING_LENGTH:
            closed = False
        elif words := line.strip(" \t>*\r").split(maxsplit=1):
            closed = words[0].rstrip(",.!").lower() in _CLOSINGS


def _fields(text: str) -> Iterator[tuple[int, int]]:
    """Values of header fields that are a full name; a short text is all header."""
    start = 0
    for line in text[:_EDGE].split("\n"):
        key, colon, _ = line.partition(":")
        name = key.strip(" \t>*|-\"'{,").lower() if colon and len(key) <= _FIELD_LENGTH else ""
        if name in _FIELDS or name in _PARTS_OF_NAMES:
            pattern = _FIELD_WORD if name in _PARTS_OF_NAMES else _FIELD_NAME
            match = pattern.match(text, start + len(key) + 1, start + len(line))
            if match:
                yield match.span(1)
        start += len(line) + 1


def _recipients(text: str, start: int) -> list[tuple[int, int]]:
    """Names with semicolons between them, three or more."""
    found = []
    while match := _RECIPIENT.match(text, start):
        found.append(match.span(1))
        start = match.end()
    return found if len(found) > 2 else []


def _after_clock(text: str, start: int) -> int:
    """The beginning of a name in `at 9:56 PM Ann Lee <…>`."""
    match = _CLOCK.match(text, start)
    return match.end() if match else start


def _is_name(form: str) -> bool:
    """Not all of it ordinary words, as in `Best regards, The Team`."""
    words = letters_of(form)
    return (
        not any(word in _ROLES for word in words)
        and not _CLOSINGS.issuperset(words)
        and any(word not in ORDINARY and word not in PARTICLES for word in words if len(word) > 1)
    )


def hidden(text: str, spans: Sequence[Span]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Parts before an @ with the names inside them, as folded words: given name (or its initial) and family name.

    Only where the text holds the name as well: `akowalczyk@…` says who `Anna Kowalczyk` is. An address with a full
    stop in it (`anna.kowalczyk@…`) says it alone.
    """
    folded = ""
    contacts = [span for span in spans if span.kind in (SpanType.EMAIL, SpanType.HANDLE)]
    for local, kind in dict.fromkeys((local_part(text, span), span.kind) for span in contacts):
        words = tuple(fold(word) for word in _HUMPS.findall(local))
        if not words or len(words) > 3 or any(word in _ROLES for word in words):
            continue
        if kind is SpanType.EMAIL and len(words) == 2 and "." in local and _are_names(words):
            yield local, words
        elif len("".join(words)) > 5:
            folded = folded or fold(text)
            if split := _split(folded, words):
                yield local, split


def _are_names(words: Sequence[str]) -> bool:
    """Two words of a name: neither is ordinary, one may be an initial."""
    return all(len(word) == 1 or (len(word) > 2 and word not in ORDINARY) for word in words) and len(words[1]) > 2


def local_part(text: str, span: Span) -> str:
    """What stands before the @ of an address, or after that of a handle."""
    return text[span.start : span.end].lstrip("@ ").partition("@")[0].partition(" ")[0]


def _split(folded: str, words: Sequence[str]) -> tuple[str, ...] | None:
    """The two words of the text that make up the words: `Anna Kowalczyk` of `annakowalczyk` or `akowalczyk`."""
    word = "".join(words)
    for cut in range(3, len(word) - 2):
        if word[:cut] not in ORDINARY and word[cut:] not in ORDINARY and f"{word[:cut]} {word[cut:]}" in folded:
            return word[:cut], word[cut:]
    family, place = word[1:], 0
    while family not in ORDINARY and (place := folded.find(f" {family}", place + 1)) > 0:
        given = folded[folded.rfind(" ", 0, place) + 1 : place].rpartition("\n")[2]
        if given.startswith(word[0]) and given.rstrip(".").isalpha() and not folded[place + len(word) :][:1].isalpha():
            name = given.rstrip(".")
            return name if name not in ORDINARY else word[0], family
    return None
