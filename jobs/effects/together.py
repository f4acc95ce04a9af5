"""Steps that do not need each other, side by side.

Most of a later night goes into planning queries, which Spark does in the thread that asks: two threads use two cores.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from pyspark import inheritable_thread_target
from pyspark.sql import SparkSession

SIDE_BY_SIDE = 2


def together(spark: SparkSession, *steps: Callable[[], Any]) -> list[Any]:
    """What each step returns, in the order of the steps. All have ended when this returns or raises.

    Raises:
        Exception: what the first of the steps that failed has raised.
    """
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        in_session = inheritable_thread_target(spark)
        running = [pool.submit(in_session(step)) for step in steps]
    return [each.result() for each in running]
