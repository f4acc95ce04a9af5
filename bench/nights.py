"""Wall and CPU seconds and peak memory of every stage of every night, in one running session.

    python bench/nights.py LANDING POLICY LAKE [--through yyyy-mm-dd]

Every stage is printed as it ends; at the end comes a table of where a later night spends its time:

- fixed: a night without deliveries on a network of 60 members (plans, commits, gates);
- pile: a night without deliveries on LAKE, less what is fixed (everything is decided anew);
- change: a night with deliveries, less both.

Of nights that are alike the best counts. CPU seconds and memory are those of this process and all
below it (JVM, Python workers), read from /proc at each step; wall seconds are only worth quoting
from a quiet machine. LAKE gets nights without deliveries after the last one: do not use it again.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession

from jobs.effects.ingest import nights_to_do
from jobs.registry import Registry
from jobs.runner import LEASE, Runner
from jobs.session import spark_session
from jobs.settings import Settings, load
from jobs.simulate import simulate
from jobs.sources.feeds import load_feeds

TICKS = os.sysconf("SC_CLK_TCK")
EMPTY_NIGHTS = 3
FIRST_TINY = date(2026, 1, 1)


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


@dataclass(frozen=True)
class Spent:
    """Seconds of a stage, and what it counted."""

    wall: float
    cpu: float
    counts: dict[str, int]


@dataclass
class Watch:
    """Prints a row for each stage as it ends, and keeps it."""

    nights: dict[str, dict[str, Spent]] = field(default_factory=dict)
    _wall: float = field(default_factory=time.monotonic)
    _cpu: float = field(default_factory=cpu_seconds)

    def event(self, name: str, **facts: Any) -> None:
        """One row: night, stage, wall s, CPU s, peak MB, counts."""
        wall, cpu, night = time.monotonic(), cpu_seconds(), facts.get("night", "")
        counts = {key: value for key, value in facts.items() if isinstance(value, int) and not isinstance(value, bool)}
        spent = Spent(wall - self._wall, cpu - self._cpu, counts)
        print(f"{night}\t{name}\t{spent.wall:.1f}\t{spent.cpu:.1f}\t{peak_megabytes():.0f}\t{counts}", flush=True)
        self.nights.setdefault(night, {})[name] = spent
        self._wall, self._cpu = wall, cpu

    @contextmanager
    def working(self, what: str) -> Iterator[None]:
        """Nothing to show."""
        yield


def run(spark: SparkSession, settings: Settings, through: date) -> tuple[Watch, list[str], list[str]]:
    """The nights that are not done and some without deliveries; returns the watch and both kinds of night."""
    Path(settings.lake).mkdir(parents=True, exist_ok=True)
    with Registry.open(settings.registry_url) as registry, registry.lease(LEASE) as lease:
        watch = Watch()
        runner = Runner(settings, registry, lease, watch)
        todo = nights_to_do(registry, settings, load_feeds(settings.sources), through)
        for night in todo:
            runner.night(spark, night)
        last = registry.last_night(settings.purpose) or through
        idle = [last + timedelta(days=number) for number in range(1, EMPTY_NIGHTS + 1)] if through == date.max else []
        for night in idle:
            runner.night(spark, night)
    return watch, list(map(str, todo)), list(map(str, idle))


def best(watch: Watch, nights: list[str], stage: str) -> tuple[float, float]:
    """The least wall and CPU seconds of a stage over nights that are alike."""
    spent = [watch.nights[night][stage] for night in nights if stage in watch.nights[night]]
    return min((s.wall for s in spent), default=0.0), min((s.cpu for s in spent), default=0.0)


def summary(real: tuple[Watch, list[str], list[str]], tiny: tuple[Watch, list[str], list[str]]) -> None:
    """Where a later night spends its time, by stage: wall seconds, and CPU seconds in brackets."""
    watch, done, idle = real
    stages = list(watch.nights[done[0]])
    print(f"\nstage\tfirst night\tlater nights: best of {len(done) - 1}\tfixed\tpile\tchange\t(s wall [s CPU])")
    sums = [[0.0, 0.0] for _ in range(5)]
    for stage in stages:
        first, later = best(watch, done[:1], stage), best(watch, done[1:], stage)
        empty, fixed = best(watch, idle, stage), best(tiny[0], tiny[2], stage)
        parts = [first, later, fixed, _less(empty, fixed), _less(later, empty)]
        print(stage, *(f"{wall:.1f} [{cpu:.1f}]" for wall, cpu in parts), sep="\t")
        sums = [[a + c, b + d] for (a, b), (c, d) in zip(sums, parts, strict=True)]
    print("sum", *(f"{wall:.1f} [{cpu:.1f}]" for wall, cpu in sums), sep="\t")
    whole = [sum(spent.wall for spent in watch.nights[night].values()) for night in done[1:]]
    if whole:
        print(
            f"a whole later night: best {min(whole):.1f} s, median {sorted(whole)[len(whole) // 2]:.1f} s of wall time"
        )
    items = watch.nights[done[-1]]["decide"].counts["items"]
    decided = _less(best(watch, idle, "decide"), best(tiny[0], tiny[2], "decide"))
    print(f"deciding beyond what is fixed: {items / max(decided[0], 0.1):,.0f} items/s of wall time, {items:,} items")
    print(f"peak memory of the process tree (sum of high-water marks): {peak_megabytes():.0f} MB")


def _less(whole: tuple[float, float], part: tuple[float, float]) -> tuple[float, float]:
    return max(0.0, whole[0] - part[0]), max(0.0, whole[1] - part[1])


def main() -> None:
    """The nights that are not done, a tiny network for comparison, and the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("landing", "policy", "lake"):
        parser.add_argument(name)
    parser.add_argument("--through", type=date.fromisoformat, default=date.max, help="without the table at the end")
    given = parser.parse_args()
    settings = load(landing=given.landing, policy=given.policy, lake=given.lake)
    with spark_session(settings, lasting=True) as spark, tempfile.TemporaryDirectory() as folder:
        real = run(spark, settings, given.through)
        if real[1] and real[2]:
            root = Path(folder)
            simulate(root, members=60, nights=1, first_night=FIRST_TINY, seed=1, items_per_member=4)
            tiny = load(landing=str(root / "landing"), policy=str(root / "policy.csv"), lake=str(root / "lake"))
            summary(real, run(spark, tiny, date.max))


if __name__ == "__main__":
    main()
