"""Every rule finds in its examples what they say: where it fires, where it must not, what a refusal does, where it cannot tell."""

import pytest
from rule_examples import FOLDER, alarm, examples, finds

from intertrata.casefile.following.record_lines import event
from intertrata.casefile.following.rulebook import rulebook
from intertrata.vocabulary.codes import code_list

RULES = [rule for rule, _ in rulebook()]
CASES = {"fires", "quiet", "refusal", "cannot_tell"}


def named(example):
    return f"{example.rule}: {example.says}"


@pytest.mark.parametrize("example", examples(), ids=named)
def test_a_rule_finds_what_its_example_says(example):
    assert finds(example.rule, example.events, example.today) == example_says(example)


@pytest.mark.parametrize("example", [one for one in examples() if isinstance(one.finds, dict) and "responsible" in one.finds], ids=named)
def test_an_alarm_names_who_must_act(example):
    assert alarm(example.rule, example.events, example.today).responsible == example.finds["responsible"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_all_its_examples(rule):
    """One that fires, one that must not, one that cannot tell, and for every refusal that silences it one that it silences."""
    mine = examples(rule.code)
    assert {one.case for one in mine} == CASES
    assert all(case_of(one) == one.case for one in mine if one.case != "refusal")
    assert any("responsible" in one.finds for one in mine if one.case == "fires")
    silenced = {refused for one in mine if one.case == "refusal" and one.finds == "quiet" for refused in refusals(one)}
    assert {*rule.silenced_by, *rule.silenced_each.values()} <= silenced


def case_of(example):
    if example.finds == "quiet":
        return "quiet"
    return "cannot_tell" if "cannot_tell" in example.finds else "fires"


def refusals(example):
    told = [one for one in example.records if one["type"] == "consent"]
    return {one["consent_for"] for one in told if one["answer"] in {"refused", "revoked"} or "revoked_date" in one}


def test_every_example_is_of_a_rule():
    assert {path.stem for path in FOLDER.glob("*.jsonl")} == {rule.code for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_refusal_of_something_else_silences_nothing(rule):
    """SAFEGUARDS 1: whatever fires goes on firing, since the same day, when she refuses any other thing."""
    for example in firing(rule):
        for purpose in {one.code for one in code_list("consent_for")} - {*rule.silenced_by, *rule.silenced_each.values()}:
            assert finds(rule.code, [*example.events, *consent(purpose, "refused")], example.today)["since"] == example.finds["since"], (
                purpose
            )


@pytest.mark.parametrize("rule", [one for one in RULES if one.silenced_by], ids=lambda rule: rule.code)
def test_a_refusal_of_its_thing_silences_a_rule_until_she_asks_for_it(rule):
    for example in firing(rule):
        for purpose in rule.silenced_by:
            refused = [*example.events, *consent(purpose, "refused")]
            assert finds(rule.code, refused, example.today) == "quiet"
            asked = finds(rule.code, [*refused, *consent(purpose, "given", "2017-08-31")], example.today)
            assert asked["since"] == example.finds["since"]


def firing(rule):
    return [one for one in examples(rule.code) if case_of(one) == "fires"]


def example_says(example):
    return (
        {name: value for name, value in example.finds.items() if name != "responsible"}
        if isinstance(example.finds, dict)
        else example.finds
    )


def consent(purpose, answer, day="2017-08-30"):
    told = {
        "person": "p",
        "type": "consent",
        "date": day,
        "register": "udavit",
        "institution": "mpfn",
        "consent_for": purpose,
        "answer": answer,
    }
    return [event(900 + day.endswith("31"), told)]
