"""Exact fingerprints: what says that two items hold the same text, or the same words.

Kernels: Arrow strings in, Arrow out; a null text stays null.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

WORDS_FINGERPRINT: pa.DataType = pa.struct([("words_hash", pa.string()), ("word_count", pa.int32())])
"""`words_hash` is null where the text holds no word; `word_count` counts words, repeated ones too."""

_SPACE = ord(" ")
# ASCII bytes that are part of a word stand lower-cased, all others become a space.
_ASCII_WORD_BYTES = bytes(
    ord(chr(byte).lower()) if chr(byte).isalnum() or chr(byte) == "_" else _SPACE for byte in range(128)
) + bytes([_SPACE] * 128)


def text_hash(texts: pa.Array) -> pa.Array:
    """The SHA-256 of each text's UTF-8 bytes, as 64 hexadecimal digits."""
    hashes = [None if text is None else hashlib.sha256(text).hexdigest() for text in utf8(texts)]
    return pa.array(hashes, pa.string())


def words_fingerprint(texts: pa.Array) -> pa.StructArray:
    r"""The fingerprint of each text's words, equal where two texts hold the same words in the same order.

    Words are those of `re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())`; the hash is the SHA-256
    (hexadecimal) of the words joined by single spaces, which no word contains.
    """
    return fingerprint_of(normalised(utf8(texts)))


def fingerprint_of(texts: Sequence[list[bytes] | None]) -> pa.StructArray:
    """The same of texts that are given as their normalised words; null where there is no text."""
    hashes = [hashlib.sha256(b" ".join(words)).hexdigest() if words else None for words in texts]
    counts = [None if words is None else len(words) for words in texts]
    columns = [pa.array(hashes, pa.string()), pa.array(counts, pa.int32())]
    return pa.StructArray.from_arrays(columns, fields=list(WORDS_FINGERPRINT), mask=pc.is_null(columns[1]))


def normalised(texts: Sequence[bytes | None]) -> list[list[bytes] | None]:
    """The words of each text, as the fingerprint takes them."""
    return [None if text is None else _ascii_words(text) if text.isascii() else _unicode_words(text) for text in texts]


def utf8(texts: pa.Array) -> list[bytes | None]:
    """The UTF-8 bytes of each text."""
    rows: list[bytes | None] = texts.cast(pa.large_binary()).to_pylist()
    return rows


def _ascii_words(text: bytes) -> list[bytes]:
    """The words of an ASCII text: NFKC changes nothing in it, and case folding is lower case."""
    return text.translate(_ASCII_WORD_BYTES).split()


def _unicode_words(text: bytes) -> list[bytes]:
    """The words of any text: whatever is no word character becomes a space, then the rest is split at spaces."""
    folded = unicodedata.normalize("NFKC", text.decode()).casefold()
    codes = np.frombuffer(folded.encode("utf-32-le"), dtype="<u4")
    spaced = np.where(_is_word_character()[codes], codes, np.uint32(_SPACE))
    return spaced.astype("<u4", copy=False).tobytes().decode("utf-32-le").encode().split()


@cache
def _is_word_character() -> np.ndarray:
    r"""For each code point whether `\w` matches it: alphanumeric or an underscore, as Python's `re` defines it."""
    planes = np.arange(0x110000, dtype="<u4")
    planes[0xD800:0xE000] = _SPACE  # surrogates stand alone in no text
    characters = planes.view("<U1")
    return np.asarray(np.char.isalnum(characters) | (characters == "_"))
