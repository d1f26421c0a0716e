"""Record types: frozen, typed, and clear about what only the vault may hold."""

import pytest

from intertrata.vocabulary.records import record_types


@pytest.mark.parametrize("one", record_types().values(), ids=record_types().keys())
def test_a_record_type_is_whole(one):
    names = [field.name for field in one.fields]
    assert len(names) == len(set(names))
    assert one.of in {"event", "person", "group", "figure"}
    assert (one.of == "person") == bool(one.role)
    for field in one.fields:
        assert field.es
        assert bool(field.list) == (field.type in {"code", "codes"})
    assert {*one.payload_fields, *one.identity_fields} == set(one.fields)
    assert not {*one.payload_fields} & {*one.identity_fields}


def test_only_persons_have_an_identity_and_every_person_has():
    assert {one.name for one in record_types().values() if one.identity_fields} == {
        one.name for one in record_types().values() if one.of == "person"
    }


def test_a_field_is_found_by_name_or_is_none():
    victim = record_types()["victim"]
    assert victim.field("sex").list == "sex"
    assert victim.field("colour") is None
