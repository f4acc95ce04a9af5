"""Imports go one way: schemas ← expectations, jobs/text ← jobs/stages ← jobs/effects, jobs/* ← dags."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.contract.tree import Module, below, is_standard, modules

OURS = ("schemas", "expectations", "jobs", "dags")

# What a layer may import of ours. The first prefix that fits a module is its layer.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "schemas": ("schemas",),
    "expectations": ("schemas", "expectations"),
    "jobs.errors": (),
    "jobs.storage": ("jobs.errors",),
    "jobs.text": ("jobs.text", "jobs.errors"),
    "jobs.registry": ("jobs.registry", "jobs.errors"),
    "jobs.sources": ("jobs.sources", "jobs.storage", "jobs.errors", "schemas"),
    "jobs.policy": ("jobs.errors", "schemas"),
    "jobs.keys": ("jobs.errors",),
    # a stage is pure: it knows neither tables nor settings nor the registry
    "jobs.stages": (
        "jobs.stages",
        "jobs.text",
        "jobs.sources",
        "jobs.storage",
        "jobs.policy",
        "jobs.keys",
        "jobs.errors",
        "schemas",
    ),
    "jobs.report": ("jobs.report", "jobs.registry", "jobs.storage", "jobs.errors", "schemas"),
    "jobs.audit": ("jobs.audit", "jobs.evaluate", "jobs.text", "jobs.errors"),
    "jobs.evaluate": ("jobs.evaluate", "jobs.text", "jobs.errors"),
    "jobs.simulate": ("jobs.simulate", "jobs.text", "jobs.errors", "schemas"),
    "jobs.cli": ("jobs", "schemas", "expectations"),
    "jobs": ("jobs", "schemas", "expectations"),
    "dags": ("dags",),
}

# What is not ours and may not be imported, and for some what alone may be, at all and outside functions.
NEVER: dict[str, tuple[str, ...]] = {
    "schemas": ("delta", "airflow", "great_expectations"),
    "expectations": ("delta", "airflow"),
    "jobs.text": ("pyspark", "delta", "airflow", "great_expectations"),
    "jobs.audit": ("pyspark", "delta", "airflow", "great_expectations", "typer", "rich"),
    "jobs.evaluate": ("pyspark", "delta", "airflow", "great_expectations", "typer", "rich"),
    "jobs.registry": ("pyspark", "delta", "airflow", "great_expectations"),
    "jobs.stages": ("delta", "airflow", "great_expectations", "sqlalchemy", "typer", "rich"),
    "jobs": ("airflow", "great_expectations"),
    "dags": ("pyspark", "delta", "great_expectations"),
}

# The command line is the top: nothing else may reach up to it but `python -m jobs`.
TOP = ("jobs.cli", "dags")
ABOVE = ("jobs.cli", "jobs.__main__")


def fits(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(f"{prefix}.")


def layer(name: str, table: dict[str, tuple[str, ...]]) -> str | None:
    return max((prefix for prefix in table if fits(name, prefix)), key=len, default=None)


def wrong_arrows(module: Module) -> list[str]:
    """Arrows of a module that point back, as text."""
    prefix = layer(module.name, MAY_IMPORT)
    assert prefix, f"{module.place} belongs to no layer"
    faults = []
    for name, _ in module.imports():
        if name.split(".")[0] not in OURS:
            continue
        allowed = any(fits(name, p) for p in MAY_IMPORT[prefix])
        reaches_up = module.name not in ABOVE and any(fits(name, top) for top in TOP if top != prefix)
        if not allowed or reaches_up:
            faults.append(f"{module.place} imports {name}")
    return faults


def foreign(module: Module) -> list[str]:
    """Imports from outside that the module's layer forbids, as text."""
    prefix = layer(module.name, NEVER)
    forbidden = NEVER[prefix] if prefix else ()
    return [f"{module.place} imports {n}" for n, _ in module.imports() if any(fits(n, p) for p in forbidden)]


def test_every_arrow_points_one_way():
    assert [fault for module in modules() for fault in wrong_arrows(module)] == []


def test_no_layer_imports_what_it_must_not_know():
    assert [fault for module in modules() for fault in foreign(module)] == []


def test_the_check_sees_arrows():
    """The walk above is worth nothing if it finds no imports."""
    seen = {name for module in modules() for name, _ in module.imports()}
    assert {"schemas.fields", "pyspark.sql", "jobs.errors"} <= seen


def test_schemas_take_only_types_from_spark():
    allowed = ("schemas", "pyspark.sql.types")
    faults = [
        f"{module.place} imports {name}"
        for module in below("schemas")
        for name, _ in module.imports()
        if not is_standard(name) and not any(fits(name, p) for p in allowed)
    ]
    assert faults == []


def test_great_expectations_is_imported_inside_functions_only():
    """It takes seconds to import; only a gate needs it."""
    arrows = [(m.place, lazy) for m in modules() for n, lazy in m.imports() if fits(n, "great_expectations")]
    assert arrows
    assert [place for place, lazy in arrows if not lazy] == []


# Tables are written by Spark's Delta, and read without it by one module's queries; two look at what a log names.
TABLES = {
    "delta": {"jobs.lake", "jobs.rewrites"},
    "deltalake": {"jobs.query", "jobs.snapshots", "jobs.effects.published"},
}


@pytest.mark.parametrize("library", TABLES)
def test_tables_are_read_and_written_in_few_places(library: str):
    assert {m.name for m in below("jobs") for n, _ in m.imports() if fits(n, library)} == TABLES[library]


def test_dags_know_airflow_and_the_standard_library_only():
    """And the module beside them, which they import by its name alone."""
    beside = {module.path.stem for module in below("dags")}
    faults = [
        f"{module.place} imports {name}"
        for module in below("dags")
        for name, _ in module.imports()
        if not is_standard(name) and not fits(name, "airflow") and name not in beside
    ]
    assert faults == []


def test_no_two_modules_import_each_other():
    """Imports at the head of files form no cycle."""
    # a package's own __init__ gathers its modules; they do not import it back
    arrows = {m.name: {n for n, lazy in m.imports() if not lazy and n != m.name} for m in modules()}
    resolved: set[str] = set()
    pending = {name: {n for n in targets if n in arrows} for name, targets in arrows.items()}
    while ready := {name for name, targets in pending.items() if targets <= resolved}:
        resolved |= ready
        pending = {name: targets for name, targets in pending.items() if name not in ready}
    assert sorted(pending) == []


@pytest.mark.parametrize(
    ("source", "target", "wrong"),
    [
        ("schemas.fields", "jobs.errors", True),
        ("jobs.text.spans", "schemas.fields", True),
        ("jobs.text.spans", "jobs.errors", False),
        ("jobs.stages.decide", "jobs.lake", True),
        ("jobs.lake", "jobs.cli", True),
        ("jobs.cli", "jobs.runner", False),
        ("dags.corpus_nightly", "jobs.pipeline", True),
    ],
)
def test_the_rules_themselves(source: str, target: str, wrong: bool):
    import ast

    template = modules()[0]
    module = Module(template.path, source, "", ast.parse(f"import {target}"))
    assert bool(wrong_arrows(module)) is wrong


def test_schemas_load_spark_only_when_asked_for_its_types():
    code = "import sys, schemas.tables, schemas.erasure, schemas.signals; print('pyspark' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
        == "False\n"
    )
