"""`assent erase`: its arguments."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from jobs.cli.arguments import AsJson, Lake, print_json, settings_of
from jobs.cli.shown import show_rows
from jobs.errors import UsageError

app = typer.Typer(help="Erase members who asked for it, and prove it.", no_args_is_help=True)


@app.command()
def run(lake: Lake = None, as_json: AsJson = False) -> None:
    """Erase everybody whose request is known: from every table, version and release, then search every byte."""
    from jobs.commands.erasures import run_erasures

    rows = run_erasures(settings_of(lake))
    if as_json:
        print_json(rows)
        return
    for row in rows:
        erased, bytes_ = row["erased"], row["bytes"]
        typer.echo(
            f"erasure {row['erasure']}: {erased['members']:,} members, {erased['items']:,} items; "
            f"{bytes_['written']:,} of {bytes_['held']:,} bytes written anew; "
            f"found before {row['search']['before']['hits']:,}, after {row['search']['after']['hits']}"
        )
    if not rows:
        typer.echo("nobody is to be erased")


@app.command()
def verify(lake: Lake = None, as_json: AsJson = False) -> None:
    """Check the chain of proofs and search again; exit code 3 where either does not hold."""
    from jobs.commands.erasures import refuse_faults, verify_erasures

    row = verify_erasures(settings_of(lake))
    if as_json:
        print_json(row)
    else:
        for fault in row["broken"]:
            typer.echo(fault)
        search = row["search"]
        typer.echo(
            f"{row['proofs']} proofs, {len(row['broken'])} faults; {search['compared']:,} words of "
            f"{search['files']:,} files compared, {search['hits']} of erased members"
        )
    refuse_faults(row)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Files of proofs, oldest first.")],
    public_key: Annotated[Path, typer.Option(help="The public key: receipts.pub beside the lake's keys.")],
) -> None:
    """Whether proofs are as they were signed and follow each other; needs no lake. Exit code 2 if not."""
    from jobs.commands.erasures import check_proofs

    if faults := check_proofs(files, public_key):
        raise UsageError("; ".join(faults))
    typer.echo(f"{len(files)} proofs are as they were signed" + (" and follow each other" if len(files) > 1 else ""))


@app.command("list")
def list_all(lake: Lake = None, as_json: AsJson = False) -> None:
    """All erasures that were proven, oldest first."""
    from jobs.commands.erasures import all_erasures

    rows = all_erasures(settings_of(lake))
    if as_json:
        print_json(rows)
        return
    show_rows(("erasure", "at", "members", "items", "documents", "found before", "after"), map(_shown, rows))


def _shown(row: dict[str, Any]) -> list[str]:
    erased, search = row["erased"], row["search"]
    counts = (erased["members"], erased["items"], erased["documents"], search["before"]["hits"])
    return [str(row["erasure"]), row["at"][:10], *(f"{count:,}" for count in (*counts, search["after"]["hits"]))]
