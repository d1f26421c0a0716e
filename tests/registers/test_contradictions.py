"""A sentence before the complaint it quotes contradicts, whichever came first, and no longer once either record is corrected."""

from datetime import date, timedelta
from itertools import permutations

import polars as pl
import pytest
from deliveries import DATABASES
from hypothesis import given
from hypothesis import strategies as st

from intertrata.registers import queries
from intertrata.registers.actions import enter, receive
from intertrata.registers.contradictions import DAYS, EVENT, PAIRS, Watched, by_place, contradictions, pairs, watched
from intertrata.registers.references import MOMENTS, NUMBERS, standing
from intertrata.registers.sources import source

engines = pytest.mark.engines
stored = pytest.mark.django_db(databases=DATABASES)
DAY = date(2016, 1, 1)
ASKED = (Watched("j", "e", "case_numbers", frozenset({("f", "c"), ("j", "e")}), "outcome_date"),)
PLACES = {"j1": ("j", "e"), "j2": ("j", "e"), "f1": ("f", "c"), "f2": ("f", "c"), "p1": ("p", "c")}
KEYS = st.sampled_from([1_2016, 2_2016])
DAYS_SAID = st.sampled_from([None, "2015", "2016", "2016-05", "2016-05-12", "2016-05-20", "2017-01-01"])
CONTENT = st.none() | st.fixed_dictionaries({
    "number": st.sets(KEYS, max_size=1), "case_numbers": st.sets(KEYS, max_size=2), "outcome_date": DAYS_SAID, EVENT: DAYS_SAID,
})  # fmt: skip
SENT = st.lists(st.tuples(st.sampled_from(sorted(PLACES)), CONTENT, st.integers(0, 3)), max_size=10)
NUMBER_FIELDS = {"number": True, "case_numbers": False}


def last_words(told):
    found = {}
    for record, content, *_moment in sorted(told, key=lambda one: one[2:4]):
        found[record] = content
    return {record: content for record, content in found.items() if content}


def found(told):
    """What contradicts by the numbers and days as they are kept."""
    numbers = [
        (record, key, deposit, *PLACES[record], field, borne, day, order)
        for record, content, day, order, deposit in told
        for field, borne in NUMBER_FIELDS.items()
        for key in sorted((content or {}).get(field, ()))
    ]
    moments = pl.DataFrame([(record, deposit, day, order) for record, _, day, order, deposit in told], schema=MOMENTS, orient="row")
    stands = standing(pl.DataFrame(numbers, schema=NUMBERS, orient="row"), moments.filter(pl.len().over("record") > 1))
    said = [(record, of, content[of]) for record, content in last_words(told).items() for of in ("outcome_date", EVENT) if content[of]]
    rows = contradictions(pairs(stands, ASKED), pl.DataFrame(said, schema=DAYS, orient="row"), ASKED)
    return set(rows.select("record", "key", "day", "other_day").rows())


def plainly(told):
    """The same by the plainest reading: the last word of each record, reference by reference."""
    last, against = last_words(told), set()
    for record, content in last.items():
        for key in content["case_numbers"] if PLACES[record] == ("j", "e") and content["outcome_date"] else ():
            bearers = [other for one, other in last.items() if one != record and PLACES[one] in ASKED[0].bearers and key in other["number"]]
            if bearers and all(other[EVENT] and content["outcome_date"] + "~" < other[EVENT] for other in bearers):
                against.add((record, key, content["outcome_date"], min(other[EVENT] for other in bearers)))
    return against


@given(SENT, st.randoms())
def test_the_same_contradicts_in_whatever_order_it_arrives(sent, chance):
    told = [(record, content, DAY + timedelta(days=day), order, f"d{order}") for order, (record, content, day) in enumerate(sent)]
    assert found(told) == plainly(told)
    chance.shuffle(told)
    assert found(told) == plainly(told)


def test_only_what_is_certain_contradicts():
    def against(day, *others):
        told = [("j1", {"number": (), "case_numbers": {7}, "outcome_date": day, EVENT: None}, DAY, 0, "d0")]
        told += [
            (f"f{n}", {"number": {7}, "case_numbers": (), "outcome_date": None, EVENT: one}, DAY, n, f"d{n}")
            for n, one in enumerate(others, 1)
        ]
        return {(row[2], row[3]) for row in found(told)}

    assert against("2016-05-12", "2016-05-13") == {("2016-05-12", "2016-05-13")}
    assert not against("2016-05-12", "2016-05-12")
    assert against("2015", "2016-01") == {("2015", "2016-01")}
    assert not against("2016", "2016-05-13")
    assert not against("2016-05-12", "2016")
    assert not against("2016-05-12", "2016-06-01", "2016-05-01"), "two records bear the number, and one of them fits"
    assert not against("2016-05-12", "2016-06-01", None)
    assert against("2016-05-12", "2016-06-01", "2016-05-20") == {("2016-05-12", "2016-05-20")}


def test_a_sentence_is_held_against_events_only_and_the_registers_of_the_product_declare_it():
    (one,) = watched(queries.sources().values())
    assert (one.register, one.table, one.field, one.day) == ("poder_judicial", "expedientes", "case_numbers", "outcome_date")
    assert {("sistra", "denuncias"), ("poder_judicial", "expedientes")} <= one.bearers
    assert not {("sistra", "agraviados"), ("reta", "denuncias")} & one.bearers
    without = [source for code, source in queries.sources().items() if code != "sistra"]
    assert [sorted(one.bearers) for one in watched(without)] == [[("poder_judicial", "expedientes")]]
    persons = source(PERSONS_ONLY, file="a.toml")
    assert watched([persons]) == [], "a case that only groups its persons is borne by nobody"
    assert pairs(pl.DataFrame(schema={**NUMBERS, "since": pl.Date}), ASKED).schema == PAIRS


PERSONS_ONLY = """
code = "a"
name = "A"
institution = "pj"
kind = "records"

[[table]]
name = "p"
title = "P"
record_type = "victim"
key = ["n"]
column = [{ name = "n", field = "act" }, { name = "d", field = "event_date" }]
check = [{ kind = "not_before_quoted", column = "d", through = "n" }]
"""


# -- on deliveries -----------------------------------------------------------------------------------------------------

COURT, PROSECUTOR = ("poder_judicial", "expedientes"), ("sistra", "denuncias")


@pytest.fixture
def sent(tmp_path):
    """Write the whole of a table as of a day and receive it; gives the numbers of its notes of contradictions."""

    def send(place, cut_off, *told):
        path = tmp_path / f"{place[0]}_{place[1]}_corte-{cut_off}.csv"
        columns = ["SINTETICO", *queries.source(place[0]).table(place[1]).headings]
        path.write_text(
            "\n".join(["|".join(columns), *("|".join(({"SINTETICO": "SI"} | one).get(name, "") for name in columns) for one in told)])
        )
        (receipt,) = receive([path], by="prueba")
        assert receipt.refused == 0, "both are kept"
        return [note["rows"] for note in receipt.notes if note["code"] == "note_contradicts"]

    return send


def court(day, quotes="CF 0001"):
    return {
        "N° EXPEDIENTE": "E-1",
        "FECHA INGRESO": "01/01/2016",
        "RESULTADO": "SENTENCIA CONDENATORIA",
        "FECHA RESULTADO": day,
        "CARPETA FISCAL": quotes,
    }


def prosecutor(day, number="CF-1"):
    return {"carpeta_fiscal": number, "fecha_ingreso": day}


def told():
    rows = queries.contradictions()
    return list(zip(rows["table"], rows["other_register"], queries.as_written(rows), rows["day"], rows["other_day"], strict=True))


AGAINST = [("expedientes", "sistra", "CF 0001", "2016-05-12", "2016-06-01")]


@stored
@engines
def test_it_is_told_whichever_came_first_to_who_quotes_on_its_receipt_and_is_gone_when_either_is_corrected(sent):
    assert told() == []
    assert sent(COURT, "2016-07-31", court("12/05/2016")) == []
    assert told() == []
    assert sent(PROSECUTOR, "2016-07-31", prosecutor("2016-06-01"), prosecutor("2016-06-01", "CF-2")) == [], "nobody is told who quotes her"
    assert told() == AGAINST
    assert by_place(queries.contradictions())[0] | {"many": 0} == {
        "register": "poder_judicial", "table": "expedientes", "field": "case_numbers", "other_register": "sistra", "other_table": "denuncias",
        "many": 0,
    }  # fmt: skip
    assert sent(PROSECUTOR, "2016-08-31", prosecutor("2016-05-01")) == []
    assert told() == []
    assert sent(PROSECUTOR, "2016-09-30", prosecutor("2016-06-01")) == []
    assert told() == AGAINST
    assert sent(COURT, "2016-09-30", court("12/06/2016")) == []
    assert told() == []
    assert sent(COURT, "2016-10-31", court("12/05/2016")) == [1], "a correction may bring it back"
    assert sent(COURT, "2016-11-30", court("12/05/2016", "CF-3")) == []
    assert told() == [], "it quotes another case now"
    assert sent(COURT, "2016-12-31", court("12/05/2016")) == [1]
    assert sent(PROSECUTOR, "2016-12-31", prosecutor("2016-06-01", "CF-2")) == []
    assert told() == [], "what vanished bears no number"


@stored
@pytest.mark.parametrize("order", list(permutations(range(4)))[::4])
def test_deliveries_in_any_order_contradict_alike(sent, order):
    deliveries = (
        (COURT, "2016-07-31", court("12/06/2016")),
        (COURT, "2016-08-31", court("12/05/2016")),
        (PROSECUTOR, "2016-07-31", prosecutor("2016-05-01")),
        (PROSECUTOR, "2016-08-31", prosecutor("2016-06-01")),
    )
    for number in order:
        sent(*deliveries[number])
    assert told() == AGAINST


@stored
def test_a_typed_sentence_contradicts_like_one_that_was_delivered(sent, monkeypatch):
    sent(PROSECUTOR, "2016-07-31", prosecutor("2016-06-01"))
    values = {name: cell for name, cell in court("12/05/2016").items() if cell}
    assert enter(*COURT, values, by="jueza", key="1", synthetic=True).number
    assert told() == AGAINST
    assert enter(*COURT, values | {"N° EXPEDIENTE": "E-2", "CARPETA FISCAL": "CF-77"}, by="jueza", key="2", synthetic=True).number
    assert told() == AGAINST
    assert enter(*COURT, values | {"FECHA RESULTADO": "12/06/2016"}, by="jueza", key="3", synthetic=True).number
    assert told() == []
    monkeypatch.setattr("intertrata.registers.quoted.queries.MANY", 0)
    assert enter(*COURT, values, by="jueza", key="4", synthetic=True).number
    assert told() == AGAINST, "after very many typed ones all is computed again"
