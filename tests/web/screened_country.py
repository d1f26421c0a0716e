"""Missing persons and complaints typed as something else, beside the small country: what the page of screenings is tried on.

In: a folder. Out: deliveries received. Eusebia (17) is missing and nobody said what became of her; an adult is missing without any sign;
of two complaints one was found to be trafficking and cites a number that the RETA has, the other one that it has not.
"""

from pathlib import Path

from small_country import write

from intertrata.registers import actions as registers

CUT_OFF = "2017-06-30"
MISSING = [
    {
        "NRO_DENUNCIA_DESAP": "DES-1", "FEC_DENUNCIA": "03/05/2016", "FEC_DESAPARICION": "02/05/2016", "AP_PATERNO": "ZARZOLI",
        "AP_MATERNO": "QUIÑAMANTA", "NOMBRES": "EUSEBIA", "TIPO_DOC": "DNI", "NRO_DOC": "48213377", "FEC_NACIMIENTO": "03/06/1999",
        "EDAD": "16", "SEXO": "F", "UBIGEO": "200401", "ESTADO": "Ubicada con vida", "FEC_UBICACION": "20/05/2016",
    },
    {"NRO_DENUNCIA_DESAP": "DES-2", "FEC_DENUNCIA": "03/05/2016", "EDAD": "40", "SEXO": "M", "UBIGEO": "150101", "ESTADO": "Sigue desaparecida"},
    {"NRO_DENUNCIA_DESAP": "DES-3", "FEC_DENUNCIA": "25/06/2017", "SEXO": "F", "UBIGEO": "150101", "ESTADO": "Sigue desaparecida"},
]  # fmt: skip
COMPLAINTS = [
    {
        "NRO_ORDEN_DENUNCIA": "S-1", "FECHA_REGISTRO": "01/02/2016", "UBIGEO_HECHO": "140101", "MATERIA": "Coacción", "CAPTACION_TRASLADO": "Captar",
        "MEDIOS": "Engaño", "FIN_DE_EXPLOTACION": "Mendicidad", "HALLAZGO": "Hay indicios de trata", "FECHA_HALLAZGO": "10/02/2016",
        "NRO_DENUNCIA_RETA": "RT-1",
    },
    {
        "NRO_ORDEN_DENUNCIA": "S-2", "FECHA_REGISTRO": "01/03/2016", "UBIGEO_HECHO": "140101", "MATERIA": "Otra materia", "HALLAZGO": "Hay indicios de trata",
        "FECHA_HALLAZGO": "10/03/2016", "NRO_DENUNCIA_RETA": "RT-404",
    },
    {"NRO_ORDEN_DENUNCIA": "S-3", "FECHA_REGISTRO": "01/03/2016", "UBIGEO_HECHO": "140101", "MATERIA": "Otra materia", "HALLAZGO": "Sin indicios", "FECHA_HALLAZGO": "10/03/2016"},
]  # fmt: skip
RETA = [{"NRO_DENUNCIA": "RT-1", "FEC_DENUNCIA": "12/02/2016", "DELITO": "TRATA DE PERSONAS", "UBIGEO": "140101"}]
DELIVERIES = (("desaparecidas", "denuncias", MISSING), ("sidpol", "por_revisar", COMPLAINTS), ("reta", "denuncias", RETA))


def receive(folder: Path) -> None:
    """Receive them all; none of their rows is refused."""
    for register, table, rows in DELIVERIES:
        path = folder / f"{register}_{table}_corte-{CUT_OFF}.csv"
        write(path, register, table, rows)
        (receipt,) = registers.receive([path], by="prueba", source=register)
        assert receipt.refused == 0, receipt
