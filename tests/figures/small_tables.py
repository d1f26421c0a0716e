"""Small tables as ``registers.queries.current`` gives them: a test writes only what it is about."""

import datetime as dt
import hashlib

import polars as pl

from intertrata.figures import freezing
from intertrata.vocabulary.records import record_types

TYPES = {"integer": pl.Int64, "boolean": pl.Boolean, "codes": pl.List(pl.String), "texts": pl.List(pl.String)}
OF_THE_RECORD = {
    "record": pl.String,
    "version": pl.String,
    "register": pl.String,
    "table": pl.String,
    "deposit": pl.String,
    "cut_off": pl.Date,
    "line": pl.Int64,
    "vanished": pl.Boolean,
}


def an_id(text):
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def current(record_type, rows):
    """Records of one type; ``record`` is a short word that becomes an id, everything not said is unknown."""
    fields = record_types()[record_type].payload_fields
    schema = OF_THE_RECORD | {field.name: TYPES.get(field.type, pl.String) for field in fields}
    full = []
    for number, row in enumerate(rows, start=1):
        said = {"register": "reta", "table": record_type, "cut_off": dt.date(2016, 12, 31), "line": number, "vanished": False, **row}
        said["record"] = an_id(f"{said['register']}/{said.get('record', number)}")
        full.append({"version": said["record"], "deposit": an_id("deposit"), **said})
    return pl.DataFrame(full, schema=schema)


def persons(pairs):
    """Whose each record is: ``{"reta/a": "Ana"}`` says that record ``a`` of RETA speaks of one person called so here."""
    rows = [{"record": an_id(record), "person": an_id(f"person {person}") if person else None} for record, person in pairs.items()]
    return pl.DataFrame(rows, schema={"record": pl.String, "person": pl.String})


def frozen(record_type, rows, whose=None):
    """The table of a cut that holds only these records."""
    return freeze({record_type: current(record_type, rows)}, persons(whose or {}))[record_type]


INSTITUTIONS = {"reta": "pnp", "sistra": "mpfn", "sutran": "sutran", "sunafil": "sunafil", "gobiernos": "gobierno_regional"}


def freeze(tables, whose):
    """The tables of a cut of these records."""
    return dict(freezing.freeze(tables.__getitem__, whose, tables, institutions=INSTITUTIONS))
