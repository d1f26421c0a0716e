"""Is she known? The door that answers while somebody types: who may learn what, how often, and that waiting tells nothing."""

from dataclasses import replace

import polars as pl
import pytest
from invented import ANA, ANA_AGAIN, EVA

from intertrata.access import actions as access
from intertrata.access.log.models import Look
from intertrata.access.models import Asked
from intertrata.identity import actions
from intertrata.identity.actions import looking
from intertrata.identity.answering import EVERY, Answer
from intertrata.registers import queries as registers
from intertrata.vocabulary.errors import Problem, Unsafe
from sights import ALL_KINDS, WITH_ACCUSED

pytestmark = [pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True), pytest.mark.engines]

ASK = {"by": "operadora", "purpose": "care", "sight": ALL_KINDS}
KNOWN = {"given_names": "Ana Luz", "surname_1": "Quispe", "surname_2": "Ccahuana", "birth_date": "2001-07-05", "sex": "F"}
NOBODY = {"given_names": "Zutana", "surname_1": "Mengano", "surname_2": "Perencejo", "birth_date": "1999-03-04"}
HALF = {"given_names": "Ana", "surname_1": "Quisp", "surname_2": "Ccah", "birth_date": "2001-07-05"}


@pytest.fixture
def waits(monkeypatch):
    """Every wait asked for, in seconds, on a clock that stands still: no test sleeps."""
    asked = []
    monkeypatch.setattr(looking, "sleep", asked.append)
    monkeypatch.setattr(looking, "monotonic", lambda: 7.0)
    return asked


@pytest.fixture
def linked(received, waits):
    received(reta=[ANA, EVA], sistra=[ANA_AGAIN])
    return actions.link(by="prueba")


def looks(deed="who"):
    return list(Look.objects.filter(deed=deed).order_by("-id").values("account", "deed", "thing", "thing_id", "purpose", "origin", "found"))


def test_outside_an_own_case_it_says_only_that_somebody_knows_her(linked):
    assert actions.who(KNOWN, **ASK) == Answer(known=True, candidates=())
    assert actions.who(KNOWN, **(ASK | {"sight": WITH_ACCUSED})) == Answer(known=True, candidates=())


def test_in_an_own_case_it_says_who_how_surely_and_why(linked, waits):
    answer = actions.who(KNOWN, **ASK, own_case=True)
    first = answer.candidates[0]
    assert (answer.known, first.name, first.records, first.registers) == (True, "ANA LUZ KISPE CCAHUANA", 2, ("reta", "sistra"))
    assert first.probability > 0.9
    assert any(one.startswith("birth:same_day") for one in first.reasons)
    assert waits == []


def test_half_a_name_is_enough_to_be_found(linked):
    assert actions.who(HALF, **ASK, own_case=True).candidates[0].name == "ANA LUZ KISPE CCAHUANA"


EVAS = {"document_type": "DNI", "document_number": "10117410"}
NEXT = {"document_type": "DNI", "document_number": "10117411", "birth_date": "1990-02-01", "sex": "F", "ubigeo": "140101"}


@pytest.mark.parametrize("names", [{}, {name: NOBODY[name] for name in ("given_names", "surname_1", "surname_2")}])
def test_nobody_is_warned_of_a_stranger_who_has_the_next_number_and_the_same_birthday(linked, waits, names):
    assert actions.who(NEXT | names, **ASK, own_case=True) == Answer(known=False)
    assert actions.find(NEXT | names, **ASK) == ()
    assert (actions.who(NEXT | names, **ASK), actions.who(NOBODY, **ASK), waits) == (Answer(known=False), Answer(known=False), [EVERY] * 2)
    assert actions.who(NEXT | {"given_names": "Eva", "surname_1": "Sangama"}, **ASK).known, "her own names, and a slip in her number"


@pytest.mark.parametrize("more", [{}, {"birth_date": "1990-02-01"}, {"given_names": "Ev"}])
def test_her_number_alone_is_enough_to_be_found(linked, more):
    answer = actions.who(EVAS | more, **ASK, own_case=True)
    assert (answer.known, [one.name for one in answer.candidates]) == (True, ["EVA SANGAMA TAPULLIMA"])


@pytest.fixture
def reserved(monkeypatch):
    """Registers whose victims carry a reserve of identity; no record type has the field yet."""
    current = registers.current

    def marked(kind, *args, **kwargs):
        table = current(kind, *args, **kwargs)
        return table.with_columns(reserved=pl.lit(kind == "victim"))

    monkeypatch.setattr(registers, "current", marked)


def test_nobody_and_somebody_reserved_answer_alike_and_at_the_same_time(received, waits, reserved):
    received(reta=[ANA, EVA], sistra=[ANA_AGAIN])
    assert actions.link(by="prueba").persons == 0
    before = len(looks())
    answers = [actions.who(asked, **ASK, origin="10.0.0.7") for asked in (KNOWN, NOBODY)]
    assert answers == [Answer(known=False)] * 2
    assert waits == [EVERY] * 2
    one, other = looks()[: len(looks()) - before]
    assert one == other
    assert actions.who(KNOWN, **ASK, own_case=True) == Answer(known=False)
    assert actions.find(KNOWN, **ASK) == ()


def test_known_and_unknown_leave_at_the_same_time(linked, waits):
    for asked in (KNOWN, NOBODY, {"document_number": "10117410"}):
        actions.who(asked, **ASK)
    assert waits == [EVERY] * 3


def test_before_the_first_run_the_answer_is_no_and_as_late(waits):
    assert actions.who(KNOWN, **ASK) == Answer(known=False)
    assert waits == [EVERY]


def test_the_log_says_who_asked_and_why_but_not_what_nor_whom(linked):
    actions.who(KNOWN, **ASK, origin="10.0.0.7")
    assert looks()[0] == {
        "account": "operadora",
        "deed": "who",
        "thing": "person",
        "thing_id": "",
        "purpose": "care",
        "origin": "10.0.0.7",
        "found": None,
    }


def test_without_a_purpose_nothing_is_looked_up(linked):
    before = len(looks())
    with pytest.raises(Problem, match="purpose_missing"):
        actions.who(KNOWN, by="operadora", purpose=" ")
    assert len(looks()) == before
    assert not Asked.objects.filter(deed="who").exists()


def test_too_little_is_refused_and_noted(linked):
    before = len(looks())
    with pytest.raises(Problem, match="find_too_little"):
        actions.who({"surname_1": "QUISPE"}, **ASK)
    assert len(looks()) == before + 1


def test_nobody_asks_without_an_account(linked):
    with pytest.raises(Unsafe):
        actions.who(KNOWN, by="", purpose="care")


@pytest.mark.parametrize(("deed", "ask"), [("who", actions.who), ("find_person", actions.find)])
def test_whoever_asks_too_often_is_refused_before_anything_is_looked_up(linked, monkeypatch, deed, ask):
    monkeypatch.setitem(access.LIMITS, deed, ((2, 600), (50, 86_400)))
    for _ in range(2):
        ask(KNOWN, **ASK)
    monkeypatch.setattr(looking, "_find", lambda *_, **__: pytest.fail("it looked"))
    before = len(looks("refused"))
    with pytest.raises(Problem, match="too_many_looks"):
        ask(KNOWN, **ASK, origin="10.0.0.7")
    assert looks("refused")[0] == {
        "account": "operadora",
        "deed": "refused",
        "thing": "limit",
        "thing_id": deed,
        "purpose": "",
        "origin": "10.0.0.7",
        "found": None,
    }
    assert len(looks("refused")) == before + 1


def test_a_model_that_changed_since_the_last_link_is_said_and_nobody_is_shown(linked, monkeypatch):
    monkeypatch.setattr(looking, "opened", lambda run, at, held=looking.opened: replace(held(run, at), columns=("g1",)))
    with pytest.raises(Problem, match="link_again"):
        actions.find(KNOWN, **ASK)
