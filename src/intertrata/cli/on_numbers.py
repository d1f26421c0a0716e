"""Commands that answer with numbers: count one indicator, bridge two registers, put told figures side by side.

In: codes of indicators, dimensions, registers, dates. Out: tables with their definition, or JSON.
"""

from __future__ import annotations

from typing import Annotated

import typer

from intertrata.cli.asking import By, From, Json, To, Where, day, pairs
from intertrata.cli.speaking import console, say_json, say_table
from intertrata.figures import queries as figures

app = typer.Typer()


@app.command(help="Cuenta un indicador en un corte: una sola definición, cada persona una vez.")
def count(
    indicator: Annotated[str, typer.Argument(help="Código del indicador (intertrata count --help los nombra).")],
    by: By = [],  # noqa: B006 – Typer reads the default, nobody changes it
    start: From = "",
    end: To = "",
    cut: Annotated[str | None, typer.Option(help="Identificador del corte; si falta, el último.")] = None,
    where: Where = [],  # noqa: B006
    as_json: Json = False,
) -> None:
    counted = figures.count(indicator, dims=tuple(by), start=day(start, "--from"), end=day(end, "--to"), cut=cut, where=pairs(where))
    if as_json:
        say_json(counted)
        return
    say_table(counted.title, [*by, "cuenta"], [tuple(row.values()) for row in counted.rows], note="\n".join(counted.notes))
    console.print(f"Total: {counted.total:,}. {counted.definition} Corte {counted.cut}.")


@app.command(help="El puente: por qué dos registros difieren, en partes que suman la diferencia.")
def bridge(
    a: Annotated[str, typer.Argument(help="Registro, o REGISTRO@AAAA-MM-DD: como se lo conocía a ese corte.")],
    b: Annotated[str, typer.Argument(help="El otro.")],
    indicator: Annotated[str, typer.Option(help="Qué se cuenta.")] = "victims",
    start: From = "",
    end: To = "",
    where: Where = [],  # noqa: B006
    as_json: Json = False,
) -> None:
    found = figures.bridge(a, b, indicator=indicator, start=day(start, "--from"), end=day(end, "--to"), where=pairs(where))
    if as_json:
        say_json(found)
        return
    rows = [(part.side.upper(), part.title, part.count if part.side == "a" else -part.count) for part in found.parts]
    say_table(f"De {b} ({found.b.count:,}) a {a} ({found.a.count:,})", ["lado", "causa", "diferencia"], rows)
    console.print(f"Diferencia: {found.difference:,}; las partes la suman.")


@app.command(help="Cifras que las instituciones dijeron, lado a lado: fuente, período, documento, veredicto.")
def statements(
    indicator: Annotated[str, typer.Argument(help="Código de lo contado: complaints, victims…")],
    by: By = [],  # noqa: B006
    where: Where = [],  # noqa: B006
    as_of: Annotated[str, typer.Option("--as-of", help="Lo que se tenía hasta ese día, AAAA-MM-DD.")] = "",
    as_json: Json = False,
) -> None:
    rows = figures.statements(indicator, dims=tuple(by), where=pairs(where), as_of=day(as_of, "--as-of"))
    if as_json:
        say_json(rows)
        return
    heads = ["período", "territorio", "desagregación", "fuente", "valor", "estado", "veredicto", "documento"]
    say_table(f"Cifras dichas: {indicator}", heads, [_line(row) for row in rows])


def _line(row: dict[str, object]) -> tuple[object, ...]:
    breakdown = row["breakdown"]
    period = f"{row['period_start']} a {row['period_end']}"
    shown = row.get("text") or row["value"]
    status = ", ".join(row["status"]) if isinstance(row["status"], list) else ""
    split = ", ".join(f"{name}={code}" for name, code in breakdown.items()) if isinstance(breakdown, dict) else ""
    return period, row["territory"], split, row["source"], shown, status, row["verdict"], row["document"]
