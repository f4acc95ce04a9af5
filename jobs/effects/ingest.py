"""ingest: which files of the landing zone this night takes, each exactly once.

A file is known by path, size and hash. A night takes every file of its own folder and of earlier
ones that no run has taken: what comes late is taken by the next night, and is known from then on.
"""

from __future__ import annotations

from datetime import date

from jobs.errors import InputMissing
from jobs.registry import Delivery, Registry
from jobs.settings import Settings
from jobs.sources.feeds import Feed
from jobs.sources.landing import Found, filesystem, find, nights
from jobs.sources.reading import check_whole
from jobs.stages.conform import Taken


def take(registry: Registry, settings: Settings, feeds: tuple[Feed, ...], night: date) -> list[Delivery]:
    """Give the night its files and return them, ordered by night, file name and path.

    Raises:
        InputMissing: the landing zone or a file is not there, or a file is not whole.
    """
    known = registry.known_deliveries(settings.purpose)
    found = [file for file in find(settings.landing, feeds, night) if (file.path, file.sha256) not in known]
    fs, root = filesystem(settings.landing)
    for file in found:
        check_whole(fs, f"{root}/{file.path}", file.path)
    return registry.assign_deliveries(night, settings.purpose, [_delivery(file) for file in found])


def taken(registry: Registry, settings: Settings, feeds: tuple[Feed, ...], night: date) -> tuple[Taken, ...]:
    """The files of a night as conform reads them."""
    by_name = {feed.name: feed for feed in feeds}
    return tuple(
        Taken(by_name[d.feed], d.source, d.path, d.night, d.file_name, d.size)
        for d in registry.deliveries_of(night, settings.purpose)
    )


def nights_to_do(registry: Registry, settings: Settings, feeds: tuple[Feed, ...], through: date) -> list[date]:
    """Nights up to `through` that have a delivery and no finished run, in order.

    A delivered night before the last finished one is no work of its own: its files are late, and
    the next night takes them.
    """
    last = registry.last_night(settings.purpose)
    delivered = {night for night in nights(settings.landing, feeds) if night <= through}
    if not delivered and last is None:
        raise InputMissing("nothing was delivered by that night", where=settings.landing)
    return sorted(night for night in delivered if last is None or night > last)


def _delivery(file: Found) -> Delivery:
    return Delivery(file.path, file.feed, file.source, file.night, file.file_name, file.size, file.sha256)
