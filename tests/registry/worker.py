"""A process of its own on a registry: takes orders on stdin, one a line, and answers each with one line.

Started as `python -m tests.registry.worker`; says `loaded` first, so that all can be let go at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

from jobs.errors import AssentError, Busy
from jobs.registry import Lease, Registry

NIGHT, PURPOSE = date(2026, 3, 1), "pretraining"


class Worker:
    """What this process holds."""

    def __init__(self) -> None:
        self.held, self.lease_held = ExitStack(), ExitStack()
        self.lease: Lease | None = None

    def open(self, url: str) -> str:
        self.registry = self.held.enter_context(Registry.open(url))
        return "opened"

    def close(self) -> str:
        self.lease_held.close()
        self.held.close()
        self.lease = None
        return "closed"

    def take(self, ttl: str) -> str:
        self.lease = self.lease_held.enter_context(self.registry.lease("lake", ttl=int(ttl)))
        return f"won {self.lease.attempt}"

    def check(self) -> str:
        assert self.lease
        self.lease.check()
        return "held"

    def release(self) -> str:
        self.lease_held.close()
        return "released"

    def commit(self, documents_version: str) -> str:
        number = int(documents_version)
        night = NIGHT + timedelta(days=number)
        self.registry.open_run(night, PURPOSE, {})
        version = self.registry.commit_version(
            night, PURPOSE, documents_version=number, manifest={"rows": 1}, lease=self.lease
        )
        return f"version {version.version}"

    def count(self, file: str, times: str) -> str:
        """Adds one to the number in a file, each time under the lease: a lost update shows that two held it."""
        attempts: list[int] = []
        while len(attempts) < int(times):
            try:
                with self.registry.lease("lake", ttl=60) as lease:
                    before = int(Path(file).read_text())
                    lease.check()
                    Path(file).write_text(str(before + 1))
                    attempts.append(lease.attempt)
            except Busy:
                continue
        return " ".join(map(str, attempts))

    def answer(self, order: str) -> str:
        name, *arguments = order.split()
        call: Callable[..., str] = getattr(self, name)
        try:
            return call(*arguments)
        except AssentError as error:
            return type(error).__name__


if __name__ == "__main__":
    worker = Worker()
    print("loaded", flush=True)
    for line in sys.stdin:
        print(worker.answer(line), flush=True)
