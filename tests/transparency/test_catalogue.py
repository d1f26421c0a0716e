"""Who may be asked: complete, unmistakable, named as it was on the day, found as documents write it, no person in it."""

import csv
import itertools
import re
from collections import Counter
from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.transparency.catalogue import CAPITAL, catalogue, entities, entity, found, nearest
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.gazetteer import gazetteer
from intertrata.vocabulary.jurisdictions import jurisdictions
from intertrata.vocabulary.sentences import sentence

ALL = st.sampled_from(sorted(catalogue()))
DAYS = st.dates(date(2002, 8, 3), date(2040, 1, 1))


def test_every_level_is_whole():
    counted = Counter(one.level for one in catalogue().values())
    names = gazetteer("inei").names
    districts = [code for code in names if len(code) == 6]
    assert counted["ministry"] == 19
    assert counted["regional_government"] == 25
    assert counted["provincial_municipality"] == 196 == len([code for code in names if len(code) == 4])
    assert counted["district_municipality"] == len(districts) - 196
    assert set(counted) == {one.code for one in code_list("entity_level")}


def test_what_the_report_asked_stands_in_it():
    asked = [
        "mininter",
        "mimp",
        "mincetur",
        "minedu",
        "minjusdh",
        "mrree",
        "mtpe",
        "minsa",
        "mtc",
        "minem",
        "mpfn",
        "pj",
        "inei",
        "reniec",
        "pnp",
        "defensoria",
        "sunafil",
        "sutran",
        "inabif",
    ]
    assert set(asked) <= set(catalogue())


@given(ALL)
def test_a_code_gives_its_entity_with_its_place_level_and_source(code):
    one = entity(code)
    assert (one.code, one.level in code_list("entity_level")) == (code, True)
    assert one.source
    assert one.names[-1].text == one.name
    if one.place is not None:
        assert code.endswith(f"-{one.place.code}")
        assert one.department == one.place.code[:2]
        assert one.jurisdiction in {row.code for row in jurisdictions()}
    else:
        assert (one.department, one.jurisdiction) == ("", "")
    assert one.institution in code_list("institution")
    assert one.within == "" or entity(one.within).level == "ministry"


def test_the_codes_are_those_of_the_list_of_institutions_and_the_names_too():
    institutions = code_list("institution")
    for one in catalogue().values():
        if one.code in institutions:
            assert institutions.es(one.code) == one.name
            assert one.institution == one.code
    assert entity("tc").institution == "other"
    assert (entity("gore-14").institution, entity("muni-1401").institution) == ("gobierno_regional", "gobierno_local")


def test_lima_is_one_entity_of_two_tasks_and_its_regional_government_that_of_the_provinces():
    lima = entity("muni-1501")
    assert (lima.name, lima.level, lima.also_regional) == ("Municipalidad Metropolitana de Lima", "provincial_municipality", True)
    assert (lima.jurisdiction, entity("gore-15").jurisdiction, entity("muni-1505").jurisdiction) == (
        "1501",
        "15-provincias",
        "15-provincias",
    )
    assert [one.code for one in catalogue().values() if one.also_regional] == ["muni-1501"]


def test_a_name_is_borne_from_its_day_until_the_next():
    renamed = [one for one in catalogue().values() if len(one.names) > 1]
    assert len(renamed) >= 4
    for one in renamed:
        for earlier, following in itertools.pairwise(one.names):
            assert one.named(following.since) == following.text
            assert one.named(following.since - timedelta(days=1)) == earlier.text


@given(ALL, DAYS)
def test_an_entity_has_a_name_every_day_since_it_is(code, on):
    one = entity(code)
    assert one.named(date(2050, 1, 1)) == one.name
    first = one.names[0].since
    if first is not None and on < first:
        with pytest.raises(Problem, match="entity_not_yet"):
            one.named(on)
    else:
        assert one.named(on) in {name.text for name in one.names}


def test_names_of_the_day():
    mimp = entity("mimp")
    assert (mimp.short, entity("gore-14").short) == ("MIMP", "")
    assert mimp.named(date(2011, 12, 31)) == "Ministerio de la Mujer y Desarrollo Social"
    assert mimp.named(date(2016, 1, 1)) == "Ministerio de la Mujer y Poblaciones Vulnerables"
    assert entity("minjusdh").named(date(2010, 1, 1)) == "Ministerio de Justicia"
    with pytest.raises(Problem) as caught:
        entity("midis").named(date(2010, 1, 1))
    assert "existe desde 2011-10-21" in sentence(caught.value)


def test_names_borne_are_in_order_and_the_last_is_the_name_now():
    for one in catalogue().values():
        since = [name.since for name in one.names[1:]]
        assert since == sorted(since)
        assert len({name.text for name in one.names}) == len(one.names)
    with files("intertrata.transparency").joinpath("entities.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert entity(row["code"]).name == row["name"]


def test_no_person_and_no_address_stands_in_it():
    for name in ("entities.csv", "entity_names.csv"):
        text = files("intertrata.transparency").joinpath(name).read_text(encoding="utf-8")
        assert "@" not in text
        assert not re.search(r"\d{8}", text)
    assert {one.contact for one in catalogue().values()} == {""}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("MIMDES", "mimp"),
        ("ministerio de la mujer y desarrollo social", "mimp"),
        ("MINJUS", "minjusdh"),
        ("MP - FN", "mpfn"),
        ("Gobierno Regional de Puno", "gore-21"),
        ("GR Loreto", "gore-16"),
        ("Huancané (Puno)", "muni-2106"),
        ("Municipio provincial Del Santa (Áncash)", "muni-0218"),
        ("Chivay (Arequipa)", "muni-0405"),
        ("Yauli - La Oroya (Junín)", "muni-1208"),
        ("San Román - Juliaca, Puno", "muni-2111"),
        ("El Dorado, San José de Sisa (San Martín)", "muni-2203"),
        ("Carabayllo, Lima", "muni-150106"),
        ("Villa El Salvador (Lima)", "muni-150142"),
        ("Kimbiri (Cusco)", "muni-080907"),
        ("San Bartolo (Lima)", "muni-150129"),
        ("Municipalidad Provincial de Puno", "muni-2101"),
        ("MUNICIPALIDAD METROPOLITANA DE LIMA", "muni-1501"),
    ],
)
def test_it_is_found_as_the_report_and_its_documents_write_it(text, code):
    assert found(text).code == code


@pytest.mark.parametrize("text", ["Puno", "Miraflores (Lima)", "Inambari - Mazuko (Madre de Dios)", "Municipalidad", "", "qqq", "15"])
def test_a_text_that_names_none_or_several_is_a_problem_with_offers(text):
    with pytest.raises(Problem) as caught:
        found(text)
    assert caught.value.code == "entity_unknown"
    assert caught.value.where["offers"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Inambari - Mazuko (Madre de Dios)", "muni-170102"),
        ("Ministerio de la Mujer y desarollo social", "mimp"),
        ("Muncipalidad Distrital de Coma (Lima)", "muni-150110"),
        ("Fiscalía de la Nacion", "mpfn"),
        ("Del Santa (Áncash)", "muni-0218"),
        ("gobierno regional de Pumo", "gore-21"),
        ("municipalidad provincial de pumo", "muni-2101"),
    ],
)
def test_the_nearest_comes_first(text, code):
    assert nearest(text)[0].code == code


@given(ALL)
def test_an_entity_is_nearest_to_its_own_name_and_place(code):
    one = entity(code)
    around = one.place.within.full_name if one.place and one.place.within else ""
    assert code in {found.code for found in nearest(f"{one.name} {around}")}


@given(st.text(max_size=60), st.integers(0, 8))
def test_whatever_is_asked_there_are_at_most_n_and_none_twice(text, n):
    offered = [one.code for one in nearest(text, n)]
    assert len(offered) == len(set(offered)) <= n


@given(st.sampled_from(sorted(code for code in gazetteer("inei").names if len(code) == 6 and code.endswith(CAPITAL))))
def test_the_district_of_a_capital_has_no_municipality_and_offers_the_one_that_governs_it(ubigeo):
    with pytest.raises(Problem) as caught:
        entity(f"muni-{ubigeo}")
    assert (
        caught.value.where["offers"]
        == f"{entity(f'muni-{ubigeo[:4]}').name} ({entity(f'muni-{ubigeo[:4]}').place.full_name}, muni-{ubigeo[:4]})"
    )


def test_an_unknown_code_offers_what_looks_like_it():
    with pytest.raises(Problem) as caught:
        entity("minedo")
    assert "Ministerio de Educación (minedu)" in sentence(caught.value)


def test_entities_are_given_by_level_and_department():
    assert len(entities()) == len(catalogue())
    puno = entities(department="21")
    assert puno[0].code == "gore-21"
    assert {one.department for one in puno} == {"21"}
    assert len(entities(level="provincial_municipality", department="21")) == 13
    assert [one.code for one in entities(level="regional_government")] == [f"gore-{number:02}" for number in range(1, 26)]
    assert entities(level="ministry", department="21") == ()
    with pytest.raises(Problem, match="code_unknown"):
        entities(level="ministerio")
    with pytest.raises(Problem, match="ubigeo_unknown"):
        entities(department="99")
