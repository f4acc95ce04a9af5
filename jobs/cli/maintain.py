"""`assent maintain`: its arguments."""

from __future__ import annotations

import typer
from rich.console import Console
from rich.table import Table as Listing

from jobs.cli.arguments import AsJson, Lake, print_json, settings_of


def maintain(lake: Lake = None, as_json: AsJson = False) -> None:
    """Compact tables, delete what no retained state, version or release needs, shorten logs, tidy the registry."""
    from jobs.commands.maintenance import maintain_lake

    rows = maintain_lake(settings_of(lake))
    if as_json:
        print_json(rows)
        return
    listing = Listing("table", "files before", "files after", "deleted", "checkpoint")
    for row in rows:
        counts = [str(row[name]) for name in ("files_before", "files_after", "deleted")]
        listing.add_row(row["table"], *counts, "written" if row["checkpoint"] else "")
    Console().print(listing)
    typer.echo("the registry is tidy")
