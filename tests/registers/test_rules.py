"""Rules between the cells of one row: each kind to the letter, then what the house promises of real registers."""

from datetime import date

import plausible
import polars as pl
import pytest
from deliveries import DATABASES, csv_text, reasons
from hypothesis import given
from hypothesis import strategies as st

from intertrata.registers import actions, queries
from intertrata.registers.checking.dates import FIRST_YEAR, LAST_YEAR
from intertrata.registers.checking.rules import broken
from intertrata.registers.declaration import Rule
from intertrata.registers.dictionary import must_hold
from intertrata.registers.reading.matching import fit
from intertrata.registers.reading.sheet import Sheet
from intertrata.registers.returning import reason
from intertrata.registers.sources import OWN, source, sources
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

SOURCES = sources([OWN])
TODAY = "2017-06-30"


def tried(rule, **columns):
    """What breaks a rule: by column, the rows."""
    found = broken(rule, lambda name: pl.Series(name, columns[name], dtype=pl.String), TODAY)
    return {column: (bad.to_list(), expected) for bad, column, expected in found}


def test_a_date_is_after_another_only_as_far_as_both_are_known():
    rule = Rule("not_after", ("A", "B"))
    first = ["2016-05-13", "2016-05", "2016", "2016-06", None, "2016-05-13"]
    second = ["2016-05-12", "2016-05-12", "2016-05-12", "2016-05", "2016", None]
    assert tried(rule, A=first, B=second) == {"A": ([True, False, False, True, False, False], "B")}


def test_a_date_is_not_in_the_future():
    assert tried(Rule("not_future", ("A",)), A=["2017-07-01", "2017-06-30", "2017", None]) == {"A": ([True, False, False, False], TODAY)}


@pytest.mark.parametrize(
    "table",
    [table for one in SOURCES.values() for table in one.tables if table.record_type.field("procedural_status")],
    ids=lambda table: f"{table.register}.{table.name}",
)
def test_whoever_tells_where_proceedings_against_somebody_stand_tells_since_when(table):
    """SAFEGUARDS 14: a status without its date is refused, by the row's own rule or, where everybody has the status, by its absence."""
    since, status = table.filling("status_date"), table.filling("procedural_status")
    if status is None and not any(derive.field.name == "procedural_status" for derive in table.derives):
        return  # the table says nothing of it
    assert since is not None
    assert not since.optional
    told = (
        any(rule.kind == "needs" and rule.columns == (since.name,) and rule.when == status.name and not rule.codes for rule in table.rules)
        if status
        else False
    )
    assert since.required if status is None else told


def test_no_more_years_pass_between_two_dates_than_may():
    rule = Rule("within", ("BORN", "DAY"), years=110)
    born = ["1906-05-11", "1906-05-12", "1906", "1905", "1904-02-29", None]
    day = ["2016-05-12", "2016-05-12", "2016-05-12", "2016-05-12", "2014-03-01", "2016-05-12"]
    assert tried(rule, BORN=born, DAY=day) == {"BORN": ([True, False, False, True, True, False], "DAY")}


def test_a_part_is_not_more_than_the_whole():
    rule = Rule("at_most", ("PART", "WHOLE"))
    assert tried(rule, PART=["3", "2", "10", None, "1"], WHOLE=["2", "2", "9.5", "1", None]) == {
        "PART": ([True, False, True, False, False], "WHOLE")
    }


def test_a_cell_is_needed_or_empty_where_another_says_a_code():
    told = {"WHEN": ["yes", "no", None, '["no","yes"]', '["no"]'], "A": [None, None, None, None, None], "B": ["x"] * 5}
    assert tried(Rule("needs", ("A", "B"), "WHEN", ("yes",)), **told) == {
        "A": ([True, False, False, True, False], "WHEN"),
        "B": ([False] * 5, "WHEN"),
    }
    assert tried(Rule("empty", ("B",), "WHEN", ("yes",)), **told) == {"B": ([True, False, False, True, False], "WHEN")}
    assert tried(Rule("needs", ("A",), "WHEN"), **told) == {"A": ([True, True, False, True, True], "WHEN")}


DATES = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))


@given(st.lists(st.tuples(DATES, DATES), max_size=5), st.integers(1, 150))
def test_what_is_within_so_many_years_is_within_more(pairs, years):
    first, second = [one.isoformat() for one, _ in pairs], [other.isoformat() for _, other in pairs]
    few = tried(Rule("within", ("A", "B"), years=years), A=first, B=second)["A"][0]
    more = tried(Rule("within", ("A", "B"), years=years + 1), A=first, B=second)["A"][0]
    assert all(less or not bad for less, bad in zip(few, more, strict=True))


# What the house promises of bad input, each on the register that would send it.
PROMISED = [
    ("car", "residentes", {"Fecha de salida": "01-01-2016"}, "Fecha de ingreso", "not_after"),
    ("reta", "victimas", {"EDAD": "111"}, "EDAD", "range"),
    ("car", "residentes", {"Fecha de nacimiento": "01-01-1901"}, "Fecha de nacimiento", "within"),
    ("udavit", "entrevistas", {"es_repeticion": "SI", "motivo_repeticion": ""}, "motivo_repeticion", "needs"),
    ("udavit", "entrevistas", {"es_repeticion": "NO", "motivo_repeticion": "La persona lo pidió"}, "motivo_repeticion", "empty"),
    ("poder_judicial", "expedientes", {"FECHA DENUNCIA": "13/05/2016"}, "FECHA DENUNCIA", "not_after"),
    ("linea_1818", "llamadas", {"FEC_LLAMADA": ""}, "FEC_LLAMADA", "required"),
    ("udavit", "medidas", {"identidad_reservada": "SI"}, "nombres", "empty"),
    ("reta", "testigos", {"IDENTIDAD_RESERVADA": ""}, "IDENTIDAD_RESERVADA", "required"),
    ("sutran", "fiscalizaciones", {"PASAJEROS MENORES DE 18": "2"}, "PASAJEROS MENORES DE 18", "at_most"),
    ("desaparecidas", "denuncias", {"FEC_HALLAZGO": ""}, "FEC_HALLAZGO", "needs"),
    ("car", "residentes", {"Fecha de salida": ""}, "Fecha de salida", "needs"),
    ("poder_judicial", "imputados", {"FECHA SITUACION": ""}, "FECHA SITUACION", "needs"),
    ("reta", "autores", {"FEC_SITUACION": ""}, "FEC_SITUACION", "required"),
]


@pytest.mark.django_db(databases=DATABASES)
@pytest.mark.parametrize(("code", "name", "cells", "column", "rule"), PROMISED, ids=[f"{one[0]}-{one[3]}-{one[4]}" for one in PROMISED])
def test_what_cannot_be_is_refused_by_name(code, name, cells, column, rule, received):
    table = SOURCES[code].table(name)
    good, spoiled = plausible.row(table), plausible.row(table, 2) | cells
    receipt = received(csv_text([good, spoiled]), "entrega.csv")
    assert (receipt.kept, receipt.refused) == (1, 1)
    assert (column, rule) in {(told[1], told[2]) for told in reasons(receipt)}
    (_, _, _, expected) = next(told for told in reasons(receipt) if told[1:3] == (column, rule))
    assert not set(cells.values()) - {""} & {expected}
    assert reason(rule, column=column, expected=expected).startswith(("«", "Entre"))


@pytest.mark.django_db(databases=DATABASES)
def test_an_export_made_before_a_column_was_asked_for_is_received_and_its_records_stay_the_same(received):
    table = SOURCES["sistra"].table("denuncias")
    whole = plausible.row(table)
    older = {name: cell for name, cell in whole.items() if not table.column(name).optional}
    assert set(whole) - set(older) == {"etapa", "estado"}
    assert received(csv_text([older]), "a.csv").kept == 1
    assert received(csv_text([whole | {"etapa": "", "estado": ""}]), "b.csv").unchanged == 1
    assert received(csv_text([whole]), "c.csv").corrected == 1
    assert queries.current("complaint")["stage"].to_list() == ["preliminary"]


def test_a_column_that_is_not_optional_is_still_missed():
    table = SOURCES["sistra"].table("denuncias")
    with pytest.raises(Problem) as caught:
        fit([Sheet("f.csv", "", tuple(name for name in table.headings if name != "fiscalia"), lambda notes: iter(()))], SOURCES.values())
    assert caught.value.where["lacking"] == "fiscalia"


DECLARED = """
code = "inventado"
name = "Registro que no existe"
institution = "mimp"
kind = "records"

[columns]
persona = [
  { name = "Nombre", field = "full_name" },
  { name = "Nacida", field = "birth_date" },
]

[[table]]
name = "ingresos"
title = "Ingresos"
record_type = "stay"
systems = ["C8"]
uses = ["persona"]
key = ["Ficha"]
column = [
  { name = "Ficha", field = "number", required = true },
  { name = "Ingreso", field = "event_date", required = true },
  { name = "Hijos", field = "children_along" },
  { name = "Salida", field = "exit_kind", list_es = true },
  { name = "Reservada", field = "reserved" },
]
rule = [{ kind = "needs", column = "Salida", when = "Reservada", is = ["true"] }]
"""
RULE = '{ kind = "needs", column = "Salida", when = "Reservada", is = ["true"] }'
MISTAKEN = [
    ('{ kind = "at_most", columns = ["Hijos", "Ingreso"] }', "declaration_no_number", "«Ingreso» sea una columna de números"),
    ('{ kind = "at_most", columns = ["Hijos"] }', "declaration_lacks", "falta «columns»"),
    ('{ kind = "within", columns = ["Nacida", "Ingreso"] }', "declaration_lacks", "falta «years»"),
    ('{ kind = "within", columns = ["Nacida", "Hijos"], years = 110 }', "declaration_no_date", "«Hijos» sea una columna de fecha"),
    ('{ kind = "needs", when = "Salida" }', "declaration_lacks", "falta «columns»"),
    ('{ kind = "empty", column = "Hijos" }', "declaration_lacks", "falta «when»"),
    ('{ kind = "needs", column = "Hijo", when = "Salida" }', "declaration_no_column", "¿Quiso escribir «Hijos»?"),
    ('{ kind = "needs", column = "Hijos", when = "Salidas" }', "declaration_no_column", "¿Quiso escribir «Salida»?"),
    ('{ kind = "needs", column = "Hijos", when = "Salida", is = ["transfers"] }', "declaration_choice", "¿Quiso escribir «transfer»?"),
    ('{ kind = "needs", column = "Hijos", when = "Reservada", is = ["si"] }', "declaration_choice", "«si» no es un valor de «is»"),
    ('{ kind = "needs", column = "Hijos", when = "Ingreso", is = ["2016"] }', "declaration_does_not_fit", "«when»"),
    ('{ kind = "needs", column = "Hijos", when = "Nombre" }', "declaration_does_not_fit", "«when»"),
    ('{ kind = "needs", column = "Hijos", when = "Ingreso" }', None, ""),
    ('{ kind = "within", columns = ["Nacida", "Ingreso"], years = 110 }', None, ""),
    (RULE, None, ""),
]


@pytest.mark.parametrize(("rule", "code", "told"), MISTAKEN, ids=[f"{n}-{one[1]}" for n, one in enumerate(MISTAKEN)])
def test_a_mistake_in_a_rule_says_where_and_what(rule, code, told):
    text = DECLARED.replace(RULE, rule)
    if code is None:
        assert len(source(text, file="a.toml").tables[0].rules) == 1
        return
    with pytest.raises(Problem) as caught:
        source(text, file="a.toml")
    assert caught.value.code == code
    assert told in sentence(caught.value)


def test_a_block_of_columns_that_nobody_wrote():
    with pytest.raises(Problem) as caught:
        source(DECLARED.replace('uses = ["persona"]', 'uses = ["personas"]'), file="a.toml")
    assert "¿Quiso escribir «persona»?" in sentence(caught.value)


def test_the_columns_of_a_block_stand_before_those_of_the_table():
    (table,) = source(DECLARED, file="a.toml").tables
    assert table.headings == ("Nombre", "Nacida", "Ficha", "Ingreso", "Hijos", "Salida", "Reservada")
    assert table.systems == ("C8",)


def test_rules_are_said_in_the_words_of_the_institution():
    table = SOURCES["udavit"].table("entrevistas")
    said = [must_hold(rule, table.column(rule.when)) for rule in table.rules]
    assert "entre `fecha_nacimiento` y `fecha_entrevista` no pasan más de 110 años" in said
    assert "`motivo_repeticion` lleva un dato cuando `es_repeticion` dice SI" in said
    assert "`motivo_repeticion` queda en blanco cuando `es_repeticion` dice NO" in said
    table = SOURCES["sunafil"].table("inspecciones")
    said = [must_hold(rule, table.column(rule.when)) for rule in table.rules]
    assert "`TRABAJADORES_MENORES` no es mayor que `TRABAJADORES`" in said
    assert any(one.endswith("cuando `HALLAZGO` dice Indicios de trata o Indicios de ESNNA") for one in said)
    assert must_hold(Rule("needs", ("A",), "B")) == "`A` lleva un dato cuando `B` dice algo"
    assert must_hold(Rule("empty", ("A",), "B", ("true",))) == "`A` queda en blanco cuando `B` dice true"
    (table,) = source(DECLARED, file="a.toml").tables
    assert must_hold(table.rules[0], table.column("Reservada")) == "`Salida` lleva un dato cuando `Reservada` dice sí"


@pytest.mark.django_db(databases=DATABASES)
def test_a_reserved_witness_is_kept_by_her_key_and_without_a_name(written):
    table = SOURCES["reta"].table("testigos")
    names = dict.fromkeys(("AP_PATERNO", "AP_MATERNO", "NOMBRES", "NRO_DOC", "FEC_NACIMIENTO"), "")
    row = plausible.row(table) | names | {"IDENTIDAD_RESERVADA": "SI"}
    (receipt,) = actions.receive([written(csv_text([row]), "testigos.csv")], by="prueba")
    assert (receipt.kept, receipt.refused) == (1, 0)
    assert queries.current("witness").select("act", "reserved").rows() == [("K-1", True)]
