"""Normalising: every column as the contract says, every distinct value read once, documents of everybody withdrawn."""

import polars as pl

from intertrata.identity.mentions import complete
from intertrata.identity.normal import normalise


def normal(*rows):
    return normalise(complete(pl.DataFrame([{"record_id": f"r{at}", **row} for at, row in enumerate(rows)])))


def test_codes_words_and_demonyms_become_one_code():
    table = normal(
        {"sex": "F", "nationality": "PER"}, {"sex": "mujer", "nationality": "Perú"}, {"sex": "FEMALE", "nationality": "peruana"},
        {"sex": "X", "nationality": "Utopía"}, {"sex": "?", "nationality": ""},
    )  # fmt: skip
    assert table["sex"].to_list() == ["F", "F", "F", "X", None]
    assert table["nationality"].to_list() == ["PER", "PER", "PER", None, None]


def test_a_place_is_known_as_far_as_it_is_told():
    table = normal({"ubigeo": "150101"}, {"ubigeo": "1501"}, {"ubigeo": "15"}, {"ubigeo": "80101"}, {"ubigeo": "Lima"}, {"ubigeo": ""})
    assert table["dep"].to_list() == ["15", "15", "15", "08", None, None]
    assert table["prov"].to_list() == ["1501", "1501", None, "0801", None, None]
    assert table["dist"].to_list() == ["150101", None, None, "080101", None, None]


def test_birth_comes_from_the_date_else_from_the_age_on_its_day_or_the_events():
    table = normal(
        {"birth_date": "2001-05-04", "age": "40", "age_date": "2016-01-01"}, {"age": "15", "age_date": "2016-06-01"},
        {"age": "15.0", "event_date": "2016"}, {"age": "15"}, {"age": "joven", "event_date": "2016"},
    )  # fmt: skip
    assert table["b_known"].to_list() == [3, 0, 0, None, None]
    assert table["b_year"].to_list() == [2001, None, None, None, None]
    assert (table["b_high"] - table["b_low"]).to_list()[:3] == [0, 364, 729]


def test_case_numbers_are_told_apart_whatever_their_punctuation_and_short_ones_are_none():
    table = normal({"case_numbers": "506-2016-10; ab 99"}, {"case_numbers": "506201610"}, {"case_numbers": "12;"})
    first, second, third = table["cases"].to_list()
    assert first == second
    assert third is None


def test_a_number_that_everybody_quotes_ties_nothing():
    table = normal(*({"case_numbers": "OFICIO-1"} for _ in range(61)))
    assert table["cases"].null_count() == 61


def test_an_act_is_of_its_register_and_says_how_many_stand_in_it():
    rows = [{"register": r, "together": t, "role": "victim"} for r, t in (("a", "1"), ("a", "1"), ("b", "1"), ("a", ""))]
    table = normal(*rows)
    assert table["act"].n_unique() == 3
    assert table["crowd"].to_list() == [2, 2, 1, 1]


def test_a_register_that_writes_given_names_first_is_understood_by_its_clear_names():
    clear = [{"register": "cem", "full_name": f"ROSA {surname}"} for surname in ("QUISPE", "MAMANI", "CONDORI", "HUAMAN", "FLORES")]
    table = normal(*clear, {"register": "cem", "full_name": "ZUTANA MENGANO"}, {"register": "otro", "full_name": ""})
    assert table.row(5, named=True)["g1"] == "ZUTANA"


def test_addresses_are_sets_of_words():
    table = normal({"address": "Jr. de la Unión N° 12"}, {"address": "12 UNION JR N"}, {"address": ""})
    assert table["address"][0] == table["address"][1]
    assert table["address"][2] is None


def test_a_document_of_many_names_is_withdrawn_and_one_of_a_single_person_is_not():
    stations = [
        {"given_names": g, "surname_1": s, "document_number": "45612378"}
        for g, s in zip(["ANA", "LUIS", "EVA", "OTTO", "RUTH"], ["QUISPE", "MAMANI", "FLORES", "TORRES", "DIAZ"], strict=True)
    ]
    own = [{"given_names": "ANA", "surname_1": "QUISPE", "document_number": "71234568"}] * 3
    table = normal(*stations, *own)
    assert table["doc"].to_list() == [None] * 5 + ["71234568"] * 3


def test_a_document_says_how_many_people_use_it_and_slips_of_a_name_are_one():
    rows = [
        ("ANA", "QUISPE", "71234568"),
        ("ANA", "QISPE", "71234568"),
        ("LUIS", "MAMANI", "70001112"),
        ("EVA", "FLORES", "70001112"),
        ("ANA", "RIOS", ""),
    ]
    table = normal(*({"given_names": g, "surname_1": s, "document_number": d} for g, s, d in rows))
    assert table["doc_people"].to_list() == [1, 1, 2, 2, 1]


def test_a_name_of_a_table_says_how_many_mentions_have_it():
    table = normal(*({"given_names": "ANA", "surname_1": s} for s in ("QUISPE", "QISPE", "RIOS")))
    assert table["namesakes"].to_list() == [2, 2, 1]


def test_the_crowd_of_a_case_is_counted_where_no_act_says_who_stood_together():
    rows = [("a", "X-10001"), ("a", "X-10001"), ("b", "X-10001"), ("b", "Y-20002")]
    table = normal(*({"register": r, "case_numbers": c, "role": "victim"} for r, c in rows))
    assert table["crowd"].to_list() == [2, 2, 2, 1]


def test_words_of_an_address_that_many_have_say_nothing():
    table = normal(*({"address": f"JR UNION {at} URB VILLA{at}"} for at in range(8)), {"address": "VILLA3 3"})
    assert table["words"].list.len().to_list() == [2] * 9
    assert table["words"][3].to_list() == table["words"][8].to_list()
    assert table["word_pairs"][3].to_list() == table["word_pairs"][8].to_list()
    assert set(table["word_pairs"][3]).isdisjoint(table["word_pairs"][4])
