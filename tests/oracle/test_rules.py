"""What the sample deliveries are silent on: ties, late facts, repeated records, 29 February."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.oracle.conform import Refused, conform, fingerprint
from tests.oracle.decisions import age_at, decide
from tests.oracle.model import ConsentEvent, Erasure, Member, PolicyRow, Record, Residence

NIGHT = date(2026, 11, 8)
CUT = datetime(2026, 11, 9, tzinfo=UTC)
CREATED = datetime(2026, 11, 2, 12, tzinfo=UTC)
OLD = datetime(2000, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
WORDS = fingerprint("eight words that nobody else has written before now")

POST = Record("s", "1", (date(2026, 11, 2), "s.jsonl.gz", 1, "posts"), "post", "m", "public", False, CREATED)
ADULT = Member("m", NIGHT, OLD, date(1980, 5, 5))
HOME = Residence("m", NIGHT, "US", OLD, OLD)
YES = ConsentEvent("m", NIGHT, "p", "granted", OLD, OLD)
NO = replace(YES, state="denied")
OPT_OUT = PolicyRow("us", "US", "*", "p", "opt_out", 18, None, OLD, None)
OPT_IN = replace(OPT_OUT, policy_id="in", region="IN", default_state="opt_in")
OUT = replace(OPT_OUT, policy_id="*", region="*", default_state="excluded")
POLICY = (OPT_OUT, OPT_IN, OUT)


def reasons(
    records: Sequence[Record] = (POST,),
    members: Sequence[Member] = (ADULT,),
    homes: Sequence[Residence] = (HOME,),
    consent: Sequence[ConsentEvent] = (),
    erasures: Sequence[Erasure] = (),
) -> list[str]:
    """Give the reasons against item s/1, the same for any order of arrival of its records."""
    found = [
        decide(order, members, homes, consent, erasures, POLICY, NIGHT, "p")["s", "1"][1]
        for order in itertools.islice(itertools.permutations(records), 24)
    ]
    assert all(each == found[0] for each in found)
    return found[0]


def test_an_adult_in_an_opt_out_country_without_events_may_be_used() -> None:
    assert reasons() == []


def test_what_is_delivered_later_is_not_known() -> None:
    tomorrow = NIGHT + DAY

    assert reasons(members=[replace(ADULT, night=tomorrow)]) == ["member_unknown"]
    assert reasons(homes=[replace(HOME, night=tomorrow)]) == ["region_unknown"]
    assert reasons(consent=[replace(NO, night=tomorrow)]) == []
    assert reasons(erasures=[Erasure("m", tomorrow)]) == []
    assert reasons(erasures=[Erasure("m", NIGHT)]) == ["member_erased"]


def test_the_latest_recorded_directory_record_stands() -> None:
    child = replace(ADULT, birth_date=date(2015, 1, 1), recorded_at=OLD + DAY, as_json="a")

    assert reasons(members=[child, ADULT]) == ["underage"]
    assert reasons(members=[child, replace(ADULT, recorded_at=OLD + DAY, as_json="b")]) == []


def test_residence_ties_go_to_the_later_recorded() -> None:
    away = replace(HOME, country="FR", recorded_at=OLD + DAY)

    assert reasons(homes=[HOME, away]) == ["region_excluded"]
    assert reasons(homes=[away, replace(HOME, recorded_at=OLD + 2 * DAY)]) == []
    assert reasons(homes=[replace(HOME, country=None)]) == ["region_unknown"]


def test_a_move_is_looked_up_at_creation_and_at_the_cut() -> None:
    moved = replace(HOME, country="FR", valid_from=CUT - DAY)
    came = [replace(HOME, country="FR"), replace(HOME, valid_from=CUT)]

    assert reasons(homes=[HOME, moved]) == ["region_excluded"]
    assert reasons(homes=came) == ["region_excluded_at_creation"]
    assert reasons(homes=[replace(HOME, valid_from=CUT)]) == ["region_unknown_at_creation"]


@pytest.mark.parametrize(
    ("birth", "day", "years"),
    [
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 3, 1), date(2026, 3, 1), 18),
        (date(2008, 3, 2), date(2026, 3, 1), 17),
    ],
)
def test_birthdays(birth: date, day: date, years: int) -> None:
    assert age_at(birth, day) == years


def test_who_comes_of_age_at_the_cut_was_underage_at_creation() -> None:
    assert reasons(members=[replace(ADULT, birth_date=date(2008, 11, 9))]) == ["underage_at_creation"]
    assert reasons(members=[replace(ADULT, birth_date=date(2008, 11, 10))]) == ["underage"]


def test_consent_is_ordered_by_effect_and_denials_win_ties() -> None:
    ahead = replace(NO, effective_at=CUT + DAY, recorded_at=CUT - DAY)

    assert reasons(consent=[YES, NO]) == ["consent_denied"]
    assert reasons(consent=[replace(YES, effective_at=OLD + DAY), NO]) == []
    assert reasons(consent=[ahead]) == ["consent_denied"]
    assert reasons(consent=[ahead, replace(YES, effective_at=CUT - DAY / 2)]) == []
    assert reasons(consent=[replace(YES, effective_at=CUT + DAY), NO]) == ["consent_denied"]
    assert reasons(consent=[replace(NO, purpose="other")]) == []


def test_opt_in_needs_a_grant_that_reaches_the_content() -> None:
    homes = [replace(HOME, country="IN")]
    late = replace(YES, effective_at=CREATED + DAY)

    assert reasons(homes=homes) == ["consent_missing"]
    assert reasons(homes=homes, consent=[YES]) == []
    assert reasons(homes=homes, consent=[late]) == ["created_before_grant"]
    assert reasons(homes=homes, consent=[replace(late, covers_past=True)]) == []
    assert reasons(homes=homes, consent=[late, replace(late, covers_past=True)]) == ["created_before_grant"]


def test_revisions_stand_by_time_then_by_delivery() -> None:
    edit = replace(POST, updated_at=CREATED + DAY, visibility="private", order=(NIGHT, "s.jsonl.gz", 1, "posts"))
    gone = replace(edit, deleted=True, visibility=None, created_at=None, updated_at=CREATED + 2 * DAY)
    again = replace(POST, updated_at=CREATED + 3 * DAY, order=(NIGHT, "s.jsonl.gz", 9, "posts"))

    assert reasons([POST, edit]) == ["not_public"]
    assert reasons([POST, replace(edit, updated_at=CREATED)]) == ["conflicting_revisions"]
    assert reasons([POST, edit, gone]) == ["content_deleted"]
    assert reasons([POST, edit, gone, again]) == []


def test_a_tombstone_keeps_author_and_creation_and_has_none_when_it_comes_alone() -> None:
    gone = replace(POST, deleted=True, author_id="x", created_at=None, updated_at=CUT, order=(NIGHT, "t", 1, "posts"))
    homes = [replace(HOME, valid_from=CREATED + DAY)]

    assert reasons([POST, gone], homes=homes) == ["content_deleted", "region_unknown_at_creation"]
    assert reasons([gone], homes=homes) == ["content_deleted", "member_unknown"]


def test_reshares_fall_with_their_origin() -> None:
    origin = replace(POST, id="0", visibility="private")
    middle = replace(POST, id="2", reshares=True, reshare_of=("s", "0"))
    share = replace(POST, reshares=True, reshare_of=("s", "2"))

    assert reasons([share, middle, origin]) == ["origin_excluded"]
    assert reasons([share, middle, replace(origin, visibility="public")]) == []
    assert reasons([share]) == ["origin_unknown"]
    assert reasons([replace(share, reshare_of=None)]) == ["origin_unknown"]


def test_copies_by_others_fall_with_the_earliest() -> None:
    copy = replace(POST, fingerprint=WORDS)
    first = replace(copy, id="0", created_at=CREATED - DAY, author_id="n")
    buried = replace(first, deleted=True, fingerprint=None, created_at=None, updated_at=CUT)
    known = [ADULT, replace(ADULT, member_id="n")]

    assert reasons([copy, first]) == ["copy_of_excluded"]
    assert reasons([copy, first, buried]) == ["copy_of_excluded"]
    assert reasons([copy, first], members=known, homes=[HOME, replace(HOME, member_id="n")]) == []
    assert reasons([copy, replace(first, author_id="m", visibility="private")]) == []
    assert reasons([replace(copy, visibility="private"), first]) == ["not_public"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": "\xff"}', "invalid_encoding"),
        (b'{"id": NaN}', "malformed_json"),
        (b'{"id": "\\ud800"}', "malformed_json"),
        (b"[" * 100_000, "malformed_json"),
        (b"[]", "not_an_object"),
        (b'{"id": true}', "missing_id"),
        (b'{"id": " "}', "missing_id"),
        (b'{"id": 7}', "missing_author"),
        (b'{"id": 7, "author_id": 8, "type": "poll"}', "unknown_type"),
        (b'{"id": 7, "author_id": 8, "type": "post", "text": 9}', "wrong_type"),
        (b'{"id": 7, "author_id": 8, "type": "post", "text": " ", "deleted": 1}', "missing_text"),
        (b'{"id": 7, "author_id": 8, "type": "post", "text": "a"}', "bad_timestamp"),
    ],
)  # fmt: skip
def test_the_first_reason_that_applies_is_given(line: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        conform("posts", "s", line, (NIGHT, "s.jsonl.gz", 1, "posts"))


def test_the_future_begins_a_day_after_the_cut_of_the_delivering_night() -> None:
    line = b'{"id": 7, "author_id": 8, "type": "post", "text": "a", "created_at": "2026-11-04T00:00:0%dZ"}'

    assert conform("posts", "s", line % 0, POST.order)
    with pytest.raises(Refused, match="future_timestamp"):
        conform("posts", "s", line % 1, POST.order)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-02T12:00:00", "2026-11-2 12:00:00", "2026-11-02 7:00:00 -0500", "2026-11-02T14:00:00.000+02:00",
        "2-Nov-2026", "2026-11-2",
    ],
)  # fmt: skip
def test_times_come_in_many_forms(written: str) -> None:
    line = f'{{"id": 7, "author_id": 8, "type": "post", "text": "a", "created_at": "{written}"}}'.encode()

    record = conform("posts", "s", line, POST.order)

    assert isinstance(record, Record)
    assert record.created_at == (CREATED if ":" in written else CREATED - DAY / 2)


def test_a_tombstone_without_a_time_counts_from_the_cut_of_its_night() -> None:
    line = b'{"id": 7, "author_id": 8, "type": "post", "deleted": true}'

    record = conform("posts", "s", line, POST.order)

    assert isinstance(record, Record)
    assert record.revised_at == datetime(2026, 11, 3, tzinfo=UTC)
