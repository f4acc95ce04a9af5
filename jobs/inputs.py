"""The inputs of a run, frozen when it starts: deliveries, policy, thresholds, code and redactor."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from jobs.audit.rules import AuditRules, parse_audit
from jobs.detectors import parse_detectors, read_detectors
from jobs.errors import InputMissing, UsageError
from jobs.policy import Policy, parse
from jobs.policy_check import check_policy
from jobs.registry import Delivery
from jobs.registry.canonical import digest
from jobs.settings import Settings
from jobs.stages.curate import Curation, parse_curation
from jobs.text.own import OwnRules
from jobs.text.persons import shipped
from jobs.text.redactor import Redactor
from jobs.text.treatments import Treatments
from jobs.treatments import parse_treatments, read_treatments

_CODE = ("jobs", "schemas", "expectations")


@dataclass(frozen=True)
class Inputs:
    """What a run is made from. Policy and thresholds are kept whole: an edit must not change the run."""

    deliveries: Mapping[str, Any]
    policy: Policy
    curation: Curation
    audit: AuditRules
    treatments: Treatments
    treatments_text: str
    own: OwnRules
    own_text: str
    code_hash: str
    sources_hash: str
    redactor_version: str
    canaries: int  # for every reason: a night that goes on must expect as many as it planted

    def to_json(self) -> dict[str, Any]:
        """As the registry keeps it."""
        return {
            "deliveries": dict(self.deliveries),
            "policy": self.policy.text,
            "policy_hash": self.policy.sha256,
            "curation": self.curation.text,
            "curation_hash": _sha256(self.curation.text),
            "audit": self.audit.text,
            "audit_hash": _sha256(self.audit.text),
            "treatments": self.treatments_text,
            "treatments_hash": self.treatments.sha256,
            "detectors": self.own_text,
            "detectors_hash": self.own.sha256,
            "code_hash": self.code_hash,
            "sources_hash": self.sources_hash,
            "redactor_version": self.redactor_version,
            "canaries": self.canaries,
        }


def freeze(settings: Settings) -> Inputs:
    """The inputs as they are now, before any file is taken: what is wrong with them is told first.

    Raises:
        InputMissing: the policy or the thresholds are not there.
        UsageError: one of them cannot be read, or the policy is not sound.
    """
    treatments, treatments_text = read_treatments(settings.treatments)
    own, own_text = read_detectors(settings.detectors)
    return Inputs(
        deliveries=_described(()),
        policy=sound_policy(settings),
        curation=parse_curation(read_input(settings.curation, "curation")),
        audit=parse_audit(read_input(settings.audit, "file of the audit's rules")),
        treatments=treatments,
        treatments_text=treatments_text,
        own=own,
        own_text=own_text,
        code_hash=code_hash(),
        sources_hash=_sha256(read_input(settings.sources, "description of the feeds")),
        redactor_version=Redactor(shipped(), treatments, own=own, purpose=settings.purpose).version,
        canaries=settings.canaries.each,
    )


def with_deliveries(inputs: Inputs, deliveries: Sequence[Delivery]) -> Inputs:
    """The inputs of a run that was given these files."""
    return replace(inputs, deliveries=_described(deliveries))


def _described(deliveries: Sequence[Delivery]) -> dict[str, Any]:
    named = [[delivery.path, delivery.size, delivery.sha256] for delivery in deliveries]
    return {"files": len(deliveries), "bytes": sum(each.size for each in deliveries), "digest": digest(named)}


def sound_policy(settings: Settings) -> Policy:
    """The policy, if `assent policy check` finds no error in it and it says anything of the purpose.

    Raises:
        InputMissing: it is not there.
        UsageError: it is not sound.
    """
    text = read_input(settings.policy, "policy")
    policy = parse(text)
    if errors := [finding for finding in check_policy(text) if finding.severity == "error"]:
        raise UsageError(
            f"the policy has {len(errors)} errors; the first, in row {errors[0].row}: {errors[0].says}",
            where=settings.policy,
            next_step=f"assent policy check {settings.policy} lists all of them",
        )
    if not any(rule.purpose == settings.purpose for rule in policy.rules):
        raise UsageError(
            f"no row of the policy is for the purpose {settings.purpose}",
            where=settings.policy,
            next_step="correct its column purpose, or the setting; a row that excludes * keeps everything out",
        )
    return policy


def thaw(inputs: Mapping[str, Any], settings: Settings) -> Inputs:
    """The inputs of a run that was opened before."""
    own_text = inputs.get("detectors", "version = 1")
    text = inputs.get("treatments", "version = 1")  # a run that a program without treatments opened
    treatments = parse_treatments(text, settings.treatments)
    return Inputs(
        deliveries=inputs["deliveries"],
        policy=parse(inputs["policy"]),
        curation=parse_curation(inputs["curation"]),
        audit=parse_audit(inputs["audit"]),
        treatments=treatments,
        treatments_text=text,
        own=parse_detectors(own_text, settings.detectors),
        own_text=own_text,
        code_hash=inputs["code_hash"],
        sources_hash=inputs["sources_hash"],
        redactor_version=inputs["redactor_version"],
        canaries=inputs.get("canaries", settings.canaries.each),
    )


def assert_unchanged(inputs: Mapping[str, Any], settings: Settings) -> None:
    """What a stage reads anew is what the run was opened with: program, feeds, and the lists that files name.

    Raises:
        UsageError: one of them says something else now.
    """
    then = thaw(inputs, settings)
    now = {
        "program": (then.code_hash, code_hash()),
        "description of the feeds": (
            then.sources_hash,
            _sha256(read_input(settings.sources, "description of the feeds")),
        ),
        f"list of the treatments ({settings.treatments})": (inputs.get("treatments_hash"), then.treatments.sha256),
        f"list of the detectors ({settings.detectors})": (inputs.get("detectors_hash"), then.own.sha256),
    }
    if changed := [name for name, (before, today) in now.items() if before != today]:
        raise UsageError(
            f"changed while the night was under way: {', '.join(changed)}",
            next_step="run the whole night again: `assent run` takes all of it as it is now",
        )


@cache
def code_hash() -> str:
    """Hash over the program's own files, by name and content."""
    root = Path(__file__).resolve().parents[1]
    total = hashlib.sha256()
    for package in _CODE:
        for path in sorted((root / package).rglob("*.py")):
            total.update(f"{path.relative_to(root)}\0".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def read_input(path: str, what: str) -> str:
    """The text of a file that a run is made from.

    Raises:
        InputMissing: it is not there.
        UsageError: it is no text in UTF-8.
    """
    try:
        return Path(path).read_text(encoding="utf-8-sig")  # a spreadsheet writes a mark at the beginning
    except (FileNotFoundError, IsADirectoryError):
        raise InputMissing(f"there is no {what}", where=path) from None
    except UnicodeDecodeError:
        raise UsageError(
            f"the {what} is no text in UTF-8", where=path, next_step="save it as CSV or text, UTF-8"
        ) from None


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
