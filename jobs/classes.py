"""The JVM's classes, kept ready in a file that a session maps instead of reading and linking each of them anew.

A session loads some 15,000 classes, and a stage or a command is often over soon after; with the archive (class data
sharing, https://openjdk.org/jeps/350) it takes a third less time. `python -m jobs.classes` writes it at set-up, from a
session that does a little of everything. A JVM that it was not made for, or without it, starts as ever.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobs.jars import jar_folder

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

FILE = "classes.jsa"  # beside Delta's JARs
PATIENCE = 300  # seconds for the JVM to write it


def use() -> str:
    """What tells a JVM to map the archive; nothing where there is none."""
    archive = jar_folder() / FILE
    return (
        f'-XX:+IgnoreUnrecognizedVMOptions "-XX:SharedArchiveFile={archive}" -Xshare:auto -Xlog:disable'
        if archive.is_file()
        else ""
    )


def make() -> Path | None:
    """Write the archive, over an older one; returns where it is, none where this JVM cannot.

    Raises:
        InputMissing: Delta's JARs are not there.
    """
    from jobs.session import SHORT_JVM, spark_session
    from jobs.settings import Settings, SparkSettings

    archive = jar_folder() / FILE
    fresh = archive.with_suffix(".new")
    keep = f'-XX:+IgnoreUnrecognizedVMOptions "-XX:ArchiveClassesAtExit={fresh}" -Xlog:disable'
    spark = SparkSettings(options={"spark.driver.extraJavaOptions": f"{SHORT_JVM} {keep}"})
    with (
        tempfile.TemporaryDirectory(prefix="assent-classes-") as folder,
        spark_session(Settings(lake=folder, spark=spark)) as session,
    ):
        _exercise(session, folder)
        jvm: Any = session.sparkContext._gateway
    jvm.shutdown()
    jvm.proc.stdin.close()  # the JVM ends with its input, and writes as it ends
    jvm.proc.wait(PATIENCE)
    if not fresh.is_file():
        return None
    os.replace(fresh, archive)
    return archive


def _exercise(session: SparkSession, folder: str) -> None:
    """A table made, appended to, merged into and read; files staged; a Python worker."""
    from pyspark.sql import functions as F

    from jobs.lake import Lake
    from schemas.tables import RESIDENCE
    from schemas.values import CHANGE, UPDATE

    lake = Lake(session, folder, run="set-up")
    lake.create_missing([RESIDENCE])
    names = [field.name for field in RESIDENCE.schema]
    values = [F.lit("2026-01-01" if name.endswith(("_at", "_from", "_night")) else "x") for name in names]
    typed = [
        value.cast(field.dataType).alias(field.name) for value, field in zip(values, RESIDENCE.schema, strict=True)
    ]
    rows = session.range(1).select(*typed)
    passed = rows.mapInArrow(lambda batches: batches, rows.schema)
    staged = lake.stage("rows", passed, some=F.count_if(F.col(names[0]).isNotNull())).frame
    lake.append_new(RESIDENCE, staged)
    lake.change(RESIDENCE, staged.withColumn(CHANGE, F.lit(UPDATE)))
    lake.read(RESIDENCE).groupBy(names[0]).agg(F.count_distinct(names[1])).join(staged, names[0]).collect()


if __name__ == "__main__":
    made = make()
    print(f"classes: {made.stat().st_size >> 20} MB ready" if made else "classes: not kept; sessions start as ever")
