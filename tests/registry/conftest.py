"""Each test that takes `url` or `registry` runs on SQLite and on PostgreSQL; `start` gives processes."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from jobs.registry import Registry
from tests.needs import lacking
from tests.registry import postgres

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    folder = postgres.binaries()
    if folder is None:
        lacking("a PostgreSQL server (initdb, postgres; on PATH, by pg_config or in /usr/lib/postgresql)")
    with postgres.server(folder) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/registry.db"
    server: postgres.Server = request.getfixturevalue("postgres_server")
    return server.emptied()


@pytest.fixture
def registry(url: str) -> Iterator[Registry]:
    with Registry.open(url) as opened:
        yield opened


@dataclass
class Process:
    """A `tests.registry.worker`."""

    popen: subprocess.Popen[str]

    def tell(self, order: str) -> None:
        assert self.popen.stdin
        self.popen.stdin.write(order + "\n")
        self.popen.stdin.flush()

    def hear(self) -> str:
        assert self.popen.stdout
        return self.popen.stdout.readline().strip()

    def ask(self, order: str) -> str:
        self.tell(order)
        return self.hear()

    def clear(self) -> bool:
        """Gives back what it holds, even from the middle of a failed test; false if it is dead."""
        if self.popen.poll() is not None:
            return False
        self.popen.send_signal(signal.SIGCONT)
        self.tell("close")
        return "closed" in iter(self.hear, "")


Start = Callable[[int], list[Process]]


@pytest.fixture(scope="session")
def idle() -> Iterator[list[Process]]:
    """Processes that wait for a test: starting one takes longer than most tests."""
    waiting: list[Process] = []
    yield waiting
    for process in waiting:
        process.popen.kill()
        process.popen.communicate()


@pytest.fixture
def start(idle: list[Process]) -> Iterator[Start]:
    """Gives n processes that have loaded the program and opened no registry."""
    lent: list[Process] = []

    def starter(count: int) -> list[Process]:
        command = [sys.executable, "-m", "tests.registry.worker"]
        pipe = subprocess.PIPE
        new = [
            Process(subprocess.Popen(command, cwd=ROOT, text=True, stdin=pipe, stdout=pipe))
            for _ in range(count - len(idle))
        ]
        lent.extend(new)
        assert all(process.hear() == "loaded" for process in new)
        lent.extend(idle.pop() for _ in range(count - len(new)))
        return lent[-count:]

    yield starter
    for process in lent:
        if process.clear():
            idle.append(process)
        else:
            process.popen.communicate()
