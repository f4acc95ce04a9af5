"""E-mail addresses written to hide from harvesters: `name at host.org`, `name (at) host [dot] org`."""

# ruff: noqa: E501 - a pattern reads best unbroken, and lengths are what a rule says

from __future__ import annotations

import re

from jobs.text.identifiers.family import Family, Scene
from jobs.text.spans import Span, SpanType

_AT_SIGN = r"(?:at|AT|At|ät|arroba|chez)"
_DOT_SIGN = r"(?:dot|DOT|Dot|punkt|Punkt|PUNKT|punto|ponto|point)"
_AT = (
    rf"(?:[ \t]+{_AT_SIGN}[ \t\n>]+"
    rf"|[ \t]*[\[({{<][ \t]*(?:{_AT_SIGN}|@|a)[ \t]*[\])}}>][ \t]*"
    r"|[_\-](?:at|AT)[_\-]|[ \t]+@[ \t]*|[ \t]*@[ \t]+)"
)
_DOT = (
    rf"(?:\.|[ \t]+{_DOT_SIGN}[ \t]+|[ \t]*[\[({{<][ \t]*(?:{_DOT_SIGN}|\.)[ \t]*[\])}}>][ \t]*"
    r"|[_\-](?:dot|DOT)[_\-])"
)
_NAME = r"[0-9A-Za-z_][0-9A-Za-z_+%.\-]*"
_LABEL = r"[0-9A-Za-z][0-9A-Za-z\-]*"
_BEFORE_DOT, _DOTS = r"[ \t]*[\[({<_\-]?[ \t]*", "dot|DOT|Dot|punkt|Punkt|PUNKT|punto|ponto|point"
TRIGGER = (
    r"(?:[ \t](?:at|AT|At|ät|arroba|chez)[ \t\n]+>?|[\[({<][ \t]?(?:at|AT|At|ät|arroba|a|@)[ \t]?[\])}>][ \t]*|[_\-](?:at|AT)[_\-])"
    rf"(?:[0-9\-]*[A-Za-z][0-9A-Za-z\-]*{_BEFORE_DOT}(?:\.|{_DOTS})|[0-9\-]+{_BEFORE_DOT}(?:\.[A-Za-z]|{_DOTS}))"  # not `at 10.0.0.1`
)

_NAME_BACKWARDS = re.compile(
    r"[ \t]*[\w+%.\-]+(?:(?:[ \t]+(?:tod|TOD)[ \t]+|[ \t]*[\])}>][ \t]*(?:tod|TOD|\.)[ \t]*[\[({<][ \t]*)[\w+%.\-]+){0,3}",
    re.ASCII,
)

_ADDRESS = re.compile(
    rf"(?P<name>{_NAME}(?:(?!\.){_DOT}{_LABEL}){{0,3}})(?P<at>{_AT})"
    rf"(?P<host>{_LABEL}(?:{_DOT}{_LABEL})*?)(?P<dot>{_DOT})(?P<tld>[A-Za-z]{{2,13}})(?!\w|-\w|\.\w|{_DOT}{_LABEL})",
    re.ASCII,
)
# What stands before "at" in a sentence that names a place on the web, or a time or place without an address.
_WORDS = frozenset(
    "a about above accessed all also am amazon and answer  any anyone are arrive article available back be been blog book"
    " both bug bugs but by call check classes code com come conference contact copy data date day days demo details"
    " discussion documentation documented docs download downloaded elsewhere en etc event everyone example faq far"
    " feedback file files find first for forum found free from get go group have help her here him his home hosted"
    " i in info information interface is it its job jobs just laugh link linked links list lists listed live located"
    " login look looked looking looks mail mailing maintained manual me meet meeting members messages more my near"
    " new news not now of off on one online only or order others ours out package packages page pages paper people"
    " pm point posted posting posts preview program project published question questions read reading reference"
    " register release released repository research resources see seen server site sites slides software someone"
    " source sources speak start starting stay stop stopped stuff support talk talks team that the them there these"
    " they things this those to tool tutorial tutorials up updates us use version video visit volunteer was we"
    " web webpage website were what where which wiki will with work worked working works yelled you yourself".split()
)
# Words behind `at` in a sentence, never the name of a host.
_NO_HOST = frozenset(
    "a all any each every first home last least most no night no once one some that the these this those what which work".split()
)
_TLD = frozenset(
    "com org net edu gov mil int info biz name pro eu de fr uk es it pt nl be at ch dk se no fi pl cz sk si hu ro bg hr"
    " gr ie is lu li lt lv ee ru su ua by tr br mx ar cl co pe ve uy us ca au nz jp cn hk tw kr in pk bd lk za ng ke eg ma"
    " il ir sa ae sg my th vn ph id io ai me tv cc cat dev app xyz online email rs ba mk md ge am az kz uz fm nu gg im ws ac st".split()
)
# What a printed contract is after conversion, behind a word for mail: `E-mail: ann. lind @example. org`
_PRINTED = re.compile(
    rf"(?:[Ee]-?[Mm]ail|E-?MAIL)[^\n@]{{0,30}}?({_LABEL}(?:\. ?{_LABEL}){{0,3}} ?@ ?{_LABEL}(?:\. ?{_LABEL}){{0,2}}"
    r"\. ?(?P<tld>[A-Za-z]{2,13}))(?!\w)",
    re.ASCII,
)
_PRINTED_REACH = 80
_SOURCE_LINE = re.compile(r",? line \d")  # `failed at test.pl line 11`
_THING = re.compile(r"\b(?:the|a|an|our|my|your|his|her|their|this|that)\s+$", re.IGNORECASE)  # `the shop at host.com`
_VERB = re.compile(r"\b(?:look|go|is|are|be|was|were|live|meet|arrive|stop|start|stay)\s+$", re.IGNORECASE)


def find(scene: Scene, start: int, end: int) -> list[Span]:
    """The hidden address around an `at`, unless the words read as a sentence."""
    text = scene.text
    name = _NAME_BACKWARDS.match(text[max(0, start - 100) : start][::-1])
    if name is None:
        return []
    match = _ADDRESS.match(text, start - len(name.group()))
    while match is not None and match.end("at") <= start:
        match = _ADDRESS.match(text, match.end("name") + 1)
    if match is None or match.start("at") > start or match["tld"].lower() not in _TLD:
        return []
    if _SOURCE_LINE.match(text, match.end()):
        return []
    return [Span(match.start(), match.end(), SpanType.EMAIL, "email.hidden", 0.85)] if _is_address(text, match) else []


def find_spaced(scene: Scene, at: int) -> list[Span]:
    """An address with blanks around its at sign (`name @ host.org`)."""
    start = at
    while start and scene.text[start - 1] == " ":
        start -= 1
    return find(scene, start, at + 1) or _printed(scene.text, at)


def _printed(text: str, at: int) -> list[Span]:
    """An address with blanks behind its full stops, if a word for mail announces it."""
    match = _PRINTED.search(text, max(0, at - _PRINTED_REACH), at + _PRINTED_REACH)
    if match is None or not match.start(1) < at < match.end(1) or match["tld"].lower() not in _TLD:
        return []
    return [Span(*match.span(1), SpanType.EMAIL, "email.printed", 0.85)]


def _is_address(text: str, match: re.Match[str]) -> bool:
    """Signs in brackets leave no doubt. A bare `at` needs a name before it that is no word of a sentence."""
    if match["at"].strip(" \t")[:1] in tuple("[({<_-@"):
        return match["at"].strip(" \t")[:1] != "-" or bool(match["dot"].strip(" .\t"))
    name, host = match["name"], match["host"]
    if host.lower().startswith("www"):
        return False
    if name.lower() in _WORDS:
        return _mail_context(text, match)
    spelled = match["dot"] != "."
    if (spelled and host.lower() in _NO_HOST) or _THING.search(text, max(0, match.start() - 8), match.start()):
        return False
    return not (spelled and _VERB.search(text, max(0, match.start() - 12), match.start()))


def _mail_context(text: str, match: re.Match[str]) -> bool:
    """A word that could be a user name stands where addresses stand: in angle brackets or behind `mailto:`."""
    before = text[max(0, match.start() - 8) : match.start()].lower()
    return before.endswith(("<", "mailto:", "e-mail: ", "email: ", "mail: "))


OBFUSCATED = Family("hidden", TRIGGER, find)
