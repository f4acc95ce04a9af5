"""### corpus_maintenance: small files become large ones, and what no reader needs is deleted.

Every Sunday at 12:30 UTC: `assent maintain` compacts the restricted tables, deletes files that no retained state of
a table, no version and no release needs, writes checkpoints, shortens the logs and tidies the registry. How long
anything is kept is in the settings (`[maintain]`). Then `assent erase verify` checks the chain of proofs and reads
every byte of the lake once more for whatever was erased.

**What it guards against.** A night or an erasure at the same time: the program's lease; a busy one is tried again.
A file that is still needed: published tables are never rewritten, and a release keeps every file of its manifest.

**What it does not guard against.** Who reads an earlier state of a restricted table for longer than the retention.

**When a task failed**: the exit code is in the log, the steps are in docs/runbook.md. It can be repeated.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from airflow.sdk import DAG, CronTriggerTimetable, chain
from assent_operator import DEFAULTS, Assent

with DAG(
    dag_id="corpus_maintenance",
    description="Fewer files, and none that nobody needs",
    doc_md=__doc__,
    schedule=CronTriggerTimetable("30 12 * * 0", timezone="UTC"),
    start_date=datetime(2020, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    tags=["corpus", "maintenance"],
    default_args=DEFAULTS | {"retry_delay": timedelta(minutes=5)},
) as dag:
    chain(Assent(command=("maintain",)), Assent(command=("erase", "verify")))
