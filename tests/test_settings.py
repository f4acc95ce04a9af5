"""Settings: later layers win, what is unknown is named, no value is shown."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from pydantic import ValidationError

from jobs import settings as module
from jobs.errors import UsageError
from jobs.settings import CONF, Settings, load, trace_wanted

SECRET = "planted-secret"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of ours but those of the test."""
    for name in [name for name in os.environ if name.upper().startswith("ASSENT_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def conf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of configuration of its own."""
    monkeypatch.setattr(module, "CONF", tmp_path)
    (tmp_path / "base.toml").write_text(
        'lake = "/of base"\nlanding = "/of base"\npurpose = "/of base"\n[publish]\nshards = 2\n'
    )
    return tmp_path


def test_arguments_beat_the_environment_which_beats_the_profile_which_beats_the_base(
    conf: Path, monkeypatch: pytest.MonkeyPatch
):
    (conf / "prod.toml").write_text('landing = "/of prod"\npurpose = "/of prod"\nlake = "/of prod"\n')
    assert (load().lake, load().lease_seconds, load().publish.shards) == ("/of base", 60, 2)

    monkeypatch.setenv("ASSENT_PROFILE", "prod")
    monkeypatch.setenv("ASSENT_PURPOSE", "/of the environment")
    monkeypatch.setenv("ASSENT_LAKE", "/of the environment")
    monkeypatch.setenv("ASSENT_PUBLISH__SHARDS", "3")
    found = load(lake="/of an argument", landing=None)

    assert (found.lake, found.purpose, found.landing) == ("/of an argument", "/of the environment", "/of prod")
    assert (found.profile, found.publish.shards) == ("prod", 3)


@pytest.mark.parametrize(
    ("variable", "named"),
    [
        ("ASSENT_LAEK", "ASSENT_LAEK"),
        ("ASSENT_SPARC__MASTER", "ASSENT_SPARC__MASTER"),
        ("ASSENT_SPARK__MASTR", "spark.mastr"),
        ("ASSENT_PUBLISH__SHARDS", "publish.shards"),
        ("ASSENT_LEASE_SECONDS", "lease_seconds"),
        ("ASSENT_SPARK", "spark"),
        ("ASSENT_PROFILE", "ASSENT_PROFILE"),
    ],
)
def test_a_variable_that_does_not_fit_is_named_without_its_value(
    monkeypatch: pytest.MonkeyPatch, variable: str, named: str
):
    monkeypatch.setenv(variable, SECRET)

    with pytest.raises(UsageError) as raised:
        load()

    assert named in str(raised.value) and SECRET not in str(raised.value)
    assert raised.value.exit_code == 2


def test_all_faults_are_named_at_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ASSENT_PUBLISH__SHARDS", "0")

    with pytest.raises(UsageError) as raised:
        load(bogus=SECRET, lease_seconds=SECRET)

    assert all(name in str(raised.value) for name in ("bogus", "lease_seconds", "publish.shards"))
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize(
    "text", [f'leak = "{SECRET}"', f'[spark]\nmaster = "local"\nleak = "{SECRET}"', f"lake = {SECRET}"]
)
def test_a_file_that_does_not_fit_is_wrong_use(conf: Path, text: str):
    (conf / "base.toml").write_text(text)

    with pytest.raises(UsageError) as raised:
        load()
    assert SECRET not in str(raised.value)


def test_the_trace_is_asked_for_by_its_own_variable(monkeypatch: pytest.MonkeyPatch):
    assert not trace_wanted()
    monkeypatch.setenv("ASSENT_TRACE", "1")
    assert trace_wanted() and load().lake


def test_settings_do_not_change():
    found = load()

    with pytest.raises(ValidationError):
        found.lake = "elsewhere"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        found.spark.master = "elsewhere"  # type: ignore[misc]


def test_registry_and_key_lie_in_the_lake_unless_they_are_named(tmp_path: Path):
    found = load(lake=str(tmp_path))
    assert found.registry_url == f"sqlite:///{tmp_path}/registry.db"
    assert found.key_path == tmp_path / "keys" / "epoch-1.key"

    named = load(registry="postgresql+psycopg://h/d", key_file=str(tmp_path / "k"))
    assert (named.registry_url, named.key_path) == ("postgresql+psycopg://h/d", tmp_path / "k")


def test_a_lake_in_object_storage_says_where_its_registry_and_key_are(monkeypatch: pytest.MonkeyPatch):
    """Else both would be made in some folder of this machine."""
    for given in ({}, {"registry": "postgresql://host/assent"}, {"key_file": "/keys/epoch-1.key"}):
        with pytest.raises(UsageError, match="needs registry, and key_file or key_command"):
            load(lake="s3://bucket/lake", **given)
    assert load(lake="s3://bucket/lake", registry="postgresql://host/assent", key_command="print-key").lake


def test_the_file_of_defaults_lists_every_setting():
    text = (CONF / "base.toml").read_text(encoding="utf-8")
    listed = tomllib.loads(text.replace("\n# ", "\n").replace("\nThose", "\n# Those"))
    shown = {name: set(value) if isinstance(value, dict) else None for name, value in listed.items()}
    inner = {name: getattr(field.annotation, "model_fields", None) for name, field in Settings.model_fields.items()}
    assert shown == {name: set(keys) if keys else None for name, keys in inner.items() if name != "profile"}
