"""Writes docs/quality.md from docs/quality.json, what bench/peers.py measured; `--check` says whether it is current."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from jobs.evaluate.tables import markdown

HERE = Path(__file__).resolve().parent
MEASURED, PAGE = HERE / "quality.json", HERE / "quality.md"
GROUPS = {
    "social": "Social and web text",
    "formal": "Court cases, contracts, encyclopaedia",
    "languages": "Other languages",
    "pii": "Texts made to hold identifiers of every kind",
    "precision": "Technical posts: what must not be masked",
}


def page(measured: dict[str, Any]) -> str:
    """The page: what was measured on, then a table a group of sets, a column a redactor."""
    records, columns = measured["records"], measured["columns"]
    seconds = ", ".join(f"{name} {each}" for name, each in measured["seconds"].items())
    head = f"""# Quality of redaction

Measured on {measured["measured"]} with assent {measured["assent"]} by `python bench/peers.py` on
{sum(records.values()):,}
records of {len(records)} sets, {measured["characters"]:,} characters, drawn with a seed;
all redactors saw the same texts.
Held out: {measured["held_out"]}.

A mention counts as found only when each letter and digit of it is hidden. In brackets is the interval of 95 %, which
takes documents as drawn; sets that label names alone count links and addresses as over-redaction. Processor seconds,
loading included, on a busy machine: {seconds}. Presidio has its patterns only, without a language model. Stanford is
the CRF of CoreNLP 4.5.8 with its own models for German, French and Spanish and the English one for all else.
"""
    tables = [
        f"## {title}\n\n{markdown({name: found['groups'][group] for name, found in columns.items()})}"
        for group, title in GROUPS.items()
        if all(group in found["groups"] for found in columns.values())
    ]
    return "\n".join([head, *tables])


def main() -> int:
    """Write the page, or compare it."""
    if not MEASURED.exists():
        print("docs/quality.json is not there: run bench/peers.py", file=sys.stderr)
        return 1
    text = page(json.loads(MEASURED.read_text(encoding="utf-8")))
    if "--check" in sys.argv:
        return 0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text else 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
