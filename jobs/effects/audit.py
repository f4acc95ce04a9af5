"""audit: other eyes look at what was redacted; over its budget of leaks, the night is refused.

They look at all that was redacted since the last night that was done: what a refused attempt left is looked at again
by the next one, whatever has changed in between. The directory is searched for in every text. Detectors that others
wrote see a sample, drawn in the order of a hash over the keyed id of the document and the night: nobody can choose
what they see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc
from pyspark import Broadcast
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.audit.counting import Cell, count_documents, over_budget, summary
from jobs.audit.detectors import count_all, detectors, looked_at
from jobs.audit.rules import DETECTED_KINDS, DIRECTORY_KINDS, AuditRules
from jobs.effects.together import together
from jobs.night import Night, Prepared
from jobs.text.sweep import Directory, full_names, leaks
from schemas import fields as f
from schemas.tables import CONTENT, REDACTIONS

_SWEPT = "language string, content_type string, documents long, " + ", ".join(
    f"{kind}_{what} long" for kind in DIRECTORY_KINDS for what in ("leaky", "leaks")
)


def prepare(night: Night) -> Prepared:
    """Look, and count."""
    texts = unaudited(night)
    to_sweep = texts.count()
    if not to_sweep:
        return _prepared([], 0, 0, 0, 0, night.audit)
    kinds = night.known(CONTENT).select(f.CONTENT_ID, f.CONTENT_TYPE)
    rows = texts.join(kinds, str(f.CONTENT_ID)).drop(str(f.CONTENT_ID))
    known = night.sought

    def look() -> tuple[list[tuple[str, str, str]], list[Cell]]:
        drawn = sample(rows, night.audit, str(night.night))
        return drawn, detect(drawn, night.audit)

    swept, (drawn, seen) = together(night.spark, lambda: sweep(rows, known), look)
    cells = swept + seen
    return _prepared(cells, to_sweep, _documents(swept), len(drawn), _documents(seen), night.audit, night.directory)


def unaudited(night: Night) -> DataFrame:
    """The redacted texts that no finished night has audited."""
    last = night.registry.last_night(night.purpose)
    texts = night.lake.read(REDACTIONS).select(f.CONTENT_ID, f.DOC_ID, f.LANGUAGE, f.REDACTED_TEXT, f.NIGHT)
    return (texts.where(F.col(f.NIGHT) > F.lit(last)) if last else texts).drop(str(f.NIGHT))


def _prepared(
    cells: list[Cell],
    to_sweep: int,
    swept: int,
    to_sample: int,
    sampled: int,
    rules: AuditRules,
    people: Directory | None = None,
) -> Prepared:
    over = {f"over_{kind}": count for kind, count in over_budget(cells, rules).items()}
    facts = {"to_sweep": to_sweep, "swept": swept, "to_sample": to_sample, "sampled": sampled, **over}
    counts = {"swept": swept, "sampled": sampled, "over": sum(over.values()), "leaks": summary(cells)}
    if people:
        names = ("ignored_emails", "ignored_handles", "ignored_names")
        counts["set_aside"] = {name.removeprefix("ignored_"): getattr(people, name) for name in names}
    return Prepared(counts, facts)


def _documents(cells: list[Cell]) -> int:
    """Documents that were looked at: those of any one kind."""
    return sum(cell.documents for cell in cells if cell.kind == cells[0].kind)


def sweep(rows: DataFrame, known: Broadcast[Directory]) -> list[Cell]:
    """Entries of the directory in every text, counted where the texts are."""

    def kernel(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield _counted(batch, known.value)

    columns = rows.select(f.LANGUAGE, f.CONTENT_TYPE, f.REDACTED_TEXT)
    found = columns.mapInArrow(kernel, _SWEPT).groupBy("language", "content_type")
    sums = found.agg(*(F.sum(name).alias(name) for name in _SWEPT.replace(" long", "").split(", ")[2:])).collect()
    return [
        Cell(kind, row["language"], row["content_type"], row["documents"], row[f"{kind}_leaky"], row[f"{kind}_leaks"])
        for row in sums
        for kind in DIRECTORY_KINDS
    ]


def _counted(batch: pa.RecordBatch, people: Directory) -> pa.RecordBatch:
    """Sums by language and content type of a batch."""
    texts = batch.column(f.REDACTED_TEXT)
    signs = leaks(texts, people)
    found = (signs.field("leak_emails"), signs.field("leak_handles"), full_names(texts, people))
    columns = {"language": batch.column(f.LANGUAGE), "content_type": batch.column(f.CONTENT_TYPE)}
    columns["documents"] = pa.array([1] * batch.num_rows, pa.int64())
    for kind, counts in zip(DIRECTORY_KINDS, found, strict=True):
        columns[f"{kind}_leaky"] = pc.greater(counts, 0).cast(pa.int64())
        columns[f"{kind}_leaks"] = counts.cast(pa.int64())
    names = list(columns)[2:]
    grouped = pa.table(columns).group_by(["language", "content_type"]).aggregate([(name, "sum") for name in names])
    merged = grouped.select(["language", "content_type", *(f"{name}_sum" for name in names)])
    return merged.rename_columns(list(columns)).combine_chunks().to_batches()[0]


def sample(rows: DataFrame, rules: AuditRules, salt: str) -> list[tuple[str, str, str]]:
    """Language, content type and the beginning of the texts that are drawn."""
    if not rules.detectors:
        return []
    cut = F.substring(f.REDACTED_TEXT, 1, rules.sample.longest)
    order = F.xxhash64(F.lit(salt), F.col(f.DOC_ID))
    drawn = rows.select(f.LANGUAGE, f.CONTENT_TYPE, cut.alias("text"), order.alias("place"))
    taken, left = [], rules.sample.characters
    for row in drawn.orderBy("place").limit(rules.sample.documents).collect():
        left -= len(row["text"])
        if left < 0:
            break
        taken.append((row[0], row[1], row["text"]))
    return taken


def detect(drawn: list[tuple[str, str, str]], rules: AuditRules) -> list[Cell]:
    """What the detectors see in the texts that were drawn."""
    if not drawn:
        return []
    asked = detectors(rules.detectors, rules.presidio_score)
    longest = rules.sample.longest
    seen = ((language, kind, count_all(looked_at(text, longest), asked)) for language, kind, text in drawn)
    return count_documents(seen, DETECTED_KINDS)


def commit(_night: Night) -> None:
    """Nothing is written: what was counted is in the stage's record."""
