"""Small synthetic exports of RETA and SISTRA, received for real: a test of this room writes only who is in them."""

import csv

import pytest

from intertrata.registers import actions as registers

RETA = [
    "NRO_DENUNCIA",
    "NRO_ORDEN",
    "AP_PATERNO",
    "AP_MATERNO",
    "NOMBRES",
    "TIPO_DOC",
    "NRO_DOC",
    "FEC_NACIMIENTO",
    "EDAD",
    "SEXO",
    "NACIONALIDAD",
    "INSTRUCCION",
    "FEC_REGISTRO",
    "DELITO",
    "FINALIDAD",
    "MEDIO_EMPLEADO",
    "CAPTACION",
    "LUGAR_EXPLOTACION",
    "VINCULO_TRATANTE",
    "DOMICILIO",
    "COMISARIA",
    "UBIGEO",
    "RESCATADA",
    "NRO_CARPETA",
]
SISTRA = [
    "carpeta_fiscal",
    "id_agraviado",
    "apellidos_y_nombres",
    "tipo_documento",
    "num_documento",
    "fecha_nac",
    "edad",
    "sexo",
    "pais",
    "fecha_registro",
    "articulos",
    "finalidad",
    "fiscalia",
    "distrito_fiscal",
    "ubigeo_hechos",
    "denuncia_pnp",
]
RETA_USUAL = {"NRO_ORDEN": "1", "SEXO": "F", "FEC_REGISTRO": "10/03/2016", "DELITO": "TRATA DE PERSONAS", "UBIGEO": "140101"}
SISTRA_USUAL = {"id_agraviado": "1", "sexo": "2", "fecha_registro": "2016-03-20", "articulos": "153", "ubigeo_hechos": "140101"}


@pytest.fixture
def received(tmp_path):
    """Receive rows of victims: ``received(reta=[{...}], sistra=[{...}], cut_off="2016-12-31")``."""

    def receive(*, reta=(), sistra=(), cut_off="2016-12-31"):
        paths = []
        for name, columns, usual, rows in (("reta", RETA, RETA_USUAL, reta), ("sistra", SISTRA, SISTRA_USUAL, sistra)):
            if rows:
                path = tmp_path / f"{name}-sintetico-corte-{cut_off}.csv"
                with path.open("w", encoding="utf-8", newline="") as file:
                    writer = csv.DictWriter(file, columns, restval="")
                    writer.writeheader()
                    writer.writerows(usual | row for row in rows)
                paths.append(path)
        receipts = registers.receive(paths, by="prueba")
        assert all(not receipt.refused for receipt in receipts), receipts
        return receipts

    return receive
