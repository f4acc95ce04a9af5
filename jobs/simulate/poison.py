"""Lines that no reader may take, one or more for every reason of conform, and odd lines that are records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from jobs.simulate.nights import Nights, iso
from schemas.reasons import Reason
from schemas.values import MAX_TEXT_BYTES

Poison = tuple[str, bytes, Reason | None]  # feed, line, why it is refused; None: it is a record, or blank


def poison_lines(nights: Nights, night: int, author: str, other: str, token: str) -> Iterator[Poison]:
    """Give the lines of a night: what is refused by `author`, what is odd but fine by `other`.

    Where a line has room for a text, it holds the token: what is refused must not leak either.
    """
    base = {
        "id": "poison",
        "author_id": author,
        "lang": "en",
        "visibility": "public",
        "type": "post",
        "created_at": iso(nights.cut(night) - timedelta(hours=5)),
        "text": f"This line is refused and its word {token} goes nowhere at all.",
    }
    for line in _unreadable(base):
        yield ("posts", *line)
    yield from _without_names(base)
    yield from _without_text(base, token)
    yield from _at_wrong_times(base, nights, night)
    yield from _facts(nights, night, author)
    yield from _but_fine(base | {"author_id": other})


def _line(base: dict[str, Any], **changes: Any) -> bytes:
    return json.dumps(base | changes, ensure_ascii=False).encode()


def _unreadable(base: dict[str, Any]) -> list[tuple[bytes, Reason]]:
    whole = _line(base)
    return [
        (whole.replace(b"refused", b"ref\xffused"), Reason.INVALID_ENCODING),
        (whole.replace(b"refused", b"\xed\xa0\x80"), Reason.INVALID_ENCODING),
        (whole[:-20], Reason.MALFORMED_JSON),
        (whole.replace(b"refused", b"nul\x00l"), Reason.MALFORMED_JSON),
        (whole.replace(b"refused", b"\\ud800"), Reason.MALFORMED_JSON),
        (whole.replace(b'"public"', b"NaN"), Reason.MALFORMED_JSON),
        (b"[" * 100_000 + b"]" * 100_000, Reason.MALFORMED_JSON),
        (b"<html>503 Service Unavailable</html>", Reason.MALFORMED_JSON),
        (b"[" + whole + b"]", Reason.NOT_AN_OBJECT),
        (b'"text"', Reason.NOT_AN_OBJECT),
        (b"null", Reason.NOT_AN_OBJECT),
        (b"42", Reason.NOT_AN_OBJECT),
    ]


def _without_names(base: dict[str, Any]) -> Iterator[Poison]:
    for name in (None, "", "  ", True, 1.5, ["a"]):
        yield "posts", _line(base, id=name), Reason.MISSING_ID
    for author in (None, "", False, {"id": 1}):
        yield "posts", _line(base, id="poison-author", author_id=author), Reason.MISSING_AUTHOR
    for kind in (None, "poll", 3, "article"):
        yield "posts", _line(base, id="poison-type", type=kind), Reason.UNKNOWN_TYPE
    yield "posts", _line(base, id="poison-gone", type="poll", deleted=True), Reason.UNKNOWN_TYPE


def _without_text(base: dict[str, Any], token: str) -> Iterator[Poison]:
    for value in (7, [token], {"en": token}, True):
        yield "posts", _line(base, id="poison-text", text=value), Reason.WRONG_TYPE
    for blank in (None, "", " \n\t "):
        yield "posts", _line(base, id="poison-blank", text=blank), Reason.MISSING_TEXT
    yield "posts", _line({key: value for key, value in base.items() if key != "text"}), Reason.MISSING_TEXT
    long = f"{token} " + "words of no use " * (MAX_TEXT_BYTES // 16)
    yield "posts", _line(base, id="poison-long", text=long), Reason.TOO_LARGE
    wide = f"{token} " + "é" * (MAX_TEXT_BYTES // 2)
    yield "posts", _line(base, id="poison-wide", text=wide), Reason.TOO_LARGE


def _at_wrong_times(base: dict[str, Any], nights: Nights, night: int) -> Iterator[Poison]:
    for value in ("the day before yesterday", "2020-02-31", "2020-13-01T00:00:00Z", "", None, 1577836800):
        yield "posts", _line(base, id="poison-time", created_at=value), Reason.BAD_TIMESTAMP
    yield "posts", _line(base, id="poison-edit", updated_at="soon"), Reason.BAD_TIMESTAMP
    ahead = nights.cut(night) + timedelta(days=1, seconds=1)
    for moment in (iso(ahead), "9999-12-31T23:59:59Z"):
        yield "posts", _line(base, id="poison-ahead", created_at=moment), Reason.FUTURE_TIMESTAMP


def _facts(nights: Nights, night: int, author: str) -> Iterator[Poison]:
    """None in consent and erasures: a choice that cannot be read stops the night at its gate."""
    now = iso(nights.cut(night) - timedelta(hours=1))
    home = {"member_id": author, "country": "US", "subdivision": None, "valid_from": now, "recorded_at": now}
    yield "members", _line({"member_id": None, "recorded_at": now}), Reason.MISSING_MEMBER
    yield "members", b"{", Reason.MALFORMED_JSON
    yield "residence", _line(home, member_id=" "), Reason.MISSING_MEMBER
    yield "residence", _line(home, valid_from="always"), Reason.BAD_TIMESTAMP


def _but_fine(base: dict[str, Any]) -> Iterator[Poison]:
    """Blank lines, which are no records, and records that only look broken."""
    yield "posts", b"", None
    yield "posts", b" \t\r", None
    plain = base | {"text": "This odd line is a record like any other, even so, and readers take it as it stands."}
    yield "posts", _line(plain, id="fine-cr", text=plain["text"] + " One.") + b"\r", None
    yield "posts", _line(plain, id="fine-separator", text="Before\u2028after. " + plain["text"] + " Two."), None
    yield "posts", _line(plain, id="fine-nul", text="Before\x00after. " + plain["text"] + " Three."), None
    yield "posts", _line(plain, id=7_000_000_000_001, text=plain["text"] + " Four."), None
    long = "A long text is a text. " * (MAX_TEXT_BYTES // 23)
    yield "posts", _line(plain, id="fine-long", text=long), None
