"""What the person models are asked, and from which scores on a word is part of a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Hearing(NamedTuple):
    """From which score of the tagger on the encoder reads, and its share in a word's score."""

    unsure: float
    heard: float


@dataclass(frozen=True)
class Thresholds:
    """From which score on a word is part of a name; tuned on the held-out parts, see docs/person-model.md.

    Posts and letters name people in passing, so more is risked there; articles are longer and better written.
    """

    post: float = 0.45
    article: float = 0.45
    foreign: float = 0.44  # in languages other than English
    weaker: float = 0.4  # beside a sure word this share of the threshold is enough
    gate: float = -3.5  # words less likely than this by the gate are not looked at; log odds
    heard: float = 0.6  # share of the encoder in a word's score; the rest is the tagger's
    unsure: float = 0.25  # the encoder reads stretches with a word whose score by the tagger lies between these two
    sure: float = 0.9
    foreign_unsure: float = 0.01  # in languages other than English the tagger knows less: the encoder reads more
    foreign_heard: float = 0.7  # and counts for more
    context: int = 8  # words that the encoder sees on each side of a doubtful one
    post_length: int = 1000  # texts up to this many signs are read as posts

    def of(self, text: str, language: str) -> float:
        """The threshold for one text."""
        if _is_foreign(language):
            return self.foreign
        return self.post if len(text) <= self.post_length else self.article

    def hearing(self, language: str) -> Hearing:
        """How much the encoder is asked in a language, and counts."""
        if _is_foreign(language):
            return Hearing(self.foreign_unsure, self.foreign_heard)
        return Hearing(self.unsure, self.heard)


def _is_foreign(language: str) -> bool:
    return bool(language) and not language.startswith("en")
