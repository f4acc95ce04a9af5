"""Steps side by side: all of them end, and a failure of one is not lost."""

from __future__ import annotations

import threading

import pytest
from pyspark.sql import SparkSession

from jobs.effects.together import together


def test_results_come_in_the_order_of_the_steps(spark: SparkSession) -> None:
    last_one_began = threading.Event()

    def first() -> int:
        assert last_one_began.wait(10)  # so they do run side by side
        return spark.range(3).count()

    def last() -> int:
        last_one_began.set()
        return spark.range(5).count()

    assert together(spark, first, last) == [3, 5]
    assert together(spark) == []


def test_a_failure_is_raised_once_the_others_have_ended(spark: SparkSession) -> None:
    ended: list[int] = []

    def fails() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        together(spark, fails, lambda: ended.append(spark.range(3).count()), lambda: ended.append(1))

    assert sorted(ended) == [1, 3]
