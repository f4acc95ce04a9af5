"""The two sides of a comparison: this program, another one, a revision of the repository, or what one wrote before."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

from jobs.errors import InputMissing, UsageError
from jobs.evaluate.reading import SUFFIXES, Predictions, Record, read_predictions

THIS = "this"
REVISION = "git:"
ROOT = Path(__file__).resolve().parents[2]


def finds_of(side: str, source: Path, records: Sequence[Record]) -> Predictions:
    """What a side finds in the records of a file.

    Raises:
        UsageError: the side is neither of what it can be, or its program failed.
    """
    if side == THIS:
        from jobs.evaluate.ours import predict

        return predict(source.name, records)
    if side.endswith(SUFFIXES):
        return _written(Path(side))
    with tempfile.TemporaryDirectory(prefix="assent-compare-") as folder:
        return _run(_program(side, Path(folder)), source, Path(folder))


def _written(path: Path) -> Predictions:
    found = read_predictions(path, "") if path.is_file() else None
    if found is None:
        raise InputMissing("there is no such file of finds", where=str(path))
    return found


def _program(side: str, folder: Path) -> tuple[list[str], Path]:
    """The command of a side, and where it is started."""
    if side.startswith(REVISION):
        return [sys.executable, "-m", "jobs"], _unpacked(side.removeprefix(REVISION), folder / "code")
    program = Path(side)
    if not (program.is_file() and os.access(program, os.X_OK)):
        raise UsageError(
            "a side is neither a file of finds nor a program",
            where=side,
            next_step=f"name {THIS}, {REVISION}REVISION, another assent, or a file that one wrote (.jsonl)",
        )
    return [str(program.absolute())], folder


def _unpacked(revision: str, folder: Path) -> Path:
    """The code of a revision of the checkout that this program runs from."""
    folder.mkdir()
    command = [
        "git",
        "-C",
        str(ROOT),
        "archive",
        "--format=tar",
        f"--output={folder}.tar",
        "--end-of-options",
        revision,
    ]
    if subprocess.run(command, capture_output=True, check=False).returncode:  # noqa: S603  our own argument list
        raise UsageError("there is no such revision in this checkout", where=revision)
    with tarfile.open(f"{folder}.tar") as archive:
        archive.extractall(folder, filter="data")
    return folder


def _run(program: tuple[list[str], Path], source: Path, folder: Path) -> Predictions:
    """Let a program redact the file. What it says may quote a text: only its exit code is shown."""
    command, place = program
    out = folder / "finds.jsonl"
    arguments = [*command, "redact", "--input", str(source.absolute()), "--output", str(out)]
    code = subprocess.run(arguments, capture_output=True, check=False, cwd=place).returncode  # noqa: S603
    if not out.is_file():
        raise UsageError(
            f"the program of a side ended with exit code {code}",
            where=command[0],
            next_step="it must know `redact --input FILE --output FILE`",
        )
    return _written(out)
