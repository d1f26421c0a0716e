"""What one house writes another receives and writes again: a thousand invented cases, none lost and none changed."""

import pytest
from htcds_cases import DATABASES, HTCDS, NAMES, csv_text, many, read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intertrata.exchange.cases import cases
from intertrata.identity import actions as identity
from intertrata.registers import actions as registers
from intertrata.registers import queries as registered
from intertrata.storage.spreadsheets import neutral

pytestmark = pytest.mark.django_db(databases=DATABASES)


def received(path):
    (receipt,) = registers.receive([path], by="prueba")
    assert receipt.refused == 0, registered.refusals(receipt.deposit).select("line", "column", "rule").rows()[:5]
    return receipt


@pytest.fixture
def sent(folder):
    def send(rows, name="casos_sinteticos.csv"):
        path = folder / name
        path.write_text(csv_text([{key: neutral(value, numbers=True) for key, value in row.items()} for row in rows]), encoding="utf-8")
        return path

    return send


def comparable(rows):
    """Rows as sets of what they say: the order of several values, and of rows, means nothing."""
    several = {target.name for target in HTCDS.targets if target.several or target.name == "prs_Citizenship"}
    return sorted(tuple(";".join(sorted(row[name].split(";"))) if name in several else row[name] for name in NAMES) for row in rows)


@pytest.mark.engines
def test_a_thousand_invented_cases_come_back_without_loss(sent, exported):
    told = many(1000)
    receipt = received(sent(told))
    assert receipt.kept == 1000
    done, path = exported()
    assert done.rows == 1000
    assert done.names
    assert done.synthetic
    assert list(read(path)[0]) == list(NAMES)
    assert comparable(read(path)) == comparable([{key: neutral(value, numbers=True) for key, value in row.items()} for row in told])


def test_another_house_writes_the_very_same_bytes_also_after_linking_and_out_of_a_workbook(sent, exported, settings, tmp_path):
    received(sent(many(200, seed=2)))
    _, first = exported()
    _, book = exported("libro_sintetico.xlsx")
    for number, path in enumerate((first, book)):
        settings.VAR = tmp_path / f"otra_{number}"
        settings.VAR.mkdir()
        forget_everything()
        assert received(path).kept == 200
        identity.link(by="prueba")
        _, again = exported(f"de_vuelta_{number}_sintetico.csv")
        assert again.read_bytes() == first.read_bytes()


def test_the_same_case_told_twice_is_two_parts_and_the_same_file_again_changes_nothing(sent, exported):
    told = many(3, seed=3) + many(3, seed=3)
    path = sent(told)
    assert received(path).kept == 6
    assert received(path).unchanged == 6
    assert exported()[0].rows == 6


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), share=st.floats(0.05, 1))
def test_whatever_is_filled_the_fields_come_back_as_they_came(seed, share):
    """The law without a database: a case in the record type's own columns is written as it was told."""
    import polars as pl

    from intertrata.exchange.profile import INSTITUTION

    (told,) = many(1, seed=seed, share=share)
    kept = {HTCDS.case_field(target).name: held(HTCDS.case_field(target), told[target.name]) for target in HTCDS.targets}
    fixed = {"record": "a", "case": "a", "register": "htcds", "cut_off": "2016-01-01", "event_date": None}
    empty = {
        name: pl.DataFrame(schema=dict.fromkeys([*fixed, "act", "number", "procedural_status", INSTITUTION], pl.String))
        for name in HTCDS.read
    }
    made = cases(HTCDS, empty | {"exchange_case": pl.DataFrame([fixed | kept])}, institutions={})
    assert comparable([dict(zip(NAMES, made.rows[0], strict=True))]) == comparable([told])


def held(field, text):
    if not text:
        return None
    if field.list == "country":
        from intertrata.vocabulary.codes import code_list

        codes = [code_list("country").resolve(one) for one in text.split(";")]
        return codes if field.type == "codes" else codes[0]
    if field.type == "codes":
        return text.split(";")
    return {"boolean": text == "TRUE", "integer": int(text) if text.isdigit() else None}.get(field.type, text)


def forget_everything():
    """Empty the databases as a new house has them (the log is never emptied)."""
    from django.db import connections

    for alias, tables in (("default", ("registers_recordevent", "registers_refusal", "registers_deposit")), ("vault", ("vault_mention",))):
        with connections[alias].cursor() as cursor:
            for table in tables:
                cursor.execute(f'DELETE FROM "{table}"')
