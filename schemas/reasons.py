"""Why a record, an item or a document is not used: the closed list.

Every refusal anywhere in the line carries members of `Reason`; nothing else is stored or counted.
"""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """One rule that failed. The docstring of each group says which stage states it."""

    # conform: the record cannot be read (first that applies)
    INVALID_ENCODING = "invalid_encoding"
    MALFORMED_JSON = "malformed_json"
    NOT_AN_OBJECT = "not_an_object"
    MISSING_ID = "missing_id"
    MISSING_AUTHOR = "missing_author"
    UNKNOWN_TYPE = "unknown_type"
    WRONG_TYPE = "wrong_type"
    MISSING_TEXT = "missing_text"
    BAD_TIMESTAMP = "bad_timestamp"
    FUTURE_TIMESTAMP = "future_timestamp"
    TOO_LARGE = "too_large"
    ERASED_BEFORE = "erased_before"
    # conform, feeds of facts only
    MISSING_MEMBER = "missing_member"
    UNKNOWN_STATE = "unknown_state"
    # decide: the item
    CONTENT_DELETED = "content_deleted"
    NOT_PUBLIC = "not_public"
    CONFLICTING_REVISIONS = "conflicting_revisions"
    MEMBER_ERASED = "member_erased"
    MEMBER_UNKNOWN = "member_unknown"
    # decide: the region
    REGION_UNKNOWN = "region_unknown"
    REGION_EXCLUDED = "region_excluded"
    REGION_UNKNOWN_AT_CREATION = "region_unknown_at_creation"
    REGION_EXCLUDED_AT_CREATION = "region_excluded_at_creation"
    # decide: age
    AGE_UNKNOWN = "age_unknown"
    UNDERAGE = "underage"
    UNDERAGE_AT_CREATION = "underage_at_creation"
    # decide: consent
    CONSENT_DENIED = "consent_denied"
    CONSENT_MISSING = "consent_missing"
    CREATED_BEFORE_GRANT = "created_before_grant"
    CREATED_BEFORE_POLICY = "created_before_policy"
    # decide: what the item was made from
    ORIGIN_UNKNOWN = "origin_unknown"
    ORIGIN_EXCLUDED = "origin_excluded"
    COPY_OF_EXCLUDED = "copy_of_excluded"
    # curate: eligible, yet of no use to a corpus
    LANGUAGE_EXCLUDED = "language_excluded"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    LOW_QUALITY_WORDS = "low_quality_words"
    LOW_QUALITY_SYMBOLS = "low_quality_symbols"
    LOW_QUALITY_LINES = "low_quality_lines"
    REPETITIVE = "repetitive"
    MOSTLY_REDACTED = "mostly_redacted"
    TOO_PERSONAL = "too_personal"
    QUOTES_EXCLUDED = "quotes_excluded"
    DUPLICATE = "duplicate"
    # publish
    SUPPRESSED = "suppressed"


CONFORM_REASONS = tuple(Reason)[: tuple(Reason).index(Reason.CONTENT_DELETED)]
DECIDE_REASONS = tuple(Reason)[
    tuple(Reason).index(Reason.CONTENT_DELETED) : tuple(Reason).index(Reason.LANGUAGE_EXCLUDED)
]
CURATE_REASONS = tuple(Reason)[tuple(Reason).index(Reason.LANGUAGE_EXCLUDED) : tuple(Reason).index(Reason.SUPPRESSED)]
