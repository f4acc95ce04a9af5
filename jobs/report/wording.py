"""What codes mean to a reader who has never seen the program."""

from __future__ import annotations

from schemas.reasons import CONFORM_REASONS, CURATE_REASONS, DECIDE_REASONS, Reason

REASONS: dict[Reason, str] = {
    Reason.INVALID_ENCODING: "The record is not valid UTF-8.",
    Reason.MALFORMED_JSON: "The record cannot be parsed.",
    Reason.NOT_AN_OBJECT: "The record is not an object with named fields.",
    Reason.MISSING_ID: "The record does not name its item.",
    Reason.MISSING_AUTHOR: "The record does not name its author.",
    Reason.UNKNOWN_TYPE: "The record is no post, article or comment.",
    Reason.WRONG_TYPE: "The text is something other than text.",
    Reason.MISSING_TEXT: "There is no text, or only blanks.",
    Reason.BAD_TIMESTAMP: "A time is missing or cannot be read.",
    Reason.FUTURE_TIMESTAMP: "The item claims to be from the future.",
    Reason.TOO_LARGE: "Title and body are larger than 1 MiB.",
    Reason.ERASED_BEFORE: "The record is of somebody who was erased; nothing of it is kept.",
    Reason.MISSING_MEMBER: "The record does not name the member it is about.",
    Reason.UNKNOWN_STATE: "The choice is neither granted nor denied.",
    Reason.CONTENT_DELETED: "The author has deleted the item.",
    Reason.NOT_PUBLIC: "The item is not public.",
    Reason.CONFLICTING_REVISIONS: "Two revisions of the same time disagree on audience or author.",
    Reason.MEMBER_ERASED: "The author has asked to be erased.",
    Reason.MEMBER_UNKNOWN: "The author is not in the directory.",
    Reason.REGION_UNKNOWN: "It is not known where the author lives.",
    Reason.REGION_EXCLUDED: "The rules of where the author lives exclude the use.",
    Reason.REGION_UNKNOWN_AT_CREATION: "It is not known where the author lived when writing.",
    Reason.REGION_EXCLUDED_AT_CREATION: "The rules of where the author lived when writing exclude the use.",
    Reason.AGE_UNKNOWN: "The author's age is not known.",
    Reason.UNDERAGE: "The author is too young.",
    Reason.UNDERAGE_AT_CREATION: "The author was too young when writing.",
    Reason.CONSENT_DENIED: "The author has objected.",
    Reason.CONSENT_MISSING: "Consent is required, and the author has not given it.",
    Reason.CREATED_BEFORE_GRANT: "The item is older than the consent, which does not cover the past.",
    Reason.CREATED_BEFORE_POLICY: "The item is older than what the rules of the region allow.",
    Reason.ORIGIN_UNKNOWN: "The item reshares one that was never delivered.",
    Reason.ORIGIN_EXCLUDED: "The item reshares one that may not be used.",
    Reason.COPY_OF_EXCLUDED: "The item has the words of an earlier one that may not be used.",
    Reason.LANGUAGE_EXCLUDED: "The language is not one of the corpus.",
    Reason.TOO_SHORT: "The text is too short.",
    Reason.TOO_LONG: "The text is too long.",
    Reason.LOW_QUALITY_WORDS: "The words do not look like running text.",
    Reason.LOW_QUALITY_SYMBOLS: "There are too many symbols.",
    Reason.LOW_QUALITY_LINES: "The lines look like a list or a fragment.",
    Reason.REPETITIVE: "The text repeats itself.",
    Reason.MOSTLY_REDACTED: "Little is left once personal details are removed.",
    Reason.TOO_PERSONAL: "It holds details of a kind that keeps the whole text out.",
    Reason.QUOTES_EXCLUDED: "The item answers one that may not be used, and repeats a passage of it.",
    Reason.DUPLICATE: "Another document with the same words stands for it.",
    Reason.SUPPRESSED: "The author's content is suppressed, whatever the night's decision.",
}

APART = {Reason.DUPLICATE: "duplicates", Reason.SUPPRESSED: "suppressed"}
"""Reasons that a manifest counts under a name of their own."""

GROUPS: tuple[tuple[str, str, tuple[Reason, ...]], ...] = (
    ("Could not be read", "records, refused as delivered; the first fault counts", CONFORM_REASONS),
    ("May not be used", "items; one item can have several reasons", DECIDE_REASONS),
    ("Of no use to a corpus", "eligible items; one item can have several reasons", CURATE_REASONS),
    ("Held back at the end", "documents", (Reason.SUPPRESSED,)),
)

FUNNEL: tuple[tuple[str, str], ...] = (
    ("delivered", "Records delivered"),
    ("conformed", "Could be read"),
    ("items", "Items that stand"),
    ("eligible", "May be used"),
    ("after_filters", "Of sufficient quality"),
    ("after_duplicates", "Not a copy"),
    ("published", "Published"),
)

TONIGHT: tuple[tuple[str, str], ...] = (
    ("delivered", "records delivered"),
    ("conformed", "could be read"),
    ("standing", "items new or changed"),
    ("superseded", "records superseded"),
    ("inserted", "documents added"),
    ("updated", "documents changed"),
    ("deleted", "documents withdrawn"),
)

GATES = {
    "conformed": "After reading the deliveries",
    "decided": "After deciding what may be used",
    "redacted": "After removing personal details",
    "audited": "After other eyes looked at what was redacted",
    "candidate": "Before publishing",
}

SPAN_KINDS = {
    "PERSON": "names of persons",
    "EMAIL": "e-mail addresses",
    "PHONE": "telephone numbers",
    "URL": "web addresses",
    "HANDLE": "handles",
    "IP": "network addresses",
    "IBAN": "bank accounts",
    "CARD": "payment cards",
    "NATIONAL_ID": "national identifiers",
    "ADDRESS": "postal addresses",
    "LOCATION": "places and coordinates",
    "DATE": "dates",
    "ORG": "organisations",
    "SECRET": "secrets and keys",
    "OTHER": "other details",
}

CONTENT_TYPES = {"post": "posts", "article": "articles", "comment": "comments"}
