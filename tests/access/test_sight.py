"""Safeguard 11: what of a person each institution reads, for which purpose. The table is data; here stands what it must never say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.access.permissions import PURPOSES, Permission, allowed
from intertrata.access.sight import NOTHING, Kept, Sight, kinds, kinds_of, reached, rows, sight
from intertrata.registers import queries as registers
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.records import record_types

ROLES = ("operator", "supervisor", "reviewer", "analyst", "monitor", "auditor", "administrator", "")
INSTITUTIONS = (*(one.code for one in code_list("institution").codes), "", "nobody")
ALL_PURPOSES = ("care", "investigation", "identity_review", "supervision", "curiosity", None)
PLACES = [
    Kept(table.record_type.name, source.code, table.name, source.institution, frozenset(services))
    for source in registers.sources().values()
    for table in source.tables
    if table.record_type.of == "person"
    for services in ((), ("legal",), ("psychological",), ("legal", "medical"), ("lodging",))
    if not services or table.record_type.name == "service"
]
HIDDEN_FROM_POLICE = ("car", "minsa", "cem", "centros_preventivos", "upe")


def every_sight():
    return [
        (role, institution, purpose, sight(role, institution, purpose))
        for role in ROLES
        for institution in INSTITUTIONS
        for purpose in ALL_PURPOSES
    ]


@pytest.mark.parametrize("institution", ["pnp", "mininter"])
@pytest.mark.parametrize("role", ["operator", "supervisor"])
@pytest.mark.parametrize("purpose", ["care", "investigation", "supervision", "identity_review"])
def test_the_police_read_no_shelter_nothing_psychological_or_medical_and_no_membership_of_minsa_cem_or_car(institution, role, purpose):
    seen = sight(role, institution, purpose)
    read = [one for one in PLACES if seen.reads(one) and one.keeper != institution]
    assert not [
        one for one in read if one.register in HIDDEN_FROM_POLICE or one.record_type in {"stay", "service", "referral", "follow_up"}
    ]
    assert not [one for one in read if one.services & {"psychological", "medical", "lodging"}]


@pytest.mark.parametrize("institution", ["mimp", "inabif", "minsa", "gobierno_regional", "gobierno_local", "pronacej"])
def test_shelters_and_care_never_read_the_investigation(institution):
    for purpose in ALL_PURPOSES:
        seen = sight("operator", institution, purpose)
        assert not [
            one
            for one in PLACES
            if seen.reads(one) and one.record_type in {"suspect", "warrant", "interview"} and one.keeper != institution
        ]


def test_who_defends_victims_does_not_read_whom_the_same_institution_defends_as_accused():
    accused = next(one for one in PLACES if (one.register, one.table) == ("datamart", "imputados"))
    readers = {(role, institution, purpose) for role, institution, purpose, seen in every_sight() if seen.reads(accused)}
    assert all(purpose == "identity_review" and institution in {"inei", "comision_multisectorial"} for _, institution, purpose in readers)
    assert sight("operator", "minjusdh", "care").reads(next(one for one in PLACES if one.record_type == "defence"))


def test_who_investigates_does_not_read_what_the_same_institution_attends():
    attends = [one for one in PLACES if one.register == "udavit" and one.record_type in {"service", "stay"}]
    assert attends
    assert not any(sight("operator", "mpfn", "investigation").reads(one) for one in attends)
    assert all(sight("operator", "mpfn", "care").reads(one) for one in attends)


def test_nothing_reaches_migraciones_but_what_is_its_own():
    seen = sight("operator", "migraciones", "care")
    assert {one.register for one in PLACES if seen.reads(one)} == {"migraciones"}


def test_it_fails_closed():
    for role, institution, purpose, seen in every_sight():
        if (
            not allowed(role, Permission.OPEN_PERSON)
            or purpose not in PURPOSES.get(role, ())
            or institution in {"", "nobody", "chs", "other"}
        ):
            assert seen == NOTHING, (role, institution, purpose)
    assert not any(NOTHING.reads(one) for one in PLACES)


def test_a_record_of_a_type_that_no_kind_names_is_read_by_nobody_not_even_who_keeps_it():
    unknown = Kept("unheard_of", "reta", "victimas", "pnp")
    assert kinds_of(unknown) == []
    assert not any(seen.reads(unknown) for *_, seen in every_sight())


def test_every_type_of_record_of_a_person_is_of_a_kind_and_the_table_names_only_what_there_is():
    of_persons = {name for name, kind in record_types().items() if kind.of == "person"}
    assert {name for one in kinds().values() for name in one.record_types} == of_persons
    sources = registers.sources()
    assert {name for one in kinds().values() for name in one.registers} <= set(sources)
    assert {name for one in kinds().values() for name in one.tables} <= {
        f"{one.code}.{table.name}" for one in sources.values() for table in one.tables
    }
    assert {name for one in kinds().values() for name in one.services} <= {one.code for one in code_list("service_kind").codes}
    for institutions, whys, read in rows():
        assert set(institutions) <= {one.code for one in code_list("institution").codes}
        assert set(whys) <= set(ALL_PURPOSES)
        assert set(read) <= set(kinds())


def test_an_institution_and_a_purpose_stand_in_one_row_only():
    said = [(institution, purpose) for institutions, whys, _ in rows() for institution in institutions for purpose in whys]
    assert len(said) == len(set(said))


@given(st.sampled_from(PLACES), st.frozensets(st.sampled_from(sorted(kinds()))), st.sampled_from(sorted(kinds())))
def test_one_kind_more_never_hides_a_record_and_one_less_never_shows_one(kept, read, other):
    assert Sight(read).reads(kept) <= Sight(read | {other}).reads(kept)
    assert Sight(read - {other}).reads(kept) <= Sight(read).reads(kept)
    assert Sight(frozenset(kinds())).reads(kept)


def test_an_older_version_that_told_more_is_as_far_out_of_sight_as_what_it_told():
    def version(payload, *, vanished=False):
        return {"record_type": "service", "register": "cem", "table": "casos", "vanished": vanished, "payload": payload}

    old, new = version('{"service_kind": ["psychological"], "ubigeo": "15"}'), version('{"service_kind": ["legal"], "ubigeo": "15"}')
    gone = version(None, vanished=True)
    history, keepers = [old, new, gone], {"cem": "mimp"}
    assert reached(history, Sight(frozenset({"care"})), keepers) == [new, gone]
    assert reached(history, Sight(own="mimp"), keepers) == history
    bare = reached(history, Sight(frozenset(kinds()), bare=True), keepers)
    assert [row["payload"] for row in bare] == ['{"ubigeo": "15"}', '{"ubigeo": "15"}', None]
