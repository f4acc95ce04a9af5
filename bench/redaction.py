"""How fast the pattern stage is: MB of UTF-8 per second of processor time on one core, beside other ways to do it.

    python bench/redaction.py [FOLDER_WITH_JSONL_GZ] [--megabytes 20] [--rounds 3]

Without a folder it makes its own text. Every way runs in the same process, in turn, on the same texts; trust the
ratios, since other load on the machine slows all of them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from jobs.text import marks
from jobs.text.identifiers import TRIGGERS
from jobs.text.redactor import redact_arrow

# A chain of single patterns as redaction scripts commonly have them, our own wording.
CHAIN = (
    (r"https?://[^\s<>\"]+", "<URL>"),
    (r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", "<EMAIL>"),
    (r"(?:^|\s)@\w{2,}", " <HANDLE>"),
    (r"\b(?:\d{1,3}\.){3}\d{1,3}\b", "<IP>"),
    (r"\b(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}\b", "<IP>"),
    (r"\b[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){3,7}\b", "<IBAN>"),
    (r"\b(?:\d[ -]?){13,19}\b", "<CARD>"),
    (r"\b\d{3}-\d{2}-\d{4}\b", "<SSN>"),
    (r"\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b", "<PHONE>"),
    (r"\+\d{1,3}(?:[ .-]?\d){7,12}", "<PHONE>"),
)


def texts_of(folder: Path | None, megabytes: float) -> list[str]:
    """Texts of a landing folder, spread over its files, or made ones, up to a size."""
    found = list(_read(folder)) if folder else list(_made())
    random.Random(0).shuffle(found)
    size, kept = 0.0, []
    for text in found:
        kept.append(text)
        size += len(text.encode()) / 1e6
        if size >= megabytes:
            break
    return kept


def _read(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.jsonl.gz")):
        with gzip.open(path, "rb") as lines:
            for line in lines:
                try:
                    record = json.loads(line)
                    text = record.get("text") or record.get("body") if isinstance(record, dict) else None
                    if isinstance(text, str):
                        text.encode()
                        yield text
                except ValueError:
                    continue


def _made() -> Iterator[str]:
    chance = random.Random(1)
    words = "the a model data value plot function result question answer when where file error line code thanks".split()
    marks_ = (
        "https://site.test/a/b",
        "jane@site.test",
        "@bob",
        "192.0.2.1",
        "+44 20 7946 0958",
        "2004-03-22",
        "0.12345",
    )
    for _ in range(40_000):
        count = int(chance.paretovariate(0.8) * 12)
        yield " ".join(
            chance.choice(marks_) if chance.random() < 0.02 else chance.choice(words) for _ in range(min(count, 4000))
        )


def ways(column: pa.Array, texts: list[str]) -> dict[str, Callable[[], object]]:
    """What is compared; each is called on all texts."""
    compiled = [(re.compile(pattern), name) for pattern, name in CHAIN]

    def python_chain() -> None:
        for text in texts:
            rest = text
            for pattern, name in compiled:
                rest = pattern.sub(name, rest)

    def arrow_chain() -> None:
        rest = column
        for pattern, name in CHAIN:
            rest = pc.replace_substring_regex(rest, pattern=pattern, replacement=name)

    def triggers() -> None:
        for first, count in marks.slices(column):
            marks.find(column.slice(first, count), TRIGGERS)

    return {
        "redact_arrow (all families, spans, placeholders)": lambda: redact_arrow(column),
        "triggers alone (two RE2 passes, positions)": triggers,
        "chain of 10 patterns, RE2 in Arrow": arrow_chain,
        "chain of 10 patterns, Python re": python_chain,
    }


def main() -> None:
    """Time every way in turn and print the best of the rounds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--megabytes", type=float, default=20.0)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    pa.set_cpu_count(1)
    texts = texts_of(arguments.folder, arguments.megabytes)
    column = pa.array(texts, type=pa.string())
    size = sum(len(text.encode()) for text in texts) / 1e6
    best: dict[str, float] = {}
    for _ in range(arguments.rounds):
        for name, way in ways(column, texts).items():
            started = time.process_time()
            way()
            best[name] = min(best.get(name, float("inf")), time.process_time() - started)
    ours = next(iter(best.values()))
    print(f"{len(texts)} texts, {size:.1f} MB; best of {arguments.rounds}, processor seconds")
    for name, seconds in best.items():
        print(f"{name:50s} {size / seconds:8.1f} MB/s per core   {seconds / ours:6.2f} x the time of ours")


if __name__ == "__main__":
    main()
