"""Delta's JARs: what is locked is what a session gets, or there is no session."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from jobs import jars
from jobs.errors import InputMissing

NOWHERE = """<ivysettings><settings defaultResolver="none"/><resolvers>
<filesystem name="none" m2compatible="true"><artifact pattern="{folder}/[artifact].[ext]"/></filesystem>
</resolvers></ivysettings>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The JARs of this checkout, by links."""
    for path in jars.jar_paths():
        (tmp_path / path.name).symlink_to(path)
    return tmp_path


def test_the_lock_fits_the_installed_delta_and_spark():
    locked = {jar.name: jar.revision for jar in jars.locked()}
    delta = jars.delta_jar()
    assert locked[delta.name] == delta.revision == version("delta-spark")
    assert {"delta-storage", "delta-kernel-api"} <= locked.keys()
    assert all(len(jar.sha256) == 64 for jar in jars.locked())


def test_paths_are_whole_files(folder: Path):
    assert [path.name for path in jars.jar_paths(str(folder))] == [jar.file_name for jar in jars.locked()]


def test_a_damaged_file_is_refused_by_name(folder: Path):
    first, second = sorted(folder.iterdir())[:2]
    first.unlink()
    first.write_bytes(b"torn")
    second.unlink()
    with pytest.raises(InputMissing) as refusal:
        jars.jar_paths(str(folder))
    assert first.name in str(refusal.value)
    assert second.name in str(refusal.value)
    assert "make setup" in refusal.value.next_step


def test_nothing_is_fetched_where_all_is_there(folder: Path):
    assert jars.fetch(folder, ivy_settings=Path("absent.xml")) == 0


def test_a_repository_that_lacks_them_is_a_clear_error_and_leaves_nothing(tmp_path: Path):
    settings = tmp_path / "ivy.xml"
    settings.write_text(NOWHERE.format(folder=tmp_path))
    target = tmp_path / "jars"
    with pytest.raises(InputMissing) as refusal:
        jars.fetch(target, ivy_settings=settings)
    assert jars.delta_jar().name in str(refusal.value)
    assert "mirror" in refusal.value.next_step
    assert list(target.iterdir()) == []


def test_a_repository_that_serves_another_file_is_refused(tmp_path: Path):
    for jar in jars.locked():
        (tmp_path / f"{jar.name}.jar").write_bytes(b"something else")
    settings = tmp_path / "ivy.xml"
    settings.write_text(NOWHERE.format(folder=tmp_path))
    target = tmp_path / "jars"
    with pytest.raises(InputMissing, match="not the files that were locked"):
        jars.fetch(target, ivy_settings=settings)
    assert list(target.iterdir()) == []
