"""From texts to names: a cheap gate, the tagger, the encoder where the tagger is not sure, and from scores to spans."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jobs.text.persons.encoder import Encoder
from jobs.text.persons.model import GAP, REACH, Floats, Model
from jobs.text.persons.reading import readings
from jobs.text.persons.thresholds import Hearing, Thresholds
from jobs.text.persons.words import Words, cut

BATCH = 1024  # places in one pass of the model: its arrays then fit in the cache
GROUP = 60_000  # words cut at a time: the encoder then finds enough stretches of one length
FILE_ENDINGS = frozenset(
    "c cc cfg conf cpp cs css csv go h html java js json jsx kt lua md ml php pl py rb rs rst sh sql toml ts tsx txt"
    " xml yaml yml".split()
)
_JOINS = "-'’_"


class ModelDetector:
    """Finds persons with the model; a text's finds do not depend on the texts beside it."""

    def __init__(self, model: Model, encoder: Encoder, thresholds: Thresholds | None = None) -> None:
        self._model, self._encoder = model, encoder
        self._thresholds = thresholds or Thresholds()
        self.version = f"{model.version} {encoder.version} {self._thresholds}"

    def find(self, texts: pa.Array, languages: pa.Array | None) -> list[list[tuple[int, int, float]]]:
        """For each text the start, end (code points, half open) and score of the names found; null texts have none."""
        told = languages.to_pylist() if languages is not None else [None] * len(texts)
        found: list[list[tuple[int, int, float]]] = []
        for group in _groups(texts.to_pylist()):
            texts_words = [words for _, words in group]
            hearing = [self._thresholds.hearing(each or "") for each in told[len(found) : len(found) + len(group)]]
            scored = self.read(texts_words, self.scores(texts_words), hearing)
            for (text, words), scores in zip(group, scored, strict=True):
                limit = self._thresholds.of(text, told[len(found)] or "")
                found.append(names(words, scores, limit, limit * self._thresholds.weaker))
        return found

    def read(self, texts: list[Words], scores: list[Floats], hearing: Sequence[Hearing]) -> list[Floats]:
        """Scores of both networks in stretches where the tagger is not sure of a word, else the tagger's.

        `hearing` says for each text where that is, and how much the encoder counts.
        """
        found = [of_text.copy() for of_text in scores]
        high = self._thresholds.sure
        places = [
            (row, start, end)
            for row, (words, of_text, told) in enumerate(zip(texts, scores, hearing, strict=True))
            if (doubt := (of_text > told.unsure) & (of_text < high)).any()
            for start, end in around(np.flatnonzero(doubt).tolist(), readings(words.forms), self._thresholds.context)
        ]
        stretches = [tuple(texts[row].forms[start:end]) for row, start, end in places]
        for (row, start, end), read in zip(places, self._encoder.score(stretches), strict=True):
            heard = hearing[row].heard
            found[row][start:end] = heard * read + (1 - heard) * scores[row][start:end]
        return found

    def scores(self, texts: list[Words]) -> list[Floats]:
        """The tagger's probability of being part of a name for each word of each text."""
        rows = self._model.rows([form for words in texts for form in words.forms])
        scores = np.zeros(len(rows), np.float32)
        sizes = np.array([len(words.forms) for words in texts], dtype=np.int64)
        bounds = np.concatenate(([0], np.cumsum(sizes)))
        begins = np.zeros(len(rows) + 1, np.bool_)
        begins[bounds] = True
        wanted = self._model.likely(rows, begins[:-1]) > self._thresholds.gate
        near = _near(wanted)
        for places, core in _batches(_windows(wanted, bounds)):
            scored = core & near[places]
            scores[places[scored]] = self._model.score(np.where(places >= 0, rows[places], 0), scored)
        return [scores[a:b] for a, b in itertools.pairwise(bounds)]


def around(doubts: list[int], stretches: list[tuple[int, int]], context: int) -> Iterator[tuple[int, int]]:
    """The words about the doubtful ones, as far as they stand in one stretch; what overlaps is read together."""
    doubtful = iter([*doubts, sys.maxsize])
    doubt = next(doubtful)
    for start, end in stretches:
        first = last = -1
        while doubt < end:
            low, high = max(start, doubt - context), min(end, doubt + context + 1)
            if first >= 0 and low > last:
                yield first, last
                first = -1
            first, last = low if first < 0 else first, high
            doubt = next(doubtful)
        if first >= 0:
            yield first, last


def _groups(texts: list[str | None]) -> Iterator[list[tuple[str, Words]]]:
    """Texts with their words, about GROUP words at a time."""
    group: list[tuple[str, Words]] = []
    count = 0
    for text in texts:
        words = cut(text or "")
        group.append((text or "", words))
        count += len(words.forms)
        if count >= GROUP:
            yield group
            group, count = [], 0
    if group:
        yield group


def _near(wanted: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Words that are likely names or stand right beside one: a particle, an initial's full stop."""
    near = wanted.copy()
    near[:-1] |= wanted[1:]
    near[1:] |= wanted[:-1]
    return near


def _windows(wanted: npt.NDArray[np.bool_], bounds: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Stretches around likely names that the model must read for their scores to be right, text by text."""
    likely = np.flatnonzero(wanted)
    ends = bounds[np.searchsorted(bounds, likely, side="right")]
    starts = bounds[np.searchsorted(bounds, likely, side="right") - 1]
    low = np.maximum(likely - REACH - 1, starts)
    high = np.minimum(likely + REACH + 2, ends)
    breaks: list[int] = (
        (np.flatnonzero((low[1:] > high[:-1]) | (starts[1:] != starts[:-1])) + 1).tolist() if len(likely) else []
    )
    edges = [0, *breaks, len(likely)]
    for a, b in itertools.pairwise(edges):
        if a < b:
            yield int(low[a]), int(high[b - 1])


def _batches(windows: Iterator[tuple[int, int]]) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]]:
    """Places of words (-1 for gaps) and which of them to score, about BATCH at a time.

    Long windows are cut; each part has its context on both sides.
    """
    places: list[int] = []
    core: list[bool] = []
    for start, end in windows:
        for first in range(start, end, BATCH):
            low, last = max(start, first - REACH), min(end, first + BATCH)
            high = min(end, last + REACH)
            if places and len(places) + high - low > BATCH:
                yield np.array(places), np.array(core)
                places, core = [], []
            places += [*range(low, high), *[-1] * GAP]
            core += [False] * (first - low) + [True] * (last - first) + [False] * (high - last + GAP)
    if places:
        yield np.array(places), np.array(core)


def names(words: Words, scores: Floats, limit: float, weaker: float) -> list[tuple[int, int, float]]:
    """Spans of the names: around each sure word as far as the words beside it are likely enough."""
    if not len(scores) or scores.max() <= limit:
        return []
    found: list[tuple[int, int, float]] = []
    place, count = 0, len(scores)
    while place < count:
        if scores[place] <= weaker or words.forms[place] == "\n":
            place += 1
            continue
        end = place + 1
        while end < count and scores[end] > weaker and words.forms[end] != "\n":
            end += 1
        if scores[place:end].max() > limit and (span := _whole(words, place, end)):
            found.append((*span, float(scores[place:end].max())))
        place = end
    return found


def _whole(words: Words, first: int, end: int) -> tuple[int, int] | None:
    """A name from its first to its last letter, with what a hyphen or apostrophe ties to it; None without letters."""
    while first < end and not words.forms[first].isalnum():
        first += 1
    while end > first and not words.forms[end - 1].isalnum():
        end -= 1
    if not any(form.isalpha() for form in words.forms[first:end]) or _ends_a_file_name(words, first, end):
        return None
    while end + 1 < len(words.forms) and _tied(words, end):
        end += 2
    while first > 1 and _tied(words, first - 1) and words.forms[first - 2][0].isupper():
        first -= 2
    return words.starts[first], words.ends[end - 1]


def _ends_a_file_name(words: Words, first: int, end: int) -> bool:
    """Whether the only word is what stands behind the full stop of a file's name."""
    if end - first != 1 or first == 0 or words.forms[first] not in FILE_ENDINGS:
        return False
    return words.forms[first - 1] == "." and words.starts[first] == words.ends[first - 1]


def _tied(words: Words, sign: int) -> bool:
    """Whether a hyphen or apostrophe ties two words without blanks, the second with a capital."""
    return (
        words.forms[sign] in _JOINS
        and words.starts[sign] == words.ends[sign - 1]
        and words.starts[sign + 1] == words.ends[sign]
        and words.forms[sign + 1][:1].isupper()
    )
