"""What tests of deliveries are written with: a good row of RETA's victims, text of it, what a receipt says."""

import json

from intertrata.registers import queries

DATABASES = ["default", "vault", "log", "public"]

# The victims of RETA: every column, and one good row.
VICTIM = {
    "NRO_DENUNCIA": "D-1", "NRO_ORDEN": "1", "AP_PATERNO": "PRUEBA", "AP_MATERNO": "INVENTADA", "NOMBRES": "NADIE", "TIPO_DOC": "DNI",
    "NRO_DOC": "00000001", "FEC_NACIMIENTO": "05/03/1999", "EDAD": "17", "SEXO": "F", "NACIONALIDAD": "PERUANA", "INSTRUCCION": "SECUNDARIA",
    "FEC_REGISTRO": "12/05/2016", "DELITO": "TRATA DE PERSONAS", "FINALIDAD": "EXPLOTACION SEXUAL", "MEDIO_EMPLEADO": "ENGAÑO",
    "CAPTACION": "OFERTA DE TRABAJO", "LUGAR_EXPLOTACION": "PROSTIBULO", "VINCULO_TRATANTE": "CONOCIDO", "DOMICILIO": "JR. INVENTADO 1",
    "COMISARIA": "COMISARIA INVENTADA", "UBIGEO": "140101", "RESCATADA": "SI", "NRO_CARPETA": "1-2016",
}  # fmt: skip


def victims(*rows):
    """Rows of RETA's victims, each the good one with some cells of its own."""
    return [VICTIM | row for row in rows]


def csv_text(rows, delimiter="|"):
    """A header and rows as text; cells are written as they are, so a test quotes what it means to quote."""
    return "\n".join(delimiter.join(cells) for cells in (rows[0].keys(), *(row.values() for row in rows))) + "\n"


def reasons(receipt):
    """The sentences why rows were refused, by line."""
    rows = queries.refusals(receipt.deposit)
    return [(row["line"], row["column"], row["rule"], row["expected"]) for row in rows.iter_rows(named=True)]


def codes(receipt):
    """The codes of a receipt's notes, with how many rows each is about."""
    return {note["code"]: note["rows"] for note in receipt.notes}


def json_lines(*objects):
    """Objects as JSON lines."""
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in objects) + "\n"
