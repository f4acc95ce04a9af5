"""`assent redact`: files or pipes of texts, without a lake."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jobs.errors import InputMissing, UsageError


def redact_file(source: Path | None, target: Path | None) -> None:
    """Redact a file of JSON Lines; none, or `-`, is the pipe.

    Raises:
        InputMissing: there is no such file, or a line is no record.
        UsageError: the target cannot be written, or is the source.
    """
    from jobs.text.redactor import redact_jsonl

    with _reader(source) as reader:
        if source and target and target.exists() and source.exists() and source.samefile(target):
            raise UsageError("input and output are the same file", next_step="name another --output")
        with _writer(target) as writer:
            redact_jsonl(reader, writer)


@contextmanager
def _reader(path: Path | None) -> Iterator[Any]:
    if path is None or str(path) == "-":
        yield sys.stdin.buffer
        return
    if not path.is_file():
        raise InputMissing("there is no such input file", where=str(path))
    with path.open("rb") as file:
        yield file


@contextmanager
def _writer(path: Path | None) -> Iterator[Any]:
    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        return
    try:
        file = path.open("wb")
    except OSError:
        raise UsageError("the output file cannot be written", where=str(path)) from None
    with file:
        yield file
