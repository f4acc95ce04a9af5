"""Words of the simulated network, one module per language, all written for it.

Each module holds a `Phrases`: sentence templates with {slots} and the lists that fill them.
Slots in capitals are personal details (`details.py`); the others are the fields below.
Noun phrases carry their article in a form that serves as subject and object.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Phrases:
    """What one language needs to write posts, comments and articles."""

    code: str  # ISO 639-1
    thing: tuple[str, ...]  # one thing, with its article
    things: tuple[str, ...]  # several, with their article
    action: tuple[str, ...]  # an infinitive with its object
    person: tuple[str, ...]  # a role, with its article, as subject and object
    when: tuple[str, ...]  # adverbial of time
    quality: tuple[str, ...]  # predicate adjective that fits any subject
    topic: tuple[str, ...]  # bare nouns for titles and headings
    numbered: tuple[str, ...]  # sentences with {n6} and {n4}: what tells two texts apart
    sentences: tuple[str, ...]
    questions: tuple[str, ...]
    replies: tuple[str, ...]  # how a comment begins
    shares: tuple[str, ...]  # how a reshare begins
    details: tuple[str, ...]  # sentences with one personal detail each
    mentions: tuple[str, ...]  # sentences that name {FRIEND} or {FRIEND_HANDLE}
    titles: tuple[str, ...]
    headings: tuple[str, ...]
    bullets: tuple[str, ...]
    short: tuple[str, ...]  # under eight words
    address: str  # with {n}
