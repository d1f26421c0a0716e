"""What is declared may be told: kinds that name what nobody declared stop the maker; whom a record concerns by what it says."""

import copy
import tomllib
from importlib.resources import files

import pytest

from intertrata.notices.kinds import concerned, declared, declared_as, may_hear

WRITTEN = tomllib.loads(files("intertrata.notices").joinpath("kinds.toml").read_text(encoding="utf-8"))
KINDS = declared().kinds


@pytest.mark.parametrize("changed", [
    {"record_type": "refferal"}, {"concerns": "office"}, {"concerns": "recipient"}, {"when": "replied"}, {"when": "answer", "is": ["maybe"]},
    {"when": "due_date", "is": ["accepted"]},
])  # fmt: skip
def test_a_kind_that_names_what_nobody_declared_stops_the_maker(changed):
    written = copy.deepcopy(WRITTEN)
    written["kind"]["referral.received"] |= changed
    with pytest.raises(ValueError, match=r"referral\.received"):
        declared_as(written)


def test_an_institution_that_nobody_declared_stops_the_maker():
    with pytest.raises(ValueError, match="minter"):
        declared_as(WRITTEN | {"several": ["minter"]})


def test_every_kind_has_its_spanish_words_and_a_code_of_the_standard():
    for code, kind in KINDS.items():
        assert kind.es[0].isupper()
        assert len(code.split(".")) == 2
        assert code.split(".")[0] == kind.record_type


@pytest.mark.parametrize(("code", "payload", "institutions"), [
    ("referral.received", {"receiver": "mimp", "reserved": False}, {"mimp"}),
    ("referral.received", {"receiver": "mimp", "reserved": True}, set()),
    ("referral.received", {"receiver": "mimp"}, set()),
    ("referral.received", {"receiver": "mimp", "reserved": None}, set()),
    ("referral.received", {"receiver": "mimp", "reserved": "false"}, set()),
    ("referral.received", {"reserved": False}, set()),
    ("referral.received", {"receiver": "mrree", "reserved": False}, set()),
    ("referral.received", {"receiver": "gobierno_local", "reserved": False}, set()),
    ("referral.answered", {"sender": "mpfn", "reserved": False, "answer": "accepted"}, {"mpfn"}),
    ("referral.answered", {"sender": "mpfn", "reserved": False, "answer": "pending"}, set()),
    ("referral.answered", {"sender": "mpfn", "reserved": False}, set()),
    ("referral.ended", {"sender": "mpfn", "reserved": False, "outcome": "x"}, {"mpfn"}),
    ("referral.ended", {"sender": "mpfn", "reserved": False, "outcome": ""}, set()),
    ("notification.received", {"receiver": "minjusdh"}, {"minjusdh"}),
    ("inspection.referred", {"referred_to": ["pnp", "mpfn", "other"]}, {"pnp", "mpfn"}),
    ("inspection.referred", {"referred_to": []}, set()),
    ("call.referred", {"referred_to": "migraciones"}, {"migraciones"}),
    ("victim_abroad.told", {"told_to": ["mimp", "migraciones"]}, {"mimp"}),
])  # fmt: skip
def test_a_record_concerns_whom_it_names_and_nobody_where_what_protects_is_unsaid(code, payload, institutions):
    assert concerned(KINDS[code], payload) == institutions


def test_no_kind_tells_that_somebody_is_in_a_shelter_in_treatment_protected_or_accused():
    assert not {"stay", "service", "protection_measure", "witness", "interview", "warrant", "suspect", "consent"} & {
        one.record_type for one in KINDS.values()
    }


def test_who_may_hear_of_what():
    of_person, of_event = KINDS["referral.received"], KINDS["call.referred"]
    assert [may_hear(one, of_person) for one in ("mimp", "mrree", "migraciones", "gobierno_local", "nadie", "")] == [True, *[False] * 5]
    assert [may_hear(one, of_event) for one in ("mimp", "mrree", "gobierno_local", "nadie")] == [True, True, False, False]
