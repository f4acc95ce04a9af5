"""The tree of errors. Each family says what the caller must do, and carries its exit code.

AssentError                      70  a fault of ours
├── UsageError                    2  wrong use or settings: correct the command
├── GateRefused                   3  a gate found a critical failure: nothing was published
├── Busy                          4  another process holds the lease: try again later
│   └── Unavailable               4  a service does not answer, or ended: try again later
└── InputMissing                  5  a delivery, table or file is not there or not whole

A message says what happened, where, and what to do next. It never carries a value of
somebody's text, name, address or id: those belong to the restricted zone alone.
"""

from __future__ import annotations


class AssentError(Exception):
    """A fault of ours; the base of every error that the program raises on purpose."""

    exit_code = 70

    def __init__(self, what: str, *, where: str = "", next_step: str = "") -> None:
        self.what, self.where, self.next_step = what, where, next_step
        super().__init__(". ".join(part for part in (what, where, next_step) if part))


class UsageError(AssentError):
    """The command or a setting is wrong."""

    exit_code = 2


class GateRefused(AssentError):
    """A gate found a critical failure."""

    exit_code = 3


class Busy(AssentError):
    """Another process holds the lease."""

    exit_code = 4


class Unavailable(Busy):
    """The database or the JVM does not answer, or ended in the middle; nothing of it is lost."""


class InputMissing(AssentError):
    """A delivery, a table or a file is absent or not whole."""

    exit_code = 5
