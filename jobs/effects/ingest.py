"""ingest: which files of the landing zone this night takes, each exactly once.

A file is known by path, size and hash. A night takes every file of its own folder and of earlier
ones that no run has taken: what comes late is taken by the next night, and is known from then on.
A file that is corrected or taken away before the night has read it is no delivery of the night.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from jobs.errors import InputMissing, UsageError
from jobs.policy import Policy, State
from jobs.registry import Delivery, Registry
from jobs.settings import Settings
from jobs.sources.feeds import Feed
from jobs.sources.landing import Found, Stamp, find, nights
from jobs.sources.reading import check_whole
from jobs.stages.conform import Taken
from jobs.storage import filesystem

# Nobody pauses for a season and goes on without a word: a night that far ahead has its date wrong.
LONGEST_PAUSE = timedelta(days=92)


def check_turn(registry: Registry, settings: Settings, night: date) -> None:
    """Nights are done in order, one at a time, for one purpose: else one would take what is another's.

    Raises:
        UsageError: it is not this night's turn.
    """
    purpose = settings.purpose
    if others := registry.purposes() - {purpose}:
        raise UsageError(
            f"this lake is for the purpose {', '.join(sorted(others))}, and was asked to serve {purpose}",
            where=settings.lake,
            next_step="a lake serves one purpose: give each its own with --lake",
        )
    last = registry.last_night(purpose)
    if last is not None and night < last:
        raise UsageError(
            f"night {night} was not run, and {last} is done: its deliveries were taken by a later night",
            next_step="nothing is lost; run the next night",
        )
    if open_ones := [begun for begun in registry.nights_under_way(purpose) if begun != night]:
        raise UsageError(
            f"night {open_ones[0]} was begun and is not done: its deliveries would be lost to night {night}",
            next_step=f"end it first: assent run --night {open_ones[0]}",
        )


def check_policy_was_meant(registry: Registry, settings: Settings, policy: Policy) -> None:
    """A policy that nobody named, and that excludes everything, does not empty a corpus.

    Raises:
        UsageError: it would.
    """
    last = registry.last(settings.purpose)
    published = last.manifest["counts"]["published"] if last else 0
    meant = any(rule.state is not State.EXCLUDED for rule in policy.rules if rule.purpose == settings.purpose)
    if published and not meant and "policy" not in settings.model_fields_set:
        raise UsageError(
            f"no policy was named, and the one that is used then excludes everything: {published:,} published "
            "documents would be withdrawn",
            where=settings.policy,
            next_step="name yours with --policy or ASSENT_POLICY; to withdraw everything, name this one",
        )


def _check_pause(night: date, known: Iterable[date]) -> None:
    """A night that was done closes all nights before it, so a mistyped one would lock the lake."""
    before = max(known, default=night)
    if night - before > LONGEST_PAUSE:
        raise UsageError(
            f"nothing was delivered for night {night}, which is {(night - before).days} days after {before}, "
            "so its date may be wrong",
            next_step="name a night that has a delivery; every night before one that is done is closed",
        )


def check_pauses(last: date | None, todo: Sequence[date]) -> None:
    """The same of delivered nights: a mistyped folder would lock the lake, too.

    Raises:
        UsageError: a night is a season away from the one before it.
    """
    for before, night in pairwise([*([last] if last else []), *todo]):
        if night - before > LONGEST_PAUSE:
            raise UsageError(
                f"night {night} is {(night - before).days} days after {before}, so its folder may be misnamed",
                next_step=f"correct the name; if it is right, assent run --through {before}, then --night {night}",
            )


def take(
    registry: Registry, settings: Settings, feeds: tuple[Feed, ...], night: date, *, read: bool = False
) -> list[Delivery]:
    """Give the night its files and return them, ordered by night, file name and path.

    `read`: an earlier attempt has read what was taken, so that it may not change any more.

    Raises:
        UsageError: the night is a season after all that is known, and has no delivery.
        InputMissing: the landing zone or a file is not there, a file is not whole, or one that was read has changed.
    """
    purpose = settings.purpose
    registry.release_unopened(purpose)
    deliveries = registry.known_deliveries(purpose)
    known = {(each.path, each.sha256) for each in deliveries}
    stamps = {_stamp(each): each.sha256 for each in deliveries if each.modified_ns}
    there = find(settings.landing, feeds, night, stamps)
    last = registry.last_night(purpose)
    _check_pause(night, [*([last] if last else []), *(file.night for file in there)])
    found = [file for file in there if (file.path, file.sha256) not in known]
    settled = [file for file in there if file.modified_ns and _stamp(file) not in stamps]
    registry.note_modified(purpose, [_delivery(file) for file in settled if (file.path, file.sha256) in known])
    fs, root = filesystem(settings.landing)
    for file in found:
        check_whole(fs, f"{root}/{file.path}", file.path)
    _let_go(registry, purpose, night, {(file.path, file.sha256) for file in there}, read=read)
    return registry.assign_deliveries(night, purpose, [_delivery(file) for file in found])


def _let_go(registry: Registry, purpose: str, night: date, there: set[tuple[str, str]], *, read: bool) -> None:
    gone = [each for each in registry.deliveries_of(night, purpose) if (each.path, each.sha256) not in there]
    if gone and read:
        raise InputMissing(
            f"{len(gone)} files that night {night} has read are gone or were changed since",
            where=gone[0].path,
            next_step="put them back as they were, deliver what is corrected under new names, and run the night again",
        )
    registry.release_deliveries(night, purpose, gone)


def taken(registry: Registry, settings: Settings, feeds: tuple[Feed, ...], night: date) -> tuple[Taken, ...]:
    """The files of a night as conform reads them."""
    by_name = {feed.name: feed for feed in feeds}
    return tuple(
        Taken(by_name[d.feed], d.source, d.path, d.night, d.file_name, d.size)
        for d in registry.deliveries_of(night, settings.purpose)
    )


def nights_to_do(registry: Registry, settings: Settings, feeds: tuple[Feed, ...], through: date) -> list[date]:
    """Nights up to `through` that have a delivery, or were begun, and have no finished run; in order.

    A delivered night before the last finished one is no work of its own: its files are late, and
    the next night takes them.
    """
    last = registry.last_night(settings.purpose)
    known = nights(settings.landing, feeds) + registry.nights_under_way(settings.purpose)
    todo = {night for night in known if night <= through}
    if not todo and last is None:
        raise InputMissing(
            f"nothing was delivered for a night up to {through}",
            where=settings.landing,
            next_step="files are read at FEED/YYYY-MM-DD/FILE there; assent doctor names what nothing reads",
        )
    return sorted(night for night in todo if last is None or night > last)


def _stamp(file: Found | Delivery) -> Stamp:
    return file.path, file.size, file.modified_ns


def _delivery(file: Found) -> Delivery:
    return Delivery(
        file.path, file.feed, file.source, file.night, file.file_name, file.size, file.sha256, file.modified_ns
    )
