"""Record types: frozen, typed, and clear about what only the vault may hold."""

import pytest

from intertrata.vocabulary import records
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


@pytest.fixture
def written(monkeypatch, tmp_path):
    """Record types of the test's own, read as those of the product are."""
    (tmp_path / "record_types").mkdir()
    (tmp_path / "record_types" / "README").write_text("no part of the model", encoding="utf-8")

    def write(**parts):
        for name, text in parts.items():
            path = tmp_path / "record_types.toml" if name == "whole" else tmp_path / "record_types" / f"{name}.toml"
            path.write_text(text, encoding="utf-8")
        monkeypatch.setattr(records, "files", lambda package: tmp_path)
        return records.record_types.__wrapped__()

    return write


def test_fields_that_a_type_shares_stand_before_its_own(written):
    shared = '[shared.who]\nfields = [{ name = "sex", type = "text", es = "Sexo" }]\n'
    own = '[stay]\nof = "person"\nrole = "guest"\nes = "Acogida"\nshare = ["who"]\nfields = [{ name = "day", type = "date", es = "Día" }]\n'
    found = written(whole='[visit]\nof = "event"\nes = "Visita"\nfields = []\n', b_shared=shared, a_care=own)
    assert [(one.name, [field.name for field in one.fields]) for one in found.values()] == [("visit", []), ("stay", ["sex", "day"])]


def test_a_record_type_written_in_two_files_stops_the_maker(written):
    one = '[visit]\nof = "event"\nes = "Visita"\nfields = []\n'
    with pytest.raises(ValueError, match="visit is written twice"):
        written(whole=one, again=one)


def test_a_reserved_identity_can_be_told_wherever_a_protected_witness_may_be_known():
    for name in ("witness", "protection_measure", "interview", "service", "stay", "consent", "referral"):
        assert record_types()[name].field("reserved").type == "boolean"
