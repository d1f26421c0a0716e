"""Numbers packed into buckets are the same numbers, each in the bucket that its key says, and are few rows however many they are."""

from collections import Counter

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from intertrata.registers.ids import keyed_numbers
from intertrata.registers.packed import BUCKETS, TOLD, bucket, packed, unpacked

SCHEMA = {"moment": pl.UInt32, "field": pl.String, "borne": pl.Boolean, "key": pl.UInt64, "record": pl.String}
NUMBER = st.tuples(
    st.integers(0, 1), st.sampled_from(["number", "act"]), st.booleans(),
    st.none() | st.integers(0, 2**64 - 1) | st.integers(0, 2), st.integers(0, 2**128 - 1).map("{:032x}".format),
)  # fmt: skip


@given(st.lists(NUMBER, max_size=40))
def test_what_is_packed_comes_back_as_it_was(told):
    rows = packed(pl.DataFrame(told, schema=SCHEMA, orient="row").with_columns(pl.col("record").str.decode("hex")))
    columns = [[row[at] for row in rows] for at in range(len(TOLD), len(TOLD) + 3)]
    found = unpacked(*columns)
    assert Counter((*rows[at][: len(TOLD)], key, record) for at, key, record in found.rows()) == Counter(told)
    assert found.select("at", bucket(pl.col("key"))).rows() == [(at, columns[0][at]) for at in found["at"]]
    few = unpacked(*columns, among=pl.Series([0, 2], dtype=pl.UInt64))
    assert few.rows() == [row for row in found.rows() if row[1] in {0, 2}]


def test_many_numbers_are_as_many_rows_as_there_are_buckets():
    numbers = pl.Series([f"{n} 2016" for n in range(20_000)])
    keys = keyed_numbers(numbers, b"a key of this house")
    assert keys.n_unique() == len(numbers), "no two alike"
    told = pl.DataFrame({"key": keys}).with_columns(moment=0, field=pl.lit("act"), borne=False, record=pl.lit(bytes(16)))
    assert len(packed(told)) == BUCKETS


def test_a_key_is_of_one_house_and_says_nothing_where_nothing_is_said():
    numbers = pl.Series(["1 2016", None, "1 2016", "2 2016"])
    here, there = (keyed_numbers(numbers, key) for key in (b"one house", b"another"))
    assert (here[0], here[1], here[0] == here[2], here[0] == here[3]) == (here[2], None, True, False)
    assert set(here.drop_nulls()).isdisjoint(there.drop_nulls())
    assert keyed_numbers(numbers.clear().cast(pl.String), b"one house").dtype == pl.UInt64
