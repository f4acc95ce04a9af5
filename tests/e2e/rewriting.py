"""One small network on which two members object and others ask to be erased, with interruptions at every step."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from jobs.commands import erasures, releases
from jobs.effects import release, samples
from jobs.effects.erase.run import Eraser
from jobs.effects.published import data_files
from jobs.registry import LEASE, Proof
from jobs.rewrites import Rewrites
from jobs.settings import PublishSettings, Settings
from jobs.simulate import simulate
from jobs.sources.conforming import content_id
from schemas import fields as f
from schemas.tables import CONTENT, DECISIONS, ERASURE_REQUESTS, MEMBERS, PUBLICATIONS
from tests.byte_search import hits
from tests.conftest import ROOT
from tests.e2e.talking import (
    DOES_NOT,
    FIRST,
    HALF,
    HANDED,
    MOVED_DOES_NOT,
    MOVED_REACHES,
    REACHES,
    SAID,
    SECOND,
    STARTS,
    authors,
    come_again,
    deliver,
    denial,
    let_reach,
    move,
    names,
    talk_about,
    wrapped,
)
from tests.killing import Killed, killed_at
from tests.lakes import Decided, TestLake

STEPS = ("suppressed", "planned", "deleted", "withdrawn", "version_revised", "revised", "purged", "searched", "proven")
TRULY_KILLED = "deleted"  # in a process of its own; the others end in this one, which saves a JVM each
UNDER_WAY = "purged"  # here the chain is looked at: no proof is missing, one is to come
RELEASE, MODEL = "kept", "models/large-1"


@dataclass
class State:
    """What can be seen of a lake at one moment."""

    documents: str  # their logical hash
    decisions: Decided
    publications: list[tuple[Any, ...]]
    refusals: set[tuple[str, int, str]]
    version: tuple[int, int]  # the last one and its revision
    release: dict[str, Any]  # as `assent release show` has it
    known: dict[str, Any]  # keyed hashes in the registry
    proofs: list[dict[str, Any]]


@dataclass
class Rewritten:
    """The lake at its end, and what was seen on the way there."""

    lake: TestLake
    clean: TestLake  # as it was after the erasure, but nobody killed it
    gone: str  # asks on the second night
    later: str  # has not asked yet
    needles: list[str]  # of all who are erased
    found: dict[str, int]  # how often each was there before
    after: dict[str, int]  # and right after the erasure
    kept: Decided  # decisions on the items of all others, before the erasure
    leaving: dict[str, set[str]]  # documents of those whose standing changes, by region, in the release as it was made
    states: list[State]  # with the release made; after the erasure; after the night that it came amid
    files: list[set[str]]  # of the release, then
    broken: list[str]  # what was said of the chain of proofs while the erasure was under way


def erase(lake: TestLake) -> Proof | None:
    with lake.registry() as registry, registry.lease(LEASE) as lease:
        work = Rewrites(lake.spark, lake.settings.lake, run="erasure")
        keys = erasures.live_keys(lake.settings, registry)
        return Eraser(work, registry, lease, lake.settings, keys, lake.events).run()


def kill(point: str, work: Callable[[], object]) -> None:
    with pytest.raises(Killed), killed_at(point):
        work()


def kill_9(settings: Settings, point: str) -> None:
    """The same in a process of its own, with the signal that nobody can catch."""
    environment = os.environ | {
        "ASSENT_FAULT": point,
        "ASSENT_KEY_FILE": settings.key_file,
        "ASSENT_SPARK__SHUFFLE_PARTITIONS": "2",
    }
    command = [sys.executable, "-m", "jobs", "erase", "run", "--lake", settings.lake]
    ended = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=1500)
    assert ended.returncode == -signal.SIGKILL, ended.stderr[-2000:]


def needles_of(lake: TestLake, members: Iterable[str]) -> list[str]:
    """Everything that a search of our own looks for."""
    rows = lake.lake.read(MEMBERS).where(F.col(f.MEMBER_ID).isin(*members)).collect()
    needles = {row[name] for row in rows for name in (f.DISPLAY_NAME, f.HANDLE, f.EMAIL, f.RECORD_HASH) if row[name]}
    theirs = lake.lake.read(CONTENT).where(F.col(f.AUTHOR_ID).isin(*members)).collect()
    needles |= {row[name] for row in theirs for name in (f.CONTENT_ID, f.SOURCE_ID)}
    texts = {row[f.TEXT][:200] for row in theirs if row[f.TEXT] and "\n" not in row[f.TEXT][:200]}
    needles |= {text for text in texts if len(text.split()) >= 8}  # others say shorter ones too
    return sorted(needle for needle in {*needles, *members} if len(needle) >= 8)  # shorter ones stand by chance


def documents_of(lake: TestLake, member: str) -> set[str]:
    """The published documents of a member."""
    rows = lake.lake.read(PUBLICATIONS).join(lake.lake.read(DECISIONS), str(f.CONTENT_ID))
    return {row[0] for row in rows.where(F.col(f.AUTHOR_ID) == member).select(f.DOC_ID).collect()}


def document(lake: TestLake, name: str) -> str:
    """The published document of one of our posts."""
    item = F.col(f.CONTENT_ID) == content_id("network", name)
    (found,) = {row[0] for row in lake.lake.read(PUBLICATIONS).where(item).select(f.DOC_ID).collect()}
    return str(found)


def rewrite(spark: SparkSession, root: Path, settings: Settings) -> Rewritten:
    """Forty members and a night; a release; on the next night requests, denials and moves, and an erasure amid it."""
    simulate(root, members=40, nights=1, first_night=FIRST, seed=3, items_per_member=4)
    landing, listed, called = root / "landing", authors(root), names(root)
    gone, other, later = sorted(listed["US"][:3], key=lambda member: member not in called)
    objecting = {region: listed[region][0] for region in (REACHES, DOES_NOT)}
    talk_about(landing, gone, called[gone], other, objecting[REACHES])
    moving = dict(zip((MOVED_REACHES, MOVED_DOES_NOT), listed["US"][3:5], strict=True))
    let_reach(root / "policy.csv", REACHES, MOVED_REACHES, STARTS)
    lake = TestLake(spark, settings.model_copy(update={"publish": PublishSettings(shards=8)}))
    lake.run(FIRST)
    with lake.registry() as registry, registry.lease(LEASE) as lease:
        work = Rewrites(spark, lake.settings.lake, run="release")
        release.create(work, registry, lease, lake.settings, RELEASE, registry.version("latest"))
        samples.draw(work, "judged", 10_000, seed=1)
    releases.register_use(lake.settings, RELEASE, MODEL)
    leaving = {region: documents_of(lake, member) for region, member in (objecting | moving).items()}
    leaving[STARTS] = set().union(*(documents_of(lake, member) for member in listed[STARTS]))
    states, files = [seen(lake)], [_files(lake)]

    come_again(landing, gone, other)
    deliver(landing, SECOND, "erasures", {"request_id": "request-of-gone", "member_id": gone, "scope": "all"})
    deliver(landing, SECOND, "consent", *map(denial, objecting.values()))
    deliver(landing, SECOND, "residence", *(move(member, country) for country, member in moving.items()))
    kill("decide.recorded", lambda: lake.run(SECOND))
    members = {row[0] for row in lake.lake.read(ERASURE_REQUESTS).select(f.MEMBER_ID).collect()}
    needles = [*needles_of(lake, members), SAID, HALF, HANDED, *wrapped(SAID).splitlines()[1:], "request-of-gone"]
    kept = _decisions_of_others(lake, members)
    found = hits(Path(lake.settings.lake), needles)
    clean = _copy(lake, root / "clean")
    assert len(members) > 1 and gone in members and later not in members
    assert erase(clean) is not None
    for step in STEPS:
        point = f"erase.{step}"
        kill_9(lake.settings, point) if step == TRULY_KILLED else kill(point, lambda: erase(lake))
        if step == UNDER_WAY:
            broken = erasures.verify_erasures(lake.settings)["broken"]
    assert erase(lake) is not None  # the proof that stood already; what was planned is forgotten with it
    states.append(seen(lake))
    after = hits(Path(lake.settings.lake), needles)

    files.append(_files(lake))
    for point in ("retroact.deleted", "retroact.revised"):
        kill(point, lambda: lake.run(SECOND))
    lake.run(SECOND)
    states.append(seen(lake))
    files.append(_files(lake))
    return Rewritten(lake, clean, gone, later, needles, found, after, kept, leaving, states, files, broken)


def seen(lake: TestLake) -> State:
    """What anybody can see of a lake."""
    shown = releases.one_release(lake.settings, RELEASE)
    told = lake.documents_hash(), lake.decisions(), lake.publications(), lake.refusals()
    with lake.registry() as registry:
        version = registry.version("latest")
        known = {kind: registry.erased(kind) for kind in ("member", "content", "words")}
        proofs = [proof.bundle for proof in registry.proofs()]
        listed = known | {"suppressed": registry.suppressed("member")}
    return State(*told, (version.version, version.revision), shown, listed, proofs)


def _decisions_of_others(lake: TestLake, members: set[str]) -> Decided:
    items = lake.lake.read(CONTENT).select(f.SOURCE, f.SOURCE_ID, f.AUTHOR_ID).collect()
    others = {(row[0], row[1]) for row in items if row[2] not in members}
    return {key: decided for key, decided in lake.decisions().items() if key in others}


def _files(lake: TestLake) -> set[str]:
    return set(data_files(release.place(lake.settings, RELEASE)))


def _copy(lake: TestLake, path: Path) -> TestLake:
    shutil.copytree(lake.settings.lake, path)
    return TestLake(lake.spark, lake.settings.model_copy(update={"lake": str(path)}))
