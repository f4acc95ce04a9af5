"""What the audit looks at and what may be left: conf/audit.toml, read strictly."""

from __future__ import annotations

import tomllib
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from jobs.errors import UsageError

DIRECTORY_KINDS = ("directory_email", "directory_handle", "directory_name")
DETECTED_KINDS = ("email", "phone", "card", "iban", "ip", "national_id", "crypto", "secret")
KINDS = (*DIRECTORY_KINDS, *DETECTED_KINDS)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Sample(_Frozen):
    """How much of a night the detectors see."""

    documents: int = Field(ge=0)
    characters: int = Field(ge=0)
    longest: int = Field(ge=1)


class Budget(_Frozen):
    """The share of documents that may hold a leak of these kinds."""

    kinds: tuple[str, ...] = Field(min_length=1)
    share: float = Field(ge=0, lt=1)
    languages: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    def holds_for(self, language: str, content_type: str) -> bool:
        """Whether documents of this language and type count."""
        return (not self.languages or language in self.languages) and (not self.types or content_type in self.types)


class AuditRules(_Frozen):
    """The file as it was read; `text` is all of it."""

    version: int
    detectors: tuple[str, ...]
    presidio_score: float = Field(ge=0, le=1)
    sample: Sample
    budget: tuple[Budget, ...]
    text: str = ""


def parse_audit(text: str) -> AuditRules:
    """The rules of a file.

    Raises:
        UsageError: it is no TOML, a key or value does not fit, or a kind has no budget or is unknown.
    """
    where = "setting `audit`, default conf/audit.toml"
    try:
        tables: dict[str, Any] = tomllib.loads(text)
        rules = AuditRules.model_validate({**tables, "text": text})
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"the audit's rules are no TOML: {error}", where=where) from None
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise UsageError(f"the audit's rules do not fit: {faults}", where=where) from None
    named = {kind for budget in rules.budget for kind in budget.kinds}
    if named != set(KINDS):
        odd = ", ".join(sorted(named ^ set(KINDS)))
        raise UsageError(
            f"kinds without a budget, or unknown: {odd}", where=where, next_step="every kind needs a budget"
        )
    return rules
