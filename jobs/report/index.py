"""The page that lists the versions, newest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from jobs.report import figures
from jobs.report.figures import items, number, part
from jobs.report.page import environment, verdict

_FOLDER = re.compile(r"\w[\w.-]*")


def render_index(manifests: Iterable[Mapping[str, Any]]) -> str:
    """The list as HTML, with a link to `NIGHT/index.html` for each version."""
    rows = sorted(
        (_row(manifest) for manifest in manifests), key=lambda row: (row["night"], row["order"]), reverse=True
    )
    most = max((row["published"] or 0 for row in rows), default=0)
    shown = [(row, figures.share(row["published"] or 0, most)) for row in rows]
    return environment().get_template("index.html.j2").render(rows=shown)


def _row(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """One version. A night that is no plain folder name gets no link."""
    counts = part(manifest, "counts")
    night = str(manifest.get("night", ""))
    published, before = number(counts.get("published")), number(part(manifest, "previous", "counts").get("published"))
    return {
        "night": night,
        "order": number(manifest.get("version")) or 0,
        "version": manifest.get("version", ""),
        "link": f"{night}/index.html" if _FOLDER.fullmatch(night) else "",
        "verdict": verdict(items(manifest.get("gates"))),
        "eligible": number(counts.get("eligible")),
        "published": published,
        "change": None if published is None or before is None else published - before,
        "seconds": figures.total(stage.get("seconds") for stage in items(manifest.get("stages"))),
    }
