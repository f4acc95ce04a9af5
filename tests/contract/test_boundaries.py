"""One place for each border: the environment, the tables, the names of columns."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from schemas import fields
from tests.contract.tree import Module, below, modules

# Modules besides jobs/settings.py that name the environment, each with the reason.
ENVIRONMENT_EXCEPTIONS: dict[str, str] = {
    "jobs/session.py": "tells Spark's workers which interpreter to start: writes, reads nothing",
    "jobs/__init__.py": "keeps numpy to one thread: writes, reads nothing",
    "dags/corpus_nightly.py": "Airflow's own process: where the program lies is told by its environment",
}
# Modules besides jobs/lake.py that touch tables of Delta, each with the reason.
DELTA_EXCEPTIONS: dict[str, str] = {
    "jobs/snapshots.py": "what the lake asks of Delta's log",
    "jobs/rewrites.py": "a lake too: what releases and erasures do to files that were written",
}
READS_AND_WRITES = {"save", "saveAsTable", "insertInto", "load", "forPath", "forName", "isDeltaTable", "toTable"}


def column_names() -> set[str]:
    return {str(value) for value in vars(fields).values() if isinstance(value, fields.Field)}


def names_environment(module: Module) -> bool:
    """The module says os.environ, os.getenv or takes them from os."""
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "environb", "getenv", "putenv"}:
            return True
        if isinstance(node, ast.ImportFrom) and node.module == "os":
            return any(alias.name in {"environ", "getenv"} for alias in node.names)
    return False


def touches_delta(module: Module) -> bool:
    """The module imports delta, asks its log, or reads or writes in its format."""
    if any(name.split(".")[0] == "delta" for name, _ in module.imports()):
        return True
    if any(isinstance(node, ast.Attribute) and node.attr == "DeltaLog" for node in ast.walk(module.syntax)):
        return True
    for call in calls(module):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        literals = [a.value for a in call.args if isinstance(a, ast.Constant)]
        if (name == "format" and "delta" in literals) or (name in READS_AND_WRITES and spark_like(call)):
            return True
    return False


def spark_like(call: ast.Call) -> bool:
    """The call hangs on a reader or writer of Spark or on DeltaTable."""
    target = ast.unparse(call.func)
    return any(word in target for word in (".write", ".read", "writer", "reader", "DeltaTable"))


def calls(module: Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(module.syntax) if isinstance(node, ast.Call))


def literal_columns(module: Module) -> list[str]:
    """Declared columns that the module names by a literal, as text."""
    declared = column_names()
    return [
        f"{module.place}:{call.lineno} {ast.unparse(call.func)}({argument.value!r})"
        for call in calls(module)
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"col", "column"}
        for argument in call.args
        if isinstance(argument, ast.Constant) and argument.value in declared
    ]


def test_settings_alone_reads_the_environment():
    naming = {module.place for module in modules() if names_environment(module)}
    assert "jobs/settings.py" in naming
    assert naming - {"jobs/settings.py"} == ENVIRONMENT_EXCEPTIONS.keys() & naming


def test_lake_alone_touches_tables():
    touching = {module.place for module in modules() if touches_delta(module)}
    assert "jobs/lake.py" in touching
    assert touching - {"jobs/lake.py"} == set(DELTA_EXCEPTIONS)


def test_stages_name_declared_columns_by_their_field():
    """A typo in a field is an ImportError; a typo in a literal is found at night. Columns of a step's own are free."""
    assert len(column_names()) > 20
    assert [fault for module in below("jobs.stages") for fault in literal_columns(module)] == []


def test_nothing_prints_but_the_command_line():
    speaking = {
        module.place
        for module in modules()
        for call in calls(module)
        if isinstance(call.func, ast.Name) and call.func.id == "print"
    }
    assert speaking <= {"jobs/jars.py", "jobs/classes.py"}
