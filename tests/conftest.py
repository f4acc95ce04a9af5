"""Fixtures that every kind of test may use."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from pyspark.sql import SparkSession

from jobs.session import spark_session
from jobs.settings import Settings, SparkSettings

ROOT = Path(__file__).resolve().parents[1]

# PySpark takes a main module without a file, as a worker of xdist has, for its own doctests, and ends the process
if not hasattr(sys.modules["__main__"], "__file__"):
    sys.modules["__main__"].__file__ = __file__

hypothesis.settings.register_profile("assent", deadline=None)  # a busy machine is no fault
hypothesis.settings.load_profile("assent")


# Fixtures that run nights, with the files that use them: those go to one worker, so that it is done once
SHARED = {
    "line": ("test_explain", "test_line", "test_policy_diff", "test_readers", "test_receipts", "test_release"),
    "rewritten": ("test_erase", "test_maintain", "test_retroact"),
}
_GROUPS = {f"tests/e2e/{file}.py": name for name, files in SHARED.items() for file in files}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """As `--dist loadfile`, but files that share a fixture count as one."""
    from xdist.scheduler import LoadFileScheduling

    class ByFixture(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _GROUPS.get(nodeid.split("::")[0], super()._split_scope(nodeid))

    return ByFixture(config, log)


def pytest_itemcollected(item: pytest.Item) -> None:
    """The list above is whole.

    Raises:
        UsageError: a file uses such a fixture and is not listed.
    """
    place = item.path.relative_to(ROOT).as_posix()
    used = SHARED.keys() & set(getattr(item, "fixturenames", ())) if place.startswith("tests/e2e/") else set()
    if any(_GROUPS.get(place) != name for name in used):
        raise pytest.UsageError(f"{item.path.name} uses {sorted(used)}: list it in tests/conftest.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests first, so that none is left over for one worker at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """One session for all tests of a worker: two threads, two shuffle partitions."""
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
