"""Units that the encoder can do without: left out after training, and the others told to stand in for them.

A unit of a layer's wide part matters as much as it varies and as its weights in the narrow part are great. What varies
least in that sense is left out; its values are guessed from those of the units that stay, by least squares over texts
that were read, and the narrow part's weights and bias changed so that it gets the guess. Nothing is trained anew.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn

from training.calibrate import seen
from training.encoder import Encoder

LEFT_OUT = 384  # of the 1,536 units of each layer; with 512 other languages lose recall (docs/person-model.md)
_RIDGE = 1e-2  # of a unit's variance, so that no weight becomes great for the sake of a few texts


def prune(net: Encoder, batches: Iterable[tuple[Tensor, Tensor]], count: int = LEFT_OUT) -> None:
    """Leave `count` units out of each layer, in place; `batches` of rows and shapes are what is read for it."""
    values = seen(net, batches, [f"layers.{number}.narrow" for number in range(len(net.layers))])
    for number, layer in enumerate(net.layers):
        _narrow(layer, values[f"layers.{number}.narrow"], count)


def _narrow(layer: nn.Module, values: Tensor, count: int) -> None:
    """`values`: of the units, by piece."""
    weight, bias = layer.narrow.weight.data, layer.narrow.bias.data
    order = (values.std(0) * weight.norm(dim=0)).argsort()
    out, kept = order[:count], order[count:].sort().values
    mean = values.mean(0)
    x, y = values[:, kept] - mean[kept], values[:, out] - mean[out]
    guess = torch.linalg.solve(x.T @ x + _RIDGE * len(x) * torch.diag(x.var(0) + 1e-6), x.T @ y)  # kept × left out
    layer.narrow = _linear(
        weight[:, kept] + weight[:, out] @ guess.T, bias + weight[:, out] @ (mean[out] - guess.T @ mean[kept])
    )
    layer.wide = _linear(layer.wide.weight.data[kept], layer.wide.bias.data[kept])


def _linear(weight: Tensor, bias: Tensor) -> nn.Linear:
    made = nn.Linear(weight.shape[1], weight.shape[0])
    made.weight.data, made.bias.data = weight, bias
    return made
