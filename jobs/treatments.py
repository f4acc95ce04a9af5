"""conf/treatments.toml: what is done to what is found, read strictly."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from jobs.errors import InputMissing, UsageError
from jobs.text.spans import Party, SpanType
from jobs.text.treatments import Action, Treatment, Treatments, listed
from schemas.reasons import CURATE_REASONS, Reason
from schemas.values import CONTENT_TYPES

NEXT = "the head of conf/treatments.toml says what a row holds"
_REFUSALS = tuple(reason for reason in CURATE_REASONS if reason is not Reason.DUPLICATE)


class _Row(BaseModel):
    """A row as it is written."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

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


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    version: int
    treatment: tuple[_Row, ...] = ()


def read_treatments(path: str) -> tuple[Treatments, str]:
    """The treatments of a file with the lists beside it, and the file's text.

    Raises:
        InputMissing: it is not there.
        UsageError: it does not fit.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise InputMissing("there is no file of treatments", where=path, next_step="setting `treatments`") from None
    except UnicodeDecodeError:
        raise UsageError("the treatments are no UTF-8", where=path) from None
    return parse_treatments(text, path), text


def parse_treatments(text: str, path: str) -> Treatments:
    """The treatments of a file's text; lists lie beside `path`. Their hash covers the lists.

    Raises:
        InputMissing: a list is not there.
        UsageError: it is no TOML, or a key or value does not fit; all faults are named.
    """
    try:
        document: dict[str, Any] = tomllib.loads(text)
        file = _File.model_validate(document)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"the treatments are no TOML: {error}", where=path, next_step=NEXT) from None
    except ValidationError as error:
        faults = "; ".join(f"{_place(each['loc'])}: {each['msg']}" for each in error.errors())
        raise UsageError(f"the treatments do not fit: {faults}", where=path, next_step=NEXT) from None
    digest = hashlib.sha256(text.encode())
    rows = tuple(_treatment(row, Path(path).parent, digest) for row in file.treatment)
    return Treatments(rows, digest.hexdigest())


def _place(location: tuple[int | str, ...]) -> str:
    """`row 2, kinds`, counted as one reads."""
    return ", ".join(f"row {part + 1}" if isinstance(part, int) else part for part in location if part != "treatment")


def _treatment(row: _Row, folder: Path, digest: Any) -> Treatment:
    names = None
    if row.list is not None:
        content = _read_list(folder / row.list)
        digest.update(content.encode())
        names = frozenset(listed(line) for line in content.splitlines() if line.strip() and not line.startswith("#"))
    reason = (row.reason or Reason.TOO_PERSONAL).value if row.action is Action.REFUSE else None
    conditions = row.model_dump(exclude={"list", "reason"})
    conditions["parties"] = frozenset(party.value for party in row.parties)
    return Treatment(**conditions, names=names, reason=reason)


def _read_list(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise InputMissing("there is no such list", where=str(path), next_step=NEXT) from None
    except UnicodeDecodeError:
        raise UsageError("the list is no UTF-8", where=str(path)) from None
