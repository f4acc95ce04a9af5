"""What the commands work on: the registry of a lake, and a runner that holds its lease."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jobs.errors import InputMissing
from jobs.registry import Registry
from jobs.settings import Settings


@contextmanager
def open_registry(settings: Settings, *, create: bool = False) -> Iterator[Registry]:
    """The lake's registry; only a run makes one.

    Raises:
        InputMissing: there is none.
    """
    if not settings.registry and create:
        Path(settings.lake).mkdir(parents=True, exist_ok=True)
    elif not settings.registry and not (Path(settings.lake) / "registry.db").is_file():
        raise InputMissing("there is no lake", where=settings.lake, next_step="name one with --lake, or run a night")
    with Registry.open(settings.registry_url) as registry:
        yield registry


@contextmanager
def open_runner(settings: Settings) -> Iterator[Any]:
    """A runner that holds the lake's lease."""
    from jobs.progress import progress
    from jobs.runner import LEASE, Runner

    with open_registry(settings, create=True) as registry, registry.lease(LEASE, ttl=settings.lease_seconds) as lease:
        yield Runner(settings, registry, lease, progress())
