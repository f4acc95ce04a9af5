"""What the exact fingerprints must hold."""

from __future__ import annotations

import hashlib
import re
import unicodedata

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.text.fingerprints import WORDS_FINGERPRINT, text_hash, words_fingerprint

# Text that stresses the rule: word and non-word characters of many scripts, forms that NFKC or folding changes.
TRICKY = st.text(
    st.sampled_from("aB9_ß ſﬁ²½Ⅷｱ\u0301\u0345İıΣςͺ\u00a0\u2028\u200b\x00\x1c-'’日本語ก็ा😀\U0001f1e9\n\r\t.,"),
    max_size=40,
)
TEXTS = st.lists(st.none() | st.text(max_size=40) | TRICKY, max_size=8)


def plain_words(text: str) -> list[str]:
    """The definition, word for word."""
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())


def plain_fingerprint(text: str | None) -> dict[str, object] | None:
    if text is None:
        return None
    words = plain_words(text)
    digest = hashlib.sha256(" ".join(words).encode()).hexdigest() if words else None
    return {"words_hash": digest, "word_count": len(words)}


@given(TEXTS)
@settings(deadline=None)  # the first call builds a table
def test_the_fast_path_gives_what_the_definition_gives(texts):
    array = pa.array(texts, pa.string())

    assert words_fingerprint(array).to_pylist() == [plain_fingerprint(text) for text in texts]


def test_every_code_point_is_classed_as_the_definition_classes_it():
    # Between two letters: a word character joins them, any other parts them. A thousand to a text, for speed.
    probes = [f"é{chr(code)}é" for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF]
    texts = ["\n".join(probes[start : start + 1000]) for start in range(0, len(probes), 1000)]

    assert words_fingerprint(pa.array(texts)).to_pylist() == [plain_fingerprint(text) for text in texts]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hello, World!", "hello world"),  # case and punctuation say nothing
        ("a b", "a\n\n  b"),  # nor does the kind of space
        ("ﬁn", "fin"),  # compatibility forms are one (NFKC)
        ("e\u0301té", "été"),  # so are composed and decomposed letters
        ("STRASSE", "straße"),  # case folding, which is more than lower case
    ],
)
def test_same_words_same_fingerprint(one, other):
    first, second = words_fingerprint(pa.array([one, other])).to_pylist()

    assert first == second


@pytest.mark.parametrize(
    ("one", "other"), [("ab", "a b"), ("a b", "b a"), ("a", "a a"), ("naive", "naïve"), ("a_b", "a b")]
)
def test_other_words_other_fingerprint(one, other):
    first, second = words_fingerprint(pa.array([one, other])).field("words_hash").to_pylist()

    assert first != second


@pytest.mark.parametrize("text", ["", " \n", "—!?", "😀"])
def test_a_text_without_words_has_no_words_hash(text):
    assert words_fingerprint(pa.array([text])).to_pylist() == [{"words_hash": None, "word_count": 0}]


def test_text_hash_is_the_sha256_of_the_bytes():
    expected = [hashlib.sha256("zoë\n".encode()).hexdigest(), None, hashlib.sha256(b"").hexdigest()]

    assert text_hash(pa.array(["zoë\n", None, ""])).to_pylist() == expected


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
def test_slices_and_empty_arrays(kind):
    whole = pa.array(["skipped", "two words", None, "é", "skipped"], kind)

    assert words_fingerprint(whole.slice(1, 3)).to_pylist() == [plain_fingerprint(t) for t in ("two words", None, "é")]
    assert text_hash(whole.slice(3, 1)).to_pylist() == [hashlib.sha256("é".encode()).hexdigest()]
    assert words_fingerprint(whole.slice(0, 0)).type == WORDS_FINGERPRINT
    assert text_hash(whole.slice(0, 0)).type == pa.string()
