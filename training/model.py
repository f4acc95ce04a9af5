"""The network: words by themselves (pieces, ends, shape), then a few dilated gated convolutions over the text."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from jobs.text.persons.features import BUCKETS, NUMBERS, SHAPES
from jobs.text.persons.model import DILATIONS

WIDTH = 128  # of the hidden layers
TABLE = 96  # of a piece's stored vector


class WordNet(nn.Module):
    """A vector for each kind of word from its features."""

    def __init__(self, pieces: Tensor) -> None:
        super().__init__()
        self.register_buffer("pieces", pieces, persistent=False)  # row 0 is empty
        self.table = nn.Linear(pieces.shape[1], TABLE, bias=False)
        self.as_is = nn.Linear(TABLE, WIDTH)
        self.other = nn.Linear(TABLE, WIDTH, bias=False)
        self.ends = nn.Embedding(3 * BUCKETS, 24)
        self.ends_to = nn.Linear(24, WIDTH, bias=False)
        self.shape = nn.Embedding(SHAPES, WIDTH)
        self.numbers = nn.Linear(NUMBERS, WIDTH, bias=False)
        nn.init.normal_(self.ends.weight, std=0.05)

    def forward(self, f: dict[str, Tensor], unknown: Tensor | None = None) -> Tensor:
        """Vectors of words; where `unknown`, only the ends, shape and numbers are seen."""
        parts = [self.numbers(f["numbers"]), self.shape(f["shape"])]
        for name, layer in (("as_is", self.as_is), ("other", self.other)):
            rows = f[name]
            mean = self.pieces[rows].sum(1) / (rows > 0).sum(1, keepdim=True).clamp(min=1)
            if unknown is not None:
                mean = mean * ~unknown[:, None]
            parts.append(layer(self.table(mean.float())))
        offset = torch.arange(3) * BUCKETS
        parts.append(self.ends_to(self.ends(f["ends"] + offset).sum(1)) * (f["numbers"][:, 7:8] > 0))
        return torch.relu(torch.stack(parts).sum(0))


class Tagger(nn.Module):
    """Scores of outside, begin, inside for each word of a flat sequence of texts with gaps between."""

    def __init__(self, pieces: Tensor) -> None:
        super().__init__()
        self.words = WordNet(pieces)
        self.convolutions = nn.ModuleList([nn.Conv1d(WIDTH, 2 * WIDTH, 3, padding=d, dilation=d) for d in DILATIONS])
        self.out = nn.Linear(WIDTH, 3)
        self.drop = nn.Dropout(0.2)

    def forward(self, f: dict[str, Tensor], rows: Tensor, unknown: Tensor | None = None) -> Tensor:
        """Rows: for each place the word's row in `f` plus one, 0 for a gap."""
        return self.read(self.words(f, unknown), rows)

    def read(self, words: Tensor, rows: Tensor) -> Tensor:
        """The same of vectors of words."""
        vectors = torch.cat([torch.zeros(1, WIDTH), words])
        mask = (rows > 0).float()[None, None]
        x = self.drop(vectors[rows]).T[None] * mask
        for layer in self.convolutions:
            value, gate = layer(x).chunk(2, 1)
            x = (x + self.drop(value) * torch.sigmoid(gate)) * mask
        return self.out(x[0].T)


def tensors(features: dict[str, np.ndarray]) -> dict[str, Tensor]:
    """Feature arrays for torch."""
    return {
        name: torch.from_numpy(values if name == "numbers" else values.astype(np.int64))
        for name, values in features.items()
    }
