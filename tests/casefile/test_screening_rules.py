"""Rules of screening read: what they name is declared and sent by some register, and none of them reads who somebody is."""

import copy
import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest

import intertrata
from intertrata.casefile.queries import read_by_rules, rules, sent_by
from intertrata.casefile.screening_rules import COUNTRIES, WHO_SOMEBODY_IS, rules_of, written
from intertrata.registers.queries import sources
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.records import record_types

SENT = sent_by(sources())
SOURCE = Path(intertrata.__file__).parent


def changed(code, /, **more):
    told = copy.deepcopy(written())
    next(one for one in told["rule"] if one["code"] == code).update(more)
    return told


def ended(name, **more):
    told = copy.deepcopy(written())
    told["screening"][name] |= more
    return told


def test_the_rules_stand_and_read_registers_that_send_what_they_read():
    assert set(rules().screenings) == {"missing_report", "screened_complaint", "smuggled_person"}
    assert read_by_rules() == ["desaparecidas", "esinpol", "reta", "sidpol"]


def test_no_rule_anywhere_reads_a_register_nobody_declares():
    """Of every room: whatever is written as data and names a register."""
    named = []
    for path in sorted(SOURCE.rglob("*.toml")):
        if "sources" not in path.parts and "demonstration" not in path.parts:
            named += [(path.name, one) for one in registers_in(tomllib.loads(path.read_text(encoding="utf-8")))]
    assert ("screening.toml", "sidpol") in named
    assert [one for one in named if one[1] not in sources()] == []


def registers_in(told):
    if isinstance(told, dict):
        for word, value in told.items():
            if word in {"register", "registers"}:
                yield from [value] if isinstance(value, str) else value if isinstance(value, list) else ()
            yield from registers_in(value)
    elif isinstance(told, list):
        yield from chain.from_iterable(registers_in(one) for one in told)


@pytest.mark.parametrize(("more", "said"), [
    ({"registers": ["sidpool"]}, "sidpool sends no screened_complaint"),
    ({"registers": ["reta"]}, "reta sends no screened_complaint"),
    ({"record_type": "screened_complain"}, "no record type"),
    ({"record_type": "victim_abroad", "registers": [], "when": [{"field": "rescued", "is": True}]}, "nothing says how it ends"),
    ({"when": []}, "without a condition"),
    ({"rests_on": []}, "without a condition, a ground"),
    ({"days": 0}, "without a condition, a ground or a term"),
    ({"when": [{"field": "act", "known": True}]}, "no field act"),
    ({"registers": ["esinpol"], "when": [{"field": "exploitation_place", "known": True}]}, "no register that it reads sends exploitation_place"),
    ({"when": [{"field": "typed_as", "in": ["rapto"]}]}, "cannot say rapto"),
    ({"when": [{"field": "office", "in": ["rapto"]}]}, "in does not fit office"),
    ({"when": [{"field": "typed_as", "is": True}]}, "is does not fit"),
    ({"when": [{"field": "office", "at_least": 2}]}, "at_least does not fit"),
    ({"when": [{"field": "ubigeo", "elsewhere_than": "office"}]}, "office is no place"),
    ({"when": [{"field": "office", "elsewhere_than": "ubigeo"}]}, "elsewhere_than does not fit"),
    ({"when": [{"under_18": True}]}, "no field minor"),
    ({"when": [{"field": "typed_as"}]}, "one test a condition"),
    ({"when": [{"field": "typed_as", "known": True, "in": ["other"]}]}, "one test a condition"),
    ({"when": [{"field": "typed_as", "known": True, "or_unknown": True}]}, "one test a condition"),
])  # fmt: skip
def test_a_rule_that_names_what_nobody_declared_stops_the_maker(more, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        rules_of(changed("three_elements", **more), SENT)


def test_a_rule_of_a_type_that_no_register_sends_stops_the_maker():
    without = {key: fields for key, fields in SENT.items() if key[1] != "missing_report"}
    with pytest.raises(ValueError, match="any register sends no missing_report"):
        rules_of(written(), without)


@pytest.mark.parametrize("field", ["sex", "nationality", "language", "indigenous_people", "disability", "gender_identity"])
def test_no_rule_can_read_who_somebody_is(field):
    """SAFEGUARDS 5 and 15: a nationality, a people or a sex is no sign of anything."""
    with pytest.raises(ValueError, match="who somebody is"):
        rules_of(changed("missing_quotes_case", when=[{"field": field, "known": True}]), SENT)


@pytest.mark.parametrize("field", ["origin_country", "destination_country", "transit_countries"])
def test_no_rule_can_read_a_country(field):
    with pytest.raises(ValueError, match="who somebody is"):
        rules_of(changed("smuggled_trafficked", when=[{"field": field, "known": True}]), SENT)


def test_a_name_is_no_condition():
    with pytest.raises(ValueError, match="outside the vault"):
        rules_of(changed("missing_quotes_case", when=[{"field": "surname_1", "known": True}]), SENT)


@pytest.mark.parametrize(("more", "said"), [
    ({"finding": "hallazgo"}, "no field hallazgo"),
    ({"finding": "number"}, "number cannot say"),
    ({"closes": ["traffic"]}, "cannot say traffic"),
    ({"trafficking": ["pending"]}, "a finding that does not close"),
    ({"not_under_18": ["pending"]}, "a finding that does not close"),
    ({"finding_date": "number"}, "number is no date"),
    ({"since": "reporter"}, "reporter is no date"),
])  # fmt: skip
def test_a_screening_that_cannot_end_so_stops_the_maker(more, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        rules_of(ended("missing_report", **more), SENT)


def test_a_screening_that_no_rule_opens_a_rule_twice_and_a_lead_to_nowhere_stop_the_maker():
    told = copy.deepcopy(written())
    told["rule"] = [one for one in told["rule"] if one["record_type"] != "smuggled_person"]
    with pytest.raises(ValueError, match="smuggled_person: no rule picks it"):
        rules_of(told, SENT)
    with pytest.raises(ValueError, match="missing_under_18: written twice"):
        rules_of(changed("missing_quotes_case", code="missing_under_18"), SENT)
    with pytest.raises(ValueError, match="leads_to: no register"):
        rules_of(written() | {"leads_to": {"register": "retta", "record_type": "complaint"}}, SENT)


def test_every_rule_says_why_on_what_it_rests_and_that_its_term_is_to_confirm():
    assert "por confirmar" in rules().term
    for one in chain.from_iterable(each.rules for each in rules().screenings.values()):
        assert one.es[0].isupper()
        assert one.es.endswith(".")
        assert any(re.search(r"informe-v-2017, l\.\d|CP 129-A|SAFEGUARDS", ground) for ground in one.rests_on), one.code
        assert rules().rule(one.code) is not None


def test_the_conditions_that_stand_read_nobody():
    for one in chain.from_iterable(each.rules for each in rules().screenings.values()):
        for condition in one.when:
            field = record_types()[one.record_type].field(condition.field)
            assert field.name not in WHO_SOMEBODY_IS
            assert field.list != COUNTRIES


def test_every_state_has_its_words():
    assert [one.code for one in code_list("screening_state")] == ["open", "overdue", "closed", "not_needed"]
