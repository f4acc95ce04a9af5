"""### corpus_erasure: erases whoever asked for it, and verifies the proofs.

Every hour, at 20 minutes past: `assent erase run` drains the requests that the nights brought, then
`assent erase verify` checks the chain of proofs and searches again. Without a request the first does nothing.

**What it guards against.** A night at the same time: the program's lease; a busy one is tried again, and the
next hour comes anyway. A killed erasure: the next run goes on where it stopped. Something that is left: exit
code 3, the erasure stays open, and the task fails at once for somebody to look.

**What it does not guard against.** A request that no night has taken yet: it counts from the night that
brings it. Copies that others fetched, models, backups: the proof lists them.

**When a task failed**: the exit code is in the log, the steps are in docs/runbook.md.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from airflow.providers.standard.hooks.subprocess import SubprocessHook
from airflow.sdk import DAG, BaseOperator, CronTriggerTimetable, chain
from airflow.sdk.exceptions import AirflowException, AirflowFailException

BUSY = 4


class AssentErase(BaseOperator):
    """Run one command as a process of its own."""

    def __init__(self, *, command: str, **arguments: Any) -> None:
        super().__init__(task_id=command, **arguments)
        self.command = command

    @cached_property
    def hook(self) -> SubprocessHook:
        """The process of this try."""
        return SubprocessHook()

    def execute(self, context: Any) -> None:
        """Run it.

        Raises:
            AirflowException: another try may help.
            AirflowFailException: it cannot.
        """
        code = self.hook.run_command(["assent", "erase", self.command]).exit_code
        if code == 0:
            return
        passes = code == BUSY or code < 0 or code > 128  # noqa: PLR2004  ended by a signal
        raise (AirflowException if passes else AirflowFailException)(f"exit code {code}: see docs/runbook.md")

    def on_kill(self) -> None:
        """Ask the process group to end; the erasure goes on with the next run."""
        self.hook.send_sigterm()


with DAG(
    dag_id="corpus_erasure",
    description="Whoever asked to be erased is gone from everything that was written, with a proof",
    doc_md=__doc__,
    schedule=CronTriggerTimetable("20 * * * *", timezone="UTC"),
    start_date=datetime(2020, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    tags=["corpus", "erasure"],
    default_args={
        "owner": "corpus",
        "pool": "spark",
        "retries": 5,
        "retry_delay": timedelta(minutes=2),
        "retry_exponential_backoff": 2,
        "max_retry_delay": timedelta(minutes=20),
        "execution_timeout": timedelta(hours=4),
        "do_xcom_push": False,
    },
) as dag:
    chain(AssentErase(command="run"), AssentErase(command="verify"))
