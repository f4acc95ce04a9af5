"""Keys by epoch: rotation loses nobody who is kept out, can be cut off anywhere, and never shows a key. No Spark."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import write_deltalake
from pyspark.sql.pandas.types import to_arrow_schema

from jobs.commands import keys
from jobs.commands.receipts import member_receipt
from jobs.doctor import examine
from jobs.errors import InputMissing, UsageError
from jobs.inputs import freeze
from jobs.keyring import Ring, load_ring, place_of
from jobs.registry import Registry, Run
from jobs.settings import Settings
from jobs.thaw import night_of
from schemas.tables import ERASURE_REQUESTS, TABLES, Zone

NIGHT = date(2026, 11, 1)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A lake in which `asks` asked to be erased, and `gone` was erased before: of them only a hash is left."""
    for table in TABLES:
        if table.zone is Zone.RESTRICTED:
            schema = to_arrow_schema(table.schema, timezone="UTC")
            rows = [{"member_id": "asks", "request_id": "r", "record_hash": "h", "delivered_night": NIGHT}]
            given = pa.Table.from_pylist(rows if table is ERASURE_REQUESTS else [], _open(schema))
            write_deltalake(str(tmp_path / table.path), given)
    made = Settings(lake=str(tmp_path))
    with Registry.open(made.registry_url) as registry:
        load_ring(made, registry).suppress(registry, ["asks", "gone"], NIGHT)
    return made


def _open(schema: pa.Schema) -> pa.Schema:
    return pa.schema([field.with_nullable(True) for field in schema])


def ring_of(settings: Settings) -> Ring:
    with Registry.open(settings.registry_url) as registry:
        return load_ring(settings, registry)


def test_receipts_and_suppression_hold_across_rotations(settings: Settings) -> None:
    line = ring_of(settings).line
    for epoch in (2, 3):
        assert keys.rotate(settings) == epoch
        for member in ("asks", "gone"):
            told = member_receipt(settings, member)["receipt"]["erasure"]
            assert told["suppressed_since"] == NIGHT.isoformat()
        assert member_receipt(settings, "nobody")["receipt"]["erasure"]["suppressed_since"] is None

    ring = ring_of(settings)
    with Registry.open(settings.registry_url) as registry:
        listed = registry.suppressed_since("member")
    assert [key.epoch for key in ring.keys] == [1, 2, 3] and len({key.secret for key in ring.keys}) == 3
    assert ring.line == line  # what is published keeps its names
    assert {(key.epoch, key.keyed("member", "asks")) for key in ring.keys} <= listed.keys()
    assert (1, line.keyed("member", "gone")) in listed  # nobody can name them any more; the old key still tells
    assert [row["suppressed_members"] for row in keys.epochs(settings)] == [2, 1, 1]


@pytest.mark.parametrize("step", ["suppress", "add_key_epoch"])
def test_an_interrupted_rotation_is_ended_by_the_next(
    settings: Settings, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.epochs(settings)

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), monkeypatch.context() as patched:
        calls = {"suppress": cut_off, "add_key_epoch": lambda *args: None if args[1] == 1 else cut_off()}
        patched.setattr(Registry, step, calls[step])
        keys.rotate(settings)
    left = place_of(settings.key_path, 2).read_text()

    assert [key.epoch for key in ring_of(settings).keys] == [1]  # not live yet
    assert keys.rotate(settings) == 2
    assert place_of(settings.key_path, 2).read_text() == left and ring_of(settings).newest.secret.hex() == left


def test_another_key_is_not_taken_for_the_one_that_was_used(settings: Settings) -> None:
    keys.rotate(settings)
    place_of(settings.key_path, 2).write_text("0f" * 32)
    with pytest.raises(UsageError, match="epoch 2 is another one"):
        ring_of(settings)
    place_of(settings.key_path, 2).unlink()
    with pytest.raises(InputMissing, match="the key is gone"):
        ring_of(settings)


def test_the_doctor_looks_at_the_key_of_every_epoch(settings: Settings, tmp_path: Path) -> None:
    def said(of: Settings) -> tuple[bool, str]:
        return next((finding.fine, finding.says) for finding in examine(of) if finding.what == "key")

    keys.rotate(settings)
    assert said(settings)[0] and said(settings)[1].startswith("epoch 1, 2;")
    place_of(settings.key_path, 2).write_text("0f" * 32)
    assert not said(settings)[0] and "epoch 2" in said(settings)[1]
    place_of(settings.key_path, 2).unlink()
    assert not said(settings)[0] and "gone" in said(settings)[1]

    fresh = Settings(lake=str(tmp_path / "fresh"))
    assert said(fresh) == (True, "none yet; the first run makes one") and not (tmp_path / "fresh").exists()


def test_a_command_gives_the_keys(tmp_path: Path) -> None:
    script = tmp_path / "give"
    script.write_text('#!/bin/sh\n[ "$1" -lt 3 ] && printf "%064d\\n" "$1"\n')
    script.chmod(0o700)
    settings = Settings(lake=str(tmp_path), key_command=str(script))

    Registry.open(settings.registry_url).close()
    assert keys.rotate(settings) == 2
    assert [key.secret.hex() for key in ring_of(settings).keys] == [f"{epoch:064d}" for epoch in (1, 2)]
    with pytest.raises(InputMissing, match="no key for epoch 3"):
        keys.rotate(settings)
    assert not (tmp_path / "keys").exists()


def test_no_key_is_in_the_registry_or_in_what_is_listed(settings: Settings) -> None:
    keys.rotate(settings)
    secrets = [key.secret for key in ring_of(settings).keys]
    shown = json.dumps(keys.epochs(settings)) + repr(ring_of(settings))

    held = b"".join(path.read_bytes() for path in Path(settings.lake).glob("registry.db*"))
    for secret in secrets:
        assert secret.hex() not in shown and secret.hex().encode() not in held and secret not in held


def test_a_night_works_under_every_live_key(settings: Settings, spark_free_run: Run) -> None:
    """Documents are named with the line's key; who is kept out is so under all."""
    keys.rotate(settings)
    with Registry.open(settings.registry_url) as registry:
        night = night_of(settings, registry, None, spark_free_run)  # type: ignore[arg-type]

    assert night.key == night.keys[0] == ring_of(settings).line
    assert [key.epoch for key in night.keys] == [1, 2]


@pytest.fixture
def spark_free_run(settings: Settings) -> Run:
    """An opened run; nothing of it is done."""
    with Registry.open(settings.registry_url) as registry:
        return registry.open_run(NIGHT, settings.purpose, freeze(settings).to_json())
