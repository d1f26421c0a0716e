"""The registers keep and refuse of the demonstration what its truth says, rules pick from it, and a second reception changes nothing."""

from datetime import date

import polars as pl
import pytest
from read_back import made

from intertrata.casefile.queries import screenings
from intertrata.demonstration.plan import figures
from intertrata.registers import actions, queries

TRAFFICKING = ["trafficking", "trafficking_aggravated"]


@pytest.mark.engines
@pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True)
def test_the_registers_receive_the_country_as_its_truth_says(tmp_path):
    country = made(tmp_path, 4631)
    folders = sorted(path for path in tmp_path.iterdir() if path.is_dir())
    receipts = actions.receive(folders, by="test")
    told = country.truth("refusals").select("file", "line", "rule").sort("file", "line")
    assert queries.refusals(None).select("file", "line", "rule").sort("file", "line").equals(told)
    assert sum(receipt.kept for receipt in receipts) > 10_000

    def complaints(as_of):
        rows = queries.current("complaint", register="reta", as_of=as_of).filter(~pl.col("vanished"))
        about = pl.col("offences").list.set_intersection(TRAFFICKING).list.len() > 0
        return rows.filter(about & pl.col("event_date").str.starts_with("2016")).height

    assert complaints(date(2017, 3, 31)) == figures()["reta_complaints_2016.first_told"].value
    assert complaints(date(2017, 9, 30)) == figures()["reta_complaints_2016.told_later"].value

    found = screenings(today=date(2017, 7, 1))
    assert {"open", "overdue", "closed", "not_needed"} == set(found["state"])
    assert {"known", "not_quoted"} <= set(found["in_reta"])
    assert set(found["register"]) == {"desaparecidas", "esinpol", "reta", "sidpol"}
    missing = queries.current("missing_report").filter(pl.col("minor").fill_null(value=True), ~pl.col("vanished"))
    assert set(missing["record"]) <= set(found["record"])

    again = actions.receive(folders, by="test")
    assert sum(receipt.kept + receipt.corrected + receipt.vanished for receipt in again) == 0
    assert sum(receipt.unchanged for receipt in again) == sum(receipt.kept + receipt.unchanged + receipt.corrected for receipt in receipts)


@pytest.mark.django_db(databases=["default", "vault", "log", "public"])
def test_what_is_quoted_of_who_has_not_joined_waits_until_they_send(tmp_path):
    made(tmp_path, 1500)
    actions.receive([tmp_path / "reta", tmp_path / "poder_judicial"], by="test")
    before = queries.references()
    assert set(before.waiting["state"]) == {"missing", "unsent"}
    assert before.never_sent["reta", "denuncias", "case_numbers"] == ("sistra",)
    receipts = actions.receive([tmp_path / "sistra"], by="test")
    after = queries.references()
    quoted = [
        rows.filter(pl.col("register") == "reta", pl.col("field") == "case_numbers").height for rows in (before.waiting, after.waiting)
    ]
    assert quoted[0] > 10 * quoted[1], "what the police quote is in what the prosecutors send, but for slips and refused rows"
    assert sum(receipt.closes for receipt in receipts) > quoted[0] - quoted[1] - 1
    assert set(after.waiting["state"]) == {"missing"}


@pytest.mark.parametrize("persons", [1, 10])
@pytest.mark.django_db(databases=["default", "vault", "log", "public"])
def test_a_country_of_very_few_is_received_whole(tmp_path, persons):
    made(tmp_path, persons)
    folders = sorted(path for path in tmp_path.iterdir() if path.is_dir())
    receipts = actions.receive(folders, by="test")
    assert receipts
    assert all(receipt.read for receipt in receipts), "who has nothing to tell sends no file"
