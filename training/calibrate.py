"""What values pass between the parts of the encoder: the scales of its graph are taken from these."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from training.encoder import Encoder

LOST = 2e-6  # share of the values of a place that may lie outside its range: single outliers would widen it for all
_DRAWN = 2_000_000  # values of a place that are looked at


class Range(NamedTuple):
    """Least and greatest value of a place, and the greatest size in each of its columns."""

    low: float
    high: float
    columns: npt.NDArray[np.float32]


def ranges(net: Encoder, batches: Iterable[tuple[Tensor, Tensor]]) -> dict[str, Range]:
    """The ranges of what goes into each linear part (`layers.0.qkv` …), over batches of rows and shapes."""
    parts = [name for name, part in net.named_modules() if isinstance(part, nn.Linear) and "layers" in name]
    return {name: _range(values.numpy()) for name, values in seen(net, batches, parts).items()}


def seen(net: Encoder, batches: Iterable[tuple[Tensor, Tensor]], parts: Sequence[str]) -> dict[str, Tensor]:
    """What goes into some parts while the batches are read, by piece."""
    found: dict[str, list[Tensor]] = defaultdict(list)
    padding: list[Tensor] = []

    def keep(name: str) -> Callable[..., None]:
        def hook(_: nn.Module, given: tuple[Tensor, ...]) -> None:
            found[name].append(given[0].flatten(0, 1)[padding[-1]])

        return hook

    handles = [net.get_submodule(name).register_forward_pre_hook(keep(name)) for name in parts]
    net.eval()
    with torch.no_grad():
        for rows, shapes in batches:
            padding.append((rows != 0).flatten())
            net(rows, shapes)
    for handle in handles:
        handle.remove()
    return {name: torch.cat(values) for name, values in found.items()}


def _range(values: npt.NDArray[np.float32]) -> Range:
    step = max(1, values.size // _DRAWN)
    low, high = np.quantile(values.reshape(-1)[::step], [LOST, 1 - LOST])
    return Range(float(low), float(high), np.abs(values).max(axis=0))
