"""What would have to change for a reason to go away, in words for who asks."""

from __future__ import annotations

from schemas.reasons import Reason

TO_CHANGE: dict[Reason, str] = {
    Reason.CONTENT_DELETED: "The source would have to deliver a newer revision with text.",
    Reason.NOT_PUBLIC: "The author would have to make the item public.",
    Reason.CONFLICTING_REVISIONS: "The source would have to deliver a newer revision that is the only one of its time.",
    Reason.MEMBER_ERASED: "Nothing: who asked to be erased stays out.",
    Reason.MEMBER_UNKNOWN: "The directory would have to deliver a record of the author.",
    Reason.REGION_UNKNOWN: "A residence with a country, valid by the night's end, would have to be delivered.",
    Reason.REGION_EXCLUDED: "The author would have to move, or the owner of the policy open the region by a new row.",
    Reason.REGION_UNKNOWN_AT_CREATION: "A residence that reaches back to the creation would have to be delivered.",
    Reason.REGION_EXCLUDED_AT_CREATION: "The owner of the policy would have to open the region of then by a new row.",
    Reason.AGE_UNKNOWN: "The directory would have to deliver the author's date of birth.",
    Reason.UNDERAGE: "The author has to come of age; what they wrote before then stays out.",
    Reason.UNDERAGE_AT_CREATION: "Nothing but a corrected date of birth or a lower age in the policy.",
    Reason.CONSENT_DENIED: "The author would have to grant the use after the denial.",
    Reason.CONSENT_MISSING: "The author would have to grant the use, and the grant's time come.",
    Reason.CREATED_BEFORE_GRANT: "The author would have to grant the use for the past as well.",
    Reason.CREATED_BEFORE_POLICY: "The owner of the policy would have to let older items in.",
    Reason.ORIGIN_UNKNOWN: "The item that is reshared would have to be delivered.",
    Reason.ORIGIN_EXCLUDED: "Whatever keeps the reshared item out would have to go: explain that one.",
    Reason.COPY_OF_EXCLUDED: "Whatever keeps the earliest of its copies out would have to go: explain that one.",
    Reason.LANGUAGE_EXCLUDED: "The corpus would have to take the language in.",
    Reason.TOO_SHORT: "The text would have to be longer.",
    Reason.TOO_LONG: "The text would have to be shorter.",
    Reason.LOW_QUALITY_WORDS: "The text, or the thresholds of curation, would have to change.",
    Reason.LOW_QUALITY_SYMBOLS: "The text, or the thresholds of curation, would have to change.",
    Reason.LOW_QUALITY_LINES: "The text, or the thresholds of curation, would have to change.",
    Reason.REPETITIVE: "The text, or the thresholds of curation, would have to change.",
    Reason.MOSTLY_REDACTED: "The text would have to hold less of persons.",
    Reason.TOO_PERSONAL: "The text would have to hold none of these details, or the treatments change.",
    Reason.QUOTES_EXCLUDED: "Whatever keeps the quoted item out would have to go, or the reply quote nothing.",
    Reason.DUPLICATE: "The document that stands for it would have to leave.",
    Reason.SUPPRESSED: "Nothing: who is suppressed stays out.",
}
