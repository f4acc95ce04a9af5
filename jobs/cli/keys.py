"""`assent keys list` and `assent keys rotate`."""

from __future__ import annotations

import typer

from jobs.cli.arguments import AsJson, Lake, print_json, settings_of

app = typer.Typer(help="The keys of a lake, by epoch; never shown.", no_args_is_help=True)


@app.command("list")
def keys_list(lake: Lake = None, as_json: AsJson = False) -> None:
    """Each epoch, and how many members are kept out under its key."""
    from jobs.commands.keys import epochs

    rows = epochs(settings_of(lake))
    if as_json:
        print_json(rows)
        return
    for row in rows:
        kept_out = f"{row['suppressed_members']} suppressed, {row['erased_members']} erased"
        typer.echo(f"epoch {row['epoch']}: {row['use']}, {kept_out}")


@app.command("rotate")
def keys_rotate(lake: Lake = None) -> None:
    """Begin the next epoch: everybody who is kept out is so under every live key."""
    from jobs.commands.keys import rotate

    typer.echo(f"epoch {rotate(settings_of(lake))} has begun; back up its key with those before it")
