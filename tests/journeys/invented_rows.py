"""Rows as RETA, SISTRA and the courts would send them, of persons nobody is; and the files that carry them.

In: what a test wants to be different. Out: rows, texts, workbooks, zips. Whatever identifies is in ``IDENTITY``, so that a test can look
for it where it must not be.
"""

import csv
import io
import zipfile

import xlsxwriter

RETA_VICTIM = {
    "NRO_DENUNCIA": "2016-000001",
    "NRO_ORDEN": "1",
    "AP_PATERNO": "ZEVALLOSÑIQUEN",
    "AP_MATERNO": "XAMMARTTITO",
    "NOMBRES": "EUDOCIAPERPETUA",
    "TIPO_DOC": "DNI",
    "NRO_DOC": "48105907",
    "FEC_NACIMIENTO": "05/03/1996",
    "EDAD": "20",
    "SEXO": "F",
    "NACIONALIDAD": "PERU",
    "INSTRUCCION": "PRIMARIA",
    "FEC_REGISTRO": "06/05/2016",
    "DELITO": "TRATA DE PERSONAS",
    "FINALIDAD": "EXPLOTACION SEXUAL",
    "MEDIO_EMPLEADO": "ENGAÑO",
    "CAPTACION": "OFERTA DE TRABAJO",
    "LUGAR_EXPLOTACION": "Night club",
    "VINCULO_TRATANTE": "CONOCIDO",
    "DOMICILIO": "PASAJE CALLAGUAYAS 77",
    "COMISARIA": "SAN MARTIN",
    "UBIGEO": "150135",
    "RESCATADA": "SI",
    "NRO_CARPETA": "",
    "SINTETICO": "SI",
}
SISTRA_VICTIM = {
    "carpeta_fiscal": "9906354501-2016-8-0",
    "id_agraviado": "1",
    "apellidos_y_nombres": "ZEVALLOSÑIQUEN XAMMARTTITO, EUDOCIAPERPETUA",
    "tipo_documento": "1",
    "num_documento": "48105907",
    "fecha_nac": "1996-03-05",
    "edad": "20",
    "sexo": "2",
    "pais": "PER",
    "fecha_registro": "2016-05-20",
    "articulos": "153",
    "finalidad": "1",
    "fiscalia": "FISCALIA 1",
    "distrito_fiscal": "Lima",
    "ubigeo_hechos": "150135",
    "denuncia_pnp": "",
    "SINTETICO": "SI",
}
COURT_VICTIM = {
    "N° EXPEDIENTE": "00005-2016-0-9910-JR-PE-02",
    "N° AGRAVIADO": "1",
    "AGRAVIADO": "ZEVALLOSÑIQUEN XAMMARTTITO, EUDOCIAPERPETUA",
    "DNI AGRAVIADO": "48105907",
    "SEXO AGRAVIADO": "F",
    "EDAD AGRAVIADO": "20",
    "FECHA INGRESO": "01/06/2016",
    "DELITO": "TRATA DE PERSONAS",
    "DISTRITO JUDICIAL": "Lima",
    "UBIGEO": "150135",
    "CARPETA FISCAL": "",
    "SINTETICO": "SI",
}
IDENTITY = ("ZEVALLOS", "XAMMAR", "EUDOCIA", "CALLAGUAYAS", "4810590", "05/03/1996", "1996-03-05")


def victim(number, base=RETA_VICTIM, **differently):
    """Give one row of a register, the complaint of that number; ``differently`` by column, blanks of its name as ``_``."""
    told = dict(base)
    key = next(iter(told))
    told[key] = f"{told[key][:-6]}{number:06d}" if base is RETA_VICTIM else f"{told[key]}-{number}"
    for name, value in differently.items():
        assert name in told or name.replace("_", " ") in told, name
        told[name if name in told else name.replace("_", " ")] = value
    return told


def text(*rows, delimiter=";", header=None):
    """Give the text of a CSV: rows as dictionaries, or as lists where they are torn."""
    header = list(rows[0] if rows else RETA_VICTIM) if header is None else header
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([row[name] for name in header] if isinstance(row, dict) else row for row in rows)
    return out.getvalue()


def book(path, **sheets):
    """Write a workbook; a cell that begins with ``=`` is a formula whose value is 20; give the path."""
    with xlsxwriter.Workbook(path) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if str(value).startswith("="):
                        sheet.write_formula(number, place, value, value="#DIV/0!" if "/0" in value else 20)
                    else:
                        sheet.write(number, place, value)
    return path


def sheet_of(*rows):
    """Give rows as a sheet: their header first."""
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def zip_of(path, **members):
    """Write a zip; a member's name has ``_`` for its dot and ``__`` for its slash; give the path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/").replace("_", "."), content)
    return path
