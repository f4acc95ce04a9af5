"""A release is a version copied out: readable in one line, true to its manifest, made once. On the lake of the line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import deltalake
import pytest
from pyspark.sql import functions as F

from jobs.commands import releases as commands
from jobs.effects.release import CARD, CROISSANT, MANIFEST, create, differences, end_killed, place, valid_name
from jobs.effects.revise import _check_less
from jobs.errors import GateRefused, InputMissing, UsageError
from jobs.registry import LEASE, Registry, Release
from jobs.report.figures import LEFT
from jobs.rewrites import Rewrites
from schemas import fields as f
from schemas.tables import PUBLICATIONS, release_table
from tests.e2e.conftest import Line
from tests.killing import Killed, killed_at

NAME = "2026.11-a"


def release(line: Line, name: str = NAME, number: int | str = "latest") -> Release:
    lake = Rewrites(line.lake.spark, line.lake.settings.lake, run=f"release/{name}")
    with line.lake.registry() as registry, registry.lease(LEASE) as lease:
        return create(lake, registry, lease, line.lake.settings, name, registry.version(number))


@pytest.fixture(scope="module")
def made(line: Line) -> Release:
    """A release of the last version, made after two attempts that were killed."""
    for point in ("release.copied", "release.committed"):
        with pytest.raises(Killed), killed_at(point):
            release(line)
    return release(line)


@pytest.fixture
def registry(line: Line) -> Iterator[Registry]:
    with line.lake.registry() as opened:
        yield opened


def test_it_holds_what_the_version_holds(line: Line, made: Release):
    table = deltalake.DeltaTable(place(line.lake.settings, NAME)).to_pyarrow_dataset().to_table()
    manifest = made.standing.manifest

    assert set(table[f.DOC_ID].to_pylist()) == line.documents[line.nights[-1]]
    assert table.num_rows == manifest["rows"] == len(line.documents[line.nights[-1]])
    assert manifest["rows"] == sum(manifest["documents"]["by_type"].values())
    assert manifest["counts"]["published"] == manifest["rows"]
    assert manifest["inputs"]["policy_hash"] and manifest["gates"]
    assert manifest["audit"]["swept"] > 0
    assert {frozenset(seen) for seen in manifest["audit"]["leaks"].values()} == {frozenset(LEFT)}


def test_an_attempt_that_was_killed_leaves_one_copy(line: Line, made: Release, registry: Registry):
    assert [(r.name, r.standing.revision) for r in registry.releases()] == [(NAME, 1)]
    assert registry.revisions("release", NAME) == [made.standing]
    assert differences(line.lake.settings, made) == []


def test_a_folder_without_a_row_is_removed(line: Line, made: Release):
    with pytest.raises(Killed), killed_at("release.copied"):
        release(line, "2026.11-b")
    assert Path(place(line.lake.settings, "2026.11-b")).is_dir()

    with pytest.raises(Killed), killed_at("release.copied"):
        release(line, "2026.11-c")

    assert not Path(place(line.lake.settings, "2026.11-b")).exists()
    assert Path(place(line.lake.settings, NAME)).is_dir()
    assert release(line).standing == made.standing


def test_only_the_last_version_can_be_released(line: Line, made: Release):
    with pytest.raises(InputMissing, match="files of version 1 are gone"):
        release(line, "early", 1)
    with pytest.raises(UsageError, match=f"of version {made.version}"):
        release(line, NAME, 1)


@pytest.mark.parametrize("name", ["", "../up", "a/b", "A", "a b", "-a", "a..b", "a" * 65, "ä", "a\n"])
def test_a_name_that_cannot_be_one_is_refused(name: str):
    with pytest.raises(UsageError):
        valid_name(name)


def test_its_pages_say_what_the_manifest_says(line: Line, made: Release):
    root = Path(place(line.lake.settings, NAME))
    croissant = json.loads((root / CROISSANT).read_text())
    files = [part for part in croissant["distribution"] if part["@type"] == "cr:FileObject"]

    assert json.loads((root / MANIFEST).read_text()) == made.standing.manifest
    assert {part["sha256"] for part in files} == {file["sha256"] for file in made.standing.manifest["files"]}
    assert all((root / part["contentUrl"]).is_file() for part in files)
    assert f"{made.standing.manifest['rows']:,} documents" in (root / CARD).read_text()


def test_verify_names_what_differs(line: Line, made: Release):
    settings, root = line.lake.settings, Path(place(line.lake.settings, NAME))
    victim = root / made.standing.manifest["files"][0]["path"]
    for touched, says in ((victim, "other bytes"), (root / MANIFEST, "not readable"), (root / "x.parquet", "not in")):
        before = touched.read_bytes() if touched.exists() else None
        touched.write_bytes((before or b"")[:-1] + b"?")
        rows = commands.verify_releases(settings, NAME)
        assert [says in difference for difference in rows[0]["differences"]] == [True], rows
        with pytest.raises(GateRefused):
            commands.refuse_differences(rows)
        touched.write_bytes(before) if before is not None else touched.unlink()

    assert commands.verify_releases(settings, None)[0]["differences"] == []


def test_a_use_is_noted_once_and_its_release_must_exist(line: Line, made: Release):
    commands.register_use(line.lake.settings, NAME, "models/large-1")
    commands.register_use(line.lake.settings, NAME, "models/large-1")

    assert commands.one_release(line.lake.settings, NAME)["uses"] == [{"model": "models/large-1", "revision": 1}]
    assert commands.notices(line.lake.settings, NAME) == []
    with pytest.raises(InputMissing):
        commands.register_use(line.lake.settings, "absent", "models/large-1")
    with pytest.raises(UsageError):
        commands.register_use(line.lake.settings, NAME, "somebody <a@example.org>")


def test_a_later_night_ends_what_was_killed_before_the_ledger_knew_of_it(line: Line):
    """Else no objection of its members would reach it."""
    name, lake = "2026.11-killed", line.lake.lake
    with pytest.raises(Killed), killed_at("release.committed"):
        release(line, name)
    assert lake.read(PUBLICATIONS).where(F.col(f.TARGET) == name).isEmpty()

    with line.lake.registry() as registry:
        end_killed(lake, registry, line.lake.settings)
        end_killed(lake, registry, line.lake.settings)
    told = lake.read(PUBLICATIONS).where(F.col(f.TARGET) == name).select(f.DOC_ID, f.MOVEMENT, f.NUMBER).collect()

    assert {tuple(row)[1:] for row in told} == {("entered", 1)}
    assert sorted(row[0] for row in told) == sorted(line.documents[line.nights[-1]])
    assert (Path(place(line.lake.settings, name)) / "README.md").is_file()


def test_nobody_who_asked_to_be_erased_since_is_copied_out(
    line: Line, made: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    (row,) = line.lake.lake.read(PUBLICATIONS).where(F.col(f.TARGET) == "corpus").select(f.SUBJECT_KEY).take(1)
    monkeypatch.setattr(Registry, "suppressed", lambda *_: {(1, row[0])})

    with pytest.raises(GateRefused, match="have asked to be erased since"):
        release(line, "2026.11-late")
    assert not Path(place(line.lake.settings, "2026.11-late")).exists()


def test_a_revision_only_takes_away(line: Line, made: Release) -> None:
    """What an old backup brought back is not what was rewritten."""
    _check_less(line.lake.lake, release_table(NAME), NAME, 1)

    with pytest.raises(InputMissing, match="an older backup was restored"):
        _check_less(line.lake.lake, release_table(NAME), NAME, 0)
