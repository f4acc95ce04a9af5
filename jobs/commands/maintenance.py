"""`assent maintain`."""

from __future__ import annotations

from typing import Any

from jobs.commands.opened import hold, open_registry
from jobs.settings import Settings


def maintain_lake(settings: Settings) -> list[dict[str, Any]]:
    """Fewer files, and none that nobody needs; what was done, a row a table."""
    from jobs.effects.maintain import maintain, to_json
    from jobs.rewrites import Rewrites
    from jobs.session import spark_session

    with (
        open_registry(settings) as registry,
        hold(settings, registry) as lease,
        spark_session(settings) as spark,
    ):
        return to_json(maintain(Rewrites(spark, settings.lake, run="maintenance"), registry, lease, settings))
