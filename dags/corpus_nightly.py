r"""### corpus_nightly: one version of the corpus a night.

Runs at 03:00 UTC for the night that ended at 00:00: the run of the interval that starts on
2026-11-14 takes the deliveries of 2026-11-14 and publishes what may be used as of 2026-11-15 00:00.
One task per stage, each the command `assent stage NAME --night YYYY-MM-DD`; the same command works
by hand.

**What it guards against.** Two runs at once (`max_active_runs`, the pool `spark` with one slot, and
the program's own lease: the last one counts). A half night: nothing is published before the last
gate has passed, and the previous version stays as it was. A repeated night: a stage that was done
with the same inputs is skipped. A retry that cannot help: only a busy lease and a killed process are
tried again; a refusing gate, missing input and wrong settings fail at once. A night that did not end: the next one's
`ingest` says so and takes nothing, until the one before is cleared and done.

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

from datetime import UTC, datetime, timedelta

from airflow.sdk import DAG, CronDataIntervalTimetable, chain
from assent_operator import DEFAULTS, Assent

# The order of jobs/pipeline.py; a test holds the two together.
STAGES = ("ingest", "conform", "consent", "decide", "redact", "audit", "curate", "publish")
NIGHT = "{{ data_interval_start | ds }}"
# of a stage: the first night reads everything, and one that takes longer runs into the next
LONGEST = timedelta(hours=20)

with DAG(
    dag_id="corpus_nightly",
    description="Deliveries of a night to a published version of the corpus",
    doc_md=__doc__,
    schedule=CronDataIntervalTimetable("0 3 * * *", timezone="UTC"),
    start_date=datetime(2020, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    tags=["corpus", "nightly"],
    default_args=DEFAULTS | {"execution_timeout": LONGEST},
) as dag:
    chain(*(Assent(command=("stage", stage), arguments=("--night", NIGHT)) for stage in STAGES))
