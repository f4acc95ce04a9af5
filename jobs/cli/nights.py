"""`assent nights`: list, show, refused."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Annotated, Any

import typer

from jobs.cli.arguments import AsJson, Lake, print_json, settings_of
from jobs.cli.shown import show_rows

nights_app = typer.Typer(help="What became of every night, published or not.", no_args_is_help=True)
Night = Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="The night, yyyy-mm-dd.")]


@nights_app.command("list")
def nights_list(lake: Lake = None, as_json: AsJson = False) -> None:
    """Every night that was begun: how it ended, how far it came, and which version it made."""
    from jobs.commands.runs import all_nights

    rows = all_nights(settings_of(lake))
    if as_json:
        print_json(rows)
        return
    show_rows(("night", "status", "why", "attempts", "last stage done", "version"), map(_shown, rows))


def _shown(row: dict[str, Any]) -> list[str]:
    last = row["stages_done"][-1] if row["stages_done"] else "-"
    return [row["night"], row["status"], row["error"] or "", str(row["attempt"]), last, str(row["version"] or "-")]


@nights_app.command("show")
def nights_show(night: Night, lake: Lake = None, as_json: AsJson = False) -> None:
    """Stages and failed checks of a night, and where its report is; all figures with --json."""
    from jobs.commands.runs import one_night

    told = one_night(settings_of(lake), night.date())
    if as_json:
        print_json(told)
        return
    why = f" ({told['error']})" if told["error"] else ""
    typer.echo(f"{told['night']}: {told['status']}{why}, attempt {told['attempt']}, version {told['version'] or '-'}")
    for stage in told["stages"]:
        ended = "" if stage["name"] in told["stages_done"] else ", not done"
        typer.echo(f"  {stage['name']}: {stage['seconds']:.1f} s{ended}")
    for gate in told["gates"]:
        for check in (check for check in gate["checks"] if not check["passed"]):
            figures = ", ".join(f"{name} {value:,}" for name, value in check["observed"].items())
            typer.echo(f"  {check['severity']} at gate {gate['gate']}: {check['meaning']} ({figures})")
    typer.echo(f"report: {told['page']}")


@nights_app.command("refused")
def nights_refused(night: Night, lake: Lake = None, as_json: AsJson = False) -> None:
    """Which records of a night could not be read: file, line and reason, never what they say."""
    from jobs.commands.runs import refused_records

    rows = refused_records(settings_of(lake), night.date())
    if as_json:
        print_json(rows)
        return
    for row in rows:
        typer.echo(f"{row['delivery']}:{row['position']} {row['reason']} ({row['record_bytes']:,} bytes)")
    by_reason = Counter(row["reason"] for row in rows)
    typer.echo(", ".join(f"{reason} {count:,}" for reason, count in by_reason.most_common()) or "none", err=True)
