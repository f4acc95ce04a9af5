"""How the labels of a set are read: data with an owner (conf/labels.toml), checked when it is loaded."""

from __future__ import annotations

import re
import tomllib
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from jobs.errors import InputMissing, UsageError
from jobs.text.spans import SpanType

PERSON, HANDLE, NEUTRAL = "PERSON", "HANDLE", "NEUTRAL"
Identifier = Literal["DIRECT", "QUASI"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class LabelSet(_Frozen):
    """How one set is read; conf/labels.toml says what each key means."""

    group: str
    persons: bool
    labels: dict[str, str] = {}
    handles: bool = False
    everything: bool = False
    identifiers: dict[str, Identifier] = {}
    holes: tuple[str, ...] = ()
    surface: tuple[tuple[str, re.Pattern[str], str], ...] = ()
    by_name: bool = False
    """Whether a label that is the name of one of our kinds is that kind: the set has no table of its own."""

    def class_of(self, label: str, surface: str) -> str | None:
        """Our class for a label on these characters; None where it is not scored."""
        for name, pattern, kind in self.surface:
            if name == label and pattern.search(surface):
                return kind
        if self.by_name and label.upper() in SpanType.__members__:
            return label.upper()
        return self.labels.get(label)

    @cached_property
    def scored(self) -> frozenset[str]:
        """The classes that a plain label gives: those whose precision can be counted."""
        return frozenset(SpanType) if self.by_name else frozenset(self.labels.values())


class Labels(_Frozen):
    """All sets that are known, and what holds for every one."""

    neutral: frozenset[str] = frozenset()
    honorifics: tuple[str, ...] = ()
    short_honorifics: tuple[str, ...] = ()
    default: LabelSet
    sets: dict[str, LabelSet] = {}

    def of(self, name: str) -> LabelSet:
        """The table of a set, or the one for sets without."""
        return self.sets.get(name) or self.default.model_copy(update={"by_name": True})

    @cached_property
    def _honorific(self) -> re.Pattern[str]:
        words = "|".join(re.escape(word) for word in sorted(self.honorifics, key=len, reverse=True))
        short = "|".join(map(re.escape, self.short_honorifics))
        return re.compile(rf"(?:(?:{words})\b\.?\s*|(?:{short})\.?\s+(?=\S\S))+", re.IGNORECASE)

    def honorific(self, name: str) -> int:
        """How many characters of a name are titles before it; 0 where it is nothing else."""
        match = self._honorific.match(name)
        return match.end() if match and match.end() < len(name) else 0

    def is_honorific(self, word: str) -> bool:
        """Whether a word is a title and no part of a name."""
        return bool(self._honorific.fullmatch(f"{word} "))


def load_labels(*paths: Path) -> Labels:
    """The tables of the files, those of later ones in the place of earlier ones.

    Raises:
        InputMissing: there is no such file.
        UsageError: a file is no TOML, or a key or value does not fit.
    """
    merged: dict[str, object] = {}
    sets: dict[str, object] = {}
    for path in paths:
        if not path.is_file():
            raise InputMissing("there is no such file of labels", where=str(path))
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise UsageError("the file of labels is no TOML", where=f"{path}: {error}") from None
        sets |= tables.pop("sets", {})
        merged |= tables
    try:
        return Labels.model_validate({**merged, "sets": sets})
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise UsageError(
            f"labels do not fit: {faults}",
            where=", ".join(map(str, paths)),
            next_step="compare with conf/labels.toml, which says what each key means",
        ) from None
