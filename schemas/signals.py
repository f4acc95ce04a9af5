"""The quality signals of a document, as one struct column.

jobs/text/quality.py computes them and says what each means; a test holds the two together.
"""

from __future__ import annotations

from schemas.fields import Field, Privacy
from schemas.types import BOOLEAN, FLOAT, INT, Record

_COUNT, _SHARE, _FLAG = INT, FLOAT, BOOLEAN

NAMES = (
    ("character_count", _COUNT),
    ("word_count", _COUNT),
    ("line_count", _COUNT),
    ("mean_word_length", _SHARE),
    ("symbol_to_word_ratio", _SHARE),
    ("alphabetic_word_share", _SHARE),
    ("stop_word_count", _COUNT),
    ("bullet_line_share", _SHARE),
    ("ellipsis_line_share", _SHARE),
    ("terminal_punctuation_line_share", _SHARE),
    ("short_line_share", _SHARE),
    ("duplicate_line_share", _SHARE),
    ("duplicate_paragraph_share", _SHARE),
    ("top_2gram_share", _SHARE),
    ("top_3gram_share", _SHARE),
    ("top_4gram_share", _SHARE),
    ("duplicate_5gram_share", _SHARE),
    ("duplicate_10gram_share", _SHARE),
    ("digit_share", _SHARE),
    ("uppercase_share", _SHARE),
    ("address_share", _SHARE),
    ("placeholder_share", _SHARE),
    ("has_curly_brace", _FLAG),
    ("has_lorem_ipsum", _FLAG),
    ("has_javascript", _FLAG),
)

SIGNALS = Field(
    "signals",
    Record(NAMES),
    Privacy.NONE,
    "quality signals of the redacted text",
)
