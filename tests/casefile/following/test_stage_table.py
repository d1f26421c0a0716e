"""The stages as data: what they name is declared, and a row that nobody could owe stops the maker."""

import copy

import pytest

from intertrata.casefile.following.stage_table import protocol, protocol_of, written
from intertrata.vocabulary.codes import code_list


def changed(stage, part=None, **more):
    told = copy.deepcopy(written())
    row = next(one for one in told["stage"] if one["code"] == stage)
    (row if part is None else row["parts"][part]).update(more)
    return told


def test_the_seven_stages_stand_in_the_order_of_the_protocol():
    codes = [one.code for one in protocol().stages]
    assert codes == ["rescue", "complaint", "immediate_assistance", "protection", "life_plan", "justice", "closure"]
    assert protocol().stage("closure").es == "Cierre"


def test_every_term_that_no_norm_read_gives_is_marked_to_confirm():
    assert all(one.to_confirm for one in protocol().stages)
    assert written()["closing"]["to_confirm"]


def test_defence_begins_with_the_first_and_an_interview_is_never_owed():
    """SAFEGUARDS 4 and 6."""
    attended, defended, interviewed = protocol().stage("immediate_assistance").parts
    assert attended.days == defended.days == 1
    assert [part.optional for part in (attended, defended, interviewed)] == [False, False, True]


def test_a_childs_no_ends_no_duty_and_an_adults_does():
    """SAFEGUARDS 1 and 6."""
    child, adult = protocol().stage("protection").parts
    assert (child.of, child.refusal) == ("minors", ())
    assert (adult.of, adult.refusal) == ("adults", ("shelter", "care"))


SHOWN = {"type": "service", "when": {"result": ["completed"]}}


@pytest.mark.parametrize(("told", "said"), [
    (changed("rescue", rests_on=[]), "without a ground"),
    (changed("rescue", parts=[]), "without a part that leads"),
    (changed("rescue", 0, optional=True), "without a part that leads"),
    (changed("rescue", code="closure"), "written twice"),
    (changed("rescue", 0, of="men"), "of nobody"),
    (changed("rescue", 0, read_by="chance"), "read by nothing"),
    (changed("rescue", 0, by="onu"), "no institution onu"),
    (changed("rescue", 0, refusal=["rescue"]), "nobody is asked for rescue"),
    (changed("complaint", 0, done=[]), "nothing shows it"),
    (changed("complaint", 0, done=[{"type": "denuncia"}]), "no record type denuncia"),
    (changed("complaint", 0, done=[SHOWN | {"at": "result"}]), "result is no date"),
    (changed("complaint", 0, done=[SHOWN | {"at": "until_when"}]), "service has no field until_when"),
    (changed("complaint", 0, done=[SHOWN | {"when": {"full_name": ["x"]}}]), "no field full_name outside the vault"),
    (changed("complaint", 0, done=[SHOWN | {"unless": {"result": ["bien"]}}]), "result cannot say bien"),
    (changed("complaint", 0, done=[SHOWN | {"when": {"insured": ["sí"]}}]), "insured cannot say sí"),
    (changed("complaint", 0, done=[SHOWN | {"when": {"number": ["1"]}}]), "number cannot say 1"),
])  # fmt: skip
def test_a_row_that_nobody_could_owe_stops_the_maker(told, said):
    with pytest.raises(ValueError, match=said):
        protocol_of(told)


def test_no_evidence_reads_who_somebody_is():
    """SAFEGUARDS 5 and 15."""
    read = {
        field
        for one in protocol().stages
        for part in one.parts
        for each in (*part.done, *part.declined, *part.not_needed)
        for field, _ in (*each.when, *each.unless)
    }
    assert not read & {"sex", "gender_identity", "language", "indigenous_people", "disability", "education", "nationality"}


def test_states_and_statuses_have_their_spanish():
    assert {one.code for one in code_list("stage_state")} == {"pending", "due", "done", "declined", "not_needed", "unknown"}
    assert len(code_list("file_status")) == 9
