"""Commands that work on any table, with no state: for analysts, and for registers that keep their names to themselves.

In: files, and for tokens the file of their key. Out: files and one JSON document or table. No key of the house, no database, no log.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from intertrata.cli.speaking import say, say_json, say_table, steps
from intertrata.vocabulary.errors import Problem

TOLD_AS = {
    "born_from": "primer año posible de nacimiento",
    "born_to": "último año posible de nacimiento",
    "born_known": "cómo se sabe el nacimiento",
    "sex": "sexo",
    "department": "departamento",
    "role": "papel en los hechos",
    "event": "año de los hechos",
    "crowd": "si estaba sola o con otras personas",
    "rarity": "cuán común es cada nombre",
}
"""What a token tells in clear to who holds its key, in the sender's words."""

app = typer.Typer()


@app.command("link-table", help="Enlaza las menciones de una tabla CSV: qué filas hablan de la misma persona.")
def link_table(
    mentions: Annotated[
        Path, typer.Argument(metavar="MENCIONES.csv", help="CSV con una mención por fila; solo record_id es obligatorio.", readable=False)
    ],
    out: Annotated[Path, typer.Option(help="CSV que se escribe: record_id,person_id.", readable=False)],
    pairs: Annotated[Path | None, typer.Option(help="CSV con los pares de probabilidad mayor que 0.01.", readable=False)] = None,
    engine: Annotated[str, typer.Option(help="duckdb o spark.")] = "duckdb",
    threshold: Annotated[float | None, typer.Option(help="Probabilidad desde la que un par es enlace.")] = None,
    tokens: Annotated[
        list[Path] | None, typer.Option(help="Fichas de un registro que no entrega nombres (tokenise); se puede repetir.", readable=False)
    ] = None,
    key: Annotated[Path | None, typer.Option(help="Archivo de la llave con que se hicieron las fichas.", readable=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Un documento JSON en la salida.")] = False,
) -> None:
    from intertrata.identity.tables import link_file
    from intertrata.identity.tokens.tables import link_with_tokens

    with steps(silent=as_json) as tell:
        if tokens and key:
            figures = link_with_tokens(
                mentions, out, tokens=tokens, key=key, pairs=pairs, engine=engine, threshold=threshold, progress=tell
            )
        elif tokens or key:
            raise Problem("tokens_without_key")
        else:
            figures = link_file(mentions, out, pairs=pairs, engine=engine, threshold=threshold, progress=tell)
    if as_json:
        say_json(figures)
    else:
        heads, row = ["filas", "personas", "pares comparados"], [figures["rows"], figures["persons"], figures["pairs_scored"]]
        if tokens:
            heads, row = [*heads, "fichas", "fichas de personas ya nombradas"], [*row, figures["tokens"], figures["tokens_linked"]]
        say_table("Menciones enlazadas", [*heads, "segundos"], [[*row, round(sum(figures["seconds"].values()), 1)]])


@app.command(
    help="Convierte las menciones de una tabla CSV en fichas selladas, sin nombres, que otro puede enlazar; o hace su llave (--new-key)."
)
def tokenise(
    mentions: Annotated[
        Path | None, typer.Argument(metavar="MENCIONES.csv", help="CSV como el de link-table; no sale de esta máquina.", readable=False)
    ] = None,
    key: Annotated[Path | None, typer.Option(help="Archivo de la llave, que nadie más pueda leer.", readable=False)] = None,
    out: Annotated[Path | None, typer.Option(help="CSV de fichas que se escribe: lo que se envía.", readable=False)] = None,
    ids: Annotated[
        Path | None, typer.Option(help="CSV que se escribe con el record_id de cada ficha: no se envía.", readable=False)
    ] = None,
    new_key: Annotated[Path | None, typer.Option(help="Hace una llave nueva en este archivo, y nada más.", readable=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Un documento JSON en la salida.")] = False,
) -> None:
    from intertrata.identity.tokens import secret, tables

    if new_key and not (mentions or key or out or ids):
        secret.make(new_key)
        told: dict[str, Any] = {"key": str(new_key)}
        say_json(told) if as_json else say(
            f"Llave nueva en {new_key}. Entréguela en mano solo a quien enlaza, y guárdela lejos de las fichas."
        )
        return
    if new_key or not (mentions and key and out):
        raise Problem("tokenise_unclear")
    told = tables.tokenise_file(mentions, out, key=key, ids=ids)
    if as_json:
        say_json(told)
        return
    say(f"{told['rows']:,} fichas selladas en {out}.")
    say(
        f"Quien tenga la llave leerá de cada una: {', '.join(TOLD_AS[one] for one in told['told'])}; lo demás va cifrado en un solo sentido."
    )
