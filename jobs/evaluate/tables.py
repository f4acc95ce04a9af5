"""Scores as tables for readers: a row a measure, a column a redactor, a cell a figure with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Figures = Mapping[str, Any]
"""What `Figure.to_json` wrote, by measure."""

_FIRST = ("recall", "precision", "f1", "entity", "subject", "found", "masked", "outside")
_SMALL = ("masked", "outside")
_WORDS = {
    "recall/HANDLE_ALL": "every @name: recall",
    "recall/ANY": "every kind: recall",
    "precision/ANY": "every kind: precision",
    "entity/DIRECT": "entities named directly, all mentions hidden",
    "entity/QUASI": "quasi-identifying entities, all mentions hidden",
    "subject": "people of whom nothing direct is left",
    "masked": "characters hidden",
    "outside": "characters hidden outside every label",
}


def words(measure: str) -> str:
    """A measure in words."""
    kind, _, name = measure.partition("/")
    if measure in _WORDS:
        return _WORDS[measure]
    if kind == "found":
        return f"{name.replace(':', ', ')}: found rightly"
    return f"{name.replace(':', ', ')}: {'F1' if kind == 'f1' else kind}"


def in_order(measures: Sequence[str]) -> list[str]:
    """Measures as a reader wants them: by class, recall before precision before F1, shares of characters last."""
    return sorted(set(measures), key=_place)


def _place(measure: str) -> tuple[int, str, int]:
    kind, _, name = measure.partition("/")
    late = _FIRST.index(kind) if kind not in ("recall", "precision", "f1") else 0
    return late, name, _FIRST.index(kind)


def cell(figure: Mapping[str, Any] | None, measure: str) -> str:
    """`.912 (.88 to .94)`; a share of characters in percent; a dash where nothing was counted."""
    if figure is None:
        return "–"
    if measure in _SMALL:
        return f"{100 * figure['value']:.2f} % ({100 * figure['low']:.2f} to {100 * figure['high']:.2f})"
    value, low, high = (_short(figure[name], digits) for name, digits in (("value", 3), ("low", 2), ("high", 2)))
    return f"{value} ({low} to {high})"


def _short(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".removeprefix("0")


def markdown(columns: Mapping[str, Figures], measures: Sequence[str] | None = None) -> str:
    """A Markdown table: a row a measure, with how many were counted, and a column each."""
    chosen = (
        in_order([measure for figures in columns.values() for measure in figures]) if measures is None else measures
    )
    lines = [
        "| " + " | ".join(("", "n", *columns)) + " |",
        "|" + "---|" * (len(columns) + 2),
    ]
    for measure in chosen:
        found = [figures.get(measure) for figures in columns.values()]
        counts = {figure["n"] for figure in found if figure and not measure.startswith(("precision", "found"))}
        shown = f"{counts.pop():,}" if len(counts) == 1 else ""
        lines.append("| " + " | ".join((words(measure), shown, *(cell(each, measure) for each in found))) + " |")
    return "\n".join(lines) + "\n"
