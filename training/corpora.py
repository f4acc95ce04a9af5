"""The labelled sets: read, told apart into what may be trained on and what is held out, persons by word."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from jobs.text.persons.words import cut

OUTSIDE, BEGIN, INSIDE, UNKNOWN = 0, 1, 2, -1
_OF_DOCUMENTS = {  # sets whose records are documents or posts
    "btc", "wnut17", "uner_ewt_docs", "danplus_twitter_arto", "tab_echr_144", "meddocan_es", "dab_danish_54",
    "panorama_151_synthetic",
}  # fmt: skip
HELD_OUT = 5  # one block in five is never trained on
_BLOCK = 60  # sentences in a row that go to the same side, where a set does not name its documents

_PERSON = {"PERSON", "PER", "LEGAL_PROFESSIONAL", "NOMBRE_SUJETO_ASISTENCIA", "NOMBRE_PERSONAL_SANITARIO"}
_UNCLEAR = {
    "musicartist",
    "PERpart",
    "PERderiv",
    "TITLE",
    "PREFIX",
    "FAMILIARES_SUJETO_ASISTENCIA",
    "User_Name",
    "DIREKTE",
}
_WORD = re.compile(r"([^\W\d_]+)\.?\s*")
_HONORIFICS = frozenset(
    "mr mrs ms miss messrs dr dra prof sir lady lord judge sr sra sres sras srta srtas don doña dña mme mmes mlle "
    "mlles m mm me mes maître herr herrn frau señor señora docteur doctor doctora professor professora hr fru".split()
)
# Parties of a contract that stand where a name could: their words are nobody's name
_ROLES = frozenset(
    "agent borrower company employee executive guarantor holder landlord lender purchaser seller tenant".split()
)

# Sets that may be trained on (their licences allow it), with their genre and how often a pass goes through them
TRAINABLE = {
    "btc": ("social", 1), "wnut17": ("social", 1), "uner_ewt_docs": ("social", 2),
    "danplus_twitter_arto": ("social", 3),
    "tab_echr_144": ("formal", 1), "echr_fr_manual": ("formal", 2), "echr_es_manual": ("formal", 2),
    "sec_filings_en": ("formal", 1), "wikigold_en": ("formal", 1),
    "germeval2014_de": ("languages", 2), "swedish_ner": ("languages", 1), "meddocan_es": ("languages", 1),
    "dab_danish_54": ("languages", 3), "presidio_synth_v2": ("pii", 1), "presidio_generated_large": ("pii", 1),
    "panorama_151_synthetic": ("pii", 2),
}  # fmt: skip


@dataclass(frozen=True)
class Labelled:
    """A text by words: what each is (OUTSIDE, BEGIN, INSIDE, or UNKNOWN where the label does not say)."""

    source: str
    genre: str
    language: str
    held_out: bool
    forms: list[str]
    labels: list[int]


def labelled(folder: Path) -> Iterator[Labelled]:
    """All texts of the sets that may be trained on."""
    for name, (genre, _) in TRAINABLE.items():
        for row, record in enumerate(records(folder / f"{name}.jsonl.gz")):
            forms, labels = _by_word(name, genre, record)
            if forms:
                yield Labelled(name, genre, record.get("lang", ""), is_held_out(name, row, record), forms, labels)


def records(path: Path) -> list[dict]:
    """The records of a set."""
    with gzip.open(path, "rb") as lines:
        return [orjson.loads(line) for line in lines if line.strip()]


def is_held_out(name: str, row: int, record: dict) -> bool:
    """Whether a record is on the side that is never trained on: by template, document or block of sentences."""
    if "template_id" in record:
        place = f"template:{record['template_id']}"
    elif name in _OF_DOCUMENTS:
        place = f"{name}:{record['id']}"
    else:
        place = f"{name}:{row // _BLOCK}"
    return int(hashlib.sha256(place.encode()).hexdigest()[:8], 16) % HELD_OUT == 0


def _by_word(name: str, genre: str, record: dict) -> tuple[list[str], list[int]]:
    text = record["text"]
    kinds = bytearray(len(text) + 1)  # by code point: 0 outside, 1 unknown, 2 person, 3 start of a person
    for span in record["spans"]:
        start, end = span["start"], span["end"]
        kind = _kind(name, genre, span, text)
        if kind == 2 and 0 < (title := _honorifics(text[start:end])) < end - start:
            kinds[start : start + title] = b"\1" * title
            start += title
        if kind and kinds[start] < kind:
            kinds[start:end] = bytes([kind]) * (end - start)
            if kind == 2:
                kinds[start] = 3
    forms, starts, ends = cut(text)
    labels, before = [], OUTSIDE
    for form, start, end in zip(forms, starts, ends, strict=True):
        inside = kinds[start:end]
        label = OUTSIDE
        if form == "\x02" or (inside and max(inside) == 1):
            label = UNKNOWN
        elif inside and max(inside) >= 2:
            label = INSIDE if before in (BEGIN, INSIDE) and 3 not in inside else BEGIN
        labels.append(label)
        before = label
    return forms, labels


def _kind(name: str, genre: str, span: dict, text: str) -> int:
    """0: no person, 1: not known, 2: a person."""
    surface = text[span["start"] : span["end"]]
    if not any(sign.isalnum() for sign in surface):
        return 0
    if span["label"] in _PERSON or span.get("auto_type") == "PERSON":
        if genre == "social" and "@" in text[max(0, span["start"] - 1) : span["start"] + 2]:
            return 1
        return 1 if name == "sec_filings_en" and _is_role(surface) else 2
    return 1 if span["label"] in _UNCLEAR else 0


def _honorifics(surface: str) -> int:
    """How many characters of a labelled name are titles before it."""
    end = 0
    while (word := _WORD.match(surface, end)) and word[1].lower() in _HONORIFICS:
        end = word.end()
    return end


def _is_role(surface: str) -> bool:
    """Whether the label names a party of a contract and nobody by name."""
    return surface.strip().lower().removeprefix("co-").removesuffix("s") in _ROLES
