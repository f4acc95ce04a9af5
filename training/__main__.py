"""python -m training tagger|encoder --data FOLDER: trains a network of the person detector and writes its files.

Prints the hashes that jobs/text/persons/files.py must name. What is held out is never trained on (training/corpora.py).
"""

from __future__ import annotations

import argparse
import hashlib
import random
from pathlib import Path

import torch

from jobs.text.persons.features import Features, PieceList
from jobs.text.persons.files import GRAPH, PIECES, TAGGER
from jobs.text.persons.reading import PieceTable
from training import finetune, gate, pieces, source
from training.augment import Names
from training.corpora import TRAINABLE, Labelled, labelled
from training.encoder import Encoder, blocks_of, chosen
from training.export import export, export_encoder
from training.model import Tagger
from training.templates import sentences
from training.train import train

# The second round starts from the first one's weights with new steps of the optimiser
CYCLES = (finetune.Cycle(1100, 2.5e-4), finetune.Cycle(850, 1.5e-4))


def main() -> None:
    """Read, train, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=["tagger", "encoder"])
    parser.add_argument("--data", type=Path, required=True, help="folder with pii/ and reference/")
    parser.add_argument("--out", type=Path, default=TAGGER.path.parent, help="folder for the files")
    parser.add_argument("--kept", type=Path, default=Path(".assent"), help="folder for weights in between")
    parser.add_argument("--passes", type=int, default=6, help="of the tagger over the texts")
    parser.add_argument("--start", type=Path, help="weights of the encoder after the first cycle, to go on from")
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    torch.manual_seed(told.seed)
    torch.set_num_threads(1)
    names = Names(told.data / "reference")
    texts = [*labelled(told.data / "pii"), *sentences(told.data / "reference", names, random.Random(7))]
    texts = [text for text in texts if not text.held_out]
    print(f"{len(texts)} texts, {sum(len(text.forms) for text in texts)} words; sets {data_hash(told.data / 'pii')}")
    (_tagger if told.part == "tagger" else _encoder)(texts, names, told)


def _tagger(texts: list[Labelled], names: Names, told: argparse.Namespace) -> None:
    found = pieces.read()
    features = Features(PieceList(found.forms, found.scores))
    net = Tagger(torch.from_numpy(found.vectors))
    net.load_state_dict(train(net, features, texts, names, told.passes, told.seed), strict=False)
    net.eval()
    weights = gate.fit(net, features, texts, told.seed)
    path = told.out / TAGGER.path.name
    print("SHA-256", export(net.state_dict(), found.vectors, found.forms, found.scores, weights, path))


def _encoder(texts: list[Labelled], names: Names, told: argparse.Namespace) -> None:
    start = source.read()
    rows = chosen(start)
    table = blocks_of(start, rows)
    net = Encoder(start, table)
    forms, scores = [start.forms[row] for row in rows], start.scores[rows]
    if told.start:
        net.load_state_dict(torch.load(told.start))
    told.kept.mkdir(parents=True, exist_ok=True)
    for number, cycle in enumerate(CYCLES[1:] if told.start else CYCLES, start=len(CYCLES) - 1 if told.start else 0):
        kept = told.kept / f"encoder{number}.pt"
        finetune.finetune(net, PieceTable(forms, scores), texts, names, cycle, told.seed + number, kept)
    graph, kept = told.out / GRAPH.path.name, told.out / PIECES.path.name
    print("SHA-256", *export_encoder(net.state_dict(), forms, scores, table, graph, kept))


def data_hash(folder: Path) -> str:
    """One hash over the files of all sets that are trained on."""
    digest = hashlib.sha256()
    for name in sorted(TRAINABLE):
        digest.update((folder / f"{name}.jsonl.gz").read_bytes())
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    main()
