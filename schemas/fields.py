"""Each column once: its name, type, meaning and privacy class.

A `Field` is a string, so `F.col(CONTENT_ID)`, joins and `row[CONTENT_ID]` read plainly and a typo
is an ImportError. The privacy class says who the value could point at; tables/ computes from it
what an erasure must reach.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from schemas.types import BOOLEAN, DATE, FLOAT, INT, LONG, STRING, TIMESTAMP, ListOf, MapOf, Record, Type

if TYPE_CHECKING:
    from pyspark.sql.types import DataType, StructField


class Privacy(StrEnum):
    """What a value may give away."""

    SUBJECT = "subject"  # names a data subject, or an item or event of theirs
    CONTENT = "content"  # what somebody wrote
    PSEUDONYM = "pseudonym"  # leads back to a data subject only with the key
    NONE = "none"  # a fact about the pipeline, or a coarse attribute


class Field(str):
    """The name of a column that also knows its type, meaning and privacy class."""

    __slots__ = ("kind", "meaning", "nullable", "privacy")

    kind: Type | DataType
    meaning: str
    privacy: Privacy
    nullable: bool

    def __new__(
        cls, name: str, kind: Type | DataType, privacy: Privacy, meaning: str, *, nullable: bool = False
    ) -> Field:
        """A column; nullable ones are stated. Its type is one of ours, or of Spark's where that is at hand."""
        field = super().__new__(cls, name)
        field.kind, field.meaning, field.privacy, field.nullable = kind, meaning, privacy, nullable
        return field

    @property
    def dtype(self) -> DataType:
        """The type as Spark knows it."""
        return self.kind if not hasattr(self.kind, "spark") else self.kind.spark()

    @property
    def struct_field(self) -> StructField:
        """The column as Spark declares it."""
        from pyspark.sql.types import StructField

        return StructField(str(self), self.dtype, self.nullable)


_S, _I, _L, _B, _T, _D = STRING, INT, LONG, BOOLEAN, TIMESTAMP, DATE
_SUBJECT, _CONTENT, _PSEUDONYM, _NONE = Privacy.SUBJECT, Privacy.CONTENT, Privacy.PSEUDONYM, Privacy.NONE

MENTION = Record((("member_id", _S), ("form", _S)))
SPAN = Record(
    (
        ("kind", _S),
        ("start", _I),
        ("end", _I),
        ("detector", _S),
        ("score", FLOAT),
        ("party", _S),
    )
)
GIVEN = Record((("kind", _S), ("alias", _S), ("number", _I)))

# Deliveries and positions
FEED = Field("feed", _S, _NONE, "feed that delivered it: posts, articles, members, residence, consent, erasures")
SOURCE = Field("source", _S, _NONE, "system the item comes from; with source_id it names the item")
DELIVERY = Field("delivery", _S, _NONE, "path of the delivered file, relative to the landing zone")
POSITION = Field("position", _L, _NONE, "line or row within the delivered file, from 1")
DELIVERED_NIGHT = Field("delivered_night", _D, _NONE, "night whose run took the delivery: known from then on")
DELIVERY_ORDER = Field("delivery_order", _S, _NONE, "sorts records as delivered: night taken, night, file name, line")
RECORD_HASH = Field("record_hash", _S, _SUBJECT, "SHA-256 of the delivered bytes, hexadecimal")
RECORD_BYTES = Field("record_bytes", _L, _NONE, "size of the delivered record in bytes")
REASON = Field("reason", _S, _NONE, "why it was refused, from schemas/reasons.py")
NIGHT = Field("night", _D, _NONE, "night D of the run; its cut T is D+1 00:00 UTC")
PURPOSE = Field("purpose", _S, _NONE, "what the data is to be used for")

# Content
CONTENT_ID = Field("content_id", _S, _SUBJECT, "SHA-256 of source, 0x1F and source_id, hexadecimal")
SOURCE_ID = Field("source_id", _S, _SUBJECT, "identifier of the item at its source")
CONTENT_TYPE = Field("content_type", _S, _NONE, "post, article or comment")
AUTHOR_ID = Field("author_id", _S, _SUBJECT, "member who wrote the item")
CREATED_AT = Field(
    "created_at", _T, _NONE, "creation of the item, UTC; none for a tombstone that came alone", nullable=True
)
REVISED_AT = Field("revised_at", _T, _NONE, "time of the standing revision: updated_at, else creation", nullable=True)
BASE_REVISED_AT = Field("base_revised_at", _T, _NONE, "time of the latest live revision", nullable=True)
BASE_ORDER = Field("base_order", _S, _NONE, "delivery order of the latest live revision", nullable=True)
VISIBILITY = Field("visibility", _S, _NONE, "audience at the source; only `public` may be used", nullable=True)
IS_DELETED = Field("is_deleted", _B, _NONE, "the standing revision is a tombstone")
IS_CONFLICTING = Field("is_conflicting", _B, _NONE, "revisions of equal time differ in visibility or author")
TEXT = Field("text", _S, _CONTENT, "title, a line feed and body, as delivered; none for tombstones", nullable=True)
TEXT_HASH = Field("text_hash", _S, _SUBJECT, "SHA-256 of the text, hexadecimal", nullable=True)
TEXT_BYTES = Field("text_bytes", _L, _NONE, "size of the text in UTF-8 bytes", nullable=True)
WORDS_HASH = Field("words_hash", _S, _SUBJECT, "hash of the normalised words; equal for verbatim copies", nullable=True)
WORD_COUNT = Field("word_count", _I, _NONE, "normalised words in title and body", nullable=True)
PASSAGES = Field(
    "passages", ListOf(_I), _SUBJECT, "hashes that two texts share if one repeats the other", nullable=True
)
MARKS_QUOTES = Field("marks_quotes", _B, _NONE, "lines that begin with > hold eight words or more", nullable=True)
DECLARED_LANGUAGE = Field("declared_language", _S, _NONE, "language stated by the source", nullable=True)
MENTIONS = Field("mentions", ListOf(MENTION), _SUBJECT, "members named in the item and how", nullable=True)
RESHARE_OF = Field("reshare_of", _S, _SUBJECT, "content_id of the item this one reshares", nullable=True)
REPLY_TO = Field("reply_to", _S, _SUBJECT, "content_id of the item this one answers", nullable=True)

# Members
MEMBER_ID = Field("member_id", _S, _SUBJECT, "the member: a data subject")
DISPLAY_NAME = Field("display_name", _S, _SUBJECT, "name shown", nullable=True)
GIVEN_NAME = Field("given_name", _S, _SUBJECT, "given name", nullable=True)
FAMILY_NAME = Field("family_name", _S, _SUBJECT, "family name", nullable=True)
HANDLE = Field("handle", _S, _SUBJECT, "user name without @", nullable=True)
EMAIL = Field("email", _S, _SUBJECT, "address", nullable=True)
BIRTH_DATE = Field("birth_date", _D, _SUBJECT, "date of birth", nullable=True)
JOINED_AT = Field("joined_at", _T, _NONE, "when the member joined", nullable=True)
RECORDED_AT = Field("recorded_at", _T, _NONE, "when the network learned of the fact, UTC")
COUNTRY = Field("country", _S, _NONE, "ISO 3166-1 alpha-2; NA is Namibia", nullable=True)
SUBDIVISION = Field("subdivision", _S, _NONE, "ISO 3166-2", nullable=True)
VALID_FROM = Field("valid_from", _T, _NONE, "start of the residence, UTC")
EVENT_ID = Field("event_id", _S, _SUBJECT, "the consent event")
STATE = Field("state", _S, _NONE, "granted or denied")
EFFECTIVE_AT = Field("effective_at", _T, _NONE, "when the choice took effect, as delivered, UTC")
CHANNEL = Field("channel", _S, _NONE, "where the choice was made", nullable=True)
COVERS_PAST = Field("covers_past", _B, _NONE, "the grant extends to content created before it")
REQUEST_ID = Field("request_id", _S, _SUBJECT, "the erasure request")
RECEIVED_AT = Field("received_at", _T, _NONE, "when the request was received, UTC")
SCOPE = Field("scope", _S, _NONE, "what is to be erased: all", nullable=True)

# Standing and decisions
IS_ERASED = Field("is_erased", _B, _NONE, "an erasure request is known")
CONSENT_STATE = Field("consent_state", _S, _NONE, "last state for the purpose as of the cut", nullable=True)
CONSENT_EVENT_ID = Field("consent_event_id", _S, _SUBJECT, "event that decided", nullable=True)
CONSENT_AT = Field("consent_at", _T, _NONE, "when that event counts from, UTC", nullable=True)
POLICY_IDS = Field("policy_ids", MapOf(_S, _S), _NONE, "policy row in force at the cut, by content type", nullable=True)
POLICY_ID = Field("policy_id", _S, _NONE, "policy row that decided", nullable=True)
IS_ELIGIBLE = Field("is_eligible", _B, _NONE, "no rule is against the item")
REASONS = Field("reasons", ListOf(_S), _NONE, "every reason against it, sorted")

# Redaction and curation
REDACTOR_VERSION = Field("redactor_version", _S, _NONE, "code, rules and model that redacted the text")
NAMES_HASH = Field("names_hash", _S, _SUBJECT, "hash of the known names the redactor was given")
DOC_ID = Field("doc_id", _S, _PSEUDONYM, "HMAC of content_id under the key: the document's name in the corpus")
SHARD = Field("shard", _I, _NONE, "partition: a few bits of a keyed hash of the author; thousands share one")
SUBJECT_KEY = Field("subject_key", _S, _PSEUDONYM, "HMAC of the author's member_id under the key; outlives the id")
REDACTED_TEXT = Field("redacted_text", _S, _CONTENT, "text with personal details replaced by typed placeholders")
REDACTED_BYTES = Field("redacted_bytes", _L, _NONE, "size of the redacted text in UTF-8 bytes")
SPANS = Field("spans", ListOf(SPAN), _SUBJECT, "what was found in the original, code points, half open")
PARTY_COUNTS = Field("party_counts", MapOf(_S, _I), _NONE, "finds of personal kinds by party: own, member, stranger")
THREAD_KEY = Field("thread_key", _S, _PSEUDONYM, "HMAC of the content_id of the thread's root under the key")
NUMBERS = Field(
    "numbers", ListOf(GIVEN), _PSEUDONYM, "numbers that persons have in the thread; aliases are keyed hashes"
)
REFUSAL = Field("refusal", _S, _NONE, "reason for which a treatment refuses the document", nullable=True)
SPAN_COUNTS = Field("span_counts", MapOf(_S, _I), _NONE, "placeholders by kind")
LANGUAGE = Field("language", _S, _NONE, "identified language, ISO 639-1, or `und`")
LANGUAGE_SCORE = Field("language_score", FLOAT, _NONE, "confidence of the identification, 0 to 1")
MONTH = Field("month", _S, _NONE, "year and month of creation, yyyy-MM")
DOCUMENT_HASH = Field("document_hash", _S, _PSEUDONYM, "keyed hash of everything published of the document")
SURVIVOR_ID = Field("survivor_id", _S, _SUBJECT, "content_id that stands for the copies", nullable=True)
IS_KEPT = Field("is_kept", _B, _NONE, "the document is part of the version")

# Publications
TARGET = Field("target", _S, _NONE, "`corpus`, or the name of a release")
NUMBER = Field("number", _I, _NONE, "version of the corpus, or revision of the release, from which on it holds")
MOVEMENT = Field("movement", _S, _NONE, "entered, changed or left")

# Samples for human review
SAMPLE = Field("sample", _S, _NONE, "name of a sample that was drawn for people to judge")
PLACE = Field("place", _I, _NONE, "place of a document in its sample, from 1")
STRATUM_SIZE = Field(
    "stratum_size", _L, _NONE, "published documents of its content type and language when it was drawn"
)
