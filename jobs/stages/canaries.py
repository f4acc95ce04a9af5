"""Canaries: planted members and items that every night has to refuse, each for one known reason.

They are made for the night from its policy and a secret word, go through the same joins as everything
else, and are taken out before anything is written. Their ids say what they are planted for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StructField, StructType

from jobs.policy import EEA, Policy, Rule, State
from jobs.sources.conforming import content_id
from jobs.stages.local import local
from schemas import fields as f
from schemas.reasons import Reason
from schemas.tables import CONSENT_EVENTS, CONTENT, ERASURE_REQUESTS, MEMBERS, RESIDENCE, Table

LONG_AGO = datetime(1950, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
BORN = date(1930, 6, 15)  # of age under every policy, also when the oldest item was written
UNLISTED = "AQ"  # nobody lives there: what `*` says, or no rule at all
WORDS = 20
OLDEST = 70  # years: a canary is older than any age that a rule asks for
COUNTRY = 2  # letters of a country; what follows names a subdivision

Home = tuple[str, str | None]
Row = Mapping[Any, Any]  # by column


@dataclass(frozen=True)
class Homes:
    """A place for each thing that a policy can say of one; none where this policy says it nowhere."""

    free: Home | None  # may be used with a grant for the past
    min_age: int  # there
    opt_in: Home | None
    excluded: Home | None
    floored: tuple[Home, datetime] | None  # and from when on items may be used there


@dataclass
class Planted:
    """The rows of each table, and how many items must be refused."""

    word: str
    purpose: str
    rows: dict[Table, list[Row]] = field(default_factory=dict)

    def add(self, table: Table, row: Row) -> None:
        """Add a row."""
        self.rows.setdefault(table, []).append(row)

    @property
    def items(self) -> int:
        """Items planted."""
        return len(self.rows.get(CONTENT, ()))

    def beside(self, spark: SparkSession, table: Table, held: DataFrame) -> DataFrame:
        """What is held, with the canaries beside it; columns that they do not need are null."""
        wanted = [column for column in table.fields if str(column) in held.columns]
        schema = StructType([StructField(str(column), column.dtype, True) for column in wanted])
        rows = self.rows.get(table, [])
        planted = local(spark, [[row.get(name) for name in schema.names] for row in rows], schema).coalesce(1)
        return held.unionByName(planted) if rows else held

    def is_one(self, member: str) -> Column:
        """Whether a row is of a canary, by its member's id."""
        return F.col(member).startswith(self.word)

    def refused_rightly(self) -> Column:
        """Whether a decision on a canary is that for which it was planted: this reason, and no other."""
        planted_for = F.try_element_at(F.split(f.AUTHOR_ID, ":"), F.lit(2))
        return self.is_one(f.AUTHOR_ID) & (F.col(f.REASONS) == F.array(planted_for))


def plant(policy: Policy, purpose: str, cut: datetime, word: str, each: int) -> Planted:
    """`each` canaries for every reason of decide that this policy can give alone. `word` names them."""
    planted, homes = Planted(word, purpose), homes_of(policy, purpose, cut)
    for number in range(each):
        for reason, facts in _kinds(homes, cut, planted, number):
            _plant(planted, reason, number, cut, facts)
    return planted


def homes_of(policy: Policy, purpose: str, cut: datetime) -> Homes:
    """The first place of each kind, for posts written a month before the cut."""
    written = cut - 30 * DAY
    rules = {home: policy.rule(*home, "post", purpose, cut) for home in _places(policy)}
    excluded = next((home for home, rule in rules.items() if _excludes(rule)), None)
    usable = {home: rule for home, rule in rules.items() if rule and not _excludes(rule) and 1 < rule.min_age < OLDEST}
    free = [home for home, rule in usable.items() if not rule.content_from or rule.content_from <= written]
    floors = [(home, rule.content_from) for home, rule in usable.items() if rule.content_from]
    opt_in = next((home for home in free if usable[home].state is State.OPT_IN), None)
    floored = next(((home, at) for home, at in floors if at > LONG_AGO + 365 * 50 * DAY), None)
    least = usable[free[0]].min_age if free else 0
    return Homes(next(iter(free), None), least, opt_in, excluded, floored)


def _places(policy: Policy) -> list[Home]:
    """A residence in each region that the policy names, and in one that it does not."""
    regions = sorted({rule.region for rule in policy.rules} - {"*", "EEA"})
    places = [(region[:COUNTRY], region if len(region) > COUNTRY else None) for region in regions]
    return [*places, (min(EEA), None), (UNLISTED, None)]


def _excludes(rule: Rule | None) -> bool:
    return rule is None or rule.state is State.EXCLUDED


@dataclass(frozen=True)
class _Facts:
    """What is told of a canary: whatever is not said is in order."""

    home: tuple[tuple[Home, datetime], ...]
    born: date | None = BORN
    known: bool = True
    events: tuple[tuple[str, datetime, bool], ...] = (("granted", LONG_AGO, True),)
    erased: bool = False
    item: Row = field(default_factory=dict)


def _kinds(homes: Homes, cut: datetime, planted: Planted, number: int) -> Iterator[tuple[Reason, _Facts]]:
    written = cut - 30 * DAY
    if homes.excluded:
        yield Reason.REGION_EXCLUDED, _Facts(((homes.excluded, LONG_AGO),))
    if homes.opt_in:
        stay = ((homes.opt_in, LONG_AGO),)
        yield Reason.CONSENT_MISSING, _Facts(stay, events=())
        yield Reason.CREATED_BEFORE_GRANT, _Facts(stay, events=(("granted", written + DAY, False),))
    if homes.floored:
        home, floor = homes.floored
        yield Reason.CREATED_BEFORE_POLICY, _Facts(((home, LONG_AGO),), item={f.CREATED_AT: floor - DAY})
    if homes.free:
        yield from _of_the_item(homes.free, cut, planted, number)
        yield from _of_the_member(homes.free, homes, cut)


def _of_the_item(home: Home, cut: datetime, planted: Planted, number: int) -> Iterator[tuple[Reason, _Facts]]:
    written, stay = cut - 30 * DAY, ((home, LONG_AGO),)
    never, denied = f"never:{number}", _name(Reason.CONSENT_DENIED, number)
    copied = {f.WORDS_HASH: content_id(planted.word, f"words:{denied}"), f.CREATED_AT: written + DAY}
    yield Reason.CONTENT_DELETED, _Facts(stay, item={f.IS_DELETED: True, f.VISIBILITY: None})
    yield Reason.NOT_PUBLIC, _Facts(stay, item={f.VISIBILITY: "connections"})
    yield Reason.CONFLICTING_REVISIONS, _Facts(stay, item={f.IS_CONFLICTING: True})
    yield Reason.ORIGIN_UNKNOWN, _Facts(stay, item={f.RESHARE_OF: content_id(planted.word, never)})
    yield Reason.ORIGIN_EXCLUDED, _Facts(stay, item={f.RESHARE_OF: content_id(planted.word, denied)})
    yield Reason.COPY_OF_EXCLUDED, _Facts(stay, item=copied)


def _of_the_member(home: Home, homes: Homes, cut: datetime) -> Iterator[tuple[Reason, _Facts]]:
    written, stay = cut - 30 * DAY, ((home, LONG_AGO),)
    came_of_age = _years_before(written.date() + 10 * DAY, homes.min_age)
    yield Reason.MEMBER_ERASED, _Facts(stay, erased=True)
    yield Reason.MEMBER_UNKNOWN, _Facts((), known=False, events=())
    yield Reason.REGION_UNKNOWN, _Facts(())
    yield Reason.REGION_UNKNOWN_AT_CREATION, _Facts(((home, cut - DAY),))
    if homes.excluded:
        yield Reason.REGION_EXCLUDED_AT_CREATION, _Facts(((homes.excluded, LONG_AGO), (home, cut - DAY)))
    yield Reason.AGE_UNKNOWN, _Facts(stay, born=None)
    yield Reason.UNDERAGE, _Facts(stay, born=_years_before(cut.date() + DAY, homes.min_age))
    yield Reason.UNDERAGE_AT_CREATION, _Facts(stay, born=came_of_age)
    yield Reason.CONSENT_DENIED, _Facts(stay, events=(("granted", LONG_AGO, True), ("denied", written, False)))


def _years_before(day: date, years: int) -> date:
    """A birth date whose birthday is that day; the day after, where the year has none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)


def _name(reason: Reason, number: int) -> str:
    return f"{reason.value}:{number}"


def _plant(planted: Planted, reason: Reason, number: int, cut: datetime, facts: _Facts) -> None:
    """The rows of one canary."""
    name, night = _name(reason, number), (cut - DAY).date()
    who = f"{planted.word}:{name}"
    common: dict[Any, Any] = {f.MEMBER_ID: who, f.RECORDED_AT: LONG_AGO, f.DELIVERED_NIGHT: night, f.RECORD_HASH: name}
    if facts.known:
        planted.add(MEMBERS, common | {f.BIRTH_DATE: facts.born})
    for (country, subdivision), since in facts.home:
        planted.add(RESIDENCE, common | {f.COUNTRY: country, f.SUBDIVISION: subdivision, f.VALID_FROM: since})
    for state, at, covers in facts.events:
        event = {
            f.EVENT_ID: f"{who}:{state}",
            f.PURPOSE: planted.purpose,
            f.STATE: state,
            f.EFFECTIVE_AT: at,
            f.COVERS_PAST: covers,
        }
        planted.add(CONSENT_EVENTS, common | event)
    if facts.erased:
        planted.add(ERASURE_REQUESTS, common | {f.REQUEST_ID: who, f.RECEIVED_AT: LONG_AGO})
    item: dict[Any, Any] = {
        f.CONTENT_ID: content_id(planted.word, name),
        f.SOURCE: planted.word,
        f.SOURCE_ID: name,
        f.CONTENT_TYPE: "post",
        f.AUTHOR_ID: who,
        f.CREATED_AT: cut - 30 * DAY,
        f.VISIBILITY: "public",
        f.IS_DELETED: False,
        f.IS_CONFLICTING: False,
        f.DELIVERED_NIGHT: night,
        f.WORDS_HASH: content_id(planted.word, f"words:{name}"),
        f.WORD_COUNT: WORDS,
    }
    planted.add(CONTENT, item | dict(facts.item))
