"""Airflow in processes of its own: nothing of it, not even its home, touches the tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.dags.driver import DAGS

BIN = Path(sys.executable).parent
Airflow = Callable[..., dict[str, Any]]


def environment(home: Path, **more: str) -> dict[str, str]:
    """A SQLite database, no examples, no plug-ins, `assent` of this environment on the path."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "ASSENT"))}
    return kept | {
        "PATH": f"{BIN}{os.pathsep}{kept['PATH']}",
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(DAGS),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "false",
        "AIRFLOW__CORE__UNIT_TEST_MODE": "false",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(home / "logs"),
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "false",
        **more,
    }


@pytest.fixture(scope="session")
def airflow_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a migrated database and the pool."""
    home = tmp_path_factory.mktemp("airflow")
    for command in (["db", "migrate"], ["pools", "set", "spark", "1", "one Spark driver at a time"]):
        done = subprocess.run([BIN / "airflow", *command], env=environment(home), capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    return home


@pytest.fixture(scope="session")
def airflow(airflow_home: Path) -> Airflow:
    """Call the driver; its answer. Keyword arguments are environment variables."""

    def call(*arguments: str, **more: str) -> dict[str, Any]:
        command = [sys.executable, "-m", "tests.dags.driver", *arguments]
        env = environment(airflow_home, **more)
        done = subprocess.run(command, env=env, capture_output=True, text=True, cwd=DAGS.parent, timeout=1500)
        assert done.returncode == 0, (done.stdout + done.stderr)[-8000:]
        answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
        return answer

    return call
