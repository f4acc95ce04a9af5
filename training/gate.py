"""The gate: how likely a word is to be a name, as a linear rule on its vector and those of the words beside it."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor

from training.augment import disguise
from training.corpora import OUTSIDE, UNKNOWN, Labelled
from training.unlabelled import Taught

_SLICE = 5000
_SURE = 0.5  # a sign that is part of a name is not what the gate shall look for
_NONE = ""  # stands where a text begins and ends


def fit(vectors: Callable[[list[str]], Tensor], texts: Sequence[Labelled | Taught], seed: int) -> np.ndarray:
    """Weights by logistic regression over the words of the texts: width × 3, and a last row with the bias.

    Columns are what a word says of the word behind it, of itself, and of the word before it. `vectors` gives the
    vectors of words by themselves; these are not changed.
    """
    chance = random.Random(seed)
    rows: dict[str, int] = {_NONE: 0}
    places, shares = [0], [-1.0]
    for text in texts:
        forms = disguise(text.forms, chance)
        places += [*(rows.setdefault(form, len(rows)) for form in forms), 0]
        shares += [*(_told(form, share) for form, share in zip(forms, _shares(text), strict=True)), -1.0]
    forms = [*rows][1:]
    with torch.no_grad():
        parts = [vectors(forms[start : start + _SLICE]) for start in range(0, len(forms), _SLICE)]
        known = torch.cat([torch.zeros(1, parts[0].shape[1]), *parts])
    return _regress(known, torch.tensor(places), torch.tensor(shares))


def _told(form: str, share: float | None) -> float:
    """How much of a word is a name; less than nothing where it teaches nothing."""
    return share if share is not None and (share < _SURE or form.isalpha()) else -1.0


def _shares(text: Labelled | Taught) -> list[float | None]:
    """How much of each word is a name; None where nobody says."""
    if isinstance(text, Taught):
        return [*text.scores]
    return [None if label == UNKNOWN else float(label > OUTSIDE) for label in text.labels]


def _regress(vectors: Tensor, places: Tensor, shares: Tensor) -> np.ndarray:
    """`places`: rows of `vectors` of all words, one text behind the other with row 0 between them."""
    weights = torch.zeros(vectors.shape[1] + 1, 3, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=60)
    told = shares >= 0
    wanted = shares[told]

    def loss() -> Tensor:
        optimiser.zero_grad()
        said = (vectors @ weights[:-1])[places]
        odds = said[:, 1] + weights[-1, 1] + said[:, 0].roll(1) + said[:, 2].roll(-1)
        value = torch.nn.functional.binary_cross_entropy_with_logits(odds[told], wanted)
        value = value + 1e-5 * (weights[:-1] ** 2).sum()
        value.backward()
        return value

    optimiser.step(loss)
    return weights.detach().numpy()
