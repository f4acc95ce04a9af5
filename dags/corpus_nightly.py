r"""### corpus_nightly: one version of the corpus a night.

Runs at 03:00 UTC for the night that ended at 00:00: the run of the interval that starts on
2026-11-14 takes the deliveries of 2026-11-14 and publishes what may be used as of 2026-11-15 00:00.
One task per stage, each the command `assent stage NAME --night YYYY-MM-DD`; the same command works
by hand.

**What it guards against.** Two runs at once (`max_active_runs`, the pool `spark` with one slot, and
the program's own lease: the last one counts). A half night: nothing is published before the last
gate has passed, and the previous version stays as it was. A repeated night: a stage that was done
with the same inputs is skipped. A retry that cannot help: only a busy lease and a killed process are
tried again; a refusing gate, missing input and wrong settings fail at once.

**What it does not guard against.** A delivery that comes after 03:00: it belongs to the next night.
A driver that outlives its killed task: the lease ends by itself, the next try waits for it.

**When a task failed**: the exit code is in the log, the steps are in docs/runbook.md.

**Backfill**, oldest night first and one at a time:

    airflow backfill create --dag-id corpus_nightly --from-date 2026-11-01 --to-date 2026-11-14 \
      --reprocess-behavior completed --max-active-runs 1

It explains old nights; it never brings back what is refused today. Set-up: `assent` on the path,
`ASSENT_LAKE`, `ASSENT_LANDING` and `ASSENT_POLICY` in the environment, and
`airflow pools set spark 1 "one Spark driver at a time"`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from airflow.providers.standard.hooks.subprocess import SubprocessHook
from airflow.sdk import DAG, BaseOperator, CronDataIntervalTimetable, chain
from airflow.sdk.exceptions import AirflowException, AirflowFailException

# The order of jobs/pipeline.py; a test holds the two together.
STAGES = ("ingest", "conform", "consent", "decide", "redact", "audit", "curate", "publish")

BUSY = 4
MEANING = {
    2: "wrong use or settings: correct the environment of the workers",
    3: "a gate refused: nothing was published; see the report of the run",
    BUSY: "another process holds the lease",
    5: "an input is missing: see what the landing zone holds for this night",
    70: "a fault of the program: report it with the log",
}


class AssentStage(BaseOperator):
    """Run one stage for one night as a process of its own; no shell reads its arguments."""

    template_fields: Sequence[str] = ("night",)

    def __init__(self, *, stage: str, night: str, **arguments: Any) -> None:
        super().__init__(task_id=stage, **arguments)
        self.stage, self.night = stage, night

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
        code = self.hook.run_command(["assent", "stage", self.stage, "--night", self.night]).exit_code
        if code == 0:
            return
        what = f"exit code {code}: {MEANING.get(code, 'ended from outside')}"
        # a signal is -N of the process itself, or 128+N of what started it
        passes = code == BUSY or code < 0 or code > 128  # noqa: PLR2004
        raise (AirflowException if passes else AirflowFailException)(what)

    def on_kill(self) -> None:
        """Ask the process group to end; the stage can be repeated."""
        self.hook.send_sigterm()


with DAG(
    dag_id="corpus_nightly",
    description="Deliveries of a night to a published version of the corpus",
    doc_md=__doc__,
    schedule=CronDataIntervalTimetable("0 3 * * *", timezone="UTC"),
    start_date=datetime(2020, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    tags=["corpus", "nightly"],
    default_args={
        "owner": "corpus",
        "pool": "spark",
        "retries": 5,
        "retry_delay": timedelta(minutes=1),
        "retry_exponential_backoff": 2,  # 1, 2, 4, 8, 16 minutes
        "max_retry_delay": timedelta(minutes=20),
        "execution_timeout": timedelta(hours=2),
        "do_xcom_push": False,
    },
) as dag:
    chain(*(AssentStage(stage=stage, night="{{ data_interval_start | ds }}") for stage in STAGES))
