"""Search keys: compounds only, the same for what is asked and what is kept, none that many share."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.identity.asked import read as read_asked
from intertrata.identity.lexicon import Frequencies
from intertrata.identity.mentions import complete
from intertrata.identity.normal import normalise
from intertrata.identity.search_keys import COLUMNS, KINDS, MOST, compounds, key, of_table, sought

SECRET = b"s" * 32


def read(**told):
    return read_asked(told, Frequencies())


def kept(rows):
    """The keys of a table in which each row is a person of its own."""
    table = normalise(complete(pl.DataFrame([{"record_id": f"{at:05}", **row} for at, row in enumerate(rows)])))
    return list(of_table(table.with_columns(pl.col("n").cast(pl.UInt32).alias("place")), SECRET))


def test_a_single_name_is_never_a_key():
    assert compounds(read(surname_1="QUISPE", sex="F", birth_date="2001", ubigeo="08")) == set()
    assert compounds(read(given_names="ROSA", birth_date="2001")) == set()
    assert all(len(parts) >= 2 or parts == ("document",) for parts in KINDS.values())


def test_no_name_and_no_document_makes_a_key_only_of_a_whole_birth_date_with_sex_and_department():
    assert compounds(read(birth_date="2001-05-04", sex="F")) == set()
    assert compounds(read(birth_date="2001-05-04", sex="F", ubigeo="0801")) == {"w 2001 4 5 F 08"}


@pytest.mark.parametrize(
    "asked",
    [
        {"full_name": "rosita kispe"},
        {"surname_1": "Mamani", "surname_2": "Quispe", "age": "15", "age_date": "2016-06-01"},
        {"document_type": "DNI", "document_number": "10117410-2"},
        {"given_names": "LUZ", "surname_1": "QUISPE"},
        {"given_names": "ROXANA", "birth_date": "2001-04-05"},
    ],
    ids=["nickname and ear", "turned", "document", "second name", "a name that begins alike and the whole date, day and month turned"],
)
def test_another_spelling_order_or_nickname_meets_in_some_key(asked):
    held = compounds(read(full_name="QUISPE MAMANI, ROSA ROXANA LUZ", birth_date="2001-05-04", sex="F", document_number="10117410"))
    held |= compounds(read(full_name="QUISPE MAMANI, ROXANA LUZ", birth_date="2001-05-04", sex="F"))
    assert held & sought(read(**asked))


@pytest.mark.parametrize(
    "asked",
    [
        {"given_names": "Ros", "surname_1": "Quis", "birth_date": "2001"},
        {"given_names": "Rosa", "surname_1": "Quispe", "surname_2": "Mam"},
        {"given_names": "Ro", "surname_1": "Quispe", "surname_2": "Mamani", "sex": "F", "birth_date": "2001-05"},
    ],
)
def test_a_name_that_is_half_typed_meets_in_some_key(asked):
    held = compounds(read(given_names="ROSA LUZ", surname_1="QUISPE", surname_2="MAMANI", birth_date="2001-05-04", sex="F"))
    assert held & sought(read(**asked))


def test_an_age_is_looked_for_a_year_around_and_a_date_is_not():
    held = compounds(read(given_names="ROSA", surname_1="QUISPE", birth_date="2001-05-04"))
    a_year_off = {"given_names": "ROS", "surname_1": "QUI", "age": "14", "age_date": "2017-06-01"}
    assert "q QUI ROS 2001" in held & sought(read(**a_year_off))
    assert "q QUI ROS 2001" not in compounds(read(**a_year_off))
    assert "q QUI ROS 2001" not in sought(read(given_names="ROS", surname_1="QUI", birth_date="2002-05-04"))


def test_a_wide_span_of_birth_makes_no_key_of_a_year():
    assert not any(one[0] in "qrs" for one in compounds(read(given_names="ROSA", surname_1="QUISPE", surname_2="MAMANI")))


def test_a_key_depends_on_the_secret_and_fits_a_signed_64_bit_column():
    assert key("a", SECRET) != key("a", b"t" * 32)
    assert -(2**63) <= key("a", SECRET) < 2**63


def test_a_compound_that_too_many_persons_share_is_not_kept():
    rows = [{"full_name": "QUISPE, ROSA"} for _ in range(MOST + 1)]
    assert kept(rows) == []
    both = sorted(key(one, SECRET) for one in ("n KISPI RUSA", "h QUI ROS"))
    assert kept(rows[:MOST]) == [(one, list(range(MOST))) for one in both]


names = st.sampled_from(["ROSA", "LUZ", "J", "", "QUISPE", "Mamani", "DE LA CRUZ", "Ñaupari", "WA"])


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "given_names": names, "surname_1": names, "surname_2": names, "sex": st.sampled_from(["F", "M", ""]),
                "birth_date": st.sampled_from(["", "2001", "2001-05-04", "2001-01-01", "1999-12"]),
                "document_number": st.sampled_from(["", "10117410", "45612378"]), "ubigeo": st.sampled_from(["", "08", "140101"]),
            }
        ),
        max_size=8,
    )
)  # fmt: skip
def test_a_table_has_the_keys_of_its_rows_sorted_and_no_others(rows):
    table = normalise(
        complete(pl.DataFrame([{"record_id": f"{at:05}", **row} for at, row in enumerate(rows)], schema_overrides={"record_id": pl.String}))
        if rows
        else complete(pl.DataFrame(schema={"record_id": pl.String}))
    )
    expected = {}
    for row in table.select("n", *COLUMNS).iter_rows(named=True):
        for compound in compounds(row):
            expected.setdefault(key(compound, SECRET), set()).add(row["n"])
    held = list(of_table(table.with_columns(pl.col("n").cast(pl.UInt32).alias("place")), SECRET))
    assert [one for one, _ in held] == sorted(expected)
    assert {one: set(places) for one, places in held} == expected
