"""How a check is written down: one rule, in the words of Great Expectations.

A rule on rows names columns of the suite's view; a rule on facts names numbers that the stages
counted. What the schemas already say (keys, columns that are never null) is derived from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from schemas.fields import Field
from schemas.tables import Table

Severity = Literal["critical", "warning"]

HEX_64 = "^[0-9a-f]{64}$"


@dataclass(frozen=True)
class Rule:
    """One expectation: its class in `great_expectations.expectations`, arguments and weight."""

    expectation: str
    meaning: str
    arguments: Mapping[str, Any]
    severity: Severity = "critical"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns, or facts, that the rule looks at."""
        named = [self.arguments[key] for key in ("column", "column_A", "column_B") if key in self.arguments]
        return tuple(str(name) for name in (*named, *self.arguments.get("column_list", ())))


# Rules on rows


def never_null(fields: Iterable[Field]) -> tuple[Rule, ...]:
    """A rule for each field that its schema declares as not null; the others are passed over."""
    return tuple(
        Rule("ExpectColumnValuesToNotBeNull", f"{field} is always there", {"column": str(field)})
        for field in fields
        if not field.nullable
    )


def unique_key(*key: Field) -> Rule:
    """No two rows have the same key."""
    names = tuple(str(field) for field in key)
    if len(names) == 1:
        return Rule("ExpectColumnValuesToBeUnique", f"no two rows have the same {names[0]}", {"column": names[0]})
    meaning = f"no two rows have the same {', '.join(names[:-1])} and {names[-1]}"
    return Rule("ExpectCompoundColumnsToBeUnique", meaning, {"column_list": names})


def unique_key_of(table: Table) -> Rule:
    """No two rows have the same key of the table."""
    return unique_key(*table.key)


def one_of(column: str, values: Iterable[object], meaning: str) -> Rule:
    """A closed set; nulls are passed over."""
    return Rule("ExpectColumnValuesToBeInSet", meaning, {"column": str(column), "value_set": list(values)})


def between(
    column: str, low: float | None, high: float | None, meaning: str, *, severity: Severity = "critical"
) -> Rule:
    """A closed range, open on the side that is None; nulls are passed over."""
    arguments = {"column": str(column), "min_value": low, "max_value": high}
    return Rule("ExpectColumnValuesToBeBetween", meaning, arguments, severity)


def shaped(column: str, pattern: str, meaning: str) -> Rule:
    """A regular expression of Java; nulls are passed over."""
    return Rule("ExpectColumnValuesToMatchRegex", meaning, {"column": str(column), "regex": pattern})


def hashed(*columns: str) -> tuple[Rule, ...]:
    """Each column holds 64 hexadecimal digits, as SHA-256 gives them."""
    return tuple(shaped(column, HEX_64, f"{column} has 64 hexadecimal digits") for column in columns)


# Rules on facts


def zero(fact: str, meaning: str, *, severity: Severity = "critical") -> Rule:
    """The count is 0."""
    return between(fact, 0, 0, meaning, severity=severity)


def equal(left: str, right: str, meaning: str) -> Rule:
    """Two facts are the same; either may be a sum, as in `conformed + refused`."""
    return Rule("ExpectColumnPairValuesToBeEqual", meaning, {"column_A": left, "column_B": right})


def at_least(left: str, right: str, meaning: str, *, severity: Severity = "critical") -> Rule:
    """The left fact is no smaller than the right one; either may be a sum or a multiple, as in `20 * refused`."""
    arguments = {"column_A": left, "column_B": right, "or_equal": True}
    return Rule("ExpectColumnPairValuesAToBeGreaterThanB", meaning, arguments, severity)


def value_of(expression: str, facts: Mapping[str, int | float]) -> int | float:
    """What `3 * a + b - c` comes to.

    Raises:
        KeyError: a fact that nobody gave.
    """
    total: int | float = 0
    sign = 1
    for word in expression.replace(" * ", "*").split():
        if word in "+-":
            sign = 1 if word == "+" else -1
        else:
            factor, _, name = word.rpartition("*")
            total += sign * int(factor or 1) * facts[name]
    return total
