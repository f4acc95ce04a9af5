"""Texts of the network: a template grammar that knows where it put personal details."""

# ruff: noqa: PLR2004  shares are drawn where they are read

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

from jobs.simulate.details import PLAIN, email
from jobs.simulate.phrases import Phrases
from jobs.simulate.phrases.de import GERMAN
from jobs.simulate.phrases.en import ENGLISH
from jobs.simulate.phrases.es import SPANISH
from jobs.simulate.phrases.fr import FRENCH
from jobs.simulate.phrases.pt import PORTUGUESE

LANGUAGES = {phrases.code: phrases for phrases in (ENGLISH, GERMAN, FRENCH, SPANISH, PORTUGUESE)}
TOOLS = (
    "PostgreSQL", "Kafka", "Terraform", "Grafana", "Spark", "Airflow", "Kubernetes", "Redis", "Django", "Ansible",
    "Excel", "Jenkins", "GitLab", "Parquet", "Prometheus", "RabbitMQ",
)  # fmt: skip
CODE = (
    "```python\nfor row in rows[:{n4}]:\n    if row.status == 'open':\n        totals[row.team] += row.hours\n```",
    "```sql\nSELECT team, count(*) AS open\nFROM tickets\nWHERE id > {n6}\nGROUP BY team\nORDER BY open DESC;\n```",
    "```bash\nset -euo pipefail\nmake build && make test\ntail -n {n4} build.log | grep -c warning\n```",
    "```json\n{{\"retries\": {n2}, \"timeout_ms\": {n4}, \"batch\": {n6}}}\n```",
)  # fmt: skip
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Named:
    """Somebody a text may name."""

    member_id: str
    name: str
    handle: str
    local: str  # what stands before the @ of an address


@dataclass
class Draft:
    """A text in the making. Spans are (start, end, type) in code points, mentions (member_id, form)."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    mentions: list[tuple[str, str]] = field(default_factory=list)

    def add(self, text: str, kind: str | None = None) -> None:
        """Append a text; with a kind, as a personal detail."""
        if kind:
            self.spans.append((self.length, self.length + len(text), kind))
        self.parts.append(text)
        self.length += len(text)

    def quote(self, quoted: Quote) -> None:
        """Append somebody else's line with what it gives away."""
        self.spans += [(self.length + start, self.length + end, kind) for start, end, kind in quoted.spans]
        self.add(quoted.line)

    @property
    def text(self) -> str:
        """What has been written so far."""
        return "".join(self.parts)


@dataclass(frozen=True)
class Writing:
    """One text: title (articles only), body, spans on title + line feed + body, who is mentioned."""

    title: str | None
    body: str
    spans: tuple[tuple[int, int, str], ...] = ()
    mentions: tuple[tuple[str, str], ...] = ()
    language: str = "en"

    @property
    def text(self) -> str:
        """What spans refer to."""
        return self.body if self.title is None else f"{self.title}\n{self.body}"


@dataclass(frozen=True)
class Quote:
    """A line of somebody else's, with the personal details in it."""

    line: str
    spans: tuple[tuple[int, int, str], ...] = ()


@lru_cache(maxsize=4096)
def _pieces(template: str) -> tuple[tuple[str, bool], ...]:
    """A template cut into text and slot names; the second says which are slots."""
    parts = _SLOT.split(template)
    return tuple(
        (part if index % 2 else part.replace("{{", "{").replace("}}", "}"), index % 2 == 1)
        for index, part in enumerate(parts)
        if part
    )


class Writer:
    """Writes in one language for one author, by the chance it was given."""

    def __init__(self, rng: Random, phrases: Phrases, author: Named, friend: Named | None = None) -> None:
        self.rng, self.phrases, self.author, self.friend = rng, phrases, author, friend
        self.draft = Draft()

    def say(self, template: str) -> None:
        """Fill a template; the first letter becomes a capital."""
        first = True
        for piece, is_slot in _pieces(template):
            text, kind = self._fill(piece) if is_slot else (piece, None)
            if first and not kind:
                text = text[0].upper() + text[1:]
            first = False
            self.draft.add(text, kind)

    def _fill(self, slot: str) -> tuple[str, str | None]:
        rng = self.rng
        if slot in ("n2", "n4", "n6"):
            digits = int(slot[1])
            return str(rng.randrange(10 ** (digits - 1), 10**digits)), None
        if slot.startswith("tool"):
            return rng.choice(TOOLS), None
        if slot.isupper():
            return self._detail(slot)
        choices: Sequence[str] = getattr(self.phrases, slot.rstrip("2"))
        return rng.choice(choices), None

    def _detail(self, slot: str) -> tuple[str, str]:
        if slot in PLAIN:
            return PLAIN[slot](self.rng), slot
        if slot == "EMAIL":
            return email(self.rng, self.author.local), slot
        if slot == "ADDRESS":
            return self.phrases.address.format(n=self.rng.randrange(1, 400)), slot
        who = self.friend if slot.startswith("FRIEND") and self.friend else self.author
        form, kind = (f"@{who.handle}", "HANDLE") if slot.endswith("_HANDLE") else (who.name, "PERSON")
        if who is not self.author:
            self.draft.mentions.append((who.member_id, form))
        return form, kind

    def paragraph(self, sentences: int, *, detail: float = 0.0, mention: float = 0.0) -> None:
        """Write so many sentences, one of them with numbers of its own, and perhaps a personal detail."""
        phrases, rng = self.phrases, self.rng
        chosen = rng.sample(phrases.sentences, min(sentences - 1, len(phrases.sentences)))
        chosen.insert(rng.randrange(len(chosen) + 1), rng.choice(phrases.numbered))
        if rng.random() < detail:
            chosen.insert(rng.randrange(len(chosen) + 1), rng.choice(phrases.details))
        if self.friend and rng.random() < mention:
            chosen.append(rng.choice(phrases.mentions))
        for index, template in enumerate(chosen):
            if index:
                self.draft.add(" ")
            self.say(template)

    def bullets(self, count: int) -> None:
        """Write a list in Markdown."""
        for index in range(count):
            self.draft.add("\n- " if index else "- ")
            self.say(self.rng.choice(self.phrases.bullets))

    def finished(self, title_length: int | None = None) -> Writing:
        """Cut the draft into title and body."""
        text, spans, mentions = self.draft.text, tuple(self.draft.spans), tuple(dict.fromkeys(self.draft.mentions))
        title, body = (None, text) if title_length is None else (text[:title_length], text[title_length + 1 :])
        return Writing(title, body, spans, mentions, self.phrases.code)


def write_short(writer: Writer) -> Writing:
    """Write a few words, the same that others write; never as many as eight."""
    writer.draft.add(writer.rng.choice(writer.phrases.short))
    return writer.finished()


def write_post(writer: Writer) -> Writing:
    """Write a post of one or two paragraphs, now and then with a list or a piece of code."""
    rng = writer.rng
    writer.paragraph(rng.randint(3, 6), detail=0.3, mention=0.4)
    if rng.random() < 0.35:
        writer.draft.add("\n\n")
        writer.paragraph(rng.randint(2, 5), detail=0.15)
    chance = rng.random()
    if chance < 0.08:
        writer.draft.add("\n\n")
        writer.bullets(rng.randint(2, 4))
    elif chance < 0.14:
        writer.draft.add("\n\n")
        writer.say(rng.choice(CODE))
    elif chance < 0.3:
        writer.draft.add(" ")
        writer.say(rng.choice(writer.phrases.questions))
    return writer.finished()


def write_comment(writer: Writer, quoted: Quote | None = None) -> Writing:
    """Write an answer, with the line it answers where one is given."""
    if quoted:
        writer.draft.add("> ")
        writer.draft.quote(quoted)
        writer.draft.add("\n\n")
    writer.say(writer.rng.choice(writer.phrases.replies))
    writer.draft.add(" ")
    writer.paragraph(writer.rng.randint(2, 3), detail=0.12, mention=0.3)
    return writer.finished()


def write_reshare(writer: Writer) -> Writing:
    """Write what goes with a reshared item."""
    writer.say(writer.rng.choice(writer.phrases.shares))
    writer.draft.add(" ")
    writer.paragraph(2)
    return writer.finished()


def write_article(writer: Writer) -> Writing:
    """Write a title and a body in Markdown of several sections, with code and lists."""
    rng, draft = writer.rng, writer.draft
    writer.say(rng.choice(writer.phrases.titles))
    title_length = draft.length
    draft.add("\n")
    writer.paragraph(rng.randint(4, 7), mention=0.5)
    for heading in rng.sample(writer.phrases.headings, rng.randint(2, 4)):
        draft.add(f"\n\n## {heading}\n\n")
        writer.paragraph(rng.randint(4, 8), detail=0.3)
        chance = rng.random()
        if chance < 0.5:
            draft.add("\n\n")
            writer.paragraph(rng.randint(3, 6), detail=0.1)
        elif chance < 0.65:
            draft.add("\n\n")
            writer.bullets(rng.randint(3, 5))
        elif chance < 0.8:
            draft.add("\n\n")
            writer.say(rng.choice(CODE))
    return writer.finished(title_length)
