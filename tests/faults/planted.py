"""Identities that exist nowhere, planted in deliveries of every kind, and the search for them in bytes that must not hold them.

In: a folder. Out: deliveries whose every name begins with ZZMARCA; ``seen`` says which mark stands in some bytes, in any usual
writing: text, folded, UTF-16, base64, hexadecimal, reversed, or as a digest that anybody can compute again.
"""

import base64
import csv
import hashlib
import io
import json
import zipfile

import xlsxwriter

from intertrata.registers import queries

NAME = "ZZMARCA"
DOCUMENTS = ("99900011", "99900012", "99900021", "99900031", "99900041")
PHONE = "987600123"
BORN = ("1991-07-13", "13/07/1991", "13-07-1991", "19910713")
WRITTEN = (NAME, "SSMARKA", "SMARKA", *DOCUMENTS, PHONE, *BORN)
"""What to look for: the beginning of every name and address, how such a name sounds, documents, a phone, a birth date."""
SURE = 8
"""Bytes that do not stand somewhere by chance."""
DIGESTED = (*DOCUMENTS, *(f"DNI {one}" for one in DOCUMENTS), *(f"DNI{one}" for one in DOCUMENTS), PHONE, "ZZMARCAUNO", "zzmarcauno")

OWN_SOURCE = """
code = "propio"
name = "Registro de prueba cuya clave es el documento"
institution = "mimp"
kind = "records"

[[table]]
name = "usuarias"
title = "Usuarias"
record_type = "victim"
key = ["DOCUMENTO"]
full = false

[[table.column]]
name = "DOCUMENTO"
field = "document_number"
required = true
source = "assumed"

[[table.column]]
name = "PERSONA"
field = "full_name"
source = "assumed"

[[table.column]]
name = "TELEFONO"
field = "phone"
source = "assumed"

[[table.column]]
name = "NACIO"
field = "birth_date"
format = "dd/mm/yyyy"
source = "assumed"

[[table.column]]
name = "ATENDIDA"
field = "event_date"
required = true
format = "dd/mm/yyyy"
source = "assumed"
"""

VICTIM = {
    "NRO_DENUNCIA": "M-1", "NRO_ORDEN": "1", "AP_PATERNO": "ZZMARCAUNO", "AP_MATERNO": "ZZMARCADOS", "NOMBRES": "ZZMARCATRES",
    "TIPO_DOC": "DNI", "NRO_DOC": "99900011", "FEC_NACIMIENTO": "13/07/1991", "EDAD": "24", "SEXO": "F", "NACIONALIDAD": "PERUANA",
    "FEC_REGISTRO": "12/05/2016", "DELITO": "TRATA DE PERSONAS", "FINALIDAD": "EXPLOTACION SEXUAL",
    "DOMICILIO": "JR ZZMARCACUATRO 555", "UBIGEO": "140101", "RESCATADA": "SI",
}  # fmt: skip
SUSPECT = {
    "NRO_DENUNCIA": "M-1", "NRO_ORDEN_AUTOR": "1", "AP_PATERNO": "ZZMARCACINCO", "NOMBRES": "ZZMARCASEIS", "NRO_DOC": "99900012",
    "TIPO_DOC": "DNI", "SEXO": "M", "FEC_REGISTRO": "12/05/2016", "DELITO": "TRATA DE PERSONAS", "DETENIDO": "SI",
    "FEC_SITUACION": "12/05/2016",
}  # fmt: skip
AGGRIEVED = {
    "carpeta_fiscal": "MC-1", "id_agraviado": "1", "apellidos_y_nombres": "ZZMARCAUNO ZZMARCADOS, ZZMARCATRES", "tipo_documento": "1",
    "num_documento": "99900011", "fecha_nac": "1991-07-13", "edad": "24", "sexo": "2", "fecha_registro": "2016-07-01", "articulos": "153",
    "ubigeo_hechos": "140101", "denuncia_pnp": "M-1",
}  # fmt: skip
PARTY = {
    "N° EXPEDIENTE": "E-1", "N° AGRAVIADO": "1", "AGRAVIADO": "ZZMARCASIETE ZZMARCAOCHO ZZMARCANUEVE", "DNI AGRAVIADO": "99900021",
    "SEXO AGRAVIADO": "F", "EDAD AGRAVIADO": "30", "FECHA INGRESO": "03/08/2016", "DELITO": "TRATA DE PERSONAS", "UBIGEO": "140101",
}  # fmt: skip
OWN = {
    "DOCUMENTO": "99900031", "PERSONA": "ZZMARCADIEZ ZZMARCAONCE", "TELEFONO": PHONE, "NACIO": "13/07/1991", "ATENDIDA": "02/02/2016",
}  # fmt: skip

# Rows that are refused, each for another reason, all of one person more.
REFUSED = VICTIM | {"AP_PATERNO": "ZZMARCAREFUSADA", "NRO_DOC": "99900041"}
BAD_ROWS = [
    REFUSED | {"NRO_ORDEN": "10", "FEC_NACIMIENTO": "31/02/1991"},
    REFUSED | {"NRO_ORDEN": "11", "SEXO": "ZZMARCASEXO"},
    REFUSED | {"NRO_ORDEN": "12", "EDAD": "ZZMARCAEDAD"},
    REFUSED | {"NRO_ORDEN": "13", "UBIGEO": "99900041"},
    REFUSED | {"NRO_ORDEN": "14", "FEC_REGISTRO": "ZZMARCADIA"},
    REFUSED | {"NRO_ORDEN": "15", "NOMBRES": "ZZ\0ZZMARCANULA"},
    REFUSED | {"NRO_ORDEN": "16", "NOMBRES": "=ZZMARCAFORMULA()"},
    REFUSED | {"NRO_ORDEN": "17", "NOMBRES": "ZZMARCALARGA" * 1_000},
    REFUSED | {"NRO_ORDEN": "", "NRO_DENUNCIA": ""},
    REFUSED | {"NRO_ORDEN": "18", "NACIONALIDAD": "ZZMARCALANDIA"},
    REFUSED | {"NRO_ORDEN": "19", "DELITO": "ZZMARCADELITO"},
    VICTIM | {"NRO_ORDEN": "2"},
    VICTIM | {"NRO_ORDEN": "2", "NOMBRES": "ZZMARCACLAVE"},
]
TORN = "ZZMARCAROTA;99900041;sobra\n"


def headings():
    """The columns that each table of each register declares."""
    return {(code, table.name): table.headings for code, source in queries.sources().items() for table in source.tables}


def table(rows, headings=None, delimiter=";"):
    """Rows as text with every column that any of them has."""
    names = list(dict.fromkeys(headings or [name for row in rows for name in row]))
    held = io.StringIO()
    out = csv.DictWriter(held, names, delimiter=delimiter, restval="", extrasaction="ignore", lineterminator="\n")
    out.writeheader()
    out.writerows(rows)
    return held.getvalue()


def workbook(name, rows):
    """The same as a workbook of one sheet."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(name)
    for line, cells in enumerate([rows[0].keys(), *(row.values() for row in rows)]):
        for place, cell in enumerate(cells):
            sheet.write_string(line, place, cell)
    book.close()
    return held.getvalue()


def lines(rows):
    """The same as JSON lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def zipped(members):
    """Members by name as a zip."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def whole(rows, headings):
    """Rows with every column that a table declares: the readers refuse a table that lacks one."""
    return [dict.fromkeys(headings, "") | row for row in rows]


def deliveries(headings):
    """Give the deliveries that are received, by name: each kind of file, with good rows, bad rows and torn ones.

    Args:
        headings: by (register, table), the columns that it declares.
    """
    victims, authors = headings["reta", "victimas"], headings["reta", "autores"]
    mixed = table([VICTIM | {"NRO_ORDEN": "3", "NOMBRES": "ZZMARCAÑANDÚ"}, *BAD_ROWS], victims).splitlines(keepends=True)
    broken = b"".join(line.encode("cp1252" if place % 2 else "utf-8", "replace") for place, line in enumerate(mixed))
    party = lines([PARTY]) + '{"ZZMARCAJSON": "99900041"\n' + lines([PARTY | {"N° AGRAVIADO": {"ZZMARCA": "99900041"}}])
    return {
        "sintetico-reta-victimas-corte-2016-11-30.csv": table([VICTIM], victims).encode(),
        "sintetico-reta-victimas-corte-2016-12-31.csv": broken + TORN.encode(),
        "sintetico-reta-autores-corte-2016-12-31.csv": table([SUSPECT], authors).encode("utf-16"),
        "sintetico-sistra-corte-2016-12-31.xlsx": workbook(
            "agraviados", whole([AGGRIEVED, AGGRIEVED | {"id_agraviado": "2", "edad": "ZZMARCAEDAD"}], headings["sistra", "agraviados"])
        ),
        "sintetico-pj-corte-2016-12-31.zip": zipped({"partes.jsonl": party, "leame.pdf": b"%PDF-1.7 ZZMARCA"}),
        "sintetico-propio-corte-2016-12-31.csv": table([OWN, OWN | {"DOCUMENTO": "99900041", "NACIO": "ZZMARCADIA"}]).encode(),
    }


def bad_files(headings):
    """Give the files of which nothing can be kept, by name: what is said of them must not quote them."""
    good = table([VICTIM], headings["reta", "victimas"])
    body = good.split("\n", 1)[1]
    return {
        "sin-marca.csv": good,
        "sintetico-sin-encabezado.csv": body + body,
        "sintetico-columna-de-mas.csv": table([VICTIM | {"OTRA": "ZZMARCACOLUMNA"}]),
        "sintetico-comilla.csv": good + '"ZZMARCACOMILLA;99900041;\n' + body,
        "sintetico-comilla-en-encabezado.csv": '"' + good + body * 3_000,
        "sintetico-utf16-cortado.csv": good.encode("utf-16")[:-1],
        "sintetico-utf16-sin-marca.csv": good.encode("utf-16-le"),
        "sintetico-cortado.xlsx": workbook("victimas", [VICTIM])[:-200],
        "sintetico-lista.json": "[" + lines([VICTIM]) + "]",
        "sintetico-nada.jsonl": "{ZZMARCA\n{99900041\n",
        "sintetico-cortado.zip": zipped({"victimas.csv": good * 40})[:-30],
        "sintetico-afuera.zip": zipped({"../victimas.csv": good}),
        "sintetico-texto.csv": "ZZMARCAUNO 99900011\nZZMARCADOS 99900012\n",
        "sintetico-foto.csv": b"\x89PNG\r\n ZZMARCA 99900011",
        "sintetico-esquema.csv": table(
            [VICTIM | {"NRO_ORDEN": str(n), "UBIGEO": "140137"} for n in range(30)], headings["reta", "victimas"]
        ),
    }


def seen(data):
    """Give the marks that stand in the bytes in one writing or another, sorted."""
    folded = data.lower()
    return sorted(mark for mark, writings in _WRITINGS.items() if any(writing in folded for writing in writings))


def _writings(mark):
    """One mark as it may stand in lower-cased bytes: as text, in both kinds of UTF-16, hexadecimal, base64, and backwards."""
    found = set()
    for text in {mark, mark.lower(), mark.title(), mark[::-1]}:
        plain = text.encode()
        found |= {plain, text.encode("utf-16-le"), text.encode("utf-16-be"), plain.hex().encode(), *_in_base64(plain)}
    return {writing.lower() for writing in found}


def _in_base64(plain):
    """The letters that only these bytes can have made, in each of the three ways in which they may be aligned."""
    for shift in range(3):
        letters = base64.b64encode(b"\0" * shift + plain)[-(-8 * shift // 6) : 8 * (shift + len(plain)) // 6]
        if len(letters) >= SURE:
            yield letters


def _digests(text):
    """What anybody can compute of a text without a key, or the beginning of it: a fast digest of a document is the document."""
    return {
        name: {writing.lower() for writing in (digest[:SURE], digest[:SURE].hex().encode(), base64.b64encode(digest)[:10])}
        for name in ("md5", "sha1", "sha256", "sha512", "blake2b", "sha3_256")
        if (digest := hashlib.new(name, text.encode()).digest())
    }


_WRITINGS = {mark: _writings(mark) for mark in WRITTEN} | {
    f"{name} of {text}": writings for text in DIGESTED for name, writings in _digests(text).items()
}
