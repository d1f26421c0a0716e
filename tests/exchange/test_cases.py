"""Cases from records: who accused whom, what one record gives together, what has no twin; small tables, no database."""

import polars as pl
import pytest

from intertrata.exchange.cases import alpha2, cases
from intertrata.exchange.profile import profiles
from intertrata.exchange.telling import companion, unsaid_of_cases
from intertrata.registers.records import TYPES
from intertrata.vocabulary.records import Field, record_types

HTCDS = profiles()["htcds"]
COMMON = {"case": "p1", "register": "reta", "cut_off": "2016-06-30", "record": "r1", "event_date": "2016-05-12"}


def table(name, *rows):
    kind = record_types()[name]
    schema = dict.fromkeys(COMMON, pl.String()) | {field.name: TYPES.get(field.type, pl.String()) for field in kind.fields}
    told = [dict.fromkeys(schema) | COMMON | row for row in rows]
    return pl.DataFrame(told, schema=schema)


def written(**tables):
    """The rows by heading, and what was counted on the way."""
    held = {name: table(name, *tables.get(name, ())) for name in HTCDS.read}
    made = cases(HTCDS, held, institutions={"reta": "pnp"})
    return [dict(zip([target.name for target in HTCDS.targets], row, strict=True)) for row in made.rows], made


VICTIM = {"act": "D-1"}


def test_roles_come_from_those_of_the_same_act_but_not_from_the_acquitted_the_archived_or_herself():
    suspects = [
        {"record": "s1", "case": "p2", "act": "D-1", "suspect_role": ["recruiter"]},
        {"record": "s2", "case": "p3", "act": "D-1", "suspect_role": ["transporter"], "procedural_status": "acquitted"},
        {"record": "s3", "case": "p4", "act": "D-1", "suspect_role": ["broker"], "procedural_status": "archived"},
        {"record": "s4", "case": "p1", "act": "D-1", "suspect_role": ["exploiter"]},
        {"record": "s5", "case": "p5", "act": "D-9", "suspect_role": ["smuggler"]},
        {"record": "s6", "case": "p6", "act": None, "suspect_role": ["smuggler"]},
        {"record": "s7", "case": "p7", "act": "D-1", "register": "sistra", "suspect_role": ["smuggler"]},
    ]
    (row,), _ = written(victim=[VICTIM], suspect=suspects)
    assert row["per_RoleInProcess"] == "RecruiterOrIntermediary"


def test_a_name_is_never_made_of_two_records():
    rows = [
        VICTIM | {"record": "r2", "event_date": "2016-06-01", "given_names": "NUEVA"},
        VICTIM | {"given_names": "VIEJA", "surname_1": "PRUEBA", "surname_2": "INVENTADA"},
    ]
    (row,), made = written(victim=rows)
    assert (row["prs_FirstName"], row["prs_SecondName"]) == ("NUEVA", "")
    assert not made.disputed["prs_FirstName"]


def test_where_she_was_recruited_and_to_whom_she_was_referred_are_said_in_words():
    facts = {
        "number": "D-1",
        "case": "f",
        "record": "f1",
        "recruitment_country": "BOL",
        "recruitment_ubigeo": "140101",
        "event_date": "2015",
    }
    referral = {"record": "d1", "receiver": "mimp", "reason": "shelter", "event_date": "2016-07-01"}
    (row,), _ = written(victim=[VICTIM], facts=[facts], referral=[referral])
    assert (row["hte_Country"], row["hte_State"], row["hte_Date"]) == ("BO", "Lambayeque", "2015")
    assert row["cas_ReferredOrganisation"] == "Ministerio de la Mujer y Poblaciones Vulnerables"
    assert (row["cas_ReasonForOutgoingReferral"], row["cas_OutgoingReferralDate"]) == ("AdditionalServicesRequired", "2016-07-01")


@pytest.mark.parametrize(("answer", "said"), [("given", "TRUE"), ("refused", "FALSE"), ("revoked", "FALSE"), ("not_able", "")])
def test_consent_is_that_of_sharing_her_data_and_no_other(answer, said):
    asked = [
        {"record": "c1", "consent_for": "data_sharing", "answer": answer},
        {"record": "c2", "consent_for": "care", "answer": "given", "event_date": "2017-01-01"},
    ]
    (row,), made = written(victim=[VICTIM], consent=asked)
    assert row["con_Consent"] == said
    assert sum(made.without_twin.values()) == (answer == "not_able")


def test_a_telephone_that_is_none_is_listed_and_not_written():
    rows = [VICTIM | {"phone": "987 654-321"}, VICTIM | {"record": "r2", "case": "p2", "phone": "SINNUMERO"}]
    told, made = written(victim=rows)
    assert sorted(row["prs_MobilePhone"] for row in told) == ["", "987654321"]
    assert made.malformed == {"prs_MobilePhone": 1}
    assert "SINNUMERO" not in companion([], unsaid_of_cases(HTCDS, made, names=True))


def test_who_is_in_a_shelter_and_only_there_is_no_case_of_this_file():
    told, _ = written(referral=[{"receiver": "mimp"}])
    assert told == []


def test_a_person_with_a_case_of_our_own_and_one_that_came_stands_in_two_rows_and_it_is_said():
    told, made = written(victim=[VICTIM], exchange_case=[{"record": "e1", "gender": "NonConforming", "deceased": False, "children": 0}])
    assert {row["prs_Gender"] for row in told} == {"", "NonConforming"}
    assert (made.several, made.came) == (1, 1)
    assert [row["prs_Deceased"] + row["prs_NumberOfChildren"] for row in told if row["prs_Gender"]] == ["FALSE0"], "no is not unknown"


def test_two_letters_stand_for_every_country():
    from intertrata.vocabulary.codes import code_list

    letters = {alpha2(Field("x", "code", "x", list="country"), one.code) for one in code_list("country")}
    assert len(letters) == 249
    assert None not in letters
