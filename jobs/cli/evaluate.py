"""`assent evaluate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jobs.cli.arguments import AsJson, print_json


def evaluate(
    sets: Annotated[
        list[Path],
        typer.Argument(help="Labelled sets, JSON Lines {id, text, spans: [{start, end, label}]}, or folders."),
    ],
    predictions: Annotated[
        Path | None,
        typer.Option(help="What another redactor found: JSON Lines {id, spans: [{start, end, type}]}, or a folder."),
    ] = None,
    labels: Annotated[Path | None, typer.Option(help="Tables of labels beside those of conf/labels.toml.")] = None,
    subjects: Annotated[Path | None, typer.Option(help="Folder that says whom the texts are about.")] = None,
    name: Annotated[str, typer.Option(help="What the redactor is called in the tables.")] = "",
    out: Annotated[Path | None, typer.Option(help="Write the scores: Markdown for .md, else JSON.")] = None,
    as_json: AsJson = False,
) -> None:
    """Score a redactor, ours without --predictions, against labelled sets."""
    from jobs.commands.evaluate import evaluate_sets, show, write_scores

    scores = evaluate_sets(sets, predictions, labels, subjects, name)
    if out:
        write_scores(scores, out)
    if as_json:
        print_json(scores)
    elif not out:
        show(scores)
