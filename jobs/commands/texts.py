"""`assent redact`: files or pipes of texts, without a lake."""

from __future__ import annotations

import gzip
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from jobs.errors import InputMissing, UsageError
from jobs.light import arrow_alone
from jobs.text.jsonlines import Done, redact_jsonl

PIPE = "-"
NUMBERS_SHOWN = 20


def redact_files(
    sources: Sequence[Path], target: Path | None, treatments: Path | None = None, detectors: Path | None = None
) -> None:
    """Redact JSON Lines of files or of the pipe; several files into a folder, under their names.

    `treatments` is a file that says what is done to what is found, `detectors` one with detectors of a user.

    Lines that are no record are passed over, and named by their numbers at the end.

    Raises:
        InputMissing: there is no such file, or it has lines that are no record.
        UsageError: the target cannot be written, or is the source; the treatments do not fit.
    """
    arrow_alone()
    redact = _redactor(treatments, detectors)
    pairs = _pairs([source for source in sources if str(source) != PIPE], target)
    with _bar([source for source, _ in pairs]) as advance:
        done = [(source, _redact(source, to, redact, advance)) for source, to in pairs]
    _complain([(source, each) for source, each in done if each.bad_lines])


def _pairs(sources: Sequence[Path], target: Path | None) -> list[tuple[Path | None, Path | None]]:
    """Each source with its target; None is the pipe."""
    to = None if target is None or str(target) == PIPE else target
    if not sources:
        return [(None, to)]
    absent = [str(source) for source in sources if not source.is_file()]
    if absent:
        raise InputMissing("there is no such input file", where=", ".join(absent))
    if len(sources) == 1 and not (to and to.is_dir()):
        pairs: list[tuple[Path | None, Path | None]] = [(sources[0], to)]
    else:
        pairs = [(source, _folder(to) / source.name) for source in sources]
    for source, goal in pairs:
        if source and goal and goal.exists() and source.samefile(goal):
            raise UsageError("input and output are the same file", next_step="name another --output")
    if len({goal for _, goal in pairs}) < len(pairs):
        raise UsageError("two input files have the same name", next_step="redact them one at a time")
    return pairs


def _folder(target: Path | None) -> Path:
    if target is None:
        raise UsageError("several files need a folder to go to", next_step="name one with --output")
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise UsageError("the output folder cannot be made", where=str(target)) from None
    return target


def _redactor(treatments: Path | None, detectors: Path | None) -> Callable[..., Any]:
    from jobs.text.redactor import Redactor, redact_arrow

    if treatments is None and detectors is None:
        return redact_arrow
    from jobs.detectors import read_detectors
    from jobs.text.persons import shipped
    from jobs.text.treatments import PLAIN
    from jobs.treatments import read_treatments

    found = read_treatments(str(treatments))[0] if treatments else PLAIN
    own = read_detectors(str(detectors))[0] if detectors else None
    if found.needs_key:
        raise UsageError(
            "pseudonyms need the key of a lake, which files have not",
            where=str(treatments),
            next_step="use placeholder, or redact in a night",
        )
    return Redactor(shipped(), found, own=own).redact


def _redact(
    source: Path | None, target: Path | None, redact: Callable[..., Any], advance: Callable[[int], object]
) -> Done:
    try:
        with _reader(source) as reader, _writer(target) as writer:
            return redact_jsonl(reader, writer, redact, advance)
    except (gzip.BadGzipFile, EOFError):
        raise InputMissing("the file is not whole", where=str(source)) from None


def _complain(faulty: Sequence[tuple[Path | None, Done]]) -> None:
    if not faulty:
        return
    places = []
    for source, done in faulty:
        shown = ", ".join(map(str, done.bad_lines[:NUMBERS_SHOWN]))
        more = f" and {len(done.bad_lines) - NUMBERS_SHOWN:,} more" if len(done.bad_lines) > NUMBERS_SHOWN else ""
        places.append(f"{source or 'the pipe'}, line {shown}{more}")
    count = sum(len(done.bad_lines) for _, done in faulty)
    raise InputMissing(
        f"{count:,} lines are no record to redact and were passed over; all others are redacted",
        where="; ".join(places),
        next_step="Each line is a JSON object with id, text and, if known, lang",
    )


@contextmanager
def _bar(sources: Sequence[Path | None]) -> Iterator[Callable[[int], object]]:
    """A bar over the bytes of all files, on a terminal; nothing else."""
    console = Console(stderr=True)
    columns = (TextColumn("redact"), BarColumn(), TaskProgressColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        plain = [source for source in sources if source and source.suffix != ".gz"]
        total = sum(source.stat().st_size for source in plain) if len(plain) == len(sources) else None
        task = progress.add_task("redact", total=total)
        yield lambda size: progress.advance(task, size)


@contextmanager
def _reader(path: Path | None) -> Iterator[IO[Any]]:
    if path is None:
        yield sys.stdin.buffer
        return
    with _open(path, "rb", packed=path.suffix == ".gz") as file:
        yield file


def _open(path: Path, mode: str, *, packed: bool) -> IO[Any]:
    return cast(IO[Any], gzip.open(path, mode) if packed else path.open(mode))


@contextmanager
def _writer(path: Path | None) -> Iterator[IO[Any]]:
    """A file that appears under its name when it is whole; pipes and devices as they are."""
    if path is None:
        yield sys.stdout.buffer
        return
    plain = path.is_file() or not path.exists()
    part = path.with_name(f".{path.name}.part") if plain else path
    try:
        file = _open(part, "wb", packed=path.suffix == ".gz")
    except OSError:
        raise UsageError("the output file cannot be written", where=str(path)) from None
    try:
        with file:
            yield file
        if plain:
            os.replace(part, path)
    finally:
        if plain:
            part.unlink(missing_ok=True)
