"""The command that says which quoted case numbers wait for their record. In: a register, a day. Out: counts; of one register its numbers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from intertrata.cli.asking import Json, day
from intertrata.cli.speaking import say, say_json, say_table
from intertrata.registers import queries
from intertrata.registers.web import awaited

app = typer.Typer()
HEADS = ["registro", "tabla", "números", "anotaciones", "desde", "por qué espera"]


@app.command(help="Números de caso que alguien cita y nadie ha enviado aún; con --register, uno por uno. Se cierran solos cuando llegan.")
def references(
    register: Annotated[str, typer.Option(help="Solo lo que cita este registro, número por número.")] = "",
    waiting_since: Annotated[str, typer.Option(help="Solo lo que espera desde este día o antes, AAAA-MM-DD.")] = "",
    as_json: Json = False,
) -> None:
    sources, asked = queries.sources(), awaited.Asked(register, since=day(waiting_since, "--waiting-since"))
    if register:
        queries.source(register)
    found = queries.references()
    places = awaited.places(found, asked, sources)
    numbers = awaited.in_words(found, asked.of(found.waiting), sources) if register else None
    if as_json:
        left = [row for row in awaited.left_out_by_place(found) if row["register"] == register or not register]
        say_json(
            {
                "places": [asdict(one) for one in places],
                "numbers": None if numbers is None else [asdict(one) for one in numbers],
                "left_out": left,
            }
        )
        return
    say_table("Números citados que esperan su registro", HEADS, [(o.code, o.table, o.waits, o.records, o.since, o.why) for o in places])
    if numbers:
        heads = ["número citado", "tabla", "anotaciones", "desde", "por qué espera"]
        say_table("Uno por uno", heads, [(o.number, o.table, o.records, o.since, o.why) for o in numbers])
    for sentence in awaited.left_out(found, asked):
        say(sentence)
