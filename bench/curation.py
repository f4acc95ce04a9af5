"""What curation costs per text: MB of UTF-8 per second on one core, and how often the language is right.

    python bench/curation.py [--data ../shared/data] [--megabytes 20] [--languages]

Kernels take turns over the same texts in one process; CPU time counts, so ratios hold on a busy machine. A peer that
is not installed is left out: run `uv run --with datatrove --with spacy --with py3langid … bench/curation.py`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa

from jobs.text.fingerprints import text_hash, words_fingerprint
from jobs.text.language import identify
from jobs.text.quality import signals

LABELLED = ("wikineural_8lang", "germeval2014_de", "swedish_ner", "danplus_twitter_arto", "kind_it_wikinews",
            "echr_fr_manual", "meddocan_es", "btc", "wnut17")  # fmt: skip
LANGUAGE_SAMPLE = 600  # texts per set
BATCH_ROWS = 1000

Identifier = Callable[[str], str]


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    arguments.add_argument("--megabytes", type=float, default=20)
    arguments.add_argument("--languages", action="store_true", help="also how often the language is right")
    options = arguments.parse_args()
    pa.set_cpu_count(1)
    texts = sample([text for _, text, _ in delivered(options.data)], options.megabytes)
    print_speed(texts)
    if options.languages:
        print_languages(options.data)


def print_speed(texts: list[str]) -> None:
    """MB/s of our kernels over all texts, and of datatrove's filters over the same."""
    batches = [pa.array(texts[first : first + BATCH_ROWS]) for first in range(0, len(texts), BATCH_ROWS)]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    print(f"{len(texts):,} texts, {megabytes:.1f} MB\n{'kernel':<36}{'CPU s':>8}{'MB/s':>9}")
    kernels: dict[str, Callable[[], object]] = {
        kernel.__name__: lambda kernel=kernel: [kernel(batch) for batch in batches]
        for kernel in (text_hash, words_fingerprint, identify, signals)
    }
    for kernel in (text_hash, words_fingerprint, identify, signals):
        kernel(batches[0].slice(0, 10))  # tables and models are built once per process
    for name, run in {**kernels, **datatrove_filters(texts)}.items():
        begun = time.process_time()
        run()
        seconds = time.process_time() - begun
        print(f"{name:<36}{seconds:>8.2f}{megabytes / seconds:>9.1f}")


def datatrove_filters(texts: list[str]) -> dict[str, Callable[[], object]]:
    """Filters of the same papers as datatrove has them, which stop at the first rule that a text breaks."""
    try:
        from datatrove.data import Document
        from datatrove.pipeline.filters import FineWebQualityFilter, GopherQualityFilter, GopherRepetitionFilter
    except ImportError:
        return {}
    filters = (GopherQualityFilter(), GopherRepetitionFilter(), FineWebQualityFilter())
    documents = [Document(text=text, id=str(number)) for number, text in enumerate(texts) if text.strip()]
    filters[0].filter(documents[0])  # loads the word splitter
    return {f"datatrove {f.__class__.__name__}": lambda f=f: [f.filter(d) for d in documents] for f in filters}


def print_languages(data: Path) -> None:
    """The share of texts whose language is named rightly, per set; texts too short to name count as wrong."""
    peers = {"ours": None, **peer_identifiers()}
    print(f"\n{'set':<28}" + "".join(f"{name:>12}" for name in peers))
    right: dict[str, list[float]] = {name: [] for name in peers}
    seconds = dict.fromkeys(peers, 0.0)
    for name, rows in sorted(labelled(data).items()):
        for peer, identifier in peers.items():
            begun = time.process_time()
            named = _ours(rows) if identifier is None else [identifier(text) for text, _ in rows]
            seconds[peer] += time.process_time() - begun
            right[peer].append(sum(a == b for a, (_, b) in zip(named, rows, strict=True)) / len(rows))
        print(f"{name:<28}" + "".join(f"{right[peer][-1]:>12.3f}" for peer in peers))
    print(f"{'mean of the sets':<28}" + "".join(f"{sum(right[peer]) / len(right[peer]):>12.4f}" for peer in peers))
    print(f"{'CPU s':<28}" + "".join(f"{seconds[peer]:>12.2f}" for peer in peers))


def _ours(rows: list[tuple[str, str]]) -> list[str]:
    return identify(pa.array([text for text, _ in rows])).field("language").to_pylist()


def peer_identifiers() -> dict[str, Identifier]:
    """Identifiers that are installed, each given the first thousand characters on one line."""
    found: dict[str, Identifier] = {}
    try:
        import py3langid

        found["py3langid"] = lambda text: py3langid.classify(_head(text))[0]
    except ImportError:
        pass
    try:
        import gcld3

        cld3 = gcld3.NNetLanguageIdentifier(0, 3000)
        found["cld3"] = lambda text: cld3.FindLanguage(text=_head(text)).language.partition("-")[0]
    except ImportError:
        pass
    try:
        import pycld2

        found["cld2"] = lambda text: pycld2.detect(_printable(text), bestEffort=True)[2][0][1].partition("-")[0]
    except ImportError:
        pass
    return found


def _head(text: str) -> str:
    return " ".join(text[:1000].split())


def _printable(text: str) -> str:
    """CLD2 raises on control characters."""
    return "".join(character for character in _head(text) if character.isprintable())


def labelled(data: Path) -> dict[str, list[tuple[str, str]]]:
    """Texts with their language, by set: the labelled sets, and what is delivered with a declared language."""
    sets: dict[str, list[tuple[str, str]]] = {}
    for name in LABELLED:
        sets[name] = [(row["text"], row["lang"]) for row in lines(data / "pii" / f"{name}.jsonl.gz")]
    for source, text, language in delivered(data):
        if language:
            sets.setdefault(source, []).append((text, language))
    chance = random.Random(1)
    worth = {name: [row for row in rows if sum(map(str.isalpha, row[0][:1000])) >= 10] for name, rows in sets.items()}
    return {name: chance.sample(rows, min(LANGUAGE_SAMPLE, len(rows))) for name, rows in worth.items() if rows}


def delivered(data: Path) -> Iterator[tuple[str, str, str | None]]:
    """Source, text and declared language of the first night's posts and articles."""
    for feed, field in (("posts", "text"), ("articles", "body")):
        folder = min((data / "landing" / feed).iterdir())
        for file in sorted(folder.glob("*.jsonl.gz")):
            for row in lines(file):
                if isinstance(row, dict) and isinstance(row.get(field), str) and row[field].strip():
                    yield file.name.partition(".")[0], f"{row.get('title') or ''}\n{row[field]}", row.get("lang")


def lines(file: Path) -> Iterator[dict]:
    """The records of a file; those that cannot be read are passed over."""
    for line in gzip.decompress(file.read_bytes()).split(b"\n"):
        try:
            yield json.loads(line)
        except ValueError:
            continue


def sample(texts: list[str], megabytes: float) -> list[str]:
    """Texts drawn with a fixed seed until they hold so many MB."""
    random.Random(0).shuffle(texts)
    size = 0
    for count, text in enumerate(texts):
        size += len(text.encode())
        if size >= megabytes * 1e6:
            return texts[: count + 1]
    return texts


if __name__ == "__main__":
    main()
