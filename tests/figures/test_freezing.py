"""What a cut holds and refuses to hold."""

import datetime as dt

import polars as pl
import pytest
import small_tables

from intertrata.figures import freezing
from intertrata.vocabulary.errors import Unsafe
from intertrata.vocabulary.records import record_types


@pytest.mark.parametrize("column", ["given_names", "surname_1", "full_name", "document_number", "birth_date", "phone", "address", "apodo"])
def test_a_cut_never_holds_identity_nor_a_column_nobody_declared(current, persons, column):
    rows = current("victim", [{"record": "a"}]).with_columns(pl.lit("x").alias(column))
    with pytest.raises(Unsafe, match=column):
        small_tables.freeze({"victim": rows}, persons({}))


@pytest.mark.parametrize("record_type", freezing.RECORD_TYPES)
def test_every_record_type_can_be_cut_and_none_of_its_columns_is_identity(frozen, record_type):
    table = frozen(record_type, [{"record": "a"}])
    assert not {field.name for field in record_types()[record_type].identity_fields} & set(table.columns)


def test_the_same_records_in_another_order_make_the_same_table(current, persons):
    rows = current("victim", [{"record": record, "event_date": "2016-05", "sex": "female"} for record in "abcdefgh"])
    whose = persons({"reta/a": "Ana", "reta/c": "Ana"})
    shuffled = [rows.sample(fraction=1, shuffle=True, seed=seed) for seed in (1, 2)]
    tables = [small_tables.freeze({"victim": one}, whose)["victim"] for one in shuffled]
    assert tables[0].equals(tables[1])


def test_a_partial_date_spans_all_it_may_mean():
    texts = pl.DataFrame({"d": ["2016", "2016-02", "2016-02-29", None, "2015-02", "2015-02-29"]})
    spans = texts.select(freezing.date_span("d")).rows()
    assert spans == [
        (dt.date(2016, 1, 1), dt.date(2016, 12, 31)),
        (dt.date(2016, 2, 1), dt.date(2016, 2, 29)),
        (dt.date(2016, 2, 29), dt.date(2016, 2, 29)),
        (None, None),
        (dt.date(2015, 2, 1), dt.date(2015, 2, 28)),
        (None, None),
    ]


def test_victim_and_suspect_of_one_person_carry_one_number(current, persons):
    tables = small_tables.freeze(
        {"victim": current("victim", [{"record": "v", "sex": "female"}]), "suspect": current("suspect", [{"record": "s"}])},
        persons({"reta/v": "Ana", "reta/s": "Ana"}),
    )
    assert tables["victim"]["person_no"].to_list() == tables["suspect"]["person_no"].to_list()
    assert tables["suspect"]["person_sex"].to_list() == ["female"]


def test_a_cut_without_persons_is_a_cut(current, persons):
    assert list(small_tables.freeze({"complaint": current("complaint", [{"record": "a"}])}, persons({}))) == ["complaint"]


def test_within_a_register_the_newest_value_stands_and_unknown_never_beats_known(frozen):
    rows = [
        {"record": "a", "sex": "male", "cut_off": dt.date(2016, 6, 30)},
        {"record": "b", "sex": "female", "cut_off": dt.date(2017, 6, 30)},
        {"record": "c", "sex": None, "cut_off": dt.date(2018, 6, 30)},
    ]
    table = frozen("victim", rows, {"reta/a": "Ana", "reta/b": "Ana", "reta/c": "Ana"})
    assert set(table["person_sex"]) == {"female"}


def test_between_two_registers_that_disagree_the_newest_stands(frozen):
    rows = [
        {"record": "a", "nationality": "PER", "cut_off": dt.date(2017, 6, 30)},
        {"record": "b", "register": "sistra", "nationality": "VEN", "cut_off": dt.date(2016, 6, 30)},
    ]
    assert set(frozen("victim", rows, {"reta/a": "Ana", "sistra/b": "Ana"})["person_nationality"]) == {"PER"}


def test_a_vanished_record_says_nothing_of_a_person(frozen):
    rows = [{"record": "a", "sex": "male", "vanished": True, "cut_off": dt.date(2018, 1, 1)}, {"record": "b", "sex": "female"}]
    assert set(frozen("victim", rows, {"reta/a": "Ana", "reta/b": "Ana"})["person_sex"]) == {"female"}


def test_who_no_record_gives_a_value_stays_unknown(frozen):
    table = frozen("victim", [{"record": "a"}])
    assert table.select("person_sex", "person_nationality", "person_minor", "person_age_group").row(0) == (None,) * 4
