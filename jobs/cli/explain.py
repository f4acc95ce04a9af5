"""`assent explain`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import typer

from jobs.cli.arguments import AsJson, Lake, print_json, settings_of


def explain(
    item: Annotated[str, typer.Argument(help="SOURCE:ID, or the content_id.")],
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Decide as of this night; the last one without.")
    ] = None,
    known_at: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="By what was known by this night; --as-of without.")
    ] = None,
    lake: Lake = None,
    as_json: AsJson = False,
) -> None:
    """Why an item is used or not: rule by rule, then and now, and what would have to change."""
    from jobs.commands.explanations import explained

    nights = (moment.date() if moment else None for moment in (as_of, known_at))
    told = explained(settings_of(lake), item, *nights)
    if as_json:
        print_json(told)
        return
    for side in ("then", "now") if told["then"]["as_of"] != told["now"]["as_of"] or known_at else ("now",):
        _show(told[side])
    for move in told["movements"]:
        typer.echo(f"{move['target']} {move['number']}: {move['movement']}, night {move['night']}")


def _show(side: dict[str, Any]) -> None:
    known = f"as of {side['as_of']}, by what was known by {side['known_at']}"
    if not side["known"]:
        typer.echo(f"{known}: not known in the present revision")
        return
    left_out = ", but is left out by curation" if side["eligible"] and (side["curation"] or {}).get("reasons") else ""
    typer.echo(f"{known}: {'may be used' if side['eligible'] else 'may not be used'}{left_out}")
    if side["agrees"] is False:
        typer.echo("  the night recorded another decision: its facts or its revision are not held any more")
    for rule in side["rules"]:
        typer.echo(f"  {'ok ' if rule['passes'] else 'NO '} {rule['rule']}: {_decided(rule['decided_by'])}")
        for reason in rule["reasons"]:
            typer.echo(f"      {reason['code']}: {reason['says']} {reason['to_change']}")
        if rule["changes_on"] and not rule["passes"]:
            typer.echo(f"      by what is known now this is looked at anew from {rule['changes_on']} on")
    for reason in (side["curation"] or {"reasons": ()})["reasons"]:
        typer.echo(f"  NO  curation: {reason['code']}: {reason['says']} {reason['to_change']}")


def _decided(by: dict[str, Any]) -> str:
    """What decided, in a line; lists, hashes and who else is concerned are left to --json."""
    shown = []
    for name, value in by.items():
        words = name.replace("_", " ")
        if isinstance(value, dict):
            told = {k: v for k, v in value.items() if v is not None and "hash" not in k and k != "author_id"}
            shown.append(f"{words} " + " ".join(f"{k}={v}" for k, v in told.items()))
        elif not isinstance(value, list):
            shown.append(f"no {words}" if value is None else f"{words} {value}")
    return "; ".join(shown) or "nothing"
