"""The following judged by trajectories that others wrote: stages and alarms as the texts decide them, nothing planted comes out, and what must
change nothing changes nothing (issue 6)."""

import json
import random
from datetime import date
from pathlib import Path

import pytest
from following import examiner

from intertrata.casefile.following.follow_table import Summary, followed

HERE = Path(__file__).parent
TODAY = date(2017, 10, 31)
CARE = {"no_defender", "never_referred_to_minsa", "no_plan", "no_follow_up"}


def told():
    """Every line of every trajectory, as it stands in its file."""
    for path in sorted((HERE / "trajectories").glob("*.expected.jsonl")):
        yield from examiner.rows((path.parent / path.name.replace(".expected", "")).read_text(encoding="utf-8"))


def expected():
    for path in sorted((HERE / "trajectories").glob("*.expected.jsonl")):
        yield from map(examiner.expectation, examiner.rows(path.read_text(encoding="utf-8")))


def answers(folder, records):
    path = folder / "records.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in records), encoding="utf-8")
    return list(followed(path, TODAY, Summary()))


def judged(answer):
    """What is judged of a person, but for the lines it rests on and for who says it."""
    stages = {stage: (one["state"], one["due"], one["since"]) for stage, one in answer["stages"].items()}
    return stages, sorted((alarm["rule"], alarm["since"]) for alarm in answer["alarms"]), answer["status"]


@pytest.fixture(scope="module")
def as_told(tmp_path_factory):
    return {answer["person"]: answer for answer in answers(tmp_path_factory.mktemp("told"), told())}


def test_stages_and_alarms_are_as_careful_readers_expect(as_told):
    score = examiner.examine(expected(), as_told.values(), examiner.concepts(HERE / "concepts.toml"))
    assert score.agreement >= 0.98, score.disagreements
    assert score.precision >= 0.95, score.disagreements
    assert score.recall >= 0.95, score.disagreements


def otherwise(folder, as_told, records):
    """Who is judged otherwise than as told."""
    return [answer["person"] for answer in answers(folder, records) if judged(answer) != judged(as_told[answer["person"]])]


def test_the_order_of_lines_changes_nothing(tmp_path, as_told):
    records = list(told())
    random.Random(4).shuffle(records)
    assert otherwise(tmp_path, as_told, records) == []


def test_a_record_sent_twice_changes_nothing(tmp_path, as_told):
    assert otherwise(tmp_path, as_told, [row for row in told() for _ in range(2)]) == []


def test_what_is_dated_in_the_future_changes_nothing(tmp_path, as_told):
    planned = [row | {"date": "2031-01-01"} for row in told() if "date" in row and row["person"]]
    assert otherwise(tmp_path, as_told, [*told(), *planned]) == []


def test_a_suspect_mark_changes_nothing_of_a_victim(tmp_path, as_told):
    """SAFEGUARDS 14: non-punishment. Of whom only a call tells, nobody says that she is the victim."""
    more_than_a_call = {row["person"] for row in told() if row["type"] != "call"}
    victims = {person for person, answer in as_told.items() if answer["stages"] and person in more_than_a_call}
    marks = [
        {
            "person": person,
            "type": "suspect",
            "date": "2016-04-01",
            "register": "reta",
            "institution": "pnp",
            "procedural_status": "investigated",
        }
        for person in sorted(victims)
    ]
    assert otherwise(tmp_path, as_told, [*told(), *marks]) == []


def test_who_is_not_competent_makes_nobody_not_a_victim(tmp_path, as_told):
    """MODEL.md: a finding of the body competent to make it."""
    said = [
        row | {"status": "not_a_victim", "decided_by": who}
        for row in told()
        if row["type"] == "victim" and as_told[row["person"]]["stages"]
        for who in ("pnp", "mimp", "chs")
    ]
    assert otherwise(tmp_path, as_told, [*told(), *said]) == []


def test_an_acquittal_or_an_archive_ends_no_care(tmp_path, as_told):
    """SAFEGUARDS 7."""
    ends = [
        {"person": person, "type": "proceeding", "date": "2016-04-01", "register": "poder_judicial", "institution": "pj", "number": "FIN-1"}
        | {"outcome": outcome, "outcome_date": "2017-02-01", "territory": "150101"}
        for person, outcome in zip(
            sorted(person for person in as_told if as_told[person]["stages"]), ("acquitted", "archived") * 500, strict=False
        )
    ]
    for answer in answers(tmp_path, [*told(), *ends]):
        before = as_told[answer["person"]]
        for stage in ("rescue", "complaint", "immediate_assistance", "protection", "life_plan", "closure"):
            assert answer["stages"].get(stage, {}).get("state") == before["stages"].get(stage, {}).get("state"), answer["person"]
        assert CARE & rules(answer) == CARE & rules(before), answer["person"]


def rules(answer):
    return {alarm["rule"] for alarm in answer["alarms"]}


def test_who_says_no_to_all_care_is_left_in_peace(tmp_path, as_told):
    """SAFEGUARDS 1: a recorded refusal silences, and raises nothing but that an adult is kept where she does not want to be."""
    more_than_a_call = {row["person"] for row in told() if row["type"] != "call"}  # who was known by a call alone is met when she is asked
    noes = [
        {
            "person": person,
            "type": "consent",
            "date": "2017-10-31",
            "register": "udavit",
            "institution": "mpfn",
            "consent_for": "care",
            "answer": "refused",
        }
        for person in as_told
        if as_told[person]["stages"] and person in more_than_a_call
    ]
    for answer in answers(tmp_path, [*told(), *noes]):
        before = as_told[answer["person"]]
        assert not CARE & rules(answer), answer["person"]
        assert rules(answer) <= rules(before) | {"sheltered_after_refusing"}, answer["person"]


def test_two_ids_of_one_person_are_their_union_and_split_into_what_they_were(tmp_path, as_told):
    """DESIGN.md law 6: a merge can be undone and gives back exactly what was there."""
    apart = [
        row | {"person": f"{row['person']}{'-b' if number % 2 else '-a'}"} if row["person"] else row for number, row in enumerate(told())
    ]
    assert {answer["person"][:-2] for answer in answers(tmp_path, apart)} == set(as_told)
    joined = [row | {"person": row["person"].removesuffix("-a").removesuffix("-b")} for row in apart]
    assert otherwise(tmp_path, as_told, joined) == []


PLANTED = {
    "full_name": "PLANTADO QUISPE, ROSA",
    "given_names": "ROSA PLANTADO",
    "surname_1": "PLANTADO",
    "document_number": "PLANTADO-40111222",
    "birth_date": "1991-02-03",
    "address": "JR. PLANTADO 123",
    "phone": "PLANTADO-999888777",
    "user_code": "UDA-PLANTADO",
    "diagnosis": "PLANTADO F43.1",
    "testimony": "PLANTADO: dijo que",
    "status": "PLANTADO QUISPE, ROSA",
    "age": "PLANTADO",
    "sex": "PLANTADO",
    "institution": "PLANTADO",
    "register": "PLANTADO",
    "territory": "PLANTADO",
    "date": "PLANTADO-1991",
    "decided_by": "PLANTADO",
    "purpose": ["PLANTADO"],
    "number": "PLANTADO-40111222",
    "act": "PLANTADO-40111222",
    "office": "PLANTADO: sala 3",
    "shelter": "CASA PLANTADO",
    "case_numbers": ["PLANTADO-1"],
    "PLANTADO": 1,
}


@pytest.mark.parametrize("field", PLANTED)
def test_nothing_planted_comes_out(tmp_path, field):
    """SAFEGUARDS 11, 12; DESIGN.md law 2: names, documents, addresses, shelters and clinical words, each alone in a line, wherever it is typed."""
    records = [row | {field: PLANTED[field]} for row in told() if row["person"] in {"R00", "C18", "J14", "D01", "S14", "F02"}]
    path, summary = tmp_path / "records.jsonl", Summary()
    path.write_text("".join(json.dumps(row) + "\n" for row in records), encoding="utf-8")
    said = json.dumps([*followed(path, TODAY, summary), summary.document("records.jsonl")], default=str, ensure_ascii=False)
    assert examiner.leaks(said, ["PLANTADO", "40111222", "1991-02-03", "999888777", "F43.1"]) == []
