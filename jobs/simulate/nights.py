"""The calendar of a simulation and how times are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

DAY = timedelta(days=1)
LONG_AGO = datetime(1981, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Nights:
    """Nights are counted from 0; the first carries most of the content."""

    first: date
    count: int

    @property
    def last(self) -> int:
        """The number of the last night."""
        return self.count - 1

    @property
    def first_share(self) -> float:
        """Share of the content that the first night delivers: later nights bring some 2 % each, 30 % at most."""
        return max(0.7, 1 - 0.023 * self.last)

    def name(self, night: int) -> str:
        """The folder of a night."""
        return (self.first + night * DAY).isoformat()

    def cut(self, night: int) -> datetime:
        """T of a night: the midnight that ends it, UTC."""
        return datetime.combine(self.first + (night + 1) * DAY, time(), tzinfo=UTC)

    @property
    def switch(self) -> datetime:
        """When the dated rows of the policy change: the beginning of the middle night."""
        return datetime.combine(self.first + self.count // 2 * DAY, time(), tzinfo=UTC)

    def moment(self, night: int, rng: Random) -> datetime:
        """A second of the night's day."""
        return self.cut(night) - timedelta(seconds=rng.randrange(1, 86_000))

    def later(self, night: int, rng: Random) -> int:
        """The same night or one of the next three."""
        return min(self.last, night + rng.randint(0, 3))


def birthday(birth: date, years: int) -> date:
    """The day somebody turns so many years old: 1 March where there is no 29 February."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 3, 1)


def midnight(day: date) -> datetime:
    """The instant a day begins, UTC."""
    return datetime.combine(day, time(), tzinfo=UTC)


def iso(moment: datetime) -> str:
    """A time as most feeds write it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def written(moment: datetime, source: str, rng: Random) -> tuple[str, datetime]:
    """Write a time as a source does.

    Returns:
        The text and the instant that it says: some sources know the day only.
    """
    if source == "network":
        return iso(moment), moment
    if source == "groups":
        return _with_offset(moment, rng), moment
    if source == "magazine":
        minutes = rng.choice((-480, -300, -240, 0, 60, 120, 330))
        local = moment + timedelta(minutes=minutes)
        return f"{local:%Y-%m-%d} {local.hour}:{local:%M:%S} {_offset(minutes, '')}", moment
    day = moment.date()
    forms = (day.isoformat(), f"{day.year}-{day.month}-{day.day}", f"{day.day:02d}-{_MONTHS[day.month - 1]}-{day.year}")
    return rng.choice(forms), midnight(day)


def _with_offset(moment: datetime, rng: Random) -> str:
    minutes = rng.choice((None, -300, 60, 120, 330, 0))
    if minutes is None:
        return moment.strftime("%Y-%m-%dT%H:%M:%S")
    return (moment + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%S") + _offset(minutes, ":")


def _offset(minutes: int, colon: str) -> str:
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}{colon}{rest:02d}"
