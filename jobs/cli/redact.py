"""`assent redact`, and `assent redact compare` beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jobs.cli.arguments import AsJson, Lake, print_json, settings_of

redact_app = typer.Typer(invoke_without_command=True)


@redact_app.callback()
def redact(
    context: typer.Context,
    input_files: Annotated[
        list[Path] | None,
        typer.Option("--input", help="JSON Lines {id, text, lang?}, .gz too; several times for several; - for a pipe."),
    ] = None,
    output_file: Annotated[
        Path | None,
        typer.Option("--output", help="JSON Lines {id, text, spans}; a folder for several files; - for a pipe."),
    ] = None,
    treatments: Annotated[
        Path | None, typer.Option(help="What is done to what is found, like conf/treatments.toml; else placeholders.")
    ] = None,
    detectors: Annotated[Path | None, typer.Option(help="Detectors of your own, like conf/detectors.toml.")] = None,
) -> None:
    """Redact texts: spans of {start, end, type} on the original, in code points."""
    if context.invoked_subcommand is None:
        from jobs.commands.texts import redact_files

        redact_files(input_files or [], output_file, treatments, detectors)


@redact_app.command("compare")
def redact_compare(
    input_file: Annotated[Path, typer.Option("--input", help="JSON Lines {id, text, lang?}, .gz too.")],
    old: Annotated[
        str,
        typer.Option(help="this, git:REVISION, the assent of another installation, or a file that one wrote (.jsonl)."),
    ],
    new: Annotated[str, typer.Option(help="Likewise.")] = "this",
    values: Annotated[
        Path | None, typer.Option(help="Write what changes, with its text, to this file of the restricted zone.")
    ] = None,
    lake: Lake = None,
    as_json: AsJson = False,
) -> None:
    """What changes between two redactors, by type and language; counts only."""
    from jobs.commands.compare import compare, show

    comparison = compare(input_file, old, new, settings_of(lake), values)
    print_json(comparison.to_json()) if as_json else show(comparison)
