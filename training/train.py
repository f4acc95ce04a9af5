"""The training loop: texts varied anew in each pass, in flat batches."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor, nn

from jobs.text.persons.features import Features
from training.augment import Names, varied
from training.corpora import TRAINABLE, UNKNOWN, Labelled
from training.model import GAP, Tagger, tensors

PLACES = 4000  # words in a batch
LONGEST = 1500
RATE = 2.5e-3
UNSEEN = 0.06  # of the words of a batch are seen by shape and ends only
Batch = tuple[list[str], list[int]]


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
    net: Tagger, features: Features, texts: list[Labelled], names: Names, passes: int, seed: int
) -> dict[str, Tensor]:
    """The weights after some passes over the texts."""
    chance = random.Random(seed)
    items = [text for text in texts for _ in range(TRAINABLE[text.source][1] if text.source in TRAINABLE else 1)]
    steps = sum(len(text.forms) + GAP for text in items) * passes // PLACES
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=0.01)
    cache, step = FeatureCache(features), 0
    for done in range(passes):
        chance.shuffle(items)
        for forms, labels in _batches(items, names, chance):
            for group in optimiser.param_groups:
                group["lr"] = RATE * min(1, (step + 1) / 50) * max(0.02, 1 - step / steps)
            loss = _loss(net, cache, forms, labels)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            step += 1
        print(f"pass {done + 1} of {passes}: loss {loss.item():.4f}", flush=True)
    return net.state_dict()


def _loss(net: Tagger, cache: FeatureCache, forms: list[str], labels: list[int]) -> Tensor:
    kinds: dict[str, int] = {}
    rows = torch.tensor([kinds.setdefault(form, len(kinds) + 1) if form else 0 for form in forms])
    scores = net(cache.of(list(kinds)), rows, torch.rand(len(kinds)) < UNSEEN)
    return nn.functional.cross_entropy(scores, torch.tensor(labels), ignore_index=UNKNOWN)


def _batches(items: list[Labelled], names: Names, chance: random.Random) -> Iterator[Batch]:
    """Varied texts one behind the other, mostly with gaps between them: a quarter is joined."""
    forms: list[str] = []
    labels: list[int] = []
    for item in items:
        new_forms, new_labels = varied(item, names, chance)
        for start in range(0, len(new_forms), LONGEST):
            forms += new_forms[start : start + LONGEST]
            labels += new_labels[start : start + LONGEST]
            if chance.random() < 0.75:
                forms += [""] * GAP
                labels += [UNKNOWN] * GAP
        if len(forms) >= PLACES:
            yield forms, labels
            forms, labels = [], []
    if forms:
        yield forms, labels
