"""What entities answered becomes told figures by the door of any delivery: values, reasons, versions."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.figures import actions, queries
from intertrata.figures.told.answers import delivery
from intertrata.transparency import actions as asking
from intertrata.transparency import queries as asked
from intertrata.transparency.actions.asking import Asking, Happening
from intertrata.transparency.actions.inviting import Written
from intertrata.vocabulary.errors import Problem

FILED, TODAY = date(2026, 9, 7), date(2026, 11, 16)
COLUMNS = ("entity", "name", "ubigeo", "item", "question", "indicator", "unit", "period", "kind", "value", "status", "as_written")
KINDS = st.sampled_from(
    [("number", "12", ""), ("number", "0", "NOVAL"), ("missing", "", "SD"), ("range", "1/2", ""), ("at_least", "3/!", "")]
)


def frame(*rows):
    return pl.DataFrame([dict(zip(COLUMNS, row, strict=True)) for row in rows], schema=dict.fromkeys(COLUMNS, pl.String))


def answered(kind, value, status, period="2016"):
    return (
        "gore-14",
        "GORE inventado",
        "14",
        "budget_assigned",
        "¿Cuánto?",
        "budget_assigned",
        "PEN",
        period,
        kind,
        value,
        status,
        value or status,
    )


@given(st.lists(KINDS, max_size=6))
def test_only_numbers_and_reasons_are_delivered_and_a_missing_value_stays_empty(rows):
    found = delivery(frame(*(answered(*one) for one in rows)), campaign="c", title="C")
    assert found.height == sum(kind in {"number", "missing"} for kind, *_rest in rows)
    assert found.filter(pl.col("value") == "", pl.col("status") == "").is_empty()
    assert found.filter(pl.col("value") != "", pl.col("status") != "").is_empty()


def test_a_row_says_its_period_and_that_one_person_alone_read_it():
    row = delivery(frame(answered("number", "7", "NOVAL", "2017-01/2017-06")), campaign="c", title="C").row(0, named=True)
    assert (row["period_start"], row["period_end"], row["status"], row["qualifiers"]) == ("2017-01-01", "2017-06-30", "", "read_once=true")
    assert row["id"] == "c.gore-14.budget_assigned.2017-01/2017-06"


@pytest.mark.engines
@pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True)
def test_answers_are_told_figures_and_a_correction_is_a_new_version():
    with pytest.raises(Problem) as nothing:
        actions.receive_answers(by="veedora", today=TODAY)
    assert nothing.value.code == "answers_none"
    asking.open_campaign(
        "trata_2016", name="prueba", title="Prueba inventada", asking=Asking("chs", "Oficina", "Lima", "oficina@ejemplo.invalid"),
        entities=["gore-14", "gore-20"], by="veedora",
    )  # fmt: skip
    requests = [each.uuid for each in asked.requests("prueba", today=TODAY)]
    asking.record(requests, Happening("filed", FILED), by="veedora")
    asking.record(requests[:1], Happening("answered", date(2026, 9, 10)), by="veedora")
    asking.answer(requests[0], [Written("budget_assigned", "2016", "S/ 1,500.50")])
    actions.receive_answers(by="veedora", today=date(2026, 11, 10))
    assert told() == {("1500.5", ()), (None, ("NR",))}
    asking.answer(requests[0], [Written("budget_assigned", "2016", "", "SPE")])
    receipts = actions.receive_answers(by="veedora", today=TODAY)
    assert sum(one.corrected for one in receipts) == 1
    assert told() == {(None, ("SPE",)), (None, ("NR",))}
    assert told(date(2026, 11, 12)) == {("1500.5", ()), (None, ("NR",))}


def told(as_of=None):
    rows = queries.statements("budget_assigned", dims=["institution"], where={"year": "2016", "source": "respuestas"}, as_of=as_of)
    return {(None if row["value"] is None else str(row["value"]), tuple(row["status"])) for row in rows}
