"""Units and heads that the encoder can do without: left out, and the others told to stand in for them.

What is left out is what the others can guess best, by what the error would do to the part that reads it (Hassibi and
Stork 1993, "Optimal brain surgeon", for groups of inputs). The reader's weights and bias are then changed so that it
gets the guess, by least squares over texts that were read. What is still lost comes back by training (distil.py).
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn

from training.calibrate import seen
from training.encoder import HEAD, Encoder, Layer

HEADS, UNITS = 8, 768  # that stay, of 12 heads and 1,536 units of each layer (docs/person-model.md)
_RIDGE = 1e-2  # of an input's variance, so that no weight becomes great for the sake of a few texts
_ROUNDS = 4  # in which they are left out; what can be guessed is asked anew in each


def prune(net: Encoder, batches: Iterable[tuple[Tensor, Tensor]], heads: int = HEADS, units: int = UNITS) -> None:
    """Leave all but so many heads and units of each layer out, in place; `batches` of rows and shapes are read for it.

    Layers are taken one after the other, each with what the layers before it hand on then.
    """
    batches = list(batches)
    for number, layer in enumerate(net.layers):
        kept = _shrink(layer, "joined", _read_by(net, batches, f"layers.{number}.joined"), HEAD, heads)
        thirds = torch.cat([kept + third * len(layer.qkv.weight) // 3 for third in range(3)])
        layer.qkv = _linear(layer.qkv.weight.data[thirds], layer.qkv.bias.data[thirds])
        kept = _shrink(layer, "narrow", _read_by(net, batches, f"layers.{number}.narrow"), 1, units)
        layer.wide = _linear(layer.wide.weight.data[kept], layer.wide.bias.data[kept])


def _read_by(net: Encoder, batches: list[tuple[Tensor, Tensor]], part: str) -> Tensor:
    return seen(net, batches, [part])[part]


def _shrink(layer: Layer, name: str, values: Tensor, width: int, count: int) -> Tensor:
    """Let a part read `count` groups of `width` inputs alone; `values` are its inputs. Returns which inputs stay."""
    part: nn.Linear = layer.get_submodule(name)
    weight, mean = part.weight.data.double(), values.double().mean(0)
    x = values.double() - mean
    spread = x.T @ x / len(x)
    spread += torch.diag(_RIDGE * spread.diagonal() + 1e-9)
    groups = torch.arange(values.shape[1]).reshape(-1, width)
    at_once = max(1, (len(groups) - count) // _ROUNDS)
    while len(groups) > count:
        kept = groups.flatten()
        lost = _lost(spread[kept][:, kept], weight, kept, width)
        groups = groups[lost.argsort()[min(at_once, len(groups) - count) :].sort().values]
    kept = groups.flatten()
    out = torch.ones(values.shape[1], dtype=torch.bool)
    out[kept] = False
    guess = torch.linalg.solve(spread[kept][:, kept], spread[kept][:, out])  # kept × left out
    made = weight[:, kept] + weight[:, out] @ guess.T
    bias = part.bias.data.double() + weight[:, out] @ (mean[out] - guess.T @ mean[kept])
    setattr(layer, name, _linear(made.float(), bias.float()))
    return kept


def _lost(spread: Tensor, weight: Tensor, kept: Tensor, width: int) -> Tensor:
    """For each group of inputs the mean square error of what reads them, were it guessed from the other groups."""
    inverse = torch.linalg.inv(spread)
    lost = []
    for start in range(0, len(kept), width):
        at = slice(start, start + width)
        alone = torch.linalg.inv(inverse[at, at])  # the group's variance, given all others
        reader = weight[:, kept[at]]
        lost.append((reader @ alone * reader).sum())
    return torch.stack(lost)


def _linear(weight: Tensor, bias: Tensor) -> nn.Linear:
    made = nn.Linear(weight.shape[1], weight.shape[0])
    made.weight.data, made.bias.data = weight.clone(), bias.clone()
    return made
