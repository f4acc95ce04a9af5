"""What Airflow makes of dags/, told as JSON on the last line: run in a process with an AIRFLOW_HOME of its own.

- `facts`: the DAGs, their tasks, and what parsing them imported
- `codes`: what a task does with each exit code of a stand-in for the command
- `nights 2026-11-01 …`: dag.test() for each of them
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

DAGS = Path(__file__).parents[2] / "dags"
WATCHED = ("pyspark", "great_expectations", "pandas", "jobs", "schemas", "expectations")


def bag() -> Any:
    """As the processor and the workers read them: with the folder on the path."""
    from airflow.dag_processing.dagbag import BundleDagBag

    return BundleDagBag(dag_folder=str(DAGS), bundle_path=DAGS, bundle_name="dags-folder")


def facts() -> dict[str, Any]:
    found = bag()
    return {
        "errors": sorted(Path(name).name for name in found.import_errors),
        "imported": sorted(name for name in WATCHED if name in sys.modules),
        "dags": {name: describe(dag) for name, dag in found.dags.items()},
    }


def describe(dag: Any) -> dict[str, Any]:
    tasks = [dag.get_task(name) for name in dag.task_ids]
    return {
        "timetable": type(dag.timetable).__name__,
        "catchup": dag.catchup,
        "max_active_runs": dag.max_active_runs,
        "doc": dag.doc_md or "",
        "tags": sorted(dag.tags),
        "tasks": [
            {
                "name": task.task_id,
                "after": sorted(task.upstream_task_ids),
                "pool": task.pool,
                "owner": task.owner,
                "retries": task.retries,
                "timeout": task.execution_timeout is not None,
                "command": task.command,
                "templates": {name: getattr(task, name) for name in task.template_fields},
            }
            for task in tasks
        ],
    }


def codes() -> dict[str, str]:
    """The stand-in `assent` on the path ends with EXIT_CODE; a code of 137 kills itself."""
    outcome = {}
    for code in (0, 2, 3, 4, 5, 70, 137):
        os.environ["EXIT_CODE"] = str(code)
        task = bag().dags["corpus_nightly"].get_task("ingest")
        task.arguments = ["--night", "2026-11-01"]
        try:
            task.execute({})
            outcome[str(code)] = "done"
        except Exception as error:
            outcome[str(code)] = type(error).__name__
    return outcome


def nights(*days: str) -> dict[str, Any]:
    """One manual run a night, of the moment when the night is complete."""
    dag = bag().dags["corpus_nightly"]
    outcome = {}
    for day in days:
        moment = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(days=1, hours=3)
        run = dag.test(logical_date=moment)
        states = {task.task_id: str(task.state) for task in run.get_task_instances()}
        outcome[day] = {"state": str(run.state), "tasks": states, "interval": run.data_interval_start.isoformat()}
    return outcome


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    COMMANDS: dict[str, Callable[..., dict[str, Any]]] = {"facts": facts, "codes": codes, "nights": nights}
    print(json.dumps(COMMANDS[command](*arguments)))
