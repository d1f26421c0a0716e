"""Scores of pairs by Spark: the levels of the model file, in Spark's SQL, worked out on as many machines as Spark is given.

In: the normalised table, the pairs to compare, a model. Out: the weight and the probability of each pair, those of ``scoring.score``.

What it buys: comparing, the costly step, is spread over the cores of a Spark cluster. What it does not: normalising, blocking and clustering stay in
this process, with the code that both engines share, so that the clusters are the same; table, pairs and scores pass through this process too, and
on one machine DuckDB is the faster.

Where it runs is said as Spark is always told: nothing means every core of this machine; ``PYSPARK_SUBMIT_ARGS="--master … pyspark-shell"`` means a
cluster, whose Python (``PYSPARK_PYTHON``) needs pyspark, pyarrow, numpy and rapidfuzz, not this package.

Names never lie on a disk in clear (DESIGN.md law 2): what Spark shuffles or spills is encrypted with a key of the run that is never written, in a
folder of mode 700 that goes with the run; what passes between its processes is authenticated and encrypted; there is no page, no event log and no
console output; a failure tells its kind, never Spark's message, which may quote a value.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from math import log2
from subprocess import DEVNULL
from tempfile import mkdtemp
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from intertrata.identity.model import Model
from intertrata.identity.spark_sql import case, columns
from intertrata.vocabulary.errors import Problem

Session = Any  # pyspark.sql.SparkSession: pyspark is an extra, and neither reading nor typing this module may need it
SCORED: dict[str, type[pl.DataType]] = {"a": pl.Int32, "b": pl.Int32, "weight": pl.Float64, "probability": pl.Float64}

# What protects: told before the JVM starts and again to the session, so that no file or argument takes it back.
KEPT = {
    "spark.io.encryption.enabled": "true",  # what is shuffled and spilled
    "spark.authenticate": "true",
    "spark.network.crypto.enabled": "true",
    "spark.ui.enabled": "false",
    "spark.eventLog.enabled": "false",
}
# What is usual on one machine; PYSPARK_SUBMIT_ARGS may say otherwise.
USUAL = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.ui.showConsoleProgress": "false",
}


def score(table: pl.DataFrame, pairs: pl.DataFrame, model: Model, *, least: float = 0.0, session: Session = None) -> pl.DataFrame:
    """Give ``a``, ``b``, ``weight`` (bits) and ``probability`` of every pair at or above ``least``, sorted by a, b.

    Args:
        table: normalised mentions. pairs: ``a`` < ``b``, places in the table (``n``).
        session: one that ``opened`` gave, where several scorings follow; else one is opened and closed.

    Raises:
        Problem: ``engine_absent`` without pyspark or Java, ``engine_failed``. Unsafe: a condition that is not known to mean the same in Spark.
    """
    if not len(pairs):
        return pl.DataFrame(schema=SCORED)
    prior = model.prior_probability(len(table))
    bits = [case(one, lambda code, weights=model.weights[one.name]: f"{weights[code].bits!r}D", "0D") for one in model.comparisons]
    weight = " + ".join((f"{log2(prior / (1 - prior))!r}D", *bits))
    with nullcontext(session) if session else opened() as spark:
        weighed = _asked(spark, table, pairs, columns(model), f"{weight} AS weight")
    known = weighed.with_columns((1 / (1 + 2.0 ** -pl.col("weight"))).alias("probability")).filter(pl.col("probability") >= least)
    return known.cast(SCORED).sort("a", "b")  # type: ignore[arg-type]


def levels(table: pl.DataFrame, pairs: pl.DataFrame, model: Model, *, session: Session) -> pl.DataFrame:
    """Give a, b and for each comparison the code of the level at which the pair stands, null where nothing is known; sorted by a, b."""
    codes = (case(one, "'{}'".format, "NULL") + f" AS {one.name}" for one in model.comparisons)
    return _asked(session, table, pairs, columns(model), ", ".join(codes)).sort("a", "b")


def _asked(spark: Session, table: pl.DataFrame, pairs: pl.DataFrame, compared: tuple[str, ...], selected: str) -> pl.DataFrame:
    """Give a, b and what is selected of each pair, in no order."""
    from py4j.protocol import Py4JError  # type: ignore[import-not-found,import-untyped,unused-ignore]
    from pyspark.errors import PySparkException  # type: ignore[import-not-found,unused-ignore]

    sides = ", ".join(f"{side}.{column} AS {column}_{side}" for side in "lr" for column in compared)
    joined = f"SELECT a, b, {sides} FROM pairs JOIN mentions l ON l.n = a JOIN mentions r ON r.n = b"
    try:
        for name, frame in (("mentions", table.select("n", *compared)), ("pairs", pairs.select("a", "b"))):
            spark.createDataFrame(_plain(frame).to_arrow(compat_level=pl.CompatLevel.oldest())).createOrReplaceTempView(name)
        return pl.DataFrame(spark.sql(f"SELECT a, b, {selected} FROM ({joined})").toArrow())
    except (PySparkException, Py4JError) as error:
        kind = error.getCondition() if isinstance(error, PySparkException) else None
        raise Problem("engine_failed", engine="spark", kind=kind or type(error).__name__) from None


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the table in types that Spark has (no unsigned, no small numbers that overflow), its lists without nulls, which DuckDB passes over."""
    out = []
    for name, kind in frame.schema.items():
        column = pl.col(name)
        if isinstance(kind, pl.List):
            column = column.list.drop_nulls()
            kind = kind.inner
            out.append(column.cast(pl.List(pl.Int64)) if kind.is_integer() else column)
        else:
            out.append(column.cast(pl.Int64) if kind.is_integer() else column)
    return frame.select(out)


# -- the session ------------------------------------------------------------------------------------------------------


@contextmanager
def opened() -> Iterator[Session]:
    """Open a session of Spark in a JVM of its own; both end, and their folder goes, with the block.

    Raises:
        Problem: ``engine_absent`` where pyspark is not installed or no Java that it can use is found.
    """
    try:
        from pyspark import SparkConf, SparkContext  # type: ignore[import-not-found,unused-ignore]
        from pyspark.sql import SparkSession  # type: ignore[import-not-found,unused-ignore]
    except ImportError as error:
        raise Problem("engine_absent", engine="spark") from error
    folder = mkdtemp(prefix="intertrata-spark-")  # made with mode 700
    kept = KEPT | {"spark.local.dir": folder, "spark.sql.warehouse.dir": f"{folder}/none"}
    try:
        gateway = _java(SparkConf(loadDefaults=False).setAll([*kept.items(), *USUAL.items()]), folder)
        try:
            context = SparkContext(appName="intertrata", conf=SparkConf(loadDefaults=False).setAll(kept.items()), gateway=gateway)
            context.pythonExec = os.environ.get("PYSPARK_PYTHON", sys.executable)  # else whichever python3 comes first on the path
            session = SparkSession(context)
            for name, distance in _distances().items():
                session.udf.register(name, distance)
            yield session
            session.stop()
        finally:
            gateway.shutdown()
            gateway.proc.stdin.close()  # the JVM ends with it
            gateway.proc.wait()
            SparkContext._gateway = SparkContext._jvm = None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _java(conf: Any, folder: str) -> Any:
    """Start the JVM, silent, its temporary files in our folder, whatever the environment says of Spark's."""
    from pyspark.errors import PySparkException  # type: ignore[import-not-found,unused-ignore]
    from pyspark.java_gateway import launch_gateway  # type: ignore[import-not-found,unused-ignore]

    elsewhere = os.environ.pop("SPARK_LOCAL_DIRS", None)  # it would win over spark.local.dir
    try:
        conf.set("spark.driver.extraJavaOptions", f"-Djava.io.tmpdir={folder}")
        return launch_gateway(conf, {"stdout": DEVNULL, "stderr": DEVNULL})
    except (PySparkException, OSError) as error:
        raise Problem("engine_absent", engine="spark") from error
    finally:
        if elsewhere is not None:
            os.environ["SPARK_LOCAL_DIRS"] = elsewhere


def _distances() -> dict[str, Any]:
    """Give the functions on two texts that DuckDB has and Spark has not.

    Not those of Splink's jar: its Jaro-Winkler counts half transpositions, calls two empty texts equal and null 0.0, and its Jaro gives 0.0 for
    "A" and "A". These are rapidfuzz's, the library that DuckDB's were taken from, on the bytes of the text as there.
    """
    from pyspark.sql.functions import arrow_udf  # type: ignore[import-not-found,unused-ignore]
    from rapidfuzz.distance import DamerauLevenshtein, Jaro, JaroWinkler, Levenshtein

    alike = {"text_jaro_winkler": JaroWinkler.similarity, "text_jaro": Jaro.similarity}
    apart = {"text_levenshtein": Levenshtein.distance, "text_damerau_levenshtein": DamerauLevenshtein.distance}
    return {name: arrow_udf(_each(scorer), "double") for name, scorer in (alike | apart).items()}


def _each(scorer: Callable[..., float]) -> Callable[..., Any]:
    """Make a function of two columns of texts from one of two texts: null where either is, 0 where both are empty (so has it DuckDB)."""

    def scored(one: pa.Array, other: pa.Array) -> pa.Array:
        from rapidfuzz.process import cpdist

        unknown = pc.or_(pc.is_null(one), pc.is_null(other))
        empty = pc.equal(pc.add(pc.binary_length(one), pc.binary_length(other)), 0).fill_null(False)
        texts = [column.cast(pa.binary()).fill_null(b"").to_pylist() for column in (one, other)]
        scores = cpdist(*texts, scorer=scorer, dtype=np.float64)
        scores[empty.to_numpy(zero_copy_only=False)] = 0.0
        return pa.array(scores, mask=unknown.to_numpy(zero_copy_only=False))

    return scored
