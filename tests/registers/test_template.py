"""What is derived from a declaration: the dictionary page and the import template, for every register there is."""

import hashlib
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import fastexcel
import pytest

from intertrata.registers.declaration import Rule
from intertrata.registers.dictionary import MOST_LISTED, described, must_hold
from intertrata.registers.sources import OWN, sources
from intertrata.registers.template import HELP, LISTS, write_template

SOURCES = sources([OWN])
SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.mark.parametrize("code", SOURCES)
def test_the_dictionary_names_every_table_and_column_and_says_what_is_assumed(code):
    page = described(SOURCES[code])
    for table in SOURCES[code].tables:
        assert f"(`{table.name}`)" in page
        for column in table.columns:
            assert f"| `{column.name}`" in page
    assumed = sum(column.assumed for table in SOURCES[code].tables for column in table.columns)
    assert page.count("supuesta: nadie ha visto") == assumed


def test_identity_is_said_to_be_kept_in_the_vault():
    line = next(line for line in described(SOURCES["reta"]).splitlines() if line.startswith("| `NRO_DOC`"))
    assert "solo en la bóveda" in line


def test_long_lists_are_named_and_not_printed():
    line = next(line for line in described(SOURCES["reta"]).splitlines() if line.startswith("| `NACIONALIDAD`"))
    assert "valores de la lista `country`" in line
    assert MOST_LISTED < 100


def test_rules_are_said_in_words():
    assert must_hold(Rule("not_future", ("F",))) == "`F` no está en el futuro"


@pytest.mark.parametrize("code", SOURCES)
def test_the_template_has_a_sheet_a_table_with_the_declared_heads(tmp_path, code):
    path = tmp_path / "plantilla.xlsx"
    write_template(SOURCES[code], path)
    book = fastexcel.read_excel(path)
    assert book.sheet_names == [*(table.name for table in SOURCES[code].tables), LISTS, HELP]
    for table in SOURCES[code].tables:
        assert book.load_sheet(table.name).to_polars().columns == [*table.headings, "SINTETICO"]


def test_a_column_of_one_code_offers_its_list(tmp_path):
    path = tmp_path / "plantilla.xlsx"
    write_template(SOURCES["reta"], path)
    with ZipFile(path) as parts:
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet2.xml"))
    checks = {check.get("sqref").split("2:")[0]: check for check in sheet.iter(f"{SPACE}dataValidation")}
    sex = SOURCES["reta"].table("victimas").headings.index("SEXO")
    check = checks[chr(ord("A") + sex)]
    assert check.get("type") == "list"
    assert check.find(f"{SPACE}formula1").text.startswith(LISTS)


def test_the_same_declaration_gives_the_same_bytes(tmp_path):
    digests = set()
    for name in ("a", "b"):
        write_template(SOURCES["sistra"], tmp_path / name)
        digests.add(hashlib.sha256(Path(tmp_path / name).read_bytes()).hexdigest())
    assert len(digests) == 1
