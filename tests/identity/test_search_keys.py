"""Search keys: compounds only, the same for what is asked and what is kept, none that many share."""

import polars as pl

from intertrata.identity.mentions import complete
from intertrata.identity.normal import normalise
from intertrata.identity.search_keys import MOST, compounds, key, of_persons

SECRET = b"s" * 32


def read(**row):
    return normalise(complete(pl.DataFrame([{"record_id": "1", **row}]))).row(0, named=True)


def test_a_single_name_is_never_a_key():
    assert compounds(read(surname_1="QUISPE")) == set()
    assert compounds(read(given_names="ROSA", birth_date="2001-05-04")) == set()
    assert all(
        len(one.split()) >= 3
        for one in compounds(read(given_names="ROSA LUZ", surname_1="QUISPE", surname_2="MAMANI", birth_date="2001-05-04", sex="F"))
    )


def test_another_spelling_order_or_nickname_meets_in_some_key():
    kept = compounds(read(full_name="QUISPE MAMANI, ROSA LUZ", birth_date="2001-05-04", sex="F", document_number="10117410"))
    for asked in (
        {"full_name": "rosita kispe"}, {"surname_1": "Mamani", "surname_2": "Quispe", "age": "15", "age_date": "2016-06-01"},
        {"document_type": "DNI", "document_number": "10117410-2"}, {"given_names": "LUZ", "surname_1": "QUISPE"},
    ):  # fmt: skip
        assert kept & compounds(read(**asked)), asked


def test_a_wide_span_of_birth_makes_no_key():
    assert not any(one.startswith("y") for one in compounds(read(given_names="ROSA", surname_1="QUISPE")))


def test_a_key_depends_on_the_secret_and_fits_a_signed_64_bit_column():
    assert key("a", SECRET) != key("a", b"t" * 32)
    assert -(2**63) <= key("a", SECRET) < 2**63


def test_a_compound_that_too_many_persons_share_is_not_kept():
    table = normalise(complete(pl.DataFrame([{"record_id": f"{at:04}", "full_name": "QUISPE, ROSA"} for at in range(MOST + 1)])))
    assert list(of_persons(table, table["record_id"], SECRET)) == []
    kept = list(of_persons(table.head(MOST), table.head(MOST)["record_id"], SECRET))
    assert len(kept) == MOST
    assert {one for one, _ in kept} == {key("n KISPI RUSA", SECRET)}
