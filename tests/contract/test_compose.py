"""docker-compose.yml is valid, keeps secrets out of the environment, and each zone on a volume of its own."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from typing import Any

import pytest
import yaml

from tests.contract.tree import ROOT
from tests.needs import lacking

FILE = ROOT / "docker-compose.yml"
ZONES = {"/lake/restricted", "/lake/corpus", "/lake/reports", "/keys"}
AIRFLOW = {"airflow-api-server", "airflow-scheduler", "airflow-dag-processor", "airflow-triggerer"}


def compose() -> list[str]:
    """The Compose command of this machine."""
    for command in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(command[0]) and not subprocess.run([*command, "version"], capture_output=True).returncode:
            return command
    lacking("Docker Compose")


@cache
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["services"]
    assert {"postgres", "airflow-init", "assent"} | AIRFLOW <= set(found)
    return found


def targets(service: str) -> set[str]:
    return {volume.split(":")[-2 if volume.endswith(":ro") else -1] for volume in services()[service]["volumes"]}


@pytest.mark.parametrize("profiles", [[], ["tools"], ["tools", "cluster", "s3"]])
def test_compose_accepts_the_file(profiles: list[str]):
    options = [word for profile in profiles for word in ("--profile", profile)]
    command = [*compose(), "--file", str(FILE), *options, "config"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert "airflow-scheduler" in done.stdout


def test_no_secret_stands_in_the_environment():
    words = ("PASSWORD", "SECRET", "FERNET", "ACCESS_KEY", "SQL_ALCHEMY_CONN", "REGISTRY")
    named = {
        f"{name}: {key}"
        for name, service in services().items()
        for key, value in service.get("environment", {}).items()
        if any(word in key for word in words) and not str(value).startswith(("/run/secrets/", "/opt/airflow/home/"))
    }
    assert named == set()


def test_zones_lie_on_volumes_of_their_own_and_only_where_the_program_runs():
    for name in ("assent", "airflow-scheduler"):
        assert targets(name) >= ZONES
    for name in AIRFLOW - {"airflow-scheduler"}:
        assert not targets(name) & ZONES
        assert "assent_environment" not in services()[name]["secrets"]


def test_services_that_stay_say_whether_they_are_well():
    staying = {name for name, service in services().items() if service.get("restart") == "unless-stopped"}
    assert staying == AIRFLOW | {"postgres"}
    assert all("healthcheck" in services()[name] for name in staying)


def test_ports_are_open_to_this_machine_only():
    published = [port for service in services().values() for port in service.get("ports", [])]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_the_scripts_run():
    for name in ("entrypoint", "make-secrets", "postgres/init.sh"):
        script = ROOT / "docker" / name
        assert script.stat().st_mode & 0o100
        shell = script.read_text(encoding="utf-8").splitlines()[0].rsplit("/", 1)[1].removeprefix("env ")
        assert subprocess.run([shell, "-n", script]).returncode == 0
