"""The doors of the room on real deposits: cuts that never change, counts and bridges that name theirs, told figures."""

import csv
import threading
from datetime import date

import polars as pl
import pytest
from django.db import connections
from django.utils import timezone

from intertrata.figures import actions, queries
from intertrata.figures.models import Cut
from intertrata.identity.models import LinkRun, Membership
from intertrata.registers import actions as registers
from intertrata.registers import queries as told
from intertrata.storage.deeds import alone
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

pytestmark = [pytest.mark.engines, pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True)]


@pytest.fixture(autouse=True)
def _state_of_its_own(settings, tmp_path):
    """Deposits and cuts of one test are not those of the next; the keys stay."""
    settings.VAR = tmp_path


@pytest.fixture
def receive(tmp_path):
    """Receive one table of a register with all its columns; what a row does not say is blank."""

    def _receive(source, table, *rows, cut_off=date(2017, 3, 31)):
        head = told.source(source).table(table).headings
        path = tmp_path / f"sintetico-{source}-{table}-{cut_off}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, head, restval="")
            writer.writeheader()
            writer.writerows(rows)
        return registers.receive([path], by="tests", source=source, cut_off=cut_off)

    return _receive


def reta_victim(number, surname, name, *, sex="F", age="", place="140101"):
    said = {"NRO_DENUNCIA": number, "NRO_ORDEN": "1", "FEC_REGISTRO": "10/05/2016", "DELITO": "TRATA DE PERSONAS", "UBIGEO": place}
    return said | {"SEXO": sex, "EDAD": age, "AP_PATERNO": surname, "NOMBRES": name}


def sistra_victim(number, name, *, sex="2", age="", place="140101"):
    said = {"carpeta_fiscal": number, "id_agraviado": "1", "fecha_registro": "2016-06-01", "articulos": "153", "ubigeo_hechos": place}
    return said | {"sexo": sex, "edad": age, "apellidos_y_nombres": name}


def reta_complaint(number, offence="TRATA DE PERSONAS"):
    return {"NRO_DENUNCIA": number, "FEC_DENUNCIA": "10/05/2016", "DELITO": offence, "UBIGEO": "140101"}


@pytest.fixture
def link():
    """Say of each record whose it is, in one closed run: ``{record: person}``."""

    def _link(whose):
        run = LinkRun.objects.create(started_at=timezone.now(), closed_at=timezone.now(), by="tests", model="m", engine="none")
        for record, person in whose.items():
            Membership.objects.create(run=run.id, record=record, person=person)

    return _link


@pytest.fixture
def two_registers(receive, link):
    """Ana and Eva in RETA, Ana in SISTRA too."""
    receive("reta", "victimas", reta_victim("1", "QUISPE", "ANA", age="17"), reta_victim("2", "FLORES", "EVA", age="30", place="150101"))
    receive("sistra", "agraviados", sistra_victim("506-1", "QUISPE ANA", age="18"))
    records = {(row["register"], row["act"]): row["record"] for row in told.current("victim").iter_rows(named=True)}
    ana, eva = "a" * 32, "e" * 32
    link({records["reta", "1"]: ana, records["reta", "2"]: eva, records["sistra", "506-1"]: ana})


def test_a_cut_holds_every_record_without_a_name_and_the_same_data_make_no_second_one(two_registers):
    made = actions.cut(by="tests")
    assert actions.cut(by="somebody") == made
    assert [(one.id, one.by, one.tables["victim"]) for one in queries.cuts()] == [(made.id, "tests", 3)]
    assert queries.last_cut() == made
    assert made.id.startswith("2017-03-31_")
    held = b"".join(file.read_bytes() for file in made.folder.iterdir())
    assert b"QUISPE" not in held
    assert "given_names" not in pl.read_parquet(made.path("victim")).columns


def test_new_data_make_a_new_cut_and_the_old_one_still_counts_as_it_did(two_registers, receive):
    old = actions.cut(by="tests")
    more = sistra_victim("506-1", "QUISPE ANA", age="18"), sistra_victim("506-2", "RAMOS LUIS", sex="1", age="40")
    receive("sistra", "agraviados", *more, cut_off=date(2017, 9, 30))
    new = actions.cut(by="tests")
    assert [one.id for one in queries.cuts()] == [new.id, old.id]
    assert queries.count("victims").total == 3
    assert queries.count("victims", cut=old.id).total == 2
    assert queries.count("victims", cut=old.id).cut == old.id


def test_where_the_data_come_back_to_an_older_cut_that_one_holds_again(two_registers, link):
    first = actions.cut(by="tests")
    records = told.current("victim")["record"].to_list()
    whose = {row["record"]: row["person"] for row in pl.read_parquet(first.path("victim")).iter_rows(named=True)}
    link(dict.fromkeys(records, "f" * 32))
    assert queries.count("victims", cut=actions.cut(by="tests").id).total == 1
    link(whose)
    assert actions.cut(by="tests") == first
    assert queries.last_cut() == first


def test_counting_says_its_definition_its_cut_and_what_stands_outside(two_registers):
    made = actions.cut(by="tests")
    counted = queries.count("victims", dims=["register", "register"], start=date(2016, 1, 1), end=date(2016, 12, 31))
    assert counted.rows == ({"register": "reta", "count": 2}, {"register": "sistra", "count": 1})
    assert (counted.total, counted.text, counted.cut, counted.dims) == (2, "2", made.id, ("register",))
    assert counted.title == "Víctimas por registro"
    assert counted.definition.startswith("Personas que algún registro señala como víctimas")
    assert any("suman 1 más que el total" in note for note in counted.notes)
    minors = queries.count("victims", dims=("minor",), where={"department": "Lambayeque"})
    assert minors.labelled == ({"minor": "sí", "count": 1},)


def test_what_nobody_told_is_not_zero(two_registers):
    actions.cut(by="tests")
    counted = queries.count("proceedings")
    assert (counted.total, counted.text) == (None, "sin dato")
    assert counted.notes == ("Ningún registro ha dicho nada de ese período: no es cero, es sin dato.",)


def test_a_bridge_over_the_cut_adds_up_and_names_it(two_registers):
    made = actions.cut(by="tests")
    built = queries.bridge("reta", "sistra", start=date(2016, 1, 1), end=date(2016, 12, 31))
    assert (built.a.count, built.b.count, built.difference, built.both, built.cut) == (2, 1, 1, 1, made.id)
    assert [(part.side, part.cause, part.count) for part in built.parts] == [("a", "only_here", 1)]
    assert queries.bridge("reta", "sistra", where={"department": "14"}).difference == 0


def test_a_register_is_bridged_with_itself_as_it_was_known_at_an_earlier_day(receive):
    early = reta_complaint("1"), reta_complaint("2", "PROXENETISMO"), reta_complaint("3")
    late = reta_complaint("1"), reta_complaint("2"), reta_complaint("4")
    receive("reta", "denuncias", *early, cut_off=date(2017, 3, 31))
    receive("reta", "denuncias", *late, cut_off=date(2017, 9, 30))
    built = queries.bridge("reta@2017-03-31", "reta@2017-09-30", indicator="complaints")
    assert (built.a.count, built.b.count, built.difference, built.cut) == (2, 3, -1, "")
    assert {(part.side, part.cause): part.count for part in built.parts} == {
        ("a", "vanished"): 1,
        ("b", "other_offence"): 1,
        ("b", "late_entry"): 1,
    }
    assert queries.bridge("reta@2017-03-31", "reta", indicator="complaints").parts == built.parts


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda: queries.bridge("reta", "inei"), "register_unknown"),
        (lambda: queries.bridge("reta", "sistra", indicator="proceedings"), "register_unknown"),
        (lambda: queries.bridge("reta@2010-01-01", "sistra"), "register_unknown"),
        (lambda: queries.bridge("reta@2017-02-31", "sistra"), "register_date_unreadable"),
        (lambda: queries.bridge("reta; drop", "sistra"), "register_date_unreadable"),
        (lambda: queries.bridge("reta", "sistra", where={"register": "reta"}), "dimension_unknown"),
        (lambda: queries.bridge("reta", "sistra", where={"sex": "rojo"}), "value_unknown"),
        (lambda: queries.count("nada"), "indicator_unknown"),
        (lambda: queries.count("victims", dims=("color",)), "dimension_unknown"),
        (lambda: queries.count("victims", start=date(2017, 1, 1), end=date(2016, 1, 1)), "period_reversed"),
        (lambda: queries.count("victims", cut="2016-01-01_0123456789abcdef"), "cut_missing"),
        (lambda: queries.statements("nada"), "indicator_unknown"),
    ],
)
def test_what_cannot_be_asked_gets_one_clear_sentence(two_registers, ask, code):
    actions.cut(by="tests")
    with pytest.raises(Problem) as refused:
        ask()
    assert refused.value.code == code
    assert "no sabe explicar" not in sentence(refused.value)


def test_there_is_nothing_to_count_before_the_first_cut_nor_to_cut_before_the_first_deposit():
    assert queries.last_cut() is None
    for ask, code in ((lambda: queries.count("victims"), "cut_none"), (lambda: actions.cut(by="tests"), "cut_of_nothing")):
        with pytest.raises(Problem) as refused:
            ask()
        assert refused.value.code == code


def test_a_cut_whose_files_or_manifest_were_changed_counts_nothing(two_registers):
    made = actions.cut(by="tests")
    victim = made.folder / "victim.parquet"
    whole = victim.read_bytes()
    victim.write_bytes(whole[:-1] + b"x")
    with pytest.raises(Problem, match="cut_damaged"):
        queries.count("victims")
    with pytest.raises(Problem, match="cut_damaged"):
        actions.cut(by="tests")
    victim.write_bytes(whole)
    Cut.objects.update(sha256="0" * 64)
    with pytest.raises(Problem, match="cut_damaged"):
        queries.count("victims")


def test_a_crash_between_the_files_and_the_row_leaves_a_cut_that_the_next_one_adopts(two_registers):
    made = actions.cut(by="tests")
    Cut.objects.all().delete()
    assert queries.cuts() == []
    assert actions.cut(by="tests") == made
    assert len(queries.cuts()) == 1


def test_what_a_crash_left_half_written_is_swept(two_registers):
    half = queries.cut_folder() / ".unfinished-0000"
    half.mkdir(parents=True)
    actions.cut(by="tests")
    assert not half.exists()


def test_one_process_cuts_at_a_time(two_registers):
    refused = []

    def second():
        try:
            with alone("cut"):
                pass
        except Problem as problem:
            refused.append(problem.code)
        finally:
            connections.close_all()  # a thread's own connection closes with nobody else

    with alone("cut"):
        other = threading.Thread(target=second)
        other.start()
        other.join()
    assert refused == ["deed_busy"]


def test_the_lists_of_what_can_be_asked_are_given_in_their_order():
    assert queries.indicators()[0].code == "complaints"
    assert queries.dimensions()[0].code == "register"
    assert queries.causes()[0].code == "duplicates"


def test_the_published_series_of_lambayeque_stand_side_by_side_with_gaps_as_gaps(shared):
    receipts = {one.source: one for one in registers.receive(sorted((shared / "data" / "lambayeque").glob("*.csv")), by="tests")}
    assert (receipts["mininter_open_data"].read, receipts["mininter_open_data"].kept) == (6563, 3504)
    rows = {(row["source"], row["period_start"][:4]): row for row in queries.statements("complaints", where={"department": "14"})}
    police = {year: rows["mininter_open_data", str(year)] for year in range(2017, 2024)}
    prosecutors = {year: rows["mpfn_open_data", str(year)] for year in range(2017, 2024)}
    assert {year: row["value"] for year, row in police.items()} == {2017: 3, 2018: 39, 2019: 56, 2020: 25, 2021: 33, 2022: 49, 2023: None}
    assert {year: row["n_missing"] for year, row in police.items()} == {2017: 6, 2018: 5, 2019: 3, 2020: 7, 2021: 6, 2022: 4, 2023: 12}
    assert {year: row["value"] for year, row in prosecutors.items()} == {
        2017: None,
        2018: None,
        2019: 31,
        2020: 18,
        2021: 34,
        2022: 17,
        2023: 11,
    }
    assert police[2018]["text"] == "≥ 39 (5 de 12 sin dato)"
    assert {row["verdict"] for row in rows.values() if row["value"] is not None and row["period_start"] > "2018-12-31" < "2023"} >= {
        "stage"
    }
    assert {"complaints", "victims"} <= set(queries.told_indicators())
    found = queries.mismatches("complaints", where={"department": "14"}) + queries.mismatches("victims")
    assert ("2021-09", "education", 37, 1) in {(one.period, one.dimension, one.total, one.parts) for one in found}
    blank = queries.statements("complaints", dims=("destination", "month"), where={"year": "2022"})
    assert {(row["value"], *row["status"]) for row in blank if row["period_start"] == "2022-01-01"} == {(None, "BLANK")}
    assert queries.statements("complaints", as_of=date(2001, 1, 1)) == []
