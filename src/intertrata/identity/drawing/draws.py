"""Plausible linkages: what a run might as well have decided, drawn many times, for estimates that must carry its doubt.

In: the ground of a run, whose each record is, what people decided. Out: for each draw whose each record is, where that differs. A pair's
weight takes a logistic disturbance, so that it links with just its probability (the latent variable of a logistic choice: Train, «Discrete
Choice Methods», ch. 3); the clusters of a draw then keep every rule that those of the run keep, and what people decided. Records whose
pairs are all sure are the same in every draw.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import log

import numpy as np
import polars as pl
from numpy.typing import NDArray

from intertrata.identity.clusters import MILLI
from intertrata.identity.drawing.ground import SURE, Ground, Places, united
from intertrata.identity.linking import cluster
from intertrata.identity.model import Model

MANY = 50
SCHEMA = {"draw": pl.Int16, "record": pl.String, "person": pl.String}
DECIDED = {"record_a": pl.String, "record_b": pl.String, "same": pl.Boolean}
Flags = NDArray[np.bool_]
Bits = NDArray[np.float64]


def draws(
    held: Ground, model: Model, whose: pl.DataFrame, *, decided: pl.DataFrame | None = None, many: int = MANY, seed: int = 1
) -> pl.DataFrame:
    """Give ``draw`` (1 to ``many``), ``record``, ``person`` of the records that are another's in that draw; sorted.

    Laid over ``whose`` it gives the persons of that draw. A person of a draw goes by the id of the person whose smallest record is hers
    (of several, the one with the smallest of these), else by the smallest of her own record ids. The same seed gives the same rows.

    Args:
        whose: ``record``, ``person`` of every record. decided: what people decided, as for ``link_table``: no draw doubts it.
    """
    settled = pl.DataFrame(schema=DECIDED) if decided is None else decided
    prepared = _prepared(held, whose, settled)
    even = replace(model, threshold=0.5)  # a disturbed pair links where more speaks for it than against it
    found = (_other(prepared, home) for home in _drawn(prepared, even, settled, many=many, seed=seed)) if len(prepared.table) else ()
    parts = [part.select(pl.lit(draw, pl.Int16).alias("draw"), pl.all()) for draw, part in enumerate(found, 1)]
    return pl.concat([pl.DataFrame(schema=SCHEMA), *parts]).sort("draw", "record")


@dataclass(frozen=True)
class _Prepared:
    """What all draws share: records as clustering wants them (``table``), whose each is, pairs, and where sure links lead (``home``).

    Attributes:
        apart: by pair, whether something keeps the two apart whatever they weigh. anchors: by person the place by which a draw knows her.
    """

    table: pl.DataFrame
    persons: pl.Series
    a: Places
    b: Places
    weight: Bits
    unsure: Flags
    apart: Flags
    home: Places
    anchors: Places


def _prepared(held: Ground, whose: pl.DataFrame, decided: pl.DataFrame) -> _Prepared:
    records, late = _with_decided(held, decided)
    owned = records.join(whose, on="record", how="left", maintain_order="left")
    table = owned.select(
        pl.int_range(pl.len(), dtype=pl.Int32).alias("n"), pl.col("record").alias("record_id"), "act",
        pl.col("document").is_not_null().alias("doc_checked"), pl.lit("").alias("doc_kind"), pl.col("document").cast(pl.String).alias("doc"),
    )  # fmt: skip
    moved = held.pairs.with_columns(pl.col("a") + late, pl.col("b") + late)
    people = _placed(table, decided)
    told = moved.join(people.filter(~pl.col("same")), on=["a", "b"], how="left", maintain_order="left")
    told = told.with_columns((1 / (1 + 2.0 ** -pl.col("weight"))).alias("probability"))
    act, document = table["act"], table["doc"]
    clash = (act.gather(told["a"]) == act.gather(told["b"])).fill_null(value=False)
    clash |= (document.gather(told["a"]) != document.gather(told["b"])).fill_null(value=False)
    joined = pl.concat([told.filter(pl.col("probability") > SURE).select("a", "b"), people.filter("same").select("a", "b")])
    known = owned.select("person").with_row_index("at").drop_nulls().unique("person", keep="first", maintain_order=True)
    return _Prepared(
        table, owned["person"], told["a"].to_numpy(), told["b"].to_numpy(), told["weight"].to_numpy(),
        told["probability"].is_between(1 - SURE, SURE).to_numpy(), (clash | told["same"].is_not_null()).to_numpy(),
        united(np.arange(len(table)), joined["a"].to_numpy(), joined["b"].to_numpy()), known["at"].cast(pl.Int64).to_numpy(),
    )  # fmt: skip


def _with_decided(held: Ground, decided: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Put the records to which people joined one of the ground before it, and say how many they are.

    Nothing of theirs is in doubt, so that whoever is drawn with one of them is the person that she is.
    """
    same = decided.filter("same")
    ends = pl.concat([same.select(record="record_a", other="record_b"), same.select(record="record_b", other="record_a")])
    late = ends.join(held.records, left_on="other", right_on="record", how="semi").join(held.records, on="record", how="anti")
    added = late.select("record", act=pl.lit(None, pl.Int32), document=pl.lit(None, pl.Int32)).unique().sort("record")
    return pl.concat([added, held.records]), len(added)


def _placed(table: pl.DataFrame, decided: pl.DataFrame) -> pl.DataFrame:
    """What people decided of these records, as places a < b."""
    places = table.select("record_id", "n")
    found = decided.join(places, left_on="record_a", right_on="record_id").join(
        places, left_on="record_b", right_on="record_id", suffix="_b"
    )
    return found.select(pl.min_horizontal("n", "n_b").alias("a"), pl.max_horizontal("n", "n_b").alias("b"), "same").sort("a", "b")


def _drawn(held: _Prepared, model: Model, decided: pl.DataFrame, *, many: int, seed: int) -> Iterator[Places]:
    """Give for each draw, by record, the smallest place of whom it speaks."""
    lowest = round(model.linkage.join * MILLI)
    for draw in range(1, many + 1):
        weight = held.weight.copy()
        weight[held.unsure] += np.random.default_rng([seed, draw]).logistic(size=int(held.unsure.sum())) / log(2)
        linked = held.unsure & (weight >= 0)
        home = united(held.home, held.a[linked], held.b[linked])
        agree = (np.rint(weight * MILLI) >= lowest) & ~held.apart & (home[held.a] == home[held.b])
        rest = ~_whole(home, held.a[agree])[home]
        home[rest] = _grown(held, weight, rest, model, decided)
        yield home


def _whole(home: Places, agreeing: Places) -> Flags:
    """Say by smallest place of which component every pair joins it: however it grows, it ends as one."""
    sizes = np.bincount(home, minlength=len(home))
    agreed = np.bincount(home[agreeing], minlength=len(home))
    return np.asarray(agreed == sizes * (sizes - 1) // 2)


def _grown(held: _Prepared, weight: Bits, rest: Flags, model: Model, decided: pl.DataFrame) -> Places:
    """Give for the records of ``rest``, which are whole components, the smallest place of their cluster."""
    places, at = np.flatnonzero(rest), np.cumsum(rest) - 1
    inside = rest[held.a] & rest[held.b]
    table = held.table.filter(pl.Series(rest)).with_columns(n=pl.int_range(pl.len(), dtype=pl.Int32))
    pairs = pl.DataFrame({"a": at[held.a[inside]], "b": at[held.b[inside]], "weight": weight[inside]})
    scored = pairs.with_columns((1 / (1 + 2.0 ** -pl.col("weight"))).alias("probability"))
    found = cluster(table, scored, model, decided=decided)["person_id"]
    named = pl.DataFrame({"person_id": table["record_id"], "place": places})
    return found.to_frame().join(named, on="person_id", how="left", maintain_order="left")["place"].to_numpy()


def _other(held: _Prepared, home: Places) -> pl.DataFrame:
    """Give ``record``, ``person`` of the records that a draw gives to another."""
    nobody = len(home)
    first = np.full(nobody, nobody)
    np.minimum.at(first, home[held.anchors], held.anchors)
    ids = held.table["record_id"]
    known = pl.Series(first[home])
    named = held.persons.gather(known.replace(nobody, None))
    told = pl.DataFrame({"record": ids, "person": named.fill_null(ids.gather(home)), "was": held.persons})
    return told.filter(pl.col("person").ne_missing(pl.col("was"))).select("record", "person")
