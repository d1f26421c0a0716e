"""Commands on the house's own state: what comes in, what was refused, who is who, what each register sends.

In: paths, codes, dates. Out: tables for people, JSON for machines, the exit code.
"""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings
from django.utils import timezone

from intertrata import pipeline
from intertrata.access.actions import make_demonstration_accounts
from intertrata.cli import on_care, on_clients, on_exchange, on_notices, on_numbers, on_references, on_screenings, on_tables
from intertrata.cli.asking import Json, day, me
from intertrata.cli.speaking import console, say, say_json, say_table, say_text, steps
from intertrata.demonstration import DEFAULT_PERSONS, make
from intertrata.figures import actions as figures
from intertrata.identity import actions as identity
from intertrata.identity.quality.queries import quality
from intertrata.identity.retraining import actions as retraining
from intertrata.identity.web.quality import groups, row
from intertrata.registers import actions as registers
from intertrata.registers import queries as registered
from intertrata.registers.actions import Receipt
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

SHORT = 6
"""Signs of a deposit's identifier that are shown: as many as are needed to name it."""

MOVED = 15
"""Levels shown of those that retraining moves."""

app = on_tables.app
for others in (on_numbers.app, on_care.app, on_exchange.app, on_notices.app, on_references.app, on_screenings.app):
    app.add_typer(others)
app.add_typer(on_clients.app, name="clients")


@app.command(help="Inventa el país de demostración (sintético), lo recibe, lo enlaza y hace su corte.")
def demo(
    persons: Annotated[int, typer.Option(help="Cuántas víctimas inventar.")] = DEFAULT_PERSONS,
    seed: Annotated[int, typer.Option(help="La misma semilla da los mismos bytes.")] = 1,
    as_json: Json = False,
) -> None:
    from intertrata.cli.inventing import invent_campaign  # here, since only this command reads and writes documents of answers

    folder = settings.VAR / "demo"
    with steps(silent=as_json) as tell:
        make(folder, persons=persons, seed=seed, progress=tell)
        exports = sorted(path for path in folder.iterdir() if path.is_dir())
        published = figures.receive_editions(by=me(), progress=tell)  # before the cut: real figures, already published
        ran = pipeline.run(exports, by=me(), progress=tell)
        invent_campaign(seed=seed, by=me())
    if settings.DEMO_LOGINS:
        make_demonstration_accounts()
    if as_json:
        told = {"deposits": _receipts(ran.receipts), "editions": _receipts(published)}
        say_json(told | {"persons": ran.persons.persons, "cut": ran.cut.id})
        return
    _show([*published, *ran.receipts])
    console.print(f"Personas: {ran.persons.persons:,}. Corte: {ran.cut.id}. Son sintéticas: ninguna de estas personas existe.")
    console.print(
        "Las cifras del V Informe Alternativo son reales y ya publicadas; las demás cifras son inventadas, y lo que responden las entidades en «Pedidos» también."
    )


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
        say_json({"deposits": _receipts(receipts)})
    else:
        _show(receipts)
    if any(receipt.refused for receipt in receipts):
        raise typer.Exit(1)


@app.command(
    help="Pasa a las cifras informadas lo que las entidades respondieron en los pedidos; lo corregido desde la última vez es otra versión."
)
def answers(as_json: Json = False) -> None:
    with steps(silent=as_json) as tell:
        receipts = figures.receive_answers(by=me(), today=timezone.localdate(), progress=tell)
    if as_json:
        say_json({"deposits": _receipts(receipts)})
    else:
        _show(receipts)
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


@app.command(help="Enlaza lo recibido, qué registros hablan de la misma persona, y hace el corte del que se cuenta.")
def link(
    engine: Annotated[str, typer.Option(help="duckdb o spark.")] = "duckdb",
    anew: Annotated[bool | None, typer.Option("--anew/--changed", help="Todo de nuevo, o solo lo llegado desde el último enlace.")] = None,
    as_json: Json = False,
) -> None:
    alarms = _alarms()
    for one in alarms if not as_json else ():  # before anything is linked
        say(one)
    with steps(silent=as_json) as tell:
        result = identity.link(by=me(), engine=engine, anew=anew, progress=tell)
        cut = figures.cut(by=me())
    if as_json:
        say_json(asdict(result) | {"cut": cut.id, "alarms": alarms})
        return
    heads = ["menciones", "personas", "pares comparados", "pares en duda"]
    title = "Quién es quién" if result.everything else "Quién es quién: lo llegado desde el último enlace"
    say_table(title, heads, [[result.mentions, result.persons, result.pairs, result.doubtful]])
    say(f"Corte: {cut.id}. De él cuentan count y bridge.")


def _alarms() -> list[str]:
    """Give, as sentences, what changed so much in a last delivery that somebody should look before it is linked; that one came late is no
    such thing."""
    known, said = registered.sources(), []
    for one in registered.alarms():
        table = known[one.register].table(one.table) if one.register in known else None
        if table is not None and one.code != "alarm_late":
            field = table.record_type.field(one.field)
            called = {"register": known[one.register].called, "table": table.title, "field": field.es if field else ""}
            said.append(sentence(registered.alarm_problem(one, **called)))
    return said


@app.command(help="Aprende de nuevo los pesos del enlace con lo que respondieron personas; el siguiente enlace los usa.")
def retrain(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Muestra qué cambiaría y no cambia nada.")] = False,
    back: Annotated[bool, typer.Option("--back", help="Vuelve al modelo del programa.")] = False,
    as_json: Json = False,
) -> None:
    if dry_run and back:
        raise Problem("retrain_unclear")
    if back:
        version = retraining.go_back(by=me())
        if as_json:
            say_json({"in_force": version})
        else:
            say(f"El siguiente enlace usa el modelo del programa, {version}.")
        return
    learnt = retraining.retrain(by=me(), try_only=dry_run)
    if as_json:
        say_json(asdict(learnt))
        return
    rows = [(one.level, one.before, one.after, round(one.after - one.before, 2), one.answers) for one in learnt.moved[:MOVED]]
    said = f"De {learnt.same} respuestas «la misma» y {learnt.different} «distintas»; otras {learnt.unsure} no se pudieron decidir."
    say_table("Niveles que más se mueven, en bits", ["nivel", "antes", "después", "cambio", "respuestas"], rows, note=said)
    used = f"El siguiente enlace usa el modelo {learnt.version}." if learnt.in_force else "Era una prueba: nada cambió."
    say(f"{used} Para volver al del programa: intertrata retrain --back.")


@app.command("quality", help="Qué tan bueno es el último enlace, según los pares que respondieron personas, y para quién es peor.")
def show_quality(as_json: Json = False) -> None:
    told = quality()
    if as_json:
        say_json(asdict(told) if told else None)
        return
    if told is None:
        raise Problem("quality_of_nothing")
    called = {one.code: one.called for one in registered.sources().values()}
    tables = groups(told, called)
    rows = [row("Todos los pares", told.whole), *tables["by_register"], *tables["by_kind"]]
    heads = ["pares", "precisión", "exhaustividad", "respondidos", ""]
    note = f"Respondidos {told.answered} de {told.drawn} pares elegidos al azar. Personas que podrían ser dos: {len(told.suspects)}."
    say_table(
        "Calidad del enlace", heads, [(r.called, r.precision, r.recall, r.reviewed, "peor" if r.worse else "") for r in rows], note=note
    )


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


def _receipts(receipts: list[Receipt]) -> list[dict[str, Any]]:
    names = (
        "source",
        "table",
        "file",
        "sheet",
        "deposit",
        "read",
        "kept",
        "unchanged",
        "corrected",
        "refused",
        "vanished",
        "waits",
        "closes",
        "notes",
        "sha256",
    )
    return [{name: getattr(receipt, name) for name in names} for receipt in receipts]


def _show(receipts: list[Receipt]) -> None:
    heads = ["depósito", "tabla", "archivo", "leídas", "guardadas", "sin cambio", "corregidas", "rechazadas", "desaparecidas"]
    rows = [
        (r.deposit[:SHORT], f"{r.source}.{r.table}", r.file, r.read, r.kept, r.unchanged, r.corrected, r.refused, r.vanished)
        for r in receipts
    ]
    say_table("Recibido", heads, rows)
    for receipt in receipts:
        for note in receipt.notes:
            say(f"{receipt.file}: {sentence(Problem(str(note['code']), **_rest(note)))}")
    came = sum(receipt.closes for receipt in receipts)
    if came or any(receipt.waits for receipt in receipts):  # what one file quotes may have come with the next: said once, at the end
        waits = registered.references().waiting["key"].n_unique()
        say(
            f"Números de caso: llegaron {came:,} que otros registros citaban; {waits:,} siguen sin que nadie los envíe (intertrata references)."
        )


def _rest(note: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in note.items() if name != "code"}
