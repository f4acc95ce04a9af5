"""python -m training --data FOLDER: trains the person model and writes its file.

Prints the hash that jobs/text/persons/model.py must name. What is held out is never trained on (training/corpora.py).
"""

from __future__ import annotations

import argparse
import hashlib
import random
from pathlib import Path

import torch

from jobs.text.persons.features import Features, PieceList
from jobs.text.persons.model import MODEL_FILE
from training import gate, pieces
from training.augment import Names
from training.corpora import TRAINABLE, labelled
from training.export import export
from training.model import Tagger
from training.templates import sentences
from training.train import train


def main() -> None:
    """Read, train, fit the gate, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with pii/ and reference/")
    parser.add_argument("--out", type=Path, default=MODEL_FILE)
    parser.add_argument("--passes", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    torch.manual_seed(told.seed)
    torch.set_num_threads(2)
    found = pieces.read()
    features = Features(PieceList(found.forms, found.scores))
    names = Names(told.data / "reference")
    texts = [*labelled(told.data / "pii"), *sentences(told.data / "reference", names, random.Random(7))]
    texts = [text for text in texts if not text.held_out]
    print(f"{len(texts)} texts, {sum(len(text.forms) for text in texts)} words; sets {data_hash(told.data / 'pii')}")
    net = Tagger(torch.from_numpy(found.vectors))
    net.load_state_dict(train(net, features, texts, names, told.passes, told.seed), strict=False)
    net.eval()
    weights = gate.fit(net, features, texts, told.seed)
    print("SHA-256", export(net.state_dict(), found.vectors, found.forms, found.scores, weights, told.out))


def data_hash(folder: Path) -> str:
    """One hash over the files of all sets that are trained on."""
    digest = hashlib.sha256()
    for name in sorted(TRAINABLE):
        digest.update((folder / f"{name}.jsonl.gz").read_bytes())
    return digest.hexdigest()[:16]


main()
