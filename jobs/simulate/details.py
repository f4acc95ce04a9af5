"""Personal details that belong to nobody: reserved numbers, documentation networks, example domains.

Sources: telephone ranges set aside for fiction by NANPA (555-0100 to 0199), Ofcom (020 7946 0xxx, 07700 900xxx),
ACMA (0491 570 156 to 159) and BNetzA (030 23125 xxx); addresses of RFC 5737 and RFC 3849; domains of RFC 2606;
card numbers are those that payment providers publish for tests; IBAN check digits follow ISO 13616.
"""

# ruff: noqa: PLR2004  shares are drawn where they are read

from __future__ import annotations

import string
from collections.abc import Callable, Mapping
from random import Random

DOMAINS = ("example.org", "example.com", "example.net", "mail.example.test")
_CARDS = (
    "4111111111111111", "4012888888881881", "4242424242424242", "5555555555554444", "5105105105105100",
    "6011111111111117", "378282246310005", "3530111333300000",
)  # fmt: skip
_AREA_CODES = ("202", "212", "303", "312", "415", "512", "617", "206")
_PATHS = ("notes", "talks", "profile", "slides", "projects", "blog")


def phone(rng: Random) -> str:
    """A number of a range set aside for fiction, in one of its usual forms."""
    last = f"{rng.randrange(100, 200):04d}"
    area, three = rng.choice(_AREA_CODES), f"{rng.randrange(1000):03d}"
    return rng.choice(
        (
            f"({area}) 555-{last}",
            f"+1 {area} 555 {last}",
            f"+1-{area}-555-{last}",
            f"{area}.555.{last}",
            f"+44 7700 900{three}",
            f"+44 20 7946 0{three}",
            f"+49 30 23125 {three}",
            f"+61 491 570 {rng.randrange(156, 160)}",
        )
    )


def iban(rng: Random) -> str:
    """A number with right check digits at a bank that does not exist."""
    digits = "".join(rng.choices(string.digits, k=14))
    country, account = rng.choice(
        (("DE", f"99999999{digits[:10]}"), ("GB", f"TEST{digits}"), ("NL", f"TEST{digits[:10]}"))
    )
    number = f"{country}{98 - _mod97(account + country + '00'):02d}{account}"
    grouped = " ".join(number[start : start + 4] for start in range(0, len(number), 4))
    return rng.choice((number, grouped))


def _mod97(characters: str) -> int:
    return int("".join(str(int(character, 36)) for character in characters)) % 97


def card(rng: Random) -> str:
    """A published test number, plain or in groups."""
    number = rng.choice(_CARDS)
    if len(number) != 16:
        return number
    mark = rng.choice(("", " ", "-"))
    return mark.join(number[start : start + 4] for start in range(0, 16, 4))


def ip(rng: Random) -> str:
    """An address of a documentation network."""
    if rng.random() < 0.3:
        return f"2001:db8:{rng.randrange(1, 65536):x}::{rng.randrange(1, 65536):x}"
    return f"{rng.choice(('192.0.2', '198.51.100', '203.0.113'))}.{rng.randrange(1, 255)}"


def url(rng: Random) -> str:
    """A page at an example domain."""
    host = rng.choice(("www.example.org", "example.com", "docs.example.net"))
    return f"{rng.choice(('https', 'https', 'http'))}://{host}/{rng.choice(_PATHS)}/{rng.randrange(10**6)}"


def secret(rng: Random) -> str:
    """Something shaped like a key; it opens nothing."""
    letters = string.ascii_letters + string.digits
    if rng.random() < 0.5:
        return "AKIA" + "".join(rng.choices(string.ascii_uppercase + "234567", k=16))
    return "ghp_" + "".join(rng.choices(letters, k=36))


def location(rng: Random) -> str:
    """Coordinates in the open South Pacific."""
    return f"{-(40 + rng.random() * 15):.5f}, {-(110 + rng.random() * 25):.5f}"


def national_id(rng: Random) -> str:
    """A United States number of the block reserved for advertising."""
    return f"987-65-432{rng.randrange(10)}"


def email(rng: Random, local: str) -> str:
    """An address at an example domain, now and then spelled out to hide it."""
    host = rng.choice(DOMAINS)
    if rng.random() < 0.1:
        return f"{local} at {host.replace('.', ' dot ')}"
    return f"{local}@{host}"


PLAIN: Mapping[str, Callable[[Random], str]] = {
    "PHONE": phone, "IBAN": iban, "CARD": card, "IP": ip, "URL": url, "SECRET": secret, "LOCATION": location,
    "NATIONAL_ID": national_id,
}  # fmt: skip
