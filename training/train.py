"""The tagger's training loop: texts varied anew in each pass, in flat batches.

Texts with labels teach what each word is; those without teach, by the scores of both networks, how likely each is.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from jobs.text.persons.features import Features
from jobs.text.persons.model import GAP
from training.augment import Names, disguise, varied
from training.corpora import TRAINABLE, UNKNOWN, Labelled
from training.model import Tagger, tensors
from training.unlabelled import Taught

PLACES = 4000  # words in a batch
LONGEST = 1500
RATE = 2.5e-3
UNSEEN = 0.06  # of the words of a batch are seen by shape and ends only
SCORED = 0.5  # what a word with a score counts beside one with a label
NO_SCORE = -1.0


class Batch(NamedTuple):
    """Words with gaps, a label and a score for each: one of them is none."""

    forms: list[str]
    labels: list[int]
    scores: list[float]


class FeatureCache:
    """Features of words, each made once."""

    def __init__(self, features: Features) -> None:
        self._features, self._held = features, {}

    def of(self, forms: list[str]) -> dict[str, Tensor]:
        """Tensors of features, one row a word."""
        new = [form for form in forms if form not in self._held]
        if new:
            made = self._features.of(new)
            self._held |= {form: {name: a[row] for name, a in made.items()} for row, form in enumerate(new)}
        rows = [self._held[form] for form in forms]
        return tensors({name: np.stack([row[name] for row in rows]) for name in rows[0]})


def train(
    net: Tagger, features: Features, texts: Sequence[Labelled | Taught], names: Names, passes: int, seed: int
) -> dict[str, Tensor]:
    """The weights after some passes over the texts."""
    chance = random.Random(seed)
    items = [text for text in texts for _ in range(_times(text))]
    steps = sum(len(text.forms) + GAP for text in items) * passes // PLACES
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=0.01)
    cache, step = FeatureCache(features), 0
    for done in range(passes):
        chance.shuffle(items)
        total = 0.0
        for batch in _batches(items, names, chance):
            for group in optimiser.param_groups:
                group["lr"] = RATE * min(1, (step + 1) / 50) * max(0.02, 1 - step / steps)
            loss = _loss(net, cache, batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            step, total = step + 1, total + loss.item()
        print(f"pass {done + 1} of {passes}: loss {total * passes / steps:.4f}", flush=True)
    return net.state_dict()


def _times(text: Labelled | Taught) -> int:
    return TRAINABLE[text.source][1] if isinstance(text, Labelled) and text.source in TRAINABLE else 1


def _loss(net: Tagger, cache: FeatureCache, batch: Batch) -> Tensor:
    kinds: dict[str, int] = {}
    rows = torch.tensor([kinds.setdefault(form, len(kinds) + 1) if form else 0 for form in batch.forms])
    logits = net(cache.of(list(kinds)), rows, torch.rand(len(kinds)) < UNSEEN)
    labels, scores = torch.tensor(batch.labels), torch.tensor(batch.scores)
    wrong = nn.functional.cross_entropy(logits, labels, ignore_index=UNKNOWN, reduction="sum")
    is_scored = scores >= 0
    odds = logits[is_scored, 1:].logsumexp(1) - logits[is_scored, 0]
    taught = nn.functional.binary_cross_entropy_with_logits(odds, scores[is_scored], reduction="sum")
    count = (labels != UNKNOWN).sum() + SCORED * is_scored.sum()
    return (wrong + SCORED * taught) / count


def _batches(items: list[Labelled | Taught], names: Names, chance: random.Random) -> Iterator[Batch]:
    """Varied texts one behind the other, mostly with gaps between them: a quarter is joined."""
    batch = Batch([], [], [])
    for item in items:
        if isinstance(item, Labelled):
            forms, labels = varied(item, names, chance)
            scores = [NO_SCORE] * len(forms)
        else:
            forms, labels, scores = disguise(item.forms, chance), [UNKNOWN] * len(item.forms), item.scores
        for start in range(0, len(forms), LONGEST):
            part = slice(start, start + LONGEST)
            gap = GAP if chance.random() < 0.75 else 0
            batch.forms.extend([*forms[part], *[""] * gap])
            batch.labels.extend([*labels[part], *[UNKNOWN] * gap])
            batch.scores.extend([*scores[part], *[NO_SCORE] * gap])
        if len(batch.forms) >= PLACES:
            yield batch
            batch = Batch([], [], [])
    if batch.forms:
        yield batch
