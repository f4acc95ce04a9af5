"""The live keys of a lake, one an epoch. The registry knows each by a check value, never by itself.

A version line keeps the key of its first epoch: `doc_id` and everything else that is published stays as
it is. What must be recognised again whenever it comes (who is suppressed, what was erased) is written
and looked up under every live key.
"""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from jobs.errors import InputMissing, UsageError
from jobs.keys import Key, load_key, parse_key
from jobs.registry import Registry
from jobs.settings import Settings

FIRST = 1
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Ring:
    """Keys by epoch, the oldest first."""

    keys: tuple[Key, ...]

    @property
    def line(self) -> Key:
        """The key of the version line: names documents, members and threads in what is published."""
        return self.keys[0]

    @property
    def newest(self) -> Key:
        """The key of the last epoch."""
        return self.keys[-1]

    def suppress(self, registry: Registry, members: list[str], night: date) -> None:
        """Nothing of these members may be published from now on, whichever key they are looked up by."""
        for key in self.keys:
            registry.suppress("member", key.epoch, [key.keyed("member", member) for member in members], night)

    def found(self, among: Mapping[tuple[int, str], Kept], kind: str, value: str) -> Kept | None:
        """What is kept of a subject under any live key."""
        named = ((key.epoch, key.keyed(kind, value)) for key in self.keys)
        return next((among[name] for name in named if name in among), None)


def load_ring(settings: Settings, registry: Registry) -> Ring:
    """Every live key; the first is made where nothing depends on it yet, and noted.

    Raises:
        UsageError: a key is another one than was used before.
        InputMissing: a key is gone.
    """
    known = registry.key_epochs()
    in_use = bool(known or registry.last_version() or registry.suppressed("member"))
    keys = tuple(_key(settings, epoch, in_use=in_use) for epoch in sorted(known) or (FIRST,))
    wrong = [str(key.epoch) for key in keys if known.get(key.epoch, check_value(key)) != check_value(key)]
    if wrong:
        raise UsageError(
            f"the key of epoch {', '.join(wrong)} is another one than was used before",
            where=(settings.key_command and "the setting key_command") or str(settings.key_path),
            next_step="restore it from its backup: what was published and suppressed fits no other",
        )
    return Ring(keys)


def note_first(registry: Registry, ring: Ring) -> None:
    """Note the first key, so that no other is taken for it; noted once, it stays."""
    registry.add_key_epoch(ring.line.epoch, check_value(ring.line))


def check_value(key: Key) -> str:
    """Tells whether a key is the one that was used, and nothing else of it."""
    return key.keyed("check", f"epoch {key.epoch}")


def next_key(settings: Settings, ring: Ring) -> Key:
    """The key of the epoch after the last; made in a file of its own, or given by the command.

    Safe to repeat: a file that an interrupted rotation left is the next key.
    """
    return _key(settings, ring.newest.epoch + 1, in_use=False)


def _key(settings: Settings, epoch: int, *, in_use: bool) -> Key:
    if settings.key_command:
        return parse_key(_told(settings.key_command, epoch), epoch, "the setting key_command")
    return load_key(place_of(settings.key_path, epoch), epoch, in_use=in_use)


def place_of(first: Path, epoch: int) -> Path:
    """The file of an epoch's key: beside that of the first, `epoch-2.key` after `epoch-1.key`."""
    if epoch == FIRST:
        return first
    stem = first.stem.removesuffix(f"-{FIRST}")
    return first.with_name(f"{stem}-{epoch}{first.suffix}")


def _told(command: str, epoch: int) -> str:
    """What the command prints for an epoch; its own words to standard error are not shown, they may hold a key.

    Raises:
        InputMissing: it failed.
    """
    try:
        done = subprocess.run(  # noqa: S603  the operator's own command, and no shell reads it
            [*shlex.split(command), str(epoch)], capture_output=True, text=True, check=True, timeout=60
        )
    except (OSError, subprocess.SubprocessError):
        raise InputMissing(
            f"the command gives no key for epoch {epoch}",
            where="the setting key_command",
            next_step="it is called with the number of the epoch and prints the key in hexadecimal",
        ) from None
    return done.stdout
