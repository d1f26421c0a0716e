"""Every setting, one row each: name, default, help. In: the environment. Out: values.

The environment is read here and nowhere else (``read``); a test compares this table with the docs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Setting:
    """One setting: its environment name, its default as text (``{var}`` is the state folder), what it is for."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting("INTERTRATA_VAR", "var", "Carpeta del estado: bases SQLite, bóveda de archivos, cortes, demostración."),
    Setting("INTERTRATA_DATABASE_URL", "sqlite:///{var}/main.sqlite3", "Base principal: registros sin nombres, personas, cifras."),
    Setting("INTERTRATA_VAULT_URL", "sqlite:///{var}/vault.sqlite3", "Base de la bóveda: nombres y documentos, cifrados."),
    Setting("INTERTRATA_LOG_URL", "sqlite:///{var}/log.sqlite3", "Base de la bitácora: quién miró qué, y para qué."),
    Setting("INTERTRATA_PUBLIC_URL", "sqlite:///{var}/public.sqlite3", "Base pública: planes, presupuesto, normas; ninguna persona."),
    Setting("INTERTRATA_KEYS", "{var}/keys.json", "Archivo de llaves (modo 600). En producción, fuera del disco de las bases."),
    Setting("INTERTRATA_SOURCES", "{var}/sources", "Carpeta con declaraciones TOML de más registros, además de los del producto."),
    Setting("INTERTRATA_HOSTS", "127.0.0.1,localhost", "Nombres con que se sirve el sitio, separados por comas."),
    Setting("INTERTRATA_PORT", "8000", "Puerto del sitio del personal, en 127.0.0.1."),
    Setting(
        "INTERTRATA_ADDRESS",
        "http://127.0.0.1:8000",
        "Dirección pública del sitio, como la escriben los sistemas; sus pruebas firmadas dicen ADDRESS/api/v1/token.",
    ),
    Setting("INTERTRATA_HTTPS", "no", "«sí» cuando un servidor delante pone HTTPS: galletas seguras y HSTS."),
    Setting(
        "INTERTRATA_NOTICES_CA", "no", "Archivo PEM con más autoridades que dan fe de las direcciones a las que se avisa; «no», ninguna."
    ),
    Setting("INTERTRATA_NOTICES_LOCAL", "no", "«sí» solo para probar: los avisos pueden ir a esta misma máquina, también por HTTP."),
    Setting("INTERTRATA_DEBUG", "no", "«sí» solo para desarrollar: páginas de error con código."),
    Setting("INTERTRATA_DEMO_LOGINS", "no", "«sí» solo en la demostración: cuentas con clave conocida, que se muestran al entrar."),
)


def read(environment: Mapping[str, str]) -> dict[str, str]:
    """Give every setting its value: the environment's, else its default with ``{var}`` filled in as an absolute path."""
    var = Path(environment.get("INTERTRATA_VAR") or "var").absolute()
    return {s.name: environment.get(s.name) or s.default.format(var=var) for s in SETTINGS} | {"INTERTRATA_VAR": str(var)}
