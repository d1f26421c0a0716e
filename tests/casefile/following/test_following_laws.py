"""Laws of the following over ways that nobody wrote by hand: order, unions, refusals, silence; of no person is a line of another's."""

from datetime import date, timedelta

from following.saying import read
from hypothesis import given
from hypothesis import strategies as st

from intertrata.casefile.following.episodes import counted, trajectories
from intertrata.casefile.following.follow import follow_person
from intertrata.casefile.following.follow_table import document
from intertrata.casefile.following.record_schema import followed_types, own_fields
from intertrata.casefile.following.stages import stages
from intertrata.casefile.following.surroundings import Surroundings
from intertrata.casefile.following.trajectory import Trajectory
from intertrata.vocabulary.codes import code_list

TODAY = date(2025, 1, 1)
DAYS = [(date(2023, 1, 1) + timedelta(days=20 * number)).isoformat() for number in range(34)] + ["2024", "2024-02", "2031-01-01", ""]
REGISTERS = ["reta", "sistra", "udavit", "datamart", "car", "cem", ""]
TYPES = sorted(name for name, one in followed_types().items() if one.of != "group")
OF_CARE = [
    "service",
    "defence",
    "interview",
    "referral",
    "notification",
    "stay",
    "complaint",
    "communication",
    "protection_measure",
    "call",
]
"""Types whose records tell of nothing that begins anew: no goal, no sentence, no other detection, no end."""
VALUES = {
    "text": st.sampled_from(["1", "2"]), "texts": st.lists(st.sampled_from(["1", "2"]), max_size=2), "boolean": st.booleans(),
    "integer": st.integers(10, 40), "decimal": st.integers(0, 2), "date": st.sampled_from(DAYS), "territory": st.sampled_from(["15", "08"]),
    "entity": st.just("20131370645"),
}  # fmt: skip
TELLS_OF_AGE = {"age", "minor", "age_group", "exit_kind"}


def values(field):
    one = st.sampled_from([code.code for code in code_list(field.list)]) if field.list else VALUES[field.type]
    return st.lists(one, min_size=1, max_size=2) if field.type == "codes" else one


@st.composite
def records(draw, person="p", types=TYPES, leave_out=frozenset()):
    kind = draw(st.sampled_from(types))
    fields = draw(st.lists(st.sampled_from(own_fields(followed_types()[kind])), max_size=5, unique=True))
    said = {field.name: draw(values(field)) for field in fields if field.name not in leave_out}
    return {"person": person, "type": kind, "date": draw(st.sampled_from(DAYS)), "register": draw(st.sampled_from(REGISTERS))} | said


VICTIM = {"person": "p", "type": "victim", "date": "2023-06-01", "register": "reta", "age": 30}
WAYS = st.lists(records(), max_size=9).map(lambda told: read(VICTIM, *told))


def told(events, today=TODAY):
    return document(follow_person("p", events, Surroundings(), today))


@given(WAYS, st.randoms())
def test_the_order_of_lines_changes_nothing(events, chance):
    mixed = list(events)
    chance.shuffle(mixed)
    assert told(mixed) == told(events)


@given(st.lists(records(), max_size=6), st.randoms())
def test_the_numbers_of_lines_change_only_which_lines_are_named(lines, chance):
    def bare(found):
        return {code: (one["state"], one["due"], one["since"]) for code, one in found["stages"].items()}, found["status"]

    mixed = [VICTIM, *lines]
    chance.shuffle(mixed)
    assert bare(told(read(*mixed))) == bare(told(read(VICTIM, *lines)))


def named(found):
    """Every line that an answer names."""
    for episode in (found, *found["earlier"]):
        for stage in episode["stages"].values():
            yield from stage["records"]
    for alarm in found["alarms"]:
        yield from alarm["records"]
    yield from (one["record"] for one in found["not_counted"])


@given(WAYS, WAYS)
def test_no_answer_names_a_line_of_another_person(hers, others):
    theirs = [event._replace(line=event.line + 100, person="q") for event in others]
    assert set(named(told(hers))) <= {event.line for event in hers}
    assert set(named(document(follow_person("q", theirs, Surroundings(), TODAY)))) <= {event.line for event in theirs}


@given(WAYS, WAYS)
def test_two_ids_that_were_one_person_are_the_union_of_their_events(one, other):
    other = [event._replace(line=event.line + 100) for event in other]
    both = follow_person("p", [*one, *other], Surroundings(), TODAY)
    again = follow_person("p", [*other, *one], Surroundings(), TODAY)
    assert document(both) == document(again)
    assert {line for line, _ in both.not_counted} <= {event.line for event in (*one, *other)}


@given(WAYS, records(types=OF_CARE, leave_out=frozenset(TELLS_OF_AGE)))
def test_a_record_of_care_never_turns_what_is_done_into_what_is_owed(events, record):
    """Of one episode; a closing may be undone by what comes after it, which reopens the file."""
    more = [*events, read(record)[0]._replace(line=100)]
    before, after = (stages(Trajectory("p", counted(each, TODAY).events), TODAY) for each in (events, more))
    for code, one in before.items():
        if one.state == "done" and code != "closure":
            assert after[code].state == "done", code


def without(field):
    def cut(events):
        return [event._replace(said={name: value for name, value in event.said.items() if name != field}) for event in events]

    return cut


@given(WAYS, st.sampled_from(["result", "ruling", "measure", "paid", "reparation", "goal_state", "outcome", "at_risk", "answer"]))
def test_what_is_missing_never_makes_a_stage_done(events, field):
    """But for what a record says against itself: a service that was not given, a plan whose goals are left."""
    if field == "result":  # «no se pudo», «no aceptó» take from a service what it would show
        events = [event for event in events if event.type != "service"]
    if field == "goal_state":
        events = [
            event for event in events if not event.says("goal_state", "planned", "in_course", "not_achieved", "declined", "not_needed")
        ]
    with_it = stages(Trajectory("p", counted(events, TODAY).events), TODAY)
    cut = stages(Trajectory("p", counted(without(field)(events), TODAY).events), TODAY)
    for code, one in cut.items():
        if one.state == "done" and code in with_it and code != "closure":
            assert with_it[code].state in {"done", "not_needed"} or _another_sentence(events, code), code


def _another_sentence(events, code):
    """Where a sentence no longer says that it is one, another that is paid is all there is."""
    return code == "justice" and sum(event.type == "proceeding" for event in events) > 1


@given(WAYS, st.sampled_from(["shelter", "care", "legal_aid", "health", "follow_up"]))
def test_a_recorded_refusal_silences_the_rules_it_is_about(events, purpose):
    """SAFEGUARDS 1: whatever else is known, on the day she says no nobody is alarmed about it."""
    from intertrata.casefile.following.rulebook import rulebook

    no = {"person": "p", "type": "consent", "date": TODAY.isoformat(), "consent_for": purpose, "answer": "refused"}
    found = told([*events, read(no)[0]._replace(line=100)])
    silenced = {rule.code for rule, _ in rulebook() if purpose in rule.silenced_by}
    assert not silenced & {alarm["rule"] for alarm in found["alarms"]}


@given(WAYS)
def test_a_refusal_of_care_leaves_an_adult_nothing_pending_that_she_declined(events):
    no = {"person": "p", "type": "consent", "date": TODAY.isoformat(), "consent_for": "care", "answer": "refused"}
    newest = trajectories("p", counted([*events, read(no)[0]._replace(line=100)], TODAY).events)[-1]
    found = stages(newest, TODAY)
    held = [one for one in newest.of_type("stay") if one.says("shelter_kind", "preventive_centre")]
    if newest.minor_on(TODAY) == "no" and not held and found:
        assert found["protection"].state not in {"pending", "due"}
        assert found["life_plan"].state not in {"pending", "due"}
        assert found["immediate_assistance"].state not in {"pending", "due"}


@given(WAYS, st.dates(date(2022, 6, 1), date(2026, 6, 1)))
def test_what_comes_after_a_day_changes_nothing_on_it(events, day):
    """Law 4: computed from events and a day, so that any day can be asked for."""
    known = [event for event in events if event.first is None or event.first <= day]
    assert {**told(events, day), "not_counted": []} == {**told(known, day), "not_counted": []}


@given(WAYS)
def test_every_state_is_told_with_what_goes_with_it(events):
    for one in follow_person("p", events, Surroundings(), TODAY).stages.values():
        assert (one.state in {"pending", "due", "unknown"}) == (one.by is not None and one.state not in {"done", "declined", "not_needed"})
        assert one.state != "due" or (one.due is not None and one.due <= TODAY)
        assert one.due is None or one.state in {"pending", "due"}
        assert one.records or one.state in {"pending", "due", "unknown"}
