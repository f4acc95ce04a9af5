"""The gate after redact: the new rows of `redactions`, swept for what must not be left in them.

The frame has two more columns, counted by jobs/text/sweep.py on the redacted text as written:
leak_emails and leak_handles. Facts: to_redact (texts that had to be read), redacted (rows written).
"""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from expectations.gate import Suite
from expectations.rules import between, equal, hashed, never_null, shaped, unique_key_of
from schemas import fields as f
from schemas.tables import REDACTIONS

LEAK_EMAILS = "leak_emails"
LEAK_HANDLES = "leak_handles"
TEXT_SIZE = "redacted_text_bytes"
LANGUAGE_PATTERN = "^[a-z]{2,3}$"

_KEPT = (
    f.CONTENT_ID,
    f.TEXT_HASH,
    f.REDACTOR_VERSION,
    f.NAMES_HASH,
    f.DOC_ID,
    f.DOCUMENT_HASH,
    f.LANGUAGE,
    f.LANGUAGE_SCORE,
)


def _view(redactions: DataFrame) -> DataFrame:
    """Keys as they are, the text as its size; a sweep that did not happen counts as a leak."""
    swept = [F.coalesce(F.col(leak), F.lit(1)).alias(leak) for leak in (LEAK_EMAILS, LEAK_HANDLES)]
    size = F.coalesce(F.octet_length(f.REDACTED_TEXT), F.lit(-1)).alias(TEXT_SIZE)
    return redactions.select(*_KEPT, *swept, size)


SUITE = Suite(
    name="redacted",
    view=_view,
    rows=(
        *never_null(_KEPT),
        unique_key_of(REDACTIONS),
        between(LEAK_EMAILS, 0, 0, "no e-mail address is left"),
        between(LEAK_HANDLES, 0, 0, "no @handle of the directory is left"),
        between(TEXT_SIZE, 0, None, "there is a redacted text"),
        *hashed(f.CONTENT_ID, f.TEXT_HASH, f.DOC_ID, f.DOCUMENT_HASH),
        shaped(f.LANGUAGE, LANGUAGE_PATTERN, "the language is a code of two or three letters"),
        between(f.LANGUAGE_SCORE, 0, 1, "the confidence of the language is between 0 and 1"),
    ),
    facts=(equal("to_redact", "redacted", "every text that had to be read was redacted"),),
)
