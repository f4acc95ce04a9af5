"""Sessions map the classes that set-up kept for the JVM, and do without where there are none or bad ones."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from jobs import classes
from jobs.jars import DEFAULT_FOLDER
from tests.conftest import ROOT

COUNT = """
from jobs.session import spark_session
from jobs.settings import load
with spark_session(load()) as session:
    print(session.range(5).count())
"""


def test_a_session_maps_what_set_up_wrote(spark: SparkSession) -> None:
    """And the JVM takes it: told to start with it or not at all, it starts."""
    runtime: Any = spark.sparkContext._jvm.java.lang  # type: ignore[union-attr]
    archive = DEFAULT_FOLDER / classes.FILE
    told = list(runtime.management.ManagementFactory.getRuntimeMXBean().getInputArguments())
    java = Path(runtime.System.getProperty("java.home")) / "bin" / "java"
    path = runtime.System.getProperty("java.class.path")
    strictly = [java, "-Xshare:on", "-XX:+UseSerialGC", f"-XX:SharedArchiveFile={archive}", "-cp", path, "-version"]

    assert f"-XX:SharedArchiveFile={archive}" in told
    assert subprocess.run(strictly, capture_output=True, check=False).returncode == 0


def test_without_a_good_one_a_session_starts_as_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for jar in DEFAULT_FOLDER.glob("*.jar"):
        shutil.copy(jar, tmp_path)
    monkeypatch.setenv("ASSENT_JARS", str(tmp_path))
    assert classes.use() == ""
    (tmp_path / classes.FILE).write_bytes(b"no archive" * 1000)

    done = subprocess.run([sys.executable, "-c", COUNT], capture_output=True, text=True, cwd=ROOT, check=False)

    assert classes.FILE in classes.use()
    assert (done.returncode, done.stdout) == (0, "5\n"), done.stderr
