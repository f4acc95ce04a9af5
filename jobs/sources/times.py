"""Instants as the sources write them, read as UTC."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any


def parse_instant(value: Any, formats: Sequence[str]) -> datetime | None:
    """An instant in UTC, or None where no format fits.

    A time without an offset is UTC, a date is midnight. Values that Parquet delivers as instants
    or dates are taken as they are.
    """
    if isinstance(value, datetime):
        return _utc(value)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    for name in formats:
        instant = _read(value, name)
        if instant is not None:
            return _utc(instant)
    return None


def parse_date(value: Any) -> date | None:
    """A calendar date written yyyy-mm-dd, with or without a time after it."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def _read(value: Any, name: str) -> datetime | None:
    try:
        if name == "iso8601":
            return datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
        if name in ("epoch_s", "epoch_ms"):
            if isinstance(value, bool):
                return None
            return datetime.fromtimestamp(float(value) / (1000 if name == "epoch_ms" else 1), UTC)
        return datetime.strptime(value.strip(), name) if isinstance(value, str) else None
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def _utc(instant: datetime) -> datetime | None:
    try:
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except OverflowError:
        return None
