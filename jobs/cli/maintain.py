"""`assent maintain`: its arguments."""

from __future__ import annotations

import typer

from jobs.cli.arguments import AsJson, Lake, print_json, settings_of
from jobs.cli.shown import show_rows


def maintain(lake: Lake = None, as_json: AsJson = False) -> None:
    """Compact tables, delete what no retained state, version or release needs, shorten logs, tidy the registry."""
    from jobs.commands.maintenance import maintain_lake

    rows = maintain_lake(settings_of(lake))
    if as_json:
        print_json(rows)
        return
    counted = ("files_before", "files_after", "deleted")
    show_rows(
        ("table", "files before", "files after", "deleted", "checkpoint"),
        ([r["table"], *(str(r[name]) for name in counted), "written" if r["checkpoint"] else ""] for r in rows),
    )
    typer.echo("the registry is tidy")
