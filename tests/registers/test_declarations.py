"""Declarations: those of the product hold, a mistake in one says where, and a register joins by its TOML alone."""

import os
from pathlib import Path

import pytest
from deliveries import DATABASES

from intertrata.registers import actions, queries
from intertrata.registers.declaration import Column
from intertrata.registers.dictionary import allowed
from intertrata.registers.sources import OWN, source, sources
from intertrata.vocabulary.codes import code_list, code_lists
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.records import record_types
from intertrata.vocabulary.sentences import sentence

SHELTER = """
code = "albergue_inventado"
name = "Albergue que no existe"
institution = "mimp"
kind = "records"

[codes.sexo]
"MUJER" = "female"
"VARON" = "male"
"*" = ""

[[table]]
name = "residentes"
title = "Residentes"
record_type = "victim"
key = ["Ficha"]
full = true
cut_off = "Al"

[[table.column]]
name = "Ficha"
aliases = ["N.º de ficha"]
field = "act"
required = true

[[table.column]]
name = "Nombre"
field = "full_name"

[[table.column]]
name = "Sexo"
field = "sex"
codes = "sexo"

[[table.column]]
name = "Edad al ingreso"
field = "age"
high = 90

[[table.column]]
name = "Ingreso"
field = "event_date"
format = "dd-mm-yyyy"

[[table.column]]
name = "Al"
format = "yyyymmdd"

[[table.column]]
name = "Departamento"

[[table.column]]
name = "Provincia"

[[table.column]]
name = "Distrito"

[[table.derive]]
field = "ubigeo"
territory = ["Departamento", "Provincia", "Distrito"]

[[table.derive]]
field = "purpose"
constant = "sexual"

[[table.rule]]
kind = "not_future"
column = "Ingreso"
"""

EXPORT = """SINTETICO,N.º de ficha,Nombre,Sexo,Edad al ingreso,Ingreso,Al,Departamento,Provincia,Distrito
SI,F-1,NADIE INVENTADA,MUJER,16,1-6-2016,20161231,Lambayeque,,Chiclayo
SI,F-2,NADIE INVENTADO,otro,91,01-06-2016,20161130,Lambayeque,Chiclayo,Chiclayo
SI,F-3,NADIE INVENTADO,VARON,20,01-06-2099,20161130,Pucallpa,,
SI,F-4,NADIE INVENTADO,no dice,20,01-06-2016,20161130,Lambayeque,Ferreñafe,
"""


@pytest.fixture
def shelter(settings, tmp_path):
    """An installation that declares one more register."""
    settings.SOURCES = tmp_path / "sources"
    settings.SOURCES.mkdir()
    (settings.SOURCES / "albergue.toml").write_text(SHELTER, encoding="utf-8")
    return settings.SOURCES / "albergue.toml"


@pytest.mark.django_db(databases=DATABASES)
def test_an_invented_register_joins_by_one_toml_and_no_code(shelter, written):
    assert "albergue_inventado" in queries.sources()
    (receipt,) = actions.receive([written(EXPORT, "residentes.csv")], by="prueba")
    assert (receipt.source, receipt.table, receipt.kept, receipt.refused) == ("albergue_inventado", "residentes", 2, 2)
    rows = queries.current("victim").sort("act").select("act", "sex", "age", "minor", "event_date", "ubigeo", "purpose").rows()
    assert rows == [
        ("F-1", "female", 16, True, "2016-06-01", "140101", ["sexual"]),
        ("F-4", None, 20, False, "2016-06-01", "1402", ["sexual"]),
    ]
    told = queries.refusals(receipt.deposit).select("line", "column", "rule", "expected").rows()
    assert [row[:3] for row in told] == [(3, "Edad al ingreso", "range"), (4, "Distrito", "place_is_a_city"), (4, "Ingreso", "not_future")]
    assert queries.deposits()[0].cut_off.isoformat() == "2016-12-31", "the latest day of the column that the declaration names"


@pytest.mark.django_db(databases=DATABASES)
def test_an_age_group_that_the_register_itself_tells_is_kept(settings, tmp_path, written):
    settings.SOURCES = tmp_path / "sources"
    settings.SOURCES.mkdir()
    text = SHELTER.replace(
        '[[table.column]]\nname = "Departamento"',
        '[[table.column]]\nname = "Grupo"\nfield = "age_group"\nlist_es = true\n\n[[table.column]]\nname = "Departamento"',
    )
    (settings.SOURCES / "albergue.toml").write_text(text, encoding="utf-8")
    lines = EXPORT.splitlines()
    actions.receive([written("\n".join((lines[0] + ",Grupo", lines[1] + ",18 a 29 años")), "residentes.csv")], by="prueba")
    assert queries.current("victim").select("age", "minor", "age_group").rows() == [(16, True, "a18_29")], (
        "both stand: they contradict each other"
    )


def test_its_template_and_its_dictionary_page_come_from_it_too(shelter, tmp_path):
    queries.write_template("albergue_inventado", tmp_path / "plantilla.xlsx")
    assert (tmp_path / "plantilla.xlsx").stat().st_size > 0
    assert "`Edad al ingreso`" in queries.dictionary("albergue_inventado")
    assert queries.source("albergue_inventado").called == "Albergue que no existe"


@pytest.mark.django_db(databases=DATABASES)
def test_a_declaration_that_changes_is_read_again(shelter):
    assert queries.source("albergue_inventado").name == "Albergue que no existe"
    shelter.write_text(SHELTER.replace("que no existe", "que tampoco existe"), encoding="utf-8")
    os.utime(shelter, ns=(1, 1))
    assert queries.source("albergue_inventado").name == "Albergue que tampoco existe"


@pytest.mark.django_db(databases=DATABASES)
def test_identical_rows_are_parts_where_the_declaration_says_so(shelter, written):
    shelter.write_text(SHELTER.replace("full = true", 'full = true\nrepeats = "parts"'), encoding="utf-8")
    head, first, *_ = EXPORT.splitlines()
    for lines, kept in (([first], 1), ([first, first, first], 2), ([first, first, first], 0)):
        (receipt,) = actions.receive([written("\n".join((head, *lines)), "residentes.csv")], by="prueba")
        assert (receipt.kept, receipt.unchanged, receipt.refused) == (kept, len(lines) - kept, 0)
    assert queries.current("victim").height == 3


def test_yes_and_no_are_offered_where_no_words_are_declared():
    assert allowed(Column("X", record_types()["victim"].field("rescued"))) == ["SI", "NO"]


def test_the_registers_of_the_product_are_declared_without_mistake():
    known = sources([OWN])
    assert {"reta", "sistra", "poder_judicial", "mininter_open_data", "mpfn_open_data"} <= set(known)
    for one in known.values():
        for table in one.tables:
            assert set(table.key) <= set(table.headings)
            assert table.record_type.field("act") is None or table.filling("act") is not None, "who stands in a case says in which"
            assert one.table(table.name) is table
    assert known["reta"].table("nada") is None
    assert known["reta"].tables[0].column("nada") is None


@pytest.mark.parametrize("register", ["mininter_open_data", "inei"])
def test_what_told_figures_break_down_by_are_our_lists_and_codes(register):
    table = sources([OWN])[register].tables[0]
    categories = next(column.codes for column in table.columns if column.field and column.field.name == "category")
    for written, category in categories.items():
        for pair in category.split(";"):
            dimension, _, code = pair.partition("=")
            assert category == "*" or dimension in code_lists(), written
            assert category == "*" or code in {"*", "unknown"} or code in code_list(dimension), written


def test_folders_that_do_not_exist_declare_nothing():
    assert sources([Path("/no/such/folder")]) == {}


def test_a_code_declared_twice(tmp_path):
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(SHELTER, encoding="utf-8")
    with pytest.raises(Problem) as caught:
        sources([tmp_path])
    assert sentence(caught.value).startswith("«b.toml» declara el registro «albergue_inventado», que ya declara «a.toml».")


RULE = '[[table.rule]]\nkind = "not_future"\ncolumn = "Ingreso"'
CHECK = '[[table.check]]\nkind = "not_before_quoted"\ncolumn = "Ingreso"\n'
MISTAKES = [
    ('code = "albergue_inventado"', "code = ", "declaration_toml", "no se puede leer como TOML"),
    ('code = "albergue_inventado"', 'code = "Albergue"', "declaration_name", "«Albergue» no sirve como código"),
    ('name = "residentes"', 'name = "Residentes"', "declaration_name", "tabla Residentes"),
    ('kind = "records"', 'kind = "registros"', "declaration_choice", "«registros» no es un valor de «kind»"),
    ('kind = "records"', 'kind = "figures"', "declaration_figures", "no puede traer «victim»"),
    ('institution = "mimp"', 'institution = "mip"', "declaration_choice", "¿Quiso escribir «mimp»?"),
    ('institution = "mimp"', "institution = 3", "declaration_value", "«institution»"),
    ('name = "Albergue que no existe"', 'name = ""', "declaration_lacks", "falta «name»"),
    ('title = "Residentes"', 'titulo = "Residentes"', "declaration_word", "no se conoce la palabra «titulo». ¿Quiso escribir «title»?"),
    ('record_type = "victim"', 'record_type = "victima"', "declaration_choice", "¿Quiso escribir «victim»?"),
    ('key = ["Ficha"]', 'key = ["Fichas"]', "declaration_no_column", "«Fichas», que la tabla no declara. ¿Quiso escribir «Ficha»?"),
    ('cut_off = "Al"', 'cut_off = "Sexo"', "declaration_no_date", "«Sexo» sea una columna de fecha"),
    ('field = "full_name"', 'field = "nombre"', "declaration_field", "no tiene un campo «nombre»"),
    ('field = "full_name"', 'field = "act"', "declaration_repeats", "«act» está repetido"),
    ('name = "Nombre"', 'name = "SINTETICO"', "declaration_repeats", "reservado"),
    ('name = "Nombre"', 'name = "N.º de ficha"', "declaration_repeats", "reservado"),
    ('codes = "sexo"', 'codes = "sexos"', "declaration_choice", "¿Quiso escribir «sexo»?"),
    ('"MUJER" = "female"', '"MUJER" = "mujer"', "declaration_code", "«MUJER» apunta al código «mujer», que no está en la lista «sex»"),
    ('"MUJER" = "female"', '"MUJER" = 1', "declaration_value", "«codes»"),
    ('codes = "sexo"', 'prefix = "df_"', "declaration_code", "que no está en la lista «sex»"),
    ("high = 90", "high = true", "declaration_value", "«high»"),
    ("high = 90", 'separator = ";"', "declaration_does_not_fit", "«separator» no va con un campo de tipo integer"),
    ('format = "dd-mm-yyyy"', 'format = "mm-dd-yyyy"', "declaration_value", "«format»"),
    ('format = "dd-mm-yyyy"', 'format = "dd-mm-yy"', "declaration_lacks", "falta «low»"),
    ('format = "dd-mm-yyyy"', 'format = "dd-mm-yy"\nlow = 50', "declaration_value", "«low»"),
    ('format = "dd-mm-yyyy"', 'scheme = "reniec"', "declaration_does_not_fit", "«scheme»"),
    ('constant = "sexual"', 'constant = "sexuales"', "declaration_choice", "¿Quiso escribir «sexual»?"),
    ('constant = "sexual"', "", "declaration_derive", "«purpose» no se puede derivar así"),
    ('field = "purpose"\nconstant = "sexual"', 'field = "address"\nconstant = "x"', "declaration_derive", "la identidad no se deriva"),
    ('territory = ["Departamento", "Provincia", "Distrito"]', 'territory = ["Region"]', "declaration_no_column", "«Region»"),
    ('column = "Ingreso"', 'column = "Nombre"', "declaration_no_date", "«Nombre»"),
    ('kind = "not_future"', 'kind = "not_after"', "declaration_lacks", "falta «columns»"),
    ('kind = "not_future"\ncolumn = "Ingreso"', "", "declaration_lacks", "falta «kind»"),
    (RULE, '[[table.check]]\nkind = "single_interviews"', "declaration_choice", "¿Quiso escribir «single_interview»?"),
    (RULE, '[[table.check]]\nkind = "single_interview"\ncolumn = "Sexo"\nthrough = "Ficha"', "declaration_lacks", "falta «same»"),
    (RULE, '[[table.check]]\nkind = "not_before_quoted"\ncolumn = "Ingreso"', "declaration_lacks", "falta «through»"),
    (RULE, f'{CHECK}through = "Fichas"', "declaration_no_column", "«Fichas»"),
    (RULE, f'{CHECK}through = "Sexo"', "declaration_does_not_fit", "«through» no va con un campo de tipo sex"),
    (RULE, f'{CHECK}through = "Provincia"', "declaration_does_not_fit", "«through» no va con un campo de tipo text"),
    (RULE, f'{CHECK.replace("Ingreso", "Nombre")}through = "Ficha"', "declaration_does_not_fit", "«column» no va"),
    (RULE, f'{CHECK.replace("Ingreso", "Sexo")}through = "Ficha"', "declaration_no_date", "«Sexo»"),
    (RULE, f'{CHECK}through = "Ficha"', None, ""),
    (
        RULE,
        f'{CHECK.replace("not_before_quoted", "single_interview")}through = "Ficha"\nsame = ["Nombre"]\non = "Sexo"',
        "declaration_no_date",
        "«Sexo»",
    ),
    ('[[table.rule]]\nkind = "not_future"\ncolumn = "Ingreso"', "", None, ""),
    ('codes = "sexo"', "list_es = true", None, ""),
    ('codes = "sexo"', "", None, ""),
    ('cut_off = "Al"', "", None, ""),
]


@pytest.mark.parametrize(("written", "mistake", "code", "told"), MISTAKES, ids=[f"{n}-{one[2]}" for n, one in enumerate(MISTAKES)])
def test_a_mistake_in_a_declaration_says_where_and_what(written, mistake, code, told):
    text = SHELTER.replace(written, mistake, 1)
    assert text != SHELTER
    if code is None:
        assert source(text, file="albergue.toml").code == "albergue_inventado"
        return
    with pytest.raises(Problem) as caught:
        source(text, file="albergue.toml")
    assert caught.value.code == code
    assert "albergue.toml" in sentence(caught.value)
    assert told in sentence(caught.value)


def test_a_table_or_a_column_that_is_no_table_of_toml():
    with pytest.raises(Problem) as caught:
        source('code = "a"\nname = "a"\ninstitution = "mimp"\nkind = "records"\ntable = ["x"]', file="a.toml")
    assert caught.value.code == "declaration_value"


def test_two_tables_of_one_name():
    with pytest.raises(Problem) as caught:
        source(SHELTER + SHELTER[SHELTER.index("[[table]]") :], file="a.toml")
    assert "«residentes» está repetido" in sentence(caught.value)
