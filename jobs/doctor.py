"""What a run needs, looked at before it is needed; each finding says what to do."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jobs.errors import AssentError, InputMissing, UsageError
from jobs.settings import Settings, java_path

if TYPE_CHECKING:
    from jobs.keys import Key

LEAST_JAVA = 17
_UNIT = {"m": 1 << 20, "g": 1 << 30}
WORKER = 600 * _UNIT["m"]  # of a worker with models and dictionaries: 361 above bare Python were measured, Spark apart
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
        "memory": lambda: _memory(settings),
        "landing zone": lambda: _landing(settings),
        "policy": lambda: _policy(settings),
        "curation": lambda: _curation(settings),
        "treatments": lambda: _treatments(settings),
        "detectors": lambda: _detectors(settings),
        "person models": _persons,
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
    except OSError as error:  # rights, an object store that refuses; its text names a place at most
        return Finding(what, False, f"cannot be looked at ({error.strerror or type(error).__name__})")


def _java() -> str:
    java = shutil.which("java", path=java_path())
    if java is None:
        raise InputMissing(
            "no Java where JAVA_HOME or PATH say", next_step=f"install a JDK of version {LEAST_JAVA} or 21"
        )
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603  found on PATH
    found = re.search(r'version "(\d+)', said)
    if found is None or int(found[1]) < LEAST_JAVA:
        raise UsageError(
            f"Java does not start, or is older than {LEAST_JAVA}",
            where=java,
            next_step="install a newer JDK, and put it first on the PATH or into JAVA_HOME",
        )
    return f"version {found[1]}"


def _jars() -> str:
    from jobs.jars import jar_paths

    return f"{len(jar_paths())} files, as locked"


def _memory(settings: Settings) -> str:
    """What the settings ask for, held against what the machine has; only of Spark on this machine."""
    asked = re.fullmatch(r"(\d+)([mg])b?", settings.spark.driver_memory.lower())
    if asked is None:
        raise UsageError("spark.driver_memory is no size", next_step="write it as 3g or 3000m")
    there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    wanted = int(asked[1]) * _UNIT[asked[2]]
    local = re.fullmatch(r"local(?:\[(\d+|\*)\])?", settings.spark.master)
    if local:
        workers = (os.cpu_count() or 1) if local[1] == "*" else int(local[1] or 1)
        wanted += workers * WORKER
    if wanted > there:
        raise UsageError(
            f"{wanted / _UNIT['g']:.1f} GiB are asked for, and the machine has {there / _UNIT['g']:.1f}",
            next_step="lower spark.driver_memory, or the number of cores in spark.master",
        )
    return f"{wanted / _UNIT['g']:.1f} of {there / _UNIT['g']:.1f} GiB"


def _landing(settings: Settings) -> str:
    from jobs.sources.feeds import load_feeds
    from jobs.sources.landing import nights, unread

    feeds = load_feeds(settings.sources)
    found = nights(settings.landing, feeds)
    if odd := unread(settings.landing, feeds):
        raise UsageError(
            f"{len(odd)} files or folders are read by nobody, the first: {odd[0]}",
            next_step="correct the name, describe it as a feed, or begin it with _ to leave it aside",
        )
    return f"{len(found)} nights, {found[0]} to {found[-1]}" if found else "no deliveries yet"


def _policy(settings: Settings) -> str:
    from jobs.inputs import sound_policy

    return f"{len(sound_policy(settings).rules)} rows"


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


def _treatments(settings: Settings) -> str:
    from jobs.treatments import read_treatments

    return f"{len(read_treatments(settings.treatments)[0].rows)} rows"


def _detectors(settings: Settings) -> str:
    from jobs.detectors import read_detectors

    return f"{len(read_detectors(settings.detectors)[0].rules)} of your own"


def _persons() -> str:
    from jobs.text.persons import shipped

    shipped()
    return "as hashed"


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
