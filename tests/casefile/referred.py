"""Two institutions, a woman and a girl whom both may know, and what she answered: for the tests of referrals. Nobody in it exists."""

import csv
from pathlib import Path

from small_country import write

from intertrata.access.models import Account, Role
from intertrata.access.permissions import Purpose
from intertrata.identity import actions as identity
from intertrata.identity import queries as persons
from intertrata.registers import actions as registers
from intertrata.registers import queries

MARKS = ("DELFINA", "CCORIMANYA", "43999000", "ROSAURA", "PUMALLOCLLA", "72999111")
AGGRIEVED = [
    {
        "carpeta_fiscal": "C-11", "id_agraviado": "1", "apellidos_y_nombres": "CCORIMANYA ANCASI, DELFINA", "tipo_documento": "1",
        "num_documento": "43999000", "fecha_nac": "1980-01-01", "edad": "36", "sexo": "2", "fecha_registro": "2016-07-01", "ubigeo_hechos": "160101",
    },
    {
        "carpeta_fiscal": "C-12", "id_agraviado": "1", "apellidos_y_nombres": "PUMALLOCLLA SULLCA, ROSAURA", "tipo_documento": "1",
        "num_documento": "72999111", "fecha_nac": "2004-02-02", "edad": "12", "sexo": "2", "fecha_registro": "2016-07-01", "ubigeo_hechos": "160101",
    },
]  # fmt: skip
CONSENT = {
    "nro_acta_consentimiento": "A-1", "fecha_respuesta": "02/07/2016", "para_que": "Compartir sus datos", "respuesta": "Consiente",
    "como_se_informo": "De palabra", "clave_usuario": "U-1", "identidad_reservada": "NO", "apellido_paterno": "CCORIMANYA", "apellido_materno": "ANCASI",
    "nombres": "DELFINA", "tipo_documento": "DNI", "nro_documento": "43999000", "fecha_nacimiento": "01/01/1980", "sexo": "FEMENINO",
}  # fmt: skip
CARE = {"receiver_unit": "mimp_cem", "reason": "care", "legal_basis": "consent"}


def account(institution: str, role: Role = Role.OPERATOR) -> str:
    """Give the account of an institution, made where it is not yet."""
    name = f"{role}-{institution}"
    return Account.objects.get_or_create(username=name, defaults={"role": role, "institution": institution})[0].username


def load(folder: Path, *consents: dict[str, str]) -> None:
    """Receive the two and what the woman answered, and link them."""
    path = folder / "sistra_agraviados_corte-2016-12-31.csv"
    write(path, "sistra", "agraviados", [{"articulos": "153"} | row for row in AGGRIEVED])
    registers.receive([path], by="prueba")
    for row in consents:
        answered(row)
    identity.link(by="prueba")


def answered(row: dict[str, str]) -> None:
    """Keep what she answered."""
    told = registers.enter("udavit", "consentimientos", row, by=account("mpfn"), key=row["nro_acta_consentimiento"], synthetic=True)
    assert not told.refusals, told.refusals


def person(number: str = "C-11") -> str:
    """Give the id of whom a carpeta of SISTRA names."""
    rows = queries.current("victim", register="sistra")
    (record,) = rows.filter(rows["act"] == number)["record"]
    found = persons.person_of(record)
    assert found
    return found


def said_by(text: str) -> list[list[str]]:
    """Read a CSV of the house."""
    return list(csv.reader(text.removeprefix("\ufeff").splitlines()))


PURPOSE = Purpose.CARE
