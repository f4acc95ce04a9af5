"""The operator of every DAG here: one command of the program as a process of its own.

Airflow puts the folder of DAGs on the path, so that they import this module by its name alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any

from airflow.providers.standard.hooks.subprocess import SubprocessHook
from airflow.sdk import BaseOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException

BUSY = 4
MEANING = {
    2: "wrong use or settings: correct the environment of the workers",
    3: "a gate refused: see the report of the run",
    BUSY: "another process holds the lease",
    5: "an input is missing: the message names it",
    70: "a fault of the program: report it with the log",
}

# What all tasks have in common: one Spark driver at a time, and as many tries as a busy lease may need.
DEFAULTS: dict[str, Any] = {
    "owner": "corpus",
    "pool": "spark",
    "retries": 5,
    "retry_delay": timedelta(minutes=1),
    "retry_exponential_backoff": 2,  # 1, 2, 4, 8, 16 minutes
    "max_retry_delay": timedelta(minutes=20),
    "execution_timeout": timedelta(hours=2),
    "do_xcom_push": False,
}


class Assent(BaseOperator):
    """Run `assent COMMAND ARGUMENTS`. Only the arguments are templates, and no shell reads them."""

    template_fields: Sequence[str] = ("arguments",)

    def __init__(self, *, command: Sequence[str], arguments: Sequence[str] = (), **task: Any) -> None:
        super().__init__(**{"task_id": command[-1], **task})
        self.command, self.arguments = list(command), list(arguments)

    @cached_property
    def hook(self) -> SubprocessHook:
        """The process of this try."""
        return SubprocessHook()

    def execute(self, context: Any) -> None:
        """Run it.

        Raises:
            AirflowException: another try may help: a busy lease, a process that was killed.
            AirflowFailException: it cannot.
        """
        code = self.hook.run_command(["assent", *self.command, *self.arguments]).exit_code
        if code == 0:
            return
        what = f"exit code {code}: {MEANING.get(code, 'ended from outside')}; see docs/runbook.md"
        # a signal is -N of the process itself, or 128+N of what started it
        passes = code == BUSY or code < 0 or code > 128  # noqa: PLR2004
        raise (AirflowException if passes else AirflowFailException)(what)

    def on_kill(self) -> None:
        """Pass the end on to the process group; every command can be repeated."""
        self.hook.send_sigterm()
