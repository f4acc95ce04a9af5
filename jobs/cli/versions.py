"""`assent versions`: list, show, diff."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from jobs.cli.arguments import AsJson, Lake, print_json, settings_of
from jobs.cli.shown import show_data, show_rows

_SHOWN = ("version", "night", "documents_version", "counts", "stage_seconds", "documents")

versions_app = typer.Typer(help="The versions of the corpus.", no_args_is_help=True)


@versions_app.command("list")
def versions_list(lake: Lake = None, as_json: AsJson = False) -> None:
    """All versions, oldest first."""
    from jobs.commands.versions import all_versions

    rows = all_versions(settings_of(lake))
    if as_json:
        print_json(rows)
        return
    show_rows(("version", "night", "published", "inserted", "updated", "deleted", "eligible"), map(_shown, rows))


def _shown(row: dict[str, Any]) -> list[str]:
    counts, tonight = row["counts"], row["counts"]["tonight"]
    changes = [str(tonight[name]) for name in ("inserted", "updated", "deleted")]
    return [str(row["version"]), row["night"], f"{counts['published']:,}", *changes, f"{counts['eligible']:,}"]


@versions_app.command("show")
def versions_show(
    version: Annotated[str, typer.Argument(help="A number, or latest.")] = "latest",
    lake: Lake = None,
    as_json: AsJson = False,
) -> None:
    """A version's manifest: inputs, counts, stages, gates and files."""
    from jobs.commands.versions import one_version

    manifest = one_version(settings_of(lake), version)
    if as_json:
        print_json(manifest)
        return
    show_data({key: manifest[key] for key in _SHOWN})


@versions_app.command("diff")
def versions_diff(
    old: Annotated[str, typer.Argument(help="A number, or latest.")],
    new: Annotated[str, typer.Argument(help="A number, or latest.")] = "latest",
    lake: Lake = None,
    as_json: AsJson = False,
) -> None:
    """What differs between two versions: documents by change, counts, inputs."""
    from jobs.commands.versions import diff_versions

    difference = diff_versions(settings_of(lake), old, new)
    print_json(difference) if as_json else show_data(difference)
