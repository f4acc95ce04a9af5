"""Each gate lets pass what is right, and each of its checks is able to fail, alone, for its own reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyspark.sql import SparkSession

from expectations.gate import GateResult, run_gate
from tests.expectations.golden import GOLDEN

FACT_CASES = [(name, columns) for name, golden in GOLDEN.items() for columns in golden.broken_facts]


def failed(result: GateResult) -> set[tuple[str, str | None]]:
    return {(check.name, check.column) for check in result.checks if not check.passed}


@pytest.mark.parametrize("name", GOLDEN)
def test_a_golden_frame_passes_and_every_check_has_a_case(spark: SparkSession, name: str) -> None:
    golden = GOLDEN[name]

    result = run_gate(golden.suite, golden.frame(spark), golden.facts)

    assert failed(result) == set()
    assert (result.refused, result.warnings) == (False, 0)
    rows, facts = result.checks[: len(golden.suite.rows)], result.checks[len(golden.suite.rows) :]
    assert {(check.name, check.column) for check in rows} == set(golden.broken_rows)
    assert {check.column for check in facts} == set(golden.broken_facts)
    assert {check.observed["element_count"] for check in rows} == {3}


@pytest.mark.parametrize("name", GOLDEN)
def test_a_night_without_changes_passes(spark: SparkSession, name: str) -> None:
    golden = GOLDEN[name]

    assert failed(run_gate(golden.suite, golden.frame(spark).limit(0), golden.facts)) == set()


@pytest.mark.parametrize("name", GOLDEN)
def test_one_row_broken_for_each_check_fails_each_check_once(spark: SparkSession, name: str) -> None:
    """As many broken rows as checks, and each check counts one: no row fails two, no check is deaf."""
    golden = GOLDEN[name]

    result = run_gate(golden.suite, golden.frame(spark, *golden.broken_rows.values()), golden.facts)

    rows = result.checks[: len(golden.suite.rows)]
    counts = {(check.name, check.column): check.observed["unexpected_count"] for check in rows}
    assert counts == {check: 2 if "unique" in check[0] else 1 for check in golden.broken_rows}
    assert failed(result) == set(golden.broken_rows)


@pytest.mark.parametrize(
    ("name", "check"),
    [(name, check) for name, golden in GOLDEN.items() for check in list(golden.broken_rows)[-3:]],
    ids=str,
)
def test_a_single_broken_row_among_good_ones_is_enough(spark: SparkSession, name: str, check: tuple[str, str]) -> None:
    golden = GOLDEN[name]

    result = run_gate(golden.suite, golden.frame(spark, golden.broken_rows[check]), golden.facts)

    assert failed(result) == {check}
    assert result.refused


@pytest.mark.parametrize(("name", "columns"), FACT_CASES, ids=str)
def test_one_wrong_fact_fails_its_check_and_no_other(spark: SparkSession, name: str, columns: str) -> None:
    golden = GOLDEN[name]
    facts = {**golden.facts, **golden.broken_facts[columns]}

    result = run_gate(replace(golden.suite, rows=()), golden.frame(spark), facts)

    (found,) = (each for each in result.checks if not each.passed)
    assert found.column == columns
    assert list(found.observed) == columns.split(", ")
    assert (result.refused, result.warnings) == ((True, 0) if found.severity == "critical" else (False, 1))


@pytest.mark.parametrize("name", GOLDEN)
def test_a_fact_that_nobody_gave_refuses_the_night(spark: SparkSession, name: str) -> None:
    golden = GOLDEN[name]

    result = run_gate(replace(golden.suite, rows=()), golden.frame(spark), {})

    assert {(check.severity, check.passed) for check in result.checks} == {("critical", False)}
    assert result.refused
