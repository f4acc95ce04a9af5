"""What a run needs, looked at before it is needed; each finding says what to do."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jobs.errors import AssentError, InputMissing, UsageError
from jobs.settings import Settings

if TYPE_CHECKING:
    from jobs.keys import Key

LEAST_JAVA = 17
_NONE_YET = "none yet; the first run makes one"


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    what: str
    fine: bool
    says: str


def examine(settings: Settings) -> list[Finding]:
    """Look at everything; a fault in one does not hide the others."""
    looks: dict[str, Callable[[], str]] = {
        "java": _java,
        "jars": _jars,
        "landing zone": lambda: _landing(settings),
        "policy": lambda: _policy(settings),
        "curation": lambda: _curation(settings),
        "audit": lambda: _audit(settings),
        "key": lambda: _key(settings),
        "registry": lambda: _registry(settings),
    }
    return [_finding(what, look) for what, look in looks.items()]


def _finding(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, look())
    except AssentError as error:
        return Finding(what, False, str(error))


def _java() -> str:
    java = shutil.which("java")
    if java is None:
        raise InputMissing("no Java on the PATH", next_step=f"install a JDK of version {LEAST_JAVA} or 21")
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603  found on PATH
    found = re.search(r'version "(\d+)', said)
    if found is None or int(found[1]) < LEAST_JAVA:
        raise UsageError(
            f"Java is older than {LEAST_JAVA}", next_step="install a newer JDK and put it first on the PATH"
        )
    return f"version {found[1]}"


def _jars() -> str:
    from jobs.jars import jar_paths

    return f"{len(jar_paths())} files, as locked"


def _landing(settings: Settings) -> str:
    from jobs.sources.feeds import load_feeds
    from jobs.sources.landing import nights

    found = nights(settings.landing, load_feeds(settings.sources))
    return f"{len(found)} nights, {found[0]} to {found[-1]}" if found else "no deliveries yet"


def _policy(settings: Settings) -> str:
    from jobs.inputs import read_input
    from jobs.policy import parse

    return f"{len(parse(read_input(settings.policy, 'policy')).rules)} rows"


def _audit(settings: Settings) -> str:
    from jobs.audit.detectors import detectors
    from jobs.audit.rules import parse_audit
    from jobs.inputs import read_input

    rules = parse_audit(read_input(settings.audit, "file of the audit's rules"))
    detectors(rules.detectors, rules.presidio_score)
    return f"{len(rules.budget)} budgets, {len(rules.detectors)} detectors"


def _curation(settings: Settings) -> str:
    from jobs.inputs import read_input
    from jobs.stages.curate import parse_curation

    return f"{len(parse_curation(read_input(settings.curation, 'curation')).rules)} rules"


def _key(settings: Settings) -> str:
    keys = _live_keys(settings)
    if not keys:
        return _NONE_YET
    within = not settings.key_command and Path(settings.lake).resolve() in settings.key_path.resolve().parents
    return f"epoch {', '.join(str(key.epoch) for key in keys)}" + (
        "; it lies in the lake: set key_file to a place of its own in production" if within else ""
    )


def _live_keys(settings: Settings) -> tuple[Key, ...]:
    """The key of each epoch that the registry knows, held against its check value; looking makes none."""
    from jobs.keyring import load_ring
    from jobs.keys import load_key
    from jobs.registry import Registry

    there = bool(settings.key_command) or settings.key_path.exists()
    if not _has_registry(settings):
        return (load_key(settings.key_path),) if settings.key_path.exists() else ()
    with Registry.open(settings.registry_url) as registry:
        in_use = there or registry.key_epochs() or registry.last_version() or registry.suppressed("member")
        return load_ring(settings, registry).keys if in_use else ()


def _registry(settings: Settings) -> str:
    from jobs.registry import Registry

    if not _has_registry(settings):
        return _NONE_YET
    with Registry.open(settings.registry_url) as registry:
        return f"{len(registry.versions())} versions"


def _has_registry(settings: Settings) -> bool:
    """Whether there is one to look at; looking makes none."""
    return bool(settings.registry) or (Path(settings.lake) / "registry.db").is_file()
