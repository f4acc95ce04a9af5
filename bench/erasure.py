"""An erasure on a lake: wall and CPU seconds and peak memory of each step, bytes rewritten and held, hits.

    python -m bench.erasure LAKE [--members 200] [--releases 3]

It changes the lake: name a copy. So many random members whose items may be used ask to be erased beside those who
asked already, so many releases of the last version are made, then the erasure runs and is verified.
"""

from __future__ import annotations

import argparse
import json
import random
from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import patch

from bench.nights import Watch
from jobs.commands import erasures, releases
from jobs.effects.erase.run import Eraser
from jobs.effects.release import create
from jobs.faults import Faults
from jobs.registry import Registry
from jobs.rewrites import Rewrites
from jobs.runner import LEASE
from jobs.session import spark_session
from jobs.settings import Settings, load
from schemas import fields as f
from schemas.tables import DECISIONS, ERASURE_REQUESTS

SEED = 7


def ask(lake: Rewrites, night: date, count: int) -> int:
    """Put requests where a night would put them; returns how many members ask in all."""
    held = {row[0] for row in lake.read(ERASURE_REQUESTS).select(f.MEMBER_ID).distinct().collect()}
    able = lake.read(DECISIONS).where(f.IS_ELIGIBLE).select(f.AUTHOR_ID).distinct().collect()
    chosen = random.Random(SEED).sample(sorted({row[0] for row in able} - held), count)
    common = {f.RECEIVED_AT: datetime.now(UTC), f.SCOPE: "all", f.DELIVERED_NIGHT: night}
    rows = [
        common | {f.REQUEST_ID: f"bench-request-{number:05d}", f.MEMBER_ID: member, f.RECORD_HASH: f"{number:064x}"}
        for number, member in enumerate(chosen)
    ]
    values = [tuple(row[field] for field in ERASURE_REQUESTS.fields) for row in rows]
    lake.append_new(ERASURE_REQUESTS, lake.spark.createDataFrame(values, ERASURE_REQUESTS.schema))
    return len(held) + count


def erase(settings: Settings, members: int, names: list[str], watch: Watch) -> None:
    """Releases, requests, the erasure; a row for each step as it ends."""
    reach = patch.object(Faults, "reach", lambda _, point: watch.event(point))
    with (
        Registry.open(settings.registry_url) as registry,
        registry.lease(LEASE) as lease,
        spark_session(settings) as spark,
    ):
        lake, last = Rewrites(spark, settings.lake, run="bench"), registry.version("latest")
        watch.event("session")
        for name in names:
            create(lake, registry, lease, settings, name, last)
            watch.event(f"release {name}")
        watch.event("asked", members=ask(lake, last.night, members))
        with reach:
            Eraser(lake, registry, lease, settings, erasures.live_keys(settings, registry), watch).run()


def main() -> None:
    """Measure, then check what is left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lake")
    parser.add_argument("--members", type=int, default=200)
    parser.add_argument("--releases", type=int, default=3)
    given = parser.parse_args()
    settings, watch = load(lake=given.lake), Watch()
    erase(settings, given.members, [f"bench-{number}" for number in range(1, given.releases + 1)], watch)
    shown: dict[str, Any] = erasures.all_erasures(settings)[-1]
    watch.event("told")
    verified = erasures.verify_erasures(settings)
    watch.event("erase verify", faults=len(verified["broken"]), hits=verified["search"]["hits"])
    differing = [row["release"] for row in releases.verify_releases(settings, None) if row["differences"]]
    watch.event("release verify", differing=len(differing))
    print(json.dumps({name: shown[name] for name in ("erased", "bytes", "search")}, indent=1))


if __name__ == "__main__":
    main()
