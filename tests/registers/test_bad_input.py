"""Bad input gets a clear sentence, and nothing is lost: either nothing of a file is kept, or every row is kept or refused."""

import io
import os
import zipfile

import pytest
import xlsxwriter
from deliveries import DATABASES, VICTIM, codes, csv_text, json_lines, reasons, victims

from intertrata.registers import actions, queries
from intertrata.registers.marks import files_of
from intertrata.registers.reading import archive, workbook
from intertrata.registers.sources import OWN
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

pytestmark = pytest.mark.django_db(databases=DATABASES)

GOOD = csv_text(victims({}, {"NRO_ORDEN": "2"}))


def sheet_bytes(*sheets):
    """A workbook of (name, rows); a cell that is a tuple is a formula and its last result."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for line, cells in enumerate([rows[0].keys(), *(row.values() for row in rows)] if rows else []):
            for place, cell in enumerate(cells):
                if isinstance(cell, tuple):
                    sheet.write_formula(line, place, *cell[:1], None, cell[1])
                else:
                    sheet.write_string(line, place, cell)
    book.close()
    return held.getvalue()


# -- files of which nothing can be kept --------------------------------------------------------------------------------


def test_an_empty_file(refused):
    assert refused("") == "El archivo «victimas.csv» está vacío. Vuelva a exportarlo."


def test_a_header_and_nothing_else(refused):
    assert "«victimas.csv» tiene encabezado pero ninguna fila" in refused("|".join(VICTIM) + "\n")
    assert "ninguna fila" in refused("|".join(VICTIM) + "\n" + "|" * (len(VICTIM) - 1) + "\n")


def test_a_line_that_only_says_the_delimiter(refused):
    assert "ninguna fila" in refused("sep=;\n")


def test_a_name_that_is_no_text(folder):
    path = folder / os.fsdecode(b"v\xff.csv")
    path.write_text(GOOD, encoding="utf-8")
    with pytest.raises(Problem) as caught:
        actions.receive([path], by="prueba")
    assert caught.value.code == "file_name_no_text"
    assert sentence(caught.value).encode()


def test_a_wrong_delimiter(refused):
    told = refused(GOOD.replace("|", "^"))
    assert (
        told
        == "En el archivo «victimas.csv» no se reconoce el separador de columnas. Use coma, punto y coma, tabulador o barra vertical (|)."
    )


def test_columns_of_no_register(refused):
    told = refused("QUISPE;MAMANI\nFLORES;ROJAS\n")
    assert "no son las de ningún registro declarado" in told
    assert "reta" in told
    assert "QUISPE" not in told, "a file without header has a name where the header should be"


def test_a_column_more(refused):
    told = refused(csv_text([VICTIM | {"TELEFONO": "9"}]))
    assert "se parece a la tabla reta/victimas" in told
    assert "columnas que faltan: ninguna; columnas que sobran: TELEFONO" in told


def test_a_column_less(refused):
    told = refused(csv_text([{name: cell for name, cell in VICTIM.items() if name != "EDAD"}]))
    assert "columnas que faltan: EDAD; columnas que sobran: ninguna" in told


def test_a_column_twice(refused):
    head, row, _ = csv_text([VICTIM]).split("\n")
    assert "la columna «EDAD» está dos veces" in refused(f"{head}|EDAD\n{row}|17\n")


def test_two_sheets_that_fit(refused):
    told = refused(sheet_bytes(("2015", victims({})), ("2016", victims({"NRO_ORDEN": "2"}))), "victimas.xlsx")
    assert "dos hojas o archivos que son la misma tabla (reta/victimas): «2015» y «2016»" in told


def test_two_members_of_a_zip_that_fit(refused):
    told = refused({"2015.csv": GOOD, "2016.csv": GOOD}, "victimas.zip")
    assert "«victimas.zip/2015.csv» y «victimas.zip/2016.csv»" in told


def test_a_table_of_two_registers(refused, settings, tmp_path):
    settings.SOURCES = tmp_path / "sources"
    settings.SOURCES.mkdir()
    other = (OWN / "reta.toml").read_text(encoding="utf-8").replace('code = "reta"', 'code = "reta_bis"')
    (settings.SOURCES / "reta_bis.toml").write_text(other, encoding="utf-8")
    told = refused(GOOD)
    assert "puede ser de más de una tabla: reta/victimas, reta_bis/victimas" in told
    assert "--source" in told


def test_two_files_that_both_say_to_be_the_whole(written):
    one, other = written(victims({}), "a.csv"), written(victims({"NRO_ORDEN": "2"}), "b.csv")
    with pytest.raises(Problem) as caught:
        actions.receive([one, other], by="prueba")
    assert "«a.csv» y «b.csv» dicen ser, los dos, la tabla reta/victimas completa" in sentence(caught.value)
    assert queries.deposits() == []


def test_a_truncated_zip(refused, written):
    whole = written({"victimas.csv": GOOD * 50}, "victimas.zip").read_bytes()
    assert "«victimas.zip» está cortado o dañado" in refused(whole[:-40], "victimas.zip")
    assert "está cortado o dañado" in refused(whole[:60] + b"XXXX" + whole[64:], "victimas.zip")


def test_a_zip_bomb(refused, monkeypatch):
    monkeypatch.setattr(archive, "FREELY", 1 << 20)
    told = refused({"victimas.csv": b"0" * (8 << 20)}, "victimas.zip")
    assert "dice contener 8 MB en 1 archivos, demasiado para lo que pesa" in told


def test_a_zip_with_a_thousand_and_one_files(refused):
    assert "1001 archivos" in refused({f"{number}.csv": "a" for number in range(1001)}, "victimas.zip")


@pytest.mark.parametrize("name", ["../../victimas.csv", "/etc/victimas.csv", "C:\\victimas.csv", "..\\victimas.csv"])
def test_a_zip_whose_names_point_outside(refused, name):
    assert "apunta fuera de él" in refused({name: GOOD}, "victimas.zip")


def test_a_zip_with_a_key(refused, written):
    data = bytearray(written({"victimas.csv": GOOD}, "victimas.zip").read_bytes())
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert "tiene clave" in refused(bytes(data), "victimas.zip")


def test_a_zip_in_a_zip_and_zips_without_tables(refused, written):
    inner = written({"victimas.csv": GOOD}, "inner.zip").read_bytes()
    assert "está dentro de otro zip" in refused({"inner.zip": inner}, "victimas.zip")
    assert "no contiene ningún archivo" in refused({}, "victimas.zip")
    assert "no hay ninguna tabla" in refused({"oficio.pdf": b"%PDF-1.7"}, "victimas.zip")


def test_files_that_are_no_table(refused):
    for content in (b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1", b"\x89PNG\r\n"):
        assert "no es una tabla que se pueda leer" in refused(content, "victimas.xls")


def test_a_workbook_that_is_cut_empty_or_too_large(refused, monkeypatch):
    whole = sheet_bytes(("victimas", victims({})))
    assert "cortado" in refused(whole[:-100], "victimas.xlsx")
    assert "está vacío" in refused(sheet_bytes(("hoja", [])), "victimas.xlsx")
    assert "ninguna fila" in refused(sheet_bytes(("hoja", [dict.fromkeys(VICTIM, "")])), "victimas.xlsx")
    monkeypatch.setattr(workbook, "LARGEST", 100)
    assert "más de 0 MB" in refused(whole, "victimas.xlsx")


def test_a_workbook_whose_cells_are_worlds_apart_is_not_laid_out(refused, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_CELLS", 40)
    told = refused(sheet_bytes(("victimas", victims({}))), "victimas.xlsx")
    assert "victimas.xlsx" in told


def test_a_workbook_whose_cells_share_one_long_text_is_not_laid_out(refused, monkeypatch):
    """A text of a megabyte that a million cells share is a small file, and ends the process that lays it out."""
    long, short = "sintético " * 90, [{"A": "a", "B": str(line)} for line in range(30)]
    monkeypatch.setattr(workbook, "MOST_LETTERS", 2_000)
    assert "más de 0 MB" in refused(sheet_bytes(("uno", [{"A": long, "B": str(line)} for line in range(30)])), "victimas.xlsx")
    told = refused(sheet_bytes(("uno", [{"A": long, "B": "b"}, *short])), "victimas.xlsx")
    assert "MB" not in told, "one long text beside short ones is counted cell by cell"


def test_a_workbook_whose_sizes_lie(refused):
    data = bytearray(sheet_bytes(("victimas", victims({}))))
    central = data.index(b"PK\x01\x02", data.index(b"xl/worksheets/sheet1.xml"))
    at = data.index(b"xl/worksheets/sheet1.xml", central) - 46
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    assert "no es un libro de Excel que se pueda leer" in refused(bytes(data), "victimas.xlsx")


def test_a_workbook_with_a_document_type_is_not_opened(refused, written):
    whole = written(sheet_bytes(("victimas", victims({"EDAD": ("=1+1", 2)}))), "victimas.xlsx")
    held = io.BytesIO()
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(held, "w") as target:
        for member in source.infolist():
            data = source.read(member)
            if member.filename == "xl/workbook.xml":
                data = data.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
            target.writestr(member.filename, data)
    assert "no es un libro de Excel que se pueda leer" in refused(held.getvalue(), "victimas.xlsx")


def test_a_quote_that_never_closes_does_not_swallow_rows(refused):
    rows = csv_text(victims({"DOMICILIO": '"JR. SIN CIERRE'}, *({"NRO_ORDEN": str(n)} for n in range(2, 9))))
    told = refused(rows)
    assert "cerca de la línea 2, hay una comilla que se abre y no se cierra" in told
    closed_far_below = rows.replace("|5|PRUEBA", '|5|PRUEBA"', 1)
    assert "cerca de la línea 2" in refused(closed_far_below)


def test_utf_16_without_its_mark_and_cut_utf_16(refused):
    assert "parece estar en UTF-16 sin marca" in refused(GOOD.encode("utf-16-le"))
    assert "cortado o dañado" in refused(GOOD.encode("utf-16")[:-1])


def test_json_that_is_no_json_lines(refused):
    assert "es una lista JSON" in refused('[{"NRO_DENUNCIA": 1}]', "victimas.json")
    assert "no hay objetos JSON" in refused("{no\n{tampoco\n", "victimas.jsonl")


def test_files_that_are_not_there_and_folders_without_data(written, folder, tmp_path):
    empty = tmp_path / "vacia"
    empty.mkdir()
    one = written(GOOD)
    for paths, told in (
        ([folder / "nada.csv"], "No existe el archivo «nada.csv»"),
        ([empty], "En la carpeta «vacia» no hay ningún archivo"),
        ([one, one], "está nombrado dos veces"),
        ([folder, one], "está nombrado dos veces"),
    ):
        with pytest.raises(Problem) as caught:
            actions.receive(paths, by="prueba")
        assert told in sentence(caught.value)
    assert queries.deposits() == []


def test_a_whole_column_of_ubigeos_of_another_scheme(refused):
    of_reniec_only = [{"NRO_ORDEN": str(n), "UBIGEO": "010404"} for n in range(1, 22)]
    told = refused(victims(*of_reniec_only, *({"NRO_ORDEN": f"9{n}"} for n in range(100))))
    assert "la columna «UBIGEO» parece estar en otro esquema de UBIGEO: 21 filas" in told


def test_a_register_that_nobody_declared(refused):
    told = refused(GOOD, source="reto")
    assert told.startswith("No hay un registro llamado «reto». ¿Quiso decir «reta»?")


def test_a_cut_off_that_is_no_day(refused):
    assert "una fecha de corte que no existe (2016-02-30)" in refused(GOOD, "victimas_corte-2016-02-30.csv")


# -- rows that go back, while the others stay --------------------------------------------------------------------------

CELLS = [
    ("FEC_NACIMIENTO", "31/02/2016", "date_impossible", "es un día que no existe en el calendario"),
    ("FEC_NACIMIENTO", "00/00/1988", "date_zero", "tiene un día o un mes 00: si no se conoce, escriba solo lo que se sabe (aaaa-mm, aaaa)"),
    ("FEC_NACIMIENTO", "12/31/1990", "date_impossible", "no existe"),
    ("FEC_NACIMIENTO", "ayer", "date_format", "no es una fecha que se pueda leer: escríbala como dd/mm/aaaa"),
    ("FEC_NACIMIENTO", "01/02/1816", "date_range", "tiene un año fuera de lo posible (1900–2100)"),
    ("FEC_NACIMIENTO", "01/01/2017", "not_after", "«FEC_NACIMIENTO» es posterior a «FEC_REGISTRO»"),
    ("EDAD", "250", "range", "«EDAD» está fuera de lo posible (0–110)"),
    ("EDAD", "17.5", "integer", "no es un número entero"),
    ("UBIGEO", "999999", "ubigeo_unknown", "no existe en la lista del INEI"),
    ("UBIGEO", "010404", "ubigeo_other_scheme", "tiene un UBIGEO de otro esquema; se espera del INEI (RENIEC)"),
    ("UBIGEO", "CHICLAYO", "ubigeo_malformed", "no es un UBIGEO"),
    ("FINALIDAD", "EXPLOTACION SEXUALL", "code", "lo más parecido es: EXPLOTACION SEXUAL"),
    ("FINALIDAD", "MENDICIDAD;MAGIA", "code", "un código que nadie declaró"),
    ("NACIONALIDAD", "PERUANOO", "code", "lo más parecido es: Perú"),
    ("FEC_REGISTRO", "S/D", "required", "es obligatoria y está vacía"),
    ("NOMBRES", "NA\0DIE", "nul", "tiene caracteres nulos"),
    ("EDAD", "=10+7", "formula", "contiene una fórmula y no un valor"),
    ("DOMICILIO", "X" * 10_001, "too_long", "tiene más de 10000 caracteres"),
    ("NRO_ORDEN", "", "required", "es obligatoria"),
]


@pytest.mark.parametrize(("column", "cell", "rule", "told"), CELLS, ids=[f"{rule}-{column}" for column, _, rule, _ in CELLS])
def test_one_bad_cell_sends_back_its_row_and_no_other(received, column, cell, rule, told):
    receipt = received(victims({}, {"NRO_ORDEN": "2", column: cell}, {"NRO_ORDEN": "3"}))
    assert (receipt.kept, receipt.refused) == (2, 1)
    rows = queries.refusals(receipt.deposit).filter(line=3)
    assert (column, rule) in rows.select("column", "rule").rows()
    said = dict(rows.select("rule", "reason").rows())[rule]
    assert told in said
    assert "(sin precisar)" not in said
    assert cell not in said or cell in ("", "17.5")


def test_a_row_says_everything_that_is_wrong_with_it(received):
    receipt = received(victims({"EDAD": "250", "FEC_NACIMIENTO": "31/02/2016", "DELITO": "MAGIA"}))
    assert {rule for _, _, rule, _ in reasons(receipt)} == {"range", "date_impossible", "code"}
    assert receipt.refused == 1


def test_mixed_encodings_in_one_file(received):
    rows = csv_text(victims({"AP_PATERNO": "NUÑEZ"}, {"NRO_ORDEN": "2", "AP_PATERNO": "PEÑA"})).split("\n")
    receipt = received("\n".join(rows[:2]).encode() + b"\n" + rows[2].encode("cp1252") + b"\n")
    assert receipt.kept == 2
    assert codes(receipt) == {"note_mixed_encodings": 1}


def test_rows_of_another_number_of_columns_go_back_with_their_line(received):
    text = (
        csv_text(victims({"DOMICILIO": '"JR. CON\nDOS LÍNEAS"'}))
        + "D-2|1|CORTA\n"
        + csv_text(victims({"NRO_ORDEN": "9", "EDAD": "250"})).split("\n")[1]
    )
    receipt = received(text)
    assert (receipt.kept, receipt.refused) == (1, 2)
    assert reasons(receipt) == [(4, "", "columns", "24"), (5, "EDAD", "range", "0–110")]


def test_a_formula_or_an_error_in_a_workbook_is_no_value(received):
    rows = victims({}, {"NRO_ORDEN": "2", "EDAD": ("=10+7", 17)}, {"NRO_ORDEN": "3", "EDAD": ("=1/0", "#DIV/0!")})
    receipt = received(sheet_bytes(("ayuda", [{"cómo": "llenar"}]), ("victimas", rows)), "victimas.xlsx")
    assert (receipt.kept, receipt.refused, receipt.sheet) == (1, 2, "victimas")
    assert [(line, column, rule) for line, column, rule, _ in reasons(receipt)] == [(3, "EDAD", "formula"), (4, "EDAD", "formula")]
    assert codes(receipt) == {"note_not_read": 1}


def unfilled(table):
    """The head of a table and nothing under it."""
    return [dict.fromkeys(queries.source("reta").table(table).headings, "")]


def test_the_sheets_of_a_template_that_nobody_filled_in_are_no_delivery(received, refused):
    receipt = received(sheet_bytes(("denuncias", unfilled("denuncias")), ("victimas", victims({}))), "plantilla.xlsx")
    assert (receipt.table, receipt.kept) == ("victimas", 1)
    told = refused(sheet_bytes(("denuncias", unfilled("denuncias")), ("victimas", unfilled("victimas"))), "plantilla.xlsx")
    assert "«plantilla.xlsx» tiene encabezado pero ninguna fila" in told


def test_a_repeated_key_with_another_content_is_believed_in_neither(received):
    receipt = received(victims({}, {"NRO_ORDEN": "2"}, {"EDAD": "19"}))
    assert (receipt.kept, receipt.refused) == (1, 2)
    assert reasons(receipt) == [(2, "NRO_DENUNCIA", "repeated_key", "4"), (4, "NRO_DENUNCIA", "repeated_key", "2")]
    assert "está en la línea 4 con otro contenido" in queries.refusals(receipt.deposit)["reason"][0]


def test_a_repeated_row_counts_once(received):
    receipt = received(victims({}, {}, {}))
    assert (receipt.read, receipt.kept, receipt.unchanged) == (3, 1, 2)
    assert codes(receipt) == {"note_repeated_rows": 2}


def test_the_same_file_under_two_names(written):
    receipts = actions.receive([written(GOOD, "a.csv"), written(GOOD, "b.csv")], by="prueba")
    assert [(one.kept, one.unchanged) for one in receipts] == [(2, 0), (0, 2)]
    assert receipts[1].notes[-1]["code"] == "note_same_file"
    assert receipts[1].notes[-1]["file"] == "a.csv"


def test_a_leading_zero_that_a_spreadsheet_ate_is_put_back_and_noted(received):
    receipt = received(victims({"UBIGEO": "40101"}))
    assert queries.current("victim")["ubigeo"].to_list() == ["040101"]
    assert codes(receipt) == {"note_leading_zero": 1}


def test_json_lines_that_cannot_be_read_go_back(received):
    text = json_lines(VICTIM, {"X": 1} | VICTIM) + "no\n" + json_lines(VICTIM | {"EDAD": {"x": 1}}, VICTIM | {"EDAD": ["1", "2"]})
    receipt = received(text.replace('"X": 1, ', ""), "victimas.jsonl")
    assert [(line, rule) for line, _, rule, _ in reasons(receipt)] == [(3, "json"), (4, "json_nested"), (5, "several")]


def test_a_line_of_json_that_says_a_column_twice_is_believed_in_neither(received):
    line = json_lines(VICTIM | {"NRO_ORDEN": "2"}).replace("}", ', "EDAD": 40}')
    receipt = received(json_lines(VICTIM) + line, "victimas.jsonl")
    assert (receipt.kept, receipt.refused) == (1, 1)
    assert reasons(receipt) == [(2, "", "json_twice", "EDAD")]
    assert "más de una vez el mismo nombre (EDAD)" in queries.refusals(receipt.deposit)["reason"][0]


def test_a_cell_without_heading_goes_back(received):
    head, row, _ = csv_text([VICTIM]).split("\n")
    receipt = received(f"{head}|\n{row}|\n{row.replace('|1|', '|2|', 1)}|perdido\n")
    assert reasons(receipt) == [(3, "", "unnamed_column", "25")]


def test_a_column_of_words_for_nothing_is_unknown_and_no_value(received):
    received(
        victims({"EDAD": "S/D", "SEXO": "-", "FINALIDAD": "n/a", "FEC_NACIMIENTO": "SD", "LUGAR_EXPLOTACION": "", "NRO_CARPETA": "NULL"})
    )
    (row,) = queries.current("victim").rows(named=True)
    assert [row[name] for name in ("age", "sex", "purpose", "exploitation_place", "case_numbers", "minor")] == [None] * 6


def test_a_pipe_is_refused_at_once_instead_of_being_waited_for(tmp_path):
    path = tmp_path / "sintetico.csv"
    os.mkfifo(path)
    with pytest.raises(Problem, match="file_no_file"):
        files_of([path])
