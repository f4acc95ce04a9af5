"""One small network on which two members object and others ask to be erased, with interruptions at every step."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from jobs.commands import erasures, releases
from jobs.effects import release
from jobs.effects.erase.run import Eraser
from jobs.effects.published import data_files
from jobs.registry import Proof
from jobs.rewrites import Rewrites
from jobs.runner import LEASE
from jobs.settings import PublishSettings, Settings
from jobs.simulate import simulate
from schemas import fields as f
from schemas.tables import CONTENT, DECISIONS, ERASURE_REQUESTS, MEMBERS, PUBLICATIONS
from tests.byte_search import hits
from tests.conftest import ROOT
from tests.killing import Killed, killed_at
from tests.lakes import Decided, TestLake
from tests.oracle.landing import decide_landing, read_landing, read_policy

FIRST, SECOND = date(2026, 11, 1), date(2026, 11, 2)
STEPS = ("suppressed", "planned", "deleted", "withdrawn", "version_revised", "revised", "purged", "searched", "proven")
TRULY_KILLED = "deleted"  # in a process of its own; the others end in this one, which saves a JVM each
SAID = "Nobody but this one member of the network has ever said a thing like that about lighthouses in winter"
COPIED = f"{SAID}. And this is only the beginning of it."
ORIGIN = {"source": "network", "id": "gone-origin"}
RELEASE, MODEL = "kept", "models/large-1"
REACHES, DOES_NOT = "BR", "CA"  # regions whose rule applies to all versions, and to those to come only


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
    objected: dict[str, set[str]]  # documents of those who objected, by region, in the release as it was made
    states: list[State]  # with the release made; after the erasure; after the night that it came amid
    files: list[set[str]]  # of the release, then


def deliver(landing: Path, night: date, feed: str, *records: dict[str, Any]) -> None:
    path = landing / feed / night.isoformat() / "network.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in records))


def post(name: str, author: str, text: str, day: int = 1, **more: Any) -> dict[str, Any]:
    made = f"2026-10-{day:02d}T00:00:00Z"
    record = {"id": name, "author_id": author, "type": "post", "created_at": made, "lang": "en", "text": text}
    return record | {"visibility": "public"} | more


def denial(member: str) -> dict[str, Any]:
    said = {"event_id": f"denial-{member}", "member_id": member, "purpose": "generative_ai_training"}
    times = dict.fromkeys(("effective_at", "recorded_at"), f"{SECOND}T01:00:00Z")
    return said | times | {"state": "denied"}


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


def authors(root: Path) -> dict[str, list[str]]:
    """By country, members with items that may be used, those with most of them first."""
    landing = read_landing(root / "landing", FIRST)
    decided = decide_landing(landing, read_policy(root / "policy.csv"), FIRST)
    wrote = {record.key: record.author_id for record in landing.records}
    counts = Counter(wrote[key] for key, (eligible, _) in decided.items() if eligible)
    home = {stay.member_id: stay.country for stay in sorted(landing.residence, key=lambda stay: stay.valid_from)}
    by_country: dict[str, list[str]] = {}
    for member, _ in counts.most_common():
        by_country.setdefault(str(home.get(member)), []).append(member)
    return by_country


def names(root: Path) -> dict[str, str]:
    """What members are called who have a name."""
    said = ((member.member_id, json.loads(member.as_json)) for member in read_landing(root / "landing", FIRST).members)
    return {member: record["display_name"] for member, record in said if record.get("display_name")}


def let_reach(policy: Path, *regions: str) -> None:
    """Add the column; the rows of these regions reach all versions, others do not say."""
    with policy.open(newline="") as file:
        rows = list(csv.DictReader(file))
    with policy.open("w", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], "applies_to"])
        writer.writeheader()
        writer.writerows(row | {"applies_to": "all_versions" if row["region"] in regions else ""} for row in rows)


def talk_about(landing: Path, gone: str, name: str, other: str) -> None:
    """One member is copied, reshared, answered, quoted and called by name by another."""
    quoting = f"As they wrote:\n> {SAID}\nI could not agree more with what {name} says about it, and so should you."
    deliver(
        landing, FIRST, "posts",
        post("gone-origin", gone, COPIED),
        post("other-copy", other, COPIED, 2),
        post("other-reshare", other, "Well worth reading for all of you.", 2, reshare_of=ORIGIN),
        post("other-quote", other, quoting, 2, in_reply_to=ORIGIN, mentions=[{"member_id": gone, "text": name}]),
    )  # fmt: skip


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


def rewrite(spark: SparkSession, root: Path, settings: Settings) -> Rewritten:
    """Forty members and a night; a release; on the next night requests and objections, and an erasure amid it."""
    simulate(root, members=40, nights=1, first_night=FIRST, seed=3, items_per_member=4)
    landing, listed, called = root / "landing", authors(root), names(root)
    gone, other, later = sorted(listed["US"][:3], key=lambda member: member not in called)
    objecting = {region: listed[region][0] for region in (REACHES, DOES_NOT)}
    talk_about(landing, gone, called[gone], other)
    let_reach(root / "policy.csv", REACHES)
    lake = TestLake(spark, settings.model_copy(update={"publish": PublishSettings(shards=8)}))
    lake.run(FIRST)
    with lake.registry() as registry, registry.lease(LEASE) as lease:
        work = Rewrites(spark, lake.settings.lake, run="release")
        release.create(work, registry, lease, lake.settings, RELEASE, registry.version("latest"))
    releases.register_use(lake.settings, RELEASE, MODEL)
    objected = {region: documents_of(lake, member) for region, member in objecting.items()}
    states, files = [seen(lake)], [_files(lake)]

    come_again(landing, gone, other)
    deliver(landing, SECOND, "erasures", {"request_id": "request-of-gone", "member_id": gone, "scope": "all"})
    deliver(landing, SECOND, "consent", *map(denial, objecting.values()))
    kill("decide.recorded", lambda: lake.run(SECOND))
    members = {row[0] for row in lake.lake.read(ERASURE_REQUESTS).select(f.MEMBER_ID).collect()}
    needles = [*needles_of(lake, members), SAID, "request-of-gone"]
    kept = _decisions_of_others(lake, members)
    found = hits(Path(lake.settings.lake), needles)
    clean = _copy(lake, root / "clean")
    assert len(members) > 1 and gone in members and later not in members
    assert erase(clean) is not None
    for step in STEPS:
        point = f"erase.{step}"
        kill_9(lake.settings, point) if step == TRULY_KILLED else kill(point, lambda: erase(lake))
    assert erase(lake) is not None  # the proof that stood already; what was planned is forgotten with it
    states.append(seen(lake))
    after = hits(Path(lake.settings.lake), needles)

    files.append(_files(lake))
    for point in ("retroact.deleted", "retroact.revised"):
        kill(point, lambda: lake.run(SECOND))
    lake.run(SECOND)
    states.append(seen(lake))
    files.append(_files(lake))
    return Rewritten(lake, clean, gone, later, needles, found, after, kept, objected, states, files)


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


def come_again(landing: Path, gone: str, other: str) -> None:
    """What is delivered with the request itself, and after it: of the one who asks, and of another about them."""
    deliver(
        landing, SECOND, "posts",
        post("gone-origin", gone, COPIED),
        post("gone-again", gone, "Something new from somebody who is not there any more, eight words."),
        post("new-copy", other, COPIED, 9),
        post("new-reshare", other, "Have a look at this one.", 9, reshare_of=ORIGIN),
    )  # fmt: skip
    deliver(landing, SECOND, "members", {"member_id": gone, "recorded_at": f"{SECOND}T01:00:00Z"})


def _decisions_of_others(lake: TestLake, members: set[str]) -> Decided:
    items = lake.lake.read(CONTENT).select(f.SOURCE, f.SOURCE_ID, f.AUTHOR_ID).collect()
    others = {(row[0], row[1]) for row in items if row[2] not in members}
    return {key: decided for key, decided in lake.decisions().items() if key in others}


def _files(lake: TestLake) -> set[str]:
    return set(data_files(release.place(lake.settings, RELEASE)))


def _copy(lake: TestLake, path: Path) -> TestLake:
    shutil.copytree(lake.settings.lake, path)
    return TestLake(lake.spark, lake.settings.model_copy(update={"lake": str(path)}))
