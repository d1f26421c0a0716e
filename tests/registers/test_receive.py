"""Receiving: a deposit stands whole or not at all, a repeated one changes nothing, nothing is overwritten, names stay in the vault."""

import random
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from deliveries import DATABASES, VICTIM, codes, csv_text, json_lines, reasons, victims
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intertrata.registers import actions, queries
from intertrata.registers.actions import keeping, verifying
from intertrata.registers.models import Deposit, RecordEvent
from intertrata.registers.sources import OWN
from intertrata.vault import queries as vaulted
from intertrata.vocabulary.errors import Problem, Unsafe
from intertrata.vocabulary.sentences import sentence

pytestmark = pytest.mark.django_db(databases=DATABASES)
engines = pytest.mark.engines


def numbers(receipt):
    return receipt.kept, receipt.unchanged, receipt.corrected, receipt.refused, receipt.vanished


def ages():
    """What stands: ordinal to (age, vanished)."""
    return {row["ordinal"]: (row["age"], row["vanished"]) for row in queries.current("victim").iter_rows(named=True)}


@engines
def test_a_row_becomes_a_record_in_common_words_and_its_names_go_to_the_vault(received):
    receipt = received(victims({}), "victimas_corte-2016-12-31.csv")
    (row,) = queries.current("victim").rows(named=True)
    assert row | {"record": 0, "version": 0} == {
        "record": 0, "version": 0, "register": "reta", "table": "victimas", "deposit": receipt.deposit, "cut_off": date(2016, 12, 31), "line": 2,
        "vanished": False, "act": "D-1", "ordinal": "1", "event_date": "2016-05-12", "sex": "female", "age": 17, "minor": True,
        "age_group": "a12_17", "nationality": "PER", "education": "secondary", "offences": ["trafficking"], "purpose": ["sexual"],
        "means": ["deception"], "exploitation_place": ["brothel"], "recruitment": ["job_offer"], "trafficker_relation": "acquaintance",
        "office": "COMISARIA INVENTADA", "ubigeo": "140101", "jurisdiction": None, "case_numbers": ["1-2016"], "rescued": True, "status": None,
        "gender_identity": None, "language": None, "indigenous_people": None, "disability": None, "decided_by": None, "network": None,
    }  # fmt: skip
    (held,) = vaulted.mentions([row["version"]])["identity"]
    assert held == (
        '{"address":"JR. INVENTADO 1","birth_date":"1999-03-05","document_number":"00000001","document_type":"DNI",'
        '"given_names":"NADIE","surname_1":"PRUEBA","surname_2":"INVENTADA"}'
    )


@engines
def test_a_delivery_repeated_changes_nothing(received):
    rows = victims({}, {"NRO_ORDEN": "2"}, {"NRO_ORDEN": "3", "EDAD": "250"})
    assert numbers(received(rows)) == (2, 0, 0, 1, 0)
    before = queries.current("victim")
    again = received(rows)
    assert numbers(again) == (0, 2, 0, 1, 0)
    assert queries.current("victim").equals(before)
    assert RecordEvent.objects.count() == 2
    assert codes(again) == {"note_same_file": 3}


@engines
def test_a_corrected_row_is_a_new_version_and_the_old_one_stays(received):
    first = received(victims({}, {"NRO_ORDEN": "2"}), "a_corte-2016-06-30.csv")
    second = received(victims({"EDAD": "16", "NOMBRES": "NADIE MAS"}, {"NRO_ORDEN": "2"}), "b_corte-2016-12-31.csv")
    assert numbers(second) == (0, 1, 1, 0, 0)
    assert ages() == {"1": (16, False), "2": (17, False)}
    record = queries.current("victim").filter(ordinal="1")["record"][0]
    history = queries.records([record])
    assert history.select("deposit", "cut_off", "line", "vanished").rows() == [
        (first.deposit, date(2016, 6, 30), 2, False),
        (second.deposit, date(2016, 12, 31), 2, False),
    ]
    assert vaulted.mentions(history["version"].to_list()).height == 2
    assert queries.current("victim", as_of=date(2016, 7, 1)).filter(ordinal="1")["age"].to_list() == [17]
    assert queries.current("victim")["cut_off"].unique().to_list() == [date(2016, 6, 30)], "when it first was told"


@engines
def test_a_row_missing_from_a_full_delivery_vanished_and_may_come_back(received):
    both, one = victims({}, {"NRO_ORDEN": "2"}), victims({})
    received(both, "a_corte-2016-01-31.csv")
    assert numbers(received(one, "b_corte-2016-02-28.csv")) == (0, 1, 0, 0, 1)
    assert ages() == {"1": (17, False), "2": (17, True)}
    assert numbers(received(one, "c_corte-2016-03-31.csv")) == (0, 1, 0, 0, 0), "what has vanished does not vanish again"
    back = received(both, "d_corte-2016-04-30.csv")
    assert numbers(back) == (1, 1, 0, 0, 0)
    assert codes(back)["note_rows_back"] == 1
    assert ages() == {"1": (17, False), "2": (17, False)}
    assert queries.records(queries.current("victim")["record"])["vanished"].sum() == 1


@engines
def test_an_older_delivery_changes_nothing_newer(received):
    received(victims({"EDAD": "15"}), "b_corte-2016-12-31.csv")
    older = received(victims({"EDAD": "14"}, {"NRO_ORDEN": "2"}), "a_corte-2016-06-30.csv")
    assert numbers(older) == (2, 0, 0, 0, 0)
    assert ages() == {"1": (15, False), "2": (17, True)}, "the later full delivery lacked 2"
    assert numbers(received(victims({"EDAD": "14"}, {"NRO_ORDEN": "2"}), "a_corte-2016-06-30.csv")) == (0, 2, 0, 0, 0)
    assert ages() == {"1": (15, False), "2": (17, True)}


@engines
def test_what_a_later_delivery_had_said_in_silence_is_said_again_when_an_older_one_arrives_late(received):
    received(victims({}), "a_corte-2016-01-31.csv")
    received(victims({}), "c_corte-2016-03-31.csv")  # unchanged: writes nothing
    received(victims({"EDAD": "16"}), "b_corte-2016-02-28.csv")
    assert ages() == {"1": (17, False)}
    assert queries.current("victim", as_of=date(2016, 3, 1))["age"].to_list() == [16]


def test_a_row_refused_in_a_full_delivery_did_not_vanish(received):
    received(victims({}, {"NRO_ORDEN": "2"}))
    assert numbers(received(victims({"EDAD": "250"}, {"NRO_ORDEN": "2"}))) == (0, 1, 0, 1, 0)
    assert ages() == {"1": (17, False), "2": (17, False)}


def test_a_refused_row_whose_key_cannot_be_read_puts_the_vanished_in_doubt(received):
    received(victims({}, {"NRO_ORDEN": "2"}))
    receipt = received(victims({}, {"NRO_ORDEN": ""}))
    assert numbers(receipt) == (0, 1, 0, 1, 1)
    assert codes(receipt) == {"note_vanished_in_doubt": 1}


def test_the_cut_off_is_said_by_the_sender_else_by_the_name_else_is_today(received):
    said = received(victims({}), "a_corte-2016-06-30.csv", cut_off=date(2017, 1, 31))
    named = received(victims({}), "a_corte_2016-06-30.csv")
    silent = received(victims({}), "a.csv")
    days = {one.id: one.cut_off for one in queries.deposits()}
    assert [days[one.deposit] for one in (said, named)] == [date(2017, 1, 31), date(2016, 6, 30)]
    assert days[silent.deposit] >= date(2026, 1, 1)


# -- SAFEGUARDS 19 -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folder_name", "file_name", "rows", "said"),
    [
        ("entrega", "victimas.csv", [VICTIM | {"SINTETICO": "SI"}, VICTIM | {"NRO_ORDEN": "2", "SINTETICO": " true "}], {}),
        ("entrega", "victimas.csv", [VICTIM | {"SYNTHETIC": "1"}], {}),
        ("entrega", "victimas SINTÉTICAS.csv", [VICTIM], {}),
        ("Datos sintéticos", "victimas.csv", [VICTIM], {}),
        ("entrega", "victimas.csv", [VICTIM], {"synthetic": True}),
    ],
)
def test_safeguard_19_persons_are_received_where_something_marks_them_synthetic(tmp_path, folder_name, file_name, rows, said):
    path = tmp_path / folder_name / file_name
    path.parent.mkdir()
    path.write_text(csv_text(rows), encoding="utf-8")
    (receipt,) = actions.receive([path], by="prueba", **said)
    assert receipt.kept == len(rows)
    assert queries.synthetic_only()


@pytest.mark.parametrize(
    "rows", [[VICTIM], [VICTIM | {"SINTETICO": "SI"}, VICTIM | {"NRO_ORDEN": "2", "SINTETICO": "NO"}], [VICTIM | {"SINTETICO": ""}]]
)
def test_safeguard_19_persons_that_nothing_marks_synthetic_are_refused(tmp_path, rows):
    path = tmp_path / "victimas.csv"
    path.write_text(csv_text(rows), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        actions.receive([path], by="prueba")
    assert "no está marcado como sintético" in sentence(caught.value)
    assert not Deposit.objects.exists()
    assert vaulted.deposits_held() == set()
    assert not queries.synthetic_only()


# -- formats -----------------------------------------------------------------------------------------------------------


def test_the_same_rows_in_any_format_and_encoding_are_the_same_records(received):
    rows = victims({"AP_PATERNO": "PEÑA"}, {"NRO_ORDEN": "2", "FINALIDAD": "MENDICIDAD"})
    text = csv_text(rows)
    assert received(text).kept == 2
    for content, name in (
        (csv_text(rows, ";").encode("cp1252"), "v.csv"),
        (csv_text(rows, "\t").encode("utf-16"), "v.tsv"),
        (b"\xef\xbb\xbf" + csv_text(rows, ",").replace("\n", "\r\n").encode(), "v.txt"),
        (text.replace("\n", "\r"), "mac.csv"),
        ("sep=|\n" + text, "excel.csv"),
        (json_lines(*rows), "v.jsonl"),
        ({"dentro/v.csv": text, "__MACOSX/._v.csv": "x", "oficio.pdf": b"%PDF-1.7"}, "v.zip"),
    ):
        assert numbers(received(content, name)) == (0, 2, 0, 0, 0), name


def test_json_lines_may_leave_out_what_is_unknown(received):
    little = {name: VICTIM[name] for name in ("NRO_DENUNCIA", "NRO_ORDEN", "FEC_REGISTRO", "AP_PATERNO")} | {"EDAD": 17, "RESCATADA": True}
    assert (
        received(json_lines(little, VICTIM | {"NRO_ORDEN": "2", "FINALIDAD": ["MENDICIDAD", "EXPLOTACION LABORAL"]}), "v.jsonl").kept == 2
    )
    rows = queries.current("victim").sort("ordinal")
    assert rows["age"].to_list() == [17, 17]
    assert rows["purpose"].to_list() == [None, ["begging", "labour"]]
    assert rows["rescued"].to_list() == [True, True]
    assert received(json_lines(little | {"NRO_ORDEN": "3"}), "poco.jsonl").kept == 1


def test_a_folder_is_received_file_by_file_without_what_is_no_data(folder, written):
    written(victims({}), "victimas.csv")
    written("NRO_DENUNCIA|FEC_DENUNCIA\n", "truth.csv")
    written("x", ".oculto.csv")
    written("nota", "leeme.md")
    (receipt,) = actions.receive([folder], by="prueba")
    assert receipt.file == "victimas.csv"


# -- names stand in the vault only ------------------------------------------------------------------------------------

MARK = "XYZZYMARCADO"


def test_no_name_stands_anywhere_but_in_the_vault(received, settings):
    receipt = received(
        victims({"AP_PATERNO": MARK, "DOMICILIO": MARK, "NRO_DOC": "98765432"}, {"NRO_ORDEN": "2", "AP_MATERNO": MARK, "EDAD": MARK})
    )
    assert (receipt.kept, receipt.refused) == (1, 1)
    for alias in ("default", "log", "public", "vault"):
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                said = repr([[bytes(cell) if isinstance(cell, memoryview) else cell for cell in row] for row in cursor.fetchall()])
                assert MARK not in said, f"{alias}.{table}"
                assert "98765432" not in said, f"{alias}.{table}"
    for path in Path(settings.VAR).rglob("*"):
        if path.is_file() and "cluster" not in path.parts:
            assert MARK.encode() not in path.read_bytes(), path


# -- laws --------------------------------------------------------------------------------------------------------------

cells = st.fixed_dictionaries(
    {
        "NRO_ORDEN": st.sampled_from(["1", "2", "3", ""]),
        "EDAD": st.sampled_from(["17", "18", "250", "", "x"]),
        "SEXO": st.sampled_from(["F", "M", "?"]),
        "AP_PATERNO": st.text(max_size=6).filter(lambda text: not set(text) & set('|"\n\r')),
        "FEC_NACIMIENTO": st.sampled_from(["05/03/1999", "1999", "31/02/1999", ""]),
    }
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(cells, min_size=1, max_size=6), st.lists(cells, min_size=1, max_size=6))
def test_every_row_read_is_kept_unchanged_corrected_or_refused(received, first, second):
    for rows in (first, second, second):
        before = {row["record"] for row in queries.current("victim").iter_rows(named=True) if not row["vanished"]}
        receipt = received(victims(*rows), f"{random.random()}_corte-2016-12-31.csv")
        assert receipt.read == len(rows)
        assert receipt.refused == len({line for line, *_ in reasons(receipt)})
        after = {row["record"] for row in queries.current("victim").iter_rows(named=True) if not row["vanished"]}
        assert len(before - after) == receipt.vanished
        assert len(after - before) == receipt.kept
    assert (receipt.kept, receipt.corrected, receipt.vanished) == (0, 0, 0), "the third is the second again"
    assert not actions.verify(by="prueba").problems


# -- verification ------------------------------------------------------------------------------------------------------


@engines
def test_verify_finds_nothing_wrong_with_what_was_received(received):
    received(victims({}, {"NRO_ORDEN": "2", "EDAD": "250"}))
    found = actions.verify(by="prueba")
    assert (found.deposits, found.versions, found.problems) == (1, 1, ())


@engines
def test_verify_finds_a_deposit_rows_and_names_that_are_gone_or_damaged(received, settings):
    receipt = received(victims({}, {"NRO_ORDEN": "2"}, {"NRO_ORDEN": "3"}))
    versions = verifying.versions_of_persons()
    (sealed,) = (Path(settings.VAR) / "vault" / "deposits").glob("*.sealed")
    data = sealed.read_bytes()
    sealed.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    keeping.vault.forget(versions=versions[:1])
    with connections["vault"].cursor() as cursor:
        cursor.execute("SELECT blob FROM vault_mention")
        blob = bytes(cursor.fetchone()[0])
        cursor.execute("UPDATE vault_mention SET blob = %s", [blob[:-1] + bytes([blob[-1] ^ 1])])
    RecordEvent.objects.filter(version=versions[2]).delete()
    found = actions.verify(by="prueba")
    assert [one["code"] for one in found.problems] == [
        "verify_deposit_damaged", "verify_rows_missing", "verify_numbers_amiss", "verify_names_damaged",
    ]  # fmt: skip
    assert all(one.get("deposit", receipt.deposit) == receipt.deposit for one in found.problems)
    keeping.vault.forget(versions=versions, files=[sealed.stem])
    found = actions.verify(by="prueba")
    assert [one["code"] for one in found.problems] == [
        "verify_deposit_damaged", "verify_rows_missing", "verify_numbers_amiss", "verify_names_missing",
    ]  # fmt: skip
    for one in found.problems:
        assert "(sin precisar)" not in sentence(Problem(**one))


def test_a_moved_name_does_not_open(received):
    received(victims({}, {"NRO_ORDEN": "2"}))
    one, other = verifying.versions_of_persons()
    with connections["vault"].cursor() as cursor:
        cursor.execute("SELECT blob FROM vault_mention WHERE version = %s", [one])
        blob = cursor.fetchone()[0]
        cursor.execute("UPDATE vault_mention SET blob = %s WHERE version = %s", [blob, other])
    with pytest.raises(Unsafe):
        vaulted.mentions([other])


# -- what pages ask ----------------------------------------------------------------------------------------------------


def test_quality_says_how_much_was_refused_repeated_and_filled(received):
    received(victims({}, {}, {"NRO_ORDEN": "2", "SEXO": ""}, {"NRO_ORDEN": "3", "EDAD": "250"}))
    quality = queries.quality()
    (row,) = quality.tables.rows(named=True)
    assert [row[name] for name in ("title", "read", "good", "refused", "refused_share", "repeated")] == ["Víctimas", 4, 3, 1, 0.25, 1]
    sex = quality.fields.filter(field="sex").rows(named=True)[0]
    assert (sex["es"], sex["filled"], sex["good"], sex["share"]) == ("Sexo", 2, 3, 2 / 3)


def test_quality_of_a_table_whose_rows_were_all_refused_or_that_is_declared_no_more(received, settings, tmp_path):
    settings.SOURCES = tmp_path / "sources"
    settings.SOURCES.mkdir()
    other = (OWN / "reta.toml").read_text(encoding="utf-8").replace('code = "reta"', 'code = "reta_bis"')
    (settings.SOURCES / "reta_bis.toml").write_text(other, encoding="utf-8")
    received(victims({"EDAD": "250"}), source="reta_bis")
    declared = queries.source("reta_bis").table("victimas").columns
    assert queries.quality().fields["share"].to_list() == [None] * len(declared)
    (settings.SOURCES / "reta_bis.toml").unlink()
    (row,) = queries.quality().tables.rows(named=True)
    assert (row["title"], row["good"]) == ("victimas", 0)


def test_a_deposit_is_found_by_the_beginning_of_its_id(received):
    receipt = received(victims({}))
    assert queries.deposit(receipt.deposit[:8]).id == receipt.deposit
    for asked in ("ffffffff", receipt.deposit[:3]):
        with pytest.raises(Problem) as caught:
            queries.deposit(asked)
        assert caught.value.code == "deposit_unknown"
    other = Deposit.objects.get()
    other.pk, other.order = receipt.deposit[:8] + "f" * 24, 99
    other.save(force_insert=True)
    with pytest.raises(Problem) as caught:
        queries.deposit(receipt.deposit[:8])
    assert caught.value.code == "deposit_ambiguous"


def test_what_is_current_has_its_columns_and_types_even_where_there_is_nothing():
    for name in ("complaint", "victim", "proceeding", "figure"):
        nothing = queries.current(name)
        assert nothing.height == 0
        assert nothing.columns[:8] == ["record", "version", "register", "table", "deposit", "cut_off", "line", "vanished"]
    assert queries.current("victim").schema["purpose"] == pl.List(pl.String)
    assert queries.current("victim", register="sistra").height == 0
    assert queries.records([]).height == 0


def test_progress_is_told_by_file_and_rows(received):
    told = []
    received(victims({}, {"NRO_ORDEN": "2"}), progress=lambda what, done, total: told.append((what, done, total)))
    assert told == [("Leyendo victimas.csv (victimas)", 2, None), ("Guardando victimas.csv (victimas)", 2, 2)]
