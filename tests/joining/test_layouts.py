"""Six exports nobody had in mind when the reader was written join by a declaration alone: the good rows kept, the bad refused by name."""

from pathlib import Path

import polars as pl
import pytest
from invented_people import people
from layouts import LAYOUTS

from intertrata.registers import actions, queries
from intertrata.registers.declaration import heading

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True)
DECLARATIONS = Path(__file__).parent / "declarations"
RULES = {
    "date": {"date_impossible", "date_format", "date_zero"},
    "place": {"ubigeo_unknown", "ubigeo_malformed"},
    "order": {"not_after"},
    "future": {"not_future"},
    "boolean": {"code"},
}
"""The reader's names of a fault, by what the makers of the exports called it."""


TRUTH = {
    "ayni": ("service", ("event_date", "sex"), (11, 300)),
    "clinica": ("service", ("event_date", "sex", "ubigeo"), (23, 400)),
    "region": ("victim", ("event_date", "sex", "ubigeo"), (37, 255)),
    "parroquia": ("victim", ("event_date", "sex", "ubigeo"), (41, 300)),
    "linea": ("service", ("event_date", "sex", "ubigeo"), (53, 400)),
    "juzgado": ("proceeding", ("outcome_date",), (67, 300)),
}
"""Of each export: the record type, the fields to hold against the truth, and from which invented people (seed, count) it was written."""

SPOILT = {"region": {60, 90, 120, 150, 180}}
"""Of the exports whose bad rows are rows of these people: their numbers."""


@pytest.fixture(params=LAYOUTS)
def joined(request, settings, tmp_path):
    """One institution's export received with its declaration: what was planted, the receipts by table, the refused rows."""
    settings.VAR, settings.SOURCES = tmp_path / "var", DECLARATIONS
    settings.VAR.mkdir()
    export = LAYOUTS[request.param](tmp_path)
    receipts = actions.receive([export.file], by="prueba")
    refused = {}
    for receipt in receipts:
        rows = actions.return_refused(receipt.deposit, by="prueba", purpose="mirar").to_dicts() if receipt.refused else []
        told = {}
        for row in queries.refusals(receipt.deposit).to_dicts():
            told.setdefault(row["line"], set()).add((row["column"], row["rule"], row["expected"]))
        refused.setdefault(receipt.table, []).extend((row, told[int(row["RECHAZO_LINEA"])]) for row in rows)
    return request.param, export, receipts, refused


def test_of_its_good_rows_99_in_100_are_kept_and_every_planted_one_is_refused_by_name(joined, record_property):
    name, export, receipts, refused = joined
    for table, good in export.good.items():
        kept = sum(receipt.kept for receipt in receipts if receipt.table == table)
        assert 0.99 * good <= kept <= good, (table, kept, refused[table][:3])
    missed = [one for one in export.planted if not _named(one, queries.source(name).table(one.table), refused[one.table])]
    record_property("figures", f"{name}: {[(one.table, one.read, one.kept, one.refused) for one in receipts]}, missed {len(missed)}")
    assert not missed


def test_what_is_kept_is_what_was_true(joined):
    name = joined[0]
    kind, fields, drawn = TRUTH[name]
    kept = queries.current(kind, register=name).filter(pl.col(fields[0]).is_not_null())
    true = [_true(one, month_only=name == "parroquia") for one in people(*drawn) if one.number not in SPOILT.get(name, set())]
    assert sorted(kept.select(fields).rows()) == sorted(tuple(one[field] for field in fields) for one in true)


def _true(person, *, month_only):
    """What a person's row says; the parish tells of every tenth the month alone."""
    day = person.event.isoformat()[: 7 if month_only and person.number % 10 == 0 else 10]
    sex = {"F": "female", "M": "male"}[person.sex]
    return {"event_date": day, "outcome_date": day, "sex": sex, "ubigeo": person.place}


def _named(planted, table, refused):
    """Whether the row with that key is refused for that column and rule (of two dates in the wrong order either may be named)."""
    column = next(one.name for one in table.columns if heading(planted.column) in {heading(name) for name in (one.name, *one.aliases)})
    return any(
        rule in RULES.get(planted.rule, {planted.rule}) and column in {where, expected}
        for row, reasons in refused
        if planted.key in {str(value).strip() for word, value in row.items() if not word.startswith("RECHAZO")}
        for where, rule, expected in reasons
    )
