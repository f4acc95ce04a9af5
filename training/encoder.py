"""The encoder: the first layers of multilingual-e5-small, told the shape of words, and a head for names.

The vectors of pieces stay as they are, so that names and languages nobody labelled keep their place among the others.
"""

from __future__ import annotations

import re

import numpy as np
import torch
from torch import Tensor, nn

from jobs.text.persons.features import SHAPES
from jobs.text.persons.reading import MOST_PIECES, SPECIAL
from training.source import BLOCKS, WIDTH, Source, unpacked

LAYERS = 4
HEAD = 32  # width of a head
KINDS = 3  # outside, begin, inside
_LATIN = re.compile(r"▁?(?:[A-Za-zÀ-ɏḀ-ỿ]+|\d{1,4})|▁?[^\w\s▁]|▁")
_OTHER = re.compile(r"▁?[Ѐ-ԯͰ-Ͽ]+")
_OF_LATIN, _OF_OTHER = 42_000, 6_000
_PLACES = (0, 2, 3)  # rows of begin, end, unknown in the source: <s>, </s>, <unk>


def chosen(source: Source) -> list[int]:
    """Rows of the source's commonest pieces in Latin, Greek and Cyrillic letters, digits and signs."""
    found: list[int] = []
    for wanted, most in ((_LATIN, _OF_LATIN), (_OTHER, _OF_OTHER)):
        rows = [row for row, form in enumerate(source.forms) if row > 4 and wanted.fullmatch(form)]
        found += sorted(sorted(rows, key=lambda row: (-source.scores[row], row))[:most])
    return found


def blocks_of(source: Source, rows: list[int]) -> np.ndarray:
    """The vectors of pieces in blocks of four bits: empty, begin, end, unknown, then the pieces'."""
    every = source.blocks("emb.word").reshape(-1, BLOCKS)
    table = np.zeros((SPECIAL + len(rows), BLOCKS), every.dtype)
    table[1:SPECIAL] = every[list(_PLACES)]
    table[SPECIAL:] = every[rows]
    return table


class Layer(nn.Module):
    """One layer as in BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.joined = nn.Linear(WIDTH, WIDTH)
        self.after_joined = nn.LayerNorm(WIDTH, eps=1e-12)
        self.wide = nn.Linear(WIDTH, 4 * WIDTH)
        self.narrow = nn.Linear(4 * WIDTH, WIDTH)
        self.after_narrow = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """`mask` is added to the attention: 0 for pieces, very low for padding."""
        rows, length, _ = x.shape
        q, k, v = self.qkv(x).view(rows, length, 3, -1, HEAD).permute(2, 0, 3, 1, 4)
        seen = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.after_joined(x + self.drop(self.joined(seen.transpose(1, 2).flatten(2))))
        wide = nn.functional.gelu(self.wide(x))
        y: Tensor = self.after_narrow(x + self.drop(self.narrow(wide)))
        return y


class Encoder(nn.Module):
    """Scores of outside, begin, inside for each piece."""

    def __init__(self, source: Source, table: np.ndarray) -> None:
        super().__init__()
        self.register_buffer("table", torch.from_numpy(unpacked(table).reshape(len(table), WIDTH)), persistent=False)
        places = source.plain("emb.pos").reshape(-1, WIDTH)[: MOST_PIECES + 2] + source.plain("emb.type")[:WIDTH]
        self.places = nn.Parameter(torch.from_numpy(places.copy()))
        self.shape = nn.Embedding(SHAPES + 1, WIDTH)  # the last for pieces that begin no word
        nn.init.zeros_(self.shape.weight)
        self.after_sum = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList([Layer() for _ in range(LAYERS)])
        self.out = nn.Linear(WIDTH, KINDS)
        self.drop = nn.Dropout(0.1)
        _copy(self.after_sum, source, "emb.ln")
        for number, layer in enumerate(self.layers):
            _fill(layer, source, f"l{number}")

    def forward(self, rows: Tensor, shapes: Tensor) -> Tensor:
        """Both of readings by places, padded with zeros."""
        return self.layered(rows, shapes)[-1]

    def layered(self, rows: Tensor, shapes: Tensor) -> list[Tensor]:
        """What each layer hands on, and the scores."""
        mask = torch.where(rows == 0, -1e4, 0.0)[:, None, None]
        x = self.table[rows] + self.places[: rows.shape[1]] + self.shape(shapes)
        found = [self.drop(self.after_sum(x))]
        for layer in self.layers:
            found.append(layer(found[-1], mask))
        return [*found[1:], self.out(self.drop(found[-1]))]


def _copy(norm: nn.LayerNorm, source: Source, name: str) -> None:
    norm.weight.data = torch.from_numpy(source.plain(f"{name}.w").copy())
    norm.bias.data = torch.from_numpy(source.plain(f"{name}.b").copy())


def _fill(layer: Layer, source: Source, name: str) -> None:
    """The weights of one layer."""
    parts = [(source.matrix(f"{name}.{p}.w", WIDTH), source.plain(f"{name}.{p}.b")) for p in "qkv"]
    pairs = [
        (layer.qkv, np.concatenate([w for w, _ in parts]), np.concatenate([b for _, b in parts])),
        (layer.joined, source.matrix(f"{name}.ao.w", WIDTH), source.plain(f"{name}.ao.b")),
        (layer.wide, source.matrix(f"{name}.fi.w", 4 * WIDTH), source.plain(f"{name}.fi.b")),
        (layer.narrow, source.matrix(f"{name}.fo.w", WIDTH), source.plain(f"{name}.fo.b")),
    ]
    for linear, weight, bias in pairs:
        linear.weight.data, linear.bias.data = torch.from_numpy(weight.copy()), torch.from_numpy(bias.copy())
    _copy(layer.after_joined, source, f"{name}.aln")
    _copy(layer.after_narrow, source, f"{name}.oln")
