"""Draws through the real linkage: what a run keeps, what is swept, what people decide meanwhile."""

import polars as pl
import pytest
from invented import ANA, ANA_AGAIN, EVA

from intertrata.identity import actions as identity
from intertrata.identity import queries
from intertrata.identity.actions import linking
from intertrata.identity.deciding import actions as deciding
from intertrata.identity.drawing.queries import draws, file_of, folder
from intertrata.identity.review.answers import Answer
from intertrata.vocabulary.errors import Problem

pytestmark = [pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True), pytest.mark.engines]

ASK = {"by": "revisora", "purpose": "identity_review"}
# The same surnames and a first name each, a year of difference, other departments: one person or two.
ROSA = {"NRO_DENUNCIA": "700009", "AP_PATERNO": "QUISPE", "AP_MATERNO": "MAMANI", "NOMBRES": "ROSA LUZ", "EDAD": "20", "UBIGEO": "140101"}
ROSAS = [
    {"carpeta_fiscal": f"50601020{n}-2016-10-0", "apellidos_y_nombres": f"QUISPE MAMANI, {given}", "edad": age, "ubigeo_hechos": place}
    for n, (given, age, place) in enumerate([("ROSA", "21", "080101"), ("LUZ", "19", "250101"), ("ROSA LUCIA", "22", "210101")])
]


@pytest.fixture
def doubted(received):
    received(reta=[ANA, EVA, ROSA], sistra=[ANA_AGAIN, *ROSAS])
    identity.link(by="prueba")
    found = draws(many=200)
    assert found.height, "nobody of this test is in doubt any more"
    return found


def test_there_is_nothing_to_draw_before_the_first_linkage():
    with pytest.raises(Problem, match="draws_absent"):
        draws()


def test_draws_speak_of_records_and_persons_that_stand_and_change_none(doubted):
    whose = queries.memberships()
    assert set(doubted["record"]) <= set(whose["record"])
    known = set(whose["person"]) | set(whose["record"])
    assert set(doubted["person"]) <= known
    assert doubted.join(whose, on=["record", "person"], how="semi").is_empty()
    assert doubted.equals(doubted.sort("draw", "record"))
    assert doubted.equals(draws(many=200))
    assert queries.memberships().equals(whose)


def test_what_people_decide_after_the_linkage_holds_in_every_draw_at_once(doubted):
    drawn = doubted.group_by("record").len().sort("len", "record")["record"][-1]
    whose = dict(queries.memberships().iter_rows())
    others = sorted(record for record in whose if record != drawn)
    for other in others:
        deciding.decide(drawn, other, answer=Answer.DIFFERENT, reason="namesakes", **ASK)
    now = queries.memberships()
    every = draws(many=200)
    for draw in range(1, 201):
        laid = dict(now.iter_rows()) | dict(every.filter(pl.col("draw") == draw).select("record", "person").iter_rows())
        assert sum(person == laid[drawn] for person in laid.values()) == 1


def test_only_the_last_run_keeps_its_doubts_and_what_a_crash_left_goes(doubted):
    first = queries.last_run().id
    (folder() / "run-999.parquet").write_bytes(b"of a run that never closed")
    (folder() / ".unfinished-abc-run-7.parquet").write_bytes(b"half")
    identity.link(by="prueba")
    last = queries.last_run().id
    assert last != first
    assert [path.name for path in folder().iterdir()] == [file_of(last).name]
    assert draws(many=200).equals(doubted)


def test_a_linkage_that_breaks_leaves_the_draws_of_before(doubted, monkeypatch):
    monkeypatch.setattr(linking, "_close", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        identity.link(by="prueba")
    assert draws(many=200).equals(doubted)


def test_where_the_file_is_gone_it_says_so(doubted):
    file_of(queries.last_run().id).unlink()
    with pytest.raises(Problem, match="draws_absent"):
        draws()
