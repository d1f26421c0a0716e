"""What changed between two deliveries, how whole and how prompt a register is: told before anything is linked."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

import plausible
import polars as pl
import pytest
from deliveries import DATABASES, VICTIM, csv_text, victims

from intertrata.registers import completeness, queries
from intertrata.registers.alarms import Alarm, alarms, problem
from intertrata.vocabulary.sentences import sentence


@dataclass(frozen=True)
class Told:
    """A deposit as alarms see it."""

    order: int
    read: int = 100
    refused: int = 0
    filled: dict[str, int] = field(default_factory=dict)
    full: bool = True
    cut_off: date = date(2016, 12, 31)
    received_at: datetime = datetime(2017, 1, 10, tzinfo=UTC)
    register: str = "reta"
    table: str = "victimas"

    @property
    def id(self):
        return f"d{self.order}"


def codes(*deposits):
    return [(one.code, one.field) for one in alarms(deposits)]


def test_a_first_delivery_in_time_alarms_nobody():
    assert codes(Told(1)) == []
    assert alarms([]) == []


def test_a_delivery_that_comes_long_after_its_cut_off_is_late():
    (one,) = alarms([Told(1, received_at=datetime(2017, 3, 1, tzinfo=UTC))])
    assert (one.code, one.before, one.now, one.deposit) == ("alarm_late", 45, 60, "d1")


def test_rows_that_fall_by_half_are_told_and_a_few_rows_are_not():
    assert codes(Told(1), Told(2, read=49)) == [("alarm_rows_fell", "")]
    assert codes(Told(1), Told(2, read=50)) == []
    assert codes(Told(1, read=19), Told(2, read=1)) == []


def test_a_part_is_compared_with_a_part_and_never_with_a_full_delivery():
    assert codes(Told(1), Told(2, read=10, full=False)) == []
    assert codes(Told(1, read=90, full=False), Told(2), Told(3, read=10, full=False)) == [("alarm_rows_fell", "")]


def test_the_last_delivery_is_that_of_the_last_cut_off_not_the_last_to_come():
    assert codes(Told(2, read=10), Told(1, cut_off=date(2017, 6, 30), received_at=datetime(2017, 7, 1, tzinfo=UTC))) == []


def test_refusals_that_grow_are_told():
    assert codes(Told(1, refused=2), Told(2, refused=6)) == [("alarm_refused_grew", "")]
    assert codes(Told(1, refused=4), Told(2, refused=8)) == []
    assert codes(Told(1, read=0), Told(2, refused=6)) == [("alarm_refused_grew", "")]


def test_a_field_that_empties_or_fills_may_be_a_column_that_moved():
    before = Told(1, filled={"age": 95, "sex": 90, "purpose": 2, "language": 0, "gone": 50})
    last = Told(2, filled={"age": 40, "sex": 60, "purpose": 70, "language": 80, "new": 99})
    assert codes(before, last) == [("alarm_field_emptied", "age"), ("alarm_field_filled", "purpose")]
    assert codes(before, Told(2, read=19, filled={"age": 0})) == [("alarm_rows_fell", "")]


@pytest.mark.parametrize("code", ["late", "rows_fell", "refused_grew", "field_emptied", "field_filled", "sum_fell"])
def test_an_alarm_is_a_whole_sentence(code):
    told = sentence(
        problem(Alarm(f"alarm_{code}", "d", "reta", "victimas", 0.5, 0.25, "age"), register="RETA", table="Víctimas", field="Edad")
    )
    assert told.startswith("RETA, tabla Víctimas: ")
    assert "alarm" not in told
    assert "(sin precisar)" not in told


@pytest.mark.django_db(databases=DATABASES)
def test_what_stands_of_a_register_is_told_by_office_with_its_lateness_and_what_is_in_no_list(received):
    rows = victims(
        {}, {"NRO_ORDEN": "2", "SEXO": "", "COMISARIA": "OTRA"}, {"NRO_ORDEN": "3", "COMISARIA": ""}, {"NRO_ORDEN": "4", "SEXO": "Z"}
    )
    received(rows, "victimas_corte_2016-05-22.csv")
    told = queries.wholeness("reta")
    sex = told.offices.filter(field="sex").select("office", "rows", "filled", "share").rows()
    assert sex == [(VICTIM["COMISARIA"], 1, 1, 1.0), ("OTRA", 1, 0, 0.0), (None, 1, 1, 1.0)]
    assert told.lateness.rows() == [("victimas", 3, 3, 10, 10)]
    assert told.outside.rows() == [("victimas", "SEXO", 1)]
    assert [one.code for one in told.alarms] == ["alarm_late"], "what tells of 2016 came today"
    assert "surname_1" not in told.offices["field"].to_list(), "identity is nowhere"


@pytest.mark.django_db(databases=DATABASES)
def test_a_sum_that_falls_by_half_is_told(received):
    table = queries.source("reta").table("operativos")
    row = {name: cell for name, cell in plausible.row(table).items() if not table.column(name).optional}
    received(csv_text([row | {"RESCATADAS": "40"}]), "operativos_corte_2016-06-30.csv")
    received(csv_text([row | {"RESCATADAS": "19"}]), "operativos_corte_2016-12-31.csv")
    fell = next(one for one in queries.wholeness("reta").alarms if one.code == "alarm_sum_fell")
    assert (fell.table, fell.field, Decimal(fell.before), Decimal(fell.now)) == ("operativos", "rescued", 40, 19)


@pytest.mark.django_db(databases=DATABASES)
def test_a_register_that_sent_nothing_and_one_without_offices_or_dates_are_told_too(received):
    assert queries.wholeness("sutran").offices.height == 0
    received(victims({"EDAD": "250"}))
    assert (queries.wholeness("reta").offices.height, queries.wholeness("reta").lateness.rows()) == (0, [("victimas", 0, 0, None, None)])
    table = queries.source("mef").table("presupuesto")
    received(csv_text([plausible.row(table)]), "presupuesto_corte_2016-12-31.csv")
    told = queries.wholeness("mef")
    assert told.lateness.rows() == [("presupuesto", 1, 0, None, None)]
    assert set(told.offices["office"].to_list()) == {"K-1"}


def test_a_reserved_identity_is_counted_by_no_office():
    _source, table = queries.table_of_records("reta", "testigos")
    said = [("A", False, "witness"), ("A", True, None), ("B", None, None), ("C", True, "witness")]
    records = pl.DataFrame(said, schema={"office": pl.String, "reserved": pl.Boolean, "standing": pl.String}, orient="row")
    absent = [name for name in completeness.told_fields(table) if name not in records.columns]
    told = completeness.by_office(records.with_columns(pl.lit(None, pl.String).alias(name) for name in absent), table)
    assert set(told["office"]) == {"A"}
    assert set(told["rows"]) == {1}
    assert "reserved" not in told["field"].to_list()
