"""A second interview of a person without a reason is refused, whichever door it comes by and wherever the first one stands."""

import plausible
import polars as pl
import pytest
from deliveries import DATABASES, csv_text, reasons
from hypothesis import given, settings
from hypothesis import strategies as st

from intertrata.access.queries import looks
from intertrata.registers import actions, queries
from intertrata.registers.interviews import RECEIVED, ROWS, keys_of_cases, without_reason
from intertrata.registers.models import Interviewed

engines = pytest.mark.engines
stored = pytest.mark.django_db(databases=DATABASES)
TABLE = queries.sources()["udavit"].table("entrevistas")
SECOND = "motivo_repeticion", "single_interview", "carpeta_fiscal"


def interview(number, day="12/05/2016", **cells):
    """An interview of the same child, a first one unless it gives a reason."""
    again = {"es_repeticion": "SI" if cells.get("motivo_repeticion") else "NO", "motivo_repeticion": "", "carpeta_fiscal": "12-2016"}
    return plausible.row(TABLE, number) | again | {"clave_usuario": "UDA-1", "fecha_entrevista": day} | cells


def typed(row, key, **more):
    return actions.enter("udavit", "entrevistas", row, by="operadora", key=key, synthetic=True, **more)


@stored
@engines
def test_a_second_interview_without_a_reason_is_refused_in_the_same_file_and_in_a_later_one(received):
    first, second = interview(1), interview(2, "20/05/2016")
    told = received(csv_text([first, second]), "a.csv")
    assert (told.kept, told.refused, reasons(told)) == (1, 1, [(3, *SECOND)])
    again = received(csv_text([first, second]), "b.csv")
    assert (again.unchanged, again.refused, reasons(again)) == (1, 1, [(3, *SECOND)])
    alone = received(csv_text([second]), "c.csv")
    assert (alone.vanished, reasons(alone)) == (1, [(2, *SECOND)]), "held all the same, although this delivery no longer tells it"
    said = received(csv_text([first, interview(2, "20/05/2016", motivo_repeticion="Se interrumpió")]), "d.csv")
    assert said.refused == 1, "a reason of no list is no reason"
    said = received(csv_text([first, interview(2, "20/05/2016", motivo_repeticion="La persona lo pidió")]), "e.csv")
    assert (said.kept, said.unchanged, said.refused) == (1, 1, 0)
    assert actions.verify(by="prueba").problems == ()


@stored
@engines
def test_a_corrected_interview_is_no_second_one_and_other_facts_persons_and_registers_are_others(received):
    assert received(csv_text([interview(1)]), "a.csv").kept == 1
    moved = received(csv_text([interview(1, "14/05/2016")]), "b.csv")
    assert (moved.corrected, moved.refused) == (1, 0)
    others = [interview(2, "20/05/2016", carpeta_fiscal="99-2016"), interview(3, "20/05/2016", clave_usuario="UDA-2")]
    told = received(csv_text([interview(1, "14/05/2016"), *others]), "c.csv")
    assert (told.kept, told.refused) == (2, 0)
    vague = received(csv_text([interview(1, "14/05/2016"), *others, interview(4, "25/05/2016", carpeta_fiscal="")]), "d.csv")
    assert reasons(vague) == [(5, *SECOND)], "who tells no case number is of the same facts until she tells one"
    written = received(
        csv_text([interview(1, "14/05/2016"), *others, interview(5, "25/05/2016", carpeta_fiscal="N° 0012 - 2016")]), "e.csv"
    )
    assert reasons(written) == [(5, *SECOND)], "a number is the same however it is written"


@stored
def test_the_first_by_its_day_is_the_first_whatever_its_line(received):
    told = received(csv_text([interview(2, "20/05/2016"), interview(1, "12/05/2016")]), "a.csv")
    assert reasons(told) == [(2, *SECOND)]


@stored
@engines
def test_a_typed_one_is_refused_field_by_field_and_mended_by_its_reason_or_by_the_other_s():
    assert typed(interview(1, "20/05/2016"), "a").number
    for row in (interview(2, "25/05/2016"), interview(2, "12/05/2016")):
        (why,) = typed(row, "b").refusals
        assert (why.column, why.rule, why.expected) == SECOND
    look = looks(most=1)[0]
    assert (look["account"], look["deed"], look["thing_id"]) == ("operadora", "interview_refused", "udavit/entrevistas"), (
        "who tries is known"
    )
    said = queries.said_of(why, "udavit", "entrevistas")
    assert said.startswith(
        "«Por qué se repitió» está en blanco, y ya hay otra entrevista de la misma persona: diga que se repitió y por qué."
    )
    mended = typed(interview(1, "20/05/2016", motivo_repeticion="La persona lo pidió"), "c")
    assert mended.verdict == "corrected"
    assert typed(interview(2, "12/05/2016"), "d").number, "the other says that it is the repetition: this is the first"
    assert typed(interview(2, "12/05/2016", motivo_repeticion="La persona lo pidió"), "e").verdict == "corrected"
    assert Interviewed.objects.count() == 4


@stored
def test_a_house_that_kept_interviews_before_learns_whom_they_are_of_when_they_are_sent_again(received):
    assert received(csv_text([interview(1)]), "a.csv").kept == 1
    Interviewed.objects.all().delete()
    assert received(csv_text([interview(1)]), "b.csv").unchanged == 1
    assert received(csv_text([interview(1)]), "c.csv").unchanged == 1
    assert Interviewed.objects.count() == 1
    (why,) = typed(interview(2, "25/05/2016"), "b").refusals
    assert (why.column, why.rule, why.expected) == SECOND


@stored
def test_what_a_crash_left_goes_with_its_deposit(received, monkeypatch):
    from intertrata.registers.actions import receiving

    monkeypatch.setattr(receiving, "_close", lambda *_: (_ for _ in ()).throw(RuntimeError))
    with pytest.raises(RuntimeError):
        received(csv_text([interview(1)]), "a.csv")
    assert Interviewed.objects.count() == 1
    actions.sweep(by="prueba")
    assert Interviewed.objects.count() == 0


def test_no_code_says_more_than_that_two_interviews_of_the_table_are_of_one_person():
    assert TABLE.check("single_interview").same == ("clave_usuario",)
    assert TABLE.column("clave_usuario").identity


CASES = st.lists(st.sampled_from(["1 2016", "2 2016"]), max_size=2, unique=True)
DAYS = st.sampled_from(["2015", "2016", "2016-05", "2016-05-12", "2016-05-20", "2016-06-01", None])
INTERVIEW = st.tuples(st.integers(0, 5), st.sampled_from([b"a", b"b", None]), DAYS, st.booleans(), CASES)


def surely_before(one, other):
    return one is not None and other is not None and one + "~" < other


def same_facts(one, other):
    return one[1] is not None and one[1] == other[1] and (not one[4] or not other[4] or bool({*one[4]} & {*other[4]}))


def plainly(now, before):
    """The rule pair by pair, as the docstring of ``interviews`` says it."""
    before = [one for one in before if one[0] not in {other[0] for other in now}]
    asked = [one for one in now if not one[3]]
    second = {
        one[0] for one in asked
        if any(same_facts(one, other) and surely_before(other[2], one[2]) for other in [*now, *before] if other[0] != one[0])
        or any(same_facts(one, other) and other[5] and not other[3] for other in before)
    }  # fmt: skip
    left = [one for one in asked if one[0] not in second]
    tied = {one[0] for at, one in enumerate(left) if any(same_facts(one, other) for other in left[:at])}
    return second | tied


@settings(deadline=None, max_examples=300)
@given(st.lists(INTERVIEW, max_size=6, unique_by=lambda one: one[0]), st.lists(st.tuples(INTERVIEW, st.booleans()), max_size=6, unique_by=lambda one: one[0][0]))  # fmt: skip
def test_who_lacks_a_reason_is_who_lacks_it_pair_by_pair(now, received):
    before = [(*one, stands) for one, stands in received]
    rows = [(line, bytes([one[0]]), b"v", *one[1:]) for line, one in enumerate(now)]
    stood = [(bytes([one[0]]), *one[1:]) for one in before]
    lines = without_reason(pl.DataFrame(rows, schema=ROWS, orient="row"), pl.DataFrame(stood, schema=RECEIVED, orient="row"))
    assert {now[line][0] for line in lines} == plainly(now, before)


def test_a_number_that_names_no_case_sets_nothing_apart():
    told = keys_of_cases(pl.Series([["12-2016", "en trámite"], ["12"], None, []]))
    assert told.to_list() == [["12 2016"], [], [], []]
    assert keys_of_cases(pl.Series(["N° 012-2016", None])).to_list() == [["12 2016"], []]
