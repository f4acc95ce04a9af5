"""Secrets: keys and tokens of known shape, values that a key name announces, wallet addresses."""

# ruff: noqa: E501, PLR2004 - a pattern reads best unbroken, and lengths are what a rule says

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter

from jobs.text.identifiers.family import Family, Scene
from jobs.text.spans import Span, SpanType

_TOKENS = (
    r"\b(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}\b"
    r"|\bgh[pousr]_[0-9A-Za-z]{36,}"
    r"|\bgithub_pat_[0-9A-Za-z_]{22,}"
    r"|\bglpat-[0-9A-Za-z_\-]{20,}"
    r"|\bxox[abeprs]-[0-9A-Za-z\-]{10,}"
    r"|\bsk-(?:proj-|ant-)?[0-9A-Za-z_\-]{20,}"
    r"|\b[rs]k_(?:live|test)_[0-9A-Za-z]{16,}"
    r"|\bAIza[0-9A-Za-z_\-]{35}"
    r"|\bya29\.[0-9A-Za-z_\-]{20,}"
    r"|\bSG\.[0-9A-Za-z_\-]{16,}\.[0-9A-Za-z_\-]{16,}"
    r"|\bnpm_[0-9A-Za-z]{36}"
    r"|\bpypi-[0-9A-Za-z_\-]{50,}"
    r"|\bhf_[0-9A-Za-z]{30,}"
    r"|\bdop_v1_[0-9a-f]{64}"
    r"|\b[0-9]{8,10}:AA[0-9A-Za-z_\-]{33}"
    r"|\b(?:AC|SK)[0-9a-f]{32}\b"
    r"|\bsq0(?:csp|atp|idp)-[0-9A-Za-z_\-]{22,}"
    r"|\b[0-9a-f]{32}-us[0-9]{1,2}\b"
    r"|\b[MNO][0-9A-Za-z_\-]{23,25}\.[0-9A-Za-z_\-]{6}\.[0-9A-Za-z_\-]{27,}"
    r"|\bGOCSPX-[0-9A-Za-z_\-]{20,}"
    r"|\bwhsec_[0-9A-Za-z+/=]{20,}"
    r"|\bshp(?:at|ss|ca|pa)_[0-9a-fA-F]{32}"
    r"|\bdckr_pat_[0-9A-Za-z_\-]{20,}"
    r"|\bxapp-[0-9A-Za-z\-]{10,}"
    r"|\beyJ[0-9A-Za-z_\-]{10,}\.[0-9A-Za-z_\-]{10,}\.[0-9A-Za-z_\-]{5,}"
)
_WALLETS = (
    r"\b0x[0-9A-Fa-f]{40}\b|\b(?:bc|tb)1[02-9ac-hj-np-z]{20,87}\b|\bBC1[02-9AC-HJ-NP-Z]{20,87}\b"
    r"|\b[13][1-9A-HJ-NP-Za-km-z]{25,34}\b"
)
_NAMES = (
    r"(?:[Pp]assw(?:or)?[dt]|PASSWORD|[Pp]assphrase|[Kk]ennwort|[Cc]ontraseña|[Ss]enha|mot de passe|[Pp]wd|PWD|[Ss]ecret|SECRET"
    r"|[Ww]achtwoord|[Hh]asło|[Ll]ösenord|[Aa]dgangskode|[Ss]alasana|\b[Hh]eslo|\b[Cc]lave|\b[Pp]arola|[Пп]ароль|[Κκ]ωδικός|\b[Pp]ass|\b[Pp]w|\b[Mm]dp|[Kk]ey|KEY|[Tt]oken|TOKEN)"
)
TRIGGER = (
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\b(?:Bearer|Basic) [0-9A-Za-z]"
    r"|\b(?:AKIA|ASIA|ABIA|ACCA|gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|sk-|[rs]k_live_|[rs]k_test_|AIza|ya29\.|SG\."
    r"|npm_|pypi-|hf_|dop_v1_|eyJ|0x|bc1|tb1|BC1|sq0csp-|sq0atp-|sq0idp-|GOCSPX-|whsec_|shp(?:at|ss|ca|pa)_|dckr_pat_|xapp-)[0-9A-Za-z]"
    r"|\b[0-9]+:AA[0-9A-Za-z_\-]|\b(?:AC|SK)[0-9a-f]{8}|\b[0-9a-f]{32}-us[0-9]|\b[MNO][0-9A-Za-z_\-]+\.[0-9A-Za-z_\-]{6}\.[0-9A-Za-z_\-]"
    r"|\b[13][0-9]*[A-HJ-NP-Za-km-z][0-9A-Za-z]{6,}"
    rf"|{_NAMES}[\"']?[ \t]?[ \t]?(?:[:=]|(?:is|was|ist|lautet|est|es|jest|è|é|hai) )"
)

_NAME = re.compile(_NAMES)
_WALLET = re.compile(_WALLETS, re.ASCII)
_TOKEN = re.compile(_TOKENS, re.ASCII)
_PEM = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|\Z)", re.DOTALL
)
_SIGN = r"[^\s\"'`<>,;(){}\[\]]"
# Looked at first, and read to its end only if it is a secret: it could be as long as the text, a trigger every few signs.
_VALUE = re.compile(rf"[ \t]*>?[ \t]*([\"'`]?)({_SIGN}{{6,512}})")
_REST = re.compile(f"{_SIGN}*")
_BEARER = re.compile(r"(?:Bearer|Basic) +([0-9A-Za-z+/=._~\-]{12,})")
# `key` and `token` alone are words of every program; in such company they are somebody's.
_WEAK = re.compile(r"(?:key|token)\b", re.IGNORECASE)
_COMPANY = re.compile(
    r"(?:api|secret|access|auth\w*|private|client|licen[cs]e|session|app|account|service)[ _-]?$", re.I
)
# A variable, keys that are pressed together.
_NO_SECRET = re.compile(r"\$(?:[{(]|[A-Z][A-Z0-9_]*$)|(?i:ctrl|control|alt|shift|cmd|command|option|win|meta|fn)\+")
_IDENTIFIER = re.compile(r"[A-Za-z]+(?:[_-][A-Za-z]+)*_?\d{1,3}|[A-Z][a-z]+\+\w+")
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def find(scene: Scene, start: int, end: int) -> list[Span]:
    """The secret at a region, or behind a name that announces one."""
    text = scene.text
    if text.startswith("-----", start):
        block = _PEM.match(text, start)
        return [Span(start, block.end(), SpanType.SECRET, "secret.pem", 1.0)] if block else []
    if bearer := _BEARER.match(text, start):
        value = bearer.group(1)
        return [Span(*bearer.span(1), SpanType.SECRET, "secret.value", 0.9)] if _is_random(value) else []
    if token := _TOKEN.match(text, start):
        return [Span(start, token.end(), SpanType.SECRET, "secret.token", 0.95)]
    if wallet := _WALLET.match(text, start):
        return [Span(start, wallet.end(), SpanType.OTHER, "wallet", 0.9)] if _is_wallet(wallet.group()) else []
    return _announced(text, start, end) if _NAME.match(text, start) else []


def _announced(text: str, start: int, end: int) -> list[Span]:
    """A value that does not look like a word, a variable or a call, behind `password =` and the like."""
    match = _VALUE.match(text, end)
    if match is None:
        return []
    value = match.group(2).rstrip(".!?:")
    if _NO_SECRET.match(value) or text.startswith("PublicKey", max(0, start - len("PublicKey"))):
        return []
    weak = _WEAK.match(text, start) and not _COMPANY.search(text, max(0, start - 16), start)
    if not _is_random(value) or (weak and (len(value) < 12 or _IDENTIFIER.fullmatch(value))):
        return []
    quote, stop = match.group(1), _REST.match(text, match.end()).end()  # type: ignore[union-attr]  # it may be empty
    if (quote and text[stop : stop + 1] != quote) or (not quote and text[stop : stop + 1] in ("(", "[", "{")):
        return []
    value = text[match.start(2) : stop].rstrip(".!?:")
    return [Span(match.start(2), match.start(2) + len(value), SpanType.SECRET, "secret.value", 0.8)]


def _is_random(value: str) -> bool:
    """Digits and letters mixed, no path, and at least 2.5 bits a character."""
    if len(value) < 6 or not any(c.isdigit() for c in value) or not any(c.isalpha() for c in value):
        return False
    counts = Counter(value)
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counts.values()) >= 2.5 and "://" not in value


def _is_wallet(address: str) -> bool:
    """Base58 addresses by their check sum (double SHA-256, four bytes); the others by shape."""
    if address.startswith("0x"):
        return len(set(address[2:].lower())) > 2
    if address[0] in "13":
        return _base58_check(address)
    return any(c.isdigit() for c in address[3:])


def _base58_check(address: str) -> bool:
    number = 0
    for character in address:
        number = number * 58 + _BASE58.index(character)
    if number.bit_length() > 200:
        return False
    raw = number.to_bytes(25, "big")
    return hashlib.sha256(hashlib.sha256(raw[:21]).digest()).digest()[:4] == raw[21:]


SECRETS = Family("secret", TRIGGER, find)
