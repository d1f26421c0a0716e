"""Territory: the scheme is part of the key, names resolve, and what is no department says what it is."""

import csv

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.vocabulary.codes import fold
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.gazetteer import Gazetteer, cities, gazetteer, inei_to_reniec, reniec_to_inei, twins
from intertrata.vocabulary.jurisdictions import (
    jurisdiction_column,
    jurisdiction_name,
    jurisdiction_named,
    jurisdiction_of,
    jurisdictions,
)
from intertrata.vocabulary.territory import VERSION, Place, codes, convert, find, place

INEI = sorted(codes())
RENIEC = sorted(codes("reniec"))


def test_the_codes_are_those_of_the_list_of_inei(shared):
    with (shared / "data/geo/ubigeo.csv").open(encoding="utf-8") as file:
        listed = {row["ubigeo"]: row["district"] for row in csv.DictReader(file)}
    assert {code for code in codes() if len(code) == 6} == set(listed)
    assert {code for code in listed if fold(place(code).name) != fold(listed[code])} == set()


def test_a_place_knows_its_level_its_names_and_what_it_lies_within():
    one = place("140101")
    assert (one.level, one.name, one.full_name) == ("distrito", "Chiclayo", "Chiclayo, Chiclayo, Lambayeque")
    assert one.within == place("1401")
    assert place("1401").within == place("14")
    assert place("14").within is None
    assert one.version == VERSION


def test_a_zero_eaten_by_a_spreadsheet_is_put_back_and_totals_are_departments():
    assert place("70101") == place("070101")
    assert place("140000") == place("14")
    assert place("140100") == place("1401")


def test_one_code_is_another_place_in_the_other_scheme():
    assert place("140101") != place("140101", scheme="reniec")
    assert place("140101", scheme="reniec").full_name == "Lima, Lima, Lima"


def test_a_code_of_reniec_given_as_inei_is_said_to_be_so_where_inei_has_none():
    with pytest.raises(Problem) as caught:
        place("140140")
    assert (caught.value.code, caught.value.where["other"]) == ("ubigeo_other_scheme", "RENIEC")


@pytest.mark.parametrize(
    ("code", "problem"),
    [("999999", "ubigeo_unknown"), ("14A101", "ubigeo_malformed"), ("1401011", "ubigeo_malformed"), ("", "ubigeo_malformed")],
)
def test_a_code_of_no_scheme_is_refused(code, problem):
    with pytest.raises(Problem, match=problem):
        place(code)


@given(st.sampled_from(RENIEC))
def test_every_place_of_reniec_has_its_twin_and_comes_back(code):
    there = convert(place(code, scheme="reniec"), "inei")
    assert convert(there, "reniec") == place(code, scheme="reniec")
    assert convert(there, "inei") is there


def test_the_twins_are_complete_and_pair_off():
    assert set(reniec_to_inei()) == set(RENIEC)
    assert len(set(reniec_to_inei().values())) == len(RENIEC)
    assert set(inei_to_reniec()) < set(INEI)


def test_what_the_other_list_lacks_is_left_out_with_all_that_lies_within():
    ours = Gazetteer("reniec", {"01": "Aquí", "02": "Allá", "0201": "Abajo"}, {}, {})
    theirs = Gazetteer("inei", {"09": "Aquí"}, {("", "aqui"): "09"}, {})
    assert twins(ours, theirs) == {"01": "09"}


def test_a_district_made_since_has_no_twin():
    assert convert(find("LA LIBERTAD", "TRUJILLO", "ALTO TRUJILLO"), "reniec") is None


@given(st.sampled_from([code for code in INEI if len(code) == 6]), st.booleans())
def test_every_district_is_found_by_its_names(code, capitals):
    district, province, department = place(code), place(code[:4]), place(code[:2])
    names = [fold(one.name).upper() if capitals else one.name for one in (department, province, district)]
    assert find(*names) == district


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("CUZCO",), "08"),
        (("HUANUCO",), "10"),
        (("JUNIN",), "12"),
        (("Apurimac",), "03"),
        (("ICA", "NAZCA"), "1103"),
        (("ICA", "Nasca", "NAZCA"), "110301"),
        (("ANCASH", "ANTONIO RAIMONDI"), "0203"),
        (("PROVINCIA CONSTITUCIONAL DEL CALLAO",), "07"),
        (("LIMA METROPOLITANA",), "1501"),
        (("LIMA METROPOLITANA", "LIMA", "MIRAFLORES"), "150122"),
        (("LIMA METROPOLITANA", "", "MIRAFLORES"), "150122"),
        (("LAMBAYEQUE", "", "PIMENTEL"), "140112"),
        (("AMAZONAS", "RODRIGUEZ DE MENDOZA", "MILPUCC"), "010608"),
        (("AMAZONAS", "", "MILPUCC"), "010608"),
    ],
)
def test_old_spellings_and_short_addresses_are_found(names, code):
    assert find(*names).code == code


@pytest.mark.parametrize(
    ("names", "problem", "said"),
    [
        (("PUCALLPA",), "place_is_a_city", {"department": "Ucayali"}),
        (("Tambopata",), "place_is_lower", {"department": "Madre de Dios", "level": "una provincia"}),
        (("Yarinacocha",), "place_is_lower", {"department": "Ucayali", "level": "un distrito"}),
        (("La Unión",), "place_is_lower", {"department": "Arequipa, Huánuco, Junín, Piura", "level": "una provincia"}),
        (("Lima Provincias",), "place_is_no_ubigeo", {}),
        (("Kusco",), "place_unknown", {"nearest": "Cusco", "level": "un departamento"}),
        (("",), "place_unknown", {"nearest": "nada"}),
        (("PIURA", "Sulana"), "place_unknown", {"nearest": "Sullana", "level": "una provincia"}),
        (("PIURA", "SULLANA", "xxxx"), "place_unknown", {"nearest": "nada", "level": "un distrito"}),
        (("LIMA", "", "San Luis"), "place_ambiguous", {"options": "San Luis, Lima, Lima; San Luis, Cañete, Lima"}),
        (("LIMA", "", "Pucallpa"), "place_unknown", {"level": "un distrito", "within": "Lima"}),
    ],
)
def test_a_name_that_leads_to_no_place_says_what_it_is(names, problem, said):
    with pytest.raises(Problem) as caught:
        find(*names)
    assert caught.value.code == problem
    assert caught.value.where.items() >= said.items()


def test_every_city_and_spelling_leads_to_a_place_that_exists():
    assert set(cities().values()) <= set(codes())
    assert set(gazetteer("inei").index.values()) <= set(codes())


def test_a_national_table_has_26_rows_with_lima_split_and_callao_apart():
    rows = jurisdictions()
    assert len(rows) == 26
    assert [row.name for row in rows if row.code in {"1501", "15-provincias", "07"}] == ["Callao", "Lima Metropolitana", "Lima provincias"]
    assert "15" not in {row.code for row in rows}


@pytest.mark.parametrize(
    ("ubigeo", "row"),
    [
        ("150101", "1501"),
        ("1501", "1501"),
        ("1507", "15-provincias"),
        ("150712", "15-provincias"),
        ("15", "15"),
        ("150000", "15"),
        ("070106", "07"),
        ("2501", "25"),
    ],
)
def test_a_place_lies_in_its_row_and_lima_without_province_in_neither(ubigeo, row):
    assert jurisdiction_of(ubigeo) == row
    assert jurisdiction_of(place(ubigeo)) == row


def test_lima_without_province_is_named_as_what_it_is():
    assert jurisdiction_name("15") == "Lima (sin precisar)"
    assert jurisdiction_name("15-provincias") == "Lima provincias"
    with pytest.raises(Problem, match="jurisdiction_unknown"):
        jurisdiction_name("99")


def test_a_place_of_reniec_must_be_converted_first():
    with pytest.raises(Problem, match="ubigeo_wrong_scheme"):
        jurisdiction_of(Place("reniec", VERSION, "1401"))


def test_a_whole_column_gives_the_same_rows_as_one_code_at_a_time():
    table = pl.DataFrame({"ubigeo": INEI}).with_columns(row=jurisdiction_column(pl.col("ubigeo")))
    assert table["row"].to_list() == [jurisdiction_of(code) for code in INEI]
    assert set(table["row"]) == {row.code for row in jurisdictions()} | {"15"}


def test_in_a_column_missing_stays_missing_and_no_department_is_made_up():
    table = pl.DataFrame({"ubigeo": [None, "", "99", "1500", "150000"]}).select(jurisdiction_column(pl.col("ubigeo")))
    assert table.to_series().to_list() == [None, None, None, "15", "15"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("LIMA PROVINCIAS", "15-provincias"),
        ("Región Lima", "15-provincias"),
        ("15-provincias", "15-provincias"),
        ("Lima Metropolitana", "1501"),
        ("1501", "1501"),
        ("Cuzco", "08"),
        ("CALLAO", "07"),
        ("Lima", "15"),
        ("14", "14"),
        ("Pucallpa", None),
    ],
)
def test_a_row_is_found_by_what_tables_call_it(text, code):
    assert jurisdiction_named(text) == code
