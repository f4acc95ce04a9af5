"""`assent redact compare`: the fate of every find, and that values go nowhere but where they may."""

from __future__ import annotations

import gzip
import json
import stat
import sys
from pathlib import Path

import pytest

from jobs.commands.compare import compare
from jobs.errors import UsageError
from jobs.evaluate.difference import changes
from jobs.evaluate.reading import Predicted
from jobs.settings import Settings

TEXT = "Ann Lee, ann@b.org"


@pytest.mark.parametrize(
    ("old", "new", "fates"),
    [
        ([(0, 7, "PERSON")], [(0, 7, "PERSON")], ["same"]),
        ([(0, 7, "PERSON")], [(0, 7, "ORG")], ["retyped"]),
        ([(0, 7, "PERSON")], [(0, 8, "PERSON")], ["moved"]),  # the comma is no letter
        ([(0, 7, "PERSON")], [(0, 3, "PERSON"), (4, 7, "PERSON")], ["moved"]),
        ([(0, 7, "PERSON")], [(0, 3, "PERSON")], ["readable"]),
        ([(0, 3, "PERSON")], [(0, 7, "PERSON")], ["moved", "hidden"]),
        ([(0, 7, "PERSON")], [], ["readable"]),
        ([], [(9, 18, "EMAIL")], ["hidden"]),
        ([], [], []),
    ],
)
def test_the_fate_of_finds(old: list[tuple[int, int, str]], new: list[tuple[int, int, str]], fates: list[str]) -> None:
    found = changes(TEXT, [Predicted(*find) for find in old], [Predicted(*find) for find in new])
    assert [change.fate for change in found] == fates


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two texts, and what an older redactor found in them: a person, and no address."""
    texts = [{"id": 1, "text": TEXT, "lang": "en"}, {"id": 2, "text": "Nothing at all to be seen here", "lang": "en"}]
    (tmp_path / "texts.jsonl").write_text("\n".join(json.dumps(line) for line in texts))
    old = [{"id": 1, "spans": [{"start": 0, "end": 7, "type": "PERSON"}]}, {"id": 2, "spans": []}]
    with gzip.open(tmp_path / "old.jsonl.gz", "wt") as out:
        out.write("\n".join(json.dumps(line) for line in old))
    return tmp_path


def test_a_file_beside_a_program(folder: Path) -> None:
    """Another installation is a program that knows `redact`; here, one that finds what its file says."""
    program = folder / "assent"
    program.write_text(
        f"#!{sys.executable}\nimport json, sys\n"
        'spans = [{"start": 9, "end": 18, "type": "EMAIL"}]\n'
        'open(sys.argv[-1], "w").write(json.dumps({"id": 1, "spans": spans}) + "\\n")\n'
    )
    program.chmod(0o700)
    settings = Settings(lake=str(folder / "lake"))
    values = folder / "lake" / "restricted" / "compare" / "changes.jsonl"

    found = compare(folder / "texts.jsonl", str(folder / "old.jsonl.gz"), str(program), settings, values)

    zeros = {"same": 0, "retyped": 0, "moved": 0}
    assert found.to_json() == {
        "documents": 2,
        "changed": 1,
        "by_kind": {
            "EMAIL": {"old": 0, "new": 1, **zeros, "readable": 0, "hidden": 1},
            "PERSON": {"old": 1, "new": 0, **zeros, "readable": 1, "hidden": 0},
        },
        "by_language": {"en": {"old": 1, "new": 1, **zeros, "readable": 1, "hidden": 1}},
    }
    written = [json.loads(line) for line in values.read_text().splitlines()]
    assert [(line["change"], line["value"]) for line in written] == [("readable", "Ann Lee"), ("hidden", "ann@b.org")]
    assert stat.S_IMODE(values.stat().st_mode) == 0o600


def test_this_program_beside_its_last_revision(folder: Path) -> None:
    found = compare(folder / "texts.jsonl", "git:HEAD", "this", Settings(lake=str(folder / "lake")), None)
    assert found.documents == 2
    assert found.by_kind["EMAIL"].old == found.by_kind["EMAIL"].new == 1


@pytest.mark.parametrize(("old", "values"), [("nonsense", None), ("git:no-such-revision", None), ("this", "out.jsonl")])
def test_what_cannot_be_done_is_refused(folder: Path, old: str, values: str | None) -> None:
    with pytest.raises(UsageError):
        compare(
            folder / "texts.jsonl",
            old,
            "this",
            Settings(lake=str(folder / "lake")),
            folder / values if values else None,
        )
