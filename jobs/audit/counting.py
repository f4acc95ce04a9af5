"""Leaks counted by kind, language and content type, and held against the budgets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from jobs.audit.rules import KINDS, AuditRules, Budget

DOUBT = 0.001
"""A part is over its budget where so many leaks would come by chance less often than this."""


class Cell(NamedTuple):
    """Documents of a language and content type that were looked at for a kind: how many, how many leak, leaks."""

    kind: str
    language: str
    content_type: str
    documents: int
    leaky: int
    leaks: int


class Part(NamedTuple):
    """What cells come to together."""

    documents: int
    leaky: int
    leaks: int


def over_budget(cells: Iterable[Cell], rules: AuditRules) -> dict[str, int]:
    """For each kind, how many parts (all, a language, a content type) are over a budget."""
    held = list(cells)
    over = dict.fromkeys(KINDS, 0)
    for budget in rules.budget:
        for kind in budget.kinds:
            mine = [c for c in held if c.kind == kind and budget.holds_for(c.language, c.content_type)]
            over[kind] += sum(_is_over(part, budget) for part in _parts(mine))
    return over


def _parts(cells: list[Cell]) -> list[Part]:
    languages = {cell.language for cell in cells}
    types = {cell.content_type for cell in cells}
    return [
        total(cells),
        *(total(cell for cell in cells if cell.language == language) for language in sorted(languages)),
        *(total(cell for cell in cells if cell.content_type == kind) for kind in sorted(types)),
    ]


def total(cells: Iterable[Cell]) -> Part:
    """The sums of cells."""
    counts = [cell[3:] for cell in cells]
    return Part(*(sum(column) for column in zip(*counts, strict=True))) if counts else Part(0, 0, 0)


def _is_over(part: Part, budget: Budget) -> bool:
    """The chance is that of the binomial distribution, which holds for a language with a single document as well."""
    if part.leaky == 0 or budget.share == 0:
        return part.leaky > 0
    from scipy.special import bdtrc

    return bool(bdtrc(part.leaky - 1, part.documents, budget.share) < DOUBT)


def summary(cells: Iterable[Cell]) -> dict[str, Any]:
    """Counts for record and report: by kind, and where a kind leaks, by language and by content type."""
    held = list(cells)
    return {kind: _kind([cell for cell in held if cell.kind == kind]) for kind in KINDS}


def _kind(cells: list[Cell]) -> dict[str, Any]:
    languages: Counter[str] = Counter()
    types: Counter[str] = Counter()
    for cell in cells:
        languages[cell.language] += cell.leaky
        types[cell.content_type] += cell.leaky
    leaky: Mapping[str, Mapping[str, int]] = {
        "by_language": {key: count for key, count in sorted(languages.items()) if count},
        "by_type": {key: count for key, count in sorted(types.items()) if count},
    }
    return {**total(cells)._asdict(), **{name: counts for name, counts in leaky.items() if counts}}


def count_documents(looked_at: Iterable[tuple[str, str, Mapping[str, int]]], kinds: Iterable[str]) -> list[Cell]:
    """Cells of documents, each given as language, content type and its leaks by kind."""
    documents: Counter[tuple[str, str]] = Counter()
    leaky: Counter[tuple[str, str, str]] = Counter()
    leaks: Counter[tuple[str, str, str]] = Counter()
    for language, content_type, found in looked_at:
        documents[language, content_type] += 1
        for kind, count in found.items():
            leaky[kind, language, content_type] += 1
            leaks[kind, language, content_type] += count
    return [
        Cell(kind, *part, count, leaky[kind, *part], leaks[kind, *part])
        for kind in kinds
        for part, count in sorted(documents.items())
    ]
