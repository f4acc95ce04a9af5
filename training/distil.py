"""What pruning lost comes back: the small encoder learns to say what the whole one says of the same stretches.

Of labelled texts and of those without labels; it hears after each layer what the whole one has there (Jiao et al. 2020,
"TinyBERT"), and at each word its scores.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor, nn

from jobs.text.persons.features import SHAPES
from training.encoder import Encoder
from training.finetune import Cycle, descend

SCORES, LAYERS = 10.0, 4.0  # what the scores and the layers' vectors count


def distil(net: Encoder, whole: Encoder, read: Iterator[tuple[Tensor, Tensor, Tensor]], cycle: Cycle,
           saved: Path) -> None:  # fmt: skip
    """Train `net` in place over batches as finetune.py makes them, keeping what there is every few minutes."""
    net.eval(), whole.eval()  # without dropout: both shall say the same of the same stretch

    def loss(rows: Tensor, shapes: Tensor, _: Tensor) -> Tensor:
        with torch.no_grad():
            wanted = whole.layered(rows, shapes)
        return torch.stack(_losses(net.layered(rows, shapes), wanted, rows, shapes))

    descend(net, torch.optim.AdamW(net.parameters(), weight_decay=0.0), read, loss, cycle, saved)


def _losses(mine: list[Tensor], wanted: list[Tensor], rows: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor]:
    """Of the scores at the pieces that begin a word, and of the vectors at all pieces."""
    begins, piece = shapes != SHAPES, rows != 0
    scores = nn.functional.kl_div(
        mine[-1][begins].log_softmax(-1), wanted[-1][begins].log_softmax(-1), log_target=True, reduction="batchmean"
    )
    layers = [
        nn.functional.mse_loss(a[piece], b[piece]) / b[piece].var() for a, b in zip(mine[:-1], wanted[:-1], strict=True)
    ]
    return SCORES * scores, LAYERS * torch.stack(layers).mean()
