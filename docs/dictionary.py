"""Writes docs/data-dictionary.md from schemas/; `--check` says whether the page is current and writes nothing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from pyspark.sql.types import ArrayType, DataType, MapType, StructType  # noqa: E402

from schemas.fields import Field, Privacy  # noqa: E402
from schemas.reasons import CONFORM_REASONS, CURATE_REASONS, DECIDE_REASONS, Reason  # noqa: E402
from schemas.tables import TABLES, Table, Zone  # noqa: E402

PAGE = ROOT / "docs" / "data-dictionary.md"
HEAD = """# Data dictionary

Generated from `schemas/` by `python docs/dictionary.py`; edit there, not here. What the words mean:
[glossary](glossary.md).

Privacy classes: `subject` names a person, or an item or event of theirs; `content` is what somebody
wrote; `pseudonym` leads back to a person only with the key; `none` is a fact about the pipeline or a
coarse attribute. Delta keeps minima and maxima in its log for the columns under *statistics* only.
"""
ZONES = {
    Zone.RESTRICTED: "personal data; only the program reads it",
    Zone.CORPUS: "what is published",
    Zone.REPORTS: "counts only",
}


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *zones(), *reasons()]) + "\n"


def zones() -> Iterator[str]:
    """The tables, zone by zone."""
    for zone, meaning in ZONES.items():
        tables = [table for table in TABLES if table.zone is zone]
        if tables:
            yield f"## Zone `{zone}`: {meaning}\n"
        for table in tables:
            yield from described(table)


def described(table: Table) -> Iterator[str]:
    """One table: its prose, its facts, its columns."""
    yield f"### {table.name}\n\n{table.meaning[0].upper()}{table.meaning[1:]}.\n"
    yield f"- Key: {names(table.key)}"
    yield f"- Erasure: {f'rows found by `{table.erasure}`' if ' ' not in table.erasure else str(table.erasure)}"
    yield f"- Partitioned by: {names(table.partition_by)}"
    yield f"- Statistics: {names(table.statistics)}"
    yield f"- Deletion vectors: {'yes' if table.deletion_vectors else 'no'}\n"
    yield "| column | type | may be empty | privacy | meaning |\n|---|---|---|---|---|"
    yield from (row(field) for field in table.fields)
    yield ""


def names(fields: tuple[Field, ...]) -> str:
    """Columns in a line of prose."""
    return ", ".join(f"`{field}`" for field in fields) or "none"


def row(field: Field) -> str:
    """One column as a row of the table."""
    empty = "yes" if field.nullable else ""
    meaning = field.meaning.replace("|", "\\|")
    return f"| `{field}` | {plain(field.dtype)} | {empty} | {Privacy(field.privacy)} | {meaning} |"


def plain(dtype: DataType) -> str:
    """A type in words: what Spark calls it, spread out where it holds others."""
    if isinstance(dtype, ArrayType):
        return f"list of {plain(dtype.elementType)}"
    if isinstance(dtype, MapType):
        return f"map of {plain(dtype.keyType)} to {plain(dtype.valueType)}"
    if isinstance(dtype, StructType):
        return "(" + ", ".join(f"{inner.name} {plain(inner.dataType)}" for inner in dtype) + ")"
    return dtype.simpleString()


def reasons() -> Iterator[str]:
    """The closed list, by the stage that states it; the glossary explains each."""
    yield "## Reasons\n\nEach refusal carries reasons from this list; the [glossary](glossary.md#reasons) has them.\n"
    yield "| stage | reasons |\n|---|---|"
    groups = {"conform": CONFORM_REASONS, "decide": DECIDE_REASONS, "curate": CURATE_REASONS}
    for stage, members in (groups | {"publish": (Reason.SUPPRESSED,)}).items():
        yield f"| {stage} | {', '.join(f'`{reason}`' for reason in members)} |"


def main() -> int:
    """Write or check; returns the exit code."""
    parser = argparse.ArgumentParser(description="The data dictionary, from schemas/.")
    parser.add_argument("--check", action="store_true", help="say whether the page is current")
    fresh = page()
    if not parser.parse_args().check:
        PAGE.write_text(fresh, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == fresh:
        return 0
    print("docs/data-dictionary.md is not current: python docs/dictionary.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
