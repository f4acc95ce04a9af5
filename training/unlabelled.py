"""Texts without labels, and what both networks say of them: so a small network learns what a greater one knows.

Only texts of the landing zone that consent lets us use, from sources whose licence allows it.
"""

from __future__ import annotations

import gzip
import hashlib
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import orjson

from jobs.text.persons import encoder, model
from jobs.text.persons.detector import ModelDetector
from jobs.text.persons.files import CONVOLUTIONS, GRAPH, PIECES, TAGGER, Shipped
from jobs.text.persons.thresholds import Thresholds
from jobs.text.persons.words import Words, cut
from training.corpora import UNKNOWN, Labelled

# Words taken of each source. R lists and newsgroups have no licence; the web treebank is in a labelled set
SOURCES = {
    "codealltag_finance_de": 450_000, "irc_ubuntu": 350_000,
    "18f_blog": 60_000, "bitcoinops": 90_000, "digitalgov": 60_000, "ethereum_eips": 40_000, "nodejs_blog": 40_000,
    "opentelemetry_blog": 60_000, "putaindecode_fr": 60_000, "python_peps": 60_000, "rust_blog": 40_000,
    "this_week_in_rust": 60_000,
}  # fmt: skip
UNLABELLED = "unlabelled"  # their set
LONGEST = 3000  # words of one text
_AT_ONCE = 400  # texts


class Taught(NamedTuple):
    """A text by words, with the chance of each of being part of a name."""

    forms: list[str]
    scores: list[float]


def unlabelled(folder: Path, chance: random.Random) -> list[Labelled]:
    """Texts of the folder's landing zone, each word of which may be anything."""
    return [
        Labelled(UNLABELLED, UNLABELLED, language, False, words.forms, [UNKNOWN] * len(words.forms))
        for words, language in _drawn(folder, chance)
    ]


def taught(folder: Path, made: Path, chance: random.Random) -> list[Taught]:
    """Texts of the folder's landing zone with the scores of both networks in `made`, both asked of every word."""
    asked = replace(Thresholds(), unsure=-1.0, foreign_unsure=-1.0, sure=2.0, context=64, gate=-99.0)
    words, graph, layers, table = (_as_it_is(made / file.path.name) for file in (TAGGER, CONVOLUTIONS, GRAPH, PIECES))
    detector = ModelDetector(model.load(words, graph), encoder.load(layers, table), asked)
    texts = _drawn(folder, chance)
    found: list[Taught] = []
    for start in range(0, len(texts), _AT_ONCE):
        group = texts[start : start + _AT_ONCE]
        cut_texts = [each for each, _ in group]
        scores = detector.read(
            cut_texts, detector.scores(cut_texts), [asked.hearing(language) for _, language in group]
        )
        found += [Taught(each.forms, of_text.tolist()) for each, of_text in zip(cut_texts, scores, strict=True)]
    return found


def _drawn(folder: Path, chance: random.Random) -> list[tuple[Words, str]]:
    usable = _eligible(folder)
    return [text for source, most in SOURCES.items() for text in _of_source(folder, source, most, usable, chance)]


def _as_it_is(path: Path) -> Shipped:
    """A file whose hash nobody has written down yet."""
    return Shipped(path, hashlib.sha256(path.read_bytes()).hexdigest())


def _of_source(
    folder: Path, source: str, most: int, usable: set[tuple[str, str]], chance: random.Random
) -> Iterator[tuple[Words, str]]:
    """Texts by words and their languages, drawn until there are enough words."""
    texts: dict[str, str] = {}
    for path in sorted((folder / "landing").glob(f"*/*/{source}.jsonl.gz")):
        for record in _records(path):
            text = record.get("text") or record.get("body")
            if text and (source, record["id"]) in usable:
                texts.setdefault(text, record.get("lang") or "")
    drawn = list(texts.items())
    chance.shuffle(drawn)
    for text, language in drawn:
        words = cut(text)
        if 0 < len(words.forms) <= LONGEST:
            yield words, language
            most -= len(words.forms)
        if most <= 0:
            return


def _eligible(folder: Path) -> set[tuple[str, str]]:
    """Source and id of what may be used, by the last of the expected decisions."""
    last = max((folder / "expected").glob("decisions-*.jsonl.gz"))
    return {(record["source"], record["id"]) for record in _records(last) if record["eligible"]}


def _records(path: Path) -> Iterator[dict]:
    with gzip.open(path, "rb") as lines:
        for line in lines:
            try:
                yield orjson.loads(line)
            except orjson.JSONDecodeError:  # the landing zone holds a few broken lines on purpose
                continue
