"""Invented persons as RETA and SISTRA would write them."""

ANA = {
    "NRO_DENUNCIA": "700001",
    "AP_PATERNO": "QUISPE",
    "AP_MATERNO": "CCAHUANA",
    "NOMBRES": "ANA LUZ",
    "FEC_NACIMIENTO": "05/07/2001",
    "EDAD": "14",
}
ANA_AGAIN = {
    "carpeta_fiscal": "506010101-2016-10-0",
    "apellidos_y_nombres": "KISPE CCAHUANA, ANA LUZ",
    "fecha_nac": "2001-07-05",
    "denuncia_pnp": "700001",
}
EVA = {
    "NRO_DENUNCIA": "700002",
    "AP_PATERNO": "SANGAMA",
    "AP_MATERNO": "TAPULLIMA",
    "NOMBRES": "EVA",
    "TIPO_DOC": "DNI",
    "NRO_DOC": "10117410-2",
    "FEC_NACIMIENTO": "01/02/1990",
}
