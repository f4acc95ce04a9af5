"""Instants as sources write them: always UTC, or none."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.sources.feeds import load_feeds
from jobs.sources.times import parse_date, parse_instant
from tests.conftest import ROOT

ARTICLES = next(feed.times for feed in load_feeds(ROOT / "conf" / "sources.toml") if feed.name == "articles")
POSTS = ("iso8601",)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2014-12-12", datetime(2014, 12, 12, tzinfo=UTC)),
        ("2020-12-2", datetime(2020, 12, 2, tzinfo=UTC)),
        ("13-Jun-2000", datetime(2000, 6, 13, tzinfo=UTC)),
        ("2017-09-07 3:59:14 -0400", datetime(2017, 9, 7, 7, 59, 14, tzinfo=UTC)),
        ("2026-11-02T12:00:00.000Z", datetime(2026, 11, 2, 12, tzinfo=UTC)),
        ("2026-11-02T14:00:00+02:00", datetime(2026, 11, 2, 12, tzinfo=UTC)),
        ("2026-11-02T12:00:00", datetime(2026, 11, 2, 12, tzinfo=UTC)),
        ("2026-11-02 00:30:00 +0530", datetime(2026, 11, 1, 19, tzinfo=UTC)),
        ("2026-11-02T00:00:00-00:30", datetime(2026, 11, 2, 0, 30, tzinfo=UTC)),
        (" 2026-11-02T12:00:00Z ", datetime(2026, 11, 2, 12, tzinfo=UTC)),
        ("2026-11-02T12:00:00.123456Z", datetime(2026, 11, 2, 12, 0, 0, 123456, tzinfo=UTC)),
        ("2024-02-29", datetime(2024, 2, 29, tzinfo=UTC)),
        ("0001-01-01", datetime(1, 1, 1, tzinfo=UTC)),
        ("9999-12-31T23:59:59", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_every_form_of_the_sample_and_its_edges(written: str, instant: datetime):
    parsed = parse_instant(written, ARTICLES)

    assert parsed == instant
    assert parsed is not None and parsed.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "written",
    [
        None, "", " ", "yesterday", "2026-02-29", "2026-13-01", "2026-11-31", "2026-11-02T24:00:00",
        "2026-11-02T12:60:00",
        "2026-11-02T12:00:61Z", "9999-12-31T23:59:59-05:00", "0001-01-01T00:00:00+05:00", "10000-01-01", "0000-01-01",
        "2026-11-02T12:00:00+25:00", "13-Foo-2000", 1_700_000_000, 1.5, True, [], {}, "1700000000",
    ],
)  # fmt: skip
def test_what_is_no_time(written: Any):
    assert parse_instant(written, ARTICLES) is None


def test_a_form_that_the_feed_does_not_name_is_no_time():
    assert parse_instant("13-Jun-2000", POSTS) is None
    assert parse_instant("2020-12-2", POSTS) is None


@pytest.mark.parametrize(
    ("value", "name", "instant"),
    [
        (0, "epoch_s", datetime(1970, 1, 1, tzinfo=UTC)),
        (951_782_400, "epoch_s", datetime(2000, 2, 29, tzinfo=UTC)),
        ("1500", "epoch_ms", datetime(1970, 1, 1, 0, 0, 1, 500_000, tzinfo=UTC)),
        (-1, "epoch_s", datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (1e300, "epoch_s", None),
        ("nan", "epoch_s", None),
        ("inf", "epoch_ms", None),
        (True, "epoch_s", None),
        ([], "epoch_s", None),
        (None, "epoch_ms", None),
    ],
)  # fmt: skip
def test_seconds_and_milliseconds(value: Any, name: str, instant: datetime | None):
    assert parse_instant(value, (name,)) == instant


def test_formats_are_tried_in_order():
    assert parse_instant("01-02-2026", ("%d-%m-%Y", "%m-%d-%Y")) == datetime(2026, 2, 1, tzinfo=UTC)
    assert parse_instant("01-13-2026", ("%d-%m-%Y", "%m-%d-%Y")) == datetime(2026, 1, 13, tzinfo=UTC)


@given(st.datetimes(timezones=st.sampled_from([None, UTC, timezone(timedelta(hours=-9, minutes=-30))])))
def test_what_parquet_delivers_is_taken_as_it_is(value: datetime):
    parsed = parse_instant(value, ())

    if parsed is None:  # only where UTC leaves the calendar
        assert value.year in (1, 9999)
    else:
        assert parsed == (value.replace(tzinfo=UTC) if value.tzinfo is None else value)


def test_a_date_is_midnight():
    assert parse_instant(date(2026, 11, 2), ()) == datetime(2026, 11, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2000-02-29", date(2000, 2, 29)),
        ("2000-02-29T10:00:00Z", date(2000, 2, 29)),
        (datetime(2000, 2, 29, 23, tzinfo=UTC), date(2000, 2, 29)),
        (date(2000, 2, 29), date(2000, 2, 29)),
        ("2001-02-29", None),
        ("29.02.2000", None),
        (951_782_400, None),
        ("", None),
        (None, None),
    ],
)
def test_days_of_birth(value: Any, day: date | None):
    assert parse_date(value) == day
