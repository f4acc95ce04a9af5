"""The command line: what each failure says, and with which exit code the program ends."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer.main

from jobs import cli
from jobs.commands import versions
from jobs.registry import Registry
from tests.conftest import ROOT

PLANTED = "planted.person@example.org"


@dataclass
class Ended:
    """What a command left."""

    code: int
    out: str
    err: str


Assent = Callable[..., Ended]


@pytest.fixture
def assent(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Assent]:
    """Runs a command in this process, in a folder without a lake."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["assent", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return Ended(int(ended.value.code or 0), said.out, said.err)

    yield run
    logging.disable(logging.NOTSET)


@pytest.fixture
def empty_lake(tmp_path: Path) -> None:
    """A lake named `lake` in which no night was run."""
    (tmp_path / "lake").mkdir()
    Registry.open(f"sqlite:///{tmp_path}/lake/registry.db").close()


def every_command() -> list[tuple[str, ...]]:
    """The words of each command, groups too."""

    def walk(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield words
        for name, sub in getattr(command, "commands", {}).items():
            yield from walk(sub, (*words, name))

    return list(walk(typer.main.get_command(cli.app), ()))


def test_every_command_explains_itself(assent: Assent) -> None:
    words = every_command()
    assert {("run",), ("stage",), ("versions", "diff"), ("redact",), ("doctor",)} <= set(words)

    for command in words:
        ended = assent(*command, "--help")
        assert (ended.code, ended.err) == (0, "")
        assert "Usage:" in ended.out and len(ended.out.splitlines()) > 5


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ("nonsense", "nonsense"),
        ("run --nonsense", "--nonsense"),
        ("run --through tomorrow", "--through"),
        ("run --through 2026-11-01 --night 2026-11-01", "exclude each other"),
        ("run --landing gopher://host/zone --lake lake", "gopher"),
        ("stage conform", "--night"),
        ("stage nonsense --night 2026-11-01", "conform"),
        ("backfill --from 2026-11-02 --to 2026-11-01", "--from"),
        ("redact --output nowhere/out.jsonl --input in.jsonl", "nowhere/out.jsonl"),
        ("redact --input in.jsonl --output in.jsonl", "same file"),
        ("redact --input in.jsonl --output ./in.jsonl", "same file"),
    ],
)
def test_wrong_use_ends_with_2(assent: Assent, tmp_path: Path, arguments: str, named: str) -> None:
    record = '{"id": 1, "text": "x"}\n'
    (tmp_path / "in.jsonl").write_text(record)

    ended = assent(*arguments.split())

    assert ended.code == 2, ended
    assert named in ended.err and "Traceback" not in ended.err
    assert (tmp_path / "in.jsonl").read_text() == record


def test_a_stage_of_a_night_without_files_is_wrong_use(assent: Assent, empty_lake: None) -> None:
    ended = assent(*"stage conform --night 2026-11-01 --lake lake".split())

    assert ended.code == 2 and "assent stage ingest --night 2026-11-01" in ended.err


@pytest.mark.parametrize("arguments", ["stage conform --night 2026-11-01", "run", "stage ingest --night 2026-11-01"])
def test_a_mistyped_lake_is_not_made(assent: Assent, tmp_path: Path, arguments: str) -> None:
    """What a first night needs is looked for first."""
    landing = [] if "conform" in arguments else ["--landing", "nowhere"]
    ended = assent(*arguments.split(), "--lake", "mistyped", *landing)

    assert ended.code == 5, ended
    assert not (tmp_path / "mistyped").exists()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ("run --landing nowhere --lake lake", "nowhere"),
        ("stage ingest --night 2026-11-01 --landing nowhere --lake lake", "nowhere"),
        ("versions show --lake lake", "no version latest"),
        ("versions show 7 --lake lake", "no version 7"),
        ("versions diff 1 2 --lake lake", "no version 1"),
        ("report --lake lake", "assent run"),
        ("redact --input nowhere.jsonl", "nowhere.jsonl"),
        ("decisions --out nowhere/decisions.jsonl --lake lake", "nowhere/decisions.jsonl"),
        ("simulate --out lake/registry.db", "lake/registry.db"),
        ("policy check lake", "lake"),
    ],
)
def test_what_is_missing_ends_with_5(assent: Assent, empty_lake: None, arguments: str, named: str) -> None:
    ended = assent(*arguments.split())

    assert ended.code == 5, ended
    assert named in ended.err and ended.out == "" and len(ended.err.splitlines()) == 1


def test_a_setting_that_does_not_fit_ends_with_2_and_is_not_shown(
    assent: Assent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSENT_LEASE_SECONDS", PLANTED)

    ended = assent("versions", "list")

    assert ended.code == 2 and "lease_seconds" in ended.err and PLANTED not in ended.err


def test_a_fault_of_ours_shows_its_class_alone(assent: Assent, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyspark.logger import PySparkLogger

    def fail(_settings: object) -> None:
        # what PySpark does when a query fails: it logs the message, with the cell in it, to standard error
        PySparkLogger.getLogger("DataFrameQueryContextLogger").error("cannot cast", value=PLANTED)
        logging.getLogger("some library").critical("row %s", PLANTED)
        raise LookupError(PLANTED)

    monkeypatch.setattr(versions, "all_versions", fail)
    ended = assent("versions", "list")

    assert ended.code == 70
    assert "LookupError" in ended.err and PLANTED not in ended.err + ended.out and "Traceback" not in ended.err
    assert len(ended.err.splitlines()) == 1

    monkeypatch.setenv("ASSENT_TRACE", "1")
    monkeypatch.setattr(sys, "argv", ["assent", "versions", "list"])
    logging.disable(logging.NOTSET)
    with pytest.raises(LookupError, match=PLANTED):  # asked for, the trace is there
        cli.main()


def test_an_empty_lake_has_no_versions(assent: Assent, empty_lake: None) -> None:
    ended = assent("versions", "list", "--lake", "lake", "--json")

    assert (ended.code, json.loads(ended.out), ended.err) == (0, [], "")


def test_the_doctor_names_each_fault_and_its_remedy(assent: Assent, tmp_path: Path) -> None:
    (tmp_path / "policy.csv").write_text("policy_id\n")
    (tmp_path / "zone" / "posts" / "2026-11-01").mkdir(parents=True)

    sick = assent("doctor", "--landing", "nowhere", "--policy", "policy.csv", "--lake", "lake")
    well = assent("doctor", "--landing", "zone", "--policy", ROOT / "conf" / "policy.csv", "--lake", "lake")

    assert sick.code == 5
    assert {line.split(":")[0] for line in sick.out.splitlines() if line.startswith("FAIL")} == {
        "FAIL landing zone",
        "FAIL policy",
    }
    assert well.code == 0 and "FAIL" not in well.out
    findings = json.loads(assent("doctor", "--landing", "nowhere", "--lake", "lake", "--json").out)
    assert {finding["what"] for finding in findings if not finding["fine"]} == {"landing zone"}


@pytest.mark.parametrize(
    ("variable", "value", "what", "said"),
    [
        ("ASSENT_TREATMENTS", "bad.toml", "treatments", "action"),
        ("ASSENT_DETECTORS", "bad.toml", "detectors", "detector"),
        ("ASSENT_SPARK__DRIVER_MEMORY", "9000g", "memory", "GiB are asked for"),
        ("ASSENT_SPARK__DRIVER_MEMORY", "much", "memory", "no size"),
        ("JAVA_HOME", "nowhere", "java", "no Java"),
        ("ASSENT_LANDING", "zone", "landing zone", "the first: concent"),
    ],
)
def test_the_doctor_looks_at_what_a_night_would_stumble_over(
    assent: Assent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, what: str, said: str
) -> None:
    (tmp_path / "bad.toml").write_text('version = 1\n[[treatment]]\naction = "hide"\n[[detector]]\nname = "x"\n')
    (tmp_path / "zone" / "concent" / "2026-11-01").mkdir(parents=True)
    (tmp_path / "landing").mkdir()
    monkeypatch.setenv("ASSENT_LANDING", "landing")
    monkeypatch.setenv(variable, value)

    failed = [line for line in assent("doctor", "--lake", "lake").out.splitlines() if line.startswith("FAIL")]

    assert len(failed) == 1 and failed[0].startswith(f"FAIL {what}: ") and said in failed[0]


def piped(text: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "jobs", "redact"], input=text, capture_output=True, cwd=ROOT, timeout=120
    )


def test_redact_on_a_pipe() -> None:
    text = "Schreib an jane@example.org, ☎ bitte 🎉 jane@example.org"
    lines = [{"id": 1, "text": text, "lang": "de"}, {"id": "2", "text": ""}, {"id": 3, "text": None}]

    ended = piped(b"\n\n".join(json.dumps(line).encode() for line in lines))
    answers = [json.loads(line) for line in ended.stdout.splitlines()]

    assert (ended.returncode, ended.stderr) == (0, b"")
    assert [answer["id"] for answer in answers] == [1, "2", 3]
    assert "jane" not in answers[0]["text"] and answers[0]["text"].count("<EMAIL_1>") == 2
    assert {text[span["start"] : span["end"]] for span in answers[0]["spans"]} == {"jane@example.org"}


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b'"x"',
        b'{"text": "x"}',
        b'{"id": 1}',
        b'{"id": 1, "text": 5}',
        b'{"id": 1, "text": "x", "lang": 5}',
        b"\xff",
    ],
)
def test_a_line_that_is_no_record_is_named_by_its_number_alone(assent: Assent, tmp_path: Path, line: bytes) -> None:
    bad = line.replace(b"x", PLANTED.encode())
    (tmp_path / "in.jsonl").write_bytes(b'{"id": 1, "text": "fine"}\n\n' + bad + b"\n")

    ended = assent("redact", "--input", "in.jsonl", "--output", "out.jsonl")

    assert ended.code == 5
    assert "line 3" in ended.err and PLANTED not in ended.err and "Traceback" not in ended.err


def test_a_mistyped_lake_is_named_and_not_made(assent: Assent, tmp_path: Path) -> None:
    ended = assent("versions", "list", "--lake", tmp_path / "mistyped")

    assert ended.code == 5
    assert "mistyped" in ended.err
    assert not (tmp_path / "mistyped").exists()
