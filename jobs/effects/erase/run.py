"""Drains the requests: plan, delete, revise, purge, search, prove. Killed anywhere, it goes on where it stopped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pyspark.sql import functions as F

from jobs.effects.erase import chain
from jobs.effects.erase import plan as plans
from jobs.effects.erase.delete import delete, delete_published, frame
from jobs.effects.erase.held import Held, gather
from jobs.effects.erase.others import Others, look
from jobs.effects.erase.plan import Plan
from jobs.effects.erase.purge import clear_log, purge
from jobs.effects.erase.search import Found, search
from jobs.effects.published import current_files
from jobs.effects.release import end_killed
from jobs.effects.revise import revise_release, revise_version
from jobs.errors import Busy, GateRefused
from jobs.faults import Faults
from jobs.keys import Key
from jobs.progress import Progress
from jobs.registry import Lease, Proof, Registry, Run
from jobs.rewrites import Rewrites
from jobs.settings import Settings
from jobs.text.needles import Kind
from schemas import fields as f
from schemas.tables import CONTENT, DOCUMENTS, ERASURE_REQUESTS, TABLES, Erasure, Table, release_table
from schemas.values import MIN_WORDS

CAUSE = "erasure"


@dataclass(frozen=True)
class Eraser:
    """An erasure on one lake, under its lease."""

    lake: Rewrites
    registry: Registry
    lease: Lease
    settings: Settings
    keys: Sequence[Key]  # the live ones, the newest last
    progress: Progress

    def run(self) -> Proof | None:
        """Erase all who asked for it; none where nobody did.

        Raises:
            GateRefused: something of them is still there afterwards; the erasure is not closed.
            Busy: a night was published half; it must be ended first.
        """
        faults = Faults(self.settings.fault)
        self.lake.create_missing()
        end_killed(self.lake, self.registry, self.settings)
        plan = self._begun() or self._begin(faults)
        if plan is None:
            return None
        faults.reach("erase.planned")
        self._mark_erased(plan)
        self.lease.check()
        delete(self.lake, plan)
        faults.reach("erase.deleted")
        self._publish(plan)
        faults.reach("erase.revised")
        self._purge(plan)
        faults.reach("erase.purged")
        found = self._prove_gone(plan)
        faults.reach("erase.searched")
        proven = chain.commit(self.registry, self.lease, self.settings, plan, found, self.lake)
        faults.reach("erase.proven")
        plans.forget(self.settings.lake)
        return proven

    def _begun(self) -> Plan | None:
        """The plan of an erasure that was killed or refused, with what nights have brought of them since."""
        plan = plans.load(self.settings.lake, self.keys[-1])
        if plan is None:
            return None
        self._check_no_night_is_publishing()
        said = {piece: datetime.fromisoformat(at) for piece, at in plan.said.items()}
        answered = set(plan.answered)
        held = Held(frozenset(plan.members), plan.looked_for, set(plan.items), said_at=said, answered=answered)
        if left := self._of_others(held):  # a night may have made an item somebody else's
            held.leave(left)
            held.needles.drop(self._doc_ids(left), "the item is another's now")
            plan.items = sorted(held.items)
        others = self._look(held, frozenset(plan.words))
        rows = {(row[f.CONTENT_ID], row[f.DELIVERY_ORDER]): row for row in (*plan.rows, *others.rows)}
        plan.rows, plan.again = list(rows.values()), sorted(others.again.union(plan.again))
        plan.doc_ids = sorted(others.documents.union(plan.doc_ids))
        plan.look_for(held.needles)
        plans.save(self.settings.lake, self.keys[-1], plan)
        return plan

    def _look(self, held: Held, first: frozenset[str]) -> Others:
        releases = [release.name for release in self.registry.releases()]
        return look(self.settings.lake, held, first, releases, (row for _, row in self.registry.contents()))

    def _begin(self, faults: Faults) -> Plan | None:
        """Whoever asks is suppressed, and what is held of them is written down for the steps to come."""
        members = self._asking()
        if not members:
            return None
        self._check_no_half_version()
        self._suppress(members)
        faults.reach("erase.suppressed")
        plan = self._plan(members)
        plans.save(self.settings.lake, self.keys[-1], plan)
        return plan

    def _asking(self) -> frozenset[str]:
        rows = self.lake.read(ERASURE_REQUESTS).select(f.MEMBER_ID).distinct().collect()
        return frozenset(row[0] for row in rows)

    def _check_no_half_version(self) -> None:
        last, documents = self.registry.last(), f"{self.settings.lake}/{DOCUMENTS.path}"
        wanted = {file["path"] for file in last.manifest["files"]} if last else set()
        if set(current_files(documents)) != wanted:
            raise _half_done()

    def _check_no_night_is_publishing(self) -> None:
        for run in self._unpublished():
            stage = self.registry.stage(run.night, run.purpose, "publish")
            if stage and stage.status in ("running", "done"):
                raise _half_done()

    def _unpublished(self) -> list[Run]:
        """Runs that were begun and have no version."""
        runs = self.registry.runs(self.settings.purpose)
        return [r for r in runs if r.status != "done" and self.registry.last(r.purpose, r.night) is None]

    def _suppress(self, members: frozenset[str]) -> None:
        """At once: nothing of them is published any more, whatever else fails."""
        night = self.registry.last_night(self.settings.purpose) or date.min
        for key in self.keys:
            self.registry.suppress("member", key.epoch, (key.keyed("member", m) for m in members), night)

    def _plan(self, members: frozenset[str]) -> Plan:
        held = gather(self.settings.lake, members)
        handed = self._of_others(held)
        held.leave(handed)
        first = self._first_said(held)
        others = self._look(held, first)
        doc_ids = self._doc_ids(held.items)
        for doc_id in doc_ids:
            held.needles.add(Kind.ID, doc_id)
        before = self._search(held.needles)
        self.progress.event("erase", step="planned", members=len(members), items=len(held.items), hits=before.hits)
        return Plan(
            number=len(self.registry.proofs()) + 1,
            members=sorted(members),
            items=sorted(held.items),
            doc_ids=sorted(doc_ids | others.documents | self._doc_ids(handed)),  # a release may hold what was theirs
            words=sorted(first),
            again=sorted(others.again),
            rows=others.rows,
            needles={value: str(kind) for value, kind in held.needles.wanted.items()},
            aside=dict(held.needles.aside),
            before=before.to_json() | {"needles_found": len(before.needles)},
            hashes={path: list(known) for path, known in before.hashes.items()},
            tables={table.name: self.lake.version(table) for table in TABLES},
            said={piece: at.isoformat() for piece, at in held.said_at.items()},
            answered=sorted(held.answered),
        )

    def _doc_ids(self, items: Iterable[str]) -> set[str]:
        return {key.keyed("doc", item) for key in self.keys for item in items}

    def _of_others(self, held: Held) -> list[str]:
        """Items that a member once wrote and that stand as somebody else's now."""
        items = frame(self.lake, f.CONTENT_ID, held.items)
        standing = self.lake.read(CONTENT).join(items, str(f.CONTENT_ID)).where(~F.col(f.AUTHOR_ID).isin(*held.members))
        return [row[0] for row in standing.select(f.CONTENT_ID).collect()]

    def _first_said(self, held: Held) -> frozenset[str]:
        """Hashes of words of which the earliest item that has them is one of theirs: their copies stay refused."""
        items = self.lake.read(CONTENT).where((F.col(f.WORD_COUNT) >= MIN_WORDS) & F.col(f.CREATED_AT).isNotNull())
        hashes = self.lake.spark.createDataFrame([(words,) for words in held.words], f"{f.WORDS_HASH} string")
        order = F.struct(f.CREATED_AT, f.SOURCE, f.SOURCE_ID)
        earliest = items.join(F.broadcast(hashes), str(f.WORDS_HASH)).groupBy(f.WORDS_HASH)
        rows = earliest.agg(F.min_by(f.AUTHOR_ID, order).alias("author")).collect()
        return frozenset(row[0] for row in rows if row["author"] in held.members)

    def _mark_erased(self, plan: Plan) -> None:
        """Whatever comes again of them is refused; keyed hashes outlive the ids."""
        for key in self.keys:
            for kind, values in (("member", plan.members), ("content", plan.items), ("words", plan.words)):
                self.registry.add_erased(kind, key.epoch, (key.keyed(kind, v) for v in values), plan.number)  # type: ignore[arg-type]
        for run in self._unpublished():  # one with a version has only to be ended
            self.registry.forget_stages(run.night, run.purpose)

    def _publish(self, plan: Plan) -> None:
        """Version and releases without them, as their next revisions."""
        releases, faults = self.registry.releases(), Faults(self.settings.fault)
        delete_published(self.lake, plan, [release.name for release in releases])
        faults.reach("erase.withdrawn")
        revise_version(self.lake, self.registry, self.lease, self.settings, CAUSE)
        faults.reach("erase.version_revised")
        for release in releases:
            revise_release(self.lake, self.registry, self.lease, self.settings, release, CAUSE)

    def _purge(self, plan: Plan) -> None:
        by_rule = {
            Erasure.BY_MEMBER: plan.members,
            Erasure.BY_AUTHOR: plan.members,
            Erasure.BY_CONTENT: plan.items,
            Erasure.BY_DOCUMENT: plan.doc_ids,
        }
        held = {table: frozenset(by_rule.get(table.erasure, ())) for table in TABLES}
        purge(self.lake, held, [release_table(release.name) for release in self.registry.releases()])

    def _search(self, needles: Any) -> Found:
        return search(self.settings.lake, self.registry, needles, self.settings.erase.logs)

    def _prove_gone(self, plan: Plan) -> Found:
        """Search again; a log that holds something is begun anew once.

        Raises:
            GateRefused: something is left.
        """
        found = self._search(plan.looked_for)
        for table in self._tables_with_logs(found):
            clear_log(self.lake, table)
            found = self._search(plan.looked_for)
        if found.hits:
            raise GateRefused(
                f"{found.hits} pieces of what was to be erased are still there: {dict(found.by_place)}",
                where=self.settings.lake,
                next_step="nothing was closed; see docs/runbook.md, then run it again",
            )
        return found

    def _tables_with_logs(self, found: Found) -> list[Table]:
        return [table for table in TABLES if f"{table.path}/_delta_log" in found.by_place]


def _half_done() -> Busy:
    return Busy("a night has changed the corpus and is not done", next_step="end it: assent run")
