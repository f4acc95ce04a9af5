"""The gate: how likely a word by itself is to be a name, as a linear rule on its vector."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from jobs.text.persons.features import Features
from training.augment import disguise
from training.corpora import OUTSIDE, UNKNOWN, Labelled
from training.model import Tagger, tensors
from training.unlabelled import Taught

_SLICE = 5000
_SURE = 0.5  # a sign that is part of a name is not what the gate shall look for


def fit(net: Tagger, features: Features, texts: Sequence[Labelled | Taught], seed: int) -> np.ndarray:
    """Weights with the bias last, by logistic regression over the words of the texts."""
    chance = random.Random(seed)
    inside: dict[str, float] = defaultdict(float)
    outside: dict[str, float] = defaultdict(float)
    for text in texts:
        for form, share in zip(disguise(text.forms, chance), _shares(text), strict=True):
            if share is not None and (share < _SURE or form.isalpha()):
                inside[form] += share
                outside[form] += 1 - share
    forms = sorted(inside.keys() | outside.keys())
    with torch.no_grad():
        slices = [forms[start : start + _SLICE] for start in range(0, len(forms), _SLICE)]
        vectors = torch.cat([net.words(tensors(features.of(part))) for part in slices])
    counts = [torch.tensor([count[form] for form in forms]) for count in (inside, outside)]
    return _regress(vectors, *counts)


def _shares(text: Labelled | Taught) -> list[float | None]:
    """How much of each word is a name; None where nobody says."""
    if isinstance(text, Taught):
        return [*text.scores]
    return [None if label == UNKNOWN else float(label > OUTSIDE) for label in text.labels]


def _regress(vectors: Tensor, inside: Tensor, outside: Tensor) -> np.ndarray:
    weights = torch.zeros(vectors.shape[1] + 1, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=60)

    def loss() -> Tensor:
        optimiser.zero_grad()
        odds = vectors @ weights[:-1] + weights[-1]
        wrong = torch.nn.functional.softplus(-odds) * inside + torch.nn.functional.softplus(odds) * outside
        value = wrong.sum() / (inside.sum() + outside.sum()) + 1e-5 * (weights[:-1] ** 2).sum()
        value.backward()
        return value

    optimiser.step(loss)
    return weights.detach().numpy()
