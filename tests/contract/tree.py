"""The repository as the contract tests see it: our Python files, parsed, and the files git tracks."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("schemas", "expectations", "jobs", "dags")


@dataclass(frozen=True)
class Module:
    """One of our files."""

    path: Path
    name: str  # dotted, as it is imported
    source: str
    syntax: ast.Module

    @property
    def place(self) -> str:
        """Path below the root, for messages."""
        return self.path.relative_to(ROOT).as_posix()

    def imports(self) -> Iterator[tuple[str, bool]]:
        """Every imported module, dotted, with whether it is imported inside a function or a type check."""
        lazy = {id(node) for outer in ast.walk(self.syntax) if _defers(outer) for node in ast.walk(outer)}
        for node in ast.walk(self.syntax):
            if isinstance(node, ast.Import):
                yield from ((alias.name, id(node) in lazy) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                assert node.level == 0, f"{self.place}: a relative import hides its arrow"
                submodules = [f"{base}.{a.name}" for a in node.names if f"{base}.{a.name}" in module_names()]
                yield from ((name, id(node) in lazy) for name in submodules or [base])


def _defers(node: ast.AST) -> bool:
    checking = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
    return checking or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)


def _dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def python_files() -> tuple[Path, ...]:
    """Our program's files, in order."""
    return tuple(sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")))


@cache
def module_names() -> frozenset[str]:
    """The dotted name of each of them."""
    return frozenset(map(_dotted, python_files()))


@cache
def modules() -> tuple[Module, ...]:
    """All of them, parsed; never none."""
    found = tuple(_parsed(path) for path in python_files())
    per_package = {package: sum(m.name.split(".")[0] == package for m in found) for package in PACKAGES}
    assert all(per_package.values()), f"a package without files: {per_package}"
    return found


def _parsed(path: Path) -> Module:
    source = path.read_text(encoding="utf-8")
    return Module(path, _dotted(path), source, ast.parse(source))


def below(*prefixes: str) -> list[Module]:
    """Modules of a package, with what lies below it; never none."""
    found = [m for m in modules() if any(m.name == p or m.name.startswith(f"{p}.") for p in prefixes)]
    assert found, f"no module below {prefixes}"
    return found


def is_standard(name: str) -> bool:
    """A module of the standard library."""
    return name.split(".")[0] in sys.stdlib_module_names or name == "__future__"


@cache
def tracked_files() -> tuple[Path, ...]:
    """What git tracks or would track: not what it ignores."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    files = tuple(ROOT / name for name in sorted(listed) if name and (ROOT / name).is_file())
    assert len(files) > len(python_files()), "git lists fewer files than the program has"
    return files
