"""conf/treatments.toml: what is done to what is found, read strictly."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator, model_validator

from jobs.rule_files import Strict, parse, read_list, read_text
from jobs.text.spans import Party, SpanType
from jobs.text.treatments import Action, Treatment, Treatments, listed
from schemas.reasons import CURATE_REASONS, Reason
from schemas.values import CONTENT_TYPES

WHAT = "treatments"
_REFUSALS = tuple(reason for reason in CURATE_REASONS if reason is not Reason.DUPLICATE)


class _Row(Strict):
    """A row as it is written."""

    action: Action
    kinds: frozenset[SpanType] = frozenset()
    detectors: tuple[str, ...] = ()
    parties: frozenset[Party] = frozenset()
    content_types: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    list: str | None = Field(default=None, min_length=1)
    reason: Reason | None = None

    @field_validator("content_types")
    @classmethod
    def _known_types(cls, names: frozenset[str]) -> frozenset[str]:
        if not names <= set(CONTENT_TYPES):
            raise ValueError(f"must be some of {', '.join(CONTENT_TYPES)}")
        return names

    @field_validator("countries")
    @classmethod
    def _codes(cls, codes: frozenset[str]) -> frozenset[str]:
        if not all(len(code) == 2 and code.isalpha() and code.isupper() for code in codes):  # noqa: PLR2004
            raise ValueError("must be ISO 3166-1 codes, like DE")
        return codes

    @model_validator(mode="after")
    def _reason_with_refuse(self) -> _Row:
        if self.reason is not None and (self.action is not Action.REFUSE or self.reason not in _REFUSALS):
            raise ValueError(f"a reason goes with refuse, and is one of {', '.join(_REFUSALS)}")
        return self


class _File(Strict):
    version: int
    treatment: tuple[_Row, ...] = ()


def read_treatments(path: str) -> tuple[Treatments, str]:
    """The treatments of a file with the lists beside it, and the file's text.

    Raises:
        InputMissing: it is not there.
        UsageError: it does not fit.
    """
    text = read_text(path, WHAT)
    return parse_treatments(text, path), text


def parse_treatments(text: str, path: str) -> Treatments:
    """The treatments of a file's text; lists lie beside `path`. Their hash covers the lists.

    Raises:
        InputMissing: a list is not there.
        UsageError: it is no TOML, or a key or value does not fit; all faults are named.
    """
    file = parse(_File, text, path, WHAT)
    digest = hashlib.sha256(text.encode())
    rows = tuple(_treatment(row, Path(path).parent, digest) for row in file.treatment)
    return Treatments(rows, digest.hexdigest())


def _treatment(row: _Row, folder: Path, digest: Any) -> Treatment:
    names = None
    if row.list is not None:
        content, lines = read_list(folder / row.list, WHAT)
        digest.update(content.encode())
        names = frozenset(map(listed, lines))
    reason = (row.reason or Reason.TOO_PERSONAL).value if row.action is Action.REFUSE else None
    conditions = row.model_dump(exclude={"list", "reason"})
    conditions["parties"] = frozenset(party.value for party in row.parties)
    return Treatment(**conditions, names=names, reason=reason)
