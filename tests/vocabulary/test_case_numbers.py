"""Case numbers: one key for every way to write a number, another for another number."""

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.vocabulary.case_numbers import case_key, case_key_of

number_words = st.sampled_from(["", "N° ", "Nº", "nro. ", "NRO:", "Número ", "NÚMERO: ", "No. "])
breaks = st.sampled_from(["-", " - ", "/", ".", "_", " ", "–"])
parts = st.lists(st.integers(0, 10**9) | st.sampled_from(["exp", "jr", "mp"]), min_size=1, max_size=5)


def written(draw, numbers):
    said = [str(one) for one in numbers]
    typed = [draw(st.sampled_from([one, one.upper(), f"0{one}", f"000{one}"] if one.isdigit() else [one, one.upper()])) for one in said]
    return draw(number_words) + draw(breaks).join(typed) + draw(st.sampled_from(["", " ", ".", "-"]))


@given(st.data(), parts)
def test_whoever_writes_a_number_and_however_it_is_one_key(data, numbers):
    assert case_key_of(written(data.draw, numbers)) == " ".join(map(str, numbers))


@given(parts, parts)
def test_two_numbers_are_one_only_where_their_parts_are(one, other):
    assert (case_key_of("-".join(map(str, one))) == case_key_of("-".join(map(str, other)))) == (one == other)


@given(st.text())
def test_a_key_is_its_own_key_and_holds_nothing_but_its_parts(text):
    key = case_key_of(text)
    assert key is None or (case_key_of(key) == key and re.fullmatch("[a-z0-9]+( [a-z0-9]+)*", key))


@given(st.lists(st.none() | st.text(max_size=8)))
def test_a_column_and_one_value_have_one_form(texts):
    column = pl.DataFrame({"text": texts}, schema={"text": pl.String}).select(case_key(pl.col("text")))["text"].to_list()
    assert column == [None if text is None else case_key_of(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("N° 00123-2016", "123 2016"),
        ("Nº123/2016", "123 2016"),
        ("Número 123 2016", "123 2016"),
        ("EXP. 9", "exp 9"),
        ("exp9", "exp 9"),
        ("00123-2016-0-1401-JR-PE-01", "123 2016 0 1401 jr pe 1"),
        ("000", "0"),
        ("N°", None),
        ("  -- ", None),
        ("", None),
    ],
)
def test_case_numbers_as_peru_writes_them(text, key):
    assert case_key_of(text) == key


def test_numbers_that_only_lose_their_breaks_are_not_one():
    assert len({case_key_of(text) for text in ("1-232016", "12-32016", "123-2016", "1232016")}) == 4
