"""The redaction engine: a column of texts in; the finds and the redacted texts out.

Four layers, each of which knows nothing of the next: find (identifiers by one RE2 pass, persons by a detector, a
user's own rules), the document as a whole (`document`), settle overlaps (`spans.resolve`) and say whose each find is
(`parties`), treat (`treatment`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jobs.text import marks
from jobs.text.circumstances import FAMILIES, Circumstances, as_found, circumstances
from jobs.text.columns import GIVEN, KNOWN, RESULT, SPAN, given_numbers, known_names, lists_of, strings
from jobs.text.document import whole
from jobs.text.identifiers import NEAR_DIGITS, TRIGGERS, Scene, identify
from jobs.text.numbering import Given, Threads
from jobs.text.own import OwnDetectors, OwnRules
from jobs.text.parties import with_parties
from jobs.text.people import Person
from jobs.text.persons import PersonDetector, shipped
from jobs.text.spans import Span, SpanType, resolve
from jobs.text.treatment import Treat, Treated, outside_placeholders
from jobs.text.treatments import PLAIN, Treatments
from jobs.text.version import kernels_hash
from jobs.text.views import View, viewed

__all__ = ["KNOWN", "RESULT", "Redactor", "Texts", "redact_arrow", "redactor_version"]


class Texts(NamedTuple):
    """Texts with what is known of each; every column but `texts` may be absent.

    `texts` and `known` are described at `redact_arrow`. `threads` names the thread of each text, and `held` the
    numbers that it has from before; texts of a thread come one after the other.
    """

    texts: pa.Array
    languages: pa.Array | None = None
    countries: pa.Array | None = None
    known: pa.Array | None = None
    content_types: pa.Array | None = None
    threads: pa.Array | None = None
    held: pa.Array | None = None

    def slice(self, first: int, count: int) -> Texts:
        """Some of the rows."""
        return Texts(*(None if column is None else column.slice(first, count) for column in self))


class Found(NamedTuple):
    """A text that holds finds: its row, the finds settled, and the persons by the keys of the finds."""

    row: int
    text: str
    spans: list[Span]
    people: dict[str, Person]


class Redactor:
    """Redacts columns of texts. Two with different settings can stand side by side."""

    def __init__(
        self,
        persons: PersonDetector | None = None,
        treatments: Treatments | None = None,
        *,
        own: OwnRules | None = None,
        seal: Callable[[str], str] | None = None,
        purpose: str = "",
    ) -> None:
        """`own` are detectors of a user, `purpose` is what the texts are for.

        `seal` is a keyed hash, needed where a treatment gives pseudonyms.
        """
        self._persons, self._treatments = persons, treatments or Treatments()
        self._own = OwnDetectors(own) if own and own.rules else None
        self._seal, self._purpose = seal, purpose
        self._circumstances = circumstances(
            frozenset(n for n in FAMILIES if not all(self._treatments.keeps(*found) for found in as_found(n)))
        )

    @property
    def version(self) -> str:
        """A short hash that changes with the code, the rules, the number plans, the person model and the treatments."""
        parts: tuple[str, ...] = (
            kernels_hash(),
            self._persons.version if self._persons else "",
            self._treatments.sha256,
            self._purpose,
        )
        parts += (self._own.version,) if self._own else ()
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]

    def redact(
        self,
        texts: pa.Array,
        *,
        handles: frozenset[str] = frozenset(),
        numbering: Threads | None = None,
        **columns: pa.Array | None,
    ) -> pa.StructArray:
        """Redact a column; see `redact_arrow`. `columns` are those of `Texts`; `numbering` goes on between calls."""
        if isinstance(texts, pa.ChunkedArray):
            texts = texts.combine_chunks()
        batch = Texts(texts, **columns)
        filled = pc.fill_null(texts, "") if texts.null_count else texts
        numbering = numbering or Threads()
        parts = [
            self._redact_slice(batch.slice(first, count), filled.slice(first, count), handles, numbering)
            for first, count in marks.slices(filled)
        ]
        return pa.concat_arrays(parts) if parts else pa.array([], type=RESULT)

    def _redact_slice(
        self, batch: Texts, filled: pa.Array, handles: frozenset[str], numbering: Threads
    ) -> pa.StructArray:
        count = len(filled)
        spans: list[list[Span]] = [[] for _ in range(count)]
        numbers: list[list[Given]] = [[] for _ in range(count)]
        refusals: list[str | None] = [None] * count
        redacted: list[str] = []
        changed = np.zeros(count, dtype=bool)
        for row, treated, given in self._treated(batch, filled, handles, numbering):
            spans[row], numbers[row], refusals[row], changed[row] = treated.spans, given, treated.refusal, True
            redacted.append(treated.text)
        result = batch.texts.cast(pa.string())
        if redacted:
            result = pc.replace_with_mask(result, pa.array(changed), pa.array(redacted, type=pa.string()))
        columns = [
            result,
            lists_of(spans, Span._fields, SPAN),
            lists_of(numbers, Given._fields, GIVEN),
            pa.array(refusals, pa.string()),
        ]
        return pa.StructArray.from_arrays(columns, fields=list(RESULT))

    def _treated(
        self, batch: Texts, filled: pa.Array, handles: frozenset[str], numbering: Threads
    ) -> Iterator[tuple[int, Treated, list[Given]]]:
        """Row, what became of its text, and the numbers given in it, of each row that holds a find."""
        filled, views = viewed(filled)
        seen = batch._replace(texts=filled)
        threads = batch.threads.to_pylist() if batch.threads is not None else [None] * len(filled)
        held = given_numbers(batch.held, len(filled))
        content_types, countries = (strings(c, len(filled)) for c in (batch.content_types, batch.countries))
        persons = self._persons.find(seen.texts, batch.languages) if self._persons else None
        for found in _found(seen, persons, (self._circumstances, self._own), handles):
            row, text, spans, people = _in_text(found, batch.texts, views)
            numbers = numbering.numbers(threads[row], held[row])
            treat = Treat(text, people, numbers, self._seal)
            rows = self._treatments.of(content_types[row], countries[row].upper(), self._purpose)
            yield row, treat.apply(spans, rows), numbers.given if threads[row] else []


def _found(
    batch: Texts,
    persons: Sequence[Sequence[tuple[int, int, float]]] | None,
    others: tuple[Circumstances | None, OwnDetectors | None],
    handles: frozenset[str],
) -> Iterator[Found]:
    """Each row that has a find. The texts are without nulls."""
    texts = batch.texts
    hits = marks.find(texts, TRIGGERS, NEAR_DIGITS)
    bounds = np.searchsorted(hits.rows, np.arange(len(texts) + 1))
    names = known_names(batch.known, len(texts))
    language, country = strings(batch.languages, len(texts)), strings(batch.countries, len(texts))
    about = others[0].find(texts) if others[0] else {}
    owns = others[1].find(texts, language) if others[1] else {}
    more = about.keys() | owns.keys()
    rows = [
        i for i in range(len(texts)) if bounds[i] < bounds[i + 1] or names[i] or i in more or (persons and persons[i])
    ]
    wanted = texts.take(pa.array(rows, type=pa.int64()))
    sizes = pc.binary_length(wanted).to_pylist()
    turns = hits.turns.tolist()
    for row, text, size in zip(rows, wanted.to_pylist(), sizes, strict=True):
        a, b = bounds[row], bounds[row + 1]
        starts, ends = marks.code_points(text, size, hits.starts[a:b], hits.ends[a:b])
        scene = Scene(text, language[row].lower()[:2], country[row].upper(), handles)
        spans = identify(scene, zip(starts, ends, turns[a:b], strict=True))
        if persons and persons[row]:
            spans += [Span(s, e, SpanType.PERSON, "person.model", score) for s, e, score in persons[row]]
        spans, people = whole(text, spans + owns.get(row, []), names[row])
        if spans := outside_placeholders(text, resolve(text, spans + about.get(row, []))):
            yield Found(row, text, with_parties(text, spans, people, handles), people)


def _in_text(found: Found, texts: pa.Array, views: Mapping[int, View]) -> Found:
    """The finds of a view as they lie in the text itself."""
    if view := views.get(found.row):
        return found._replace(text=texts[found.row].as_py(), spans=[view.in_text(span) for span in found.spans])
    return found


@cache
def _default() -> Redactor:
    """The redactor with the person model that ships, loaded at first use."""
    return Redactor(shipped(), PLAIN)


def redact_arrow(
    texts: pa.Array,
    *,
    languages: pa.Array | None = None,
    countries: pa.Array | None = None,
    known: pa.Array | None = None,
    handles: frozenset[str] = frozenset(),
) -> pa.StructArray:
    """Find and replace what identifies people in a column of texts, with a placeholder for all but dates in words.

    Args:
        texts: string or large_string, nulls allowed; a null stays null, with no spans.
        languages: ISO 639-1 codes, of the length of `texts`; they choose national number plans.
        countries: ISO 3166-1 codes, likewise.
        known: for each text the names known beforehand, of type KNOWN (`person`: an opaque key of the member).
        handles: handles of all members, in lower case: `@name` of these is treated even where it looks like code.

    Returns:
        A struct of `redacted_text`, `spans` (code points of the original text, half open, sorted, not overlapping),
        `numbers` (those given in a thread) and `refusal` (why a treatment refuses the document).
    """
    return _default().redact(texts, languages=languages, countries=countries, known=known, handles=handles)


def redactor_version() -> str:
    """A short hash of the code and rules that `redact_arrow` runs."""
    return _default().version
