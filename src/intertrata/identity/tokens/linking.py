"""Which person each token speaks of: the persons found among the named mentions stand, a token joins one of them or is a person of its own.

In: named mentions with whose each is, tokens, and K. Out: whose each token is, and the pairs behind it. A token never joins two persons
that the names keep apart; two tokens of one act are never one person; rows in any order give the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log2

import numpy as np
import polars as pl

from intertrata.identity import mentions, search_keys
from intertrata.identity.normal import normalise
from intertrata.identity.tokens.encoding import Array, features, tokens, unsigned
from intertrata.identity.tokens.model import TokenModel, load
from intertrata.identity.tokens.secret import TokenKey
from intertrata.identity.tokens.tokenfile import Tokens, pseudonym, sorted_tokens

MOST = 100
"""Persons, or tokens, that one key may lead to: what leads to more leads to nobody in particular."""
TOLD = 0.01
MILLI = 1_000  # weights are whole thousandths of a bit before anything is decided, so that no float's last digit decides
PART = 200_000  # pairs compared at a time
STEPS = 1 << 20  # one odd in so many steps: odds are summed as whole numbers (``identity.exclusion``)
HIGHEST = 20.0  # bits; beyond it one rival or the other makes no difference
CLUSTERS = dict.fromkeys(("record_id", "person_id"), pl.String)


@dataclass(frozen=True)
class LinkedTokens:
    """What linking gave.

    Attributes:
        clusters: record_id (of the token), person_id: the person of the named mentions, or the smallest token id of its own person; sorted.
        pairs: record_id_a < record_id_b, probability, above 0.01: token with mention and token with token, each pair for itself; sorted.
        pairs_scored: how many were compared.
    """

    clusters: pl.DataFrame
    pairs: pl.DataFrame
    pairs_scored: int


@dataclass(frozen=True)
class Named:
    """The named side, a row a mention, sorted by record id.

    Attributes:
        normalised: its columns. features: what is compared. place: of each one's person among ``persons`` (ids, sorted).
    """

    normalised: pl.DataFrame
    features: Array
    place: Array
    persons: tuple[str, ...]


def tokenise(table: pl.DataFrame, key: TokenKey) -> tuple[Tokens, pl.DataFrame]:
    """Make the tokens of a table of mentions.

    Returns:
        the tokens, and the list that leads back (``record_id``, ``token``, in the table's order), which stays with the register.

    Raises:
        Problem: ``mentions_no_record_id``, ``mentions_record_empty``, ``mentions_record_twice``.
    """
    whole = mentions.complete(table)
    mentions.check_ids(whole["record_id"], range(2, len(whole) + 2))
    normalised = normalise(whole)
    told = whole.select("record_id", "register").iter_rows()
    named = {record: pseudonym(register, record, key) for record, register in told}
    made = sorted_tokens((named[one] for one in normalised["record_id"]), tokens(whole, normalised, key))
    return made, whole.select("record_id", token=pl.col("record_id").replace_strict(named, return_dtype=pl.String))


def link(
    named_table: pl.DataFrame, clusters: pl.DataFrame, held: Tokens, key: TokenKey, *, model: TokenModel | None = None
) -> LinkedTokens:
    """Find which person each token speaks of.

    Args:
        named_table: mentions with names, contract of ``link-table``. clusters: their record_id, person_id (``linking.link_table``).
        held: opened tokens. key: the K they were made with.
    """
    used = model or load()
    named = prepare(named_table, clusters, key)
    size = len(named.features) + len(held.ids)
    with_mentions = scored_mentions(named, held, key, used, size)
    among = scored_tokens(held, used, size)
    ids = [*named.persons, *held.ids]
    edges = [persons_of(with_mentions), among.with_columns(pl.col("token", "other") + len(named.persons))]
    home = settle(edges, held.held["features"]["act"], persons=len(named.persons), threshold=used.threshold)
    told = pl.DataFrame({"record_id": held.ids, "person_id": [ids[one] for one in home]}, schema=CLUSTERS)
    pairs = [_pairs(with_mentions, held.ids, named.normalised["record_id"]), _pairs(among, held.ids, held.ids)]
    return LinkedTokens(told, pl.concat(pairs).sort("record_id_a", "record_id_b"), len(with_mentions) + len(among))


def prepare(named_table: pl.DataFrame, clusters: pl.DataFrame, key: TokenKey) -> Named:
    """Normalise the named mentions, make what is compared of them, and number their persons in the order of their ids."""
    table = mentions.complete(named_table)
    normalised = normalise(table)
    whose = normalised.select("record_id").join(clusters, on="record_id", how="left", maintain_order="left")["person_id"]
    persons = sorted(whose.unique())
    place = whose.replace_strict({one: at for at, one in enumerate(persons)}, return_dtype=pl.Int64).to_numpy()
    return Named(normalised, features(table, normalised, key), place, tuple(persons))


# -- candidates -------------------------------------------------------------------------------------------------------


def candidates(named: Named, held: Tokens, key: TokenKey) -> pl.DataFrame:
    """Give the persons that each token shares a key with (``token``, ``person``: places), sorted."""
    leads = pl.DataFrame(_leads(named, key), schema={"key": pl.UInt64, "person": pl.List(pl.Int64)}, orient="row").explode("person")
    cases = _each(named.features["cases"], "person", named.place).filter(pl.len().over("key") <= MOST)
    found = _each(held.held["keys"], "token", range(len(held.ids))).join(pl.concat([leads, cases]), on="key")
    return found.select("token", "person").unique().sort("token", "person")


def _leads(named: Named, key: TokenKey) -> Iterator[tuple[int, list[int]]]:
    columns = named.normalised.select(*search_keys.COLUMNS, pl.Series("place", named.place, dtype=pl.Int64))
    for signed, places in search_keys.of_table(columns, key.of("compounds")):
        yield unsigned(signed), places


def _each(keys: Array, name: str, places: Iterable[int]) -> pl.DataFrame:
    """Give each known key of each row with its place."""
    told = pl.DataFrame({"key": pl.Series(keys.tolist(), dtype=pl.List(pl.UInt64)), name: pl.Series(places, dtype=pl.Int64)})
    return told.explode("key").filter(pl.col("key") > 0).unique()


# -- weights ----------------------------------------------------------------------------------------------------------


def scored_mentions(named: Named, held: Tokens, key: TokenKey, model: TokenModel, size: int) -> pl.DataFrame:
    """Compare each token with every mention of each of its candidates: token, other (place of the mention), person, weight (bits)."""
    whose = pl.DataFrame({"other": range(len(named.place)), "person": named.place}, schema=dict.fromkeys(("other", "person"), pl.Int64))
    pairs = candidates(named, held, key).join(whose, on="person").sort("token", "other")
    return _weighed(pairs, held.held["features"], named.features, model, size)


def scored_tokens(held: Tokens, model: TokenModel, size: int) -> pl.DataFrame:
    """Compare the tokens that share a key with each other: token < other (places), weight."""
    keys = _each(held.held["keys"], "token", range(len(held.ids))).filter(pl.len().over("key") <= MOST)
    pairs = keys.join(keys, on="key", suffix="_b").filter(pl.col("token") < pl.col("token_b"))
    distinct = pairs.select("token", other="token_b").unique().sort("token", "other")
    return _weighed(distinct, held.held["features"], held.held["features"], model, size)


def _weighed(pairs: pl.DataFrame, left: Array, right: Array, model: TokenModel, size: int) -> pl.DataFrame:
    parts = [
        model.weigh(left[part["token"].to_numpy()], right[part["other"].to_numpy()], mentions=size) for part in pairs.iter_slices(PART)
    ]
    weight = np.round(np.concatenate([np.zeros(0), *parts]) * MILLI) / MILLI
    return pairs.with_columns(weight=pl.Series(weight, dtype=pl.Float64))


def persons_of(scored: pl.DataFrame) -> pl.DataFrame:
    """Give each token's weight with each person: token, other (the person), weight (bits).

    It is that of her best mention (the mean of all of them did no better), less what the rivals take: a token is one person at most.
    """
    by_person = scored.group_by("token", "person").agg(pl.col("weight").max()).sort("token", "person")
    odds = ((2.0 ** pl.col("weight").clip(upper_bound=HIGHEST)) * STEPS).round().cast(pl.Int64)
    rivals = (odds.sum().over("token") - odds) / STEPS
    return by_person.select("token", other="person", weight=pl.col("weight") - (1 + rivals).log(2))


# -- persons ----------------------------------------------------------------------------------------------------------


def settle(edges: Iterable[pl.DataFrame], acts: Array, *, persons: int, threshold: float) -> list[int]:
    """Give for each token the person it is, or the first token of its own person, from ``persons`` on.

    The surest join first. Two persons of the named mentions never become one, nor two tokens of one act.

    Args:
        edges: token, other, weight. In the first table ``token`` is a token's place and ``other`` a person's; in the second both are
            tokens' places, counted on from ``persons``. acts: of each token, 0 where unknown.
    """
    with_persons, among = edges
    least = log2(threshold / (1 - threshold))
    joins = pl.concat([with_persons.select(pl.col("token") + persons, "other", "weight"), among.select("token", "other", "weight")])
    known = joins.filter(pl.col("weight") >= least).sort(pl.col("weight").round(3), "token", "other", descending=[True, False, False])
    parent = {one: one for one in range(persons + len(acts))}
    stands = {persons + at: {int(act)} - {0} for at, act in enumerate(acts)}

    def find(one: int) -> int:
        while parent[one] != one:
            one = parent[one]
        return one

    for token, other, _ in known.iter_rows():
        low, high = sorted((find(token), find(other)))
        if low == high or high < persons or stands.get(low, set()) & stands.get(high, set()):
            continue
        parent[high] = low
        stands[low] = stands.get(low, set()) | stands[high]
    return [find(persons + at) for at in range(len(acts))]


def _pairs(scored: pl.DataFrame, ids: Sequence[str], others: Sequence[str] | pl.Series) -> pl.DataFrame:
    one, other = (pl.Series(names, dtype=pl.String).gather(scored[side]) for names, side in ((ids, "token"), (others, "other")))
    told = pl.DataFrame({"one": one, "other": other, "probability": 1 / (1 + 2.0 ** -scored["weight"])})
    return told.filter(pl.col("probability") > TOLD).select(
        record_id_a=pl.min_horizontal("one", "other"), record_id_b=pl.max_horizontal("one", "other"), probability="probability"
    )
