"""The redaction engine: a column of texts in; the finds and the redacted texts out.

One RE2 pass marks the places that may hold an identifier; only those are looked at in Python. The known names of each
document are searched as they stand; a person detector may add its finds. Overlaps are settled, placeholders set.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc
import stdnum

from jobs.text import marks
from jobs.text.document import whole
from jobs.text.identifiers import AUTOMATON, TRIGGERS, Scene, identify
from jobs.text.names import KnownName
from jobs.text.persons import PersonDetector
from jobs.text.spans import Span, SpanType, resolve
from jobs.text.treatment import PLACEHOLDER, replace

SPAN = pa.struct(
    [
        pa.field("kind", pa.string()),
        pa.field("start", pa.int32()),
        pa.field("end", pa.int32()),
        pa.field("detector", pa.string()),
        pa.field("score", pa.float32()),
    ]
)
RESULT = pa.struct([pa.field("redacted_text", pa.string()), pa.field("spans", pa.list_(SPAN))])
KNOWN = pa.list_(pa.struct([("person", pa.string()), ("form", pa.string()), ("kind", pa.string())]))


class Redactor:
    """Redacts columns of texts, with or without a detector for unknown persons."""

    def __init__(self, persons: PersonDetector | None = None) -> None:
        self._persons = persons

    @property
    def version(self) -> str:
        """A short hash that changes with the code, the rules, the number plans and the person model."""
        return _version(self._persons.version if self._persons else "")

    def redact(
        self,
        texts: pa.Array,
        *,
        languages: pa.Array | None = None,
        countries: pa.Array | None = None,
        known: pa.Array | None = None,
        handles: frozenset[str] = frozenset(),
    ) -> pa.StructArray:
        """Redact a column; see `redact_arrow`."""
        if isinstance(texts, pa.ChunkedArray):
            texts = texts.combine_chunks()
        filled = pc.fill_null(texts, "") if texts.null_count else texts
        parts = []
        for first, count in marks.slices(filled):
            cut = [None if c is None else c.slice(first, count) for c in (languages, countries, known)]
            parts.append(self._redact_slice(filled.slice(first, count), texts.slice(first, count), handles, *cut))
        return pa.concat_arrays(parts) if parts else pa.array([], type=RESULT)

    def _redact_slice(
        self,
        filled: pa.Array,
        texts: pa.Array,
        handles: frozenset[str],
        languages: pa.Array | None,
        countries: pa.Array | None,
        known: pa.Array | None,
    ) -> pa.StructArray:
        found: list[list[Span]] = [[] for _ in range(len(filled))]
        redacted: list[str] = []
        changed = np.zeros(len(filled), dtype=bool)
        persons = self._persons.find(texts, languages) if self._persons else None
        for row, text, spans in _found(filled, languages, countries, known, persons, handles):
            found[row] = spans
            changed[row] = True
            redacted.append(replace(text, spans))
        result = texts.cast(pa.string())
        if redacted:
            result = pc.replace_with_mask(result, pa.array(changed), pa.array(redacted, type=pa.string()))
        return pa.StructArray.from_arrays([result, _span_column(found)], fields=list(RESULT))


def _found(
    texts: pa.Array,
    languages: pa.Array | None,
    countries: pa.Array | None,
    known: pa.Array | None,
    persons: Sequence[Sequence[tuple[int, int, float]]] | None,
    handles: frozenset[str],
) -> Iterator[tuple[int, str, list[Span]]]:
    """Row, text and settled spans of each row that has any."""
    hits = marks.find(texts, TRIGGERS, AUTOMATON)
    bounds = np.searchsorted(hits.rows, np.arange(len(texts) + 1))
    names = _known_names(known, len(texts))
    rows = [i for i in range(len(texts)) if bounds[i] < bounds[i + 1] or names[i] or (persons and persons[i])]
    wanted = texts.take(pa.array(rows, type=pa.int64()))
    sizes = pc.binary_length(wanted).to_pylist()
    turns = hits.turns.tolist()
    language, country = _values(languages, len(texts)), _values(countries, len(texts))
    for row, text, size in zip(rows, wanted.to_pylist(), sizes, strict=True):
        a, b = bounds[row], bounds[row + 1]
        starts, ends = marks.code_points(text, size, hits.starts[a:b], hits.ends[a:b])
        scene = Scene(text, language[row].lower()[:2], country[row].upper(), handles)
        spans = identify(scene, zip(starts, ends, turns[a:b], strict=True))
        if persons and persons[row]:
            spans += [Span(s, e, SpanType.PERSON, "person.model", score) for s, e, score in persons[row]]
        spans = whole(text, spans, names[row])
        if spans and (spans := _outside_placeholders(text, resolve(text, spans))):
            yield row, text, spans


def _outside_placeholders(text: str, spans: list[Span]) -> list[Span]:
    """Spans that do not touch a placeholder: a text that was redacted before keeps those it has."""
    if "<" not in text or "_" not in text:
        return spans
    held = [match.span() for match in PLACEHOLDER.finditer(text)]
    return [span for span in spans if not any(a < span.end and span.start < b for a, b in held)] if held else spans


def _values(column: pa.Array | None, length: int) -> list[str]:
    return [""] * length if column is None else [value or "" for value in column.to_pylist()]


def _known_names(known: pa.Array | None, length: int) -> list[tuple[KnownName, ...]]:
    if known is None:
        return [()] * length
    return [
        tuple(KnownName(n["person"] or "", n["form"], n["kind"] or "") for n in names or () if n and n["form"])
        for names in known.to_pylist()
    ]


def _span_column(found: Sequence[Sequence[Span]]) -> pa.Array:
    """The spans as list<struct>, built column by column."""
    flat = [span for spans in found for span in spans]
    columns = list(zip(*flat, strict=True)) if flat else [()] * len(Span._fields)
    by_name: dict[str, Any] = dict(zip(Span._fields, columns, strict=True))
    values = pa.StructArray.from_arrays(
        [pa.array(by_name[field.name], type=field.type) for field in SPAN],
        fields=list(SPAN),
    )
    offsets = np.concatenate(([0], np.cumsum([len(spans) for spans in found], dtype=np.int64)))
    return pa.ListArray.from_arrays(pa.array(offsets, type=pa.int32()), values)


@lru_cache(maxsize=4)
def _version(persons: str) -> str:
    digest = hashlib.sha256()
    here = Path(__file__).parent
    files = [*here.glob("identifiers/*.py"), *here.glob("persons/*.py"), *(here / f"{m}.py" for m in _MODULES)]
    for path in sorted(files):
        digest.update(path.relative_to(here).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    digest.update(f"{phonenumbers.__version__} {stdnum.__version__} {persons}".encode())
    return digest.hexdigest()[:12]


_MODULES = (
    "document", "forms", "marks", "mentions", "names", "redactor", "spans", "stated", "treatment", "words",
)  # fmt: skip


@lru_cache(maxsize=1)
def _default() -> Redactor:
    """The redactor with patterns and known names; `Redactor(shipped())` reads for persons as well."""
    return Redactor()


def redact_arrow(
    texts: pa.Array,
    *,
    languages: pa.Array | None = None,
    countries: pa.Array | None = None,
    known: pa.Array | None = None,
    handles: frozenset[str] = frozenset(),
) -> pa.StructArray:
    """Find and replace what identifies people in a column of texts.

    Args:
        texts: string or large_string, nulls allowed; a null stays null, with no spans.
        languages: ISO 639-1 codes, of the length of `texts`; they choose national number plans.
        countries: ISO 3166-1 codes, likewise.
        known: for each text the names known beforehand, of type KNOWN (`person`: an opaque key of the member).
        handles: handles of all members, in lower case: `@name` of these is treated even where it looks like code.

    Returns:
        A struct of `redacted_text` and `spans`: code points of the original text, half open, sorted, not overlapping.
    """
    return _default().redact(texts, languages=languages, countries=countries, known=known, handles=handles)


def redactor_version() -> str:
    """A short hash of the code and rules that `redact_arrow` runs."""
    return _default().version
