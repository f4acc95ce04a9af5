"""Signals of quality as columns, after Gopher, C4 and FineWeb; thresholds are the business of conf/curation.toml.

G: Rae et al. 2021, "Scaling Language Models" (arXiv:2112.11446), section A1.1 with table A1.
C4: Raffel et al. 2020, "Exploring the Limits of Transfer Learning" (JMLR 21:140), section 2.2.
F: Penedo et al. 2024, "The FineWeb Datasets" (arXiv:2406.17557), section 3.6.
Words, lines and paragraphs are cut as `jobs.text.segments` says. A share of characters is a share of those that are no
white space. Where a text has no word every signal is zero or false.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jobs.text.repetition import DUPLICATE_SIZES, TOP_SIZES, repetition
from jobs.text.segments import ADDRESS, BULLET, DIGIT, LETTER, PLACEHOLDER, TERMINAL, UPPER, Cut, cut, runs, slices

SHORT_LINE_CHARACTERS = 30
"""A line of at most so many characters is short (F)."""


class SignalField(NamedTuple):
    """One signal: its column, type, meaning, and where its formula is from."""

    name: str
    type: pa.DataType
    meaning: str
    source: str


_OURS = "this project"
SIGNAL_FIELDS: tuple[SignalField, ...] = (
    SignalField("character_count", pa.int32(), "code points, white space included", _OURS),
    SignalField("word_count", pa.int32(), "words", "G"),
    SignalField("line_count", pa.int32(), "lines that hold a word", "F"),
    SignalField("mean_word_length", pa.float32(), "characters per word", "G"),
    SignalField("symbol_to_word_ratio", pa.float32(), "the greater of number signs and ellipses, per word", "G"),
    SignalField("alphabetic_word_share", pa.float32(), "words that hold a letter, of all words", "G"),
    SignalField("stop_word_count", pa.int32(), "different stop words of that language which has most in the text", "G"),
    SignalField("bullet_line_share", pa.float32(), "lines that begin with a bullet, of all lines", "G"),
    SignalField("ellipsis_line_share", pa.float32(), "lines that end with an ellipsis, of all lines", "G"),
    SignalField(
        "terminal_punctuation_line_share", pa.float32(), "lines that end like a sentence, of all lines", "C4, F"
    ),
    SignalField(
        "short_line_share", pa.float32(), f"lines of at most {SHORT_LINE_CHARACTERS} characters, of all lines", "F"
    ),
    SignalField("duplicate_line_share", pa.float32(), "characters in lines that stood before, of all", "G, F"),
    SignalField("duplicate_paragraph_share", pa.float32(), "characters in paragraphs that stood before, of all", "G"),
    *(
        SignalField(
            f"top_{size}gram_share", pa.float32(), f"characters in the repeated {size}-gram that takes most", "G"
        )
        for size in TOP_SIZES
    ),
    *(
        SignalField(f"duplicate_{size}gram_share", pa.float32(), f"characters in {size}-grams that stood before", "G")
        for size in DUPLICATE_SIZES
    ),
    SignalField("digit_share", pa.float32(), "decimal digits, of all characters", _OURS),
    SignalField("uppercase_share", pa.float32(), "capitals, of all letters", _OURS),
    SignalField("address_share", pa.float32(), "characters in web addresses, of all", _OURS),
    SignalField("placeholder_share", pa.float32(), "characters in placeholders of redaction, of all", _OURS),
    SignalField("has_curly_brace", pa.bool_(), "an opening curly brace occurs", "C4"),
    SignalField("has_lorem_ipsum", pa.bool_(), "'lorem ipsum' occurs in any case", "C4"),
    SignalField("has_javascript", pa.bool_(), "'javascript' occurs in any case", "C4"),
)

SIGNALS: pa.DataType = pa.struct([(field.name, field.type) for field in SIGNAL_FIELDS])
"""One row of signals."""

# Words of grammar, at most five letters; Gopher's eight for English. A Latin letter's code fits in eleven bits.
STOP_WORDS: dict[str, str] = {
    "da": "og i at det er en til på som med for ikke",
    "de": "der die das und ist nicht ein eine zu in mit auf den von für",
    "en": "the be to of and that have with",
    "es": "el la de que y en los se las un por con una para",
    "fi": "ja on ei että se oli mutta kuin myös ovat",
    "fr": "le la les de des et un une du est que dans pour pas qui",
    "it": "il di che la e un una per non sono con del della le",
    "nl": "de het een van en in is dat op te zijn voor niet met",
    "no": "og i det er en til på som med for ikke av",
    "pl": "i w na z do nie się że jest to jak",
    "pt": "o a de que e do da em um uma para com não os",
    "ru": "и в не на что с по это как я",
    "sv": "och i att det är en som på av för med inte till",
    "uk": "і в не на що з це як та до",
}
_LETTER_BITS, _STOP_LETTERS = 11, 5
_ELLIPSIS_DOTS = 3


def signals(texts: pa.Array) -> pa.StructArray:
    """The signals of each text, of type `SIGNALS`; a null text stays null."""
    filled = pc.fill_null(texts.cast(pa.string()), "")
    parts = [_slice_signals(part) for part in slices(filled)]
    columns = [
        pa.array(np.concatenate([part[field.name] for part in parts]) if parts else [], field.type)
        for field in SIGNAL_FIELDS
    ]
    return pa.StructArray.from_arrays(columns, fields=list(SIGNALS), mask=pc.is_null(texts))


def _slice_signals(texts: pa.Array) -> dict[str, np.ndarray]:
    text = cut(texts)
    return {
        "character_count": np.diff(text.bounds),
        **_word_signals(text),
        "stop_word_count": _stop_word_count(text),
        **_line_signals(text),
        **repetition(text),
        **_character_signals(text, texts),
        "has_curly_brace": _count(text.codes == ord("{"), text.bounds) > 0,
        "has_lorem_ipsum": _mentions(texts, "lorem ipsum"),
        "has_javascript": _mentions(texts, "javascript"),
    }


def _word_signals(text: Cut) -> dict[str, np.ndarray]:
    starts, ends = text.words.starts, text.words.ends
    letters_before = np.concatenate(([0], np.cumsum((text.kinds & LETTER) != 0, dtype=np.int32)))
    alphabetic = letters_before[ends] > letters_before[starts]
    words = np.bincount(text.words.rows, minlength=text.row_count)
    dots = runs(text.codes == ord("."), text.bounds)
    ellipses = _count(text.codes == ord("…"), text.bounds)
    ellipses = ellipses + np.bincount(dots.rows, dots.ends - dots.starts >= _ELLIPSIS_DOTS, text.row_count)
    symbols = np.maximum(_count(text.codes == ord("#"), text.bounds), ellipses)
    return {
        "word_count": words,
        "mean_word_length": _ratio(np.bincount(text.words.rows, ends - starts, text.row_count), words),
        "symbol_to_word_ratio": _ratio(symbols, words),
        "alphabetic_word_share": _ratio(np.bincount(text.words.rows, alphabetic, text.row_count), words),
    }


def _line_signals(text: Cut) -> dict[str, np.ndarray]:
    rows, starts, ends = text.lines
    last = text.codes[ends - 1]
    before = [text.codes[np.maximum(ends - back, starts)] for back in (2, 3)]
    dots = (last == ord(".")) & (before[0] == ord(".")) & (before[1] == ord(".")) & (ends - starts >= _ELLIPSIS_DOTS)
    lines = np.bincount(rows, minlength=text.row_count)
    marks = {
        "bullet_line_share": (text.kinds[starts] & BULLET) != 0,
        "ellipsis_line_share": dots | (last == ord("…")),
        "terminal_punctuation_line_share": (text.kinds[ends - 1] & TERMINAL) != 0,
        "short_line_share": ends - starts <= SHORT_LINE_CHARACTERS,
    }
    shares = {name: _ratio(np.bincount(rows, mark, text.row_count), lines) for name, mark in marks.items()}
    return {"line_count": lines, **shares}


def _character_signals(text: Cut, texts: pa.Array) -> dict[str, np.ndarray]:
    characters = np.bincount(text.words.rows, text.words.ends - text.words.starts, text.row_count)
    counts = {kind: _count((text.kinds & kind) != 0, text.bounds) for kind in (DIGIT, UPPER, LETTER)}
    return {
        "digit_share": _ratio(counts[DIGIT], characters),
        "uppercase_share": _ratio(counts[UPPER], counts[LETTER]),
        "address_share": _ratio(_matched(texts, ADDRESS), characters),
        "placeholder_share": _ratio(_matched(texts, PLACEHOLDER), characters),
    }


def _stop_word_count(text: Cut) -> np.ndarray:
    """Exact: a short run of letters is packed into one integer and looked up among those of the stop words."""
    keys, languages = _stop_words()
    rows, starts, ends = runs((text.kinds & LETTER) != 0, text.bounds)
    short = np.flatnonzero(ends - starts <= _STOP_LETTERS)
    rows, starts, lengths = rows[short], starts[short], (ends - starts)[short]
    packed = np.zeros(len(short), dtype=np.int64)
    for place in range(_STOP_LETTERS):
        inside = np.flatnonzero(lengths > place)
        letters = _lower()[np.minimum(text.codes[starts[inside] + place], len(_lower()) - 1)]
        packed[inside] |= letters << (_LETTER_BITS * place)
    index = np.minimum(np.searchsorted(keys, packed), len(keys) - 1)
    hits = keys[index] == packed
    present = np.zeros((text.row_count, len(keys)), dtype=np.float32)
    present[rows[hits], index[hits]] = 1
    counts: np.ndarray = np.max(present @ languages, axis=1).astype(np.int32)
    return counts


@cache
def _stop_words() -> tuple[np.ndarray, np.ndarray]:
    """All stop words, packed and in order, and for each (row) the languages (column) that have it."""
    packed = {
        word: sum(ord(letter) << (_LETTER_BITS * place) for place, letter in enumerate(word))
        for words in STOP_WORDS.values()
        for word in words.split()
    }
    ordered = sorted(packed, key=packed.__getitem__)
    languages = [[word in words.split() for words in STOP_WORDS.values()] for word in ordered]
    return np.array([packed[word] for word in ordered], dtype=np.int64), np.array(languages, dtype=np.float32)


@cache
def _lower() -> np.ndarray:
    """Each letter's small form, for codes that fit in the bits; the last stands for all letters that do not."""
    codes = [ord(chr(code).lower()[0]) for code in range((1 << _LETTER_BITS) - 1)]
    return np.array([*codes, (1 << _LETTER_BITS) - 1], dtype=np.int64)


def _matched(texts: pa.Array, pattern: str) -> np.ndarray:
    """How many characters of each text match a pattern."""
    rest = pc.replace_substring_regex(texts, pattern=pattern, replacement="")
    return np.asarray(pc.subtract(pc.utf8_length(texts), pc.utf8_length(rest)))


def _mentions(texts: pa.Array, phrase: str) -> np.ndarray:
    return np.asarray(pc.match_substring(texts, phrase, ignore_case=True))


def _count(mask: np.ndarray, bounds: np.ndarray) -> np.ndarray:
    """How many characters of each row are marked."""
    return np.diff(np.searchsorted(np.flatnonzero(mask), bounds))


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Part by whole, 0 where there is no whole."""
    ratio: np.ndarray = part / np.maximum(whole, 1)
    return ratio
