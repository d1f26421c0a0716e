"""Commands on what institutions send: what comes in, what was refused, what each register sends, what entities answered.

In: paths, codes, dates. Out: tables for people, JSON for machines, the exit code.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils import timezone

from intertrata.cli.asking import Json, day, me
from intertrata.cli.receiving import SHORT, receipts_told, show_receipts
from intertrata.cli.speaking import say_json, say_table, say_text, steps
from intertrata.figures import actions as figures
from intertrata.registers import actions as registers
from intertrata.registers import queries as registered
from intertrata.vocabulary.errors import Problem

app = typer.Typer()


@app.command(help="Recibe exportaciones (CSV, XLSX, líneas JSON, zip): cada fila queda guardada o rechazada con su razón.")
def receive(
    paths: Annotated[list[Path], typer.Argument(metavar="ARCHIVO", help="Archivos o carpetas.", readable=False)],
    source: Annotated[str | None, typer.Option(help="Código del registro; si falta, se reconoce por las columnas.")] = None,
    cut_off: Annotated[str, typer.Option(help="Fecha de corte que declara quien envía, AAAA-MM-DD.")] = "",
    synthetic: Annotated[bool, typer.Option("--synthetic", help="Quien envía declara que las personas son inventadas.")] = False,
    as_json: Json = False,
) -> None:
    with steps(silent=as_json) as tell:
        receipts = registers.receive(paths, by=me(), source=source, cut_off=day(cut_off, "--cut-off"), synthetic=synthetic, progress=tell)
        figures.file_figures(progress=tell)
        figures.audit_what_came(by=me(), progress=tell)
    if as_json:
        say_json({"deposits": receipts_told(receipts)})
    else:
        show_receipts(receipts)
    if any(receipt.refused for receipt in receipts):
        raise typer.Exit(1)


@app.command(
    help="Pasa a las cifras informadas lo que las entidades respondieron en los pedidos; lo corregido desde la última vez es otra versión."
)
def answers(as_json: Json = False) -> None:
    with steps(silent=as_json) as tell:
        receipts = figures.receive_answers(by=me(), today=timezone.localdate(), progress=tell)
    if as_json:
        say_json({"deposits": receipts_told(receipts)})
    else:
        show_receipts(receipts)
    if any(receipt.refused for receipt in receipts):
        raise typer.Exit(1)


@app.command(help="Lista las filas rechazadas; con --out las escribe en un CSV que el remitente puede corregir y volver a enviar.")
def refusals(
    deposit: Annotated[str | None, typer.Argument(metavar="DEPÓSITO", help="Identificador del depósito; si falta, todos.")] = None,
    out: Annotated[Path | None, typer.Option(help="CSV con los valores de las filas rechazadas de ese depósito.", readable=False)] = None,
    purpose: Annotated[str, typer.Option(help="Con --out: para qué se piden los valores; queda en la bitácora.")] = "",
    as_json: Json = False,
) -> None:
    if out is not None:
        if deposit is None:
            raise Problem("refusals_of_which")
        _write_for_me(out, registers.return_refused(deposit, by=me(), purpose=purpose).write_csv())
    rows = registered.refusals(deposit)
    if as_json:
        say_json(rows.to_dicts())
        return
    heads = ["depósito", "archivo", "hoja", "línea", "columna", "por qué"]
    told = rows.select("deposit", "file", "sheet", "line", "column", "reason").rows()
    say_table("Filas rechazadas", heads, [(deposit[:SHORT], *where) for deposit, *where in told])


def _write_for_me(path: Path, text: str) -> None:
    """Write values of persons to a file that only its own account may read, even where an open one stood there before."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            if path.is_file():
                os.fchmod(file.fileno(), 0o600)
            file.write(text)
    except OSError as error:
        raise Problem("not_writable", file=str(path)) from error


@app.command(help="Qué envía cada registro y cómo; con --template escribe su plantilla de Excel.")
def sources(
    code: Annotated[str | None, typer.Argument(metavar="REGISTRO", help="Código de un registro; si falta, todos.")] = None,
    template: Annotated[Path | None, typer.Option(help="XLSX que se escribe, con listas y comprobaciones.", readable=False)] = None,
    as_json: Json = False,
) -> None:
    chosen = list(registered.sources().values()) if code is None else [registered.source(code)]
    if template is not None:
        if code is None:
            raise Problem("template_of_which")
        registered.write_template(code, template)
    if as_json:
        say_json([_source(one) for one in chosen])
    elif code is None:
        rows = [
            (one.code, one.name, one.institution, one.kind, ", ".join(table.name for table in one.tables), _answers(one)) for one in chosen
        ]
        say_table("Registros declarados", ["código", "nombre", "institución", "envía", "tablas", "responde a"], rows)
    else:
        say_text(registered.dictionary(code))


def _answers(one: Any) -> str:
    """The rows of the report's inventory that a register answers, each once, in their order."""
    return ", ".join(sorted({row for table in one.tables for row in table.systems}, key=lambda row: (row[0], int(row[1:]))))


def _source(one: Any) -> dict[str, Any]:
    tables = [
        {
            "name": table.name,
            "record_type": table.record_type.name,
            "systems": list(table.systems),
            "columns": [
                {"name": column.name, "field": column.field.name if column.field else None, "type": column.type,
                 "required": column.required, "source": column.source}
                for column in table.columns
            ],
        }
        for table in one.tables
    ]  # fmt: skip
    return {"code": one.code, "institution": one.institution, "kind": one.kind, "name": one.name, "tables": tables}
