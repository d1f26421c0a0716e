"""What of stages and alarms an account is shown (SAFEGUARDS 11): what is out of sight is not told of, and it fails closed."""

from datetime import date

import pytest
from following.saying import ATTENDED, DEFENDED, PLACED, RETA, WOMAN, line, read
from hypothesis import given
from hypothesis import strategies as st

from intertrata.access.sight import NOTHING, Sight, kinds, sight
from intertrata.casefile.following.follow import follow_person
from intertrata.casefile.following.rulebook import THEMES
from intertrata.casefile.following.stage_table import protocol
from intertrata.casefile.following.surroundings import Surroundings
from intertrata.casefile.shown import kinds_told, reaches, shown

TODAY = date(2025, 1, 15)
EVERY = frozenset(kinds())
PREVENTIVE = line(
    "stay", "2024-04-01", "centros_preventivos", "pronacej", shelter="C1", shelter_kind="preventive_centre", reason="trafficking"
)
FOLLOWED = [
    follow_person("p1", read(*lines), Surroundings(), TODAY)
    for lines in ((RETA,), (WOMAN, ATTENDED), (RETA, ATTENDED, DEFENDED, PLACED), (RETA, PREVENTIVE))
]


def test_every_stage_and_every_theme_says_which_kinds_it_tells_and_names_only_kinds_there_are():
    assert set(kinds_told()["stage"]) == {row.code for row in protocol().stages}
    assert set(kinds_told()["theme"]) == set(THEMES)
    assert {kind for rows in kinds_told().values() for told in rows.values() for kind in told} <= EVERY
    assert all(told for rows in kinds_told().values() for told in rows.values()), "what tells nothing would be shown to all"


@pytest.mark.parametrize("followed", FOLLOWED)
def test_who_reads_all_is_shown_all_and_who_reads_nothing_nothing(followed):
    whole = shown(followed, Sight(EVERY))
    assert (whole.stages, whole.alarms, whole.status, whole.hidden_stages) == (followed.stages, followed.alarms, followed.status, ())
    for nothing in (NOTHING, Sight(EVERY, bare=True)):
        none = shown(followed, nothing)
        assert (dict(none.stages), none.alarms, none.cannot_tell, none.status) == ({}, (), (), "")
        assert none.hidden_stages == tuple(followed.stages)


@pytest.mark.parametrize("followed", FOLLOWED)
def test_the_police_are_shown_nothing_of_shelter_health_or_plan(followed):
    told = shown(followed, sight("operator", "pnp", "care"))
    assert set(told.stages) == {"rescue", "complaint"}
    assert not {one.rule for one in told.alarms} & {"in_preventive_centre", "never_referred_to_minsa", "no_plan", "no_follow_up"}
    assert told.status == "", "that a file is closed says what became of her"


def test_what_no_table_names_is_shown_to_nobody():
    assert not reaches(Sight(EVERY), "stage", "unheard_of")
    assert reaches(Sight(EVERY), "stage", "rescue")


@given(st.sampled_from(FOLLOWED), st.frozensets(st.sampled_from(sorted(EVERY))), st.sampled_from(sorted(EVERY)))
def test_one_kind_more_never_hides(followed, read_kinds, other):
    less, more = shown(followed, Sight(read_kinds)), shown(followed, Sight(read_kinds | {other}))
    assert set(less.stages) <= set(more.stages)
    assert set(less.alarms) <= set(more.alarms)


def test_what_rests_on_a_record_out_of_sight_says_neither_by_whom_nor_when():
    followed = FOLLOWED[2]
    stage = followed.stages["rescue"]
    told = shown(followed, Sight(EVERY), unseen=stage.records)
    assert (told.stages["rescue"].state, told.stages["rescue"].by, told.stages["rescue"].since, told.stages["rescue"].records) == (
        "done",
        None,
        None,
        (),
    )
    assert not [one for one in told.alarms if set(one.records) & set(stage.records)]
    assert shown(followed, Sight(EVERY), unseen=(999,)).stages == followed.stages
