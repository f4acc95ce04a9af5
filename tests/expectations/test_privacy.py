"""Whatever a gate finds or stumbles over, no value of a row leaves it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from pyspark.errors import NumberFormatException
from pyspark.logger import PySparkLogger
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from expectations.gate import QUERY_LOGGERS, Suite, run_gate
from expectations.rules import Rule, never_null, shaped, zero
from schemas import fields as f
from tests.expectations.golden import CONFORMED, GOLDEN, PLANTED


class Listener(logging.Handler):
    """Keeps what it hears."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.getMessage()} {record.exc_info}")


@pytest.fixture
def heard(capfd: pytest.CaptureFixture[str]) -> Iterator[Listener]:
    """Everything that is logged, by PySpark's own loggers too, or printed; must hold no planted value at the end."""
    listener = Listener()
    queries = [PySparkLogger.getLogger(name) for name in QUERY_LOGGERS]
    loggers: list[logging.Logger] = [logging.getLogger(), *queries]
    silenced = [logger for logger in queries if logger.disabled]
    for logger in silenced:
        logger.disabled = False  # the session silences them too; here it is the gate that must
    for logger in loggers:
        logger.addHandler(listener)
    yield listener
    for logger in loggers:
        logger.removeHandler(listener)
    for logger in silenced:
        logger.disabled = True
    assert not [text for text in (*listener.said, *capfd.readouterr()) if PLANTED in text]


@pytest.mark.parametrize("name", GOLDEN)
def test_a_value_in_every_column_reaches_neither_result_nor_log(
    spark: SparkSession, heard: Listener, name: str
) -> None:
    golden = GOLDEN[name]
    strings = [field.name for field in golden.schema if field.dataType.simpleString() == "string"]
    everywhere = dict.fromkeys(strings, f"{PLANTED} <script>") | {"change": "insert"}

    result = run_gate(golden.suite, golden.frame(spark, everywhere, everywhere), golden.facts)

    assert result.refused
    assert PLANTED not in repr(result)
    assert PLANTED not in json.dumps(result.to_json())


def _planted(spark: SparkSession) -> DataFrame:
    return CONFORMED.frame(spark, {f.SOURCE_ID: PLANTED}).where(F.col(f.SOURCE_ID).contains("@"))


def _cast(records: DataFrame) -> DataFrame:
    """A column whose evaluation fails, with the value in Spark's message."""
    return records.select(F.col(f.SOURCE_ID).cast("int").alias(f.SOURCE_ID), f.CONTENT_ID)


def _missing(records: DataFrame) -> DataFrame:
    return records.select("no such column")


def test_without_a_gate_the_value_would_be_heard(
    spark: SparkSession, heard: Listener, capfd: pytest.CaptureFixture[str]
) -> None:
    """The listener is at the right keyhole: PySpark does log the value of a failed cast."""
    with pytest.raises(NumberFormatException):
        _cast(_planted(spark)).collect()

    assert any(PLANTED in text for text in heard.said)
    heard.said.clear()
    capfd.readouterr()


@pytest.mark.parametrize("view", [_cast, _missing])
def test_a_view_that_cannot_be_made_refuses_without_a_word(spark: SparkSession, heard: Listener, view: object) -> None:
    suite = Suite("broken", view, never_null((f.SOURCE_ID, f.CONTENT_ID)), ())  # type: ignore[arg-type]

    result = run_gate(suite, _planted(spark), {})

    assert result.refused
    assert [check.observed for check in result.checks] == [{"exceptions": 1}] * 2
    assert PLANTED not in json.dumps(result.to_json())


def test_a_check_that_cannot_run_is_a_critical_failure_even_if_it_only_warns(spark: SparkSession) -> None:
    rules = (
        Rule("ExpectColumnValuesToNotBeNull", "no such column", {"column": "nothing"}, "warning"),
        shaped(f.SOURCE_ID, "(unclosed", "no such pattern"),
        *never_null((f.CONTENT_ID,)),
    )
    suite = Suite("broken", lambda frame: frame.select(f.SOURCE_ID, f.CONTENT_ID), rules, (zero("n", "none"),))

    result = run_gate(suite, CONFORMED.frame(spark), {"n": 0})

    outcome = [(check.severity, check.passed) for check in result.checks]
    assert outcome[:2] == [("critical", False)] * 2
    assert outcome[3] == ("critical", True)
    assert result.refused


def _held_in_memory(spark: SparkSession) -> set[int]:
    """What the session holds; Delta keeps the state of every table it has read, and lets go of it in its own time."""
    return set(spark.sparkContext._jsc.getPersistentRDDs())


def test_a_gate_leaves_the_session_as_it_was(spark: SparkSession) -> None:
    frame = CONFORMED.frame(spark)
    before, held = (spark.sparkContext.appName, dict(spark.conf.getAll)), _held_in_memory(spark)

    run_gate(CONFORMED.suite, frame, CONFORMED.facts)

    assert (spark.sparkContext.appName, dict(spark.conf.getAll)) == before
    assert _held_in_memory(spark) <= held
    assert not frame.is_cached
