"""Fixtures that every kind of test may use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from jobs.session import spark_session
from jobs.settings import Settings, SparkSettings

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """One session for all tests: two threads, two shuffle partitions."""
    options = SparkSettings(master="local[2]", driver_memory="3g", shuffle_partitions=2)
    with spark_session(Settings(spark=options)) as session:
        yield session


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The sample data beside the repository; without it, the tests that read it are skipped."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the sample data (../shared/data) is not beside this checkout")
    return folder
