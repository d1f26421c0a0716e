"""The pure rules of referrals: the declared life, lawful flows, who sees what. As laws over everything that is declared, and case by case."""

import copy
import tomllib
from datetime import date
from importlib.resources import files

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.access.permissions import POLICE
from intertrata.casefile.referrals import flows as lawful
from intertrata.casefile.referrals import sight, states
from intertrata.casefile.referrals.flows import Answered, Asked, Known, flows, flows_of
from intertrata.casefile.referrals.states import Party, life, life_of
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.records import record_types
from intertrata.vocabulary.workdays import calendar

STEPS = sorted(life().steps)
INSTITUTIONS = [one.code for one in code_list("institution")]
UNITS = [one.code for one in code_list("referral_unit")]
FEW = ["pnp", "mpfn", "mimp", "minsa"]  # so that the same one often stands on two sides
YES = (Answered("data_sharing", "given", "2026-01-01"),)


def told(name):
    return tomllib.loads(files("intertrata.casefile.referrals").joinpath(name).read_text(encoding="utf-8"))


# -- the life ----------------------------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from([*STEPS, "burn"]), max_size=8))
def test_a_state_is_what_its_steps_led_to_and_no_step_leaves_an_end(taken):
    now, lawful_so_far = "", True
    for at, step in enumerate(taken):
        declared = life().steps.get(step)
        allowed = declared is not None and (now in declared.before if declared.before else not now)
        lawful_so_far = lawful_so_far and allowed
        if not lawful_so_far:
            with pytest.raises(Problem):
                life().state(taken[: at + 1])
            break
        assert now not in life().ends
        now = life().state(taken[: at + 1])
        assert now == declared.to
        assert now in life().states


@given(st.sampled_from(["", *sorted(life().states)]), st.sets(st.sampled_from(list(Party))))
def test_a_side_is_offered_its_own_steps_that_the_state_allows_and_no_other(state, parties):
    offered = {step.code for step in life().open_to(state, parties)}
    for code, step in life().steps.items():
        assert (code in offered) == (state in step.before and step.by in parties)


def test_every_state_is_reached_every_end_is_one_and_from_no_other_is_there_no_way_out():
    assert life().states == {one.code for one in code_list("referral_state")}
    assert set(life().steps) == {one.code for one in code_list("referral_step")}
    assert life().ends == {"rejected", "done", "withdrawn"}
    assert life().state([]) == ""


@pytest.mark.parametrize(
    ("change", "value"),
    [
        (("step", "burn"), {"from": [], "to": "sent", "by": "sender", "says": []}), (("step", "accept", "to"), "gone"), (("step", "close", "from"), ["gone"]),
        (("step", "reject", "says"), ["why"]), (("step", "accept", "from"), ["accepted"]), (("step", "accept", "by"), "nobody"),
    ],
)  # fmt: skip
def test_a_life_with_an_unknown_step_state_field_or_side_or_a_state_never_reached_is_the_makers_mistake(change, value):
    spoiled = told("steps.toml")
    *path, last = change
    at = spoiled
    for part in path:
        at = at[part]
    at[last] = value
    with pytest.raises(ValueError, match=r"."):
        life_of(spoiled)


# -- flows -------------------------------------------------------------------------------------------------------------


@given(
    st.sampled_from(INSTITUTIONS), st.sampled_from([*UNITS, "nowhere"]), st.sampled_from([one.code for one in code_list("referral_reason")]),
    st.sampled_from([*(one.code for one in code_list("legal_basis")), "none"]), st.booleans(), st.booleans(),
)  # fmt: skip
def test_nothing_goes_to_a_consulate_or_to_migraciones_without_her_yes_and_nothing_on_consent_that_is_not_recorded(
    sender, unit, reason, basis, minor, asylum
):
    refused = False
    try:
        flows().judge(Asked(sender, unit, reason, basis), Known(minor, asylum))
    except Problem as problem:
        refused = problem.code == "referral_not_lawful"
    silent = unit.startswith(("mrree", "migraciones")) or basis in {"consent", "none"} or unit == "nowhere"
    assert refused or not silent
    assert refused or not (sender in POLICE and unit == "inabif_car")


def judged(sender="mpfn", unit="mimp_cem", reason="care", basis="consent", *, minor=False, asylum=False, answers=YES):
    try:
        flows().judge(Asked(sender, unit, reason, basis), Known(minor, asylum, tuple(answers)))
    except Problem as problem:
        return problem.where["why"]
    return ""


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, ""),
        ({"answers": []}, "No consta"),
        ({"answers": [*YES, Answered("data_sharing", "refused", "2026-01-02")]}, "No consta"),
        ({"answers": [*YES, Answered("data_sharing", "refused", "2026-01-01")]}, "No consta"),
        ({"answers": [Answered("data_sharing", "refused", "2025-01-02"), *YES]}, ""),
        ({"answers": [*YES, Answered("care", "refused", "2026-02-02")]}, "No consta"),
        ({"answers": [*YES, Answered("data_sharing", "refused", "")]}, "No consta"),
        ({"answers": [Answered("data_sharing", "given", ""), Answered("data_sharing", "refused", "2026-01-01")]}, "No consta"),
        ({"answers": [Answered("data_sharing", "given", "2026-01-01", revoked=True)]}, "No consta"),
        ({"answers": [Answered("follow_up", "given", "2026-01-01")]}, "No consta"),
        ({"basis": "child_protection", "minor": True, "answers": []}, ""),
        ({"basis": "child_protection"}, "menores"),
        ({"unit": "inabif_car", "reason": "shelter", "basis": "agreement_with_prosecutor", "minor": True}, "adultas"),
        ({"unit": "inabif_car", "reason": "shelter", "basis": "agreement_with_prosecutor", "sender": "mimp"}, "fundarse"),
        ({"unit": "inabif_car", "reason": "shelter", "basis": "court_order", "sender": "pnp"}, "previsto"),
        ({"unit": "inabif_car", "reason": "shelter", "basis": "court_order"}, ""),
        ({"unit": "mimp_cem", "reason": "investigation"}, "previsto"),
        ({"basis": "rfn_4268"}, "no vale"),
        ({"basis": "nothing"}, "no vale"),
        ({"unit": "mrree_consular", "reason": "return"}, "No consta"),
        ({"unit": "mrree_consular", "reason": "return", "answers": [Answered("consular_notice", "given", "2026-01-01")]}, ""),
        ({"unit": "mrree_consular", "reason": "return", "answers": [Answered("consular_notice", "given", "2026-01-01")], "asylum": True}, "asilo"),
        ({"unit": "migraciones_residencia", "reason": "other", "answers": [Answered("migration_notice", "given", "2026-01-01")]}, ""),
        ({"unit": "migraciones_residencia", "reason": "other", "basis": "court_order"}, "no vale"),
    ],
)  # fmt: skip
def test_a_way_is_open_or_shut_with_its_reason(said, why):
    found = judged(**said)
    assert why in found
    assert bool(why) == bool(found)


def test_units_are_offered_in_the_order_of_their_list_without_those_the_sender_may_not_send_to():
    assert flows().units("mpfn") == UNITS
    assert flows().units("pnp") == [unit for unit in UNITS if unit != "inabif_car"]
    assert all(lawful.institution_of(unit) in INSTITUTIONS for unit in UNITS)


def test_a_term_counts_business_days_from_the_row_that_held_on_the_day_it_was_sent():
    assert flows().due("shelter", date(2026, 11, 27), calendar()) == date(2026, 11, 30)  # Friday, Monday
    written = told("flows.toml")
    written["term"].append({"reasons": ["shelter"], "from": date(2026, 1, 1), "days": 2})
    assert flows_of(written).due("shelter", date(2026, 11, 27), calendar()) == date(2026, 12, 1)
    assert flows_of(written).due("shelter", date(2020, 11, 27), calendar()) == date(2020, 11, 30)


def spoiled_by(change):
    written = copy.deepcopy(told("flows.toml"))
    change(written)
    return written


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one["flow"][0]["units"].append("nowhere"), lambda one: one["flow"][0]["reasons"].append("whim"),
        lambda one: one["flow"][0].update(bases=["whim"]), lambda one: one["flow"][0]["consent_for"].append("whim"),
        lambda one: one["flow"][0].update(not_from=["nobody"]), lambda one: one["flow"][0].update(never="whim"), lambda one: one["basis"].pop("consent"),
        lambda one: one["flow"][-1].update(bases=["consent", "court_order"]), lambda one: one["flow"][0].update(consent_for=[]),
        lambda one: one["flow"].append(one["flow"][0]), lambda one: one["term"].pop(),
    ],
)  # fmt: skip
def test_a_flow_that_names_what_nobody_declared_is_the_makers_mistake(change):
    with pytest.raises(ValueError, match=r"."):
        flows_of(spoiled_by(change))


def test_every_flow_and_term_that_nobody_has_read_says_so():
    assert all("to confirm" in one["source"] or one["source"].startswith("SAFEGUARDS") for one in told("flows.toml")["flow"])


# -- who sees what -----------------------------------------------------------------------------------------------------

FIELDS = {field.name for field in record_types()["referral"].payload_fields} | {"state"}
TABLE = {
    "sender": {"sender", "receiver", "receiver_unit", "jurisdiction", "outcome", "rejection_reason", "identity"},
    "receiver": {"sender", "receiver", "receiver_unit", "jurisdiction", "outcome", "rejection_reason", "identity"},
    "passed": {"sender", "receiver", "receiver_unit"},
    "police_sender": {"sender", "receiver", "receiver_unit", "identity"},
    "police_receiver": {"sender", "receiver", "receiver_unit", "jurisdiction", "outcome", "rejection_reason", "identity"},
    "police_passed": {"sender"},
    "": set(),
}
TELLING = {"sender", "receiver", "receiver_unit", "jurisdiction", "outcome", "rejection_reason", "identity"}


def test_the_table_of_who_sees_what_names_nobody_else_and_no_field_that_there_is_not():
    declared = told("sight.toml")
    assert set(declared) == set(TABLE) - {""}
    assert {field for fields in declared.values() for field in fields} <= FIELDS | {"identity"}


@pytest.mark.parametrize("standing", TABLE)
def test_who_stands_so_sees_these_of_the_fields_that_tell_where_she_is(standing):
    assert sight.sees(standing) & TELLING == TABLE[standing]
    assert not sight.sees(standing) & {"about", "passed_by", "office", "ubigeo", "case_numbers", "nationality"}


@given(
    st.fixed_dictionaries({
        "sender": st.sampled_from(FEW), "receiver": st.sampled_from(FEW), "receiver_unit": st.sampled_from(UNITS),
        "passed_by": st.one_of(st.none(), st.lists(st.sampled_from(FEW))), "outcome": st.just("attended"), "jurisdiction": st.just("df_cusco"),
        "rejection_reason": st.just("no_place"),
    }),
    st.sampled_from(["", *FEW]),
)  # fmt: skip
def test_the_police_never_learn_where_she_went_on_to_and_who_is_nothing_to_it_learns_nothing(payload, reader):
    shown = sight.visible(payload, reader)
    passed = payload["passed_by"] or []
    if reader not in {payload["sender"], payload["receiver"], *passed} or not reader:
        assert shown == {}
    if reader in POLICE and payload["receiver"] != reader:
        assert not set(shown) & {"outcome", "jurisdiction", "rejection_reason"}
        assert not (passed and set(shown) & {"receiver", "receiver_unit"})


@given(
    st.lists(
        st.fixed_dictionaries({
            "sender": st.sampled_from(FEW), "receiver": st.sampled_from(FEW), "receiver_unit": st.sampled_from(UNITS),
            "passed_by": st.one_of(st.none(), st.lists(st.sampled_from(FEW))),
        }),
        min_size=1,
    ),
    st.sampled_from(FEW),
)  # fmt: skip
def test_a_table_says_of_each_row_what_the_rule_says_of_it_alone(rows, reader):
    schema = {"sender": pl.String, "receiver": pl.String, "receiver_unit": pl.String, "passed_by": pl.List(pl.String)}
    table = pl.DataFrame(rows, schema=schema).with_columns(sight.standing_of(reader).alias("standing"))
    assert table["standing"].to_list() == [sight.stands_to(row, reader) or None for row in rows]
    assert table.select(sight.unit_of()).to_series().to_list() == [sight.visible(row, reader).get("receiver_unit") for row in rows]


def test_the_module_knows_no_side_but_two_and_nobody_is_nothing_to_a_referral():
    assert sight.stands_to({"sender": "", "receiver": ""}, "") == ""
    assert {one.value for one in states.Party} == {"sender", "receiver"}
