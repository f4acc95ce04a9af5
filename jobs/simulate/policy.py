"""The policy of a simulated network: regions of every kind, some of them changing in the middle night."""

from __future__ import annotations

import csv
from pathlib import Path

from jobs.simulate.nights import Nights
from jobs.simulate.people import PURPOSE

COLUMNS = (
    "policy_id", "region", "content_type", "purpose", "default_state", "min_age", "content_from", "effective_from",
    "effective_to", "source",
)  # fmt: skip
_EPOCH, _SOURCE = "1970-01-01T00:00:00Z", "simulated"


def write_policy(path: Path, nights: Nights) -> None:
    """Write policy.csv."""
    switch = nights.switch.strftime("%Y-%m-%dT%H:%M:%SZ")
    rows = [
        *(_row(f"{region.lower()}-1", region, "excluded") for region in ("EEA", "GB", "CH", "CN")),
        _row("hk-1", "HK", "excluded", until=switch),
        _row("hk-2", "HK", "opt_in", begin=switch),
        _row("ca-1", "CA", "opt_in"),
        _row("qc-1", "CA-QC", "excluded"),
        _row("br-1", "BR", "opt_out", content_from="2012-01-01T00:00:00Z"),
        _row("in-1", "IN", "opt_in"),
        _row("au-1", "AU", "opt_out", until=switch),
        _row("au-2", "AU", "opt_in", begin=switch),
        _row("jp-1", "JP", "excluded", until=switch),
        _row("jp-2", "JP", "opt_out", begin=switch),
        _row("us-1", "US", "opt_out"),
        _row("us-2", "US", "opt_in", content_type="comment"),
        _row("na-1", "NA", "opt_out", min_age="16"),
        _row("other", "*", "excluded"),
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _row(
    policy_id: str,
    region: str,
    state: str,
    *,
    content_type: str = "*",
    min_age: str = "18",
    content_from: str = "",
    begin: str = _EPOCH,
    until: str = "",
) -> dict[str, str]:
    values = (policy_id, region, content_type, PURPOSE, state, min_age, content_from, begin, until, _SOURCE)
    return dict(zip(COLUMNS, values, strict=True))
