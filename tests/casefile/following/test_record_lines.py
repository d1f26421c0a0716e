"""A line of a file as an event, or what is wrong with it: told by line and declared field, and never with what the line says."""

import json
from datetime import date
from decimal import Decimal

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.casefile.following.event import Days
from intertrata.casefile.following.record_lines import BadLine, event, parsed
from intertrata.casefile.following.record_schema import followed_types, own_fields, registers, schema
from intertrata.registers.queries import sources
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.records import record_types
from intertrata.vocabulary.sentences import sentence

NAMED = "Rosa Huamán Quispe"
ALL = jsonschema_rs.validator_for(schema())


def told(raw):
    return event(7, parsed(7, raw if isinstance(raw, bytes) else json.dumps(raw).encode()))


def bad(raw):
    with pytest.raises(BadLine) as caught:
        told(raw)
    return caught.value


def test_every_kind_of_field_is_read_in_its_type():
    one = told({
        "person": "p", "type": "service", "date": "2024-02", "register": "udavit", "institution": "mpfn", "territory": "1501",
        "service_kind": ["legal", "social"], "purpose": "begging", "sessions": 3, "insured": True, "amount": 10.5, "until": "2024", "number": "x",
        "case_numbers": ["1", "2"], "provider": None, "office": "", "benefit": [],
    })  # fmt: skip
    assert (one.line, one.person, one.type, one.role) == (7, "p", "service", "attended")
    assert (one.first, one.last) == (date(2024, 2, 1), date(2024, 2, 29))
    assert (one.register, one.institution, one.territory, one.region) == ("udavit", "mpfn", "1501", "15")
    assert one.said == {
        "service_kind": ("legal", "social"), "purpose": ("begging",), "sessions": 3, "insured": True, "amount": Decimal("10.5"),
        "until": Days(date(2024, 1, 1), date(2024, 12, 31)), "number": "x", "case_numbers": ("1", "2"),
    }  # fmt: skip


def test_the_common_model_may_call_day_and_place_by_its_own_names():
    one = told({"person": "p", "type": "victim", "event_date": "2024-02-01", "ubigeo": "15", "date": "2024-02-01"})
    assert (one.first, one.territory) == (date(2024, 2, 1), "15")
    assert told({"type": "operation", "entity": "20131370645"}).said == {"entity": "20131370645"}
    assert told({"type": "operation", "person": None}).person == ""


@pytest.mark.parametrize(("raw", "rule", "field"), [
    (b"{", "line_no_object", ""),
    (b"[]", "line_no_object", ""),
    (b'"x"', "line_no_object", ""),
    (b'{"type": NaN}', "line_no_object", ""),
    (b'{"type": "\\ud800"}', "line_no_object", ""),
    (b"\xff", "line_no_object", ""),
    (b'{"type": "victim", "type": "victim", "person": "p"}', "line_said_twice", ""),
    (b'{"type": "victim", "person": "p", "person": "q"}', "line_said_twice", ""),
    ({"person": "p"}, "line_type", "type"),
    ({"person": "p", "type": NAMED}, "line_type", "type"),
    ({"person": "p", "type": ["victim"]}, "line_type", "type"),
    ({"person": "p", "type": "figure"}, "line_type", "type"),
    ({"type": "victim"}, "line_person", "person"),
    ({"type": "victim", "person": ""}, "line_person", "person"),
    ({"type": "victim", "person": 12}, "line_person", "person"),
    ({"type": "operation", "person": 0}, "line_person", "person"),
    ({"type": "victim", "person": "p" * 201}, "line_person", "person"),
    ({"type": "victim", "person": "p\n"}, "line_person", "person"),
    ({"type": "victim", "person": "p", NAMED: 1}, "line_unknown_field", ""),
    ({"type": "victim", "person": "p", "full_name": NAMED}, "line_identity", "full_name"),
    ({"type": "shelter_places", "user_code": NAMED}, "line_identity", "user_code"),
    ({"type": "victim", "person": "p", "date": NAMED}, "line_value", "date"),
    ({"type": "victim", "person": "p", "date": "2024-02-30"}, "line_value", "date"),
    ({"type": "victim", "person": "p", "date": "2024-13"}, "line_value", "date"),
    ({"type": "victim", "person": "p", "date": "0000"}, "line_value", "date"),
    ({"type": "victim", "person": "p", "date": "2024-02-01\n"}, "line_value", "date"),
    ({"type": "victim", "person": "p", "date": 2024}, "line_value", "date"),
    ({"type": "victim", "person": "p", "date": ["2024"]}, "line_value", "date"),
    ({"type": "victim", "person": "p", "register": NAMED}, "line_value", "register"),
    ({"type": "victim", "person": "p", "institution": NAMED}, "line_value", "institution"),
    ({"type": "victim", "person": "p", "territory": "99"}, "line_value", "territory"),
    ({"type": "victim", "person": "p", "territory": {}}, "line_value", "territory"),
    ({"type": "victim", "person": "p", "status": NAMED}, "line_value", "status"),
    ({"type": "victim", "person": "p", "offences": ["trafficking", NAMED]}, "line_value", "offences"),
    ({"type": "victim", "person": "p", "case_numbers": [1]}, "line_value", "case_numbers"),
    ({"type": "victim", "person": "p", "age": True}, "line_value", "age"),
    ({"type": "victim", "person": "p", "age": -1}, "line_value", "age"),
    ({"type": "victim", "person": "p", "age": 111}, "line_value", "age"),
    ({"type": "victim", "person": "p", "age": 15.0}, "line_value", "age"),
    ({"type": "victim", "person": "p", "minor": "true"}, "line_value", "minor"),
    ({"type": "victim", "person": "p", "act": 5}, "line_value", "act"),
    ({"type": "proceeding", "paid": "mil"}, "line_value", "paid"),
    ({"type": "proceeding", "paid": True}, "line_value", "paid"),
    ({"type": "proceeding", "paid": -1}, "line_value", "paid"),
    ({"type": "proceeding", "paid": "-1"}, "line_value", "paid"),
    ({"type": "operation", "entity": "10456789012"}, "line_value", "entity"),
    ({"type": "missing_report", "person": "p", "found_ubigeo": "1"}, "line_value", "found_ubigeo"),
    ({"type": "victim", "person": "p", "date": "2024", "event_date": "2025"}, "line_two_values", "event_date"),
])  # fmt: skip
def test_a_line_that_cannot_be_followed_is_told_by_line_and_field_and_nothing_of_it_is_said_back(raw, rule, field):
    """DESIGN.md law 2."""
    found = bad(raw)
    assert (found.line, found.rule, found.field) == (7, rule, field)
    text = sentence(found.problem("registros.jsonl"))
    assert "7" in text
    assert "registros.jsonl" in text
    assert "(sin precisar)" not in text
    assert NAMED not in text + str(found)
    assert field in text


@pytest.mark.parametrize("name", followed_types())
def test_no_schema_holds_a_field_of_identity_and_each_is_described_in_spanish(name):
    document = schema(name)
    identity = {field.name for field in record_types()[name].identity_fields}
    assert not identity & document["properties"].keys()
    assert document["additionalProperties"] is False
    assert all("description" in one or "$ref" in one for one in document["properties"].values())
    jsonschema_rs.meta.validate(document)


def test_all_types_are_one_document():
    document = schema()
    jsonschema_rs.meta.validate(document)
    assert {one["$ref"].rpartition("/")[2] for one in document["oneOf"]} == followed_types().keys() == record_types().keys() - {"figure"}
    assert registers() == tuple(sorted(sources()))
    with pytest.raises(Problem) as caught:
        schema(NAMED)
    assert NAMED not in sentence(caught.value)


VALUES = {
    "text": st.text(min_size=1, max_size=5), "texts": st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=2),
    "integer": st.integers(-5, 120), "decimal": st.decimals(-5, 9, places=2).map(str), "boolean": st.booleans(),
    "date": st.sampled_from(["2024", "2024-02", "2024-02-29", "2023-02-29", "02/2024", ""]), "territory": st.sampled_from(["15", "150101", "7"]),
    "entity": st.sampled_from(["20131370645", "10456789012"]),
}  # fmt: skip


def values(field):
    if field.list:
        one = st.sampled_from([*(code.code for code in code_list(field.list)), "ninguno"])
        return st.lists(one, min_size=1, max_size=2) if field.type == "codes" else one
    return VALUES[field.type]


@st.composite
def lines(draw):
    kind = draw(st.sampled_from(sorted(followed_types())))
    fields = draw(st.lists(st.sampled_from(own_fields(followed_types()[kind])), max_size=3, unique=True))
    return {"person": "p", "type": kind} | {field.name: draw(values(field)) for field in fields}


@given(lines())
def test_what_the_schema_admits_is_read_and_what_it_refuses_is_told(one):
    """But for what no schema can say: a day that no calendar has, a bound on a decimal written as text; what is empty is unknown."""
    try:
        told(one)
    except BadLine as refused:
        written = one[refused.field]
        assert not ALL.is_valid(one) or written == "2023-02-29" or (isinstance(written, str) and written.startswith("-"))
    else:
        assert ALL.is_valid({name: value for name, value in one.items() if value != ""})


@given(st.binary(max_size=40) | st.text(max_size=20).map(str.encode) | lines().map(lambda one: json.dumps(one).encode()[:-3]))
def test_no_bytes_at_all_are_anything_but_an_event_or_a_bad_line(raw):
    try:
        told(raw)
    except BadLine as refused:
        assert sentence(refused.problem("f"))
