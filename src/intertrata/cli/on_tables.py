"""Commands that work on any table, with no state: for analysts, and for tests by others.

In: files. Out: files and one JSON document or table. No key, no database, no log.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from intertrata.cli.speaking import say_json, say_table, steps

app = typer.Typer(
    help="INTERTRATA: un solo registro, interconectado.", add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False
)


@app.callback()
def several() -> None:
    """INTERTRATA: un solo registro, interconectado."""


@app.command("link-table", help="Enlaza las menciones de una tabla CSV: qué filas hablan de la misma persona.")
def link_table(
    mentions: Annotated[
        Path, typer.Argument(metavar="MENCIONES.csv", help="CSV con una mención por fila; solo record_id es obligatorio.", readable=False)
    ],
    out: Annotated[Path, typer.Option(help="CSV que se escribe: record_id,person_id.", readable=False)],
    pairs: Annotated[Path | None, typer.Option(help="CSV con los pares de probabilidad mayor que 0.01.", readable=False)] = None,
    engine: Annotated[str, typer.Option(help="duckdb o spark.")] = "duckdb",
    threshold: Annotated[float | None, typer.Option(help="Probabilidad desde la que un par es enlace.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Un documento JSON en la salida.")] = False,
) -> None:
    from intertrata.identity.tables import link_file

    with steps(silent=as_json) as tell:
        figures = link_file(mentions, out, pairs=pairs, engine=engine, threshold=threshold, progress=tell)
    if as_json:
        say_json(figures)
    else:
        say_table(
            "Menciones enlazadas",
            ["filas", "personas", "pares comparados", "segundos"],
            [[figures["rows"], figures["persons"], figures["pairs_scored"], round(sum(figures["seconds"].values()), 1)]],
        )
