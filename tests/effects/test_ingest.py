"""What a night may begin with: its turn, its deliveries, a policy that is sound and was meant. No Spark here."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from jobs import storage
from jobs.commands.runs import all_nights, one_night, refused_records
from jobs.effects import conform, ingest
from jobs.errors import InputMissing, UsageError
from jobs.inputs import sound_policy
from jobs.policy import COLUMNS, parse
from jobs.registry import LEASE, Registry
from jobs.runner import Runner
from jobs.settings import Settings
from jobs.simulate import simulate
from jobs.sources import landing
from jobs.sources.feeds import load_feeds
from jobs.thaw import night_of
from tests.e2e.conftest import settings_for
from tests.killing import Killed
from tests.lakes import Events

FIRST, SECOND = date(2026, 11, 1), date(2026, 11, 2)
HEADER = ",".join(COLUMNS)
US = "us-1,US,*,generative_ai_training,opt_out,18,,2026-01-01,,law"


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    """A tiny network of two nights, an empty lake, and who runs it."""
    simulate(tmp_path, members=10, nights=2, first_night=FIRST, seed=3, items_per_member=1)
    (tmp_path / "lake").mkdir()
    settings = settings_for(tmp_path, tmp_path / "lake")
    with Registry.open(settings.registry_url) as registry, registry.lease(LEASE) as lease:
        yield Runner(settings, registry, lease, Events())


def policy_of(settings: Settings, *rows: str, header: str = HEADER) -> Settings:
    Path(settings.policy).write_text("\n".join([header, *rows]) + "\n")
    return settings


@pytest.mark.parametrize("days", [93, 800_000])
def test_a_night_far_ahead_of_all_that_is_known_has_its_date_wrong(runner: Runner, days: int) -> None:
    ahead = SECOND + timedelta(days)
    with pytest.raises(UsageError, match="so its date may be wrong"):
        runner.ingest(ahead)

    assert runner.registry.run(ahead, runner.settings.purpose) is None
    assert runner.registry.deliveries_of(ahead, runner.settings.purpose) == []


def test_a_night_far_ahead_that_has_a_delivery_is_meant(runner: Runner) -> None:
    ahead, posts = FIRST + timedelta(200), Path(runner.settings.landing) / "posts"
    shutil.copytree(posts / str(SECOND), posts / str(ahead))

    assert runner.ingest(ahead).status == "running"


def test_what_was_taken_is_not_read_again_once_it_has_settled(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the first night's files when the second takes its own, and the second's when it is tried again."""
    settings, read = runner.settings, list[str]()
    hashed = storage.hashed
    monkeypatch.setattr(landing, "hashed", lambda fs, path: read.append(path) or hashed(fs, path))

    def taken(night: date) -> list[str]:
        read.clear()
        runner.ingest(night)
        return sorted({path.split("/")[-2] for path in read})

    assert taken(FIRST) == [str(FIRST)]
    for file in Path(settings.landing).rglob("*.gz"):
        os.utime(file, (1_790_000_000, 1_790_000_000))
    assert taken(FIRST) == [str(FIRST)]  # their times were not known before
    runner.registry.finish_run(FIRST, settings.purpose, "done")
    assert taken(SECOND) == [str(SECOND)]
    assert taken(SECOND) == []
    changed = next(Path(settings.landing).glob(f"posts/{SECOND}/*"))
    changed.write_bytes(changed.read_bytes())
    assert taken(SECOND) == [str(SECOND)]


@pytest.mark.parametrize("what", ["gone", "longer"])
def test_a_file_that_is_not_there_as_it_was_is_named_before_anything_is_read(runner: Runner, what: str) -> None:
    run = runner.ingest(FIRST)
    file = next(Path(runner.settings.landing).glob(f"consent/{FIRST}/*"))
    file.unlink() if what == "gone" else file.write_bytes(file.read_bytes() + b" ")
    work = night_of(runner.settings, runner.registry, None, run)  # type: ignore[arg-type]  # it does not come so far as to ask Spark

    with pytest.raises(InputMissing, match=f"1 files that night {FIRST} was given.*consent/{FIRST}/{file.name}"):
        conform.prepare(work)


def test_files_that_were_given_to_a_night_that_never_began_are_the_next_nights(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the two; and a policy that is refused gives no file away in the first place."""
    monkeypatch.setattr(Registry, "open_run", killed)
    with pytest.raises(Killed):
        runner.ingest(FIRST)
    monkeypatch.undo()
    runner.ingest(SECOND)

    taken = {delivery.night for delivery in runner.registry.deliveries_of(SECOND, runner.settings.purpose)}
    assert taken == {FIRST, SECOND}


def killed(*_: object, **__: object) -> None:
    raise Killed


def test_a_night_soon_after_needs_no_delivery(runner: Runner) -> None:
    assert runner.ingest(SECOND + timedelta(30)).status == "running"


def test_a_night_that_was_begun_is_to_be_ended_though_its_files_are_gone(runner: Runner) -> None:
    settings = runner.settings
    runner.ingest(FIRST)
    for folder in Path(settings.landing).glob(f"*/{FIRST}"):
        shutil.rmtree(folder)
    todo = ingest.nights_to_do(runner.registry, settings, load_feeds(settings.sources), date.max)

    assert todo == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([US, US.replace("us-1", "us-2")], "1 errors; the first, in row 3: holds at the same time as row 2"),
        ([US.replace("US,", "USA,")], "neither"),
        ([US.replace("generative_ai_training", "generative_ai_trainig")], "no row of the policy is for the purpose"),
        ([], "no row of the policy is for the purpose"),
    ],
)
def test_no_night_begins_by_a_policy_that_is_not_sound(runner: Runner, rows: list[str], said: str) -> None:
    policy_of(runner.settings, *rows)
    with pytest.raises(UsageError, match=said):
        runner.ingest(FIRST)

    assert runner.registry.run(FIRST, runner.settings.purpose) is None
    assert runner.registry.known_deliveries(runner.settings.purpose) == []
    policy_of(runner.settings, US)
    assert runner.ingest(FIRST).status == "running"


def test_a_spreadsheets_mark_is_no_fault(runner: Runner) -> None:
    policy_of(runner.settings, US, header="\ufeff" + HEADER)

    assert [rule.policy_id for rule in sound_policy(runner.settings).rules] == ["us-1"]


@pytest.mark.parametrize(
    ("named", "published", "row", "refused"),
    [
        (False, 5, US.replace("opt_out", "excluded"), True),
        (True, 5, US.replace("opt_out", "excluded"), False),
        (False, 0, US.replace("opt_out", "excluded"), False),
        (False, 5, US, False),
    ],
)
def test_a_policy_that_nobody_named_empties_no_corpus(
    runner: Runner, named: bool, published: int, row: str, refused: bool
) -> None:
    registry, purpose = runner.registry, runner.settings.purpose
    run = runner.ingest(FIRST)
    registry.commit_version(FIRST, purpose, documents_version=1, manifest={"counts": {"published": published}})
    registry.finish_run(FIRST, purpose, "done", attempt=run.attempt)
    settings = Settings(lake=runner.settings.lake, **({"policy": runner.settings.policy} if named else {}))
    policy = parse(f"{HEADER}\n{row}\n")

    if not refused:
        ingest.check_policy_was_meant(registry, settings, policy)
        return
    with pytest.raises(UsageError, match=r"no policy was named.* 5 published documents would be withdrawn"):
        ingest.check_policy_was_meant(registry, settings, policy)


def test_what_became_of_a_night_that_did_not_come_far(runner: Runner) -> None:
    settings = runner.settings
    run = runner.ingest(FIRST)
    runner.registry.finish_run(FIRST, settings.purpose, "failed", "InputMissing", attempt=run.attempt)
    listed, told = all_nights(settings), one_night(settings, FIRST)

    assert [(row["night"], row["status"], row["error"]) for row in listed] == [(str(FIRST), "failed", "InputMissing")]
    assert told["stages"] == told["gates"] == told["stages_done"] == [] and told["version"] is None
    assert told["inputs"]["deliveries"]["files"] > 0
    assert json.loads(json.dumps(told)) == told
    assert refused_records(settings, FIRST) == []
    for asked in (one_night, refused_records):
        with pytest.raises(InputMissing, match="was never run"):
            asked(settings, SECOND)
