"""### corpus_release: copies a version out under a name.

Started by hand: `airflow dags trigger corpus_release --conf '{"name": "2026.11-a", "version": "latest"}'`. Two
tasks, each a command of the program: `assent release create`, then `assent release verify`.

**What it guards against.** A half copy: a release exists when its registry row does, and the next try
removes what was half made. A name that is no name: the form and the program both refuse it. A night at
the same time: the program's lease; a busy one is tried again.

**What it does not guard against.** A version whose files are gone: only the last one can be released. A
person who should not release: who may trigger the DAG is a matter of Airflow's roles.

**When a task failed**: the exit code is in the log, the steps are in docs/runbook.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from airflow.providers.standard.hooks.subprocess import SubprocessHook
from airflow.sdk import DAG, BaseOperator, Param, chain
from airflow.sdk.exceptions import AirflowException, AirflowFailException

BUSY = 4


class AssentRelease(BaseOperator):
    """Run one command on a release as a process of its own; no shell reads its arguments."""

    template_fields: Sequence[str] = ("name", "version")

    def __init__(self, *, command: str, name: str, version: str = "", **arguments: Any) -> None:
        super().__init__(task_id=command, **arguments)
        self.command, self.name, self.version = command, name, version

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
        wanted = ["--version", self.version] if self.version else []
        code = self.hook.run_command(["assent", "release", self.command, self.name, *wanted]).exit_code
        if code == 0:
            return
        passes = code == BUSY or code < 0 or code > 128  # noqa: PLR2004  ended by a signal
        raise (AirflowException if passes else AirflowFailException)(f"exit code {code}: see docs/runbook.md")

    def on_kill(self) -> None:
        """Ask the process group to end; the command can be repeated."""
        self.hook.send_sigterm()


with DAG(
    dag_id="corpus_release",
    description="A version of the corpus, copied out and kept under a name",
    doc_md=__doc__,
    schedule=None,
    start_date=datetime(2020, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    tags=["corpus", "release"],
    params={
        "name": Param(
            type="string", pattern="^[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?$", description="Name of the release"
        ),
        "version": Param("latest", type="string", pattern="^(latest|[0-9]{1,9})$", description="A number, or latest"),
    },
    default_args={
        "owner": "corpus",
        "pool": "spark",
        "retries": 5,
        "retry_delay": timedelta(minutes=1),
        "retry_exponential_backoff": 2,
        "max_retry_delay": timedelta(minutes=20),
        "execution_timeout": timedelta(hours=2),
        "do_xcom_push": False,
    },
) as dag:
    chain(
        AssentRelease(command="create", name="{{ params.name }}", version="{{ params.version }}"),
        AssentRelease(command="verify", name="{{ params.name }}"),
    )
