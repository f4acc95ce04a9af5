"""Personal numbers of states, by shape and check digits (python-stdnum): a row for each."""

# ruff: noqa: E501 - a pattern reads best unbroken

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from stdnum.ar import cuit
from stdnum.at import vnr
from stdnum.be import nn
from stdnum.bg import egn
from stdnum.br import cnpj, cpf
from stdnum.ca import sin
from stdnum.ch import ssn as ch_ahv
from stdnum.cl import rut
from stdnum.cn import ric
from stdnum.cz import rc
from stdnum.de import idnr as de_idnr
from stdnum.dk import cpr
from stdnum.ee import ik
from stdnum.es import dni, nie
from stdnum.eu import vat
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.gb import nhs
from stdnum.gr import amka
from stdnum.hr import oib
from stdnum.ie import pps
from stdnum.in_ import aadhaar, epic, pan
from stdnum.is_ import kennitala
from stdnum.it import codicefiscale
from stdnum.kr import rrn
from stdnum.lt import asmens
from stdnum.lv import pvn as lv_code
from stdnum.mx import curp, rfc
from stdnum.nl import bsn
from stdnum.no import fodselsnummer
from stdnum.pl import nip, pesel
from stdnum.pt import cc, nif
from stdnum.ro import cnp
from stdnum.se import personnummer
from stdnum.si import emso
from stdnum.th import pin
from stdnum.tr import tckimlik
from stdnum.us import itin, ssn
from stdnum.za import idnr as za_idnr


class Number(NamedTuple):
    """One kind of number.

    `signs` are the forms that a run of digits must contain, each digit written as 9: a quick look before the pattern.
    `places` are countries and languages without which it is too weak; empty: anywhere.
    """

    name: str
    shape: re.Pattern[str]
    is_valid: Callable[[str], bool]
    signs: tuple[bytes, ...] = ()
    places: frozenset[str] = frozenset()


def _without_dots(is_valid: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda number: is_valid(number.replace(".", ""))


def _rule(name: str, shape: str, is_valid: Callable[[str], bool], signs: str = "", places: str = "") -> Number:
    whole = re.compile(rf"(?<![\w.])(?:{shape})(?!\w|[.,-]\d)", re.ASCII)
    return Number(
        name, whole, is_valid, tuple(sign.encode() for sign in signs.split("|") if sign), frozenset(places.split())
    )


def _always(_: str) -> bool:
    return True


def _is_ssn(number: str) -> bool:
    """Issued numbers and, since people mistype and tests invent, any 3-2-4 group but those never issued."""
    return ssn.is_valid(number) or itin.is_valid(number) or number[:3] not in ("000", "666")


def _is_snils(number: str) -> bool:
    """Russia's insurance number: the weighted sum of nine digits, modulo 101."""
    digits = [int(c) for c in number if c.isdigit()]
    return sum(d * (9 - i) for i, d in enumerate(digits[:9])) % 101 % 100 == digits[9] * 10 + digits[10]


def _is_old_cpr(number: str) -> bool:
    """A Danish number with the check digit that all had until 2007."""
    return bool(cpr.is_valid(number)) and int(cpr.checksum(number.replace("-", ""))) == 0


# Written by digits and separators: looked for in runs of digits. Those that hold a date and a check digit, or two check
# digits, are taken anywhere; those with one check digit, or none, only where their country or language is known.
_DATE_6 = r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}"
_NINE, _TEN, _ELEVEN, _THIRTEEN = ("9" * n for n in (9, 10, 11, 13))
DIGIT_RULES = (
    _rule("us.ssn", r"\d{3}-\d{2}-\d{4}", _is_ssn, "999-99-9999"),
    _rule("br.cpf", r"\d{3}\.\d{3}\.\d{3}-\d{2}", cpf.is_valid, "999.999.999-99"),
    _rule("br.cpf", r"\d{11}", cpf.is_valid, _ELEVEN, "BR pt"),
    _rule("br.cnpj", r"\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}", cnpj.is_valid, "99.999.999/9999-99"),
    _rule("be.nn", r"\d{2}\.\d{2}\.\d{2}[- ]\d{3}\.\d{2}", nn.is_valid, "99.99.99-999.99|99.99.99 999.99"),
    _rule("be.nn", r"\d{11}", nn.is_valid, _ELEVEN),
    _rule("ch.ahv", r"756\.\d{4}\.\d{4}\.\d{2}|756\d{10}", ch_ahv.is_valid, f"999.9999.9999.99|{_THIRTEEN}"),
    _rule("fr.nir", r"[12]\d{14}|[12] \d\d \d\d \d\d \d{3} \d{3} \d\d", nir.is_valid, "999999999999999|9 99 99 99 999 999 99"),
    _rule("se.personnummer", r"(?:19|20)?\d{6}[-+]\d{4}", personnummer.is_valid, "999999-9999|999999+9999"),
    _rule("se.personnummer", r"(?:19|20)\d{10}", personnummer.is_valid, "999999999999"),
    _rule("se.personnummer", r"\d{10}", personnummer.is_valid, _TEN, "SE sv"),
    _rule("fi.hetu", r"\d{6}[-+]\d{4}", hetu.is_valid, "999999-9999|999999+9999"),
    _rule("is.kennitala", r"\d{6}-\d{4}", kennitala.is_valid, "999999-9999"),
    _rule("dk.cpr", _DATE_6 + r"-?\d{4}", _always, f"999999-9999|{_TEN}", "DK da GL FO"),
    _rule("dk.cpr", _DATE_6 + r"-\d{4}", _is_old_cpr, "999999-9999"),
    _rule("lv.pk", r"\d{6}-\d{5}", lv_code.is_valid, "999999-99999"),
    _rule("cz.rc", r"\d{6}/\d{4}", rc.is_valid, "999999/9999"),
    _rule("cz.rc", r"\d{10}", rc.is_valid, _TEN, "CZ cs SK sk"),
    _rule("bg.egn", r"\d{10}", egn.is_valid, _TEN, "BG bg"),
    _rule("hr.oib", r"\d{11}", oib.is_valid, _ELEVEN, "HR hr"),
    _rule("de.idnr", r"\d{2} \d{3} \d{3} \d{3}|\d{11}", de_idnr.is_valid, f"99 999 999 999|{_ELEVEN}"),
    _rule("at.vnr", r"\d{4} \d{6}", vnr.is_valid, "9999 999999"),
    _rule("at.vnr", r"\d{10}", vnr.is_valid, _TEN, "AT de"),
    _rule("in.aadhaar", r"[2-9]\d{3} \d{4} \d{4}|[2-9]\d{3}-\d{4}-\d{4}", aadhaar.is_valid, "9999 9999 9999|9999-9999-9999"),
    _rule("in.aadhaar", r"[2-9]\d{11}", aadhaar.is_valid, "999999999999", "IN hi"),
    _rule("no.fnr", r"\d{6} ?\d{5}", fodselsnummer.is_valid, f"999999 99999|{_ELEVEN}"),
    _rule("ee.ik", r"\d{11}", ik.is_valid, _ELEVEN),
    _rule("lt.asmens", r"\d{11}", asmens.is_valid, _ELEVEN),
    _rule("gr.amka", r"\d{11}", amka.is_valid, _ELEVEN),
    _rule("pl.pesel", r"\d{11}", pesel.is_valid, _ELEVEN),
    _rule("pl.nip", r"\d{3}-\d{3}-\d{2}-\d{2}|\d{3}-\d{2}-\d{2}-\d{3}", nip.is_valid, "999-999-99-99|999-99-99-999"),
    _rule("tr.kimlik", r"\d{11}", tckimlik.is_valid, _ELEVEN),
    _rule("ro.cnp", r"[1-9]\d{12}", cnp.is_valid, _THIRTEEN),
    _rule("si.emso", r"\d{13}", emso.is_valid, _THIRTEEN),
    _rule("za.id", r"\d{13}", za_idnr.is_valid, _THIRTEEN, "ZA af zu"),
    _rule("kr.rrn", r"\d{6}-\d{7}", rrn.is_valid, "999999-9999999"),
    _rule("th.pin", r"\d-\d{4}-\d{5}-\d{2}-\d", pin.is_valid, "9-9999-99999-99-9"),
    _rule("cn.ric", r"\d{18}", ric.is_valid, "9" * 18),
    _rule("ru.snils", r"\d{3}-\d{3}-\d{3}[- ]\d{2}", _is_snils, "999-999-999 99|999-999-999-99"),
    _rule("cl.rut", r"\d{1,2}\.\d{3}\.\d{3}-\d", rut.is_valid, "9.999.999-9"),
    _rule("ar.cuit", r"\d{2}-\d{8}-\d", cuit.is_valid, "99-99999999-9"),
    _rule("ca.sin", r"\d{3}[- ]\d{3}[- ]\d{3}", sin.is_valid, "999-999-999|999 999 999", "CA"),
    _rule("nl.bsn", r"\d{9}|\d{4}\.\d{2}\.\d{3}", bsn.is_valid, f"{_NINE}|9999.99.999", "NL nl"),
    _rule("pt.nif", r"[1-35]\d{8}|[1-35]\d{2} \d{3} \d{3}", nif.is_valid, f"{_NINE}|999 999 999", "PT pt"),
    _rule("gb.nhs", r"\d{3} \d{3} \d{4}", nhs.is_valid, "999 999 9999", "GB"),
)  # fmt: skip

# Written with letters: they have a trigger of their own.
LETTER_RULES = (
    _rule("es.dni", r"\d{8}[- ]?[A-Z]|\d{2}\.\d{3}\.\d{3}-?[A-Z]", _without_dots(dni.is_valid)),
    _rule("es.nie", r"[XYZ]-?\d{7}-?[A-Z]", nie.is_valid),
    _rule("it.cf", r"[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]", codicefiscale.is_valid),
    _rule("gb.nino", r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]", _always),
    _rule("ie.pps", r"\d{7}[A-W][A-IW]?", pps.is_valid),
    _rule("in.pan", r"[A-Z]{5}\d{4}[A-Z]", pan.is_valid),
    _rule("in.epic", r"[A-Z]{3}\d{7}", epic.is_valid, places="IN hi"),
    _rule("fi.hetu", r"\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]", hetu.is_valid),
    _rule("pt.cc", r"\d{8} ?\d ?[A-Z0-9]{2}\d", cc.is_valid),
    _rule("fr.nir", r"[12] ?\d\d ?\d\d ?2[AB] ?\d{3} ?\d{3} ?\d\d", nir.is_valid),
    _rule("mx.curp", r"[A-Z]{4}\d{6}[A-Z]{6}[0-9A-Z]\d", curp.is_valid),
    _rule("mx.rfc", r"[A-Z]{4}\d{6}[A-Z0-9]{3}", lambda number: rfc.is_valid(number, validate_check_digits=True)),
    _rule("cn.ric", r"\d{17}X", ric.is_valid),
    _rule("cl.rut", r"\d{1,2}\.\d{3}\.\d{3}-[kK]", rut.is_valid),
    _rule("eu.vat", r"(?:AT ?U|BE ?[01]|BG ?|CY ?|CZ ?|DE ?|DK ?|EE ?|EL ?|ES ?[A-Z]?|FI ?|FR ?[0-9A-Z]{2} ?|HR ?|HU ?|IE ?|IT ?|LT ?|LU ?|LV ?|MT ?|NL ?|PL ?|PT ?|RO ?|SE ?|SI ?|SK ?)\d{2}[0-9A-Z]{4,12}", vat.is_valid),
    _rule("lettered", r"[A-Z]{2}-[A-Z]{2}-\d{4,}", _always),
)  # fmt: skip
