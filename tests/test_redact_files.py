"""`assent redact` on files: several, compressed, with lines that are no record."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from jobs.commands.texts import redact_files
from jobs.errors import InputMissing, UsageError

LINE = '{"id": 1, "text": "ask jane@example.org"}\n'


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    """A plain file and a compressed one."""
    plain, packed = tmp_path / "a.jsonl", tmp_path / "b.jsonl.gz"
    plain.write_text(LINE)
    packed.write_bytes(gzip.compress(LINE.encode() * 2))
    return [plain, packed]


def test_several_files_go_into_a_folder_under_their_names(sources: list[Path], tmp_path: Path) -> None:
    redact_files(sources, tmp_path / "out")

    plain = (tmp_path / "out" / "a.jsonl").read_text()
    packed = gzip.decompress((tmp_path / "out" / "b.jsonl.gz").read_bytes()).decode()
    assert packed == plain * 2 and json.loads(plain)["text"] == "ask <EMAIL_1>"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.jsonl", "b.jsonl.gz"]


def test_bad_lines_are_counted_by_number_and_all_others_are_redacted(sources: list[Path], tmp_path: Path) -> None:
    sources[0].write_text(f"{LINE}jane@example.org\n\n{LINE}[]\n")

    with pytest.raises(InputMissing) as raised:
        redact_files(sources, tmp_path / "out")

    assert "2 lines" in str(raised.value) and "line 2, 5" in str(raised.value) and "jane" not in str(raised.value)
    assert len((tmp_path / "out" / "a.jsonl").read_text().splitlines()) == 2
    assert (tmp_path / "out" / "b.jsonl.gz").is_file()


def test_hundreds_of_bad_lines_are_not_all_named(sources: list[Path], tmp_path: Path) -> None:
    sources[0].write_text("[]\n" * 500)
    with pytest.raises(InputMissing, match=r"500 lines .* 20 and 480 more"):
        redact_files(sources[:1], tmp_path / "out.jsonl")


def test_a_file_that_is_not_whole_leaves_no_output(sources: list[Path], tmp_path: Path) -> None:
    sources[1].write_bytes(sources[1].read_bytes()[:-10])
    with pytest.raises(InputMissing, match="not whole"):
        redact_files(sources[1:], tmp_path / "out.jsonl")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "b.jsonl.gz"]


def test_what_would_overwrite_is_refused(sources: list[Path], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="same file"):
        redact_files(sources, tmp_path)
    with pytest.raises(UsageError, match="folder"):
        redact_files(sources, None)
    with pytest.raises(UsageError, match="same name"):
        redact_files([sources[0], sources[0]], tmp_path / "out")
