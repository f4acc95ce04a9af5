"""The shell around every stage, written once: prepare → gate → commit → record.

Each (night, purpose) is a run with frozen inputs. A stage that was done with the same inputs is
skipped; one that was audited is only committed again, which is safe to repeat. So a process that
is killed anywhere leaves a state from which the next one goes on.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any, Literal

from pyspark.sql import SparkSession

from expectations.gate import GateResult, preload, run_gate
from jobs.effects import ingest, published
from jobs.effects.retroact import retroact
from jobs.effects.version import commit_version
from jobs.errors import AssentError, Busy, GateRefused, InputMissing
from jobs.faults import Faults
from jobs.inputs import assert_unchanged, freeze, with_deliveries
from jobs.night import Night, Prepared
from jobs.pipeline import STAGES, Stage
from jobs.progress import Progress
from jobs.registry import Lease, Registry, Run, StageRow
from jobs.registry.canonical import digest
from jobs.report.account import account
from jobs.report.site import page_of, write_night
from jobs.settings import Settings
from jobs.sources.feeds import load_feeds
from jobs.thaw import night_of
from schemas.tables import DOCUMENTS


@dataclass(frozen=True)
class Runner:
    """Runs stages and nights on one lake, under its lease."""

    settings: Settings
    registry: Registry
    lease: Lease
    progress: Progress

    def ingest(self, night: date) -> Run:
        """Give the night its files and freeze its inputs; a run that is done is left as it is.

        A run whose version is published already keeps its inputs: it has only to be ended.

        Raises:
            UsageError: nights are done in order, one at a time, for one purpose.
        """
        purpose = self.settings.purpose
        run = self.registry.run(night, purpose)
        if run is not None and run.status == "done":
            return run
        ingest.check_turn(self.registry, self.settings, night)
        if run is not None and self.registry.last(purpose, night) is not None:
            return self.registry.open_run(night, purpose, run.inputs)
        feeds, inputs = load_feeds(self.settings.sources), freeze(self.settings)
        ingest.check_policy_was_meant(self.registry, self.settings, inputs.policy)
        first = self.registry.stage(night, purpose, STAGES[0].name)
        deliveries = ingest.take(
            self.registry, self.settings, feeds, night, read=first is not None and first.status in ("running", "done")
        )
        inputs = with_deliveries(inputs, deliveries)
        self.progress.event("ingest", night=str(night), files=len(deliveries), bytes=sum(d.size for d in deliveries))
        return self.registry.open_run(night, purpose, inputs.to_json(), replace_inputs=True)

    def night(self, spark: SparkSession, night: date) -> None:
        """All stages of a night."""
        run = self.ingest(night)
        if run.status == "done":
            self.progress.event("done before", night=str(night))
            return
        work = night_of(self.settings, self.registry, spark, run)
        for stage in STAGES:
            self.stage(work, run, stage)

    def stage(self, work: Night, run: Run, stage: Stage) -> None:
        """One stage of an opened run; skipped if it was done with the same inputs.

        Raises:
            InputMissing: the stage before has not been done.
            GateRefused: a critical check failed; the run is marked as refused.
            UsageError: the program, a list or the feeds changed since the night was ingested.
        """
        if run.status == "done":
            self.progress.event("done before", stage=stage.name, night=str(run.night))
            return
        if run.status != "running":  # one stage of a night that failed is tried again
            run = self.registry.open_run(run.night, run.purpose, run.inputs)
        if stage is STAGES[0]:
            work.lake.create_missing()
            work.lake.clear_left_over_staging()
        inputs_hash = self._inputs_hash(run, stage)
        row = self.registry.stage(run.night, run.purpose, stage.name)
        try:
            if row and row.status == "done" and row.inputs_hash == inputs_hash:
                self.progress.event(stage.name, night=str(run.night), skipped=True)
            else:
                with self.progress.working(f"{run.night} {stage.name}"):
                    self._attempt(work, run, stage, inputs_hash, row)
            if stage is STAGES[-1]:
                self._finish(work, run)
        except Busy:  # says nothing of the night
            raise
        except AssentError as error:
            ended: Literal["refused", "failed"] = "refused" if isinstance(error, GateRefused) else "failed"
            run = self.registry.finish_run(
                run.night, run.purpose, ended, type(error).__name__, attempt=run.attempt, lease=self.lease
            )
            if ended == "refused":
                write_night(self.settings.lake, account(self.registry, run))
            raise

    def _attempt(self, work: Night, run: Run, stage: Stage, inputs_hash: str, row: StageRow | None) -> None:
        started, faults = time.monotonic(), Faults(self.settings.fault)
        assert_unchanged(run.inputs, self.settings)
        audited = row is not None and row.status == "running" and row.inputs_hash == inputs_hash
        audited &= work.lake.has_staging()
        counts: Mapping[str, Any] = row.counts if row and audited else {}
        if not audited:
            if stage.gate:
                preload()
            prepared = stage.prepare(work)
            faults.reach(f"{stage.name}.prepared")
            counts = dict(prepared.counts)
            try:
                self._audit(work, run, stage, prepared)
            except GateRefused:  # what was counted says where to look
                self._record(run, stage, "refused", inputs_hash, counts, started, {})
                raise
            self._record(run, stage, "running", inputs_hash, counts, started, {})
        faults.reach(f"{stage.name}.audited")
        self.lease.check()
        stage.commit(work)
        faults.reach(f"{stage.name}.committed")
        versions = {table.name: work.lake.version(table) for table in stage.writes}
        self._record(run, stage, "done", inputs_hash, counts, started, versions)
        faults.reach(f"{stage.name}.recorded")
        self.progress.event(
            stage.name, night=str(run.night), seconds=round(time.monotonic() - started, 1), **dict(counts)
        )

    def _finish(self, work: Night, run: Run) -> None:
        """The version, then the end of the run, then nothing is left in staging."""
        version = commit_version(work, run, self.lease)
        Faults(self.settings.fault).reach("version.committed")
        published.purge(work.lake.path(DOCUMENTS))  # what was withdrawn is in no byte any more
        retroact(work, self.lease)
        self.registry.finish_run(run.night, run.purpose, "done", attempt=run.attempt, lease=self.lease)
        work.lake.clear_staging()
        counts = version.manifest["counts"]
        self.progress.event("version", night=str(run.night), version=version.version, published=counts["published"])

    def _audit(self, work: Night, run: Run, stage: Stage, prepared: Prepared) -> None:
        if stage.gate is None:
            return
        suite = import_module(f"expectations.{stage.gate}").SUITE
        result: GateResult = run_gate(suite, prepared.audited, prepared.facts)
        self.registry.record_gate(
            run.night,
            run.purpose,
            stage.gate,
            attempt=run.attempt,
            results=result.to_json(),
            refused=result.refused,
            lease=self.lease,
        )
        for check in result.checks:
            if not check.passed and check.severity == "warning":
                self.progress.event("warning", night=str(run.night), gate=stage.gate, check=check.meaning)
        if result.refused:
            failed = [check for check in result.checks if not check.passed and check.severity == "critical"]
            raise GateRefused(
                f"the gate '{stage.gate}' refused night {run.night}: "
                + "; ".join(f"{c.meaning} ({c.name})" for c in failed),
                where=f"stage {stage.name}; its report is {page_of(self.settings.lake, run.purpose, run.night)}",
                next_step="nothing was published; correct the delivery or the rule and run the night again; "
                f"assent nights refused {run.night} lists what could not be read",
            )

    def _record(
        self,
        run: Run,
        stage: Stage,
        status: Any,
        inputs_hash: str,
        counts: Mapping[str, Any],
        started: float,
        versions: Mapping[str, int],
    ) -> None:
        self.registry.record_stage(
            run.night,
            run.purpose,
            stage.name,
            status=status,
            inputs_hash=inputs_hash,
            attempt=run.attempt,
            seconds=round(time.monotonic() - started, 3),
            counts=dict(counts),
            table_versions=dict(versions),
            lease=self.lease,
        )

    def _inputs_hash(self, run: Run, stage: Stage) -> str:
        """Everything a stage depends on: the run's frozen inputs and the stages before it."""
        before = STAGES[: STAGES.index(stage)]
        done = {
            row.stage: row.inputs_hash
            for row in self.registry.stages_of(run.night, run.purpose)
            if row.status == "done"
        }
        missing = [earlier.name for earlier in before if earlier.name not in done]
        if missing:
            raise InputMissing(
                f"stage {stage.name} of night {run.night} needs {', '.join(missing)} first",
                next_step=f"assent stage {missing[0]} --night {run.night}",
            )
        return digest({"stage": stage.name, "inputs": run.inputs_hash, "before": [done[s.name] for s in before]})
