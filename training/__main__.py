"""python -m training tagger|encoder --data FOLDER: trains a network of the person detector and writes its files.

Prints the hashes that jobs/text/persons/files.py must name. What is held out is never trained on (training/corpora.py).
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import random
from collections.abc import Callable
from pathlib import Path

import torch

from jobs.text.persons.features import Features, PieceList
from jobs.text.persons.files import TAGGER
from jobs.text.persons.reading import PieceTable
from training import finetune, gate, pieces, source
from training.augment import Names
from training.calibrate import ranges, ranges_of_convolutions
from training.corpora import TRAINABLE, Labelled, labelled
from training.distil import distil
from training.encoder import Encoder, blocks_of, chosen
from training.export import export, export_encoder
from training.model import Tagger, tensors
from training.prune import prune
from training.templates import sentences
from training.train import train
from training.unlabelled import UNLABELLED, Taught, taught, unlabelled

# The second round starts from the first one's weights with new steps of the optimiser
CYCLES = (finetune.Cycle(1100, 2.5e-4), finetune.Cycle(850, 1.5e-4))
# Each goes on from there by itself; the encoder is a mean of all (Wortsman et al. 2022, "Model soups")
BRANCHES = (finetune.Cycle(2600, 1.3e-4, finetune.MORE_POSTS), finetune.Cycle(1900, 1.3e-4, finetune.MORE_POSTS))
PARTS = (0.2, 0.4, 0.4)  # of the weights before the branches and of each branch in the mean
# What is left out after that is made up for by hearing the whole encoder
DISTILLED = finetune.Cycle(2600, 1.5e-4, {**finetune.MORE_POSTS, UNLABELLED: 0.5})
PRUNED_BY = 36  # batches from which is taken what the encoder can do without
SEEN = 50  # batches from which the ranges of activations are taken
TEXTS_SEEN = 3000  # the same for the tagger


def main() -> None:
    """Read, train, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=["tagger", "encoder"])
    parser.add_argument("--data", type=Path, required=True, help="folder with pii/ and reference/")
    parser.add_argument("--out", type=Path, default=TAGGER.path.parent, help="folder for the files")
    parser.add_argument("--kept", type=Path, default=Path(".assent"), help="folder for weights in between")
    parser.add_argument("--passes", type=int, default=6, help="of the tagger over the texts")
    parser.add_argument("--taught", action="store_true", help="the tagger learns from both networks in OUT, too")
    parser.add_argument("--start", type=Path, help="weights of the encoder after both cycles, to go on from")
    parser.add_argument("--share", type=float, default=1.0, help="of the encoder's steps: less tries the program out")
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    torch.manual_seed(told.seed)
    torch.set_num_threads(1)
    names = Names(told.data / "reference")
    texts = [*labelled(told.data / "pii"), *sentences(told.data / "reference", names, random.Random(7))]
    texts = [text for text in texts if not text.held_out]
    print(f"{len(texts)} texts, {sum(len(text.forms) for text in texts)} words; sets {data_hash(told.data / 'pii')}")
    (_tagger if told.part == "tagger" else _encoder)(texts, names, told)


def _tagger(labelled_texts: list[Labelled], names: Names, told: argparse.Namespace) -> None:
    texts: list[Labelled | Taught] = [*labelled_texts]
    if told.taught:
        texts += taught(told.data, told.out, random.Random(told.seed))
        print(f"{len(texts) - len(labelled_texts)} texts without labels")
    found = pieces.read()
    features = Features(PieceList(found.forms, found.scores))
    net = Tagger(torch.from_numpy(found.vectors))
    net.load_state_dict(train(net, features, texts, names, told.passes, told.seed), strict=False)
    net.eval()

    def vectors(forms: list[str]) -> torch.Tensor:
        return net.words(tensors(features.of(forms)))

    weights = gate.fit(vectors, texts, told.seed)
    read = random.Random(told.seed).sample([text.forms for text in texts], TEXTS_SEEN)
    seen = ranges_of_convolutions(net, vectors, read)
    hashes = export(net.state_dict(), seen, found.vectors, found.forms, found.scores, weights, told.out)
    print("SHA-256", *hashes)


def _encoder(texts: list[Labelled], names: Names, told: argparse.Namespace) -> None:
    start = source.read()
    rows = chosen(start)
    table = blocks_of(start, rows)
    forms, scores = [start.forms[row] for row in rows], start.scores[rows]
    pieces_of = PieceTable(forms, scores)
    told.kept.mkdir(parents=True, exist_ok=True)

    def train_more(net: Encoder, cycle: finetune.Cycle, number: int) -> dict[str, torch.Tensor]:
        kept = told.kept / f"encoder{number}.pt"
        cycle = _shortened(cycle, told)
        return finetune.finetune(net, pieces_of, texts, names, cycle, told.seed + number, kept)

    net = _whole(Encoder(start, table), train_more, told.start)
    read = [(rows, shapes) for rows, shapes, _ in finetune.drawn(texts, pieces_of, names, SEEN, told.seed)]
    whole = copy.deepcopy(net)
    prune(net, read[:PRUNED_BY])
    chance = random.Random(told.seed)
    every = texts + unlabelled(told.data, chance)
    windows = finetune.batches(every, pieces_of, names, DISTILLED.shares, chance, windows=True)
    distil(net, whole, windows, _shortened(DISTILLED, told), told.kept / "encoder-small.pt")
    print("SHA-256", *export_encoder(net.state_dict(), ranges(net, read), forms, scores, table, told.out))


def _whole(net: Encoder, train_more: Callable[[Encoder, finetune.Cycle, int], dict[str, torch.Tensor]],
           start: Path | None) -> Encoder:  # fmt: skip
    """The encoder before anything is left out of it: the mean of what came of both cycles and of the branches."""
    if start:
        net.load_state_dict(torch.load(start))
    else:
        for number, cycle in enumerate(CYCLES):
            train_more(net, cycle, number)
    states = [{name: value.clone() for name, value in net.state_dict().items()}]
    for number, cycle in enumerate(BRANCHES, start=len(CYCLES)):
        net.load_state_dict(states[0])
        states.append(train_more(net, cycle, number))
    net.load_state_dict(finetune.mean(states, PARTS))
    return net


def _shortened(cycle: finetune.Cycle, told: argparse.Namespace) -> finetune.Cycle:
    return cycle._replace(steps=max(1, round(cycle.steps * told.share)))


def data_hash(folder: Path) -> str:
    """One hash over the files of all sets that are trained on."""
    digest = hashlib.sha256()
    for name in sorted(TRAINABLE):
        digest.update((folder / f"{name}.jsonl.gz").read_bytes())
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    main()
