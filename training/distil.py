"""What pruning lost comes back: the small encoder learns to say what the whole one says of the same stretches.

Of labelled texts and of those without labels; it hears after each layer what the whole one has there (Jiao et al. 2020,
"TinyBERT"), and at each word its scores.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor, nn

from jobs.text.persons.features import SHAPES
from training.encoder import Encoder
from training.finetune import Cycle

SCORES, LAYERS = 10.0, 4.0  # what the scores and the layers' vectors count


def distil(net: Encoder, whole: Encoder, read: Iterator[tuple[Tensor, Tensor, Tensor]], cycle: Cycle,
           saved: Path) -> None:  # fmt: skip
    """Train `net` in place over batches as finetune.py makes them, keeping what there is every few minutes."""
    optimiser = torch.optim.AdamW(net.parameters(), weight_decay=0.0)
    began, seen, total = time.process_time(), 0, torch.zeros(2)
    net.eval(), whole.eval()  # without dropout: both shall say the same of the same stretch
    for step in range(cycle.steps):
        for group in optimiser.param_groups:
            group["lr"] = cycle.rate * min(1, (step + 1) / 60, (cycle.steps - step) / cycle.steps)
        rows, shapes, _ = next(read)
        with torch.no_grad():
            wanted = whole.layered(rows, shapes)
        losses = torch.stack(_losses(net.layered(rows, shapes), wanted, rows, shapes))
        optimiser.zero_grad()
        losses.sum().backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        seen, total = seen + rows.numel(), total + losses.detach()
        if step % 50 == 49:
            pace = seen / (time.process_time() - began)
            print(f"step {step + 1} of {cycle.steps}: scores {total[0] / 50:.5f}, layers {total[1] / 50:.4f}, "
                  f"{pace:.0f} pieces a second", flush=True)  # fmt: skip
            total = torch.zeros(2)
            torch.save(net.state_dict(), saved)
    torch.save(net.state_dict(), saved)


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
