"""What this installation is and lacks: versions, keys, databases, each with what to do. In: paths and settings. Out: findings."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from intertrata.access import keys
from intertrata.notices import queries as notices
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

State = Literal["bien", "aviso", "mal"]
LIBRARIES = ("django", "polars", "duckdb", "splink", "pyarrow", "cryptography")


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what it is, how it stands, what to do where it does not stand well."""

    what: str
    state: State
    advice: str = ""


def findings(key_file: Path, var: Path) -> list[Finding]:
    """Look at versions, the key file, the state folder, the four databases, and whether institutions get what they are told."""
    databases = [_database(alias) for alias in connections]
    told = [] if any(one.state == "mal" for one in databases) else [_told()]
    return [_versions(), _keys(key_file, var), _folder(var), *databases, *told]


def _versions() -> Finding:
    said = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return Finding(f"Python {platform.python_version()}, {said}", "bien")


def _keys(path: Path, var: Path) -> Finding:
    try:
        keys.load(path)
    except Problem as problem:
        return Finding(f"Llaves: {path}", "mal", sentence(problem))
    if var in path.parents:
        return Finding(
            f"Llaves: {path}", "aviso", "Están en la misma carpeta que las bases: en producción, ponga INTERTRATA_KEYS en otro disco."
        )
    return Finding(f"Llaves: {path}", "bien")


def _folder(var: Path) -> Finding:
    if var.stat().st_mode & 0o077:
        return Finding(f"Estado: {var}", "aviso", f"Otras cuentas de la máquina pueden mirar la carpeta: chmod 700 {var}")
    return Finding(f"Estado: {var}", "bien")


def _database(alias: str) -> Finding:
    connection = connections[alias]
    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception as error:  # noqa: BLE001 – whatever the driver raises, the reader is told that the database does not answer
        return Finding(
            f"Base {alias} ({connection.vendor})",
            "mal",
            f"No responde ({type(error).__name__}): revise su dirección y si el servidor corre.",
        )
    if behind:
        return Finding(
            f"Base {alias} ({connection.vendor})", "mal", "Le faltan tablas de esta versión: cualquier orden de intertrata las pone al día."
        )
    return Finding(f"Base {alias} ({connection.vendor})", "bien")


def _told() -> Finding:
    stand = notices.subscriptions()
    what = f"Avisos a instituciones: {sum(one.standing == 'active' for one in stand)} suscripciones activas"
    if any(one.standing == "paused" or (one.dead and one.standing == "active") for one in stand):
        return Finding(what, "aviso", "Alguna está en pausa o tiene avisos que no se pudieron enviar: intertrata subscriptions list.")
    return Finding(what, "bien")
