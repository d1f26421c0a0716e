"""The command that writes what we know in the standards of others: cases (HTCDS), tables (CTDC, GLOTIP).

In: a profile, a file, why, and as which account. Out: the file, its companion, and on the screen what the standard could not express.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from intertrata.cli.asking import Json, me
from intertrata.cli.speaking import say, say_json, say_table
from intertrata.exchange import actions
from intertrata.exchange.queries import profile_titles, sections

app = typer.Typer()
PROFILES = "; ".join(f"{code}: {title}" for code, title in profile_titles().items())
SHOWN = 12
"""Rows of each section on the screen; the companion has them all."""


@app.command(
    help="Escribe casos o tablas en el estándar de otros, y al lado lo que ese estándar no puede decir. Todo es de uso interno: las tablas "
    "no tienen protección estadística, y los casos van sin nombres si la cuenta no los puede entregar. La de la terminal solo puede mientras "
    "todas las personas sean inventadas."
)
def export(
    profile: Annotated[str, typer.Argument(metavar="PERFIL", help=f"{PROFILES}.")],
    file: Annotated[Path, typer.Argument(metavar="ARCHIVO", help="CSV o XLSX que aún no existe.", readable=False)],
    purpose: Annotated[str, typer.Option(help="Para qué salen los casos; queda en la bitácora. Sin motivo no sale ninguno.")] = "",
    by: Annotated[str, typer.Option(help="Cuenta de la casa que entrega los nombres; si no puede, la identidad va vacía.")] = "",
    cut: Annotated[str | None, typer.Option(help="Para tablas: identificador del corte; si falta, el último.")] = None,
    as_json: Json = False,
) -> None:
    done = actions.export(profile, file, by=me(), purpose=purpose, account=by, cut=cut)
    if as_json:
        say_json(done)
        return
    for kind, title in sections().items():
        mine = [one for one in done.unsaid if one.kind == kind]
        if mine:
            more = f"… y {len(mine) - SHOWN} más en {done.companion}." if len(mine) > SHOWN else ""
            say_table(title, ["qué", "casos", "por qué"], [(one.what, one.cases, one.why) for one in mine[:SHOWN]], note=more)
    say(f"{done.rows:,} filas en {done.file}, {'con' if done.names else 'sin'} nombres. Lo que no se pudo decir: {done.companion}.")
    if done.synthetic:
        say("Todas las personas son inventadas: si envía el archivo, que su nombre lo diga («sintetico»).")
    say("Uso interno: sin protección estadística.")
