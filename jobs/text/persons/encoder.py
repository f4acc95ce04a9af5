"""The encoder: reads words in their context, a stretch at a time; dearer than the tagger and better.

Stretches of one length go together without padding, and the graph's scales are fixed (training/graph.py): what is
found in a text does not depend on the texts beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from jobs.text.persons.files import GRAPH, PIECES, Shipped
from jobs.text.persons.reading import PieceTable, Reading, reading

BATCH = 256  # pieces in one run: its arrays then fit in the cache
KEPT_WORDS = 60_000  # words whose pieces are kept; then we start anew

Floats = npt.NDArray[np.float32]


def load(graph: Shipped = GRAPH, pieces: Shipped = PIECES) -> Encoder:
    """The encoder of files whose hashes are known; raises InputMissing where there are no such files."""
    return Encoder(graph.session(), pieces.arrays(), f"{graph.sha256[:12]} {pieces.sha256[:12]} {ort.__version__}")


class Encoder:
    """Scores for the words of stretches."""

    def __init__(self, graph: ort.InferenceSession, arrays: Mapping[str, npt.NDArray[Any]], version: str) -> None:
        """`arrays`: `forms` and `scores` of pieces, their vectors (`halves`, `scale`), `places`, `shapes`."""
        self.version = version
        self._session = graph
        self._pieces = PieceTable(bytes(arrays["forms"]).decode().split("\n"), arrays["scores"].astype(np.float32))
        self._halves, self._scale = arrays["halves"], arrays["scale"]
        self._places, self._shapes = arrays["places"].astype(np.float32), arrays["shapes"].astype(np.float32)
        self._rows: dict[str, list[int]] = {}

    def score(self, stretches: list[tuple[str, ...]]) -> list[Floats]:
        """Probability of being part of a name for each word of each stretch."""
        distinct = dict.fromkeys(stretches)
        told = {forms: reading(list(forms), self._pieces_of(forms)) for forms in distinct}
        found: dict[tuple[str, ...], Floats] = {}
        for batch in _batches(told.items()):
            scores = self._run([one for _, one in batch])
            found.update(zip((forms for forms, _ in batch), scores, strict=True))
        return [found[forms] for forms in stretches]

    def _pieces_of(self, forms: Iterable[str]) -> list[list[int]]:
        if len(self._rows) > KEPT_WORDS:
            self._rows.clear()
        known = self._rows
        return [known.get(form) or known.setdefault(form, self._pieces.rows(form)) for form in forms]

    def _run(self, batch: list[Reading]) -> list[Floats]:
        """Scores by word of readings of one length."""
        rows = np.array([one.rows for one in batch])
        asked = np.concatenate([np.array(one.starts) + row * rows.shape[1] for row, one in enumerate(batch)])
        kinds, places = np.unique(rows, return_inverse=True)
        x = self._vectors(kinds)[places.reshape(rows.shape)]
        x += self._places[: rows.shape[1]]
        x += self._shapes[np.array([one.shapes for one in batch])]
        (chances,) = self._session.run(None, {"x": x, "asked": asked})
        return np.split(np.round(1 - chances[:, 0], 4), np.cumsum([len(one.starts) for one in batch])[:-1])

    def _vectors(self, rows: npt.NDArray[np.int64]) -> Floats:
        """Vectors of pieces out of their four bits: thirty-two weights share a scale, low halves come first."""
        halves = self._halves[rows]
        four = np.concatenate([halves & 15, halves >> 4], axis=2).astype(np.float32) - 8
        four *= self._scale[rows].astype(np.float32)[:, :, None]
        vectors: Floats = four.reshape(len(rows), -1)
        return vectors


def _batches(told: Iterable[tuple[tuple[str, ...], Reading]]) -> Iterator[list[tuple[tuple[str, ...], Reading]]]:
    """Readings of one length, about BATCH pieces at a time."""
    by_length: dict[int, list[tuple[tuple[str, ...], Reading]]] = defaultdict(list)
    for forms, one in told:
        by_length[len(one.rows)].append((forms, one))
    for length, items in sorted(by_length.items()):
        size = max(1, BATCH // length)
        for start in range(0, len(items), size):
            yield items[start : start + size]
