"""`assent release`: its arguments."""

from __future__ import annotations

from typing import Annotated

import typer

from jobs.cli.arguments import AsJson, Lake, print_json, settings_of
from jobs.cli.shown import show_data, show_rows

app = typer.Typer(help="Versions copied out and kept under a name.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Name of the release.")]
AnyName = Annotated[str | None, typer.Argument(help="Name of the release; all without.")]


@app.command()
def create(
    name: Name,
    version: Annotated[str, typer.Option(help="A number, or latest.")] = "latest",
    lake: Lake = None,
    as_json: AsJson = False,
) -> None:
    """Copy a version out under a name."""
    from jobs.commands.releases import create_release

    row = create_release(settings_of(lake), name, version)
    if as_json:
        print_json(row)
    else:
        typer.echo(f"release {row['release']}: version {row['version']}, {row['rows']:,} documents")


@app.command("list")
def list_all(lake: Lake = None, as_json: AsJson = False) -> None:
    """All releases, oldest first."""
    from jobs.commands.releases import all_releases

    rows = all_releases(settings_of(lake))
    if as_json:
        print_json(rows)
        return
    show_rows(
        ("release", "version", "revision", "cause", "documents", "bytes"),
        (
            [r["release"], str(r["version"]), str(r["revision"]), r["cause"], f"{r['rows']:,}", f"{r['bytes']:,}"]
            for r in rows
        ),
    )


@app.command()
def show(name: Name, lake: Lake = None, as_json: AsJson = False) -> None:
    """A release's manifest, its revisions and who uses it."""
    from jobs.commands.releases import one_release

    shown = one_release(settings_of(lake), name)
    told = ("release", "version", "rows", "documents", "revisions", "uses")
    print_json(shown) if as_json else show_data({key: shown[key] for key in told})


@app.command()
def verify(name: AnyName = None, lake: Lake = None, as_json: AsJson = False) -> None:
    """Compute the hashes again and compare with the manifest; exit code 3 where anything differs."""
    from jobs.commands.releases import refuse_differences, verify_releases

    rows = verify_releases(settings_of(lake), name)
    if as_json:
        print_json(rows)
    else:
        for row in rows:
            typer.echo(f"{row['release']}: {'differs' if row['differences'] else 'as its manifest says'}")
            for difference in row["differences"]:
                typer.echo(f"  {difference}")
    refuse_differences(rows)


@app.command()
def use(
    name: Name,
    by: Annotated[str, typer.Option(help="The model that was built on it.")],
    lake: Lake = None,
    as_json: AsJson = False,
) -> None:
    """Put a model on the list of those who are told when the release is rewritten."""
    from jobs.commands.releases import register_use

    row = register_use(settings_of(lake), name, by)
    print_json(row) if as_json else typer.echo(f"{row['model']} uses {row['release']} of revision {row['revision']}")


@app.command()
def notices(name: AnyName = None, lake: Lake = None, as_json: AsJson = False) -> None:
    """Whom to tell what: rewritten releases, and the models that were built on them before."""
    from jobs.commands.releases import notices as list_notices

    rows = list_notices(settings_of(lake), name)
    if as_json:
        print_json(rows)
        return
    named = ("model", "release", "revision", "now", "cause")
    show_rows(
        ("model", "release", "built on", "now", "cause", "documents removed"),
        ([*(str(r[name]) for name in named), f"{r['revised']['removed']:,}"] for r in rows),
    )
