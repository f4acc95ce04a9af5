"""What values pass between the parts of the networks: the scales of their graphs are taken from these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from jobs.text.persons.model import GAP
from training.encoder import Encoder
from training.model import Tagger

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


def ranges_of_convolutions(
    net: Tagger, vectors: Callable[[list[str]], Tensor], texts: Iterable[list[str]]
) -> list[Range]:
    """The ranges of what each convolution reads, over texts by words; zero, which stands between texts, is in each."""
    kinds: dict[str, int] = {}
    rows = torch.tensor(
        [row for forms in texts for row in (*(kinds.setdefault(f, len(kinds) + 1) for f in forms), *[0] * GAP)]
    )
    with _kept(list(net.convolutions)) as found:
        net.eval().read(vectors([*kinds]), rows)
    every = [_range(values[0].T[rows > 0].numpy()) for [values] in found]
    return [one._replace(low=min(0.0, one.low), high=max(0.0, one.high)) for one in every]


def seen(net: Encoder, batches: Iterable[tuple[Tensor, Tensor]], parts: Sequence[str]) -> dict[str, Tensor]:
    """What goes into some parts while the batches are read, by piece."""
    batches = list(batches)
    net.eval()
    with _kept([net.get_submodule(name) for name in parts]) as found:
        for rows, shapes in batches:
            net(rows, shapes)
    pieces = [(rows != 0).flatten() for rows, _ in batches]
    return {
        name: torch.cat([x.flatten(0, 1)[piece] for x, piece in zip(values, pieces, strict=True)])
        for name, values in zip(parts, found, strict=True)
    }


@contextmanager
def _kept(parts: Sequence[nn.Module]) -> Iterator[list[list[Tensor]]]:
    """What goes into each of some parts while the context lasts; nothing is learned in it."""
    found: list[list[Tensor]] = [[] for _ in parts]
    handles = [
        part.register_forward_pre_hook(lambda _, given, kept=kept: kept.append(given[0]))
        for part, kept in zip(parts, found, strict=True)
    ]
    with torch.no_grad():
        yield found
    for handle in handles:
        handle.remove()


def _range(values: npt.NDArray[np.float32]) -> Range:
    step = max(1, values.size // _DRAWN)
    low, high = np.quantile(values.reshape(-1)[::step], [LOST, 1 - LOST])
    return Range(float(low), float(high), np.abs(values).max(axis=0))
