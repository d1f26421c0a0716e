"""The examiner itself: what agrees is counted as agreeing, what does not is told, and what is open is not scored."""

from pathlib import Path

import pytest
from following import examiner

SPEAKS_OF = {"no_defender": "no_defender", "plan_late": "no_plan"}


def expected(**told):
    row = {"person": "A", "today": "2017-10-31", "why": "For a reason.", "stages": {}, "must": [], "must_not": [], "open": []}
    return examiner.expectation(row | told)


def answer(person="A", alarms=(), status="open", **stages):
    return {
        "person": person,
        "stages": {stage: {"state": state} for stage, state in stages.items()},
        "alarms": [{"rule": rule} for rule in alarms],
        "status": status,
    }


@pytest.mark.parametrize(
    ("written", "state", "agrees"),
    [
        ("done", "done", True),
        ("done", "due", False),
        ("due|pending", "pending", True),
        ("!done", "unknown", True),
        ("!done", "done", False),
        ("!due|pending", "pending", False),
    ],
)
def test_a_stage_agrees_with_what_its_expectation_allows(written, state, agrees):
    score = examiner.examine([expected(stages={"rescue": written})], [answer(rescue=state)], SPEAKS_OF)
    assert (score.stages_asked, score.stages_agreed) == (1, int(agrees))
    assert [one.point for one in score.disagreements] == ([] if agrees else ["stage rescue"])


def test_an_absent_stage_agrees_only_where_absence_is_allowed():
    wanted = expected(stages={"rescue": "not_needed|absent", "justice": "done"})
    assert examiner.examine([wanted], [answer()], SPEAKS_OF).agreement == 0.5


def test_no_state_but_those_of_the_contract():
    with pytest.raises(ValueError, match="finished"):
        examiner.states("finished")


def test_alarms_are_right_wrong_missed_or_not_scored():
    wanted = expected(must=["no_defender"], must_not=["no_plan"])
    score = examiner.examine([wanted], [answer(alarms=["plan_late", "never_heard_of"])], SPEAKS_OF)
    assert (score.fired_rightly, score.fired_wrongly, score.missed) == (0, 1, 1)
    assert [(one.point, one.answered) for one in score.disagreements] == [("alarm no_plan", "fires"), ("alarm no_defender", "quiet")]
    assert (score.precision, score.recall) == (0, 0)


def test_an_alarm_told_twice_counts_once():
    score = examiner.examine([expected(must=["no_defender"])], [answer(alarms=["no_defender", "no_defender"])], SPEAKS_OF)
    assert (score.fired_rightly, score.precision, score.recall) == (1, 1, 1)


def test_a_person_without_an_answer_agrees_on_nothing():
    score = examiner.examine([expected(stages={"rescue": "done"}, must=["no_plan"], status="open")], [answer("B")], SPEAKS_OF)
    assert (score.stages_agreed, score.missed, score.status_agreed) == (0, 1, 0)


@pytest.mark.parametrize(
    ("wanted", "said", "agrees"),
    [("closed", "closed_dead", 1), ("open", "reopened", 1), ("open", "closed_dead", 0), ("not_a_victim", "not_a_victim", 1)],
)
def test_a_status_is_judged_by_its_family(wanted, said, agrees):
    score = examiner.examine([expected(status=wanted)], [answer(status=said)], SPEAKS_OF)
    assert (score.status_asked, score.status_agreed) == (1, agrees)


def test_scores_join_to_one():
    one = examiner.examine(
        [expected(must=["no_plan"], stages={"rescue": "done"})], [answer(rescue="done", alarms=["plan_late"])], SPEAKS_OF
    )
    two = examiner.examine([expected(must=["no_plan"])], [answer()], SPEAKS_OF)
    told = examiner.join([one, two]).told()
    assert told["persons"] == 2
    assert told["alarms"] == {"rightly": 1, "wrongly": 0, "missed": 1, "precision": 1.0, "recall": 0.5}
    assert told["by_concept"] == {"no_plan": {"rightly": 1, "wrongly": 0, "missed": 1}}
    assert examiner.Score().told()["stages"]["agreement"] == 1.0


def test_a_code_of_a_rule_speaks_of_one_concept_only(tmp_path):
    path = tmp_path / "concepts.toml"
    path.write_text('[a]\nrules = ["x", "x"]\n[b]\nrules = ["y"]\n')
    assert examiner.concepts(path) == {"x": "a", "y": "b"}
    path.write_text('[a]\nrules = ["x"]\n[b]\nrules = ["x"]\n')
    with pytest.raises(ValueError, match="x speaks of a and of b"):
        examiner.concepts(path)
    assert "no_defender" in examiner.concepts(Path(__file__).parent / "concepts.toml")


def test_what_was_planted_is_found_whatever_its_case():
    assert examiner.leaks('{"x": "Plantado-1"}', ["PLANTADO-1", "otra"]) == ["PLANTADO-1"]
