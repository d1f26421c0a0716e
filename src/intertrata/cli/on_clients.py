"""Commands on the systems of institutions that sign who they are. In: a name, an account, a public key. Out: rows, or a table of what stands.

A private key is made on the machine that signs and never comes here: docs/api.md says how.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from intertrata.access.actions.clients import OVERLAP, add_client_key, register_client, revoke_client
from intertrata.access.queries import clients, institution_of
from intertrata.cli.asking import Json, me
from intertrata.cli.speaking import say, say_json, say_table
from intertrata.registers.queries import source, written_by
from intertrata.vocabulary.errors import Problem

app = typer.Typer(name="clients", help="Los sistemas de instituciones que firman quiénes son, y sus claves públicas.")
keys = typer.Typer(help="Las claves públicas de un sistema.")
app.add_typer(keys, name="keys")
Client = Annotated[str, typer.Argument(metavar="SISTEMA", help="Nombre del sistema, como pnp-reta.")]
LARGEST = 64 << 10


@app.command(help="Registra el sistema de una institución; después se le agrega su clave pública.")
def register(
    client: Client,
    account: Annotated[str, typer.Option(help="La cuenta como la que actúa.")],
    scope: Annotated[list[str], typer.Option(help="Qué abre: who, records, deposits; se puede repetir.")],
    register: Annotated[list[str] | None, typer.Option(help="El único registro en que escribe; se puede repetir.")] = None,
) -> None:
    for one in register or ():
        source(one)  # a register nobody declared is a slip
    register_client(client, account=account, scopes=scope, registers=register or (), own=written_by(institution_of(account)), by=me())
    say(f"Sistema registrado. Agregue su clave pública: intertrata clients keys add {client} CLAVE.pem")


@keys.command(help="Agrega una clave pública (PEM o JWK); la anterior vale dos semanas más.")
def add(client: Client, file: Annotated[Path, typer.Argument(metavar="ARCHIVO", help="La clave pública.", readable=False)]) -> None:
    try:
        with file.open("rb") as held:
            text = held.read(LARGEST)
    except OSError as error:
        raise Problem("file_unreadable", file=str(file)) from error
    made = add_client_key(client, text, by=me())
    say(f"Número de la clave (kid): {made.kid}. Firma con {made.alg}. Otra que hubiera vale {OVERLAP.days} días más.")


@app.command(help="Anula un sistema, o una clave suya: lo que se dio con ella deja de abrir de inmediato.")
def revoke(client: Client, key: Annotated[str, typer.Option(help="Número de la clave; si falta, todo el sistema.")] = "") -> None:
    revoke_client(client, key=key, by=me())
    say("Anulado.")


@app.command("list", help="Nombra los sistemas, qué abren y sus claves.")
def show(as_json: Json = False) -> None:
    found = clients()
    if as_json:
        say_json(found)
        return
    rows = [
        (one["client"], one["account"], ", ".join(one["scopes"]), ", ".join(one["registers"]) or "los de su institución",
         "anulado" if one["revoked_at"] else "vale", key.get("kid"), key.get("alg"), key.get("not_after"), key.get("revoked_at"))
        for one in found for key in one["keys"] or [{}]
    ]  # fmt: skip
    say_table("Sistemas", ["sistema", "cuenta", "abre", "registros", "estado", "clave", "firma", "vale hasta", "clave anulada"], rows)
