"""Files made to hurt: they end in a sentence or in refused rows, never in a crash, never in all the memory of the machine.

Every file here says that it is synthetic; what it says besides is the attack.
"""

import io
import json
import os
import subprocess
import sys
import textwrap
import zipfile

import planted
import polars as pl
import pytest
import xlsxwriter
from planted import headings

from intertrata.registers import actions, queries
from intertrata.vault import queries as vault
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])
MARKED = planted.VICTIM | {"SINTETICO": "SI"}
ONE_LINE = planted.lines([MARKED])


def good():
    return planted.table([planted.VICTIM], headings()["reta", "victimas"])


@pytest.fixture
def receive(tmp_path):
    """Write a file and receive it."""

    def from_bytes(data, name="sintetico.csv", **said):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return actions.receive([path], by="prueba", **said)

    return from_bytes


@pytest.fixture
def told(receive):
    """Receive what cannot be received, and give the sentence that says why; nothing is kept of it."""

    def refuse(data, name="sintetico.csv"):
        with pytest.raises(Problem) as caught:
            receive(data, name)
        assert queries.deposits() == []
        said = sentence(caught.value)
        assert planted.seen(said.encode()) == []
        assert "todavía no sabe explicar" not in said
        return said

    return refuse


@pytest.mark.parametrize(
    "deep", ["[" * 100_000, '{"a":' * 100_000, "[" * 100_000 + "]" * 100_000], ids=["lists", "objects", "closed lists"]
)
def test_a_line_of_json_nested_without_end_goes_back_alone(receive, deep):
    (receipt,) = receive(ONE_LINE + deep + "\n", "victimas.sintetico.jsonl")
    assert (receipt.kept, receipt.refused) == (1, 1)
    assert queries.refusals(receipt.deposit)["line"].to_list() == [2]


@pytest.mark.parametrize("where", ["cell", "name"])
def test_half_a_character_in_json_is_no_text_and_sends_back_its_row(receive, where):
    row = MARKED | {"NRO_ORDEN": "2"}
    odd = row | ({"NOMBRES": "ZZMARCA\ud800"} if where == "cell" else {"ZZMARCA\udfff": "1"})
    (receipt,) = (
        receive(ONE_LINE + json.dumps(odd) + "\n", "victimas.sintetico.jsonl")
        if where == "cell"
        else receive(ONE_LINE * 1_001 + json.dumps(odd) + "\n", "victimas.sintetico.jsonl")
    )
    assert (receipt.kept, receipt.refused) == (1, 1)


def test_a_quote_in_the_header_that_is_never_closed(told):
    assert "comilla que se abre y no se cierra" in told('"' + good() + good() * 3_000)


@pytest.mark.parametrize("name", [".", "", "./", "/"])
def test_a_zip_with_a_name_that_is_none(told, name):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        nameless = zipfile.ZipInfo("x")
        nameless.filename = name
        archive.writestr(nameless, "")
        archive.writestr("victimas.csv", good())
    assert "apunta fuera de él" in told(held.getvalue(), "sintetico.zip")


@pytest.mark.parametrize("name", ["../afuera.csv", "{outside}", "..\\afuera.csv", "a/../../afuera.csv"])
def test_a_zip_never_writes_what_its_names_point_at(told, tmp_path, name):
    outside = tmp_path.parent / "afuera.csv"
    assert "apunta fuera de él" in told(planted.zipped({name.format(outside=outside): good()}), "sintetico.zip")
    assert not outside.exists()


def test_a_zip_with_a_name_that_a_shell_would_understand_is_read_and_nothing_is_written(receive, tmp_path):
    (receipt,) = receive(planted.zipped({"~/$HOME/`id`.csv": good()}), "sintetico.zip")
    assert receipt.kept == 1
    assert [path.name for path in tmp_path.iterdir()] == ["sintetico.zip"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_two_members_of_one_name_hides_neither(told):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(
            "victimas.csv", planted.table([planted.VICTIM, planted.VICTIM | {"NRO_ORDEN": "2"}], headings()["reta", "victimas"])
        )
        archive.writestr("victimas.csv", good())
    assert "dos archivos con el mismo nombre" in told(held.getvalue(), "sintetico.zip")


def test_a_zip_whose_member_is_larger_than_it_says_is_damaged(told):
    data = bytearray(planted.zipped({"victimas.csv": good() * 50}))
    central = data.rindex(b"PK\x01\x02") + 24  # the size the directory promises
    data[central : central + 4] = (40).to_bytes(4, "little")
    assert "dañado" in told(bytes(data), "sintetico.zip") or "comilla" in told(bytes(data), "sintetico.zip")


FAR_CELL = textwrap.dedent("""
    import resource, sys
    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from pathlib import Path
    from intertrata.registers.reading.opening import sheets
    from intertrata.vocabulary.errors import Problem
    try:
        sheets(Path(sys.argv[1]), known={"nro denuncia"})
    except Problem as problem:
        print(problem.code)
""")


def test_a_workbook_of_five_kilobytes_does_not_take_the_memory_of_the_machine(tmp_path):
    """Two cells in opposite corners: whoever lays out all that lies between them needs 512 GB."""
    path = tmp_path / "sintetico.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("victimas")
    sheet.write_string(0, 0, "NRO_DENUNCIA")
    sheet.write_string(1_048_575, 16_383, "x")
    book.close()
    assert path.stat().st_size < 10_000
    done = subprocess.run([sys.executable, "-c", FAR_CELL, str(path)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-300:]
    assert done.stdout.strip() in {"workbook_stretched", "workbook_too_large"}


def test_a_workbook_with_an_ordinary_far_cell_is_still_read(receive):
    """A note somebody left at the side is no attack."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet("victimas")
    for line, cells in enumerate([headings()["reta", "victimas"], [planted.VICTIM.get(one, "") for one in headings()["reta", "victimas"]]]):
        sheet.write_row(line, 0, cells)
    sheet.write_row(40_000, 0, [planted.VICTIM.get(one, "") if one != "NRO_ORDEN" else "2" for one in headings()["reta", "victimas"]])
    book.close()
    (receipt,) = receive(held.getvalue(), "sintetico.xlsx")
    assert (receipt.read, receipt.kept) == (2, 2)


@pytest.mark.parametrize("entity", ["sheet", "strings"])
def test_a_workbook_whose_xml_declares_entities_expands_nothing(tmp_path, entity):
    """Billion laughs: the reader must neither expand nor hang; a refusal or the text as it stands will do."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE x [<!ENTITY l0 "ja">{laughs}]>'
    source = io.BytesIO(planted.workbook("victimas", [planted.VICTIM]))
    target = tmp_path / "sintetico.xlsx"
    part = {"sheet": "xl/worksheets/sheet1.xml", "strings": "xl/sharedStrings.xml"}[entity]
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.infolist():
            data = old.read(member).decode()
            if member.filename == part:
                data = data.replace("?>", f"?>{doctype}", 1).replace("ZZMARCATRES", "&l9;")
            new.writestr(member.filename, data)
    done = subprocess.run([sys.executable, "-c", FAR_CELL, str(target)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr[-300:]


def test_a_file_whose_name_is_no_text_is_refused_in_a_sentence(tmp_path):
    path = os.fsencode(tmp_path) + b"/sintetico-\xd1.csv"
    with open(path, "wb") as file:  # noqa: PTH123 - a Path holds text, and this name is none
        file.write(good().encode())
    try:
        actions.receive([tmp_path / os.fsdecode(b"sintetico-\xd1.csv")], by="prueba")
    except Problem as problem:
        sentence(problem).encode()
    (held,) = queries.deposits() or [None]
    assert held is None or held.file.encode()


LONG = {"a very long cell": "X" * 400_000, "many formulas": "=1+1" * 50_000, "many accents": "Ã‘" * 40_000, "dates": "1/" * 100_000}


@pytest.mark.parametrize("kind", LONG)
def test_a_cell_of_megabytes_goes_back_soon(receive, kind):
    (receipt,) = receive(
        good()
        + planted.table([planted.VICTIM | {"NRO_ORDEN": "2", "NOMBRES": LONG[kind]}], headings()["reta", "victimas"]).split("\n", 1)[1]
    )
    assert (receipt.kept, receipt.refused) == (1, 1)


@pytest.mark.parametrize("text", ["1" * 9_999, "1," * 4_000 + "000", "9" * 5_000 + "e9", "٣٤", "1_000", "0x10", "NaN", "Infinity", "-0"])
def test_numbers_that_only_a_program_would_write_do_no_harm(receive, text):
    (receipt,) = receive(planted.table([planted.VICTIM | {"EDAD": text}], headings()["reta", "victimas"]))
    assert receipt.read == 1
    ages = queries.current("victim")["age"].to_list()
    assert ages in ([], [0], [34])


def test_a_returned_cell_is_no_formula_in_any_column_nor_in_its_heading(receive):
    cells = {
        "NOMBRES": '=HYPERLINK("http://x")',
        "AP_PATERNO": "+1",
        "AP_MATERNO": "-1",
        "DOMICILIO": "@SUM(1)",
        "COMISARIA": "\t=1",
        "NRO_CARPETA": "'=1",
    }
    row = planted.VICTIM | cells | {"EDAD": "no"}
    head, body = planted.table([row], headings()["reta", "victimas"], delimiter="|").split("\n", 1)
    (receipt,) = receive(head.replace("NRO_DENUNCIA", "=NRO_DENUNCIA").replace("EDAD", "@EDAD") + "\n" + body)
    back = actions.return_refused(receipt.deposit, by="prueba", purpose="caso 1")
    dangerous = ("=", "+", "-", "@", "\t", "\r")
    assert [cell for cell in [*back.columns, *back.row(0)] if cell.startswith(dangerous)] == []


def test_a_returned_cell_is_what_was_sent_once_it_comes_back(receive):
    head, body = planted.table([planted.VICTIM | {"DOMICILIO": "-ZZMARCA 5", "EDAD": "no"}], headings()["reta", "victimas"]).split("\n", 1)
    (receipt,) = receive(f"{head}\n{body}")
    back = actions.return_refused(receipt.deposit, by="prueba", purpose="caso 1").with_columns(EDAD=pl.lit("24"))
    (again,) = receive(back.write_csv(), "devueltas.csv")
    assert again.kept == 1
    assert '"address":"-ZZMARCA 5"' in vault.mentions()["identity"][0]
