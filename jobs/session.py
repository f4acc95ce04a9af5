"""The Spark session: Delta, UTC, JARs from disk, nothing that talks to the outside."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import TimeoutExpired

from py4j.protocol import Py4JError
from pyspark.logger import PySparkLogger
from pyspark.sql import SparkSession

from jobs import classes
from jobs.errors import Unavailable
from jobs.jars import jar_paths
from jobs.scratch import scratch
from jobs.settings import CONF, Settings

# Each with the reason a newcomer would ask for.
FIXED = {
    "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
    "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
    "spark.sql.session.timeZone": "UTC",
    # 50 tasks to read the state of a table of three files otherwise
    "spark.databricks.delta.snapshotPartitions": "1",
    # commits have more columns than the 100 up to which queries are compiled as a whole: each task would generate code
    "spark.sql.codegen.maxFields": "2000",
    # a night compiles some 800 classes; of the 100 that are kept otherwise none is left when the next night needs it
    "spark.sql.codegen.cache.maxEntries": "10000",
    # the lake's own lease keeps writers out while files of withdrawn documents are deleted
    "spark.databricks.delta.retentionDurationCheck.enabled": "false",
    # what is merged is a frame in staging, which reads the same each time: no copy of it is needed
    "spark.databricks.delta.merge.materializeSource": "none",
    # the file beside each commit sums up the table's state: no job is needed to read it
    "spark.databricks.delta.allFilesInCrc.thresholdNumFiles": "1000",
    # VACUUM commits twice otherwise, also where it deletes nothing: no rerun would be without a commit
    "spark.databricks.delta.vacuum.logging.enabled": "false",
    # VACUUM and listings start 10,000 tasks otherwise
    "spark.sql.sources.parallelPartitionDiscovery.parallelism": "4",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.python.daemon.module": "jobs.worker",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.ui.enabled": "false",
    "spark.eventLog.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.showConsoleProgress": "false",
    # values of rows must not reach plans, logs or errors
    "spark.sql.debug.maxToStringFields": "0",
    # one task for what is small, a task on each core for what is not
    "spark.sql.adaptive.coalescePartitions.parallelismFirst": "false",
    "spark.sql.adaptive.advisoryPartitionSizeInBytes": "4m",
}
# A night on one machine is many short jobs, and most of the JVM's work is to plan them. The C1 compiler starts fastest;
# C2 took two fifths of the JVM's time in the first nights of a session and made later ones no faster. With C1 alone the
# JVM reserves 48 MB for code, which Spark fills within a night: then nothing is compiled any more.
JVM = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m"
SHORT_JVM = f"-XX:+UseSerialGC {JVM}"  # one stage or night
LASTING_JVM = f"-XX:+UseParallelGC {JVM}"  # several nights, the initial load among them
# silent from the first line, whatever quotes a row, and in the time zone of the nights; executors too
QUIET = f"-Dlog4j2.configurationFile=file:{CONF / 'log4j2.properties'} -Duser.timezone=UTC"
DRIVER_JVM, EXECUTOR_JVM = "spark.driver.extraJavaOptions", "spark.executor.extraJavaOptions"
_GONE = (Py4JError, ConnectionError)  # what a call into a JVM that is no more ends with
# These log the message of every failed query, which can quote a row; setLogLevel does not reach them.
TALKATIVE = ("SQLQueryContextLogger", "DataFrameQueryContextLogger")


@contextmanager
def spark_session(settings: Settings, *, lasting: bool = False) -> Iterator[SparkSession]:
    """A session for the time of the block; `lasting` where it is for several nights.

    Raises:
        Unavailable: the JVM ended in the middle.
    """
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    files = scratch()
    session = build(settings, files, lasting=lasting)
    try:
        yield session
    except _GONE:
        if not _has_ended(session):
            raise
        raise Unavailable(
            "Spark's JVM ended before its work; most often the machine lacked memory",
            next_step="the same command again goes on from there; less memory per process: spark.driver_memory",
        ) from None
    finally:
        with suppress(*_GONE):  # of a JVM that is no more; else it has stopped
            session.stop()
        shutil.rmtree(files, ignore_errors=True)


def build(settings: Settings, files: Path, *, lasting: bool = False) -> SparkSession:
    """Start the session. `files` is where it puts what it shuffles and spills.

    Raises:
        InputMissing: Delta's JARs were not resolved at set-up.
    """
    options = {
        **FIXED,
        "spark.local.dir": str(files),
        "spark.jars": ",".join(str(path) for path in jar_paths()),
        "spark.driver.memory": settings.spark.driver_memory,
        "spark.sql.shuffle.partitions": str(settings.spark.shuffle_partitions),
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(settings.text.rows_per_batch),
        **settings.spark.options,
    }
    tuned = f"{LASTING_JVM if lasting else SHORT_JVM} {classes.use()}"
    options[DRIVER_JVM] = f"{QUIET} {options.get(DRIVER_JVM) or tuned}"  # one's own may name another collector
    options[EXECUTOR_JVM] = f"{QUIET} {options.get(EXECUTOR_JVM, '')}"
    builder = SparkSession.builder.master(settings.spark.master).appName("assent")
    for key, value in options.items():
        builder = builder.config(key, value)
    session: SparkSession = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    _nothing_printed(session)
    for name in TALKATIVE:
        PySparkLogger.getLogger(name).disabled = True
    return session


def _has_ended(session: SparkSession) -> bool:
    """Whether the JVM's process is no more; one that was just killed may take a moment."""
    try:
        session.sparkContext._gateway.proc.wait(1)  # type: ignore[union-attr]
    except TimeoutExpired:
        return False
    return True


def _nothing_printed(session: SparkSession) -> None:
    """VACUUM prints how many files it deleted, into what a command says on its standard output."""
    java = session.sparkContext._jvm.java  # type: ignore[union-attr]
    java.lang.System.setOut(java.io.PrintStream(java.io.OutputStream.nullOutputStream()))
