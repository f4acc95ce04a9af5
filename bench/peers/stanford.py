"""Run by bench/peers.py: the CRF of Stanford CoreNLP, with its own models for four languages, the English one for more.

The JARs of edu.stanford.nlp:stanford-corenlp:4.5.8 (GPL) and its models lie in the folder `jars` beside this Python.
"""

import json
import struct
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

JARS = Path(sys.executable).absolute().parents[1] / "jars"
MODELS = "edu/stanford/nlp/models/ner"
ENGLISH = f"{MODELS}/english.all.3class.distsim.crf.ser.gz"
OF_LANGUAGE = {
    "de": f"{MODELS}/german.distsim.crf.ser.gz",
    "fr": f"{MODELS}/french-wikiner-4class.crf.ser.gz",
    "es": f"{MODELS}/spanish.ancora.distsim.s512.crf.ser.gz",
}
KINDS = {
    "PERSON": "PERSON", "PERS": "PERSON", "I-PER": "PERSON", "PER": "PERSON",
    "LOCATION": "LOCATION", "LUG": "LOCATION", "I-LOC": "LOCATION", "LOC": "LOCATION",
    "ORGANIZATION": "ORG", "ORG": "ORG", "I-ORG": "ORG", "OTROS": "OTHER", "MISC": "OTHER", "I-MISC": "OTHER",
}  # fmt: skip


def finds(model: str, texts: list[str]) -> list[list[dict[str, object]]]:
    """The spans of each text by one model, in one JVM."""
    raw = [text.encode("utf-8", "replace") for text in texts]
    given = struct.pack(">i", len(raw)) + b"".join(struct.pack(">i", len(each)) + each for each in raw)
    command = ["java", "-Xmx3g", "-XX:ActiveProcessorCount=1", "-cp", f"{JARS}/*"]
    source = Path(__file__).with_name("Stanford.java")
    done = subprocess.run([*command, source, model], input=given, stdout=subprocess.PIPE, check=True)
    return [spans(line.split()) for line in done.stdout.decode().splitlines()]


def spans(words: list[str]) -> list[dict[str, object]]:
    """`begin end kind begin end kind …` as spans."""
    threes = zip(*(iter(words),) * 3, strict=True)
    return [{"start": int(a), "end": int(b), "type": KINDS.get(kind, "OTHER")} for a, b, kind in threes]


by_model = defaultdict(list)
for path in sorted(Path(sys.argv[1]).glob("*.jsonl")):
    with path.open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            by_model[OF_LANGUAGE.get((record.get("lang") or "")[:2], ENGLISH)].append((path.name, record))
found = defaultdict(list)
for model, records in by_model.items():
    for (name, record), each in zip(records, finds(model, [r["text"] for _, r in records]), strict=True):
        found[name].append({"id": record["id"], "spans": each})
for name, rows in found.items():
    (Path(sys.argv[2]) / name).write_text("".join(json.dumps(row) + "\n" for row in rows))
