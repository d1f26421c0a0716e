"""Commands that follow persons on any file of records, with no state: for analysts, and for tests by others.

In: a file of JSON lines and a day. Out: one line of JSON a person, or a table of what is owed; the schema of what a line may say. Exit 1 where
some line was not followed or counts for nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from intertrata.casefile.following.follow_table import KEPT, Summary, follow_file, followed, line
from intertrata.casefile.following.record_schema import schema as record_schema
from intertrata.casefile.following.rule_page import document as rule_document
from intertrata.casefile.following.rule_page import page as rule_page
from intertrata.casefile.following.rulebook import rulebook
from intertrata.casefile.following.stage_table import protocol
from intertrata.cli.asking import Json, day
from intertrata.cli.speaking import say_json, say_problem, say_table, say_text, steps
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem

STATES, STATUSES = "stage_state", "file_status"
TOLD = 20
WHY_NOT = {"future": "de después del día pedido", "before_birth": "de antes de que la persona pudiera haber nacido"}

app = typer.Typer()


@app.command(
    "follow-table",
    help="Sigue a cada persona de un archivo de registros (JSON por líneas): etapas, alarmas y estado; termina en 1 si alguna línea no se pudo seguir o no cuenta.",
)
def follow_table(
    records: Annotated[
        Path, typer.Argument(metavar="REGISTROS.jsonl", help="Un registro por línea, como los describe intertrata schema.", readable=False)
    ],
    today: Annotated[str, typer.Option(help="El día en que se mira, AAAA-MM-DD.")],
    out: Annotated[Path | None, typer.Option(help="Archivo que se escribe: una línea JSON por persona.", readable=False)] = None,
    as_json: Json = False,
) -> None:
    on = day(today, "--today")
    if on is None:
        raise Problem("not_a_day", option="--today", value=today)
    summary = Summary()
    with steps(silent=as_json) as tell:
        if out is not None:
            follow_file(records, out, on, summary, progress=tell)
        else:
            _tell(followed(records, on, summary, progress=tell), as_json=as_json)
    if out is not None and as_json:
        say_json(summary.document(str(records)))
    elif out is not None or _for_people(as_json=as_json):
        _say(summary)
    _warn(summary, str(records))
    if summary.needs_a_person:
        raise typer.Exit(1)


@app.command(help="Qué puede decir un registro que se sigue: JSON Schema de un tipo, o de todos. Los campos de identidad no están en él.")
def schema(type_name: Annotated[str, typer.Argument(metavar="[TIPO]", help="Tipo de registro; si falta, todos.")] = "") -> None:
    say_json(record_schema(type_name))


@app.command(help="Las reglas del expediente: qué dice cada una, en qué se apoya, su plazo, quién debe actuar y qué negativa la calla.")
def rules(as_json: Json = False) -> None:
    if as_json:
        say_json(rule_document())
    else:
        say_text(rule_page())


def _for_people(*, as_json: bool) -> bool:
    """A terminal is read by people; a pipe by a program, which gets one line of JSON a person."""
    return sys.stdout.isatty() and not as_json


def _tell(people: Iterator[dict[str, Any]], *, as_json: bool) -> None:
    """Write each person as she comes: a list as one document, lines, or nothing where a table is to follow."""
    if _for_people(as_json=as_json):
        for _ in people:  # counted as she passes
            continue
        return
    first, between, last = ("[", ",\n", "]\n") if as_json else ("", "", "")
    for one in people:
        say_text(first + (line(one).rstrip("\n") if as_json else line(one)))
        first = between
    say_text(last if first != "[" else "[]\n")


def _say(summary: Summary) -> None:
    stages = protocol().stages
    heads = ["etapa", *(code_list(STATES).es(one.code).lower() for one in code_list(STATES))]
    rows = [[row.es, *(summary.stages[row.code, one.code] for one in code_list(STATES))] for row in stages]
    say_table(f"{summary.persons:,} personas, {summary.lines:,} registros; por etapa:", heads, rows)
    names = {rule.code: rule.es for rule, _ in rulebook()}
    say_table("Alarmas", ["personas", "qué se debe"], [[many, names[code]] for code, many in summary.alarms.most_common()])
    say_table("Estado", ["estado", "personas"], [[code_list(STATUSES).es(code), many] for code, many in summary.statuses.most_common()])


def _warn(summary: Summary, file: str) -> None:
    """Tell what was not followed and what counts for nothing, the first of each, on standard error."""
    for bad in summary.bad[:TOLD]:
        say_problem(bad.problem(file))
    if summary.bad_lines > TOLD:
        sys.stderr.write(
            f"Y {summary.bad_lines - TOLD:,} líneas más que no se siguieron; con --out y --json están las primeras {KEPT:,}.\n"
        )
    for number, why in summary.not_counted[:TOLD]:
        sys.stderr.write(f"El registro de la línea {number} es {WHY_NOT[why]}: se deja a la vista y no cuenta. Revise su fecha.\n")
    if summary.left_out > TOLD:
        sys.stderr.write(f"Y {summary.left_out - TOLD:,} registros más que no cuentan.\n")
