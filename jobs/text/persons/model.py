"""The tagger: a word has a vector of its own, made once and kept; gated convolutions read it among its neighbours.

Words are described in numpy, the convolutions are a graph in eight bits whose scales are fixed (training/graph.py).
training/model.py is the same network for training.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from jobs.text.persons.features import Features, PieceList
from jobs.text.persons.files import CONVOLUTIONS, TAGGER, Shipped

DILATIONS = (1, 2, 4, 1)
REACH = sum(DILATIONS)  # how many words to each side a word's score depends on
GAP = max(DILATIONS)  # empty places that keep texts apart in one sequence
KEPT_WORDS = 40_000  # words whose vectors are kept; then we start anew

Floats = npt.NDArray[np.float32]


def load(words: Shipped = TAGGER, convolutions: Shipped = CONVOLUTIONS) -> Model:
    """The tagger of files whose hashes are known; raises InputMissing where there are no such files."""
    version = f"{words.sha256[:12]} {convolutions.sha256[:12]}"
    return Model(words.arrays(), convolutions.session(), version)


class Model:
    """Scores for words in their context."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]], graph: ort.InferenceSession, version: str) -> None:
        """`arrays`: what makes a word's vector and the gate; `graph`: the convolutions over vectors of words."""
        self.version = version
        floats = {name: a.astype(np.float32) for name, a in arrays.items() if a.dtype in (np.float16, np.float32)}
        self._table: npt.NDArray[np.int8] = arrays["table"]
        self._w = floats
        self._graph = graph
        self._features = Features(PieceList(bytes(arrays["forms"]).decode().split("\n"), floats["scores"]))
        self._rows: dict[str, int] = {}
        self._vectors, self._likely = self._empty()

    def rows(self, forms: list[str]) -> npt.NDArray[np.int32]:
        """A row of `vectors` for each word; rows are good until the next call."""
        if len(self._rows) > KEPT_WORDS:
            self._rows.clear()
            self._vectors, self._likely = self._empty()
        known = self._rows
        new = list(dict.fromkeys(form for form in forms if form not in known))
        if new:
            first = len(known) + 1
            self._make_room(first + len(new))
            vectors = self._words(new)
            self._vectors[first : first + len(new)] = vectors
            self._likely[first : first + len(new)] = vectors @ self._w["gate"] + self._w["gate_bias"]
            known.update((form, first + place) for place, form in enumerate(new))
        return np.fromiter(map(known.__getitem__, forms), np.int32, len(forms))

    def likely(self, rows: npt.NDArray[np.int32], begins: npt.NDArray[np.bool_]) -> Floats:
        """How likely each word is to be a name, by itself and the words beside it (log odds).

        `begins`: which words are the first of a text; they and the words before them say nothing of each other.
        """
        of_next, of_itself, of_last = self._likely[rows].T
        odds: Floats = of_itself.copy()
        together = ~begins[1:]
        odds[1:] += of_next[:-1] * together
        odds[:-1] += of_last[1:] * together
        return odds

    def score(self, rows: npt.NDArray[np.int32], wanted: npt.NDArray[np.bool_]) -> Floats:
        """Probability of being part of a name for the wanted places of a sequence; row 0 is a gap.

        A layer is computed where the next one looks, and no farther.
        """
        if not wanted.any():
            return np.zeros(0, np.float32)
        first, near = _looked_at(wanted, rows > 0)
        x = self._vectors[np.concatenate([[0], rows[first]])]  # the first place of each layer is the gap
        (chances,) = self._graph.run(None, {"x": x, **{f"near{layer}": each for layer, each in enumerate(near)}})
        found: Floats = np.round(1 - chances[:, 0], 4)
        return found

    def _empty(self) -> tuple[Floats, Floats]:
        return np.zeros((1, len(self._w["as_is"][0])), np.float32), np.zeros((1, 3), np.float32)

    def _make_room(self, count: int) -> None:
        """Room for so many rows; it doubles, so that single texts do not copy all that is kept."""
        more = max(count, 2 * len(self._vectors)) - len(self._vectors)
        if count > len(self._vectors):
            self._vectors = np.concatenate([self._vectors, np.zeros((more, self._vectors.shape[1]), np.float32)])
            self._likely = np.concatenate([self._likely, np.zeros((more, 3), np.float32)])

    def _words(self, forms: list[str]) -> Floats:
        """Vectors of words by themselves."""
        f, w = self._features.of(forms), self._w
        total = f["numbers"] @ w["numbers"] + w["shape"][f["shape"]] + w["as_is_bias"]
        for name in ("as_is", "other"):
            rows = f[name]
            mean = (self._table[rows].astype(np.float32) * (rows > 0)[:, :, None]).sum(axis=1)
            mean *= w["scale"] / np.maximum((rows > 0).sum(axis=1), 1)[:, None]
            total += mean @ w[name]
        buckets = len(w["ends"]) // 3
        ends = w["ends"][f["ends"] + np.arange(3) * buckets].sum(axis=1)
        total += (ends @ w["ends_to"]) * (f["numbers"][:, 7:8] > 0)
        vectors: Floats = np.maximum(total, 0, dtype=np.float32)
        return vectors


def _looked_at(
    wanted: npt.NDArray[np.bool_], words: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.int64], list[npt.NDArray[np.int64]]]:
    """Places of a sequence that the first layer reads, and for each layer which three each of its places reads.

    These are numbered as the layer before it has them: from 1 on, 0 for none.
    """
    looked = [np.pad(wanted & words, GAP)]
    padded = np.pad(words, GAP)
    for step in reversed(DILATIONS):
        wider = looked[-1].copy()
        wider[:-step] |= looked[-1][step:]
        wider[step:] |= looked[-1][:-step]
        looked.append(wider & padded)
    places = [np.flatnonzero(each) for each in reversed(looked)]
    near = []
    for before, here, step in zip(places, places[1:], DILATIONS, strict=False):
        rank = np.zeros(len(padded), np.int64)
        rank[before] = np.arange(1, len(before) + 1)
        near.append(np.stack([rank[here - step], rank[here], rank[here + step]], axis=1))
    return places[0] - GAP, near
