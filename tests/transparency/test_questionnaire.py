"""Questionnaires as data: the one of the V Informe, and what a wrong one is told, by item and field."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.transparency.catalogue import catalogue, entity
from intertrata.transparency.questionnaire import DATE, LIST, NUMBER, TEXT, YES_NO, read, text_of
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.periods import semester, year
from intertrata.vocabulary.sentences import sentence

ASKED = read(text_of("trata_2016"))
HEAD = {"code": "prueba", "title": "Prueba", "years": ["2016"], "levels": ["ministry"], "source": "prueba"}
ITEM = {
    "code": "albergues",
    "section": "Protección",
    "question": "¿Cuántos?",
    "definition": "Centros.",
    "kind": "number",
    "source": "prueba",
}
ITEM |= {"unit": "shelters"}


def written(head=None, *items):
    """The TOML of a questionnaire; a value of None leaves the word out."""
    lines = [f"{word} = {json.dumps(value)}" for word, value in (HEAD | (head or {})).items() if value is not None]
    for item in items or ({},):
        lines.append("[[item]]")
        lines += [f"{word} = {json.dumps(value)}" for word, value in (ITEM | item).items() if value is not None]
    return "\n".join(lines)


def test_the_v_informe_asked_items_of_every_kind_and_feeds_told_indicators():
    assert len(ASKED.items) > 50
    assert {one.kind for one in ASKED.items} == {NUMBER, YES_NO, DATE, LIST, TEXT} == {one.code for one in code_list("answer_kind")}
    assert ASKED.years == (year(2016), semester(2017, 1))
    assert ASKED.item("budget_assigned").indicator == "budget_assigned"
    assert ASKED.item("shelter_population").choices[0] == "niñas y adolescentes mujeres"
    fed = [one.indicator for one in ASKED.items if one.indicator]
    assert len(fed) == len(set(fed)) >= 20


def test_every_item_says_where_the_report_prints_its_answer():
    assert all(one.source.startswith("informe-v-2017") for one in ASKED.items)


@given(st.sampled_from(sorted(catalogue())))
def test_an_entity_is_asked_each_item_once_a_year_in_order_and_by_section(code):
    one = entity(code)
    cells = ASKED.cells(one)
    assert len(cells) == len(set(cells))
    assert {item.code for item, _ in cells} == {item.code for item in ASKED.items if item.asked_of(one)}
    by_section = [item for _, items in ASKED.sections(one) for item in items]
    assert list(dict.fromkeys(item for item, _ in cells)) == by_section
    assert len(ASKED.sections(one)) == len({item.section for item in by_section})


def test_some_items_are_asked_of_a_few_only():
    assert "proceedings" in {item.code for item, _ in ASKED.cells(entity("pj"))}
    assert "proceedings" not in {item.code for item, _ in ASKED.cells(entity("mpfn"))}
    assert "without_shelter" not in {item.code for item, _ in ASKED.cells(entity("mimp"))}


def test_the_fingerprint_changes_with_a_question_and_not_with_a_remark():
    told = read(written())
    assert read(written() + "\n# una nota").fingerprint == told.fingerprint
    assert read(written({}, {"question": "¿Cuántos hay?"})).fingerprint != told.fingerprint
    assert read(written({}, {"years": ["2017"]})).fingerprint != told.fingerprint


def test_an_item_may_say_its_own_years_levels_and_entities():
    told = read(written({}, {"years": ["2017-01/2017-06"], "levels": ["attached_body"], "entities": ["inei"]}))
    assert (told.items[0].years, told.items[0].levels) == ((semester(2017, 1),), ("attached_body",))
    assert told.cells(entity("inei"))
    assert not told.cells(entity("pnp"))


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("code = ", "questionnaire_toml", {}),
        (written({"titulo": "x"}), "questionnaire_word", {"item": "cuestionario", "nearest": "title"}),
        (written({"title": None}), "questionnaire_lacks", {"item": "cuestionario", "field": "title"}),
        (written({"title": " "}), "questionnaire_lacks", {"field": "title"}),
        (written({"title": 5}), "questionnaire_value", {"field": "title", "value": "5"}),
        (written({"code": "Trata 2016"}), "questionnaire_value", {"field": "code"}),
        (written({"years": []}), "questionnaire_lacks", {"field": "years"}),
        (written({"years": ["ayer"]}), "questionnaire_value", {"field": "years", "value": "ayer"}),
        (written({"years": ["2016", "2016"]}), "questionnaire_twice", {"field": "years"}),
        (written({"levels": ["ministerio"]}), "questionnaire_value", {"field": "levels", "nearest": "ministry"}),
        (written({"levels": [["ministry"]]}), "questionnaire_value", {"field": "levels", "nearest": "ministry"}),
        (written({"levels": ["ministry", "ministry"]}), "questionnaire_twice", {"field": "levels"}),
        (written({"item": [1]}).partition("[[item]]")[0], "questionnaire_value", {"item": "n.º 1", "field": "item"}),
        (written({}, {"code": None}), "questionnaire_lacks", {"item": "n.º 1", "field": "code"}),
        (written({}, {"code": "a b"}), "questionnaire_value", {"item": "a b", "field": "code"}),
        (written({}, {}, {}), "questionnaire_twice", {"item": "albergues", "field": "code"}),
        (written({}, {"kind": "numero"}), "questionnaire_value", {"item": "albergues", "field": "kind", "nearest": "number"}),
        (written({}, {"unit": None}), "questionnaire_lacks", {"item": "albergues", "field": "unit"}),
        (written({}, {"unit": "shelter"}), "questionnaire_value", {"field": "unit", "nearest": "shelters"}),
        (written({}, {"kind": "text"}), "questionnaire_value", {"field": "unit"}),
        (written({}, {"kind": "text", "unit": None, "indicator": "shelters"}), "questionnaire_value", {"field": "indicator"}),
        (written({}, {"indicator": "albergues"}), "questionnaire_value", {"field": "indicator"}),
        (written({}, {"definicion": "x"}), "questionnaire_word", {"item": "albergues", "nearest": "definition"}),
        (written({}, {"zzzzz": "x"}), "questionnaire_word", {"item": "albergues", "nearest": "nada"}),
        (written({}, {"entities": ["minedo"]}), "questionnaire_value", {"field": "entities", "value": "minedo"}),
        (written({}, {"entities": ["gore-14"]}), "questionnaire_value", {"field": "entities", "nearest": "levels = «regional_government»"}),
        (written({}, {"entities": ["mimp", "mimp"]}), "questionnaire_twice", {"field": "entities"}),
        (written({}, {"choices": ["a"]}), "questionnaire_value", {"field": "choices"}),
        (written({}, {"kind": "list", "unit": None, "choices": ["a;b"]}), "questionnaire_value", {"field": "choices"}),
        (written({}, {"kind": "list", "unit": None, "choices": [" "]}), "questionnaire_value", {"field": "choices"}),
        (written({}, {"kind": "list", "unit": None, "choices": [1]}), "questionnaire_value", {"field": "choices"}),
        (written({}, {"kind": "list", "unit": None, "choices": ["a", "a"]}), "questionnaire_twice", {"field": "choices"}),
    ],
)
def test_a_wrong_one_is_told_by_item_and_field(text, code, where):
    with pytest.raises(Problem) as caught:
        read(text)
    assert caught.value.code == code
    assert {name: caught.value.where[name] for name in where} == where
    assert "sin precisar" not in sentence(caught.value)


def test_an_unknown_item_or_questionnaire_names_the_nearest():
    with pytest.raises(Problem) as caught:
        ASKED.item("shelter")
    assert caught.value.where["nearest"] == "shelters"
    with pytest.raises(Problem) as caught:
        read(text_of("trata_2099"))
    assert caught.value.where["known"] == ["trata_2016"]
