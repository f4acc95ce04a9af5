"""Labelled sets, predictions and subjects, from files of JSON Lines."""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from jobs.errors import InputMissing, UsageError

SUFFIXES = (".jsonl", ".jsonl.gz")
Record = Mapping[str, Any]
Subjects = Mapping[str, Sequence[Record]]


class Predicted(NamedTuple):
    """A find of a redactor, in code points, half open. `party` is whose it is, where the redactor says so."""

    start: int
    end: int
    kind: str
    party: str = ""


Predictions = Mapping[Any, Sequence[Sequence[Predicted]]]
"""By id, the finds in each record that bears it: some sets repeat an id."""


def find_sets(places: Sequence[Path]) -> dict[str, Path]:
    """The labelled sets of files and folders, by name.

    Raises:
        InputMissing: there is none.
        UsageError: two files have one name.
    """
    files = [file for place in places for file in (sorted(place.iterdir()) if place.is_dir() else [place])]
    sets: dict[str, Path] = {}
    for file in files:
        if file.name.endswith(SUFFIXES) and file.is_file() and sets.setdefault(name_of(file), file) != file:
            raise UsageError(
                f"two files are the set {name_of(file)}, which ends at the first full stop",
                where=f"{sets[name_of(file)]}, {file}",
                next_step="rename one of them",
            )
    if not sets:
        where = ", ".join(map(str, places))
        raise InputMissing("there is no labelled set", where=where, next_step="name files or folders of .jsonl or .gz")
    return sets


def name_of(file: Path) -> str:
    """A set's name: the file's up to its first full stop."""
    return file.name.split(".")[0]


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file with their line numbers.

    Raises:
        InputMissing: the file is not there, or a line is no object; the message names its number only.
    """
    if not path.is_file():
        raise InputMissing("there is no such file", where=str(path))
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, _object(line, path, number)
    except (EOFError, gzip.BadGzipFile):
        raise InputMissing("the file is not whole", where=str(path)) from None


def _object(line: bytes, path: Path, number: int) -> dict[str, Any]:
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise InputMissing("a line is no JSON object", where=f"{path}, line {number}", next_step="correct or remove it")
    return found


def read_set(path: Path) -> list[Record]:
    """The records of a labelled set: {id, text, lang?, spans: [{start, end, label}]}.

    Raises:
        InputMissing: a line is no such record.
    """
    records: list[Record] = []
    for number, record in read_lines(path):
        spans = record.get("spans")
        fits = isinstance(record.get("id"), str | int) and isinstance(record.get("text"), str)
        fits = fits and isinstance(spans, list) and isinstance(record.get("lang") or "", str)
        if not fits or not all(_is_span(span, "label", len(record["text"])) for span in spans or ()):
            raise InputMissing(
                "a line is no labelled record",
                where=f"{path}, line {number}",
                next_step="each is {id, text, lang?, spans: [{start, end, label}]}, in code points within the text",
            )
        records.append(record)
    return records


def _is_span(span: Any, kind: str, length: int) -> bool:
    if not isinstance(span, dict) or not isinstance(span.get(kind), str):
        return False
    start, end = span.get("start"), span.get("end")
    return isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= length


def read_predictions(place: Path, name: str) -> Predictions | None:
    """The finds for a set: of a file, or of the file of the set's name in a folder; None where there is none.

    Raises:
        InputMissing: a line is no {id, spans: [{start, end, type}]}.
    """
    files = [place] if place.is_file() else [place / f"{name}{suffix}" for suffix in SUFFIXES]
    path = next((file for file in files if file.is_file()), None)
    if path is None:
        return None
    found: defaultdict[Any, list[list[Predicted]]] = defaultdict(list)
    for number, record in read_lines(path):
        try:
            spans = [
                Predicted(int(s["start"]), int(s["end"]), str(s["type"]), str(s.get("party") or ""))
                for s in record["spans"]
            ]
            found[record["id"]].append(spans)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise InputMissing(
                "a line is no prediction",
                where=f"{path}, line {number}",
                next_step="each is {id, spans: [{start, end, type}]}",
            ) from None
    return found


def read_subjects(folder: Path | None) -> Subjects:
    """The people that texts are about, with the details that name them: by the record's id.

    A line is {metadata: {data_id}, subjects: [{PIIs: [{tag, keyword}]}]}.

    Raises:
        InputMissing: there is no such folder, or a line is none of these.
    """
    if folder is not None and not folder.is_dir():
        raise InputMissing("there is no folder of subjects", where=str(folder))
    files = sorted(file for file in folder.iterdir() if file.name.endswith(SUFFIXES)) if folder else []
    found: dict[str, Sequence[Record]] = {}
    for file in files:
        for number, line in read_lines(file):
            try:
                found[line["metadata"]["data_id"]] = line["subjects"]
            except (KeyError, TypeError):
                raise InputMissing(
                    "a line says nothing of subjects",
                    where=f"{file}, line {number}",
                    next_step="each is {metadata: {data_id}, subjects: [{PIIs: [{tag, keyword}]}]}",
                ) from None
    return found
