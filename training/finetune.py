"""Fine-tuning the encoder: texts varied anew each time, read in stretches, batches of stretches of about one length."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn

from jobs.text.persons.features import SHAPES
from jobs.text.persons.reading import PieceTable, reading, readings
from jobs.text.persons.thresholds import Thresholds
from training.augment import Names, varied
from training.corpora import UNKNOWN, Labelled
from training.encoder import Encoder

PIECES = 1100  # in a batch
POOL = 40  # batches that are sorted together
WINDOWS = 0.5  # of the stretches are cut where cutting is asked for
CONTEXT = Thresholds().context
JOINED = 0.3  # of the short texts are read together with the next one
# How often a text of a set is read in one pass; the sets differ much in size and in how alike their texts are
SHARE = {
    "uner_ewt_docs": 2.0, "danplus_twitter_arto": 2.5, "tab_echr_144": 1.0, "echr_fr_manual": 1.5,
    "echr_es_manual": 1.5, "sec_filings_en": 0.4, "germeval2014_de": 1.6, "swedish_ner": 0.6, "meddocan_es": 0.15,
    "dab_danish_54": 2.0, "panorama_151_synthetic": 2.0, "presidio_generated_large": 0.8, "templates": 0.6,
}  # fmt: skip
MORE_POSTS = {**SHARE, "btc": 1.5, "wnut17": 1.5, "wikigold_en": 1.5}


class Cycle(NamedTuple):
    """So many steps, with a rate that rises to its highest and falls to nothing; what is read of each set."""

    steps: int
    rate: float
    shares: dict[str, float] = SHARE


class Example(NamedTuple):
    """One stretch: rows, shapes and labels by piece."""

    rows: list[int]
    shapes: list[int]
    labels: list[int]


def finetune(net: Encoder, pieces: PieceTable, texts: list[Labelled], names: Names, cycle: Cycle, seed: int,
             saved: Path) -> dict[str, Tensor]:  # fmt: skip
    """Train in place, keeping what there is every few minutes. Returns a copy of the weights."""
    chance = random.Random(seed)
    torch.manual_seed(seed)
    norms = [p for p in net.parameters() if p.ndim < 2]
    others = [p for p in net.parameters() if p.ndim >= 2]
    optimiser = torch.optim.AdamW([{"params": norms, "weight_decay": 0.0}, {"params": others, "weight_decay": 0.01}])

    def loss(rows: Tensor, told: Tensor, labels: Tensor) -> Tensor:
        return nn.functional.cross_entropy(net(rows, told).flatten(0, 1), labels.flatten(), ignore_index=UNKNOWN)

    net.train()
    descend(net, optimiser, batches(texts, pieces, names, cycle.shares, chance), loss, cycle, saved)
    return {name: value.clone() for name, value in net.state_dict().items()}


def descend(net: Encoder, optimiser: torch.optim.Optimizer, read: Iterator[tuple[Tensor, Tensor, Tensor]],
            loss: Callable[[Tensor, Tensor, Tensor], Tensor], cycle: Cycle, saved: Path) -> None:  # fmt: skip
    """The steps of a cycle, one batch each. `loss` may have parts: their sum is made less, each is printed."""
    began, seen, total = time.process_time(), 0, torch.zeros(1)
    for step in range(cycle.steps):
        for group in optimiser.param_groups:
            group["lr"] = cycle.rate * min(1, (step + 1) / 60, (cycle.steps - step) / cycle.steps)
        batch = next(read)
        lost = loss(*batch)
        optimiser.zero_grad()
        lost.sum().backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        seen, total = seen + batch[0].numel(), total + lost.detach()
        if step % 50 == 49:
            parts = ", ".join(f"{part / 50:.4f}" for part in total.tolist())
            pace = seen / (time.process_time() - began)
            print(f"step {step + 1} of {cycle.steps}: loss {parts}, {pace:.0f} pieces a second", flush=True)
            total = torch.zeros(1)
            torch.save(net.state_dict(), saved)
    torch.save(net.state_dict(), saved)


def mean(states: Sequence[dict[str, Tensor]], parts: Sequence[float]) -> dict[str, Tensor]:
    """The weighted mean of weights."""
    return {
        name: torch.stack([part * state[name] for part, state in zip(parts, states, strict=True)]).sum(0)
        for name in states[0]
    }


def drawn(
    texts: list[Labelled], pieces: PieceTable, names: Names, count: int, seed: int
) -> list[tuple[Tensor, Tensor, Tensor]]:
    """Some batches: rows, shapes and labels, padded."""
    chance = random.Random(seed)
    return list(islice(batches(texts, pieces, names, SHARE, chance), count))


def batches(texts: list[Labelled], pieces: PieceTable, names: Names, shares: dict[str, float], chance: random.Random,
            windows: bool = False) -> Iterator[tuple[Tensor, Tensor, Tensor]]:  # fmt: skip
    """Batches without end; with `windows` half of the stretches are cut to what is read about a single word."""
    pool: list[Example] = []
    count = 0
    for example in _examples(texts, pieces, names, shares, chance, WINDOWS if windows else 0):
        pool.append(example)
        count += len(example.rows)
        if count >= POOL * PIECES:
            ready = list(_sorted(pool))
            chance.shuffle(ready)
            yield from ready
            pool, count = [], 0


def _sorted(pool: list[Example]) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    batch: list[Example] = []
    for example in sorted(pool, key=lambda example: len(example.rows)):
        if batch and len(example.rows) * (len(batch) + 1) > PIECES:
            yield _padded(batch)
            batch = []
        batch.append(example)
    yield _padded(batch)


def _padded(batch: list[Example]) -> tuple[Tensor, Tensor, Tensor]:
    longest = max(len(example.rows) for example in batch)

    def filled(lists: list[list[int]], empty: int) -> Tensor:
        return torch.tensor([one + [empty] * (longest - len(one)) for one in lists])

    rows, told, labels = zip(*batch, strict=True)
    return filled(rows, 0), filled(told, SHAPES), filled(labels, UNKNOWN)


def _examples(texts: list[Labelled], pieces: PieceTable, names: Names, shares: dict[str, float],
              chance: random.Random, windows: float) -> Iterator[Example]:  # fmt: skip
    """Stretches of texts in changing order, for ever."""
    held: dict[str, list[int]] = {}
    while True:
        items = [text for text in texts for _ in range(_times(shares.get(text.source, 1.0), chance))]
        chance.shuffle(items)
        before: tuple[list[str], list[int]] = ([], [])
        for item in items:
            forms, labels = varied(item, names, chance)
            forms, labels = before[0] + forms, before[1] + labels
            if len(forms) < 20 and chance.random() < JOINED:
                before = ([*forms, "\n"], [*labels, 0]) if chance.random() < 0.5 else (forms, labels)
                continue
            before = ([], [])
            rows = [held.get(form) or held.setdefault(form, pieces.rows(form)) for form in forms]
            for stretch in readings(forms):
                start, end = _window(*stretch, chance) if chance.random() < windows else stretch
                yield _labelled(forms[start:end], rows[start:end], labels[start:end])


def _window(start: int, end: int, chance: random.Random) -> tuple[int, int]:
    """What is read about one word of a stretch."""
    middle = chance.randrange(start, end)
    return max(start, middle - CONTEXT), min(end, middle + CONTEXT + 1)


def _times(share: float, chance: random.Random) -> int:
    return int(share) + (chance.random() < share % 1)


def _labelled(forms: list[str], rows: list[list[int]], labels: list[int]) -> Example:
    told = reading(forms, rows)
    by_piece = [UNKNOWN] * len(told.rows)
    for start, label in zip(told.starts, labels, strict=True):
        by_piece[start] = label
    return Example(told.rows, told.shapes, by_piece)
