"""Wall and CPU seconds and peak memory of every stage of every night, in one running session.

    python bench/nights.py LANDING POLICY LAKE [--through yyyy-mm-dd]

CPU seconds and memory are those of this process and all below it (JVM, Python workers), read from
/proc at each step; wall seconds are only worth quoting from a quiet machine.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from jobs.effects.ingest import nights_to_do
from jobs.registry import Registry
from jobs.runner import LEASE, Runner
from jobs.session import spark_session
from jobs.settings import load
from jobs.sources.feeds import load_feeds

TICKS = os.sysconf("SC_CLK_TCK")


def tree() -> list[int]:
    """This process and all below it."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found, todo = [], [os.getpid()]
    while todo:
        pid = todo.pop()
        found.append(pid)
        todo += parents.get(pid, [])
    return found


def cpu_seconds() -> float:
    """User and system time of the tree, children that ended included."""
    total = 0
    for pid in tree():
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += sum(map(int, fields[11:15]))
    return total / TICKS


def peak_megabytes() -> float:
    """Sum of the peak resident sizes of the tree: an upper bound of the peak of the sum."""
    total = 0
    for pid in tree():
        try:
            status = Path(f"/proc/{pid}/status").read_text()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)
    return total / 1024


class Table:
    """Prints a row for each stage as it ends."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.monotonic(), cpu_seconds()

    def event(self, name: str, **facts: Any) -> None:
        """One row: night, stage, wall s, CPU s, peak MB, counts."""
        wall, cpu = time.monotonic(), cpu_seconds()
        counts = {key: value for key, value in facts.items() if isinstance(value, int) and not isinstance(value, bool)}
        took = f"{wall - self._wall:.1f}\t{cpu - self._cpu:.1f}\t{peak_megabytes():.0f}"
        print(f"{facts.get('night', '')}\t{name}\t{took}\t{counts}", flush=True)
        self._wall, self._cpu = wall, cpu

    @contextmanager
    def working(self, what: str) -> Iterator[None]:
        """Nothing to show."""
        yield


def main() -> None:
    """Run the nights that are not done."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("landing", "policy", "lake"):
        parser.add_argument(name)
    parser.add_argument("--through", type=date.fromisoformat, default=date.max)
    given = parser.parse_args()
    settings = load(landing=given.landing, policy=given.policy, lake=given.lake)
    Path(settings.lake).mkdir(parents=True, exist_ok=True)
    table = Table()
    with (
        Registry.open(settings.registry_url) as registry,
        registry.lease(LEASE) as lease,
        spark_session(settings, lasting=True) as spark,
    ):
        table.event("session")
        runner = Runner(settings, registry, lease, table)
        for night in nights_to_do(registry, settings, load_feeds(settings.sources), given.through):
            runner.night(spark, night)


if __name__ == "__main__":
    main()
