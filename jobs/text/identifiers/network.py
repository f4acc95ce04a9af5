"""Addresses of machines: IPv6 and MAC by their shape, IPv4 where it is no version number."""

# ruff: noqa: PLR2004 - a pattern reads best unbroken, and lengths are what a rule says

from __future__ import annotations

import ipaddress
import re

from jobs.text.identifiers.family import Family, Scene
from jobs.text.spans import Span, SpanType

TRIGGER = (
    r"\b[0-9A-Fa-f]+:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*"
    r"|::[0-9A-Fa-f][0-9A-Fa-f:.]*"
    r"|\b[0-9A-Fa-f]{2}-[0-9A-Fa-f]{2}-[0-9A-Fa-f]{2}-[0-9A-Fa-f]{2}-[0-9A-Fa-f]{2}-[0-9A-Fa-f]{2}\b"
    r"|\b[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\b"
)

_MAC = re.compile(r"[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}|(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}")
_IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)", re.ASCII)
_VERSION_BEFORE = re.compile(
    r"(?:\b(?:v|ver|vers|version|versions|versie|versión|versão|release|rel|build|firmware|kernel|rev|revision|update"
    r"|chapter|section|sec|clause|article|rule|figure|table|§|R|python|java|jdk|libc|gcc|chrome|chromium|firefox|safari"
    r"|edge?|opr|opera|mozilla|webkit|applewebkit)"
    r"[\s.:=#/]*|[\w)][-_])$",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"(?:\bip|addr|host|server|ping|dns|gateway|inet|subnet|netmask|router|ssh|proxy|from)\W*(?:\w+\W+)?$", re.I
)
# Addresses that every machine has, and masks of networks.
_ANYBODY = frozenset(("127.0.0.1", "0.0.0.0", "127.0.1.1"))  # noqa: S104 - nobody listens here


def find(scene: Scene, start: int, end: int) -> list[Span]:
    """The IPv6 or MAC address at a region."""
    text = scene.text
    if start and (text[start - 1].isalnum() or text[start - 1] in ":._"):
        return []
    region = text[start:end]
    if (mac := _MAC.match(region)) and not text[start + mac.end() : start + mac.end() + 2].strip(":-").isalnum():
        return [Span(start, start + mac.end(), SpanType.IP, "mac", 0.95)] if _is_mac(region) else []
    address = region.rstrip(".")
    address = address.rstrip(":") if not address.endswith("::") else address
    while address and not _is_ipv6(address):
        address = address.rpartition(".")[0] if "." in address else ""
    stop = start + len(address)
    if not address or (stop < len(text) and (text[stop].isalnum() or text[stop] == "_")):
        return []
    return [Span(start, stop, SpanType.IP, "ipv6", 1.0)]


def _is_mac(region: str) -> bool:
    """Not a date or time written with the same signs, and not three groups of decimal digits."""
    return any(c in "abcdefABCDEF" for c in region) or region.count(":") == 5 or region.startswith("00-")


def _is_ipv6(address: str) -> bool:
    if address.count(":") < 7 and "::" not in address:
        return False
    if not any(c.isdigit() for c in address) and len(address) < 8:
        return False
    try:
        ipaddress.IPv6Address(address)
    except ValueError:
        return False
    return True


def find_ipv4(scene: Scene, start: int, end: int) -> list[Span]:
    """IPv4 addresses in a run of digits and dots."""
    text, spans = scene.text, []
    for match in _IPV4.finditer(text, start, min(len(text), end + 6)):
        if match.start() >= end:
            break
        if _is_ipv4(text, match):
            spans.append(Span(match.start(), match.end(), SpanType.IP, "ipv4", 0.95))
    return spans


def _is_ipv4(text: str, match: re.Match[str]) -> bool:
    """Four numbers up to 255; small ones need a word or a sign that tells them from a version."""
    if match.group() in _ANYBODY or match.group().startswith("255.255."):
        return False
    octets = match.group().split(".")
    if any(int(octet) > 255 or (len(octet) > 1 and octet[0] == "0") for octet in octets):
        return False
    before = text[max(0, match.start() - 30) : match.start()]
    if _VERSION_BEFORE.search(before):
        return False
    if any(int(octet) > 31 for octet in octets) or octets[0] in ("10", "0") or len(set(octets)) == 1:
        return True
    return bool(_CUE.search(before) or re.match(r"/\d\d?\b|:\d{2,5}\b", text[match.end() : match.end() + 6]))


NETWORK = Family("net", TRIGGER, find)
