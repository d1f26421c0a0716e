"""Definitions are data, and a definition that names what does not exist fails at the start."""

import pytest

from intertrata.figures.definitions import dimensions, indicator, indicators, read_indicator
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.offences import in_family

GOOD = {
    "es": "Denuncias",
    "definition": "Denuncias por trata.",
    "unit": "record",
    "record_type": "complaint",
    "date_field": "event_date",
    "where": [],
    "dimensions": ["register"],
    "legal": "",
    "source": "",
    "status": "in_force",
}


def test_every_indicator_says_in_one_sentence_what_it_counts():
    for one in indicators().values():
        assert one.definition.endswith(".")
        assert one.unit in {"person", "operation", "record", "number"}
        assert one.source


def test_every_indicator_cuts_by_register_and_by_month():
    for one in indicators().values():
        assert {"register", "year", "semester", "month"} <= set(one.dimensions)


def test_trafficking_is_its_own_family_and_smuggling_is_in_no_indicator():
    for one in indicators().values():
        for condition in one.where:
            if condition.is_offence:
                assert condition.values == in_family("trafficking")
                assert not set(condition.values) & set(in_family("smuggling"))


def test_an_indicator_nobody_defined_is_refused_with_those_there_are():
    with pytest.raises(Problem) as refused:
        indicator("victimas")
    assert "victims" in refused.value.where["allowed"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"date_field": "fecha"},
        {"dimensions": ["sex"]},
        {"unit": "number", "number_field": "cantidad"},
        {"unit": "operation"},
        {"unit": "operation", "record_type": "operation", "also": ["complaint"]},
        {"record_type": "operation", "also": ["inspection"], "where": [{"field": "offences", "family": "trafficking"}]},
        {"dimensions": ["institution"]},
        {"first_register": "reta'; --"},
        {"where": [{"field": "apodo", "known": True}]},
        {"record_type": "victim", "where": [{"field": "full_name", "known": True}]},
        {"record_type": "victim", "where": [{"field": "offences", "family": "parking"}]},
    ],
)
def test_a_definition_that_names_what_does_not_exist_or_is_identity_fails_at_the_start(wrong):
    with pytest.raises(ValueError):
        read_indicator("complaints", GOOD | wrong)


def test_a_definition_that_names_a_code_its_list_lacks_fails_at_the_start():
    with pytest.raises(Problem, match="code_unknown"):
        read_indicator("victims", GOOD | {"record_type": "victim", "where": [{"field": "status", "in": ["no_such"]}]})


def test_a_code_that_is_no_name_fails_at_the_start():
    with pytest.raises(ValueError):
        read_indicator('complaints"; --', GOOD)


def test_labels_are_spanish_and_unknown_is_said():
    said = dimensions()
    assert said["sex"].label("female") == "Mujer"
    assert said["department"].label("15-provincias") == "Lima provincias"
    assert said["minor"].label("true") == "sí"
    assert said["register"].label("reta") == "reta"
    assert said["sex"].label(None) == "sin dato"
