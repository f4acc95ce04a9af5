"""The chain of proofs: each names the hash of the one before, is signed, and lies in the registry and in a file.

Who has the public key can check a file without the lake and without us.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from jobs.effects.erase.plan import Plan, is_under_way
from jobs.effects.erase.proof import build
from jobs.effects.erase.search import Found
from jobs.errors import UsageError
from jobs.lake import Lake
from jobs.registry import Lease, Proof, Registry
from jobs.registry.canonical import canonical_json, digest
from jobs.settings import Settings
from jobs.signing import ALGORITHM, PUBLIC, signer, verifies
from jobs.storage import filesystem, write_whole
from schemas.tables import Zone

FOLDER = "proofs"
_UNDER_WAY = "the erasure was begun and is not ended: assent erase run goes on with it"


def commit(registry: Registry, lease: Lease, settings: Settings, plan: Plan, found: Found, lake: Lake) -> Proof:
    """Put the proof of an erasure on record, and beside the lake's restricted tables. Safe to repeat."""
    done = [proof for proof in registry.proofs() if proof.number == plan.number]
    if not done:
        earlier = registry.proofs()
        previous = earlier[-1].sha256 if earlier else None
        bundle = build(registry, settings, plan, found, lake) | {"previous_sha256": previous}
        done = [registry.commit_proof(plan.number, bundle, previous, lease)]
    _write(settings, done[0])
    return done[0]


def _write(settings: Settings, proof: Proof) -> None:
    """The proof as a signed file; the registry has the same, without the signature."""
    fs, root = filesystem(_folder(settings.lake))
    fs.create_dir(root, recursive=True)
    signature = signer(settings.key_path.parent).sign(canonical_json(proof.bundle).encode())
    signed = {"algorithm": ALGORITHM, "value": base64.b64encode(signature).decode()}
    whole = _whole(proof) | {"signature": signed}
    write_whole(fs, f"{root}/{_name(proof)}", json.dumps(whole, indent=1, sort_keys=True) + "\n")


def broken(settings: Settings, registry: Registry) -> list[str]:
    """What of the chain does not hold: empty where all does."""
    faults, previous = [], None
    for number, proof in enumerate(registry.proofs(), start=1):
        said = _faults(proof, number, previous) + _file_faults(settings, proof)
        faults += [f"proof {proof.number}: {fault}" for fault in said]
        previous = proof.sha256
    proven = {proof.number for proof in registry.proofs()}
    missing = sorted(registry.erasures_begun() - proven)
    last = missing[-1] if missing and missing[-1] > max(proven, default=0) and is_under_way(settings.lake) else None
    return faults + [f"proof {number}: {_UNDER_WAY if number == last else 'missing'}" for number in missing]


def _faults(proof: Proof, number: int, previous: str | None) -> list[str]:
    faults = [] if proof.number == number else ["one before it is missing"]
    if digest(proof.bundle) != proof.sha256:
        faults.append("the registry's bundle was altered")
    if (proof.previous_sha256, proof.bundle.get("previous_sha256")) != (previous, previous):
        faults.append("it does not follow the one before")
    return faults


def _file_faults(settings: Settings, proof: Proof) -> list[str]:
    fs, root = filesystem(_folder(settings.lake))
    try:
        with fs.open_input_stream(f"{root}/{_name(proof)}") as stream:
            written = json.loads(stream.readall())
        same = {name: written.get(name) for name in _whole(proof)} == json.loads(json.dumps(_whole(proof)))
        genuine = is_genuine(written, settings.key_path.parent / PUBLIC)
    except (FileNotFoundError, ValueError, AttributeError, UsageError):
        same = genuine = False
    faults = [] if same else ["its file is gone or was altered"]
    return faults if genuine else [*faults, "its signature does not hold"]


def is_genuine(document: Any, public_key: Path) -> bool:
    """Whether a proof's file is as it was signed, and its hash is that of its bundle.

    Raises:
        UsageError: it is no proof.
        InputMissing: there is no such key.
    """
    try:
        bundle, sha256 = document["bundle"], document["sha256"]
        value = base64.b64decode(document["signature"]["value"], validate=True)
    except (TypeError, KeyError, ValueError):
        raise UsageError("the file is no signed proof", next_step="they lie in LAKE/restricted/proofs") from None
    return verifies(public_key, value, canonical_json(bundle).encode()) and digest(bundle) == sha256


def follows(document: Any, before: Any) -> bool:
    """Whether a proof names the one before as the one before it."""
    return bool(document["bundle"]["previous_sha256"] == before["sha256"])


def _whole(proof: Proof) -> dict[str, Any]:
    return {"number": proof.number, "sha256": proof.sha256, "bundle": proof.bundle}


def _name(proof: Proof) -> str:
    return f"{proof.number:06d}.json"


def _folder(lake: str) -> str:
    return f"{lake}/{Zone.RESTRICTED}/{FOLDER}"
