"""`assent erase`: run, verify, check, list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jobs.commands.opened import hold, open_registry
from jobs.errors import GateRefused, InputMissing
from jobs.keyring import load_ring
from jobs.keys import Key
from jobs.registry import Proof, Registry
from jobs.settings import Settings


def run_erasures(settings: Settings) -> list[dict[str, Any]]:
    """Erase everybody who asked for it."""
    from jobs.progress import progress
    from jobs.session import spark_session

    with open_registry(settings) as registry, _eraser(settings, registry, progress(), spark_session) as eraser:
        return [summary(proof) for proof in iter(eraser.run, None)]  # who asked meanwhile, too


@contextmanager
def _eraser(settings: Settings, registry: Registry, progress: Any, session: Any) -> Iterator[Any]:
    from jobs.effects.erase.run import Eraser
    from jobs.rewrites import Rewrites

    with hold(settings, registry) as lease, session(settings) as spark:
        lake = Rewrites(spark, settings.lake, run="erasure")
        yield Eraser(lake, registry, lease, settings, live_keys(settings, registry), progress)


def live_keys(settings: Settings, registry: Registry) -> list[Key]:
    """The keys under which anything is suppressed or erased; that of the version line, which stays, is the last."""
    return list(reversed(load_ring(settings, registry).keys))


def verify_erasures(settings: Settings) -> dict[str, Any]:
    """Check the chain of proofs, and search again: by key, for nothing else of them is left to look for."""
    from jobs.effects.erase.chain import broken
    from jobs.effects.erase.keyed import search_by_key

    with open_registry(settings) as registry:
        faults = broken(settings, registry)
        found = search_by_key(settings.lake, registry, live_keys(settings, registry), settings.erase.logs)
        proofs = len(registry.proofs())
    return {"proofs": proofs, "broken": faults, "search": found}


def refuse_faults(row: dict[str, Any]) -> None:
    """End with the code of a refusal where the chain or the search does not hold.

    Raises:
        GateRefused: it does not.
    """
    if row["broken"] or row["search"]["hits"]:
        raise GateRefused(
            f"{len(row['broken'])} faults in the chain of proofs, {row['search']['hits']} pieces of erased members",
            next_step="see docs/runbook.md, what an erasure leaves",
        )


def check_proofs(files: list[Path], public_key: Path) -> list[str]:
    """What is wrong with proofs given as files, oldest first: without the lake, with the public key alone.

    Raises:
        InputMissing: a file is not there.
        UsageError: a file is no proof.
    """
    from jobs.effects.erase.chain import follows, is_genuine

    faults, before = [], None
    for file in files:
        try:
            document = json.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise InputMissing("there is no such proof", where=str(file)) from None
        except ValueError:
            document = None
        if not is_genuine(document, public_key):
            faults.append(f"{file.name}: it is not as it was signed, or another key signed it")
        if before is not None and not follows(document, before):
            faults.append(f"{file.name}: it does not follow the one before")
        before = document
    return faults


def all_erasures(settings: Settings) -> list[dict[str, Any]]:
    """The proofs, oldest first."""
    with open_registry(settings) as registry:
        return [summary(proof) for proof in registry.proofs()]


def summary(proof: Proof) -> dict[str, Any]:
    """A proof in a line."""
    bundle = proof.bundle
    return {
        "erasure": proof.number,
        "at": proof.created_at.isoformat(),
        "sha256": proof.sha256,
        "previous_sha256": proof.previous_sha256,
        **{name: bundle[name] for name in ("erased", "bytes", "revisions", "search", "not_proven")},
    }
