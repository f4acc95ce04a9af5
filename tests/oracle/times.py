"""Times as the sources write them, to UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))? ?(Z|[+-]\d{2}:?\d{2})?)?", re.ASCII
)
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})-([A-Z][a-z]{2})-(\d{4})", re.ASCII)


def parse_time(value: object) -> datetime | None:
    """Read a time; without an offset it is UTC, a date is midnight. None where it is no time."""
    if not isinstance(value, str):
        return None
    try:
        if match := _DAY_MONTH_YEAR.fullmatch(value):
            return datetime(int(match[3]), _MONTHS.index(match[2]) + 1, int(match[1]), tzinfo=UTC)
        match = _ISO.fullmatch(value)
        return _from_iso(match) if match else None
    except (ValueError, OverflowError):
        return None


def _from_iso(match: re.Match[str]) -> datetime:
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    if match[4] is None:
        return datetime(year, month, day, tzinfo=UTC)
    micros = int((match[7] or "").ljust(6, "0")[:6])
    zone = _zone(match[8])
    local = datetime(year, month, day, int(match[4]), int(match[5]), int(match[6]), micros, tzinfo=zone)
    return local.astimezone(UTC)


def _zone(offset: str | None) -> timezone:
    if offset is None or offset == "Z":
        return UTC
    minutes = int(offset[1:3]) * 60 + int(offset[-2:])
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))


def parse_date(value: object) -> date | None:
    """Read a calendar day such as a birth date; None where it is none."""
    moment = parse_time(value)
    return moment.date() if moment else None


def cut_of(night: date) -> datetime:
    """T of a night D: D+1 00:00 UTC."""
    return datetime.combine(night + timedelta(days=1), time(), tzinfo=UTC)
