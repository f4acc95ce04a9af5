"""Deletes in every table what an erasure reaches: the targets are computed from the annotations in schemas/."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyspark.sql import DataFrame
from pyspark.sql.types import StringType, StructField, StructType

from jobs.effects.erase.files import holds, rows_of
from jobs.effects.erase.others import REWRITTEN
from jobs.effects.erase.plan import Plan
from jobs.rewrites import Rewrites
from schemas import fields as f
from schemas.erasure import KEY, targets
from schemas.fields import Field
from schemas.tables import AUDIT_SAMPLES, CONTENT, CURATION, DOCUMENTS, REDACTIONS, Erasure, Table, release_table


def delete(lake: Rewrites, plan: Plan) -> None:
    """The members' own rows go; what others' rows hold of them is taken out. Safe to repeat."""
    if not _amended(lake, plan):
        schema = StructType([field.struct_field for field in REWRITTEN])
        rows = lake.spark.createDataFrame([tuple(row[name] for name in REWRITTEN) for row in plan.rows], schema)
        lake.amend(CONTENT, rows, [f.CONTENT_ID, f.DELIVERY_ORDER])
    for table in (REDACTIONS, AUDIT_SAMPLES):
        _delete(lake, table, f.CONTENT_ID, plan.again)
    if holds(lake.root, CURATION, f.SURVIVOR_ID, frozenset(plan.items)):
        lake.blank(CURATION, f.SURVIVOR_ID, frame(lake, f.SURVIVOR_ID, plan.items))
    for table, key in targets().items():
        if table is not DOCUMENTS:
            _delete(lake, table, key, _values(table, plan))


def _amended(lake: Rewrites, plan: Plan) -> bool:
    """Whether the rows of others are already as they are to be."""
    wanted = {(row[f.CONTENT_ID], row[f.DELIVERY_ORDER]): row for row in plan.rows}
    ids = frozenset(content_id for content_id, _ in wanted)
    held = rows_of(lake.root, CONTENT, f.CONTENT_ID, ids, *REWRITTEN, current=True) if ids else ()
    return all(row == wanted.get((row[f.CONTENT_ID], row[f.DELIVERY_ORDER]), row) for row in held)


def delete_published(lake: Rewrites, plan: Plan, releases: Iterable[str]) -> None:
    """Their documents leave the corpus and every release, and so do others' that hold their words."""
    for table in (DOCUMENTS, *map(release_table, releases)):
        _delete(lake, table, KEY[table.erasure], plan.doc_ids)


def _values(table: Table, plan: Plan) -> Sequence[str]:
    return plan.members if table.erasure in (Erasure.BY_MEMBER, Erasure.BY_AUTHOR) else plan.items


def _delete(lake: Rewrites, table: Table, key: Field, values: Sequence[str]) -> None:
    """Only where a file holds one: a commit that changes nothing is no commit."""
    if values and holds(lake.root, table, key, frozenset(values)):
        lake.delete(table, frame(lake, key, values))


def frame(lake: Rewrites, name: str, values: Iterable[str]) -> DataFrame:
    """Values as a frame of one column."""
    schema = StructType([StructField(str(name), StringType(), False)])
    return lake.spark.createDataFrame([(value,) for value in sorted(set(values))], schema)
