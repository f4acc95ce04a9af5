"""Vectors of word pieces in many languages for the tagger, from the input layer of multilingual-e5-small.

Only pieces in Latin, Greek and Cyrillic letters and common signs are taken; their vectors are centred and brought to
one length.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from training import source

_WANTED = re.compile(r"▁?[A-Za-zÀ-ɏЀ-ԯͰ-ϿḀ-ỿ]+|▁?[!-/:-@\[-`{-~«»“”„’‘–—…¿¡€£]")

_MOST = 115_000  # the commonest of them: both networks together must stay below 30 MB


class Pieces(NamedTuple):
    """Forms, log probabilities and vectors; the vectors begin with an empty row."""

    forms: list[str]
    scores: npt.NDArray[np.float32]
    vectors: npt.NDArray[np.float16]


def read() -> Pieces:
    """The pieces of the installed package."""
    start = source.read()
    kept = [row for row, form in enumerate(start.forms) if row > 4 and _WANTED.fullmatch(form)]
    kept = sorted(sorted(kept, key=lambda row: (-start.scores[row], row))[:_MOST])
    vectors = source.unpacked(start.blocks("emb.word").reshape(-1, source.BLOCKS)[kept]).reshape(len(kept), -1)
    chosen = vectors - vectors.mean(axis=0)
    chosen /= np.sqrt((chosen**2).mean(axis=1, keepdims=True))
    forms, empty = [start.forms[row] for row in kept], np.zeros(source.WIDTH)
    return Pieces(forms, start.scores[kept], np.vstack([empty, chosen]).astype(np.float16))
