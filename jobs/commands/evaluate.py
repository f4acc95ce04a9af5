"""`assent evaluate`: scores a redactor on labelled sets."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table as Listing

from jobs.errors import InputMissing, UsageError
from jobs.evaluate import Predict, evaluate
from jobs.evaluate.labels import load_labels
from jobs.evaluate.reading import Record, find_sets, read_predictions, read_set, read_subjects
from jobs.evaluate.tables import cell, in_order, markdown, words
from jobs.settings import CONF

LABELS = CONF / "labels.toml"
SUBJECTS = "subjects"
PARTS = ("groups", "sets", "languages", "content_types")


def evaluate_sets(
    places: Sequence[Path], predictions: Path | None, labels: Path | None, subjects: Path | None, name: str
) -> dict[str, Any]:
    """The scores of our own redactor, or of what another one found, with what they were measured on.

    Raises:
        InputMissing: a file is absent or no set, or there is no prediction for any set.
    """
    if predictions and not predictions.exists():
        raise InputMissing("there are no predictions", where=str(predictions))
    read = load_labels(LABELS, *([labels] if labels else ()))
    sets = find_sets(places)
    predict, redactor = _redactor(predictions, name)
    folder = subjects or next((place / SUBJECTS for place in places if (place / SUBJECTS).is_dir()), None)
    scores = evaluate(_records(sets), predict, read, read_subjects(folder))
    if not scores.parts:
        raise InputMissing(
            "there is no prediction for any of the sets",
            where=str(predictions),
            next_step="name a file, or a folder with a file <set>.jsonl for each",
        )
    return {
        "redactor": redactor,
        "assent": version("assent"),
        "measured": datetime.now(UTC).date().isoformat(),
        "read_by_default": sorted(scores.groups.keys() - read.sets.keys()),
        **scores.to_json(),
    }


def _redactor(predictions: Path | None, name: str) -> tuple[Predict, str]:
    if predictions:
        return (lambda name, _records: read_predictions(predictions, name)), name or predictions.stem
    from jobs.evaluate.ours import predict
    from jobs.text.redactor import redactor_version

    return predict, name or f"assent {redactor_version()}"


def _records(sets: dict[str, Path]) -> Iterator[tuple[str, list[Record]]]:
    """Each set with its records; a bar on a terminal, nothing on a pipe."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        for name, path in progress.track(sets.items(), description="sets"):
            yield name, read_set(path)


def show(scores: dict[str, Any], parts: Sequence[str] = PARTS) -> None:
    """The figures of every part on the terminal."""
    console = Console()
    for part in parts:
        known = {key: figures for key, figures in scores[part].items() if key != "?"}
        for key, figures in known.items():
            listing = Listing("measure", "value (95 %)", "hit", "of", title=f"{part.removesuffix('s')} {key}")
            for measure in in_order(list(figures)):
                figure = figures[measure]
                listing.add_row(words(measure), cell(figure, measure), f"{figure['hit']:,}", f"{figure['n']:,}")
            console.print(listing)
    for name in scores["missing"]:
        console.print(f"not scored: {name} has no prediction")
    for name, count in scores["without_prediction"].items():
        console.print(f"{name}: {count:,} records have no prediction; scored as nothing found")
    for name in scores["read_by_default"]:
        console.print(f"{name} has no table of labels: labels named like our kinds were scored, no others")


def write_scores(scores: dict[str, Any], path: Path) -> None:
    """The scores as a file: Markdown for `.md`, else JSON.

    Raises:
        UsageError: the file cannot be written.
    """
    text = _page(scores) if path.suffix == ".md" else json.dumps(scores, indent=1) + "\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError:
        raise UsageError("the scores cannot be written", where=str(path)) from None


def _page(scores: dict[str, Any]) -> str:
    """A section a part, a table each."""
    head = f"{scores['redactor']}, measured on {scores['measured']} with assent {scores['assent']}.\n"
    tables = [
        f"## {part.removesuffix('s').capitalize()} {key}\n\n{markdown({scores['redactor']: figures})}"
        for part in PARTS
        for key, figures in scores[part].items()
        if key != "?"
    ]
    return "\n".join(["# Quality of redaction\n", head, *tables])
