"""What two redactors make of the same text: which finds stay, which change, what can be read now and what no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from jobs.evaluate.reading import Predicted

Fate = Literal["same", "retyped", "moved", "readable", "hidden"]
FATES: tuple[Fate, ...] = ("same", "retyped", "moved", "readable", "hidden")
"""same: in both; retyped: the same place, another kind; moved: other edges, no letter more or less hidden;
readable: letters of an old find that the new one leaves; hidden: letters of a new find that the old one left."""


class Change(NamedTuple):
    """What became of one find; `find` is the new one where the fate is `hidden`, else the old one."""

    fate: Fate
    find: Predicted


def changes(text: str, old: Sequence[Predicted], new: Sequence[Predicted]) -> Iterator[Change]:
    """The fate of every old find, and each new one that hides more than before."""
    was, now = _letters(text, old), _letters(text, new)
    places = {(find.start, find.end): find.kind for find in new}
    for find in old:
        kind = places.get((find.start, find.end))
        if kind is not None:
            yield Change("same" if kind == find.kind else "retyped", find)
        else:
            yield Change("moved" if _letters(text, [find]) <= now else "readable", find)
    for find in new:
        if not _letters(text, [find]) <= was:
            yield Change("hidden", find)


def _letters(text: str, finds: Sequence[Predicted]) -> set[int]:
    """The places of all letters and digits under the finds."""
    return {i for find in finds for i in range(find.start, min(find.end, len(text))) if text[i].isalnum()}


@dataclass
class Difference:
    """Counts of one part: a kind, a language, or all."""

    old: int = 0
    new: int = 0
    fates: dict[Fate, int] = field(default_factory=lambda: dict.fromkeys(FATES, 0))

    def to_json(self) -> dict[str, Any]:
        """Counts only."""
        return {"old": self.old, "new": self.new, **{str(fate): count for fate, count in self.fates.items()}}


@dataclass
class Comparison:
    """Counts of all documents, by kind and by language; nothing of any text."""

    documents: int = 0
    changed: int = 0
    by_kind: dict[str, Difference] = field(default_factory=dict)
    by_language: dict[str, Difference] = field(default_factory=dict)

    def add(self, language: str, old: Sequence[Predicted], new: Sequence[Predicted], found: Sequence[Change]) -> None:
        """One document."""
        self.documents += 1
        self.changed += any(change.fate != "same" for change in found)
        for find in old:
            for part in self._parts(find.kind, language):
                part.old += 1
        for find in new:
            for part in self._parts(find.kind, language):
                part.new += 1
        for change in found:
            for part in self._parts(change.find.kind, language):
                part.fates[change.fate] += 1

    def _parts(self, kind: str, language: str) -> tuple[Difference, Difference]:
        by_kind = self.by_kind.setdefault(kind, Difference())
        return by_kind, self.by_language.setdefault(language, Difference())

    def to_json(self) -> dict[str, Any]:
        """Counts only."""
        return {
            "documents": self.documents,
            "changed": self.changed,
            "by_kind": {key: part.to_json() for key, part in sorted(self.by_kind.items())},
            "by_language": {key: part.to_json() for key, part in sorted(self.by_language.items())},
        }
