"""What an operator types into the form of victims of the RETA, as the browser sends it."""

from intertrata.casefile.web.entry.form import ids
from intertrata.registers import queries

VICTIMS = "/registrar/reta/victimas/"
ZOILA = {"NRO_DENUNCIA": "D-77", "NOMBRES": "Zoila", "AP_PATERNO": "Zzmarcauno", "FEC_REGISTRO": "3/5/2026", "EDAD": "16", "SEXO": "F"}


def sent(values, *, register="reta", table="victimas", **more):
    where = ids(queries.parts_asked(register, table))
    return {where[name]: value for name, value in values.items()} | {"invented": "1", "purpose": "care", "deed": "keep"} | more


def begun(client, address=VICTIMS):
    return client.get(address)["Location"]
