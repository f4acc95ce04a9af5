"""`assent policy check` and `assent policy diff`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jobs.cli.arguments import AsJson, Lake, NightOption, print_json, settings_of
from jobs.cli.shown import show_data
from jobs.errors import UsageError

policy_app = typer.Typer(help="The policy as data: checked, and compared before it holds.", no_args_is_help=True)


@policy_app.command("check")
def policy_check(
    file: Annotated[Path, typer.Argument(help="The policy, a CSV file.")], as_json: AsJson = False
) -> None:
    """Every fault of a policy at once, with its row; exit code 2 if one is an error."""
    from jobs.commands.policies import findings

    found = findings(file)
    if as_json:
        print_json(found)
    else:
        for finding in found:
            typer.echo(f"row {finding['row']}: {finding['severity']} {finding['code']}: {finding['says']}")
    if any(finding["severity"] == "error" for finding in found):
        raise typer.Exit(UsageError.exit_code)


@policy_app.command("diff")
def policy_diff(
    old: Annotated[Path, typer.Argument(help="The policy that holds.")],
    new: Annotated[Path, typer.Argument(help="The policy that is to hold.")],
    night: NightOption,
    items: Annotated[
        Path | None, typer.Option(help="Write the ids of what moves to this file of the lake's restricted zone.")
    ] = None,
    lake: Lake = None,
    as_json: AsJson = False,
) -> None:
    """Which items and members would enter or leave on a night, by reason; changes nothing."""
    from jobs.commands.policies import diff_policies

    difference = diff_policies(settings_of(lake), old, new, night.date(), items)
    print_json(difference) if as_json else show_data(difference)
