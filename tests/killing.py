"""Ends a piece of work at a named point, as a power cut would: nothing after it is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from jobs.faults import Faults


class Killed(BaseException):
    """No handler of the program catches it."""


@contextmanager
def killed_at(point: str) -> Iterator[None]:
    """Within the block, reaching the point ends the work."""

    def reach(self: Faults, reached: str) -> None:
        if reached == point:
            raise Killed(point)

    with patch.object(Faults, "reach", reach):
        yield
