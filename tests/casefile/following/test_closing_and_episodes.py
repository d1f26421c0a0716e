"""How a file ends and opens again: closings, episodes, what counts, one status. No archive, acquittal or exit from a shelter ends one."""

from datetime import date

import pytest
from following.saying import GOAL, RETA, SISTRA, WHOLE, WOMAN, line, read

from intertrata.casefile.following.closing import closing
from intertrata.casefile.following.episodes import NotCounted, counted, trajectories
from intertrata.casefile.following.follow import follow_person
from intertrata.casefile.following.surroundings import Surroundings

TODAY = date(2027, 1, 1)


def ordered(*lines):
    return counted(read(*lines), TODAY).events


def ended(*lines, adult=True, today=TODAY):
    found = closing(ordered(*lines), adult=adult, today=today)
    return found and (found.outcome, found.day.isoformat())


def seen(day, **more):
    return line("follow_up", day, "cem", "mimp", **({"reached": True, "at_risk": False} | more))


YEAR = (seen("2025-02-01"), seen("2025-07-01"), seen("2026-02-01"))
FAR = tuple(seen(day, reached=False) for day in ("2025-02-01", "2025-03-01", "2025-04-01"))
HOME = line("repatriation", "2025-05-01", "migraciones", "migraciones", from_country="PER", to_country="COL", voluntary=True)


@pytest.mark.parametrize(("lines", "found"), [
    ([line("stay", "2024-01-01", until="2025-01-01", exit_kind="death")], ("dead", "2025-01-01")),
    ([line("stay", "2024-01-01", exit_kind="death")], ("dead", "2024-01-01")),
    ([line("missing_report", "2024-01-01", found="found_dead", found_date="2024-02-01")], ("dead", "2024-02-01")),
    ([line("exchange_case", "2024-01-01", deceased=True)], ("dead", "2024-01-01")),
    ([line("exchange_case", "", deceased=True)], None),
    ([line("stay", "2024-01-01", until="2031-01-01", exit_kind="death")], None),
    ([line("stay", "2024-01-01", until="2025-01-01", exit_kind="family_return")], None),
    ([line("stay", "2024-01-01", until="2025-01-01", exit_kind="independent")], None),
    ([line("proceeding", "2024-01-01", outcome="archived"), line("proceeding", "2024-02-01", outcome="acquitted")], None),
    ([HOME], ("returned", "2025-05-01")),
    ([line("repatriation", "2025-05-01", to_country="COL", voluntary=False)], None),
    ([line("repatriation", "2025-05-01", to_country="PER")], None),
    ([line("repatriation", "2025-05-01")], None),
    ([line("stay", "2024-01-01", until="2025-01-01", exit_kind="returned_abroad")], ("returned", "2025-01-01")),
    ([HOME, line("service", "2025-06-01")], None),
    ([HOME, line("service", "2025-06-01", country="COL")], ("returned", "2025-05-01")),
    ([GOAL, *YEAR], ("reintegrated", "2026-02-01")),
    ([GOAL, *YEAR[:2]], None),
    ([GOAL, YEAR[0], seen("2025-10-01", at_risk=True), YEAR[2]], None),
    ([GOAL, *YEAR, seen("2026-05-01", at_risk=True)], None),
    ([GOAL, *YEAR, line("referral", "2026-05-01")], None),
    ([GOAL, *YEAR, line("service", "2026-05-01")], ("reintegrated", "2026-02-01")),
    ([GOAL, *YEAR, line("stay", "2024-05-01")], None),
    ([GOAL, *YEAR, line("stay", "2024-05-01", until="2025-01-01")], ("reintegrated", "2026-02-01")),
    ([GOAL, seen("2024-02-01"), seen("2025-07-01"), seen("2026-02-01")], None),
    ([line("reintegration_plan", goal_state="achieved"), *YEAR], None),
    ([line("reintegration_plan", "2024-04-01", goal_state="declined"), *YEAR], None),
    ([line("reintegration_plan", "2024-04-01", goal_state="in_course"), GOAL, *YEAR], None),
    ([*YEAR], None),
    ([*FAR], ("out_of_reach", "2025-04-01")),
    ([*FAR[:2]], None),
    ([*FAR, seen("2025-05-01")], None),
    ([*FAR, line("service", "2025-05-01")], None),
    ([seen("", reached=False), *FAR[:2]], None),
])  # fmt: skip
def test_how_a_file_ends(lines, found):
    assert ended(WOMAN, *lines) == found


def test_a_child_who_does_not_answer_is_looked_for():
    assert ended(RETA, *FAR, adult=False) is None


def followed(*lines, today=TODAY):
    return follow_person("p1", read(*lines), Surroundings(), today)


AGAIN = line("victim", "2026-10-01", "reta", "pnp", age=32, act="2")


@pytest.mark.parametrize(("lines", "spans"), [
    ([WOMAN], [1]),
    ([], [0]),
    ([WOMAN, HOME, AGAIN], [2, 1]),
    ([WOMAN, HOME, line("complaint", "2026-10-01", number="2"), AGAIN], [2, 2]),
    ([WOMAN, HOME, line("complaint", "2026-09-20", number="2"), AGAIN], [2, 2]),
    ([WOMAN | {"act": "2"}, HOME, AGAIN], [3]),
    ([WOMAN, HOME, AGAIN | {"case_numbers": ["N° 00001-2024"]}, line("complaint", "2024-03-01", number="1-2024")], [4]),
    ([WOMAN, HOME, AGAIN, line("complaint", "2026-11-01", number="2", facts_date="2024-02-27")], [4]),
    ([WOMAN, HOME, AGAIN, line("complaint", "2026-11-01", number="2", facts_date="2026-08-27")], [2, 2]),
    ([WOMAN, AGAIN], [2]),
    ([WOMAN, AGAIN, line("complaint", "2026-10-01", number="2", facts_date="2026-08-27")], [1, 2]),
    ([WOMAN, line("victim", "2024-04-01", act="2"), line("complaint", "2024-04-01", number="2", facts_date="2024-03-05")], [3]),
    ([WOMAN, line("missing_report", "2026-10-01", number="2", missing_since="2026-09-01", finding="trafficking")], [1, 1]),
    ([WOMAN, seen("2025-01-01", trafficked_again=True)], [1, 1]),
    ([WOMAN, seen("2025-01-01", trafficked_again=True), seen("2025-02-01", trafficked_again=True)], [1, 2]),
    ([WOMAN, seen("2025-01-01", trafficked_again=True), seen("2025-02-01", trafficked_again=False), seen("2025-03-01", trafficked_again=True)], [1, 2, 1]),
    ([WOMAN, HOME, line("victim", "", "sistra")], [3]),
    ([HOME, WOMAN | {"date": "2025-05-01"}], [2]),
])  # fmt: skip
def test_trafficked_again_is_another_episode_and_a_late_register_is_none(lines, spans):
    assert [len(each.events) for each in trajectories("p1", ordered(*lines))] == spans


NO = line("victim", "2024-06-01", "sistra", "mpfn", status="not_a_victim", decided_by="mpfn")


@pytest.mark.parametrize(("lines", "status"), [
    ([WOMAN, NO], "not_a_victim"),
    ([WOMAN, NO, line("victim", "2024-09-01", "reta", status="not_a_victim", decided_by="pnp")], "not_a_victim"),
    ([WOMAN | {"act": "1"}, NO, line("victim", "2024-09-01", "reta", act="1")], "not_a_victim"),
    ([WOMAN, NO, line("victim", "2024-09-01", status="confirmed", decided_by="pj")], "open"),
    ([WOMAN, NO, AGAIN], "reopened"),
    ([line("suspect", "2024-03-01")], "not_followed"),
    ([line("witness", "2024-03-01", standing="witness")], "not_followed"),
    ([WOMAN], "open"),
    ([WOMAN, HOME], "closed_returned"),
    ([WOMAN, GOAL, *YEAR], "closed_reintegrated"),
    ([WOMAN, *FAR], "closed_out_of_reach"),
    ([RETA, *FAR], "open"),
    ([WOMAN, line("stay", "2024-04-01", exit_kind="death")], "closed_dead"),
    ([WOMAN, *FAR, seen("2025-05-01")], "reopened"),
    ([WOMAN, HOME, line("stay", "2026-01-01")], "reopened"),
    ([WOMAN, HOME, AGAIN], "reopened"),
    ([WOMAN, line("consent", "2024-04-01", consent_for="follow_up", answer="refused")], "open"),
    ([RETA, SISTRA, *(line("consent", "2024-04-01", consent_for=what, answer="refused") for what in ("follow_up", "care"))], "open"),
    ([WOMAN, SISTRA | {"age": 30}, *(line("consent", "2024-04-01", consent_for=what, answer="refused") for what in ("follow_up", "care"))], "closed_declined"),
])  # fmt: skip
def test_the_status_of_the_whole_file(lines, status):
    assert followed(*lines).status == status


def test_an_episode_that_ended_keeps_its_stages_as_they_stood():
    told = followed(*WHOLE, seen("2026-07-01", at_risk=False), RETA | {"date": "2026-10-01", "age": 17})
    assert told.status == "reopened"
    assert [(one.status, one.stages["justice"].state, one.stages["closure"].state) for one in told.earlier] == [
        ("closed_reintegrated", "done", "done")
    ]
    assert told.stages["rescue"].records == (10,)
    assert {one.state for one in told.stages.values()} == {"done", "due", "pending"}


def test_what_is_of_tomorrow_or_before_her_birth_is_told_and_counts_for_nothing():
    lines = (RETA, line("service", "2027-01-02", standing="victim"), line("defence", "2007-03-01"), line("stay", "2008"), line("interview"))
    told = counted(read(*lines), TODAY)
    assert told.left_out == (NotCounted(2, "future"), NotCounted(3, "before_birth"))
    assert [event.line for event in told.events] == [4, 1, 5]
    assert followed(*lines).not_counted == told.left_out
    assert counted([], TODAY) == ([], ())
    assert counted(read(line("victim", age=12)), TODAY).left_out == ()


def test_the_oldest_age_told_says_how_early_she_may_be_born():
    assert counted(read(RETA, SISTRA | {"age": 40}, line("defence", "1999-03-01")), TODAY).left_out == ()


def test_a_month_that_is_not_over_counts():
    assert counted(read(line("victim", "2027-01")), TODAY).left_out == ()
