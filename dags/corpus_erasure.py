"""### corpus_erasure: erases whoever asked for it, and proves it.

At 20 minutes past every hour but those of the night's run (03 to 05 UTC): `assent erase run` drains the requests that
the nights brought, searches for what it erased and signs the proof. Without a request it does nothing. All proofs are
verified by `corpus_maintenance`.

**What it guards against.** A stage at the same time: the program's lease; a busy one is tried again, and the next hour
comes anyway. A killed erasure: the next run goes on where it stopped. Something that is left: exit code 3, the erasure
stays open, and the task fails at once for somebody to look.

**What it does not guard against.** A night that takes longer: an erasure between two of its stages deletes what they
staged, and the night's next task fails with exit code 5; clear it from `conform` on.
A request that no night has taken yet: it counts from the night that brings it. Copies that others fetched, models,
backups: the proof lists them.

**When a task failed**: the exit code is in the log, the steps are in docs/runbook.md.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from airflow.sdk import DAG, CronTriggerTimetable
from assent_operator import DEFAULTS, Assent

with DAG(
    dag_id="corpus_erasure",
    description="Whoever asked to be erased is gone from everything that was written, with a proof",
    doc_md=__doc__,
    schedule=CronTriggerTimetable("20 0-2,6-23 * * *", timezone="UTC"),
    start_date=datetime(2020, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    tags=["corpus", "erasure"],
    default_args=DEFAULTS | {"retry_delay": timedelta(minutes=2), "execution_timeout": timedelta(hours=4)},
) as dag:
    Assent(command=("erase", "run"))
