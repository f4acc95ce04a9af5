"""The stages of a night, in order: what each reads and writes, and which gate follows.

A stage prepares (reads tables, applies the pure functions of stages/, writes to staging), its gate
looks at what was written, then it commits. The runner does this in the same way for each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jobs.effects import audit, conform, consent, curate, decide, publish, redact
from jobs.night import Night, Prepared
from schemas.tables import (
    CONSENT_EVENTS,
    CONSENT_SNAPSHOTS,
    CONTENT,
    CURATION,
    DECISIONS,
    DOCUMENTS,
    ERASURE_REQUESTS,
    MEMBERS,
    PUBLICATIONS,
    REDACTIONS,
    REFUSED,
    RESIDENCE,
    Table,
)

INGEST = "ingest"  # comes before all others: it says which files the night has, so nothing can be skipped by it


@dataclass(frozen=True)
class Stage:
    """One step of a night. `gate` is the module of expectations/ that follows `prepare`, if any."""

    name: str
    reads: tuple[Table, ...]
    writes: tuple[Table, ...]
    gate: str | None
    prepare: Callable[[Night], Prepared]
    commit: Callable[[Night], None]


_FACTS = (MEMBERS, RESIDENCE, CONSENT_EVENTS, ERASURE_REQUESTS)

STAGES: tuple[Stage, ...] = (
    Stage("conform", (CONTENT,), (CONTENT, *_FACTS, REFUSED), "conformed", conform.prepare, conform.commit),
    Stage("consent", _FACTS, (CONSENT_SNAPSHOTS,), None, consent.prepare, consent.commit),
    Stage("decide", (CONTENT, ERASURE_REQUESTS, DECISIONS), (DECISIONS,), "decided", decide.prepare, decide.commit),
    Stage("redact", (CONTENT, MEMBERS, REDACTIONS), (REDACTIONS,), "redacted", redact.prepare, redact.commit),
    Stage("audit", (CONTENT, MEMBERS, REDACTIONS), (), "audited", audit.prepare, audit.commit),
    Stage("curate", (CONTENT, REDACTIONS, CURATION), (CURATION,), None, curate.prepare, curate.commit),
    Stage(
        "publish",
        (REDACTIONS, DOCUMENTS, PUBLICATIONS),
        (DOCUMENTS, PUBLICATIONS),
        "candidate",
        publish.prepare,
        publish.commit,
    ),
)
NAMES = (INGEST, *(stage.name for stage in STAGES))
