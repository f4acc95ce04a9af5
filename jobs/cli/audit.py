"""`assent audit`: people judge a sample of what is published."""

from __future__ import annotations

from typing import Annotated

import typer

from jobs.cli.arguments import AsJson, Lake, print_json, settings_of

audit_app = typer.Typer(help="People judge a sample of what is published.", no_args_is_help=True)
Name = Annotated[str, typer.Option("--name", help="Name of the sample.")]


@audit_app.command("sample")
def audit_sample(
    lake: Lake = None,
    count: Annotated[int, typer.Option(min=1, help="About how many documents.")] = 100,
    seed: Annotated[int, typer.Option(help="The same seed draws the same documents.")] = 1,
    name: Name = "first",
) -> None:
    """Draw a sample, by content type and language, into the lake's restricted zone."""
    from jobs.commands.reviews import draw_sample

    typer.echo(
        f"{draw_sample(settings_of(lake), name, count, seed)} documents to judge: assent audit review --name {name}"
    )


@audit_app.command("review")
def audit_review(lake: Lake = None, name: Name = "first") -> None:
    """Show each text and take down what is said of it; stop and go on as you like."""
    from rich.console import Console

    from jobs.commands.reviews import review

    console = Console()
    done = review(settings_of(lake), name, console, console.input)
    typer.echo(f"{done} judged now: assent audit estimate --name {name}")


@audit_app.command("estimate")
def audit_estimate(lake: Lake = None, name: Name = "first", as_json: AsJson = False) -> None:
    """Documents with a leak, by stratum and in the whole corpus, with intervals."""
    from jobs.commands.reviews import estimated, show

    found = estimated(settings_of(lake), name)
    print_json(found) if as_json else show(found)
