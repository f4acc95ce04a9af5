"""The gate: how likely a word by itself is to be a name, as a linear rule on its vector."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import torch
from torch import Tensor

from jobs.text.persons.features import Features
from training.augment import disguise
from training.corpora import OUTSIDE, Labelled
from training.model import Tagger, tensors

_SLICE = 5000


def fit(net: Tagger, features: Features, texts: list[Labelled], seed: int) -> np.ndarray:
    """Weights with the bias last, by logistic regression over the words of the texts."""
    chance = random.Random(seed)
    inside, outside = Counter[str](), Counter[str]()
    for text in texts:
        for form, label in zip(disguise(text.forms, chance), text.labels, strict=True):
            if label > OUTSIDE and form.isalpha():
                inside[form] += 1
            elif label == OUTSIDE:
                outside[form] += 1
    forms = sorted(inside.keys() | outside.keys())
    with torch.no_grad():
        slices = [forms[start : start + _SLICE] for start in range(0, len(forms), _SLICE)]
        vectors = torch.cat([net.words(tensors(features.of(part))) for part in slices])
    counts = [torch.tensor([float(count[form]) for form in forms]) for count in (inside, outside)]
    return _regress(vectors, *counts)


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
