"""Our scores beside those of the sample data's own program, on every labelled set that is there; 20 CPU seconds."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from jobs.commands.evaluate import evaluate_sets
from jobs.evaluate.reading import find_sets, read_set

CAPITALISED = re.compile(r"@?[A-Z]\w+")
KINDS = ("PERSON", "PERSON", "EMAIL", "PHONE", "NATIONAL_ID", "ADDRESS", "URL", "CARD", "HANDLE")
THEIRS = {"nongold": "outside"}


def guesses(record: dict[str, Any], chance: random.Random) -> list[dict[str, Any]]:
    """Finds of all kinds, right, wrong and cut short, so that every rule of scoring has something to decide."""
    places = [(span["start"], span["end"]) for span in record["spans"] if chance.random() < 0.6]
    places += [match.span() for match in CAPITALISED.finditer(record["text"]) if chance.random() < 0.1]
    return [
        {"start": start, "end": end - (chance.random() < 0.2), "type": chance.choice(KINDS)} for start, end in places
    ]


@pytest.fixture(scope="module")
def both(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, Any]]:
    """The scores of the same finds: theirs, ours."""
    scorer, gold = shared_data.parent / "tools" / "score.py", shared_data / "pii"
    if not scorer.is_file() or not gold.is_dir():
        pytest.skip("the labelled sets or their scorer are not in ../shared")
    folder, chance = tmp_path_factory.mktemp("finds"), random.Random(11)
    for name, path in find_sets([gold]).items():
        lines = [json.dumps({"id": r["id"], "spans": guesses(dict(r), chance)}) for r in read_set(path)]
        (folder / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf8")
    report = folder / "theirs.json"
    command = [sys.executable, scorer, gold, folder, "--json", report, "--subjects", gold / "subjects"]
    subprocess.run(command, check=True, capture_output=True)
    return json.loads(report.read_text()), evaluate_sets([gold], folder, None, None, "guesses")


@pytest.mark.parametrize("part", ["groups", "sets"])
def test_every_figure_that_both_define_is_the_same(both: tuple[dict[str, Any], dict[str, Any]], part: str) -> None:
    theirs, ours = both
    mine = {**ours[part], **(ours["sets_by_language"] if part == "sets" else {})}
    compared = 0
    for name, figures in theirs[part].items():
        for measure, figure in figures.items():
            found = mine[name][THEIRS.get(measure, measure)]
            assert found["n"] == figure["n"], (name, measure)
            assert found["value"] == pytest.approx(figure["value"], abs=1e-6), (name, measure)
            assert "hit" not in figure or found["hit"] == figure["hit"], (name, measure)
            compared += 1
    assert compared > (50 if part == "groups" else 150)


def test_every_kind_of_measure_was_compared(both: tuple[dict[str, Any], dict[str, Any]]) -> None:
    seen = {measure for figures in both[0]["sets"].values() for measure in figures}
    assert {
        "recall/PERSON",
        "precision/PERSON",
        "f1/PERSON",
        "recall/ANY",
        "entity/DIRECT",
        "subject",
        "masked",
    } <= seen
