"""The twins of the model's conditions: the same levels and probabilities as the batch, by SQL's logic, and none guessed."""

from dataclasses import replace

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from identity_truth_sets import truth_set

from intertrata.identity import blocking, normal, scoring
from intertrata.identity.comparisons import Comparison, Level
from intertrata.identity.model import Weights, load
from intertrata.identity.twins import probability, twin
from intertrata.vocabulary.errors import Unsafe

IN_DOUBT, BINS = 10_000, 9


@pytest.fixture(scope="module")
def compared():
    """A table, and 10,000 of its pairs spread over the probabilities from 0.05 to 0.95, with what the batch says of them."""
    mentions, _ = truth_set(persons=34_000, seed=19, maker="channel")
    table, model = normal.normalise(mentions), load()
    pairs = blocking.pairs(table, model.rules)
    scored = scoring.score(table, pairs, model).with_columns(tenth=(pl.col("probability") * 10 + 0.5).floor().cast(pl.Int8))
    told = scored.filter(pl.col("probability").is_between(0.05, 0.95, closed="left"))
    shuffled = told.sample(fraction=1.0, shuffle=True, seed=3)
    even = shuffled.with_columns(turn=pl.int_range(pl.len()).over("tenth")).sort("turn", "a", "b").head(IN_DOUBT)
    return table, even.select("a", "b", "probability", "tenth").sort("a", "b"), model


def test_ten_thousand_pairs_in_doubt_weigh_the_same_as_in_the_batch(compared):
    table, pairs, model = compared
    assert len(pairs) == IN_DOUBT
    assert pairs["tenth"].n_unique() >= BINS
    assert pairs["tenth"].value_counts()["count"].min() > 400
    one = twin(model)
    rows, prior = table.select(one.columns).rows(), model.prior_probability(len(table))
    levels = scoring.compare(table, table, pairs, model, mentions=len(table))
    for (a, b, batch, _), row in zip(pairs.iter_rows(), levels.iter_rows(named=True), strict=True):
        assert one.levels(rows[a], rows[b]) == {name: row[name] for name in one.names}
        assert abs(probability(one.weight(rows[a], rows[b]), prior) - batch) < 1e-6


def test_the_twin_speaks_of_columns_that_the_batch_compares_and_of_no_others():
    from intertrata.identity.model import COMPARED

    assert set(twin(load()).columns) <= set(COMPARED)


def small(sql, null="x_l is null"):
    """A model of one comparison with one level."""
    comparison = Comparison("one", null, (Level("holds", sql),))
    return replace(load(), comparisons=(comparison,), weights={"one": {"holds": Weights(0.5, 0.25), "else": Weights(0.25, 0.5)}})


CONDITIONS = [
    "x_l = x_r", "coalesce(x_l = x_r, false)", "not coalesce(x_l = x_r, false)", "not (x_l = x_r)", "x_l <> x_r or y_l > y_r",
    "x_l is null and y_l is not null", "(x_l is null) = (x_r is null)", "y_l + y_r * 2 - 1 >= 3", "abs(y_l - y_r) < 2", "-y_l <= y_r",
    "greatest(y_l, y_r) - least(y_l, y_r) <= 1", "length(x_l) = 1 or left(x_l, 1) = left(x_r, 1)", "coalesce(x_l, '') <> coalesce(x_r, '')",
    "coalesce(y_l, 2) >= 2", "jaro_winkler_similarity(x_l, x_r) >= 0.88", "jaro_similarity(x_l, x_r) > 0.7", "levenshtein(x_l, x_r) <= 1",
    "damerau_levenshtein(x_l, x_r) <= 1 and damerau_levenshtein(x_r, x_l) <= 1", "(z_l or z_r)", "z_l and not z_r", "not (z_l and z_r)",
    "not (z_l or z_r)", "starts_with(x_l, x_r)", "coalesce(list_has_any(w_l, w_r), false)", "y_l = 1.0", "z_l = true", "coalesce(x_l, null) = 'ANA'",
    "coalesce(z_l, z_r, false)",
]  # fmt: skip
NAMES = st.sampled_from([None, "", "A", "ANA", "ANNA", "NAA", "MARIA", "MARAI", "MARTHA"])
NUMBERS = st.one_of(st.none(), st.integers(-3, 3))
SIDE = st.tuples(st.one_of(st.none(), st.lists(st.integers(1, 4), max_size=3)), NAMES, NUMBERS, st.one_of(st.none(), st.booleans()))


@pytest.mark.parametrize("sql", CONDITIONS)
@settings(deadline=None)
@given(left=SIDE, right=SIDE)
def test_a_condition_holds_where_it_holds_in_duckdb(sql, left, right):
    """The columns are w (a list), x (a name), y (a number), z (yes or no); any may be null."""
    made = twin(small(sql, null="false"))
    sides = ", ".join(f"? AS {name}_{side}" for side in "lr" for name in ("w", "x", "y", "z"))
    typed = ", ".join(
        f"{name}_{side}::{kind} AS {name}_{side}"
        for side in "lr"
        for name, kind in (("w", "INT[]"), ("x", "VARCHAR"), ("y", "INT"), ("z", "BOOLEAN"))
    )
    query = f"SELECT CASE WHEN {sql} THEN 'holds' ELSE 'else' END FROM (SELECT {typed} FROM (SELECT {sides}))"
    ((expected,),) = CONNECTION.execute(query, [*left, *right]).fetchall()
    row = [dict(zip("wxyz", side, strict=True)) for side in (left, right)]
    one, other = (tuple(side[name] for name in made.columns) for side in row)
    assert made.levels(one, other) == {"one": expected}


CONNECTION = duckdb.connect(":memory:", config={"threads": 1})


def test_against_one_row_it_says_the_same_however_often_it_is_asked(compared):
    table, _, model = compared
    one, some = twin(model), table.head(400)
    nested = [name for name, kind in some.schema.items() if kind.is_nested()]  # what a look-up leaves empty
    rows = some.with_columns(pl.lit(None).alias(name) for name in nested).select(one.columns).rows()
    for asked in rows[:20]:
        asking = one.against(asked)
        for _ in range(2):
            assert [asking.weight(row, asked) for row in rows] == [one.weight(row, asked) for row in rows]
            assert [asking.levels(row, asked) for row in rows[:40]] == [one.levels(row, asked) for row in rows[:40]]


def test_where_nothing_is_known_nothing_is_weighed():
    made = twin(small("x_l = x_r"))
    assert made.levels((None,), ("ANA",)) == {"one": None}
    assert made.weight((None,), ("ANA",)) == 0.0
    assert (made.weight(("ANA",), ("ANA",)), made.weight(("ANA",), ("EVA",))) == (1.0, -1.0)


@pytest.mark.parametrize(
    "sql",
    [
        "soundex(x_l) = soundex(x_r)",
        "x_l like 'A%'",
        "x_l = name",
        "left(x_l, 1) = 'A' and x_m = 'A'",
        "trim(x_l, 'A') = x_r",
        "levenshtein(x_l, x_r, 1, 2, 3) <= 1",
    ],
)
def test_a_condition_without_a_twin_is_never_guessed(sql):
    with pytest.raises(Unsafe):
        twin(small(sql))
