"""Run a suite on what was just written, and keep nothing but counts of it.

Great Expectations copies offending values into results, logs and messages of exceptions. Here it
never gets to see a text (a suite's view has sizes instead), is asked for no samples, leaves nothing
on disk, and its exceptions are counted, not quoted. A check that cannot run is a critical failure.
"""

from __future__ import annotations

import logging
import re
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, Any

from pyspark import StorageLevel
from pyspark.logger import PySparkLogger

from expectations.rules import Rule, Severity, value_of

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations import ValidationDefinition
    from pyspark.sql import DataFrame

COUNTS_ONLY = {"result_format": "BASIC", "partial_unexpected_count": 0}
KEPT = ("element_count", "missing_count", "unexpected_count")
FEW_PARTITIONS = 4
TALKATIVE = ("great_expectations", "py4j", "pyspark")
# PySpark makes these when the first query fails, and writes the whole message, values included, to stderr.
QUERY_LOGGERS = ("DataFrameQueryContextLogger", "SQLQueryContextLogger")


@dataclass(frozen=True)
class Suite:
    """The checks of one gate. `view` takes the frame as written to the columns that the rules on rows name."""

    name: str
    view: Callable[[DataFrame], DataFrame]
    rows: tuple[Rule, ...]
    facts: tuple[Rule, ...]


@dataclass(frozen=True)
class Check:
    """What became of one rule: counts only."""

    name: str
    column: str | None
    severity: Severity
    passed: bool
    observed: Mapping[str, int | float]
    meaning: str


@dataclass(frozen=True)
class GateResult:
    """What became of a suite."""

    gate: str
    checks: tuple[Check, ...]
    seconds: float

    @property
    def refused(self) -> bool:
        """Whether a critical check failed: nothing may be published."""
        return any(not check.passed and check.severity == "critical" for check in self.checks)

    @property
    def warnings(self) -> int:
        """How many checks failed that only warn."""
        return sum(not check.passed and check.severity == "warning" for check in self.checks)

    def to_json(self) -> dict[str, Any]:
        """The result for manifest and report."""
        return {
            "gate": self.gate,
            "refused": self.refused,
            "warnings": self.warnings,
            "seconds": round(self.seconds, 3),
            "checks": [{**asdict(check), "observed": dict(check.observed)} for check in self.checks],
        }


def preload() -> None:
    """Begin to import what a gate needs beside the work before it, which waits for the JVM: it takes seconds."""
    Thread(target=import_module, args=("great_expectations.expectations",), daemon=True).start()


def run_gate(suite: Suite, frame: DataFrame | None, facts: Mapping[str, int | float]) -> GateResult:
    """Check the frame and the facts against the suite. Never raises on account of the data."""
    started = time.perf_counter()
    with _quiet():
        checks = (*_check_rows(suite, frame), *_check_facts(suite, facts))
    return GateResult(suite.name, checks, time.perf_counter() - started)


def _check_rows(suite: Suite, frame: DataFrame | None) -> list[Check]:
    """The rules on rows, by the Spark engine over a view held in memory (a disk would keep ids)."""
    if not suite.rows:
        return []
    if frame is None:
        return [_not_run(rule) for rule in suite.rows]
    try:
        view = _narrowed(suite.view(frame)).persist(StorageLevel.MEMORY_ONLY)
    except Exception:  # whatever it was, its message may quote a row
        return [_not_run(rule) for rule in suite.rows]
    try:
        return _validate(suite.rows, view, on_spark=True)
    finally:
        view.unpersist()


def _narrowed(view: DataFrame) -> DataFrame:
    """A small frame in one partition: no query on it then needs a shuffle, which halves the jobs of a gate."""
    return view.coalesce(1) if view.rdd.getNumPartitions() <= FEW_PARTITIONS else view


def _check_facts(suite: Suite, facts: Mapping[str, int | float]) -> list[Check]:
    """The rules on facts, by the pandas engine over one row of numbers."""
    import pandas as pd

    values = _values(suite.facts, facts)
    checks = _validate(suite.facts, pd.DataFrame([values]), on_spark=False)
    named = [{name: values[name] for name in rule.columns if name in values} for rule in suite.facts]
    return [
        replace(check, observed={**seen, **{key: n for key, n in check.observed.items() if key == "exceptions"}})
        for check, seen in zip(checks, named, strict=True)
    ]


def _values(rules: Sequence[Rule], facts: Mapping[str, int | float]) -> dict[str, int | float]:
    """Each fact and sum that the rules name; one that cannot be had is left out, and its checks fail."""
    values = {}
    for expression in sorted({name for rule in rules for name in rule.columns}):
        try:
            values[expression] = value_of(expression, facts)
        except (KeyError, TypeError):
            continue
    return values


def _validate(rules: Sequence[Rule], frame: DataFrame | pd.DataFrame, *, on_spark: bool) -> list[Check]:
    """Each rule's check, in order."""
    try:
        results = _definition(rules, on_spark=on_spark).run(
            batch_parameters={"dataframe": frame}, result_format=COUNTS_ONLY
        )
    except Exception:  # as above
        return [_not_run(rule) for rule in rules]
    by_rule = {each.expectation_config.meta["rule"]: each for each in results.results}
    return [_check(rule, by_rule.get(number)) for number, rule in enumerate(rules)]


def _definition(rules: Sequence[Rule], *, on_spark: bool) -> ValidationDefinition:
    """The rules in a fresh context, in memory and without progress bars, over a batch to be filled by a frame."""
    import great_expectations as gx
    from great_expectations import expectations as known
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    sources = context.data_sources
    source = sources.add_spark("written", persist=False) if on_spark else sources.add_pandas("counted")
    batch = source.add_dataframe_asset("asset").add_batch_definition_whole_dataframe("whole")
    expectations = [
        getattr(known, rule.expectation)(**rule.arguments, severity=rule.severity, meta={"rule": number})
        for number, rule in enumerate(rules)
    ]
    suite = context.suites.add(gx.ExpectationSuite("suite", expectations=expectations))
    return context.validation_definitions.add(gx.ValidationDefinition(name="gate", data=batch, suite=suite))


def _check(rule: Rule, result: Any) -> Check:
    """A rule's result reduced to counts."""
    if result is None or any(each.get("raised_exception") for each in _exceptions(result.exception_info)):
        return _not_run(rule)
    observed = {key: result.result[key] for key in KEPT if isinstance(result.result.get(key), int)}
    return Check(_name(rule), _column(rule), rule.severity, bool(result.success), observed, rule.meaning)


def _exceptions(info: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What was raised; one record, or one for each metric, as Great Expectations sees fit."""
    return [info] if "raised_exception" in info else [each for each in info.values() if isinstance(each, Mapping)]


def _not_run(rule: Rule) -> Check:
    """A check that could not run."""
    return Check(_name(rule), _column(rule), "critical", False, {"exceptions": 1}, rule.meaning)


def _name(rule: Rule) -> str:
    """`ExpectColumnValuesToNotBeNull` as `expect_column_values_to_not_be_null`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=A)(?=To)", "_", rule.expectation).lower()


def _column(rule: Rule) -> str | None:
    """The columns, or facts, of a rule in one string."""
    return ", ".join(rule.columns) or None


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing of what the engines say reaches a log."""
    import great_expectations  # noqa: F401  its loggers must be there before they can be silenced

    queries: list[logging.Logger] = [PySparkLogger.getLogger(name) for name in QUERY_LOGGERS]
    known = [each for each in logging.root.manager.loggerDict.values() if isinstance(each, logging.Logger)]
    engines = [logger for logger in known if logger.name.startswith(TALKATIVE)]
    loggers = [logger for logger in queries + engines if not logger.disabled]
    for logger in loggers:
        logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger in loggers:
            logger.disabled = False
