"""What a trajectory answers of a person: how old she may be, whether she is a victim, what she said, where what is missing is unknown."""

from datetime import date

import pytest
from following.saying import PLACED, RETA, SISTRA, WOMAN, line, read

from intertrata.casefile.following.age import born_after, born_by, years_before
from intertrata.casefile.following.event import Days
from intertrata.casefile.following.trajectory import Trajectory

DAY = date(2024, 6, 1)


def asked(*lines):
    return Trajectory("p1", read(*lines))


@pytest.mark.parametrize(("lines", "answer"), [
    ([], "unknown"),
    ([line("victim", "2024-03-01")], "unknown"),
    ([line("victim", "2024-03-01", age=17)], "yes"),
    ([line("victim", "2024-03-01", age=18)], "no"),
    ([line("victim", "2024-03-01", minor=True)], "yes"),
    ([line("victim", "2006-03-01", minor=True)], "no"),
    ([line("victim", "2024-03-01", minor=False)], "no"),
    ([line("victim", "2024-03-01", age_group="a12_17")], "yes"),
    ([line("victim", "2024-03-01", age_group="a18_29")], "no"),
    ([line("victim", minor=True)], "yes"),
    ([line("victim", minor=False)], "unknown"),
    ([line("victim", age=30)], "unknown"),
    ([PLACED], "yes"),
    ([line("stay", "2020-01-01", until="2024-02-10", exit_kind="eighteen")], "no"),
    ([line("stay", "2020-01-01", exit_kind="eighteen")], "unknown"),
])  # fmt: skip
def test_a_minor_is_known_by_what_is_told_and_by_nothing_else(lines, answer):
    assert asked(*lines).minor_on(DAY) == answer


@pytest.mark.parametrize(("lines", "answer"), [
    ([line("victim", "2024-03-01", "reta", age=19), line("victim", "2024-03-02", "sistra", age=17)], "yes"),
    ([line("victim", "2024-03-01", "reta", age=19, minor=True)], "yes"),
    ([line("victim", "2024-03-01", "reta", age=17, minor=False)], "yes"),
    ([line("victim", "2024-03-01", "reta", age=17), line("victim", "2024-05-01", "reta", age=19)], "no"),
    ([line("victim", "2024-03-01", age=17), line("victim", "2024-05-01", age=19)], "yes"),
])  # fmt: skip
def test_doubtful_age_is_a_minor_until_its_own_register_says_otherwise(lines, answer):
    """SAFEGUARDS 2."""
    assert asked(*lines).minor_on(DAY) == answer
    assert asked(*lines).treated_as_minor(DAY) == (answer == "yes")


def test_of_whom_no_age_is_told_is_owed_what_children_are():
    assert asked(line("victim", "2024-03-01")).treated_as_minor(DAY)


def test_what_an_age_allows_of_her_birth():
    events = read(line("victim", "2024-02-29", age=10), line("service", "2024", age=12))
    assert born_by(events) == date(2014, 2, 28)
    assert born_after(events) == date(2011, 1, 1)
    assert born_after(read(line("victim", "2024-03-01"))) is None
    assert years_before(date(5, 1, 1), 40) == date(1, 1, 1)


@pytest.mark.parametrize(("lines", "answer"), [
    ([RETA], True),
    ([line("victim", "2024-03-01", offences=["smuggling"])], False),
    ([line("victim", "2024-03-01", offences=["smuggling", "other"])], True),
    ([line("victim_abroad", "2024-03-01")], True),
    ([line("smuggled_person", "2024-03-01")], False),
    ([line("smuggled_person", "2024-03-01", signs_of_trafficking=True)], True),
    ([line("missing_report", "2024-03-01")], False),
    ([line("missing_report", "2024-03-01", finding="trafficking")], True),
    ([line("suspect", "2024-03-01")], False),
    ([line("suspect", "2024-03-01"), RETA], True),
    ([line("suspect", "2024-03-01"), line("referral", "2024-03-02")], False),
    ([line("witness", "2024-03-01"), line("consent", "2024-03-02")], False),
    ([line("referral", "2024-03-02")], True),
    ([line("service", "2024-03-01", standing="relative")], False),
    ([line("service", "2024-03-01", standing="victim")], True),
    ([line("service", "2024-03-01")], False),
    ([line("service", "2024-03-01", offences=["trafficking"])], True),
    ([line("service", "2024-03-01", purpose=["begging"])], True),
    ([line("stay", "2024-03-01", reason="trafficking")], True),
    ([line("stay", "2024-03-01", reason="law_conflict")], False),
    ([line("call", "2024-03-01", about_trafficking=True)], True),
    ([line("call", "2024-03-01", about_trafficking=True, became="not_trafficking")], False),
    ([line("call", "2024-03-01")], False),
    ([line("complaint", "2024-03-01", offences=["trafficking"])], True),
    ([line("complaint", "2024-03-01", offences=["other"])], False),
])  # fmt: skip
def test_who_is_followed_as_a_victim(lines, answer):
    """MODEL.md, record types; SAFEGUARDS 13 and 14."""
    assert asked(*lines).is_victim is answer


NOT = {"status": "not_a_victim"}


@pytest.mark.parametrize(("lines", "answer"), [
    ([RETA, line("victim", "2024-04-01", "sistra", decided_by="mpfn", **NOT)], False),
    ([RETA, line("victim", "2024-04-01", "poder_judicial", decided_by="pj", **NOT)], False),
    ([RETA, line("victim", "2024-04-01", "reta", decided_by="pnp", **NOT)], True),
    ([RETA, line("victim", "2024-04-01", "sistra", **NOT)], True),
    ([RETA, line("victim", "2024-04-01", decided_by="mpfn", **NOT), line("victim", "2024-04-01", status="confirmed", decided_by="pj")], True),
    ([RETA, line("victim", "2024-04-01", decided_by="mpfn", **NOT), line("victim", "2024-05-01", "reta", decided_by="pnp", **NOT)], False),
    ([RETA, line("victim", "2024-04-01", decided_by="mpfn", **NOT), line("victim", "2024-05-01", "reta", status="presumed")], False),
    ([RETA, line("victim", "2024-04-01", decided_by="mpfn", **NOT), line("service", "2025-04-01", standing="victim")], False),
    ([RETA, line("proceeding", "2024-04-01", outcome="archived"), line("proceeding", "2024-05-01", outcome="acquitted")], True),
])  # fmt: skip
def test_only_the_competent_body_finds_that_she_is_no_victim(lines, answer):
    """SAFEGUARDS 7: never an archive or an acquittal; and a new identification is a new case."""
    assert asked(*lines).is_victim is answer


@pytest.mark.parametrize(("lines", "day"), [
    ([SISTRA, RETA], date(2024, 3, 1)),
    ([RETA, line("stay", "2024-02-20", reason="esnna")], date(2024, 2, 20)),
    ([RETA, line("stay", "2019-02-20", reason="violence")], date(2024, 3, 1)),
    ([line("missing_report", "2024-01-01", finding="trafficking", finding_date="2024-02-02")], date(2024, 2, 2)),
    ([line("missing_report", "2024-01-01", finding="trafficking")], date(2024, 1, 1)),
    ([RETA, line("screened_complaint", "2024-01-01", finding="looks_like_trafficking", finding_date="2024-01-09")], date(2024, 1, 9)),
    ([RETA, line("screened_complaint", "2024-01-01", finding="no_signs")], date(2024, 3, 1)),
    ([line("victim")], None),
    ([line("suspect", "2024-01-01")], None),
])  # fmt: skip
def test_she_was_first_known_on_the_earliest_day_that_any_register_tells(lines, day):
    assert asked(*lines).detected() == day


def test_a_year_alone_is_late_only_when_it_is_over():
    told = asked(line("victim", "2024"))
    assert (told.detected(), told.certainly_known()) == (date(2024, 1, 1), date(2024, 12, 31))
    assert asked().certainly_known() is None


@pytest.mark.parametrize(("lines", "answer"), [
    ([], "unknown"),
    ([line("victim", "2024-03-01", nationality="PER")], "no"),
    ([line("victim", "2024-03-01", nationality="COL")], "yes"),
    ([line("victim", "2024-03-01", nationality="PER"), line("stay", "2024-03-01", nationality="COL")], "yes"),
    ([line("victim_abroad", "2024-03-01")], "no"),
])  # fmt: skip
def test_foreign(lines, answer):
    assert asked(*lines).foreign() == answer


def consent(day, answer, **more):
    return line("consent", day, "udavit", "mpfn", consent_for="shelter", answer=answer, **more)


@pytest.mark.parametrize(("lines", "refused"), [
    ([], False),
    ([consent("2024-03-01", "refused")], True),
    ([consent("2024-03-01", "revoked")], True),
    ([consent("2024-03-01", "given")], False),
    ([consent("2024-03-01", "given", revoked_date="2024-05-01")], True),
    ([consent("2024-03-01", "given", revoked_date="2024-08-01")], False),
    ([consent("2024-03-01", "refused"), consent("2024-04-01", "given")], False),
    ([consent("2024-04-01", "refused"), consent("2024-03-01", "given")], True),
    ([consent("2024-04-01", "given"), consent("2024-04-01", "refused")], True),
    ([consent("2024-04-01", "refused"), consent("2024-04-01", "given")], True),
    ([consent("2024-08-01", "refused")], False),
    ([consent("2024-03-01", "not_able")], False),
    ([consent("2024-03-01", "replaced_by_duty")], False),
    ([consent("", "refused")], True),
])  # fmt: skip
def test_a_refusal_stands_until_she_says_otherwise(lines, refused):
    """SAFEGUARDS 1."""
    assert asked(*lines).refused("shelter", DAY) is refused
    assert not asked(*lines).refused("health", DAY)


def test_regions_roles_registers_and_types():
    told = asked(
        line("victim", "2024-03-02", "reta", territory="150101"), line("service", "2024-03-01", "cem", territory="08"), line("call")
    )
    assert told.regions == ("08", "15")
    assert told.roles == {"victim", "attended"}
    assert [event.line for event in told.in_register("reta")] == [1]
    assert [event.line for event in told.of_type("victim", "service")] == [2, 1]
    assert told.of_type("stay") == ()


def test_an_event_says_what_it_says_and_nothing_else():
    victim, plan = read(
        line("victim", "2024-03", offences=["trafficking"], minor=False), line("reintegration_plan", "2024", due_date="2025-02")
    )
    assert victim.says("offences", "trafficking", "other")
    assert not victim.says("offences", "other")
    assert victim.says("minor", False)
    assert not victim.says("rescued", False)
    assert (victim.first, victim.last) == (date(2024, 3, 1), date(2024, 3, 31))
    assert plan.said["due_date"] == Days(date(2025, 2, 1), date(2025, 2, 28))
    assert not plan.says("due_date", date(2025, 2, 1))
    assert plan.day("due_date") == date(2025, 2, 1)
    assert plan.day("done_date") is None
    assert plan.ended("due_date", date(2025, 2, 1))
    assert not plan.ended("due_date", date(2025, 1, 31))
    assert not plan.ended("done_date", date(2025, 1, 31))


def test_the_woman_is_an_adult():
    assert asked(WOMAN).minor_on(DAY) == "no"
