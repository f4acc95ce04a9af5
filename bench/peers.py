"""How well other redactors do on the same labelled texts: Presidio, scrubadub and Stanford's CRF beside ours.

    python bench/peers.py ../shared/data/pii [--records 400] [--characters 60000] [--cache .assent/peers]
                          [--peers presidio,scrubadub,stanford] [--all]

One sample of each set is scored for all in the same run: of sets that the person models were trained on, of the parts
that were held out of it, unless --all. What is measured against is installed into the cache folder
and never shipped, each peer into an environment of its own. Presidio has its patterns only (its person detector needs
a model that no package registry holds). Stanford's takes part when it is named and the JARs of
edu.stanford.nlp:stanford-corenlp:4.5.8 and its models (English, German, French, Spanish; 1.2 GB, GPL) lie in
CACHE/stanford/jars. The scores go to docs/quality.json, and the page docs/quality.md is written from it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jobs.commands.evaluate import LABELS
from jobs.evaluate import evaluate
from jobs.evaluate.labels import load_labels
from jobs.evaluate.ours import predict
from jobs.evaluate.reading import find_sets, read_predictions, read_set, read_subjects
from jobs.text.redactor import redactor_version
from training.corpora import TRAINABLE, is_held_out

ROOT = Path(__file__).resolve().parents[1]
HERE = Path(__file__).resolve().parent / "peers"
PACKAGES = {"presidio": ["presidio-analyzer==2.2.366"], "scrubadub": ["scrubadub==2.0.1"], "stanford": []}

HELD_OUT = (
    "from the training of the person models, by template, document or block of sentences (training/corpora.py). Rules"
    " are not trained; their failures on these parts, too, were looked at when they were written"
)


def sampled(places: list[Path], records: int, characters: int, *, held_out: bool) -> dict[str, list[Any]]:
    """Records of each set, drawn with a seed, up to a number of records and of characters."""
    drawn = {}
    for name, path in find_sets(places).items():
        every = list(read_set(path))
        if held_out and name in TRAINABLE:
            every = [record for row, record in enumerate(every) if is_held_out(name, row, record)]
        random.Random(name).shuffle(every)
        kept, size = [], 0
        for record in every[:records]:
            size += len(record["text"])
            if kept and size > characters:
                break
            kept.append({**record, "id": f"{name}:{len(kept)}", "subject": record["id"]})
        drawn[name] = kept
    return drawn


def environment(cache: Path, peer: str) -> Path:
    """The Python of a peer's own environment, made at the first use."""
    python = cache / peer / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", cache / peer], check=True)
        if PACKAGES[peer]:
            subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES[peer]], check=True)
    return python


def run_peer(cache: Path, peer: str, source: Path, folder: Path) -> float:
    """Let a peer write what it finds; its processor seconds, loading included."""
    python = environment(cache, peer)  # installing is no part of what it costs
    before = os.times()
    subprocess.run(["nice", "-n", "10", python, HERE / f"{peer}.py", source, folder], check=True)
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system


def main() -> None:
    """Score all on one sample, and write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--records", type=int, default=400)
    parser.add_argument("--characters", type=int, default=60_000)
    parser.add_argument("--cache", type=Path, default=ROOT / ".assent" / "peers")
    parser.add_argument("--peers", default="presidio,scrubadub")
    parser.add_argument("--all", action="store_true", help="records that the models were trained on, too")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "quality.json")
    arguments = parser.parse_args()
    sample = sampled(arguments.sets, arguments.records, arguments.characters, held_out=not arguments.all)
    subjects = read_subjects(next((p / "subjects" for p in arguments.sets if (p / "subjects").is_dir()), None))
    mine = {r["id"]: subjects[r["subject"]] for rs in sample.values() for r in rs if r["subject"] in subjects}
    source = arguments.cache.absolute() / "sample"
    source.mkdir(parents=True, exist_ok=True)
    for name, records in sample.items():
        lines = (json.dumps({"id": r["id"], "text": r["text"], "lang": r.get("lang")}) + "\n" for r in records)
        (source / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    labels, columns, seconds = load_labels(LABELS), {}, {}
    started = time.process_time()
    ours = f"assent {redactor_version()}"
    columns[ours] = evaluate(sample.items(), predict, labels, mine).to_json()
    seconds[ours] = time.process_time() - started
    for peer in filter(None, arguments.peers.split(",")):
        folder = arguments.cache.absolute() / f"{peer}-finds"
        folder.mkdir(exist_ok=True)
        seconds[peer] = run_peer(arguments.cache.absolute(), peer, source, folder)
        found = evaluate(sample.items(), lambda name, _, at=folder: read_predictions(at, name), labels, mine)
        columns[peer] = found.to_json()
    measured = {
        "measured": datetime.now(UTC).date().isoformat(),
        "assent": version("assent"),
        "held_out": "nothing: rules and models were made on these texts" if arguments.all else HELD_OUT,
        "records": {name: len(records) for name, records in sample.items()},
        "characters": sum(len(r["text"]) for rs in sample.values() for r in rs),
        "seconds": {name: round(each, 1) for name, each in seconds.items()},
        "columns": {name: {"groups": each["groups"], "sets": each["sets"]} for name, each in columns.items()},
    }
    arguments.out.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    subprocess.run([sys.executable, ROOT / "docs" / "quality.py"], check=True)


if __name__ == "__main__":
    main()
