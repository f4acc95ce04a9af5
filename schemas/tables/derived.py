"""Restricted: what the stages made of what was delivered."""

from __future__ import annotations

from schemas import fields as f
from schemas.signals import SIGNALS
from schemas.tables.table import Erasure, Table, Zone

CONSENT_SNAPSHOTS = Table(
    "consent_snapshots",
    Zone.RESTRICTED,
    "what each member's standing was as of a night: region, rule, consent, age; immutable",
    (
        f.NIGHT,
        f.MEMBER_ID,
        f.IS_ERASED,
        f.BIRTH_DATE,
        f.COUNTRY,
        f.SUBDIVISION,
        f.CONSENT_STATE,
        f.CONSENT_EVENT_ID,
        f.CONSENT_AT,
        f.COVERS_PAST,
        f.POLICY_IDS,
    ),
    key=(f.NIGHT, f.MEMBER_ID),
    erasure=Erasure.BY_MEMBER,
    partition_by=(f.NIGHT,),
)

DECISIONS = Table(
    "decisions",
    Zone.RESTRICTED,
    "eligible or all the reasons against; a new row only when it changes",
    (f.CONTENT_ID, f.NIGHT, f.AUTHOR_ID, f.IS_ELIGIBLE, f.REASONS, f.POLICY_ID, f.CONSENT_EVENT_ID),
    key=(f.CONTENT_ID, f.NIGHT),
    erasure=Erasure.BY_AUTHOR,
    statistics=(f.NIGHT,),
)

REDACTIONS = Table(
    "redactions",
    Zone.RESTRICTED,
    "what reading a text once gave: spans, redacted text, language and signals; never the original strings",
    (
        f.CONTENT_ID,
        f.TEXT_HASH,
        f.REDACTOR_VERSION,
        f.NAMES_HASH,
        f.NIGHT,
        f.DOC_ID,
        f.SUBJECT_KEY,
        f.SHARD,
        f.DOCUMENT_HASH,
        f.LANGUAGE,
        f.LANGUAGE_SCORE,
        SIGNALS,
        f.SPAN_COUNTS,
        f.PARTY_COUNTS,
        f.REFUSAL,
        f.THREAD_KEY,
        f.NUMBERS,
        f.REDACTED_BYTES,
        f.SPANS,
        f.REDACTED_TEXT,
    ),
    key=(f.CONTENT_ID,),
    erasure=Erasure.BY_CONTENT,
    statistics=(f.NIGHT,),
    deletion_vectors=True,
)

CURATION = Table(
    "curation",
    Zone.RESTRICTED,
    "kept in the version, or why not, for each eligible item; a new row only when it changes",
    (f.CONTENT_ID, f.NIGHT, f.IS_KEPT, f.REASONS, f.SURVIVOR_ID, f.DOCUMENT_HASH),
    key=(f.CONTENT_ID, f.NIGHT),
    erasure=Erasure.BY_CONTENT,
    statistics=(f.NIGHT,),
)

PUBLICATIONS = Table(
    "publications",
    Zone.RESTRICTED,
    "in which versions and releases each document stood: when it entered, changed and left",
    (
        f.CONTENT_ID,
        f.DOC_ID,
        f.SUBJECT_KEY,
        f.SHARD,
        f.TARGET,
        f.NUMBER,
        f.MOVEMENT,
        f.NIGHT,
        f.DOCUMENT_HASH,
    ),
    key=(f.CONTENT_ID, f.TARGET, f.NUMBER, f.MOVEMENT),
    erasure=Erasure.BY_CONTENT,
    statistics=(f.NUMBER, f.NIGHT),
)

AUDIT_SAMPLES = Table(
    "audit_samples",
    Zone.RESTRICTED,
    "redacted texts drawn for people to judge; what they judged lies beside it, by place",
    (f.SAMPLE, f.PLACE, f.CONTENT_ID, f.CONTENT_TYPE, f.LANGUAGE, f.STRATUM_SIZE, f.REDACTED_TEXT),
    key=(f.SAMPLE, f.PLACE),
    erasure=Erasure.BY_CONTENT,
)
