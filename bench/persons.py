"""What a wrong threshold or gate of the person models costs: the whole redactor on labelled texts, one setting a row.

    python bench/persons.py ../shared/data/pii [--records 400] [--characters 60000]

Prints tables for docs/person-model.md. The texts are those of bench/peers.py: of sets that the models were trained on
the parts that were held out. A stretch is read by the encoder once and kept, so that a setting costs little.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from bench.peers import sampled
from jobs.commands.evaluate import LABELS
from jobs.evaluate import evaluate
from jobs.evaluate.labels import load_labels
from jobs.evaluate.reading import Predicted, Predictions, Record
from jobs.text.persons import encoder, model
from jobs.text.persons.detector import ModelDetector
from jobs.text.persons.model import Floats
from jobs.text.persons.thresholds import Thresholds
from jobs.text.persons.words import cut
from jobs.text.redactor import Redactor
from jobs.text.treatments import PLAIN

SHIPPED = Thresholds()
VARIED: dict[str, tuple[dict[str, float], ...]] = {
    "a word is part of a name from": tuple(
        {"post": each, "article": each, "foreign": round(each - SHIPPED.post + SHIPPED.foreign, 2)}
        for each in (0.25, 0.35, 0.45, 0.55, 0.65, 0.75)
    ),
    "beside a sure word this share of it is enough": tuple({"weaker": each} for each in (0.2, 0.4, 0.6, 0.8, 1.0)),
    "the encoder reads from (other languages: from)": (
        {"unsure": 0.05, "foreign_unsure": 0.005},
        {"unsure": 0.1, "foreign_unsure": 0.01},
        {"unsure": 0.25, "foreign_unsure": 0.005},
        {"unsure": 0.25, "foreign_unsure": 0.01},
        {"unsure": 0.25, "foreign_unsure": 0.025},
        {"unsure": 0.25, "foreign_unsure": 0.1},
        {"unsure": 0.25, "foreign_unsure": 0.25},
        {"unsure": 0.4, "foreign_unsure": 0.4},
        {"unsure": 0.9, "foreign_unsure": 0.9},
    ),
    "the encoder reads to": tuple({"sure": each} for each in (0.6, 0.8, 0.9, 0.97)),
    "the encoder counts (other languages: counts)": (
        {"heard": 0.3, "foreign_heard": 0.3},
        {"heard": 0.5, "foreign_heard": 0.5},
        {"heard": 0.6, "foreign_heard": 0.7},
        {"heard": 0.8, "foreign_heard": 0.9},
        {"heard": 1.0, "foreign_heard": 1.0},
    ),
    "words that the encoder sees on each side": tuple({"context": each} for each in (5, 8, 12, 64)),
    "the tagger reads from (log odds)": tuple({"gate": each} for each in (-7.0, -5.0, -3.5, -3.0, -2.0, -1.0, 1.0)),
}
GROUPS = ("social", "formal", "languages")


class Kept(encoder.Encoder):
    """The encoder, which keeps what it has read and counts the words that it is asked for."""

    def __init__(self, inner: encoder.Encoder) -> None:
        self.version, self._inner = inner.version, inner
        self._known: dict[tuple[str, ...], Floats] = {}
        self.words = 0

    def score(self, stretches: list[tuple[str, ...]]) -> list[Floats]:
        """As the encoder does."""
        new = [each for each in dict.fromkeys(stretches) if each not in self._known]
        self._known.update(zip(new, self._inner.score(new), strict=True))
        self.words += sum(map(len, stretches))
        return [self._known[each] for each in stretches]


def predictions(redactor: Redactor, records: Sequence[Record]) -> Predictions:
    """What a redactor finds in the records."""
    texts = pa.array([record["text"] for record in records], pa.large_string())
    languages = pa.array([record.get("lang") for record in records], pa.string())
    found: defaultdict[Any, list[list[Predicted]]] = defaultdict(list)
    every = redactor.redact(texts, languages=languages).field("spans").to_pylist()
    for record, spans in zip(records, every, strict=True):
        found[record["id"]].append([Predicted(s["start"], s["end"], s["kind"]) for s in spans])
    return found


def row(tagger: model.Model, kept: Kept, setting: dict[str, float], sample: dict[str, list[Any]], words: int) -> str:
    """One line of a table: recall, precision and F1 of persons, what was read and what was hidden for nothing."""
    kept.words = 0
    redactor = Redactor(ModelDetector(tagger, kept, dataclasses.replace(SHIPPED, **setting)), PLAIN)
    found = evaluate(
        sample.items(), lambda _, records: predictions(redactor, records), load_labels(LABELS), {}
    ).to_json()
    groups = found["groups"]
    ships = all(getattr(SHIPPED, name) == value for name, value in setting.items())
    shown = [f"{value:g}" for value in dict.fromkeys(setting.values())]
    cells = [f"**{', '.join(shown)}**" if ships else ", ".join(shown), f"{kept.words / words:.2f}"]
    for name in GROUPS:
        cells.append(" / ".join(_figure(groups[name], f"{each}/PERSON") for each in ("recall", "precision", "f1")))
    cells += [
        f"{100 * groups[name][key]['value']:.2f} %" for name, key in (("precision", "masked"), ("languages", "outside"))
    ]
    return f"| {' | '.join(cells)} |"


def _figure(group: dict[str, Any], key: str) -> str:
    return f"{group[key]['value']:.3f}".removeprefix("0") if key in group else "–"


def main() -> None:
    """Print a table a threshold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--records", type=int, default=400)
    parser.add_argument("--characters", type=int, default=60_000)
    arguments = parser.parse_args()
    pa.set_cpu_count(1)
    sample = sampled(arguments.sets, arguments.records, arguments.characters, held_out=True)
    sample = {name: records for name, records in sample.items() if name != "pupa_new"}
    tagger, kept = model.load(), Kept(encoder.load())
    words = sum(len(cut(record["text"]).forms) for records in sample.values() for record in records)
    for title, settings in VARIED.items():
        print(f"\n| {title} | share read | social R / P / F1 | formal R / P / F1 | other languages R / P / F1", end=" ")
        print("| technical posts hidden | outside labels hidden, other languages |\n|---|---|---|---|---|---|---|")
        for setting in settings:
            print(row(tagger, kept, setting, sample, words), flush=True)


if __name__ == "__main__":
    main()
