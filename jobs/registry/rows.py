"""The rows of the registry as callers see them: frozen, typed, all instants aware and in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from jobs.registry.canonical import Json

Status = Literal["running", "done", "refused", "failed"]
SuppressionKind = Literal["member", "content"]
Revised = Literal["version", "release"]
ErasedKind = Literal["member", "content", "words"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file of the landing zone, known by path, size and hash."""

    path: str  # relative to the landing root, with /
    feed: str
    source: str
    night: date  # of the folder it lies in
    file_name: str
    size: int  # bytes, as delivered
    sha256: str  # hex, of the bytes as delivered
    modified_ns: int | None = None  # since 1970; none where the file was too young to be known by it

    @property
    def order(self) -> tuple[date, str, str]:
        """The order of delivery; by code points, so that no database's collation decides which revision stands."""
        return self.night, self.file_name, self.path


@dataclass(frozen=True, slots=True)
class Run:
    """A night's run for a purpose, with the inputs frozen when it was first opened."""

    night: date
    purpose: str
    status: Status
    attempt: int  # 1, 2, …: one more each time the run is opened again
    inputs: Json
    inputs_hash: str
    started_at: datetime  # of the first attempt
    finished_at: datetime | None
    error_code: str | None  # name of an error class, never a message


@dataclass(frozen=True, slots=True)
class StageRow:
    """What a stage last did in a run."""

    night: date
    purpose: str
    stage: str
    status: Status
    inputs_hash: str
    attempt: int
    seconds: float
    counts: Json
    table_versions: Json  # table name: Delta version written
    finished_at: datetime


@dataclass(frozen=True, slots=True)
class GateRow:
    """What a gate found: counts only."""

    night: date
    purpose: str
    gate: str
    attempt: int
    results: Json
    refused: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """A published version. It exists when its row does."""

    version: int  # 1, 2, … without gaps
    night: date
    purpose: str
    documents_version: int  # Delta version of `documents`
    manifest: Json
    manifest_sha256: str  # of the canonical JSON
    created_at: datetime
    revision: int = 1  # one more each time that its documents were rewritten


@dataclass(frozen=True, slots=True)
class Revision:
    """What a version or a release held from a moment on."""

    kind: Revised
    name: str  # of the release, or the number of the version
    revision: int
    table_version: int  # Delta version of its table
    manifest: Json
    manifest_sha256: str
    cause: str  # release, or what rewrote it: erasure, policy
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Release:
    """A version that was copied out, as it stands."""

    name: str
    version: int
    created_at: datetime
    standing: Revision


@dataclass(frozen=True, slots=True)
class Use:
    """Somebody built a model on a revision of a release."""

    release: str
    model: str
    revision: int
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proven of an erasure, chained to the one before."""

    number: int
    bundle: Json  # counts and hashes only
    sha256: str  # of the canonical JSON of the bundle, which names the hash before
    previous_sha256: str | None
    created_at: datetime
