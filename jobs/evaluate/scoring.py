"""One document's score: what of its labels is hidden, and what is hidden that bears no label.

A mention is hidden when every letter and digit of it lies under some find, of whatever kind: one letter left is a
leak. A measure is counted as hits of a total:

    recall/CLASS         mentions that are hidden        recall/HANDLE_ALL   every @name of social text
    recall/CLASS:PARTY   likewise, of one party          recall/ANY          all labels together
    precision/KIND       finds that touch a label of their kind; precision/ANY: any label
    found/KIND:PARTY     likewise, by the party that the redactor names
    entity/DIRECT, QUASI entities whose mentions are all hidden
    subject              people of whom nothing that names them directly is left
    masked, outside      characters hidden: of all, and of those outside every label
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from jobs.evaluate.labels import HANDLE, NEUTRAL, PERSON, Labels, LabelSet
from jobs.evaluate.reading import Predicted, Record
from jobs.evaluate.subjects import protected

IDENTIFIERS = frozenset({"EMAIL", "PHONE", "URL", "IP", "IBAN", "CARD", "NATIONAL_ID", "ADDRESS"})
AT_NAME = re.compile(r"(?<![\w@.])@ ?\w{2,}")
Counts = dict[str, tuple[int, int]]


class Mention(NamedTuple):
    """A labelled stretch without titles before a name, its class, and whether it is hidden."""

    start: int
    end: int
    kind: str | None
    hidden: bool


class Masks(NamedTuple):
    """A byte for each character: whether a find, a label or a hole covers it."""

    found: bytearray
    gold: bytearray
    holes: bytearray


class _Counter:
    """Hits and totals by measure."""

    def __init__(self) -> None:
        self._hits: defaultdict[str, int] = defaultdict(int)
        self._totals: defaultdict[str, int] = defaultdict(int)

    def add(self, measure: str, hits: int, of: int = 1) -> None:
        self._hits[measure] += hits
        self._totals[measure] += of

    def counts(self) -> Counts:
        return {measure: (self._hits[measure], of) for measure, of in self._totals.items()}


def score(
    record: Record, found: Sequence[Predicted], read: LabelSet, labels: Labels, subjects: Sequence[Record] = ()
) -> Counts:
    """Hits and totals of every measure in one document."""
    text, counter = record["text"], _Counter()
    finds = [f._replace(start=max(0, f.start), end=min(len(text), f.end)) for f in found]
    masks = _masks(record, finds, read)
    mentions = list(_mentions(record, masks.found, read, labels, counter))
    if read.handles:
        for match in AT_NAME.finditer(text):
            counter.add("recall/HANDLE_ALL", hidden(text, masks.found, *match.span()))
    for find in finds:
        if _has_letters(text, find.start, find.end):
            _count_find(text, find, mentions, read, counter)
    _count_characters(masks, counter)
    if subjects:
        counter.add("subject", *protected(text, masks.found, subjects, labels))
    return counter.counts()


def hidden(text: str, found: bytearray, start: int, end: int) -> bool:
    """Whether every letter and digit of a stretch is under a find."""
    return all(found[i] for i in range(start, end) if text[i].isalnum())


def is_handle(text: str, start: int, end: int) -> bool:
    """Whether an at sign opens the stretch or stands before it."""
    return "@" in text[max(0, start - 1) : min(end, start + 2)]


def _has_letters(text: str, start: int, end: int) -> bool:
    return any(char.isalnum() for char in text[start:end])


def _masks(record: Record, finds: Iterable[Predicted], read: LabelSet) -> Masks:
    text = record["text"]
    masks = Masks(bytearray(len(text)), bytearray(len(text)), bytearray(len(text)))
    for find in finds:
        _cover(masks.found, find.start, find.end)
    for span in record["spans"]:
        if _has_letters(text, span["start"], span["end"]):  # of an emoji there is nothing to leak
            _cover(masks.gold, span["start"], span["end"])
        if span["label"] in read.holes:
            _cover(masks.holes, span["start"], span["end"])
    return masks


def _cover(mask: bytearray, start: int, end: int) -> None:
    mask[start:end] = b"\1" * max(0, end - start)


def _mentions(record: Record, found: bytearray, read: LabelSet, labels: Labels, counter: _Counter) -> Iterator[Mention]:
    """The labelled stretches, counted for recall on the way."""
    text = record["text"]
    entities: defaultdict[tuple[str, object], list[bool]] = defaultdict(list)
    for span in record["spans"]:
        start, end, label = span["start"], span["end"], span["label"]
        if not _has_letters(text, start, end):
            continue
        kind = read.class_of(label, text[start:end])
        if PERSON in (kind, span.get("auto_type")):
            start += labels.honorific(text[start:end])
        if kind == PERSON and read.handles and is_handle(text, start, end):
            kind = HANDLE
        is_hidden = hidden(text, found, start, end)
        if kind and kind != NEUTRAL:
            counter.add(f"recall/{kind}", is_hidden)
            if span.get("party"):
                counter.add(f"recall/{kind}:{span['party']}", is_hidden)
        if read.everything:
            counter.add("recall/ANY", is_hidden)
        if identifier := read.identifiers.get(label, span.get("identifier_type")):
            entities[identifier, span.get("entity_id") or (start, end)].append(is_hidden)
        yield Mention(start, end, NEUTRAL if label in labels.neutral else kind, is_hidden)
    for (identifier, _), all_hidden in entities.items():
        if identifier in ("DIRECT", "QUASI"):
            counter.add(f"entity/{identifier}", all(all_hidden))


def _count_find(text: str, find: Predicted, mentions: Sequence[Mention], read: LabelSet, counter: _Counter) -> None:
    """Whether a find touches a label of its kind; left out where the set does not say."""
    touched = {mention.kind for mention in mentions if mention.start < find.end and find.start < mention.end}
    right = find.kind in touched
    if read.persons and find.kind == PERSON:
        at_sign = read.handles and is_handle(text, find.start, find.end)
        counts = not at_sign and (right or not touched & {NEUTRAL, HANDLE})
    else:
        counts = read.persons and find.kind in IDENTIFIERS & read.scored and (right or not touched & IDENTIFIERS)
    if counts:
        counter.add(f"precision/{find.kind}", right)
        if find.party:
            counter.add(f"found/{find.kind}:{find.party}", right)
    if read.everything:
        counter.add("precision/ANY", bool(touched))


def _count_characters(masks: Masks, counter: _Counter) -> None:
    found, gold, holes = (int.from_bytes(mask, "little") for mask in masks)
    length = len(masks.found)
    counter.add("masked", (found & ~holes).bit_count(), length - holes.bit_count())
    counter.add("outside", (found & ~gold).bit_count(), length - gold.bit_count())
