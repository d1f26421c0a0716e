"""Trajectories are what institutions can really send: every field and code is declared, every person has its expectation and its why."""

import json
from pathlib import Path

import pytest
from following import examiner

from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.records import record_types

HERE = Path(__file__).parent
TRAJECTORIES = HERE / "trajectories"
THEMES = sorted(path.name.removesuffix(".expected.jsonl") for path in TRAJECTORIES.glob("*.expected.jsonl"))
ENVELOPE = {"person", "type", "date", "register", "institution", "territory"}
STAGES = {"rescue", "complaint", "immediate_assistance", "protection", "life_plan", "justice", "closure"}
CONCEPTS = set(examiner.tomllib.loads((HERE / "concepts.toml").read_text(encoding="utf-8")))


def lines(theme, kind=""):
    return list(examiner.rows((TRAJECTORIES / f"{theme}{kind}.jsonl").read_text(encoding="utf-8")))


def strange(record):
    """What a record says that no institution could: a field not declared, one of identity, a code of no list."""
    declared = record_types()[record["type"]]
    for name in record.keys() - ENVELOPE:
        field = declared.field(name)
        if field is None or field.identity:
            yield record["type"], name
        elif field.list:
            known = {code.code for code in code_list(field.list).codes}
            told = record[name] if isinstance(record[name], list) else [record[name]]
            yield from ((record["type"], name, value) for value in told if value not in known and value is not None)


@pytest.mark.parametrize("theme", THEMES)
def test_an_institution_could_send_every_record(theme):
    assert [found for record in lines(theme) for found in strange(record)] == []


@pytest.mark.parametrize("theme", THEMES)
def test_every_person_has_an_expectation_with_its_reason(theme):
    expected = lines(theme, ".expected")
    assert [row["person"] for row in expected] == list(dict.fromkeys(row["person"] for row in expected))
    assert {row["person"] for row in expected} == {record["person"] for record in lines(theme)} - {""}
    for row in expected:
        assert row["why"].endswith(".")
        assert row["tells"]
        assert row["stages"].keys() <= STAGES
        assert {*row["must"], *row["must_not"], *row["open"]} == CONCEPTS
        assert len(row["must"]) + len(row["must_not"]) + len(row["open"]) == len(CONCEPTS)
        examiner.expectation(row)
    assert len({row["today"] for row in expected}) == 1


def test_there_are_enough_and_no_person_twice():
    persons = [row["person"] for theme in THEMES for row in lines(theme, ".expected")]
    assert len(persons) == len(set(persons)) >= 80


def test_every_concept_is_asked_for_and_refused_somewhere():
    told = [row for theme in THEMES for row in lines(theme, ".expected")]
    for concept in CONCEPTS:
        assert any(concept in row["must"] for row in told), concept
        assert any(concept in row["must_not"] for row in told), concept


def test_planted_lines_hold_what_must_never_come_out():
    planted = (TRAJECTORIES / "planted.jsonl").read_text(encoding="utf-8")
    for field in ("full_name", "document_number", "address", "phone", "birth_date", "user_code", "shelter", "diagnosis", "testimony"):
        assert json.dumps(field) in planted
