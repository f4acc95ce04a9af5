"""`assent policy check`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jobs.cli.arguments import AsJson, print_json
from jobs.errors import UsageError

policy_app = typer.Typer(help="The policy as data: checked before it holds.", no_args_is_help=True)


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
