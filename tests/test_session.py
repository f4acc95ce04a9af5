"""A session keeps its files to itself, says so when its JVM is gone, and is silent wherever it runs."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from jobs.errors import UsageError
from jobs.registry.process import Process
from jobs.scratch import scratch
from tests.conftest import ROOT

DEAD = replace(Process.this(), pid=2**22 + 1)
ELSEWHERE = Process("elsewhere", 4242, "1", "another-boot/1")

KILLED = """
import os, signal
from pathlib import Path
from jobs.errors import Unavailable
from jobs.session import spark_session
from jobs.settings import Settings, SparkSettings
own = SparkSettings(options={"spark.driver.extraJavaOptions": "-Dours=kept"})
try:
    with spark_session(Settings(spark=own)) as session:
        java = session._jvm.java.lang
        print(java.System.getProperty("ours"), java.System.getProperty("user.timezone"))
        (mine,) = Path(os.environ["TMPDIR"]).glob("assent-*/*")
        print(mine.parent.stat().st_mode & 0o777, any(mine.iterdir()))
        os.kill(java.ProcessHandle.current().pid(), signal.SIGKILL)
        session.range(5).count()
except Unavailable as error:
    print(error.exit_code, list(mine.parent.iterdir()))
"""


def folder_of(tmp_path: Path, process: Process) -> Path:
    folder = tmp_path / f"assent-{os.getuid()}" / str(process).replace(":", "=").replace("/", "+")
    folder.mkdir(parents=True)
    (folder / "shuffle.data").write_text("planted")
    return folder


def test_a_jvm_that_was_killed_is_said_to_be_gone_and_its_files_are(tmp_path: Path) -> None:
    left = folder_of(tmp_path, DEAD)

    env = os.environ | {"TMPDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", KILLED], capture_output=True, text=True, cwd=ROOT, env=env, check=False
    )

    assert not left.exists()
    assert done.stdout.splitlines() == ["kept UTC", f"{0o700} True", "4 []"], done.stderr


def test_files_of_the_dead_are_removed_and_no_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    kept = folder_of(tmp_path, ELSEWHERE)
    gone = folder_of(tmp_path, DEAD)
    (kept.parent / ".nfs0001").touch()

    mine = scratch()

    assert mine == scratch() and mine.is_dir() and mine.parent.stat().st_mode & 0o777 == 0o700
    assert (kept.exists(), gone.exists()) == (True, False)


def test_a_folder_of_somebody_else_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / f"assent-{os.getuid()}").symlink_to(ROOT)

    with pytest.raises(UsageError, match="TMPDIR"):
        scratch()
