"""Each stage of the protocol: what makes it done, who owes it and until when, and that no silence is taken for done."""

from datetime import date

import pytest
from following.saying import ATTENDED, DEFENDED, GOAL, PLACED, RETA, SENTENCE, SISTRA, WELL, WHOLE, WOMAN, line, read

from intertrata.casefile.following.episodes import trajectories
from intertrata.casefile.following.stages import stages

TODAY = date(2025, 8, 1)


def staged(*lines, today=TODAY):
    return stages(trajectories("p1", sorted(read(*lines), key=lambda event: (event.first or date.max, event.line)))[-1], today)


def state(stage, *lines, today=TODAY):
    return staged(*lines, today=today)[stage].state


def refused(what, day="2024-03-05", answer="refused"):
    return line("consent", day, "udavit", "mpfn", consent_for=what, answer=answer, asked_by="mpfn")


def test_of_a_girl_of_whom_everything_was_done_every_stage_says_which_records_made_it_so():
    told = staged(*WHOLE, line("interview", "2024-03-20", "udavit", "mpfn"))
    assert {code: (one.state, one.due, one.by, one.since, one.records) for code, one in told.items()} == {
        "rescue": ("done", None, "pnp", date(2024, 3, 1), (1,)),
        "complaint": ("done", None, "mpfn", date(2024, 3, 2), (1, 2)),
        "immediate_assistance": ("done", None, "minjusdh", date(2024, 3, 2), (3, 4, 9)),
        "protection": ("done", None, "mimp", date(2024, 3, 3), (5,)),
        "life_plan": ("done", None, "inabif", date(2025, 1, 10), (6,)),
        "justice": ("done", None, "pj", date(2025, 6, 1), (7,)),
        "closure": ("pending", None, "mimp", date(2024, 3, 1), ()),
    }


def test_who_is_no_victim_has_no_stages():
    assert staged(line("suspect", "2024-03-01")) == {}
    assert staged(line("smuggled_person", "2024-03-01")) == {}


def test_a_ruling_of_the_competent_body_leaves_nothing_needed():
    told = staged(*WHOLE, line("victim", "2025-07-20", "sistra", "mpfn", status="not_a_victim", decided_by="mpfn"))
    assert {(one.state, one.by, one.since, one.records) for one in told.values()} == {("not_needed", "mpfn", date(2025, 7, 20), (9,))}


def test_what_is_owed_is_pending_while_its_term_runs_and_due_from_the_day_it_ends():
    one = staged(RETA, today=date(2024, 3, 1))["complaint"]
    assert (one.state, one.due, one.by, one.since, one.owed) == ("pending", date(2024, 3, 2), "mpfn", date(2024, 3, 1), ("sistra",))
    assert state("complaint", RETA, today=date(2024, 3, 2)) == "due"
    assert state("life_plan", RETA, today=date(2024, 3, 30)) == "pending"
    assert state("life_plan", RETA, today=date(2024, 3, 31)) == "due"


def test_whoever_is_late_first_owes_it():
    assert staged(RETA, ATTENDED)["immediate_assistance"].by == "minjusdh"
    assert staged(RETA, DEFENDED)["immediate_assistance"].by == "mpfn"
    assert staged(line("service", "2024-03-01", standing="victim"))["complaint"].by == "pnp"


@pytest.mark.parametrize(("lines", "found"), [
    ([line("call", "2024-03-01", about_trafficking=True)], "due"),
    ([line("complaint", "2024-03-01", offences=["trafficking"])], "done"),
    ([line("referral", "2024-03-01")], "done"),
    ([line("victim")], "done"),
    ([line("call", about_trafficking=True)], "unknown"),
])  # fmt: skip
def test_rescue_or_detection(lines, found):
    assert state("rescue", *lines) == found


@pytest.mark.parametrize(("lines", "found"), [
    ([RETA, SISTRA], "done"),
    ([RETA, line("complaint", "2024-03-05", "sistra")], "done"),
    ([RETA, line("notification", "2024-03-05", "sistra")], "due"),
    ([RETA, line("communication", "2024-03-05", "sistra")], "due"),
    ([RETA, line("complaint", "2024-03-05")], "unknown"),
    ([line("victim")], "unknown"),
    ([line("victim", "", "reta")], "unknown"),
    ([line("victim", "", "reta"), line("victim", "", "sistra")], "done"),
])  # fmt: skip
def test_complaint_in_both_registers(lines, found):
    assert state("complaint", *lines) == found


@pytest.mark.parametrize(("lines", "found"), [
    ([ATTENDED, DEFENDED], "done"),
    ([ATTENDED, line("service", "2024-03-03", sponsored=True, service_kind=["legal"])], "done"),
    ([ATTENDED, refused("legal_aid")], "done"),
    ([ATTENDED, line("defence", "2024-03-03", ended_by="declined", until="2024-03-09")], "done"),
    ([ATTENDED], "due"),
    ([DEFENDED], "due"),
    ([line("interview", "2024-03-03")], "due"),
    ([refused("care")], "declined"),
    ([refused("care"), DEFENDED], "declined"),
    ([refused("care"), refused("care", "2024-04-05", "given")], "due"),
    ([refused("care"), refused("legal_aid", "2024-03-05", "given")], "due"),
    ([refused("legal_aid", "2024-03-01", "given"), refused("care")], "declined"),
    ([DEFENDED, line("service", "2024-03-03", service_kind=["medical"], result="declined", standing="victim")], "declined"),
    ([DEFENDED, line("service", "2024-03-03", result="declined", standing="victim"), refused("care", "2024-04-01", "given")], "due"),
    ([DEFENDED, line("service", "2024-03-03", service_kind=["medical"], result="waiting", standing="victim")], "due"),
    ([DEFENDED, line("service", "2024-03-03", service_kind=["medical"], standing="relative")], "due"),
    ([DEFENDED, line("service", "2031-03-03", service_kind=["medical"], standing="victim")], "due"),
])  # fmt: skip
def test_immediate_assistance(lines, found):
    """SAFEGUARDS 1: care does not depend on an interview, and a refusal is an exit of its own."""
    assert state("immediate_assistance", RETA, *lines) == found


def care(measure, **more):
    return line("protection_proceeding", "2024-03-02", "upe", "mimp", measure=measure, **more)


@pytest.mark.parametrize(("lines", "found"), [
    ([PLACED], "done"),
    ([care("foster_family")], "done"),
    ([care("with_family", ruling_date="2024-03-04")], "done"),
    ([care("with_family", ruling_date="2031-03-04")], "due"),
    ([care("residential")], "due"),
    ([care("residential"), line("stay", "2024-03-03", shelter_kind="car")], "done"),
    ([line("stay", "2024-03-03", shelter_kind="preventive_centre")], "due"),
    ([line("protection_measure", "2024-03-03", measure="police_protection")], "due"),
    ([line("protection_proceeding", "2024-03-02", ruling="none")], "not_needed"),
    ([line("protection_proceeding", "2024-03-02", ruling="none"), line("stay", "2024-03-03", shelter_kind="preventive_centre")], "due"),
    ([refused("shelter")], "due"),
    ([line("follow_up", "2024-04-02", living="own_family", at_risk=False)], "due"),
    ([], "due"),
])  # fmt: skip
def test_protection_of_a_child(lines, found):
    """SAFEGUARDS 6: family care comes before residence and is protection; no refusal of a child ends the duty of the UPE."""
    assert state("protection", RETA, *lines) == found


@pytest.mark.parametrize(("lines", "found"), [
    ([line("stay", "2024-03-03", shelter_kind="hrt")], "done"),
    ([line("protection_measure", "2024-03-03", measure="police_protection")], "done"),
    ([line("protection_measure", "2024-03-03", measure="police_protection", complied=False)], "due"),
    ([line("protection_measure", "2024-03-03", standing="relative")], "due"),
    ([refused("shelter")], "declined"),
    ([refused("care")], "declined"),
    ([refused("shelter"), refused("shelter", "2024-05-01", "given")], "due"),
    ([refused("shelter"), refused("care", "2024-05-01", "given")], "declined"),
    ([line("referral", "2024-03-02", reason="shelter", outcome="declined")], "declined"),
    ([line("referral", "2024-03-02", reason="shelter", answer="rejected", rejection_reason="person_declined")], "declined"),
    ([line("referral", "2024-03-02", reason="shelter", outcome="not_needed")], "not_needed"),
    ([line("follow_up", "2024-04-02", living="alone", at_risk=False)], "not_needed"),
    ([line("follow_up", "2024-04-02", living="alone")], "due"),
    ([line("follow_up", "2024-04-02", living="street", at_risk=False)], "due"),
    ([], "due"),
])  # fmt: skip
def test_protection_of_an_adult_is_by_agreement(lines, found):
    assert state("protection", WOMAN, *lines) == found


def test_a_measure_from_when_she_was_a_child_is_no_shelter_she_agreed_to():
    girl = line("victim", "2020-03-01", age=16)
    assert state("protection", girl, line("protection_measure", "2020-03-03")) == "due"


def goal(state, ordinal="2", **more):
    return line("reintegration_plan", "2024-04-01", "car", "inabif", number="P", ordinal=ordinal, goal_state=state, **more)


@pytest.mark.parametrize(("lines", "found"), [
    ([GOAL], "done"),
    ([GOAL, goal("declined")], "done"),
    ([GOAL, goal("planned", due_date="2025-01-01")], "due"),
    ([GOAL, goal("in_course", due_date="2026-01-01")], "pending"),
    ([GOAL, goal("in_course")], "pending"),
    ([GOAL, goal("not_achieved", due_date="2025-01-01")], "due"),
    ([GOAL, goal("planned"), line("reintegration_plan", "2024-09-01", number="P", ordinal="2", goal_state="achieved")], "done"),
    ([goal("declined"), goal("not_needed", "3")], "declined"),
    ([goal("not_needed")], "not_needed"),
    ([goal("planned"), refused("care")], "declined"),
    ([goal("", due_date="2025-01-01")], "unknown"),
    ([goal("planned", agreed=False)], "due"),
    ([refused("care")], "declined"),
    ([], "due"),
])  # fmt: skip
def test_a_plan_on_paper_is_not_done(lines, found):
    assert state("life_plan", RETA, *lines) == found


def test_the_institution_whose_goal_is_late_owes_the_plan():
    late = goal("planned", "3", due_date="2025-01-01", responsible="minedu")
    one = staged(RETA, goal("planned", due_date="2025-02-01", responsible="minsa"), late)["life_plan"]
    assert (one.by, one.due, one.records) == ("minedu", date(2025, 1, 1), (2, 3))


def judged(outcome, **more):
    return line("proceeding", "2024-05-01", "poder_judicial", "pj", outcome=outcome, **more)


@pytest.mark.parametrize(("lines", "found", "by"), [
    ([SENTENCE], "done", "pj"),
    ([judged("convicted", reparation=1000, paid="999.99")], "pending", "pj"),
    ([judged("convicted", reparation=0)], "pending", "pj"),
    ([judged("convicted", reparation=1000)], "unknown", "pj"),
    ([judged("convicted")], "unknown", "pj"),
    ([SENTENCE, judged("convicted", reparation=500, paid=0)], "pending", "pj"),
    ([judged("convicted", outcome_date="2031-01-01", reparation=1, paid=1)], "pending", "mpfn"),
    ([judged("in_process", stage="trial")], "pending", "pj"),
    ([judged("in_process", stage="preliminary")], "pending", "mpfn"),
    ([judged("archived")], "pending", "mpfn"),
    ([judged("acquitted", stage="trial"), judged("dismissed")], "pending", "mpfn"),
    ([judged("archived"), SENTENCE], "done", "pj"),
    ([], "pending", "mpfn"),
])  # fmt: skip
def test_justice_and_reparation(lines, found, by):
    one = staged(RETA, *lines)["justice"]
    assert (one.state, one.by) == (found, by)


def test_an_archive_takes_the_term_away_and_nothing_else():
    """SAFEGUARDS 7."""
    assert staged(RETA)["justice"].due == date(2026, 3, 1)
    assert staged(RETA, judged("archived"))["justice"].due is None
    with_archive, without = staged(RETA, judged("archived")), staged(RETA)
    assert {code: one for code, one in with_archive.items() if code != "justice"} == {
        code: one for code, one in without.items() if code != "justice"
    }


@pytest.mark.parametrize(("lines", "found"), [
    ([refused("follow_up")], "declined"),
    ([line("follow_up", "2024-05-01", wishes=False)], "declined"),
    ([line("follow_up", "2024-05-01", wishes=False), refused("follow_up", "2024-06-01", "given")], "pending"),
    ([line("stay", "2024-05-01", until="2024-06-01", exit_kind="death")], "done"),
    ([], "pending"),
])  # fmt: skip
def test_closure(lines, found):
    assert state("closure", RETA, *lines) == found


def test_a_victim_who_is_a_suspect_too_has_a_victims_stages():
    """SAFEGUARDS 14."""
    suspect = line("suspect", "2024-03-01", "sistra", procedural_status="accused")
    assert {code: one.state for code, one in staged(*WHOLE, suspect).items()} == {code: one.state for code, one in staged(*WHOLE).items()}


def test_a_term_never_runs_past_the_last_day_of_the_calendar():
    assert staged(line("victim", "9999-12-31"), today=date.max)["justice"].due == date.max


def test_the_latest_day_that_a_date_may_mean_begins_the_term():
    """Nobody is late before the year is over."""
    one = staged(line("victim", "2025", "reta"))["complaint"]
    assert (one.state, one.since, one.due) == ("pending", date(2025, 1, 1), date(2026, 1, 1))
    assert WELL["type"] == "follow_up"
