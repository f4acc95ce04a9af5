"""How well a redactor hides what labelled sets say must be hidden, and what it hides beside.

Any redactor can be scored: ours, or the finds of another from files. What a label means is data (labels.py), one
document's score is in scoring.py, sums and intervals in figures.py, the tables for readers in tables.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from jobs.evaluate.figures import Figure, Tally, figures, total
from jobs.evaluate.labels import Labels
from jobs.evaluate.reading import Predicted, Predictions, Record, Subjects
from jobs.evaluate.scoring import score

Predict = Callable[[str, Sequence[Record]], Predictions | None]
"""The finds of a redactor in the records of a set; None where it has none for the set."""

ALL = "ALL"
UNKNOWN = "?"


@dataclass
class Scores:
    """Tallies of measures by set, language and content type: the smallest parts that are told apart."""

    parts: dict[tuple[str, str, str], dict[str, Tally]] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    without_prediction: dict[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Every figure, by group of sets, set, language and content type."""
        return {
            **{name: _json(self.by(name)) for name in ("groups", "sets", "languages", "content_types")},
            "sets_by_language": _json(self.by("sets_by_language")),
            "missing": self.missing,
            "without_prediction": self.without_prediction,
        }

    def by(self, what: str) -> dict[str, dict[str, Figure]]:
        """Figures by one of: groups, sets, languages, content_types, sets_by_language."""
        gathered: defaultdict[str, list[dict[str, Tally]]] = defaultdict(list)
        for (name, language, content_type), tallies in self.parts.items():
            for key in _keys(what, name, self.groups[name], language, content_type):
                gathered[key].append(tallies)
        return {key: figures(total(parts)) for key, parts in sorted(gathered.items())}


def _keys(what: str, name: str, group: str, language: str, content_type: str) -> tuple[str, ...]:
    keys: dict[str, tuple[str, ...]] = {
        "groups": (group, ALL),
        "sets": (name,),
        "languages": (language,),
        "content_types": (content_type,),
        "sets_by_language": (f"{name}:{language}",),
    }
    return keys[what]


def _json(by: dict[str, dict[str, Figure]]) -> dict[str, Any]:
    return {key: {measure: figure.to_json() for measure, figure in found.items()} for key, found in by.items()}


def evaluate(
    sets: Iterable[tuple[str, Sequence[Record]]], predict: Predict, labels: Labels, subjects: Subjects
) -> Scores:
    """Score a redactor on labelled sets."""
    scores = Scores()
    for name, records in sets:
        predictions = predict(name, records)
        if predictions is None:
            scores.missing.append(name)
        else:
            _score_set(scores, name, records, predictions, labels, subjects)
    return scores


def _score_set(
    scores: Scores, name: str, records: Sequence[Record], predictions: Predictions, labels: Labels, subjects: Subjects
) -> None:
    """Each record takes the finds of its id; of several records with an id, each the next."""
    read = labels.of(name)
    scores.groups[name] = read.group
    seen: defaultdict[Any, int] = defaultdict(int)
    lacking = 0
    for record in records:
        found = predictions.get(record["id"], ())
        turn = seen[record["id"]]
        seen[record["id"]] += 1
        lacking += turn >= len(found)
        finds: Sequence[Predicted] = found[turn] if turn < len(found) else ()
        counts = score(record, finds, read, labels, subjects.get(record["id"], ()))
        part = (name, str(record.get("lang") or UNKNOWN), str(record.get("content_type") or UNKNOWN))
        tallies = scores.parts.setdefault(part, {})
        for measure, (hits, of) in counts.items():
            tallies.setdefault(measure, Tally()).add(hits, of)
    if lacking:
        scores.without_prediction[name] = lacking
