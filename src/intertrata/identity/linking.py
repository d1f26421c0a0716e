"""Linking a table of mentions: normalise, block, score, cluster. In: mentions. Out: whose each is, and how surely.

The same rows in any order give the same clusters; every row in comes out once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from time import perf_counter
from typing import Any

import polars as pl

from intertrata.identity import blocking, mentions, normal, scoring, spark
from intertrata.identity.clusters import Apart, clusters, components
from intertrata.identity.exclusion import exclusive
from intertrata.identity.grounds import Grounds
from intertrata.identity.model import Model, load
from intertrata.vocabulary.errors import Problem

Step = Callable[[str, int, int | None], None]
Score = Callable[[pl.DataFrame, pl.DataFrame, Model], pl.DataFrame]
TOLD = 0.01  # pairs below this probability are not told
LARGEST = 100  # mentions of a component inside which every pair is compared
ENGINES = ("duckdb", "spark")
STEPS = ("normalise", "block", "score", "cluster")


@dataclass(frozen=True)
class Linked:
    """What linking gave.

    Attributes:
        clusters: record_id, person_id (the smallest record id of the cluster), one row for each row in, sorted by record_id.
        pairs: record_id_a < record_id_b, probability, those above 0.01, sorted.
        figures: rows, persons, pairs_scored, seconds by step, engine, model, threshold.
        normalised, scored: the table and its pairs as places in it, for who must say why (``doubts``) or make keys; held no longer than the run.
        grounds: what the table taught, by which later parts of it are read.
    """

    clusters: pl.DataFrame
    pairs: pl.DataFrame
    figures: dict[str, Any]
    normalised: pl.DataFrame = field(repr=False)
    scored: pl.DataFrame = field(repr=False)
    grounds: Grounds = field(repr=False)


@dataclass(frozen=True)
class Part:
    """That a table is a part of a larger one that was linked before.

    Attributes:
        grounds: what holds for the whole. crowds: ``record_id``, ``crowd``: how many stand in the acts of the mentions linked before, most
            of whom are not in this part.
    """

    grounds: Grounds
    crowds: pl.DataFrame


def link_table(
    table: pl.DataFrame, *, engine: str = "duckdb", threshold: float | None = None, model: Model | None = None,
    decided: pl.DataFrame | None = None, part: Part | None = None, progress: Step | None = None,
) -> Linked:  # fmt: skip
    """Find which mentions speak of one person.

    Args:
        table: columns of the contract of ``link-table``; only ``record_id`` is needed, the rest is unknown where absent.
        engine: ``duckdb``, or ``spark`` where one machine is outgrown: the same scores and clusters. threshold: probability from which a pair links; the model's where None.
        decided: what people decided (``record_a``, ``record_b``, ``same``); it holds whatever the model thinks.
        part: of what the table is a part; None where it is all there is.

    Raises:
        Problem: ``engine_absent``, ``threshold_range``, ``mentions_no_record_id``, ``mentions_record_empty``, ``mentions_record_twice``.
    """
    if engine not in ENGINES:
        raise Problem("engine_absent", engine=engine)
    if threshold is not None and not 0 < threshold < 1:
        raise Problem("threshold_range", threshold=threshold)
    used = model or load()
    used = replace(used, threshold=threshold) if threshold is not None else used
    whole = mentions.complete(table)
    mentions.check_ids(whole["record_id"], range(2, len(whole) + 2))
    run = _Run(progress)
    with run.step("normalise"):
        normalised, grounds = read(whole, part)
        weighing = used.settled(grounds.mentions, grounds.shift) if part else used
    with run.step("block"):
        pairs = blocking.pairs(normalised, weighing.rules)
    with run.step("score"), ExitStack() as held:
        score = partial(spark.score, session=held.enter_context(spark.opened())) if engine == "spark" else scoring.score
        first = score(normalised, pairs, weighing)
        more = 0.0 if part else scoring.shift(first["weight"], used, mentions=len(whole))
        scored = _weighed(normalised, first, weighing, shift=more, score=score)
    with run.step("cluster"):
        told = cluster(normalised, scored, weighing, decided=decided)
    figures = {
        "rows": len(whole), "persons": told["person_id"].n_unique(), "pairs_scored": len(pairs), "engine": engine,
        "model": used.version, "threshold": used.threshold, "seconds": run.seconds,
    }  # fmt: skip
    ids = normalised["record_id"]
    shown = scored.filter(pl.col("probability") >= TOLD)
    named = shown.select(ids.gather(shown["a"]).alias("record_id_a"), ids.gather(shown["b"]).alias("record_id_b"), "probability")
    return Linked(told, named, figures, normalised, scored, grounds if part else replace(grounds, shift=more))


def read(whole: pl.DataFrame, part: Part | None) -> tuple[pl.DataFrame, Grounds]:
    """Give the normalised table of complete mentions, and what holds for all there are."""
    table, grounds = normal.grounded(whole, known=part.grounds if part else None)
    if part is None:
        return table, grounds
    known = part.crowds.select("record_id", pl.col("crowd").cast(pl.Int32).alias("known"))
    told = table.join(known, on="record_id", how="left", maintain_order="left")
    return told.with_columns(pl.max_horizontal("crowd", "known").alias("crowd")).drop("known"), grounds


def weigh(table: pl.DataFrame, pairs: pl.DataFrame, model: Model, *, score: Score = scoring.score) -> pl.DataFrame:
    """Give a, b, weight, probability, sorted by a, b, of the pairs of probability ``TOLD`` and above, and of all inside a component.

    Rivals in one act are weighed in. Inside a component that links make every two mentions are compared, blocked or not: what
    speaks against a cluster counts as much as what speaks for it.
    """
    first = score(table, pairs, model)
    return _weighed(table, first, model, shift=scoring.shift(first["weight"], model, mentions=len(table)), score=score)


def _weighed(table: pl.DataFrame, first: pl.DataFrame, model: Model, *, shift: float, score: Score) -> pl.DataFrame:
    scored = _shifted(first, shift)
    likely = pl.col("probability") >= TOLD
    told = exclusive(scored.filter(likely), table["act"]).filter(likely)
    home = pl.Series(components(len(table), told.filter(pl.col("probability") >= model.threshold).select("a", "b", "weight").iter_rows()))
    home = home.cast(pl.Int32)
    against = scored.filter(~likely)
    against = against.filter(home.gather(against["a"]) == home.gather(against["b"]))
    known = pl.concat([told, against])
    late = _shifted(score(table, _unpaired(home, known), model), shift)
    return pl.concat([known, late]).sort("a", "b")


def _shifted(scored: pl.DataFrame, more: float) -> pl.DataFrame:
    return scored.with_columns(pl.col("weight") + more).with_columns((1 / (1 + 2.0 ** -pl.col("weight"))).alias("probability"))


def _unpaired(home: pl.Series, known: pl.DataFrame) -> pl.DataFrame:
    """Give the pairs inside components of at most ``LARGEST`` mentions that blocking did not bring together."""
    members = pl.DataFrame({"n": pl.int_range(len(home), dtype=pl.Int32, eager=True), "home": home})
    members = members.filter(pl.len().over("home").is_between(3, LARGEST))
    every = members.join(members, on="home", suffix="_b").filter(pl.col("n") < pl.col("n_b")).select(a="n", b="n_b")
    return every.join(known, on=["a", "b"], how="anti").sort("a", "b")


def cluster(table: pl.DataFrame, scored: pl.DataFrame, model: Model, *, decided: pl.DataFrame | None = None) -> pl.DataFrame:
    """Give record_id, person_id from a normalised table and its scored pairs (``a``, ``b``, ``weight``, ``probability``).

    Args:
        decided: as for ``link_table``; pairs of records that are not in the table are no matter.
    """
    joined, foes = _decisions(table, decided)
    documents = table.select(pl.when("doc_checked").then(pl.concat_str([pl.col("doc_kind"), pl.col("doc")])))
    apart = Apart(table["act"].to_list(), documents.to_series().to_list(), foes)
    known = scored.select("a", "b", "weight")
    links = known.filter(scored["probability"] >= model.threshold)
    home = clusters(len(table), links.iter_rows(), known.iter_rows(), apart, model.linkage.at(len(table)), joined=joined)
    ids = table["record_id"]
    return pl.DataFrame({"record_id": ids, "person_id": ids.gather(home)})


def _decisions(table: pl.DataFrame, decided: pl.DataFrame | None) -> tuple[list[tuple[int, int]], dict[int, frozenset[int]]]:
    """What people decided, as places in the table: pairs that are one, and by mention those it is kept from."""
    if decided is None or decided.is_empty():
        return [], {}
    places = table.select("record_id", "n")
    found = decided.join(places, left_on="record_a", right_on="record_id").join(
        places, left_on="record_b", right_on="record_id", suffix="_b"
    )
    joined = sorted(found.filter("same").select("n", "n_b").rows())
    apart = found.filter(~pl.col("same"))
    both = pl.concat([apart.select(a="n", b="n_b"), apart.select(a="n_b", b="n")]).group_by("a").agg("b")
    return joined, {a: frozenset(b) for a, b in both.iter_rows()}


class _Run:
    """Times the steps of one run and tells how far it is."""

    def __init__(self, progress: Step | None) -> None:
        self.progress = progress
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        if self.progress:
            self.progress(name, len(self.seconds), len(STEPS))
        start = perf_counter()
        yield
        self.seconds[name] = round(perf_counter() - start, 3)
