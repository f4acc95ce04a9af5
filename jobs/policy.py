"""The policy: which rule holds for a region, a type of content and an instant.

`policy.csv` is data with an owner. Its hash is frozen into each run, so an edit never changes a
night that was done. Rows are half open in time: effective_from <= instant < effective_to.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from jobs.errors import UsageError

COLUMNS = (
    "policy_id",
    "region",
    "content_type",
    "purpose",
    "default_state",
    "min_age",
    "content_from",
    "effective_from",
    "effective_to",
    "source",
)
APPLIES_TO = "applies_to"  # a column that a policy may lack
ADULT = 18  # minimum age where no rule states one
EEA = frozenset(
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO".split()
)  # EU-27 with Iceland, Liechtenstein and Norway
ANY = "*"


class State(StrEnum):
    """What a region's rule asks for."""

    EXCLUDED = "excluded"
    OPT_IN = "opt_in"
    OPT_OUT = "opt_out"


class AppliesTo(StrEnum):
    """What an item leaves that may not be used any more."""

    FUTURE_ONLY = "future_only"  # the versions to come
    ALL_VERSIONS = "all_versions"  # also what was written before


@dataclass(frozen=True)
class Rule:
    """One row of the policy."""

    policy_id: str
    region: str
    content_type: str
    purpose: str
    state: State
    min_age: int
    content_from: datetime | None
    effective_from: datetime
    effective_to: datetime | None
    applies_to: AppliesTo = AppliesTo.FUTURE_ONLY

    def in_force(self, at: datetime) -> bool:
        """Whether the row holds at an instant."""
        return self.effective_from <= at and (self.effective_to is None or at < self.effective_to)


@dataclass(frozen=True)
class Policy:
    """All rows, with the hash that names them."""

    rules: tuple[Rule, ...]
    text: str

    @property
    def sha256(self) -> str:
        """Names the policy in manifests."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def rule(
        self, country: str | None, subdivision: str | None, content_type: str, purpose: str, at: datetime
    ) -> Rule | None:
        """The rule for a residence: of the subdivision, else the country, else its group, else `*`.

        Within a region the row for the content type beats `*`; of two rows the later start beats.
        """
        regions = (subdivision, country, "EEA" if country in EEA else None, ANY)
        for region in filter(None, regions):
            for kind in (content_type, ANY):
                rows = [
                    rule
                    for rule in self.rules
                    if (rule.region, rule.content_type, rule.purpose) == (region, kind, purpose) and rule.in_force(at)
                ]
                if rows:
                    return max(rows, key=lambda rule: (rule.effective_from, rule.policy_id))
        return None


def lacking(missing: Iterable[str], names: Sequence[str] | None) -> UsageError:
    """What to say of a header that lacks columns."""
    hint = "; it has semicolons: save it with commas" if ";" in "".join(names or ()) else ""
    return UsageError(f"the policy lacks the columns {', '.join(sorted(missing))}{hint}", where="header of the policy")


def parse(text: str) -> Policy:
    """Read a policy from CSV.

    Raises:
        UsageError: a column is missing or a row cannot be read; every faulty line is named at once.
    """
    reader = csv.DictReader(io.StringIO(text))
    missing = set(COLUMNS) - set(reader.fieldnames or ())
    if missing:
        raise lacking(missing, reader.fieldnames)
    rules, faults = [], []
    for number, row in enumerate(reader, start=2):
        try:
            rules.append(_rule(row))
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            faults.append(f"line {number}: {error}")
    if faults:
        raise UsageError(f"the policy cannot be read: {'; '.join(faults)}", next_step="correct these lines")
    return Policy(tuple(rules), text)


def _rule(row: dict[str, str]) -> Rule:
    if None in row or None in row.values():
        raise ValueError("has not as many cells as the header")  # a line cut short would hold for ever
    if not row["policy_id"] or not row["region"]:
        raise ValueError("policy_id and region must be given")
    return Rule(
        policy_id=row["policy_id"],
        region=row["region"],
        content_type=row["content_type"] or ANY,
        purpose=row["purpose"],
        state=State(row["default_state"]),
        min_age=int(row["min_age"]) if row["min_age"] else ADULT,
        content_from=instant(row["content_from"]),
        effective_from=instant(row["effective_from"]) or datetime(1, 1, 1, tzinfo=UTC),
        effective_to=instant(row["effective_to"]),
        applies_to=AppliesTo(row.get(APPLIES_TO) or AppliesTo.FUTURE_ONLY),
    )


def instant(value: str | None) -> datetime | None:
    """A cell's time, UTC where it names no zone; none where it is empty."""
    if not value:
        return None
    instant = datetime.fromisoformat(value)
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
