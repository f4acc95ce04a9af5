"""What the commands work on: the registry of a lake, and a runner that holds its lease."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

from jobs.errors import Busy, InputMissing
from jobs.registry import LEASE, Lease, Registry
from jobs.settings import Settings
from schemas.tables import Zone


@contextmanager
def open_registry(settings: Settings, *, create: bool = False) -> Iterator[Registry]:
    """The lake's registry; only a run makes one.

    Raises:
        InputMissing: there is none.
    """
    if create and "://" not in settings.lake:
        restricted = Path(settings.lake) / Zone.RESTRICTED
        restricted.mkdir(parents=True, exist_ok=True)
        with suppress(PermissionError):  # a volume of somebody else's
            restricted.chmod(0o700)
    elif not settings.registry and not _registry_file(settings).is_file():
        raise InputMissing("there is no lake", where=settings.lake, next_step="name one with --lake, or run a night")
    with Registry.open(settings.registry_url) as registry:
        yield registry


def hold(settings: Settings, registry: Registry) -> AbstractContextManager[Lease]:
    """The lake's lease, for whoever writes; a process that loses it ends at once."""
    return registry.lease(LEASE, ttl=settings.lease_seconds, lost=_end)


def _end() -> None:
    """Another process is at work, or may be: what this one went on to write, it would write over."""
    os.write(2, b"assent: the lease was lost to another process, so this one ends; the other goes on from there\n")
    os._exit(Busy.exit_code)


@contextmanager
def open_runner(settings: Settings, *, create: bool = True) -> Iterator[Any]:
    """A runner that holds the lake's lease; a lake that is not there is made if all that a first night needs is.

    Raises:
        InputMissing: there is no lake, landing zone or policy.
        UsageError: the policy is not sound.
    """
    from jobs.inputs import sound_policy
    from jobs.progress import progress
    from jobs.runner import Runner
    from jobs.sources.feeds import load_feeds
    from jobs.sources.landing import nights

    if create and not settings.registry and not _registry_file(settings).is_file():
        nights(settings.landing, load_feeds(settings.sources))
        sound_policy(settings)
    with open_registry(settings, create=create) as registry, hold(settings, registry) as lease:
        yield Runner(settings, registry, lease, progress())


def _registry_file(settings: Settings) -> Path:
    return Path(settings.lake) / "registry.db"
