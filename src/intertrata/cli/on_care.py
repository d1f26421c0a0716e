"""Commands that look after the house: serve it, say what is missing, name every setting, verify that all is whole.

In: settings. Out: a server, or findings with what to do about each.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from intertrata.access.actions import demonstration_logins, make_token, revoke_tokens
from intertrata.cli.asking import Json, me
from intertrata.cli.speaking import console, say, say_json, say_table
from intertrata.project.settings_table import SETTINGS
from intertrata.registers import actions as registers
from intertrata.registers.queries import source
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

app = typer.Typer()
SECONDS_TO_END = 15
"""How long an answer under way may take to end when the site is stopped."""


@app.command(help="Sirve el sitio del personal en 127.0.0.1.")
def serve(
    public: Annotated[bool, typer.Option("--public", help="El sitio público: aún no existe.")] = False,
    port: Annotated[int, typer.Option(help="Puerto; si falta, el de INTERTRATA_PORT.")] = 0,
) -> None:
    if public:
        raise Problem("public_site_absent")
    address = port or int(settings.VALUES["INTERTRATA_PORT"])
    console.print(f"Sitio del personal: http://127.0.0.1:{address}  (Ctrl-C para terminar)")
    if settings.DEMO_LOGINS:
        say_table("Cuentas de la demostración", ["cuenta", "rol", "clave"], demonstration_logins(), note="Datos sintéticos: nadie existe.")
    options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(address), "--workers", "2", "--blocking-threads", "4"]
    # A worker that is told to end while it still loads forgets it, and would be waited for without end: after a while it is ended unasked.
    options += ["--workers-kill-timeout", str(SECONDS_TO_END)]
    quiet = ["--log-level", "error", "--no-access-log"]
    # The server takes this process's place, so that Ctrl-C and a service manager reach it and not a parent.
    os.execv(  # noqa: S606
        sys.executable, [sys.executable, "-m", "granian", *options, *quiet, "intertrata.project.wsgi:application"]
    )


@app.command(help="Hace una llave para que el sistema de una institución pregunte como una de sus cuentas; la anterior deja de valer.")
def token(
    account: Annotated[str, typer.Argument(metavar="CUENTA", help="La cuenta como la que pregunta.")],
    scope: Annotated[list[str] | None, typer.Option(help="Qué abre: who, records, deposits; se puede repetir. Si no se dice, who.")] = None,
    register: Annotated[list[str] | None, typer.Option(help="El único registro en que escribe; se puede repetir.")] = None,
    revoke: Annotated[bool, typer.Option("--revoke", help="Solo anula la que haya.")] = False,
) -> None:
    if revoke:
        say(f"Llaves anuladas: {revoke_tokens(account, by=me())}.")
        return
    for one in register or ():
        source(one)  # a register nobody declared is a slip
    say(make_token(account, by=me(), scopes=scope or ("who",), registers=register or ()))


@app.command("settings", help="Nombra cada ajuste con su valor por omisión y para qué sirve.")
def show_settings(as_json: Json = False) -> None:
    rows = [{"name": one.name, "default": one.default, "value": settings.VALUES[one.name], "help": one.help} for one in SETTINGS]
    if as_json:
        say_json([row | {"value": _without_password(row["value"])} for row in rows])
        return
    say_table("Ajustes (variables de entorno)", ["nombre", "por omisión", "para qué"], [(o.name, o.default, o.help) for o in SETTINGS])


@app.command(help="Dice qué falta o está en riesgo en esta instalación, y cómo remediarlo.")
def doctor(as_json: Json = False) -> None:
    from intertrata.cli.doctor import findings  # here, since it asks rooms that no other command of this module needs

    found = findings(Path(settings.VALUES["INTERTRATA_KEYS"]), settings.VAR)
    if as_json:
        say_json(found)
    else:
        say_table("Estado de la instalación", ["qué", "estado", "qué hacer"], [(one.what, one.state, one.advice) for one in found])
    if any(one.state == "mal" for one in found):
        raise typer.Exit(1)


@app.command(help="Barre lo que dejó un corte de luz y comprueba que cada registro visible esté entero.")
def verify(as_json: Json = False) -> None:
    from intertrata.transparency import actions as transparency  # here, since only this command opens documents

    swept = registers.sweep(by=me()) | {"documents": transparency.sweep(by=me())}
    found, (documents, damaged) = registers.verify(by=me()), transparency.verify(by=me())
    problems = [*found.problems, *damaged]
    if as_json:
        say_json({"swept": swept, "verified": found, "documents": {"documents": documents, "problems": damaged}})
    else:
        heads = ["depósitos comprobados", "versiones de personas comprobadas", "documentos comprobados", "restos barridos", "problemas"]
        say_table("Integridad", heads, [(found.deposits, found.versions, documents, sum(swept.values()), len(problems))])
        for one in problems:
            say(sentence(Problem(str(one["code"]), **{name: value for name, value in one.items() if name != "code"})))
    if problems:
        raise typer.Exit(1)


def _without_password(value: str) -> str:
    """A database's address without what stands before its @."""
    scheme, separator, rest = value.partition("://")
    return f"{scheme}{separator}…@{rest.rpartition('@')[2]}" if "@" in rest else value
