"""Recall on generated text: addresses of machines, bank accounts and personal numbers with valid check digits.

Every number is drawn from a seed; its check digits are worked out here from the rules of its issuer or, for the longer
algorithms, by trying the last places until the number holds. The sentences are this file's own.
"""

# ruff: noqa: E501 - a table reads best with a row to a line

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pyarrow as pa
import pytest
from stdnum.be import nn
from stdnum.bg import egn
from stdnum.br import cpf
from stdnum.cz import rc
from stdnum.de import idnr
from stdnum.ee import ik
from stdnum.es import dni, nie
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.gr import amka
from stdnum.hr import oib
from stdnum.ie import pps
from stdnum.it import codicefiscale
from stdnum.lt import asmens
from stdnum.nl import bsn
from stdnum.no import fodselsnummer
from stdnum.pl import pesel
from stdnum.pt import nif
from stdnum.ro import cnp
from stdnum.se import personnummer
from stdnum.si import emso

from jobs.text.redactor import Redactor

EACH = 25
redact = Redactor().redact  # without the person model
SENTENCES = {
    "plain": ("The form at the counter asked for {cue}, so I wrote {value} and signed it.", "en"),
    "list": ("- room 12\n- {cue}: {value}\n- paid in cash", "en"),
    "bracket": ("She quoted her {cue} ({value}) on the phone yesterday", "en"),
    "end": ("what they keep on me: {cue} {value}", "en"),
}
# Written after the rules, in other languages and forms; nothing of them was in view when the rules were made.
OTHERS = {
    "de": (
        "Beim Umzug habe ich {cue} verlegt; im Schreiben der Kasse steht {value}, bitte prüft das bis Freitag.",
        "de",
    ),
    "fr": ("Le dossier est complet sauf {cue}, que voici enfin - {value} - désolé pour le retard.", "fr"),
    "es": ("¿Puedes apuntar {cue}? Es {value}, lo tengo delante.", "es"),
    "it": ("Per la pratica del condominio servono tre cose: la delega, {cue} {value} e una fotocopia.", "it"),
    "pl": ("Pani w okienku przepisała {cue}: {value}, a potem zgubiła kartkę.", "pl"),
    "nl": ("Ik heb het gisteren al gemaild, maar nogmaals {cue} = {value}\nGroeten van boven", "nl"),
    "sv": ("Till försäkringsbolaget skrev jag {cue} {value} – hoppas att det räcker.", "sv"),
    "cs": ("Do kolonky {cue} jsem napsal {value} a hotovo.", "cs"),
    "json": ('{{"{cue}": "{value}", "ok": true}}', ""),
}
EACH_OTHER = 12
IBANS = (  # country, number of letters or digits behind the check digits, with letters at the front
    ("AT", 16, 0), ("BE", 12, 0), ("BG", 18, 4), ("CH", 17, 0), ("CY", 24, 0), ("CZ", 20, 0), ("DE", 18, 0), ("DK", 14, 0), ("EE", 16, 0),
    ("ES", 20, 0), ("FI", 14, 0), ("FR", 23, 0), ("GB", 18, 4), ("GR", 23, 0), ("HR", 17, 0), ("HU", 24, 0), ("IE", 18, 4), ("IT", 23, 1),
    ("LT", 16, 0), ("LU", 16, 0), ("LV", 17, 4), ("MT", 27, 4), ("NL", 14, 4), ("NO", 11, 0), ("PL", 24, 0), ("PT", 21, 0), ("RO", 20, 4),
    ("SE", 20, 0), ("SI", 15, 0), ("SK", 20, 0),
)  # fmt: skip


def _digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def _birth(chance: random.Random) -> date:
    return date(1940, 1, 1) + timedelta(days=chance.randrange(21_000))


def _until(chance: random.Random, draw: Callable[[], str], holds: Callable[[str], bool]) -> str:
    return next(number for number in iter(draw, None) if holds(number))


def _iban(chance: random.Random) -> str:
    country, size, letters = chance.choice(IBANS)
    body = "".join(chance.choice("ABCDEFGHKLMNPRST") for _ in range(letters)) + _digits(chance, size - letters)
    check = 98 - int("".join(str(int(c, 36)) for c in body + country + "00")) % 97
    number = f"{country}{check:02d}{body}"
    if chance.random() < 0.5:
        return number
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4))


def _ipv4(chance: random.Random) -> str:
    return ".".join(str(chance.randrange(1, 255)) for _ in range(3)) + f".{chance.randrange(40, 255)}"


def _ipv6(chance: random.Random) -> str:
    groups = [f"{chance.randrange(1, 65536):x}" for _ in range(8)]
    return ":".join(groups) if chance.random() < 0.5 else ":".join(groups[:3]) + "::" + ":".join(groups[5:])


def _ssn(chance: random.Random) -> str:
    area = chance.choice([n for n in range(1, 900) if n != 666])
    return f"{area:03d}-{chance.randrange(1, 100):02d}-{chance.randrange(1, 10000):04d}"


def _dated(form: str, tail: int, holds: Callable[[str], bool], lead: str = "") -> Callable[[random.Random], str]:
    """A number that begins with a date of birth, drawn until its check digits hold."""
    return lambda chance: _until(
        chance,
        lambda: (chance.choice(lead) if lead else "") + _birth(chance).strftime(form) + _digits(chance, tail),
        holds,
    )


def _drawn(size: int, holds: Callable[[str], bool]) -> Callable[[random.Random], str]:
    return lambda chance: _until(chance, lambda: _digits(chance, size), holds)


def _nir(chance: random.Random) -> str:
    birth = _birth(chance)
    body = f"{chance.choice('12')}{birth:%y%m}{chance.randrange(10, 95)}{_digits(chance, 3)}{_digits(chance, 3)}"
    number = body + nir.calc_check_digits(body)
    return number if chance.random() < 0.5 else nir.format(number)


def _codice(chance: random.Random) -> str:
    letters = "".join(chance.choice("BCDFGLMNPRST") for _ in range(6))
    birth = _birth(chance)
    body = f"{letters}{birth:%y}{'ABCDEHLMPRST'[birth.month - 1]}{birth.day:02d}H501"
    return body + codicefiscale.calc_check_digit(body)


def _formatted(draw: Callable[[random.Random], str], shape: Callable[[str], str]) -> Callable[[random.Random], str]:
    return lambda chance: shape(draw(chance))


# kind of number, what people call it, how it is drawn
KINDS: dict[str, tuple[str, Callable[[random.Random], str]]] = {
    "ipv4": ("the address of my router", _ipv4),
    "ipv6": ("the address of my router", _ipv6),
    "iban": ("my bank details", _iban),
    "us.ssn": ("my number", _ssn),
    "es.dni": ("my number", lambda c: (n := _digits(c, 8)) + dni.calc_check_digit(n)),
    "es.nie": ("my number", lambda c: (n := c.choice("XYZ") + _digits(c, 7)) + nie.calc_check_digit(n)),
    "it.codice": ("my number", _codice),
    "fr.nir": ("my number", _nir),
    "pl.pesel": ("my number", _dated("%y%m%d", 5, pesel.is_valid)),
    "ro.cnp": ("my number", _dated("%y%m%d", 6, cnp.is_valid, "12")),
    "lt.asmens": ("my number", _dated("%y%m%d", 4, asmens.is_valid, "34")),
    "ee.ik": ("my number", _dated("%y%m%d", 4, ik.is_valid, "34")),
    "gr.amka": ("my number", _dated("%d%m%y", 5, amka.is_valid)),
    "si.emso": ("my number", lambda c: _until(c, lambda: _birth(c).strftime("%d%m9%y")[:7] + "50" + _digits(c, 4), emso.is_valid)),
    "be.nn": ("my number", _formatted(_dated("%y%m%d", 5, nn.is_valid), nn.format)),
    "se.personnummer": ("my number", _formatted(_dated("%y%m%d", 4, personnummer.is_valid), lambda n: f"{n[:6]}-{n[6:]}")),
    "fi.hetu": ("my number", lambda c: _until(c, lambda: _birth(c).strftime("%d%m%y") + "-" + _digits(c, 3) + c.choice("0123456789ABCDEFHJKLMNPRSTUVWXY"), hetu.is_valid)),
    "no.fnr": ("my number", _dated("%d%m%y", 5, fodselsnummer.is_valid)),
    "cz.rc": ("my number", _formatted(_dated("%y%m%d", 4, rc.is_valid), lambda n: f"{n[:6]}/{n[6:]}")),
    "de.idnr": ("my number", _formatted(_drawn(11, idnr.is_valid), idnr.format)),
    "ie.pps": ("my number", lambda c: _until(c, lambda: _digits(c, 7) + c.choice("ABCDEFGHIJKLMNOPQRSTUVW"), pps.is_valid)),
    "br.cpf": ("my number", _formatted(_drawn(11, cpf.is_valid), cpf.format)),
    # without a shape of their own: behind the word for them
    "bg.egn": ("ЕГН", _dated("%y%m%d", 4, egn.is_valid)),
    "hr.oib": ("OIB", _drawn(11, oib.is_valid)),
    "nl.bsn": ("BSN", _drawn(9, bsn.is_valid)),
    "pt.nif": ("NIF", _formatted(_drawn(8, lambda _: True), lambda n: f"2{n[1:]}{nif.calc_check_digit(f'2{n[1:]}')}")),
    "dk.cpr": ("CPR-nummer", lambda c: f"{_birth(c):%d%m%y}-{_digits(c, 4)}"),
    "lv.pk": ("personas kods", lambda c: f"{_birth(c):%d%m%y}-1{_digits(c, 4)}"),
    "at.svnr": ("SVNR", lambda c: f"{_digits(c, 4)} {_birth(c):%d%m%y}"),
    "hu.taj": ("TAJ szám", lambda c: f"{_digits(c, 3)} {_digits(c, 3)} {_digits(c, 3)}"),
    "mt.id": ("ID card number", lambda c: f"{_digits(c, 7)}{c.choice('MGAPLHBZ')}"),
    "cy.tic": ("tax number", lambda c: f"{_digits(c, 8)}{c.choice('ABCDEFGH')}"),
    "lu.matricule": ("numéro d'identification", lambda c: f"{_birth(c):%Y%m%d}{_digits(c, 5)}"),
    "sk.passport": ("číslo pasu", lambda c: f"P{c.choice('ABC')}{_digits(c, 7)}"),
    "gb.nino": ("NI number", lambda c: f"{c.choice('ABCEHJKL')}{c.choice('ABCEHJKL')} {_digits(c, 2)} {_digits(c, 2)} {_digits(c, 2)} {c.choice('ABCD')}"),
}  # fmt: skip


def _texts(kind: str, sentences: dict[str, tuple[str, str]], each: int) -> Iterator[tuple[str, str, int, int]]:
    """Text, language and the place of the value: start, end."""
    chance = random.Random(f"20261107 {kind}")
    cue, draw = KINDS[kind]
    for sentence, language in sentences.values():
        for _ in range(each):
            before, _, after = sentence.format(cue=cue, value="\0").partition("\0")
            value = draw(chance)
            yield before + value + after, language, len(before), len(before) + len(value)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("sentences", "each"), [(SENTENCES, EACH), (OTHERS, EACH_OTHER)], ids=["first", "others"])
def test_generated_identifiers_are_covered(kind: str, sentences: dict[str, tuple[str, str]], each: int) -> None:
    """No letter or digit of the value stays; at most one in a hundred of a kind may."""
    texts, languages, starts, ends = zip(*_texts(kind, sentences, each), strict=True)
    found = redact(pa.array(texts), languages=pa.array(languages)).field("spans").to_pylist()

    leaks = 0
    for spans, text, start, end in zip(found, texts, starts, ends, strict=True):
        hidden = {i for span in spans for i in range(span["start"], span["end"])}
        leaks += any(text[i].isalnum() and i not in hidden for i in range(start, end))
    assert leaks <= len(texts) // 100


def test_numbers_with_a_wrong_check_digit_stay() -> None:
    """Without a word for them, only the check digits tell: nine in ten of what fails them stays."""
    chance = random.Random(8)
    wrong = [number for number in (_digits(chance, 11) for _ in range(400)) if not pesel.is_valid(number)]
    found = redact(pa.array([f"value {number} of" for number in wrong])).field("spans").to_pylist()

    assert sum(map(bool, found)) < len(wrong) // 10
