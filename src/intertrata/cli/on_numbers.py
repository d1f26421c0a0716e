"""Commands that answer with numbers: count one indicator, bridge two registers, put told figures side by side.

In: codes of indicators, dimensions, registers, dates. Out: tables with their definition, or JSON.
"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from intertrata.cli.asking import By, From, Json, To, Where, day, pairs
from intertrata.cli.speaking import console, say_json, say_table
from intertrata.figures import queries as figures
from intertrata.vocabulary.codes import code_list

app = typer.Typer()
INDICATORS = ", ".join(one.code for one in figures.indicators())


@app.command(help="Cuenta un indicador en un corte: una sola definición, cada persona una vez.")
def count(
    indicator: Annotated[str, typer.Argument(metavar="INDICADOR", help=f"Código del indicador: {INDICATORS}.")],
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
    names = {one.code: one.es for one in figures.dimensions()}
    heads = [names[code] for code in counted.dims]
    rows = [tuple(row[name] for name in (*counted.dims, "count")) for row in counted.labelled]
    say_table(counted.title, [*heads, "Cuenta"], rows, note="\n".join(counted.notes))
    console.print(f"Total: {counted.text}. {counted.definition} Corte {counted.cut}.", markup=False)


@app.command(help="El puente: por qué dos registros difieren, en partes que suman la diferencia.")
def bridge(
    a: Annotated[str, typer.Argument(metavar="REGISTRO", help="Registro, o REGISTRO@AAAA-MM-DD: como se lo conocía a ese corte.")],
    b: Annotated[str, typer.Argument(metavar="OTRO_REGISTRO", help="El otro.")],
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
    indicator: Annotated[str, typer.Argument(metavar="INDICADOR", help="Código de lo contado: complaints, victims…")],
    by: By = [],  # noqa: B006
    where: Where = [],  # noqa: B006
    as_of: Annotated[str, typer.Option("--as-of", help="Lo que se tenía hasta ese día, AAAA-MM-DD.")] = "",
    as_json: Json = False,
) -> None:
    rows = figures.statements(indicator, dims=tuple(by), where=pairs(where), as_of=day(as_of, "--as-of"))
    if as_json:
        say_json(rows)
        return
    heads = ["período", "lugar", "desagregación", "fuente", "valor", "veredicto", "documento y líneas"]
    say_table(f"Cifras dichas: {indicator}", heads, [_line(row) for row in rows])
    wrong = figures.mismatches(indicator, where=pairs(where), as_of=day(as_of, "--as-of"))
    if wrong:
        heads = ["dependencia", "período", "dimensión", "total dicho", "suman las partes", "documento y líneas"]
        told = [(one.office, one.period, one.dimension, one.total, one.parts, f"{one.document}: {', '.join(one.lines)}") for one in wrong]
        say_table("Totales que sus partes no suman", heads, told)


@app.command(help="Los cuadros de un informe publicado, celda por celda como están impresos, con el valor correcto al lado.")
def table(
    code: Annotated[str | None, typer.Argument(metavar="CUADRO", help="Código del cuadro (C03); si falta, se listan.")] = None,
    as_of: Annotated[str, typer.Option("--as-of", help="Lo que se tenía hasta ese día, AAAA-MM-DD.")] = "",
    as_json: Json = False,
) -> None:
    if code is None:
        known = figures.cuadros()
        if as_json:
            say_json([{"code": one.code, "title": one.title, "lines": list(one.printed_at)} for one in known])
            return
        say_table(figures.edition().title, ["cuadro", "título"], [(one.code, one.title) for one in known])
        return
    filled = figures.cuadro(code, as_of=day(as_of, "--as-of"))
    if as_json:
        say_json(filled.as_json())
        return
    heads = [filled.cuadro.head or "línea", *(f"{one.name} {one.group}".strip() for one in filled.cuadro.columns)]
    lines = [line for _, each in filled.parts for line in each]
    rows = [(one.line.label, *(cell.text for cell in one.cells)) if filled.cuadro.columns else (one.text,) for one in lines]
    say_table(filled.cuadro.title, heads, rows)
    if wrong := figures.wrong(filled):
        told = [
            (cell.text, cell.right, code_list("verdict").es(cell.verdict or ""), cell.told and cell.told.statement.page) for cell in wrong
        ]
        say_table("Lo impreso y lo que sale de sus partes", ["impreso", "sale de sus partes", "por qué difiere", "línea"], told)


@app.command(help="Los retos con que cierra un informe publicado, cada cifra hecha de nuevo con su fórmula y sus fuentes.")
def retos(
    as_of: Annotated[str, typer.Option("--as-of", help="Lo que se tenía hasta ese día, AAAA-MM-DD.")] = "",
    as_json: Json = False,
) -> None:
    found = figures.retos(as_of=day(as_of, "--as-of"))
    if as_json:
        say_json(
            [
                {"code": one.code, "text": one.text, "lines": list(one.printed_at), "claims": [each.as_json() for each in judged]}
                for one, judged in found
            ]
        )
        return
    verdict = code_list("verdict")
    rows = [
        (
            reto.code,
            one.claim.name,
            one.printed and one.printed.statement.value,
            one.right,
            verdict.es(one.verdict or "") or "—",
            ", ".join(one.result.lines),
        )
        for reto, judged in found
        for one in judged
    ]
    say_table(figures.edition().title, ["reto", "de qué sale", "impreso", "sale", "veredicto", "líneas"], rows)


def _line(row: dict[str, Any]) -> tuple[object, ...]:
    period = f"{row['period_start']} a {row['period_end'] or 'hoy'}" if row["period_start"] else "sin período"
    split = ", ".join(f"{name}={code}" for name, code in row["breakdown"].items())
    verdict = "; ".join(code_list("verdict").es(code) for code in row["reasons"]) or "—"
    at = f"{row['table']}, línea {row['page']}" if row["table"] else row["page"]
    where = f"{row['document']}: {at}" if row["document"] else "no lo dijo"
    source = f"{row['source']}: {row['institution']}" if row["institution"] else row["source"]
    return period, row["territory"] or row["place"], split, source, row["text"], verdict, where
