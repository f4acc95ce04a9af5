"""dags/ is wiring: the right stages in the right order, with limits, and nothing heavy at parse time."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from jobs.pipeline import NAMES
from tests.dags.conftest import Airflow


@pytest.fixture(scope="module")
def facts(airflow: Airflow) -> dict[str, Any]:
    return airflow("facts")


@pytest.fixture(scope="module")
def nightly(facts: dict[str, Any]) -> dict[str, Any]:
    dag: dict[str, Any] = facts["dags"]["corpus_nightly"]
    assert dag["tasks"]
    return dag


def test_exactly_these_dags_exist(facts: dict[str, Any]):
    assert facts["errors"] == []
    assert set(facts["dags"]) == {"corpus_erasure", "corpus_maintenance", "corpus_nightly", "corpus_release"}


def test_parsing_loads_neither_spark_nor_checks_nor_the_program(facts: dict[str, Any]):
    assert facts["imported"] == []


def test_the_tasks_are_the_stages_in_order(nightly: dict[str, Any]):
    names = list(NAMES)
    assert [task["name"] for task in nightly["tasks"]] == names
    assert [task["command"] for task in nightly["tasks"]] == [["stage", name] for name in names]
    assert [task["after"] for task in nightly["tasks"]] == [[], *([name] for name in names[:-1])]


def test_a_run_is_one_night_alone(nightly: dict[str, Any]):
    assert nightly["timetable"] == "CronDataIntervalTimetable"
    assert nightly["max_active_runs"] == 1
    assert nightly["catchup"] is False
    for task in nightly["tasks"]:
        assert task["templates"]["arguments"] == ["--night", "{{ data_interval_start | ds }}"]


def test_every_task_has_pool_owner_retries_and_a_limit(facts: dict[str, Any]):
    for dag in facts["dags"].values():
        assert dag["tasks"] and "guards against" in dag["doc"]
        for task in dag["tasks"]:
            assert task["pool"] == "spark"
            assert task["owner"] == "corpus"
            assert task["retries"] >= 1
            assert task["timeout"]


def test_a_command_is_never_a_template(facts: dict[str, Any]):
    """Only arguments are filled in, each a string of its own: nothing can reach a shell."""
    for dag in facts["dags"].values():
        assert all(set(task["templates"]) == {"arguments"} for task in dag["tasks"])


def test_a_release_is_made_by_hand_and_verified(facts: dict[str, Any]):
    release = facts["dags"]["corpus_release"]

    assert release["timetable"] == "NullTimetable"
    assert [(task["name"], task["after"]) for task in release["tasks"]] == [("create", []), ("verify", ["create"])]
    assert [task["templates"] for task in release["tasks"]] == [
        {"arguments": ["{{ params.name }}", "--version", "{{ params.version }}"]},
        {"arguments": ["{{ params.name }}"]},
    ]
    assert [task["command"] for task in release["tasks"]] == [["release", "create"], ["release", "verify"]]


def test_erasures_are_drained_every_hour(facts: dict[str, Any]):
    erasure = facts["dags"]["corpus_erasure"]

    assert (erasure["timetable"], erasure["catchup"], erasure["max_active_runs"]) == ("CronTriggerTimetable", False, 1)
    assert [(task["name"], task["after"]) for task in erasure["tasks"]] == [("run", [])]
    assert [task["command"] for task in erasure["tasks"]] == [["erase", "run"]]


def test_maintenance_comes_by_itself(facts: dict[str, Any]):
    maintenance = facts["dags"]["corpus_maintenance"]

    assert (maintenance["timetable"], maintenance["max_active_runs"]) == ("CronTriggerTimetable", 1)
    assert [(task["name"], task["after"]) for task in maintenance["tasks"]] == [
        ("maintain", []),
        ("verify", ["maintain"]),
    ]
    assert [task["command"] for task in maintenance["tasks"]] == [["maintain"], ["erase", "verify"]]


def test_the_operator_finds_their_page(nightly: dict[str, Any]):
    for word in ("guards against", "does not guard against", "backfill create", "--max-active-runs 1", "runbook"):
        assert word in nightly["doc"]
    assert {"corpus", "nightly"} <= set(nightly["tags"])


def test_only_what_can_pass_is_tried_again(airflow: Airflow, tmp_path: Path):
    stand_in = tmp_path / "assent"
    stand_in.write_text('#!/bin/sh\n[ "$EXIT_CODE" = 137 ] && kill -9 $$\nexit "$EXIT_CODE"\n')
    stand_in.chmod(0o755)
    assert airflow("codes", PATH=f"{tmp_path}{os.pathsep}{os.environ['PATH']}") == {
        "0": "done",
        "2": "AirflowFailException",
        "3": "AirflowFailException",
        "4": "AirflowException",
        "5": "AirflowFailException",
        "70": "AirflowFailException",
        "137": "AirflowException",
    }
