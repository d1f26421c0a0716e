"""The command that says what must be looked at again because it may be trafficking that nobody calls so.

In: filters. Out: rows of opaque ids with reasons and state, or JSON; exit 1 where somebody must act.
"""

from __future__ import annotations

from typing import Annotated, Any

import typer
from django.utils import timezone

from intertrata.casefile import queries
from intertrata.casefile.queries import Asked
from intertrata.cli.asking import Json, day
from intertrata.cli.speaking import say_json, say_table
from intertrata.registers import queries as registers
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.jurisdictions import jurisdiction_name
from intertrata.vocabulary.records import record_types

SHORT, SHORT_RECORD = 6, 12
STATES = "screening_state"
IN_RETA = {"known": "lo tiene", "not_found": "no tiene el número", "not_quoted": "nadie cita un número"}

app = typer.Typer()


@app.command(
    help="Denuncias tipificadas como otra cosa y personas desaparecidas que una regla escogió por posible trata; termina en 1 si algo espera a alguien."
)
def screenings(
    register: Annotated[str, typer.Option(help="Solo de este registro.")] = "",
    state: Annotated[str, typer.Option(help="Solo en este estado: open, overdue, closed, not_needed.")] = "",
    waiting: Annotated[bool, typer.Option("--open", help="Solo lo que espera a alguien.")] = False,
    as_of: Annotated[str, typer.Option("--as-of", help="Como estaba ese día, con lo entregado hasta entonces, AAAA-MM-DD.")] = "",
    as_json: Json = False,
) -> None:
    if register:
        registers.source(register)
    if state:
        state = code_list(STATES)[state].code
    until = day(as_of, "--as-of")
    found = queries.screenings(Asked(register, state, waiting=waiting), today=until or timezone.localdate(), as_of=until)
    rules, rows = queries.rules(), found.to_dicts()
    if as_json:
        say_json({"term": rules.term, "screenings": [row | {"why": [rules.rule(one).es for one in row["reasons"]]} for row in rows]})
    else:
        heads = ["registro", "qué es", "depósito y línea", "lugar", "desde", "plazo", "estado", "por qué", "RETA"]
        spoke = sorted({code for row in rows for code in row["reasons"]})
        why = [f"{code}: {rules.rule(code).es}" for code in spoke]
        say_table("Por revisar", heads, [_line(row) for row in rows], note="\n".join([*why, f"Los plazos están {rules.term}."]))
    if found["waits"].any():
        raise typer.Exit(1)


def _line(row: dict[str, Any]) -> tuple[object, ...]:
    what = f"{row['register']} {row['record'][:SHORT_RECORD]}", record_types()[row["record_type"]].es
    where = f"{row['deposit'][:SHORT]}, {row['line']}", jurisdiction_name(row["territory"]) if row["territory"] else None
    state = code_list(STATES).es(row["state"]), ", ".join(row["reasons"]), IN_RETA.get(row["in_reta"])
    return (*what, *where, row["opened"], row["due"], *state)
