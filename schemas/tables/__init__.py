"""Every table of a lake, in the order in which a night fills them; one module a zone and kind."""

from __future__ import annotations

from schemas.tables.corpus import DOCUMENTS, RELEASES, release_table
from schemas.tables.delivered import CONSENT_EVENTS, CONTENT, ERASURE_REQUESTS, MEMBERS, REFUSED, RESIDENCE
from schemas.tables.derived import AUDIT_SAMPLES, CONSENT_SNAPSHOTS, CURATION, DECISIONS, PUBLICATIONS, REDACTIONS
from schemas.tables.table import Erasure, Table, Zone, personal_fields

TABLES: tuple[Table, ...] = (
    CONTENT,
    MEMBERS,
    RESIDENCE,
    CONSENT_EVENTS,
    ERASURE_REQUESTS,
    REFUSED,
    CONSENT_SNAPSHOTS,
    DECISIONS,
    REDACTIONS,
    CURATION,
    PUBLICATIONS,
    AUDIT_SAMPLES,
    DOCUMENTS,
)

__all__ = [
    "AUDIT_SAMPLES",
    "CONSENT_EVENTS",
    "CONSENT_SNAPSHOTS",
    "CONTENT",
    "CURATION",
    "DECISIONS",
    "DOCUMENTS",
    "ERASURE_REQUESTS",
    "MEMBERS",
    "PUBLICATIONS",
    "REDACTIONS",
    "REFUSED",
    "RELEASES",
    "RESIDENCE",
    "TABLES",
    "Erasure",
    "Table",
    "Zone",
    "personal_fields",
    "release_table",
]
