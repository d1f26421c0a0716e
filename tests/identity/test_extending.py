"""What changed since the last linkage is linked by itself: the same persons as if everything were linked anew, found at once, and whole after a crash."""

import pytest
from invented import ANA, ANA_AGAIN, EVA

from intertrata.identity import actions, queries
from intertrata.identity.actions import linking, search
from intertrata.identity.deciding import actions as deciding
from intertrata.identity.models import LinkRun
from intertrata.identity.review import queries as review
from intertrata.identity.review.answers import Answer
from sights import WITH_ACCUSED

pytestmark = [pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True), pytest.mark.engines]

ASK = {"by": "prueba", "purpose": "care", "sight": WITH_ACCUSED}
EVA_AGAIN = {
    "carpeta_fiscal": "506010101-2017-44-0", "apellidos_y_nombres": "SANGAMA TAPULLIMA, EVA", "tipo_documento": "1", "num_documento": "10117410",
    "fecha_registro": "2017-02-03",
}  # fmt: skip
ROSA = {"NRO_DENUNCIA": "700020", "AP_PATERNO": "HUAMAN", "AP_MATERNO": "YUPANQUI", "NOMBRES": "ROSA", "FEC_NACIMIENTO": "11/11/1999"}


@pytest.fixture
def linked(received):
    received(reta=[ANA, EVA], sistra=[ANA_AGAIN])
    return actions.link(by="prueba")


def persons():
    """Who is one person: sets of records."""
    held = {}
    for record, person in queries.memberships().iter_rows():
        held.setdefault(person, set()).add(record)
    return {frozenset(records) for records in held.values()}


def found(full_name):
    return [one.name for one in actions.find({"full_name": full_name}, **ASK) if one.probability > 0.5]


def later(received):
    received(reta=[ANA, EVA, ROSA], cut_off="2017-12-31")
    received(sistra=[ANA_AGAIN, EVA_AGAIN], cut_off="2017-12-31")


def test_new_records_join_whom_they_speak_of_and_nobody_else_is_read(linked, received, monkeypatch):
    before = dict(queries.memberships().iter_rows())
    later(received)
    read = []
    monkeypatch.setattr(linking.records, "of_several", lambda ids, plain=linking.records.of_several: (read.append(set(ids)), plain(ids))[1])
    result = actions.link(by="prueba", anew=False)
    assert (result.everything, result.mentions, result.persons, result.new, result.changed) == (False, 5, 3, 1, 2)
    assert before.items() <= dict(queries.memberships().iter_rows()).items()
    assert sorted(map(len, persons())) == [1, 2, 2]
    assert max(map(len, read)) == 3, "Ana's records had nothing to do with it"
    assert queries.last_run().mentions == 5
    assert queries.last_whole().id == linked.run


def test_the_same_persons_as_if_everything_were_linked_anew(linked, received):
    later(received)
    actions.link(by="prueba", anew=False)
    by_parts = persons()
    anew = actions.link(by="prueba", anew=True)
    assert (anew.everything, anew.changed, persons()) == (True, 0, by_parts)


def test_whoever_came_or_changed_is_found_at_once(linked, received):
    later(received)
    assert found("ROSA HUAMAN YUPANQUI") == []
    actions.link(by="prueba", anew=False)
    assert found("ROSA HUAMAN YUPANQUI") == ["ROSA HUAMAN YUPANQUI"]
    (eva,) = [one for one in actions.find({"full_name": "Eva Sangama Tapullima"}, **ASK) if one.probability > 0.5]
    assert len(queries.records_of(eva.person)) == 2


def test_a_corrected_record_leaves_whom_it_no_longer_speaks_of(linked, received):
    later(received)
    actions.link(by="prueba", anew=False)
    received(
        sistra=[ANA_AGAIN, EVA_AGAIN | {"apellidos_y_nombres": "ROJAS PINTO, LUCIA", "tipo_documento": "", "num_documento": ""}],
        cut_off="2018-12-31",
    )
    result = actions.link(by="prueba", anew=False)
    assert (result.new, result.changed, result.persons) == (1, 1, 4)
    assert found("LUCIA ROJAS PINTO") == ["LUCIA ROJAS PINTO"]
    assert found("EVA SANGAMA TAPULLIMA") == ["EVA SANGAMA TAPULLIMA"]


def test_nothing_new_changes_nothing(linked):
    result = actions.link(by="prueba", anew=False)
    assert (result.new, result.changed, result.persons, result.mentions) == (0, 0, 2, 3)


def test_what_people_decided_holds(linked, received):
    (eva,) = [record for record, person in queries.memberships().iter_rows() if len(queries.records_of(person)) == 1]
    later(received)
    actions.link(by="prueba", anew=False)
    (hers,) = [one for one in persons() if eva in one]
    other = next(iter(hers - {eva}))
    deciding.decide(eva, other, answer=Answer.DIFFERENT, reason="relatives", by="revisora", purpose="identity_review")
    received(reta=[ANA, EVA | {"EDAD": "26"}, ROSA], cut_off="2018-12-31")
    actions.link(by="prueba", anew=False)
    assert [one for one in persons() if {eva, other} <= one] == []


def test_questions_of_the_whole_linkage_and_of_those_since_are_asked(linked, received):
    maybe = {"NRO_DENUNCIA": "700030", "AP_PATERNO": "SANGAMA", "AP_MATERNO": "TAPULLIMA", "NOMBRES": "EVA", "FEC_NACIMIENTO": "07/02/1991"}
    received(reta=[ANA, EVA, maybe], cut_off="2017-12-31")
    result = actions.link(by="prueba", anew=False)
    asked = [one for one in review.questions(by="revisora", limit=20, suspects=True) if not one.drawn]
    assert len(asked) == result.doubtful == queries.doubtful_count()


def test_a_crash_before_the_run_is_closed_leaves_the_persons_of_before(linked, received, monkeypatch):
    before = persons()
    later(received)
    monkeypatch.setattr(linking, "_close", unplugged)
    with pytest.raises(RuntimeError):
        actions.link(by="prueba", anew=False)
    assert persons() == before
    monkeypatch.undo()
    assert actions.link(by="prueba", anew=False).new == 1
    assert not LinkRun.objects.filter(closed_at=None).exists()


@pytest.mark.parametrize("next_deed", ["link", "decide"])
def test_a_crash_before_the_vault_knows_is_caught_up_by_the_next_deed(linked, received, monkeypatch, next_deed):
    later(received)
    monkeypatch.setattr(search, "put", unplugged)
    with pytest.raises(RuntimeError):
        actions.link(by="prueba", anew=False)
    assert sorted(map(len, persons())) == [1, 2, 2]
    assert found("ROSA HUAMAN YUPANQUI") == []
    monkeypatch.undo()
    if next_deed == "link":
        actions.link(by="prueba", anew=False)
    else:
        a, b = sorted(next(one for one in persons() if len(one) == 2))
        deciding.decide(a, b, answer=Answer.SAME, reason="same_name_birth", by="revisora", purpose="identity_review")
    assert found("ROSA HUAMAN YUPANQUI") == ["ROSA HUAMAN YUPANQUI"]
    assert not LinkRun.objects.filter(indexed=False).exists()


def test_what_a_record_says_now_is_caught_up_too(linked, received, monkeypatch):
    received(reta=[ANA, EVA | {"AP_MATERNO": "SHUPINGAHUA"}], cut_off="2017-12-31")
    monkeypatch.setattr(search, "put", unplugged)
    with pytest.raises(RuntimeError):
        actions.link(by="prueba", anew=False)
    assert found("EVA SANGAMA SHUPINGAHUA") == []
    monkeypatch.undo()
    actions.link(by="prueba", anew=False)
    assert found("EVA SANGAMA SHUPINGAHUA") == ["EVA SANGAMA SHUPINGAHUA"]


def test_a_few_mentions_are_linked_anew_whatever_changed(linked, received):
    later(received)
    assert actions.link(by="prueba").everything


def test_many_changes_are_linked_anew_and_few_by_themselves(linked, received, monkeypatch):
    monkeypatch.setattr(linking, "SMALL", 0)
    later(received)
    assert actions.link(by="prueba").everything
    monkeypatch.setattr(linking, "ONE_IN", 1)
    received(reta=[ANA, EVA, ROSA | {"EDAD": "17"}], cut_off="2018-12-31")
    assert not actions.link(by="prueba").everything
    assert actions.link(by="prueba", engine="duckdb", anew=True).everything


def unplugged(*args, **kwargs):
    raise RuntimeError("unplugged")
