"""The key: made once, read by its owner only, never shown."""

from __future__ import annotations

import hashlib
import hmac
import subprocess
import sys
from pathlib import Path

import pytest

from jobs.errors import InputMissing, UsageError
from jobs.keys import KEY_BYTES, load_key
from tests.conftest import ROOT

GOOD = "0f" * KEY_BYTES


def test_a_key_is_made_on_first_use_for_its_owner_only(tmp_path: Path):
    path = tmp_path / "keys" / "epoch-1.key"

    key = load_key(path)

    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert len(key.secret) == KEY_BYTES and load_key(path) == key
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    assert load_key(tmp_path / "other.key").secret != key.secret


def test_what_a_killed_process_left_is_not_in_the_way(tmp_path: Path):
    """A container gives every process the same id."""
    import os

    path = tmp_path / "epoch-1.key"
    (tmp_path / f".{path.name}.{os.getpid()}").write_text("")

    assert len(load_key(path).secret) == KEY_BYTES


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o601])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int):
    path = tmp_path / "epoch-1.key"
    path.write_text(GOOD)
    path.chmod(mode)

    with pytest.raises(UsageError, match="others may read") as raised:
        load_key(path)
    assert GOOD not in str(raised.value)


@pytest.mark.parametrize("content", ["", GOOD[:-2], GOOD + "0f", "planted " * 8, "\u00e9" * 64, GOOD[:-1]])
def test_a_file_that_holds_something_else_is_refused_without_a_word_of_it(tmp_path: Path, content: str):
    path = tmp_path / "epoch-1.key"
    path.write_text(content, encoding="utf-8")
    path.chmod(0o600)

    with pytest.raises(UsageError, match=r"epoch-1\.key") as raised:
        load_key(path)
    assert not content or content not in str(raised.value)


def test_blanks_around_a_key_do_not_matter(tmp_path: Path):
    path = tmp_path / "epoch-1.key"
    path.write_text(f" {GOOD}\n")
    path.chmod(0o600)

    assert load_key(path).secret == bytes.fromhex(GOOD)


def test_ids_are_keyed_and_kinds_kept_apart(tmp_path: Path):
    key = load_key(tmp_path / "epoch-1.key")

    expected = hmac.new(key.secret, b"doc\x1fx", hashlib.sha256).hexdigest()
    assert key.keyed("doc", "x") == expected != key.keyed("member", "x")
    assert key.secret.hex() not in repr(key) and repr(key.secret) not in repr(key)


def test_racing_processes_read_one_key(tmp_path: Path):
    path = tmp_path / "keys" / "epoch-1.key"
    program = (
        "import sys; from pathlib import Path; from jobs.keys import load_key; sys.stdin.readline();"
        f"print(load_key(Path({str(path)!r})).keyed('a', 'b'))"
    )
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        for _ in range(6)
    ]
    for racer in racers:
        assert racer.stdin
        racer.stdin.write("go\n")
        racer.stdin.flush()
    said = [racer.communicate(timeout=60)[0].strip() for racer in racers]

    assert len(set(said)) == 1 and len(said[0]) == 64
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_key_that_is_in_use_is_not_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "gone.key"

    with pytest.raises(InputMissing, match="restore"):
        load_key(path, in_use=True)

    assert not path.exists()
