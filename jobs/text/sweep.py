"""The sweep: what must not be left in a redacted text, looked for without the redactor's help.

It shares no code and no pattern with the redactor, so that a mistake there is not repeated here. It counts, for each
text, the @ signs that belong to an e-mail address (by a plain pattern, or because the directory has it) and those
that open a handle of the directory, and (`full_names`) the names of members in full. It gives counts only: never a
value, a position or a word around it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ahocorasick_rs import BytesAhoCorasick, Implementation

LEAKS: pa.DataType = pa.struct([("leak_emails", pa.int32()), ("leak_handles", pa.int32())])
SHORTEST_HANDLE = 3
"""Characters; a handle of one or two is too often something else."""
_NAME = re.compile(r"[^\W\d_]+(?:[ '’.-]+[^\W\d_]+)+\.?")
_NO_LETTERS = frozenset(("Mn", "Mc", "Cf"))
"""Marks, which vowels are in the scripts of India, and invisible signs that join letters."""
_NAME_WORD = re.compile(r"[^\W\d_]{2,}")

_AT = ord("@")
# On lower-cased UTF-8: every byte above 127 counts as part of a letter.
_LOCAL = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789._%+-'") | frozenset(range(128, 256))
# The last label is whole: in uuencoded lines, `m@z.lk8;` looks like an address cut short.
_DOMAIN = re.compile(rb"(?:[a-z0-9_\x80-\xff][a-z0-9_\x80-\xff-]*\.)+(?:[a-z]{2,}(?![a-z0-9_])|[a-z]*[\x80-\xff]{2,})")


class Directory:
    """The addresses and handles of all members, ready to be searched for.

    Pickles as two lists and builds its automaton at the first use, so a broadcast one is built once per worker.
    """

    def __init__(
        self,
        emails: Iterable[str | None],
        handles: Iterable[str | None],
        names: Iterable[str | None] = (),
        ordinary: frozenset[str] = frozenset(),
    ) -> None:
        known_emails, known_handles = _known(emails), {handle.removeprefix("@") for handle in _known(handles)}
        self._emails = sorted(email for email in known_emails if "@" in email[1:-1])
        self._handles = sorted(handle for handle in known_handles if len(handle) >= SHORTEST_HANDLE)
        self.ignored_emails = len(known_emails) - len(self._emails)
        """Addresses without an @ between two characters."""
        self.ignored_handles = len(known_handles) - len(self._handles)
        """Handles that are too short."""
        known_names = _known(names)
        self._names = sorted(name for name in known_names if _is_full_name(name, ordinary))
        self.ignored_names = len(known_names) - len(self._names)
        """Names of one word, of initials, of other signs than letters, or of ordinary words alone."""

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if not name.endswith("_automaton")}

    @cached_property
    def _automaton(self) -> BytesAhoCorasick:
        patterns = [email.encode() for email in self._emails] + [f"@{handle}".encode() for handle in self._handles]
        return BytesAhoCorasick(patterns, implementation=Implementation.ContiguousNFA)

    @cached_property
    def _names_automaton(self) -> BytesAhoCorasick:
        return BytesAhoCorasick([name.encode() for name in self._names], implementation=Implementation.ContiguousNFA)

    def find_names(self, text: bytes) -> Iterator[tuple[int, int]]:
        """First byte and end of each full name, words cut in half included."""
        if self._names:
            for _, start, end in self._names_automaton.find_matches_as_indexes(text, overlapping=True):
                yield start, end

    def find(self, text: bytes) -> Iterator[tuple[bool, int, int]]:
        """Each place, words cut in half included: whether it is an address, first byte and end."""
        if self._emails or self._handles:
            for pattern, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
                yield pattern < len(self._emails), start, end


def leaks(texts: pa.Array, directory: Directory) -> pa.StructArray:
    """For each text, the number of e-mail addresses and of known @handles in it; 0 for a null text."""
    counts = np.zeros((2, len(texts)), dtype=np.int32)
    suspects = np.flatnonzero(pc.fill_null(pc.match_substring(texts, "@"), False).to_numpy(zero_copy_only=False))
    if len(suspects):
        lowered = pc.utf8_lower(texts.take(pa.array(suspects)).cast(pa.large_string()))
        starts = np.frombuffer(lowered.buffers()[1], np.int64)[lowered.offset : lowered.offset + len(lowered) + 1]
        data = lowered.buffers()[2].to_pybytes()
        for kind, places in enumerate(_places(data, starts, directory)):
            rows = np.searchsorted(starts, np.fromiter(places, np.int64, len(places)), side="right") - 1
            np.add.at(counts[kind], suspects[rows], 1)
    return pa.StructArray.from_arrays([pa.array(row) for row in counts], fields=list(LEAKS))


def full_names(texts: pa.Array, directory: Directory) -> pa.Array:
    """For each text, the number of places where a member's full name stands, in any case and over line breaks too."""
    counts = np.zeros(len(texts), dtype=np.int32)
    composed = pc.utf8_normalize(pc.fill_null(texts, ""), form="NFC")
    plain = pc.replace_substring_regex(pc.utf8_lower(composed), pattern=r"\s+", replacement=" ")
    lowered = plain.cast(pa.large_string())
    starts = np.frombuffer(lowered.buffers()[1], np.int64)[lowered.offset : lowered.offset + len(lowered) + 1]
    data = lowered.buffers()[2].to_pybytes() if lowered.buffers()[2] else b""
    seen: set[int] = set()
    for start, end in directory.find_names(data):
        first, last = np.searchsorted(starts, (start, end - 1), side="right")
        if first == last and _is_whole(data, start, end, int(starts[first - 1]), int(starts[first])):
            seen.add(start)
    rows = np.searchsorted(starts, np.fromiter(seen, np.int64, len(seen)), side="right") - 1
    np.add.at(counts, rows, 1)
    return pa.array(counts)


def _is_full_name(name: str, ordinary: frozenset[str]) -> bool:
    """Two words or more of letters, and not all of them ordinary words."""
    letters = "".join(sign for sign in name if unicodedata.category(sign) not in _NO_LETTERS)
    words = _NAME_WORD.findall(letters)
    return len(words) > 1 and bool(_NAME.fullmatch(letters)) and not all(word in ordinary for word in words)


def _places(data: bytes, starts: np.ndarray, directory: Directory) -> tuple[set[int], set[int]]:
    """The @ signs of addresses and of known handles in texts that stand end to end, as positions in bytes."""
    emails = _address_signs(data, starts)
    handles: set[int] = set()
    for is_email, start, end in directory.find(data):
        first, last = np.searchsorted(starts, (start, end - 1), side="right")
        if first == last and _is_whole(data, start, end, int(starts[first - 1]), int(starts[first])):
            (emails if is_email else handles).add(data.index(b"@", start))
    return emails, handles - emails


def _address_signs(data: bytes, starts: np.ndarray) -> set[int]:
    """The @ signs with something like a name before and something like a domain after."""
    signs = np.flatnonzero(np.frombuffer(data, np.uint8) == _AT)
    rows = np.searchsorted(starts, signs, side="right")
    bounds = zip(signs.tolist(), starts[rows - 1].tolist(), starts[rows].tolist(), strict=True)
    return {
        sign
        for sign, left, right in bounds
        if sign > left and data[sign - 1] in _LOCAL and _DOMAIN.match(data, sign + 1, right)
    }


def _is_whole(data: bytes, start: int, end: int, left: int, right: int) -> bool:
    """Whether no word goes on over either edge, within the text that reaches from left to right."""
    before = data[max(left, start - 4) : start].decode(errors="ignore")[-1:]
    after = data[end : min(right, end + 4)].decode(errors="ignore")[:1]
    return not any(char.isalnum() or char == "_" for char in before + after)


def _known(values: Iterable[str | None]) -> set[str]:
    """The values as the texts are compared: lower case, without blanks around or full stops behind."""
    column = pc.utf8_lower(pc.utf8_normalize(pa.array([value for value in values if value], pa.string()), form="NFC"))
    return {value for value in (" ".join(each.split()).rstrip(".") for each in column.to_pylist()) if value}
