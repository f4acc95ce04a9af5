"""Each table: its zone, columns, key, layout and what an erasure does to it.

Statistics of Delta (minima and maxima in the log) are kept for `statistics` columns only, all of
them free of personal data: the log outlives DELETE and VACUUM.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pyspark.sql.types import StructType

from schemas import fields as f
from schemas.fields import Field, Privacy
from schemas.signals import SIGNALS


class Zone(StrEnum):
    """Where a table lies; each zone can be a bucket with credentials of its own."""

    RESTRICTED = "restricted"  # personal data
    CORPUS = "corpus"  # what is published
    REPORTS = "reports"  # counts only


class Erasure(StrEnum):
    """How the rows of an erased member are found."""

    BY_MEMBER = "member_id"  # the table holds the member's id
    BY_AUTHOR = "author_id"  # the table holds the author of the item
    BY_CONTENT = "content_id"  # reached through the member's items
    BY_DOCUMENT = "doc_id"  # reached through the keyed ids of the member's items
    NOTHING_HELD = "nothing held"  # no column points at a person


@dataclass(frozen=True)
class Table:
    """A Delta table under the lake's root."""

    name: str
    zone: Zone
    meaning: str
    fields: tuple[Field, ...]
    key: tuple[Field, ...]
    erasure: Erasure
    partition_by: tuple[Field, ...] = ()
    statistics: tuple[Field, ...] = ()
    deletion_vectors: bool = False

    @property
    def schema(self) -> StructType:
        """The columns as Spark declares them, in order."""
        return StructType([field.struct_field for field in self.fields])

    @property
    def path(self) -> str:
        """Place below the lake's root."""
        return f"{self.zone}/{self.name}"


CONTENT = Table(
    "content",
    Zone.RESTRICTED,
    "latest revision of each item with its text; tombstones without text",
    (
        f.CONTENT_ID,
        f.SOURCE,
        f.SOURCE_ID,
        f.CONTENT_TYPE,
        f.AUTHOR_ID,
        f.CREATED_AT,
        f.REVISED_AT,
        f.DELIVERY_ORDER,
        f.BASE_REVISED_AT,
        f.BASE_ORDER,
        f.VISIBILITY,
        f.IS_DELETED,
        f.IS_CONFLICTING,
        f.DELIVERED_NIGHT,
        f.TEXT_HASH,
        f.TEXT_BYTES,
        f.WORDS_HASH,
        f.WORD_COUNT,
        f.DECLARED_LANGUAGE,
        f.MENTIONS,
        f.RESHARE_OF,
        f.REPLY_TO,
        f.TEXT,
    ),
    key=(f.CONTENT_ID,),
    erasure=Erasure.BY_AUTHOR,
    statistics=(f.DELIVERED_NIGHT,),
    deletion_vectors=True,
)

MEMBERS = Table(
    "members",
    Zone.RESTRICTED,
    "the directory as delivered; the record known last stands",
    (
        f.MEMBER_ID,
        f.DISPLAY_NAME,
        f.GIVEN_NAME,
        f.FAMILY_NAME,
        f.HANDLE,
        f.EMAIL,
        f.BIRTH_DATE,
        f.JOINED_AT,
        f.RECORDED_AT,
        f.DELIVERED_NIGHT,
        f.RECORD_HASH,
    ),
    key=(f.MEMBER_ID, f.RECORD_HASH),
    erasure=Erasure.BY_MEMBER,
    statistics=(f.DELIVERED_NIGHT,),
)

RESIDENCE = Table(
    "residence",
    Zone.RESTRICTED,
    "where each member lived from when, as delivered",
    (f.MEMBER_ID, f.COUNTRY, f.SUBDIVISION, f.VALID_FROM, f.RECORDED_AT, f.DELIVERED_NIGHT, f.RECORD_HASH),
    key=(f.MEMBER_ID, f.RECORD_HASH),
    erasure=Erasure.BY_MEMBER,
    statistics=(f.DELIVERED_NIGHT,),
)

CONSENT_EVENTS = Table(
    "consent_events",
    Zone.RESTRICTED,
    "each choice of each member for each purpose, as delivered",
    (
        f.EVENT_ID,
        f.MEMBER_ID,
        f.PURPOSE,
        f.STATE,
        f.EFFECTIVE_AT,
        f.RECORDED_AT,
        f.CHANNEL,
        f.COVERS_PAST,
        f.DELIVERED_NIGHT,
        f.RECORD_HASH,
    ),
    key=(f.EVENT_ID, f.RECORD_HASH),
    erasure=Erasure.BY_MEMBER,
    statistics=(f.DELIVERED_NIGHT,),
)

ERASURE_REQUESTS = Table(
    "erasure_requests",
    Zone.RESTRICTED,
    "requests to be erased, as delivered",
    (f.REQUEST_ID, f.MEMBER_ID, f.RECEIVED_AT, f.SCOPE, f.DELIVERED_NIGHT, f.RECORD_HASH),
    key=(f.REQUEST_ID, f.RECORD_HASH),
    erasure=Erasure.BY_MEMBER,
    statistics=(f.DELIVERED_NIGHT,),
)

REFUSED = Table(
    "refused",
    Zone.RESTRICTED,
    "records that could not be conformed; the payload only as a hash",
    (
        f.FEED,
        f.SOURCE,
        f.DELIVERY,
        f.POSITION,
        f.REASON,
        f.RECORD_HASH,
        f.RECORD_BYTES,
        f.DELIVERED_NIGHT,
    ),
    key=(f.DELIVERY, f.POSITION, f.RECORD_HASH),
    erasure=Erasure.NOTHING_HELD,
    statistics=(f.DELIVERED_NIGHT,),
)

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

DOCUMENTS = Table(
    "documents",
    Zone.CORPUS,
    "the corpus: redacted text with type, language, month, signals and counts; no author, no source id",
    (
        f.DOC_ID,
        f.SHARD,
        f.CONTENT_TYPE,
        f.LANGUAGE,
        f.LANGUAGE_SCORE,
        f.MONTH,
        SIGNALS,
        f.SPAN_COUNTS,
        f.DOCUMENT_HASH,
        f.REDACTED_TEXT,
    ),
    key=(f.DOC_ID,),
    erasure=Erasure.BY_DOCUMENT,
    partition_by=(f.SHARD,),
)

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
    DOCUMENTS,
)


def personal_fields(table: Table) -> tuple[Field, ...]:
    """Columns of a table that point at a data subject or hold what somebody wrote."""
    return tuple(field for field in table.fields if field.privacy in (Privacy.SUBJECT, Privacy.CONTENT))
