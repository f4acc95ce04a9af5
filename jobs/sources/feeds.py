"""The feeds of conf/sources.toml: where each lies and what its fields and times are called."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from jobs.errors import InputMissing, UsageError
from schemas.values import CONTENT_TYPES


class Kind(StrEnum):
    """What the records of a feed are; each kind has its rules in stages/conform.py."""

    CONTENT = "content"
    MEMBERS = "members"
    RESIDENCE = "residence"
    CONSENT = "consent"
    ERASURES = "erasures"


FIELDS: Mapping[Kind, frozenset[str]] = {
    Kind.CONTENT: frozenset(
        {"id", "type", "author_id", "created_at", "updated_at", "title", "body", "language", "visibility", "mentions"}
        | {"reshare_of", "reply_to", "deleted"}
    ),
    Kind.MEMBERS: frozenset(
        "member_id display_name given_name family_name handle email birth_date joined_at recorded_at".split()
    ),
    Kind.RESIDENCE: frozenset("member_id country subdivision valid_from recorded_at".split()),
    Kind.CONSENT: frozenset("event_id member_id purpose state effective_at recorded_at channel covers_past".split()),
    Kind.ERASURES: frozenset("request_id member_id received_at scope".split()),
}
# Without these every record of a feed would be refused, or a choice would be read as none.
NEEDED: Mapping[Kind, frozenset[str]] = {
    Kind.CONTENT: frozenset("id type author_id created_at body visibility".split()),
    Kind.MEMBERS: frozenset("member_id recorded_at".split()),
    Kind.RESIDENCE: frozenset("member_id country valid_from recorded_at".split()),
    Kind.CONSENT: frozenset("member_id purpose state effective_at recorded_at".split()),
    Kind.ERASURES: frozenset({"member_id"}),
}
TIME_FORMATS = ("iso8601", "epoch_s", "epoch_ms")  # besides those of strptime
_KEYS = {"kind", "folder", "source", "times", "types", "fields"}
SOURCE_FROM_FILE = "file"


@dataclass(frozen=True)
class Feed:
    """One feed: `fields` maps our name to the path of theirs, `types` their word to ours."""

    name: str
    kind: Kind
    folder: str
    source: str
    times: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]
    types: Mapping[str, str]

    def source_of(self, file_stem: str) -> str:
        """The source of the items in a file."""
        return file_stem if self.source == SOURCE_FROM_FILE else self.source

    def value(self, record: Mapping[str, Any], field: str) -> Any:
        """The value of one of our fields in a delivered record; None where it is absent."""
        value: Any = record
        for step in self.fields.get(field, ()):
            value = value.get(step) if isinstance(value, dict) else None
        return value if self.fields.get(field) else None


def load_feeds(path: str | Path) -> tuple[Feed, ...]:
    """Read conf/sources.toml.

    Raises:
        InputMissing: there is no such file.
        UsageError: a feed lacks what its kind needs, or names what it does not have; the message names the feed.
    """
    try:
        document = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputMissing("no description of the feeds", where=str(path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"the description of the feeds is no TOML: {error}", where=str(path)) from None
    tables = document.get("feeds")
    if set(document) != {"feeds"} or not isinstance(tables, dict) or not tables:
        raise UsageError("nothing but [feeds.NAME] tables is looked for, and one at least", where=str(path))
    feeds = tuple(_feed(name, table, str(path)) for name, table in tables.items())
    shared = [feed.name for feed in feeds if [other.folder for other in feeds].count(feed.folder) > 1]
    if shared:
        raise UsageError(f"feeds share a folder: {', '.join(shared)}", where=str(path))
    return feeds


def _feed(name: str, table: Any, path: str) -> Feed:
    where = f"[feeds.{name}] in {path}"
    try:
        kind = Kind(table["kind"])
    except (KeyError, ValueError, TypeError):
        raise UsageError(f"kind must be one of {', '.join(Kind)}", where=where) from None
    faults = _faults(table, kind)
    if faults:
        raise UsageError("; ".join(faults), where=where, next_step="see the head of that file")
    return Feed(
        name=name,
        kind=kind,
        folder=table.get("folder", name),
        source=table.get("source", SOURCE_FROM_FILE),
        times=tuple(table.get("times", ("iso8601",))),
        fields={ours: tuple(theirs.split(".")) for ours, theirs in table["fields"].items()},
        types=dict(table.get("types", {})),
    )


def _faults(table: Mapping[str, Any], kind: Kind) -> list[str]:
    """What is wrong with the table of a feed, all of it, by the names of its keys."""
    fields, types, times = table.get("fields"), table.get("types", {}), table.get("times", ["iso8601"])
    texts = {key: table[key] for key in ("folder", "source") if key in table}
    faults = [f"unknown: {key}" for key in sorted(set(table) - _KEYS)]
    faults += [f"{key} is no text" for key, value in texts.items() if not isinstance(value, str) or not value]
    faults += ["folder leads out of the landing zone"] if ".." in str(table.get("folder")).split("/") else []
    if not isinstance(times, list) or not times or not all(map(_is_time_format, times)):
        faults.append("times is no list of formats")
    if not isinstance(fields, dict) or not all(isinstance(theirs, str) and theirs for theirs in fields.values()):
        return [*faults, "fields is no table of names"]
    faults += [f"unknown: fields.{field}" for field in sorted(set(fields) - FIELDS[kind])]
    faults += [f"missing: fields.{field}" for field in sorted(NEEDED[kind] - set(fields))]
    if not isinstance(types, dict) or not all(word in CONTENT_TYPES for word in types.values()):
        faults.append(f"types must lead to {', '.join(CONTENT_TYPES)}")
    elif bool(types) != (kind is Kind.CONTENT):
        faults.append("types is for content, which needs it")
    return faults


def _is_time_format(name: Any) -> bool:
    return isinstance(name, str) and (name in TIME_FORMATS or "%" in name)
