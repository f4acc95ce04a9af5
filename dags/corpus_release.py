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

from datetime import UTC, datetime

from airflow.sdk import DAG, Param, chain
from assent_operator import DEFAULTS, Assent

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
    default_args=DEFAULTS,
) as dag:
    chain(
        Assent(command=("release", "create"), arguments=("{{ params.name }}", "--version", "{{ params.version }}")),
        Assent(command=("release", "verify"), arguments=("{{ params.name }}",)),
    )
