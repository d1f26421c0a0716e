"""The code lists: complete, unmistakable, and found under what institutions really type."""

import csv
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.vocabulary.codes import FOLDER, Code, CodeList, code_list, code_lists, fold
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.records import record_types

PREFIXES = {"jurisdiction": ("df_", "dj_", "dd_", "rp_", "pu_", "ci_")}


def test_every_list_that_a_record_type_names_stands_as_a_file():
    named = {field.list for one in record_types().values() for field in one.fields if field.list}
    assert named <= set(code_lists())


@pytest.mark.parametrize("name", code_lists())
def test_every_code_has_its_spanish_and_english_label_and_says_where_it_comes_from(name):
    for one in code_list(name):
        assert one.code
        assert one.es
        assert one.en
        assert one.source


@pytest.mark.parametrize("name", code_lists())
def test_no_code_stands_twice_and_no_writing_means_two_codes(name):
    codes = code_list(name)
    assert len({one.code for one in codes}) == len(codes)
    for prefix in PREFIXES.get(name, ("",)):
        meant = defaultdict(set)
        for one in codes:
            if one.code.startswith(prefix):
                for text in one.writings:
                    meant[fold(text)].add(one.code)
        assert {text: found for text, found in meant.items() if len(found) > 1} == {}


@pytest.mark.parametrize("name", code_lists())
def test_every_writing_resolves_to_its_code(name):
    codes = code_list(name)
    for prefix in PREFIXES.get(name, ("",)):
        for one in codes:
            if one.code.startswith(prefix):
                assert {codes.resolve(text, prefix=prefix) for text in one.writings} == {one.code}


@given(st.sampled_from(list(code_list("purpose"))), st.data())
def test_case_and_blanks_do_not_change_what_a_text_means(one, data):
    text = data.draw(st.sampled_from(one.writings))
    typed = f"  {text.upper() if data.draw(st.booleans()) else text.lower()} ".replace(" ", data.draw(st.sampled_from([" ", "  ", "\t"])))
    assert code_list("purpose").resolve(typed) == one.code


def test_what_the_police_really_publish_is_found(shared):
    lists = {
        "F1_": "purpose",
        "F2_": "exploitation_place",
        "T_": "recruitment_scope",
        "P3_": "education",
        "C_": "recruitment",
        "M_": "means",
        "P4_": "trafficker_relation",
        "P5_": "reporter",
        "D_": "destination",
        "EM_": "age_group",
        "EF_": "age_group",
    }
    with (shared / "data/lambayeque/reta_2017-2023.csv").open(encoding="utf-8-sig") as file:
        told = {row["Denuncias por comision"] for row in csv.DictReader(file, delimiter=";")}
    unsaid = {"NO ESPECIFICA", "TOTAL", "SUB TOTAL", "EF_TOTAL"}
    seen = 0
    for text in told:
        start, value = next((start, text.removeprefix(start)) for start in lists if text.startswith(start))
        if value not in unsaid:
            assert code_list(lists[start]).resolve(value), text
            seen += 1
    assert seen > 60


def test_a_demonym_in_either_gender_a_country_and_an_iso_code_are_one_country():
    countries = code_list("country")
    assert len(countries) == 249
    for text in ("PERUANA", "peruano", "Perú", "PERU", "per"):
        assert countries.resolve(text) == "PER"
    assert [countries.resolve(text) for text in ("venezolana", "brasilera", "FILIPINAS", "EE.UU.")] == ["VEN", "BRA", "PHL", "USA"]


def test_one_label_means_another_district_under_each_prefix():
    districts = code_list("jurisdiction")
    assert districts.resolve("LIMA NORTE", prefix="df_") == "df_lima_norte"
    assert districts.resolve("Lima Norte", prefix="dj_") == "dj_lima_norte"
    assert districts.resolve("lima norte") is None


def test_thirty_three_judicial_districts_stood_in_2016_and_the_national_chamber_is_no_territory():
    districts = code_list("jurisdiction")
    of_2016 = [one for one in districts if one.kind == "judicial_district" and "después de 2016" not in one.source]
    assert len(of_2016) == 33
    chamber = districts.resolve("Sala Penal Nacional", prefix="dj_")
    assert districts[chamber].kind == "national_body"
    assert "no es un territorio" in districts[chamber].definition


def test_an_unknown_code_is_a_problem_that_names_the_nearest_label():
    with pytest.raises(Problem) as caught:
        code_list("means")["amenasa"]
    assert (caught.value.code, caught.value.where["nearest"]) == ("code_unknown", "Amenaza")
    with pytest.raises(Problem) as caught:
        code_list("means")["qqqqqqqq"]
    assert caught.value.where["nearest"] == "nada"


def test_an_unknown_list_is_a_problem():
    with pytest.raises(Problem, match="code_list_unknown"):
        code_list("colour")


def test_a_label_is_given_in_spanish_and_a_foreign_code_as_it_stands():
    assert code_list("sex").es("female") == "Mujer"
    assert code_list("sex").es("F?") == "F?"
    assert "female" in code_list("sex")


def test_a_writing_shared_by_two_codes_says_neither_but_a_code_always_says_itself():
    twins = CodeList("twins", (_code("a", "Uno", "los dos"), _code("b", "Dos", "los dos|a")))
    assert twins.resolve("los dos") is None
    assert twins.resolve("a") == "a"


def test_the_lists_are_written_in_one_form():
    for name in code_lists():
        text = FOLDER.joinpath(f"{name}.csv").read_text(encoding="utf-8")
        assert "\r" not in text
        assert text.startswith("code,es,en,definition,htcds,reta,source,aliases")


def _code(code, es, aliases):
    return Code(code, es, es, "", "", "", "prueba", tuple(aliases.split("|")))
