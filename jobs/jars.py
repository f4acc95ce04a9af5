"""Delta's JARs: resolved once at set-up, checked against conf/jars.lock, then read from disk.

`python -m jobs.jars` fetches what is missing with the Ivy that Spark brings along, so proxies and
mirrors are configured the way Ivy does it (`--ivy-settings FILE`). A session never resolves
anything: it starts from the files that `jar_paths` names. `--lock` writes the lock anew after
delta-spark was raised: everything that Delta needs at run time and Spark does not ship.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import distribution, version
from pathlib import Path
from xml.sax.saxutils import quoteattr

from jobs.errors import AssentError, InputMissing
from jobs.settings import load

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "conf" / "jars.lock"
DEFAULT_FOLDER = ROOT / ".jars"
SET_UP = "run `make setup`, or `python -m jobs.jars`, once with access to a Maven repository"
LOCK_HEAD = "# SHA-256 and coordinates of every JAR of a session; written by `python -m jobs.jars --lock`\n"


@dataclass(frozen=True)
class Jar:
    """One line of the lock: Maven coordinates and the SHA-256 of the file."""

    organisation: str
    name: str
    revision: str
    sha256: str = ""

    @property
    def file_name(self) -> str:
        """Name in the folder."""
        return f"{self.name}-{self.revision}.jar"


def jar_paths(folder: str | None = None) -> list[Path]:
    """The files of every locked JAR, checked.

    Args:
        folder: where they lie; the setting `jars`, else `.jars` beside the code.

    Raises:
        InputMissing: a file is absent or not the one that was locked.
    """
    base = jar_folder(folder)
    jars = locked()
    faulty = [jar.file_name for jar in jars if not is_whole(base / jar.file_name, jar)]
    if faulty:
        raise InputMissing(
            f"{len(faulty)} of {len(jars)} JARs are absent or damaged: {', '.join(faulty)}",
            where="the JAR folder (setting `jars`, default .jars)",
            next_step=SET_UP,
        )
    return [base / jar.file_name for jar in jars]


def jar_folder(folder: str | None = None) -> Path:
    """Where the JARs lie: the argument, the setting `jars`, or `.jars` beside the code."""
    given = load().jars if folder is None else folder
    return Path(given) if given else DEFAULT_FOLDER


def locked() -> list[Jar]:
    """The lines of the lock.

    Raises:
        InputMissing: the lock is absent or holds no JAR.
    """
    lines = LOCK.read_text(encoding="utf-8").splitlines() if LOCK.exists() else []
    jars = [parse(line) for line in lines if line and not line.startswith("#")]
    if not jars:
        raise InputMissing("no JAR is locked", where="conf/jars.lock", next_step="python -m jobs.jars --lock")
    return jars


def parse(line: str) -> Jar:
    """`<sha256>  <organisation>:<name>:<revision>`."""
    digest, coordinates = line.split()
    organisation, name, revision = coordinates.split(":")
    return Jar(organisation, name, revision, digest)


def is_whole(path: Path, jar: Jar) -> bool:
    """The file is there and is the one that was locked."""
    return path.is_file() and sha256(path) == jar.sha256


def sha256(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fetch(folder: Path, ivy_settings: Path | None = None) -> int:
    """Bring every locked JAR that is absent or damaged into the folder; returns how many came.

    A file appears under its name only whole and checked (rename within the folder).

    Raises:
        InputMissing: a JAR could not be had, or is not the one that was locked.
    """
    wanted = [jar for jar in locked() if not is_whole(folder / jar.file_name, jar)]
    if not wanted:
        return 0
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".fetch-") as scratch:
        got = resolve(wanted, Path(scratch), transitive=False, ivy_settings=ivy_settings)
        files = {path.name: path for _, path in got}
        wrong = [jar.file_name for jar in wanted if not is_whole(files[jar.file_name], jar)]
        if wrong:
            raise InputMissing(
                f"not the files that were locked: {', '.join(wrong)}",
                where="conf/jars.lock",
                next_step="do not use them; find out what the repository serves, and correct the mirror",
            )
        for jar in wanted:
            os.replace(files[jar.file_name], folder / jar.file_name)
    return len(wanted)


def resolve(
    jars: Sequence[Jar], scratch: Path, *, transitive: bool, ivy_settings: Path | None
) -> list[tuple[Jar, Path]]:
    """Let Ivy fetch the JARs (and what they need at run time, if asked) into `scratch`.

    Raises:
        InputMissing: the repository cannot be reached or lacks one of them.
    """
    module = scratch / "ivy.xml"
    module.write_text(ivy_module(jars, transitive), encoding="utf-8")
    out = scratch / "out"
    pattern = f"{out}/[organisation]/[artifact]/[revision].[ext]"
    command = [str(spark_class()), "org.apache.ivy.Main", "-error", "-cache", str(scratch / "cache")]
    command += ["-ivy", str(module), "-types", "jar", "bundle", "-retrieve", pattern]
    command += ["-settings", str(ivy_settings)] if ivy_settings else []
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own argument list
    got = [(Jar(*path.relative_to(out).with_suffix("").parts), path) for path in sorted(out.rglob("*.jar"))]
    names = {jar.name for jar, _ in got}
    missing = [jar.name for jar in jars if jar.name not in names]
    if done.returncode or missing:
        raise InputMissing(
            f"JARs could not be resolved: {', '.join(missing) or 'what they need'}",
            where=f"Ivy, exit code {done.returncode}: {last_line(done.stdout + done.stderr)}",
            next_step="check the network, or name a mirror with --ivy-settings FILE",
        )
    return renamed(got)


def renamed(got: list[tuple[Jar, Path]]) -> list[tuple[Jar, Path]]:
    """Give each fetched file the name that it has in the folder."""
    return [(jar, path.rename(path.parent / jar.file_name)) for jar, path in got]


def ivy_module(jars: Sequence[Jar], transitive: bool) -> str:
    """A module that depends on the JARs, as Ivy reads it."""
    lines = [
        f"<dependency org={quoteattr(jar.organisation)} name={quoteattr(jar.name)} rev={quoteattr(jar.revision)}"
        f' transitive="{str(transitive).lower()}" conf="default->runtime(*),master(*)"/>'
        for jar in jars
    ]
    head = '<ivy-module version="2.0"><info organisation="assent" module="set-up"/>'
    confs = '<configurations><conf name="default"/></configurations>'
    return f"{head}{confs}<dependencies>{''.join(lines)}</dependencies></ivy-module>"


def spark_class() -> Path:
    """Spark's launcher: finds the same Java as a session does, and Ivy among Spark's own JARs."""
    return Path(str(distribution("pyspark").locate_file("pyspark/bin/spark-class")))


def last_line(output: str) -> str:
    """The last thing Ivy said that is neither a heading nor a warning of the JVM."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    said = [line for line in lines if not line.startswith(("::", "WARNING"))]
    return said[-1] if said else "no output"


def delta_jar() -> Jar:
    """The JAR that fits the installed delta-spark and pyspark."""
    spark = ".".join(version("pyspark").split(".")[:2])
    return Jar("io.delta", f"delta-spark_{spark}_2.13", version("delta-spark"))


def write_lock(ivy_settings: Path | None = None) -> int:
    """Resolve Delta anew and write the lock; returns the number of JARs.

    Raises:
        InputMissing: the repository cannot be reached or lacks one of them.
    """
    shipped = {re.sub(r"-\d[^-]*(-\w+)?\.jar$", "", path.name) for path in spark_class().parents[1].glob("jars/*.jar")}
    with tempfile.TemporaryDirectory(prefix="assent-jars-") as scratch:
        got = resolve([delta_jar()], Path(scratch), transitive=True, ivy_settings=ivy_settings)
        needed = [(jar, path) for jar, path in got if jar.name not in shipped]
        lines = sorted(f"{sha256(path)}  {j.organisation}:{j.name}:{j.revision}\n" for j, path in needed)
    fresh = LOCK.with_suffix(".new")
    fresh.write_text(LOCK_HEAD + "".join(sorted(lines, key=lambda line: line.split()[1])), encoding="utf-8")
    os.replace(fresh, LOCK)
    return len(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fetch, or write the lock; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m jobs.jars", description="Delta's JARs, resolved once.")
    parser.add_argument("--lock", action="store_true", help="write conf/jars.lock anew")
    parser.add_argument("--ivy-settings", type=Path, default=None, metavar="FILE", help="Ivy settings, for a mirror")
    given = parser.parse_args(arguments)
    if shutil.which("bash") is None:  # Spark's launcher is a bash script
        parser.error("bash is needed")
    try:
        if given.lock:
            print(f"{write_lock(given.ivy_settings)} JARs locked")
        came = fetch(jar_folder(), given.ivy_settings)
    except AssentError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(f"JARs: {len(locked())} in place, {came} fetched")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
