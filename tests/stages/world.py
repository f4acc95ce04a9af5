"""Random members, rules and items, as the oracle takes them and as frames: few values, so that all of them meet."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from pyspark.sql import DataFrame, SparkSession

from jobs.policy import COLUMNS
from jobs.sources.conforming import UNREADABLE, content_id
from schemas import fields as f
from schemas.tables import CONSENT_EVENTS, CONTENT, ERASURE_REQUESTS, MEMBERS, RESIDENCE
from tests.oracle.model import ConsentEvent, Erasure, ItemKey, Member, PolicyRow, Record, Residence
from tests.stages.frames import frame

NIGHT = date(2026, 2, 28)  # of a common year: the cut is the day on which those of 29 February grow older
CUT = datetime(2026, 3, 1, tzinfo=UTC)
STEP = timedelta(hours=6)
PURPOSE = "p"
BIRTHS = [None, *(date(y, m, d) for y in (2005, 2008, 2010) for m, d in ((2, 28), (3, 1), (3, 2))), date(2008, 2, 29)]
BIRTHS += [date(1980, 5, 5)] * 40
PLACES = [
    ("US", None),
    ("US", "US-CA"),
    ("NL", None),
    ("DE", None),
    ("IN", None),
    ("NA", None),
    ("BR", None),
    (None, "US-CA"),
]
REGIONS = ("US-CA", "US", "NL", "EEA", "IN", "NA", "*")


@dataclass
class World:
    """Facts as the oracle reads them; `frames` says the same to Spark."""

    rng: Random
    records: list[Record] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    residence: list[Residence] = field(default_factory=list)
    consent: list[ConsentEvent] = field(default_factory=list)
    erasures: list[Erasure] = field(default_factory=list)
    policy: list[PolicyRow] = field(default_factory=list)
    content: list[dict[str, Any]] = field(default_factory=list)

    def moment(self) -> datetime:
        """One of a few instants around the cut, or long ago."""
        return CUT + STEP * self.rng.randint(-6, 2) if self.rng.random() < 0.4 else CUT - timedelta(days=3000)

    def policy_csv(self) -> str:
        """The rules as the file that an owner writes."""
        lines = [",".join(COLUMNS)]
        for row in self.policy:
            until = row.effective_to.isoformat() if row.effective_to else ""
            floor = row.content_from.isoformat() if row.content_from else ""
            cells = (row.policy_id, row.region, row.content_type, row.purpose, row.default_state, str(row.min_age))
            lines.append(",".join((*cells, floor, row.effective_from.isoformat(), until, "test")))
        return "\n".join(lines) + "\n"

    def frames(self, spark: SparkSession) -> dict[str, DataFrame]:
        """content, members, residence, consent and erasures, as their tables hold them."""
        members = [
            {
                f.MEMBER_ID: m.member_id,
                f.BIRTH_DATE: m.birth_date,
                f.RECORDED_AT: m.recorded_at,
                f.RECORD_HASH: m.as_json,
            }
            for m in self.members
        ]
        stays = [
            {
                f.MEMBER_ID: r.member_id, f.COUNTRY: r.country, f.SUBDIVISION: r.subdivision,
                f.VALID_FROM: r.valid_from,
                f.RECORDED_AT: r.recorded_at, f.RECORD_HASH: r.as_json,
            }
            for r in self.residence
        ]  # fmt: skip
        events = [
            {
                f.MEMBER_ID: e.member_id, f.EVENT_ID: str(n), f.RECORD_HASH: str(n), f.PURPOSE: e.purpose,
                f.STATE: e.state,
                f.EFFECTIVE_AT: e.effective_at, f.RECORDED_AT: e.recorded_at, f.COVERS_PAST: e.covers_past,
            }
            for n, e in enumerate(self.consent)
        ]  # fmt: skip
        return {
            "content": frame(spark, CONTENT.fields, self.content),
            "members": frame(spark, MEMBERS.fields, members),
            "residence": frame(spark, RESIDENCE.fields, stays),
            "consent": frame(spark, CONSENT_EVENTS.fields, events),
            "erasures": frame(spark, ERASURE_REQUESTS.fields, [{f.MEMBER_ID: e.member_id} for e in self.erasures]),
        }


def world(seed: int, people: int = 60, items: int = 400) -> World:
    """A world of its own for each seed."""
    made = World(Random(seed))
    names = [f"m{n}" for n in range(people)]
    _policy(made)
    for name in names[: people - 2]:  # the last two are not in the directory
        _member(made, name)
    for number in range(items):
        _item(made, str(number), made.rng.choice(names), items)
    return made


def _policy(made: World) -> None:
    rng = made.rng
    for region in REGIONS:
        if region == "*" and rng.random() < 0.5:
            continue
        for kind in ("*", "post") if rng.random() < 0.4 else ("*",):
            row = PolicyRow(
                f"{region}-{kind}", region, kind, rng.choice([PURPOSE] * 6 + ["q"]), _state(rng), rng.choice([16, 18,
                21]),
                CUT + STEP * rng.randint(-6, 0) if rng.random() < 0.4 else None, CUT - timedelta(days=9000), None,
            )  # fmt: skip
            made.policy.append(row)
            if rng.random() < 0.4:
                switch = made.moment()
                made.policy[-1] = replace(row, effective_to=switch)
                later = replace(row, policy_id=f"{row.policy_id}-2", default_state=_state(rng), effective_from=switch)
                made.policy.append(later)


def _state(rng: Random) -> str:
    return rng.choice(["excluded", "opt_in", *["opt_out"] * 4])


def _member(made: World, name: str) -> None:
    rng = made.rng
    for _ in range(rng.choice([1, 1, 2])):
        digest = f"{rng.getrandbits(60):020d}"
        made.members.append(Member(name, NIGHT, made.moment(), rng.choice(BIRTHS), digest))
    for _ in range(rng.choice([0, *[1] * 7, 2, 3, 3])):
        country, subdivision = rng.choice(PLACES)
        digest = f"{rng.getrandbits(60):020d}"
        made.residence.append(Residence(name, NIGHT, country, made.moment(), made.moment(), subdivision, digest))
    for _ in range(rng.choice([0, 1, 1, 2, 4])):
        state, purpose = rng.choice(["granted", "granted", "denied"]), rng.choice([PURPOSE] * 5 + ["q"])
        covers = state == "granted" and rng.random() < 0.3
        made.consent.append(ConsentEvent(name, NIGHT, purpose, state, made.moment(), made.moment(), covers))
    if rng.random() < 0.05:
        made.erasures.append(Erasure(name, NIGHT))


def _item(made: World, name: str, author: str, items: int) -> None:
    rng = made.rng
    words = rng.randrange(items // 3) if rng.random() < 0.5 else None
    live = Record(
        "s", name, (NIGHT, "a", int(name), "posts"), rng.choice(["post", "comment", "article"]), author,
        rng.choice(["public"] * 20 + ["group", None]), False, made.moment(), None,
        f"w{words}" if words is not None else None,
    )  # fmt: skip
    if rng.random() < 0.15:
        origin = rng.choice([("s", str(rng.randrange(items))), ("s", str(rng.randrange(items))), ("s", "never"), None])
        live = replace(live, reshares=True, reshare_of=origin)
    fate = rng.choice(["live"] * 20 + ["deleted", "buried", "conflicting"])
    gone = replace(
        live, deleted=True, visibility=None, created_at=None, updated_at=CUT + STEP * 9, fingerprint=None,
        reshares=False,
        reshare_of=None,
    )  # fmt: skip
    tied = replace(live, visibility="friends", order=(NIGHT, "b", 1, "posts"))
    made.records += {"live": [live], "deleted": [live, gone], "buried": [gone], "conflicting": [live, tied]}[fate]
    made.content.append(content_row(live if fate != "buried" else gone, fate))


def content_row(record: Record, fate: str) -> dict[str, Any]:
    """The record as `content` holds it."""
    deleted = fate in ("deleted", "buried")
    return {
        f.CONTENT_ID: content_id(*record.key),
        f.SOURCE: record.source,
        f.SOURCE_ID: record.id,
        f.CONTENT_TYPE: record.type,
        f.AUTHOR_ID: record.author_id,
        f.CREATED_AT: record.created_at,
        f.VISIBILITY: None if deleted else record.visibility,
        f.IS_DELETED: deleted,
        f.IS_CONFLICTING: fate == "conflicting",
        f.WORDS_HASH: record.fingerprint or f"few {record.author_id}",
        f.WORD_COUNT: 8 if record.fingerprint else 7,
        f.RESHARE_OF: _reshared(record.reshare_of) if record.reshares and not deleted else None,
    }


def _reshared(origin: ItemKey | None) -> str:
    return content_id(*origin) if origin else UNREADABLE
