"""A small synthetic country with marked names: whoever finds one of them where no name belongs has found a leak.

Eusebia stands in both registers and they disagree on her birth; Fortunata is victim in RETA and suspect in SISTRA;
Macario is a suspect only; Gumersinda's row is refused for its date; the others make the names uncommon enough to link.
"""

import csv
from pathlib import Path

from intertrata.figures import actions as figures
from intertrata.identity import actions as identity
from intertrata.registers import actions as registers
from intertrata.registers import queries

MARKS = ("EUSEBIA", "ZARZOLI", "FORTUNATA", "QUIÑAMANTA", "MACARIO", "TIRAVANTI", "GUMERSINDA", "OLAVARRIETA", "48213377", "40555121")
TRAFFICKED = {"DELITO": "TRATA DE PERSONAS", "NACIONALIDAD": "PERU"}
VICTIMS = [
    {
        "NRO_DENUNCIA": "RT-1", "NRO_ORDEN": "1", "AP_PATERNO": "ZARZOLI", "AP_MATERNO": "QUIÑAMANTA", "NOMBRES": "EUSEBIA",
        "TIPO_DOC": "DNI", "NRO_DOC": "48213377", "FEC_NACIMIENTO": "03/05/1999", "EDAD": "17", "SEXO": "F",
        "FEC_REGISTRO": "12/05/2016", "FINALIDAD": "EXPLOTACION SEXUAL", "UBIGEO": "160101", "RESCATADA": "SI", "DOMICILIO": "JR. PUTUMAYO 110",
    },
    {
        "NRO_DENUNCIA": "RT-2", "NRO_ORDEN": "1", "AP_PATERNO": "TIRAVANTI", "AP_MATERNO": "ZARZOLI", "NOMBRES": "FORTUNATA",
        "TIPO_DOC": "DNI", "NRO_DOC": "40555121", "FEC_NACIMIENTO": "10/10/1990", "EDAD": "25", "SEXO": "F",
        "FEC_REGISTRO": "20/06/2016", "FINALIDAD": "MENDICIDAD", "UBIGEO": "140101", "RESCATADA": "NO", "NRO_CARPETA": "C-20",
    },
    {
        "NRO_DENUNCIA": "RT-3", "NRO_ORDEN": "1", "AP_PATERNO": "HUAMANLLACTA", "AP_MATERNO": "PUMACAHUA", "NOMBRES": "ROSALINDA",
        "SEXO": "F", "FEC_REGISTRO": "01/09/2016",
    },
    {
        "NRO_DENUNCIA": "RT-4", "NRO_ORDEN": "1", "AP_PATERNO": "OLAVARRIETA", "AP_MATERNO": "TIRAVANTI", "NOMBRES": "GUMERSINDA",
        "FEC_NACIMIENTO": "31/02/1998", "SEXO": "F", "FEC_REGISTRO": "02/09/2016",
    },
]  # fmt: skip
CORRECTED = [VICTIMS[0] | {"UBIGEO": "160108"}, *VICTIMS[1:]]
SUSPECTS = [
    {
        "NRO_DENUNCIA": "RT-1", "NRO_ORDEN_AUTOR": "1", "AP_PATERNO": "TIRAVANTI", "AP_MATERNO": "OLAVARRIETA", "NOMBRES": "MACARIO",
        "TIPO_DOC": "DNI", "NRO_DOC": "42000111", "SEXO": "M", "FEC_REGISTRO": "12/05/2016", "DETENIDO": "SI",
        "FEC_SITUACION": "12/05/2016",
    },
]  # fmt: skip
AGGRIEVED = [
    {
        "carpeta_fiscal": "C-10", "id_agraviado": "1", "apellidos_y_nombres": "ZARZOLI QUIÑAMANTA, EUSEBIA", "tipo_documento": "1",
        "num_documento": "48213377", "fecha_nac": "1997-05-03", "edad": "19", "sexo": "2", "fecha_registro": "2016-07-01",
        "ubigeo_hechos": "160101", "denuncia_pnp": "RT-1",
    },
    {
        "carpeta_fiscal": "C-11", "id_agraviado": "1", "apellidos_y_nombres": "CCORIMANYA ANCASI, DELFINA", "tipo_documento": "1",
        "num_documento": "43999000", "fecha_nac": "1980-01-01", "edad": "36", "sexo": "2", "fecha_registro": "2017-07-01",
        "ubigeo_hechos": "160101",
    },
]  # fmt: skip
ACCUSED = [
    {
        "carpeta_fiscal": "C-20", "id_imputado": "1", "apellidos_y_nombres": "TIRAVANTI ZARZOLI, FORTUNATA", "tipo_documento": "1",
        "num_documento": "40555121", "fecha_nac": "1990-10-10", "sexo": "2", "situacion": "INVESTIGADO", "fecha_situacion": "2016-08-09",
        "fecha_registro": "2016-08-01",
    },
]  # fmt: skip
DELIVERIES = (
    ("reta", "victimas", "2016-11-30", VICTIMS),
    ("reta", "victimas", "2016-12-31", CORRECTED),
    ("reta", "autores", "2016-12-31", SUSPECTS),
    ("sistra", "agraviados", "2016-12-31", AGGRIEVED),
    ("sistra", "imputados", "2016-12-31", ACCUSED),
)


def load(folder: Path) -> None:
    """Receive, link and cut the small country."""
    for register, table, cut_off, rows in DELIVERIES:
        path = folder / f"{register}_{table}_corte-{cut_off}.csv"
        offence = {"reta": TRAFFICKED, "sistra": {"articulos": "153"}}[register]
        write(path, register, table, [offence | row for row in rows])
        registers.receive([path], by="prueba")
    identity.link(by="prueba")
    figures.cut(by="prueba")


def write(path: Path, register: str, table: str, rows: list[dict[str, str]]) -> None:
    """Write a delivery with every declared column, marked synthetic in every row."""
    headings = ["SINTETICO", *queries.source(register).table(table).headings]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, headings, extrasaction="ignore", restval="")
        out.writeheader()
        out.writerows({"SINTETICO": "SI"} | row for row in rows)
