"""Arguments that several commands take, and what is done with them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any

import typer

Lake = Annotated[str | None, typer.Option(help="Root of the lake: a path or URI.")]
Landing = Annotated[str | None, typer.Option(help="Root of the landing zone: a path or URI.")]
PolicyFile = Annotated[str | None, typer.Option("--policy", help="The policy, a CSV file.")]
NightOption = Annotated[datetime, typer.Option("--night", formats=["%Y-%m-%d"], help="The night, yyyy-mm-dd.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def settings_of(lake: str | None = None, landing: str | None = None, policy: str | None = None) -> Any:
    """The settings, with the arguments on top."""
    from jobs.settings import load

    return load(lake=lake, landing=landing, policy=policy)


def print_json(data: Any) -> None:
    """A listing for programs."""
    typer.echo(json.dumps(data, indent=1, ensure_ascii=False, default=str))
