"""The rules on one record: the first reason that applies, and what a good one becomes."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Any

import pytest

from jobs.sources.conforming import UNREADABLE, Origin, Row, conform, content_id
from jobs.sources.feeds import Feed
from schemas import fields as f
from schemas.reasons import CONFORM_REASONS, Reason
from schemas.values import MAX_TEXT_BYTES

NIGHT = date(2026, 11, 2)
CUT = datetime(2026, 11, 3, tzinfo=UTC)
AT = "2026-11-02T12:00:00Z"
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)

POST: Row = {"id": "7", "type": "post", "author_id": "m", "created_at": AT, "text": "hello", "visibility": "public"}
ARTICLE: Row = {"id": "7", "type": "article", "author_id": "m", "published_at": AT, "body": "hello"}
MEMBER: Row = {"member_id": "m", "recorded_at": AT}
RESIDENCE: Row = {"member_id": "m", "country": "NL", "valid_from": AT, "recorded_at": AT}
CONSENT: Row = {
    "event_id": "e",
    "member_id": "m",
    "purpose": "p",
    "state": "granted",
    "effective_at": AT,
    "recorded_at": AT,
}
ERASURE: Row = {"request_id": "r", "member_id": "m", "received_at": AT}


@pytest.fixture
def said(feeds: dict[str, Feed]):
    """What conform says of a record of a feed."""

    def say(feed: str, record: dict[str, Any]) -> Row | Reason:
        return conform(record, Origin(feeds[feed], "source", NIGHT))

    return say


# Each record has the fault of its line and of all lines after it that a record can have besides.
PRECEDENCE: dict[str, list[tuple[Row, Reason | None]]] = {
    "posts": [
        ({"id": None, "author_id": None, "type": "poll", "text": 5, "created_at": None}, Reason.MISSING_ID),
        ({"author_id": None, "type": "poll", "text": 5, "created_at": None}, Reason.MISSING_AUTHOR),
        ({"type": "poll", "text": 5, "created_at": None}, Reason.UNKNOWN_TYPE),
        ({"text": 5, "created_at": None}, Reason.WRONG_TYPE),
        ({"text": None, "created_at": None}, Reason.MISSING_TEXT),
        ({"text": "x" * (MAX_TEXT_BYTES + 1), "created_at": None}, Reason.BAD_TIMESTAMP),
        ({"text": "x" * (MAX_TEXT_BYTES + 1), "created_at": "2026-11-05T00:00:00Z"}, Reason.FUTURE_TIMESTAMP),
        ({"text": "x" * (MAX_TEXT_BYTES + 1)}, Reason.TOO_LARGE),
        ({}, None),
    ],
    "members": [
        ({"member_id": None, "recorded_at": None}, Reason.MISSING_MEMBER),
        ({"recorded_at": None}, Reason.BAD_TIMESTAMP),
        ({}, None),
    ],
    "residence": [
        ({"member_id": None, "valid_from": None}, Reason.MISSING_MEMBER),
        ({"valid_from": None}, Reason.BAD_TIMESTAMP),
        ({"recorded_at": "then"}, Reason.BAD_TIMESTAMP),
        ({"country": None}, None),
    ],
    "consent": [
        ({"member_id": None, "state": "maybe", "effective_at": None}, Reason.MISSING_MEMBER),
        ({"state": "maybe", "effective_at": None}, Reason.UNKNOWN_STATE),
        ({"purpose": None, "effective_at": None}, Reason.UNKNOWN_STATE),
        ({"effective_at": None}, Reason.BAD_TIMESTAMP),
        ({"recorded_at": None}, Reason.BAD_TIMESTAMP),
        ({}, None),
    ],
    "erasures": [
        ({"member_id": " ", "received_at": None}, Reason.MISSING_MEMBER),
        ({"received_at": None, "request_id": None}, None),
    ],
}
BASE = {
    "posts": POST,
    "articles": ARTICLE,
    "members": MEMBER,
    "residence": RESIDENCE,
    "consent": CONSENT,
    "erasures": ERASURE,
}


@pytest.mark.parametrize(
    ("feed", "fault", "reason"), [(feed, fault, reason) for feed, rows in PRECEDENCE.items() for fault, reason in rows]
)
def test_the_first_reason_that_applies(said, feed: str, fault: Row, reason: Reason | None):
    result = said(feed, BASE[feed] | fault)

    assert result is reason if reason else isinstance(result, dict)


def test_every_reason_of_a_record_has_its_line():
    """Those that are left say that there is no record, or whose it was: tests of reading and of the guard have them."""
    unread = {Reason.INVALID_ENCODING, Reason.MALFORMED_JSON, Reason.NOT_AN_OBJECT, Reason.ERASED_BEFORE}

    assert {reason for rows in PRECEDENCE.values() for _, reason in rows if reason} == set(CONFORM_REASONS) - unread


def test_a_post_becomes_a_row(said):
    assert said("posts", POST) == {
        f.CONTENT_ID: hashlib.sha256(b"source\x1f7").hexdigest(),
        f.SOURCE: "source",
        f.SOURCE_ID: "7",
        f.CONTENT_TYPE: "post",
        f.AUTHOR_ID: "m",
        f.IS_DELETED: False,
        f.CREATED_AT: NOON,
        f.REVISED_AT: NOON,
        f.VISIBILITY: "public",
        f.DECLARED_LANGUAGE: None,
        f.MENTIONS: None,
        f.RESHARE_OF: None,
        f.REPLY_TO: None,
        f.TEXT: "hello",
    }


@pytest.mark.parametrize(
    ("value", "name"),
    [("7", "7"), (7, "7"), (-7, "-7"), (0, "0"), (" 7", " 7"), (2**60, str(2**60)), (True, None), (7.0, None), ("",
    None),
     (" \t", None), (None, None), ([], None), ({}, None)],
)  # fmt: skip
def test_ids_are_words_or_whole_numbers(said, value: Any, name: str | None):
    as_id, as_author = said("posts", POST | {"id": value}), said("posts", POST | {"author_id": value})

    assert as_id[f.SOURCE_ID] == name if name else as_id is Reason.MISSING_ID
    assert as_author[f.AUTHOR_ID] == name if name else as_author is Reason.MISSING_AUTHOR
    if name:
        assert as_id[f.CONTENT_ID] == content_id("source", name)
        assert said("consent", CONSENT | {"member_id": value})[f.MEMBER_ID] == name


@pytest.mark.parametrize(
    ("times", "revised"),
    [
        ({"updated_at": AT}, NOON),
        ({"created_at": AT}, NOON),
        ({"updated_at": AT, "created_at": "2000-01-01"}, NOON),
        ({"updated_at": "then", "created_at": AT}, NOON),
        ({"updated_at": "then"}, CUT),
        ({}, CUT),
        ({"updated_at": "2030-01-01T00:00:00Z"}, datetime(2030, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_tombstone_needs_neither_text_nor_time(said, times: Row, revised: datetime):
    row = said("posts", {"id": 7, "type": "post", "author_id": "m", "deleted": True, "text": 5, **times})

    assert (row[f.IS_DELETED], row[f.REVISED_AT]) == (True, revised)
    assert row.get(f.TEXT) is None and row.get(f.CREATED_AT) is None and row[f.VISIBILITY] is None


@pytest.mark.parametrize("deleted", [False, None, "", " False", "no", 0, 0.0, "0", [], {}, "\\N", "N/A", "NaT"])
def test_a_no_leaves_an_item_alone(said, deleted: Any):
    assert said("posts", POST | {"deleted": deleted})[f.IS_DELETED] is False


@pytest.mark.parametrize("deleted", [True, "true", "True", "TRUE", 1, "1", "yes", "2026-11-01", {"by": "m"}])
def test_a_deletion_counts_however_it_is_written(said, deleted: Any):
    assert said("posts", POST | {"deleted": deleted})[f.IS_DELETED] is True


@pytest.mark.parametrize("type_", [None, 5, [], {}, "Post", "article"])
def test_types_are_those_of_the_feed(said, type_: Any):
    assert said("posts", POST | {"type": type_}) is Reason.UNKNOWN_TYPE


@pytest.mark.parametrize(
    ("title", "body", "outcome"),
    [
        ("Title", "body", "Title\nbody"),
        (None, "body", "body"),
        ("", "body", "body"),
        ("Title", " body\n", "Title\n body\n"),
        ("Title", None, Reason.MISSING_TEXT),
        ("Title", "", Reason.MISSING_TEXT),
        ("Title", " \n\u00a0\u3000", Reason.MISSING_TEXT),
        (5, "body", Reason.WRONG_TYPE),
        (5, None, Reason.WRONG_TYPE),
        ("Title", ["body"], Reason.WRONG_TYPE),
    ],
)
def test_the_text_is_title_and_body(said, title: Any, body: Any, outcome: Any):
    result = said("articles", ARTICLE | {"title": title, "body": body})

    assert (result if isinstance(outcome, Reason) else result[f.TEXT]) == outcome


@pytest.mark.parametrize(
    ("title", "body", "fits"),
    [
        ("", "x" * MAX_TEXT_BYTES, True),
        ("", "x" * (MAX_TEXT_BYTES + 1), False),
        ("t", "x" * (MAX_TEXT_BYTES - 1), True),
        ("t", "x" * MAX_TEXT_BYTES, False),
        ("", "é" * (MAX_TEXT_BYTES // 2), True),
        ("", "é" * (MAX_TEXT_BYTES // 2) + "x", False),
        ("é", "𝔸" * (MAX_TEXT_BYTES // 4), False),
    ],
)
def test_the_size_limit_is_met_at_the_byte(said, title: str, body: str, fits: bool):
    result = said("articles", ARTICLE | {"title": title, "body": body})

    assert isinstance(result, dict) if fits else result is Reason.TOO_LARGE


@pytest.mark.parametrize(
    ("times", "outcome"),
    [
        ({"created_at": "2026-11-04T00:00:00Z"}, datetime(2026, 11, 4, tzinfo=UTC)),
        ({"created_at": "2026-11-04T00:00:00.000001Z"}, Reason.FUTURE_TIMESTAMP),
        ({"created_at": "2026-11-04T01:00:00+01:00"}, datetime(2026, 11, 4, tzinfo=UTC)),
        ({"created_at": "0001-01-01"}, datetime(1, 1, 1, tzinfo=UTC)),
        ({"created_at": "9999-12-31T23:59:59-05:00"}, Reason.BAD_TIMESTAMP),
        ({"updated_at": "2030-01-01T00:00:00Z"}, NOON),
        ({"updated_at": "soon"}, Reason.BAD_TIMESTAMP),
        ({"updated_at": 5}, Reason.BAD_TIMESTAMP),
        ({"updated_at": ""}, Reason.BAD_TIMESTAMP),
    ],
)
def test_the_future_begins_a_day_after_the_cut(said, times: Row, outcome: Any):
    result = said("posts", POST | times)

    assert (result if isinstance(outcome, Reason) else result[f.CREATED_AT]) == outcome


@pytest.mark.parametrize(
    ("named", "origin"),
    [
        (None, None),
        ({"source": "s", "id": 7}, content_id("s", "7")),
        ({"source": "s", "id": "7"}, content_id("s", "7")),
        ({"source": "s"}, UNREADABLE),
        ({"id": "7"}, UNREADABLE),
        ({"source": "s", "id": " "}, UNREADABLE),
        ({}, UNREADABLE),
        ("s/7", UNREADABLE),
        (False, UNREADABLE),
        ([], UNREADABLE),
    ],
)
def test_an_origin_that_cannot_be_read_is_an_unknown_one_not_none(said, named: Any, origin: str | None):
    row = said("posts", POST | {"reshare_of": named, "in_reply_to": named})

    assert row[f.RESHARE_OF] == row[f.REPLY_TO] == origin


def test_mentions_that_name_nobody_are_none(said):
    given = [{"member_id": 7, "text": "@seven"}, {"member_id": "8"}, {"text": "@nine"}, "ten", None]

    row = said("posts", POST | {"mentions": given})

    assert row[f.MENTIONS] == [{"member_id": "7", "form": "@seven"}, {"member_id": "8", "form": None}]
    for none in (None, [], {}, "m", [None], [{}]):
        assert said("posts", POST | {"mentions": none})[f.MENTIONS] is None


@pytest.mark.parametrize("visibility", [None, "", True, 5, ["public"]])
def test_a_visibility_that_is_no_word_is_not_public(said, visibility: Any):
    assert said("posts", POST | {"visibility": visibility})[f.VISIBILITY] is None


@pytest.mark.parametrize("event", [None, " ", True, []])
def test_a_choice_without_its_own_id_is_kept(said, event: Any):
    assert said("consent", CONSENT | {"event_id": event, "state": "denied"})[f.STATE] == "denied"
    assert said("consent", CONSENT | {"event_id": event})[f.EVENT_ID] is None


@pytest.mark.parametrize(("covers", "kept"), [(True, True), (False, False), (None, False), ("true", False), (1, False)])
def test_a_grant_reaches_back_only_where_it_says_so(said, covers: Any, kept: bool):
    assert said("consent", CONSENT | {"covers_past": covers})[f.COVERS_PAST] is kept


@pytest.mark.parametrize(("received", "from_when"), [(AT, NOON), (None, CUT), ("some day", CUT)])
def test_an_erasure_request_counts_whatever_else_it_lacks(said, received: Any, from_when: datetime):
    row = said("erasures", {"member_id": 5, "received_at": received})

    assert row == {f.REQUEST_ID: None, f.MEMBER_ID: "5", f.RECEIVED_AT: from_when, f.SCOPE: None}


def test_a_member_whose_birth_date_cannot_be_read_has_none(said):
    row = said("members", MEMBER | {"birth_date": "31.12.1999", "handle": 5, "email": "", "display_name": "Ä"})

    assert (row[f.BIRTH_DATE], row[f.HANDLE], row[f.EMAIL], row[f.DISPLAY_NAME]) == (None, None, None, "Ä")
