"""A lease is held by one process at a time, outlives no holder, and what lost it cannot commit."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import update

from jobs.errors import Busy, Unavailable
from jobs.registry import Lease, Registry
from jobs.registry.process import Process
from jobs.registry.tables import leases
from tests.conftest import ROOT
from tests.registry.conftest import Start
from tests.registry.worker import NIGHT, PURPOSE


def take(registry: Registry, name: str = "lake", ttl: int = 60) -> int:
    """The attempt with which the lease was got, and given back at once."""
    with registry.lease(name, ttl=ttl) as lease:
        return lease.attempt


def change(registry: Registry, **values: object) -> None:
    with registry._db.write() as connection:
        connection.execute(update(leases).values(**values))


def test_attempts_grow_and_never_start_again(registry: Registry) -> None:
    assert [take(registry) for _ in range(3)] == [1, 2, 3]


def test_leases_of_other_names_do_not_meet(registry: Registry) -> None:
    with registry.lease("lake"):
        assert take(registry, "erasure") == 1


def test_a_held_lease_is_busy_and_names_its_holder(registry: Registry) -> None:
    with registry.lease("lake"), pytest.raises(Busy) as caught:
        take(registry)

    assert f"process {os.getpid()}, since " in caught.value.where
    assert caught.value.next_step
    assert take(registry) == 2


def test_it_is_given_back_when_the_block_raises(registry: Registry) -> None:
    with pytest.raises(ZeroDivisionError), registry.lease("lake"):
        raise ZeroDivisionError

    assert take(registry) == 2


def test_the_heartbeat_keeps_it_beyond_its_ttl(registry: Registry) -> None:
    with registry.lease("lake", ttl=1) as lease:
        time.sleep(2.5)
        with pytest.raises(Busy):
            take(registry)
        lease.check()


OTHER_HOST = Process("elsewhere", 4242, "1", "another-boot/1")


@pytest.mark.parametrize(
    ("holder", "age", "free"),
    [
        pytest.param(OTHER_HOST, 59, False, id="elsewhere, beating"),
        pytest.param(OTHER_HOST, 61, True, id="elsewhere, silent"),
        pytest.param(Process.this(), 59, False, id="this process, beating"),
        pytest.param(Process.this(), 61, True, id="this process, silent"),
        pytest.param(replace(Process.this(), pid=2**22 + 1), 0, True, id="here, no such process"),
        pytest.param(replace(Process.this(), start="1"), 0, True, id="here, number given to another"),
        pytest.param(replace(Process.this(), pid=2**22 + 1, machine=""), 0, False, id="machine unknown"),
        pytest.param(replace(Process.this(), start="1", host="renamed"), 0, True, id="same machine, other name"),
    ],
)
def test_who_may_be_replaced(registry: Registry, holder: Process, age: int, free: bool) -> None:
    take(registry, ttl=60)
    with registry._db.read() as connection:
        now = registry._db.now(connection)
    change(registry, holder=str(holder), heartbeat_at=now - timedelta(seconds=age))

    if free:
        assert take(registry) == 2
    else:
        with pytest.raises(Busy):
            take(registry)


def test_a_process_is_read_back_as_written() -> None:
    assert Process.parse(str(Process.this())) == Process.this()
    assert not Process.this().is_surely_dead()


@pytest.mark.parametrize("reaped", [False, True], ids=["zombie", "gone"])
def test_kill_9_of_the_holder_frees_it_at_once(registry: Registry, url: str, start: Start, reaped: bool) -> None:
    (holder,) = start(1)
    assert holder.ask(f"open {url}") == "opened"
    assert holder.ask("take 600") == "won 1"
    with pytest.raises(Busy):
        take(registry)

    os.kill(holder.popen.pid, signal.SIGKILL)
    if reaped:
        holder.popen.wait()
    else:
        os.waitid(os.P_PID, holder.popen.pid, os.WEXITED | os.WNOWAIT)  # dead, and left unreaped

    assert take(registry) == 2


def test_a_holder_that_slept_is_fenced_off(registry: Registry, url: str, start: Start) -> None:
    (sleeper,) = start(1)
    registry.open_run(NIGHT, PURPOSE, {})
    assert [sleeper.ask(order) for order in (f"open {url}", "take 1", "commit 1")] == ["opened", "won 1", "version 1"]

    os.kill(sleeper.popen.pid, signal.SIGSTOP)
    time.sleep(1.5)
    with registry.lease("lake") as lease:
        os.kill(sleeper.popen.pid, signal.SIGCONT)

        assert sleeper.ask("check") == "Busy"
        assert sleeper.ask("commit 2") == "Busy"
        assert sleeper.ask("release") == "released"  # of nothing: ours stands
        lease.check()
        assert len(registry.versions()) == 1


def test_a_lease_given_back_holds_nothing(registry: Registry) -> None:
    registry.open_run(NIGHT, PURPOSE, {})
    with registry.lease("lake") as lease:
        pass

    with pytest.raises(Busy):
        lease.check()
    with pytest.raises(Busy):
        registry.commit_version(NIGHT, PURPOSE, documents_version=1, manifest={}, lease=lease)
    assert registry.versions() == []


def test_of_many_processes_exactly_one_wins_each_round(url: str, start: Start) -> None:
    processes = start(5)
    assert [process.ask(f"open {url}") for process in processes] == ["opened"] * 5

    for round_ in range(1, 11):
        for process in processes:
            process.tell("take 60")
        answers = [process.hear() for process in processes]

        assert sorted(answers) == ["Busy"] * 4 + [f"won {round_}"]
        assert processes[answers.index(f"won {round_}")].ask("release") == "released"


def test_of_many_processes_exactly_one_replaces_the_dead(registry: Registry, url: str, start: Start) -> None:
    processes = start(4)
    assert [process.ask(f"open {url}") for process in processes] == ["opened"] * 4
    take(registry)

    for round_ in range(2, 8):
        change(registry, holder=str(replace(Process.this(), start="1")))
        for process in processes:
            process.tell("take 60")

        assert sorted(process.hear() for process in processes) == ["Busy"] * 3 + [f"won {round_}"]
        for process in processes:
            process.ask("release")


def test_nothing_is_lost_when_many_work_under_it(url: str, start: Start, tmp_path: Path) -> None:
    counter = tmp_path / "counter"
    counter.write_text("0")
    processes = start(3)
    assert [process.ask(f"open {url}") for process in processes] == ["opened"] * 3

    for process in processes:
        process.tell(f"count {counter} 10")
    attempts = sorted(int(attempt) for process in processes for attempt in process.hear().split())

    assert counter.read_text() == "30"
    assert attempts == list(range(1, 31))


def test_a_lease_says_what_it_is(registry: Registry) -> None:
    with registry.lease("lake", ttl=7) as lease:
        assert isinstance(lease, Lease)
        assert (lease.name, lease.attempt, lease.ttl) == ("lake", 1, 7)


def test_whoever_loses_it_is_told(registry: Registry) -> None:
    told = Event()
    with registry.lease("lake", ttl=1, lost=told.set):
        assert not told.wait(0.6)
        change(registry, attempt=99)
        assert told.wait(5)


def test_who_cannot_renew_it_for_so_long_that_others_may_have_it_is_told(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, since = Event(), time.monotonic()
    with registry.lease("lake", ttl=1, lost=told.set) as lease:
        monkeypatch.setattr(lease, "_renew", away)
        assert told.wait(10)
        assert time.monotonic() - since > 1


def away() -> bool:
    raise Unavailable("the database does not answer")


def test_a_command_that_loses_it_ends(tmp_path: Path) -> None:
    """At once, so that it writes nothing over what the other does."""
    lake = tmp_path / "lake"
    lake.mkdir()
    Registry.open(f"sqlite:///{lake}/registry.db").close()

    command = [sys.executable, "-c", LOSES, str(lake)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)

    assert (done.returncode, done.stdout) == (Busy.exit_code, "held\n")
    assert "lost to another process" in done.stderr


LOSES = """
import sys, time
from jobs.commands.opened import hold, open_registry
from jobs.registry.tables import leases
from jobs.settings import Settings
settings = Settings(lake=sys.argv[1], lease_seconds=5)
with open_registry(settings) as registry, hold(settings, registry):
    print("held", flush=True)
    with registry._db.write() as connection:
        connection.execute(leases.update().values(attempt=99))
    time.sleep(60)
    print("went on")
"""
