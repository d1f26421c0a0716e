"""Records as an institution would send them, read by the real reader: what tests of the following are told.

In: lines as a file holds them. Out: events. Nobody in them exists.
"""

import json

from intertrata.casefile.following.record_lines import event, parsed

PERSON = "p1"


def line(type, date="", register="", institution="", person=PERSON, **said):
    """One line of a file, without what is not said."""
    told = {"person": person, "type": type, "date": date, "register": register, "institution": institution, **said}
    return {name: value for name, value in told.items() if value != ""}


def read(*lines):
    """The events of these lines, numbered from 1."""
    return [event(number, parsed(number, json.dumps(one).encode())) for number, one in enumerate(lines, start=1)]


RETA = line("victim", "2024-03-01", "reta", "pnp", age=15, status="presumed")
SISTRA = line("victim", "2024-03-02", "sistra", "mpfn", age=15, status="presumed")
ATTENDED = line("service", "2024-03-01", "udavit", "mpfn", service_kind=["psychological"], provider="mpfn", standing="victim")
DEFENDED = line("defence", "2024-03-02", "datamart", "minjusdh")
PLACED = line("protection_proceeding", "2024-03-01", "upe", "mimp", ruling="risk", ruling_date="2024-03-03", measure="extended_family")
GOAL = line("reintegration_plan", "2024-04-01", "car", "inabif", number="P", ordinal="1", goal_state="achieved", done_date="2025-01-10")
SENTENCE = line(
    "proceeding", "2024-05-01", "poder_judicial", "pj", outcome="convicted", outcome_date="2025-06-01", reparation=1000, paid=1000
)
WELL = line("follow_up", "2025-07-01", "cem", "mimp", reached=True, at_risk=False)
WHOLE = (RETA, SISTRA, ATTENDED, DEFENDED, PLACED, GOAL, SENTENCE, WELL)
"""A girl of 15 of whom everything was done: reintegrated on 2025-07-01."""
WOMAN = line("victim", "2024-03-01", "reta", "pnp", age=30, status="presumed")
