"""conf/detectors.toml: detectors of users, read strictly and held to their examples before anything is redacted."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field, model_validator

from jobs.errors import UsageError
from jobs.rule_files import Strict, next_step, parse, read_list, read_text
from jobs.text.own import GROUP, OwnDetectors, OwnRule, OwnRules, engines
from jobs.text.spans import SpanType
from jobs.text.views import view_of

WHAT = "detectors"
_OPEN, _CLOSE = "⟦", "⟧"


class _Row(Strict):
    """A row as it is written."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")
    kind: SpanType = SpanType.OTHER
    words: tuple[str, ...] = ()
    file: str = ""
    pattern: str = ""
    engine: str = ""
    found: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> _Row:
        if sum(map(bool, (self.words, self.file, self.pattern, self.engine))) != 1:
            raise ValueError("give one of words, file, pattern, engine")
        if self.engine and self.engine not in engines():
            raise ValueError(f"no such engine is installed; of the group {GROUP} there are: {engines() or 'none'}")
        if any(text.count(_OPEN) != 1 or text.count(_CLOSE) != 1 for text in self.found):
            raise ValueError(f"each example of found marks one place with {_OPEN} and {_CLOSE}")
        return self


class _File(Strict):
    version: int
    detector: tuple[_Row, ...] = ()


def read_detectors(path: str) -> tuple[OwnRules, str]:
    """The detectors of a file with the lists beside it, and the file's text.

    Raises:
        InputMissing: it is not there.
        UsageError: it does not fit, or a detector does not do what its examples say.
    """
    text = read_text(path, WHAT)
    return parse_detectors(text, path), text


def parse_detectors(text: str, path: str) -> OwnRules:
    """The detectors of a file's text; lists lie beside `path`. Their hash covers the lists.

    Raises:
        InputMissing: a list is not there.
        UsageError: it is no TOML, a key or value does not fit, or an example fails; all faults are named.
    """
    file = parse(_File, text, path, WHAT)
    digest = hashlib.sha256(text.encode())
    rules = tuple(_rule(row, Path(path).parent, digest) for row in file.detector)
    faults = [
        f"row {n} ({row.name}): {fault}"
        for n, row in enumerate(file.detector, 1)
        for fault in _faults(row, rules[n - 1])
    ]
    if faults:
        raise UsageError(
            f"detectors do not do what they say: {'; '.join(faults)}", where=path, next_step=next_step(WHAT)
        )
    return OwnRules(rules, digest.hexdigest() if rules else "")


def _rule(row: _Row, folder: Path, digest: Any) -> OwnRule:
    words = row.words
    if row.file:
        content, lines = read_list(folder / row.file, WHAT)
        digest.update(content.encode())
        words = tuple(map(str.strip, lines))
    return OwnRule(row.name, row.kind, words, row.pattern, row.engine)


def _faults(row: _Row, rule: OwnRule) -> list[str]:
    """What is wrong with a detector: a pattern that RE2 does not take, and examples that come out otherwise."""
    if rule.pattern:
        try:
            if pc.match_substring_regex(pa.array([""]), rule.pattern)[0].as_py():
                return ["the pattern matches the empty text"]
        except pa.ArrowInvalid:
            return ["RE2 does not take the pattern (it has no look-around and no back-references)"]
    own = OwnDetectors(OwnRules((rule,)))
    found = [f"found, example {n}: it is not" for n, text in enumerate(row.found, 1) if not _is_found(own, text)]
    return found + [f"left, example {n}: it is found" for n, text in enumerate(row.left, 1) if _spans(own, text)]


def _is_found(own: OwnDetectors, marked: str) -> bool:
    text = re.sub(f"[{_OPEN}{_CLOSE}]", "", marked)
    return (marked.index(_OPEN), marked.index(_CLOSE) - 1) in _spans(own, text)


def _spans(own: OwnDetectors, text: str) -> set[tuple[int, int]]:
    view = view_of(text)
    found = own.find(pa.array([view.text]), [""]).get(0, [])
    return {(span.start, span.end) for span in map(view.in_text, found)}
