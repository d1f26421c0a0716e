"""Scores of pairs by Spark: the levels of the model file, in Spark's SQL, worked out on as many machines as Spark is given.

In: the normalised table, the pairs to compare, a model. Out: the weight and the probability of each pair, those of ``scoring.score``.

What it buys: comparing, the costly step, is spread over the machines of a Spark cluster. What it does not: normalising, blocking and clustering stay
in this process, with the code that both engines share, so that the clusters are the same; the table, the pairs and their weights pass through
this process too, and on one machine DuckDB is many times faster.

Where it runs is said as Spark is always told: nothing means every core of this machine; ``PYSPARK_SUBMIT_ARGS="--master … pyspark-shell"`` means a
cluster, whose Python (``PYSPARK_PYTHON``) needs pyspark, pyarrow, numpy and rapidfuzz, not this package.

Names never lie on a disk in clear (DESIGN.md law 2): what Spark shuffles or spills is encrypted with a key of the run that is never written, in a
folder of mode 700 that goes with the run; what passes between its processes is authenticated and encrypted; there is no page, no event log and no
console output; a failure tells its kind, never Spark's message, which may quote a value.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from math import log2
from subprocess import DEVNULL
from tempfile import mkdtemp
from typing import Any

import numpy as np
import polars as pl
import polars.selectors as cs
import pyarrow as pa
import pyarrow.compute as pc

from intertrata.identity.model import Model
from intertrata.identity.spark_sql import case, columns
from intertrata.vocabulary.errors import Problem

Session = Any  # pyspark.sql.SparkSession: pyspark is an extra, and neither reading nor typing this module may need it
SCORED = pl.Schema({"a": pl.Int32, "b": pl.Int32, "weight": pl.Float64, "probability": pl.Float64})

# pyspark's own; it prints messages that quote values. By its level, since whoever configures logging later enables it again.
logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL + 1)

# What protects: told before the JVM starts and again to the session, so that no file or argument takes it back.
KEPT = {
    "spark.io.encryption.enabled": "true",  # what is shuffled and spilled
    "spark.authenticate": "true",
    "spark.network.crypto.enabled": "true",
    "spark.ui.enabled": "false",
    "spark.eventLog.enabled": "false",
}
# What is usual; PYSPARK_SUBMIT_ARGS may say otherwise.
USUAL = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.ui.showConsoleProgress": "false",
    # All comparisons as one Java method are longer than what the JVM compiles; column by column they are half as slow.
    "spark.sql.codegen.wholeStage": "false",
    # A table of up to about 150,000 mentions goes to every machine whole: the pairs need not be shuffled.
    "spark.sql.autoBroadcastJoinThreshold": "64m",
}


def score(table: pl.DataFrame, pairs: pl.DataFrame, model: Model, *, least: float = 0.0, session: Session = None) -> pl.DataFrame:
    """Give ``a``, ``b``, ``weight`` (bits) and ``probability`` of every pair at or above ``least``, sorted by a, b.

    Args:
        table: normalised mentions. pairs: ``a`` < ``b``, places in the table (``n``).
        session: one that ``opened`` gave, where several scorings follow; else one is opened and closed.

    Raises:
        Problem: ``engine_absent`` without pyspark or Java, ``engine_busy``, ``engine_failed``.
        Unsafe: a condition of the model is not known to mean the same in Spark.
    """
    if not len(pairs):
        return pl.DataFrame(schema=SCORED)
    prior = model.prior_probability(len(table))
    bits = [case(one, {code: f"{w.bits!r}D" for code, w in model.weights[one.name].items()}, "0D") for one in model.comparisons]
    weight = " + ".join((f"{log2(prior / (1 - prior))!r}D", *bits))
    compared = columns(model)
    with nullcontext(session) if session else opened() as spark:
        weighed = _asked(spark, table, pairs, compared, f"{weight} AS weight")
    known = weighed.with_columns((1 / (1 + 2.0 ** -pl.col("weight"))).alias("probability"))
    return known.filter(pl.col("probability") >= least).cast(SCORED).sort("a", "b")


def levels(table: pl.DataFrame, pairs: pl.DataFrame, model: Model, *, session: Session) -> pl.DataFrame:
    """Give a, b and for each comparison the code of the level at which the pair stands, null where nothing is known; sorted by a, b."""
    told = (case(one, {code: f"'{code}'" for code in model.weights[one.name]}, "NULL") + f" AS {one.name}" for one in model.comparisons)
    return _asked(session, table, pairs, columns(model), ", ".join(told)).sort("a", "b")


def _asked(spark: Session, table: pl.DataFrame, pairs: pl.DataFrame, compared: tuple[str, ...], selected: str) -> pl.DataFrame:
    """Give a, b and what is selected of each pair, in no order."""
    from py4j.protocol import Py4JError  # type: ignore[import-not-found,import-untyped,unused-ignore]
    from pyspark.errors import PySparkException  # type: ignore[import-not-found,unused-ignore]

    sides = ", ".join(f"{side}.{column} AS {column}_{side}" for side in "lr" for column in compared)
    joined = f"SELECT a, b, {sides} FROM pairs JOIN mentions l ON l.n = a JOIN mentions r ON r.n = b"
    try:
        for name, held in (("mentions", table.select("n", *compared)), ("pairs", pairs.select("a", "b"))):
            spark.createDataFrame(_plain(held).to_arrow(compat_level=pl.CompatLevel.oldest())).createOrReplaceTempView(name)
        return pl.DataFrame(spark.sql(f"SELECT a, b, {selected} FROM ({joined})").toArrow())
    except (PySparkException, Py4JError) as error:
        kind = error.getCondition() if isinstance(error, PySparkException) else None
        raise Problem("engine_failed", engine="spark", kind=kind or type(error).__name__) from None


def _plain(held: pl.DataFrame) -> pl.DataFrame:
    """Give the table with numbers that Spark has too (none unsigned), and lists without nulls: DuckDB passes over those, Spark answers null."""
    return held.with_columns(cs.integer().cast(pl.Int64), cs.list().list.drop_nulls())


# -- the session ------------------------------------------------------------------------------------------------------


@contextmanager
def opened() -> Iterator[Session]:
    """Open a session of Spark in a JVM of its own; both end, and their folder goes, with the block.

    Raises:
        Problem: ``engine_absent`` where pyspark is not installed or no Java that it can use is found; ``engine_busy`` where this process has Spark open.
    """
    try:
        from pyspark import SparkConf, SparkContext  # type: ignore[import-not-found,unused-ignore]
        from pyspark.sql import SparkSession  # type: ignore[import-not-found,unused-ignore]
        from pyspark.sql.functions import arrow_udf  # type: ignore[import-not-found,attr-defined,unused-ignore]
    except ImportError as error:
        raise Problem("engine_absent", engine="spark") from error
    if SparkContext._gateway is not None:
        raise Problem("engine_busy", engine="spark")  # somebody else's session may write in clear
    with ExitStack() as ends:
        folder = mkdtemp(prefix="intertrata-spark-")  # of mode 700
        ends.callback(shutil.rmtree, folder, ignore_errors=True)
        kept = KEPT | {"spark.local.dir": folder, "spark.sql.warehouse.dir": f"{folder}/none"}
        usual = USUAL | {"spark.driver.extraJavaOptions": f"-Djava.io.tmpdir={folder}"}
        gateway = _java(SparkConf(loadDefaults=False).setAll([*usual.items(), *kept.items()]))
        ends.callback(_ended, gateway)
        context = SparkContext(appName="intertrata", conf=SparkConf(loadDefaults=False).setAll(list(kept.items())), gateway=gateway)
        ends.callback(context.stop)
        context.pythonExec = os.environ.get("PYSPARK_PYTHON", sys.executable)  # else whichever python3 comes first on the path
        session = SparkSession(context)
        ends.callback(session.stop)
        for name, of in DISTANCES.items():
            session.udf.register(name, arrow_udf(_of_columns(*of), "double"))
        yield session


def _java(conf: Any) -> Any:
    """Start the JVM, silent, and whatever the environment says of a folder for Spark's files."""
    from pyspark.errors import PySparkException  # type: ignore[import-not-found,unused-ignore]
    from pyspark.java_gateway import launch_gateway  # type: ignore[import-not-found,unused-ignore]

    elsewhere = os.environ.pop("SPARK_LOCAL_DIRS", None)  # it would win over spark.local.dir
    try:
        return launch_gateway(conf, {"stdout": DEVNULL, "stderr": DEVNULL})  # type: ignore[no-untyped-call,unused-ignore]
    except (PySparkException, OSError) as error:
        raise Problem("engine_absent", engine="spark") from error
    finally:
        if elsewhere is not None:
            os.environ["SPARK_LOCAL_DIRS"] = elsewhere


def _ended(gateway: Any) -> None:
    """End the JVM, and let pyspark forget it: the next session starts its own."""
    from pyspark import SparkContext  # type: ignore[import-not-found,unused-ignore]

    gateway.shutdown()
    gateway.proc.stdin.close()  # the JVM ends with it
    gateway.proc.wait()
    SparkContext._gateway = SparkContext._jvm = None


# -- functions of two texts -------------------------------------------------------------------------------------------

# Those that DuckDB has and Spark has not, by rapidfuzz, the library that DuckDB's were taken from. Not those of Splink's jar: its Jaro-Winkler
# counts half transpositions, calls two empty texts equal and an unknown one 0.0, and its Jaro gives 0.0 for "A" and "A".
DISTANCES = {
    "text_jaro_winkler": ("JaroWinkler", "similarity"),
    "text_jaro": ("Jaro", "similarity"),
    "text_levenshtein": ("Levenshtein", "distance"),
    "text_damerau_levenshtein": ("DamerauLevenshtein", "distance"),
}


def _of_columns(metric: str, kind: str) -> Callable[[pa.Array, pa.Array], pa.Array]:
    """Make the function of two columns of texts that Spark's Python runs: on the bytes of the texts, as DuckDB's are.

    Null where either text is unknown, 0 where both are empty. It travels by value, since the other machines have no intertrata.
    """

    def measured(one: pa.Array, other: pa.Array) -> pa.Array:
        from rapidfuzz import distance
        from rapidfuzz.process import cpdist

        unknown = pc.or_(pc.is_null(one), pc.is_null(other))
        empty = pc.equal(pc.add(pc.binary_length(one), pc.binary_length(other)), 0).fill_null(False)
        texts = (column.cast(pa.binary()).fill_null(b"").to_pylist() for column in (one, other))
        found = cpdist(*texts, scorer=getattr(getattr(distance, metric), kind), dtype=np.float64)
        found[empty.to_numpy(zero_copy_only=False)] = 0.0
        return pa.array(found, mask=unknown.to_numpy(zero_copy_only=False))

    return measured
