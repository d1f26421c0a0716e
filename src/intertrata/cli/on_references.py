"""The command that says which quoted case numbers wait for their record. In: a register, a day. Out: counts; of one register its numbers."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from intertrata.cli.asking import Json, day, me
from intertrata.cli.speaking import say_json, say_table
from intertrata.registers import actions, queries

app = typer.Typer()
NO_REFERENCES = (
    "Citas que no nombran ningún caso (demasiado cortas, o sin cifras) o que lo citan demasiadas anotaciones: {many:,}; no esperan nada."
)

CONTRADICTS = (
    "Un resultado no puede ser anterior a la denuncia o carpeta que cita: corrija el registro que esté mal, el que cita o el citado."
)


@app.command(help="Números de caso que alguien cita y nadie ha enviado aún; con --register, uno por uno. Se cierran solos cuando llegan.")
def references(
    register: Annotated[str, typer.Option(help="Solo lo que cita este registro, número por número.")] = "",
    waiting_since: Annotated[str, typer.Option(help="Solo lo que espera desde este día o antes, AAAA-MM-DD.")] = "",
    write_anew: Annotated[
        bool, typer.Option("--write-anew", help="Antes, escribe otra vez los números de todo lo guardado, si «verify» lo pide.")
    ] = False,
    as_json: Json = False,
) -> None:
    if write_anew:
        actions.write_numbers_anew(by=me())
    since = day(waiting_since, "--waiting-since")
    if register:
        queries.source(register)
    found = queries.references()
    waiting = queries.asked_for(found.waiting, register=register, since=since)
    places = [one | {"never_sent": _silent(found, one)} for one in queries.by_place(waiting)]
    numbers: list[dict[str, Any]] | None = None
    if register:
        rows = zip(waiting.drop("key", "record").to_dicts(), queries.as_written(waiting), strict=True)
        numbers = [{"number": number} | one | {"never_sent": _silent(found, one)} for one, number in rows]
    left = queries.left_out_by_place(found, register)
    against, dates = _against(register)
    if as_json:
        say_json({"places": places, "numbers": numbers, "left_out": left, "contradictions": against, "dates": dates})
        return
    note = NO_REFERENCES.format(many=sum(one["numbers"] for one in left)) if left else ""
    heads = ["tabla", "campo", "números", "anotaciones", "desde", "por qué espera"]
    told = [(_table(one), one["field"], one["waits"], one["records"], one["since"], _why(one)) for one in places]
    say_table("Números citados que esperan su registro", heads, told, note=note)
    if numbers:
        heads = ["número citado", "tabla", "anotaciones", "desde", "por qué espera"]
        say_table("Uno por uno", heads, [(one["number"], _table(one), one["records"], one["since"], _why(one)) for one in numbers])
    _say_contradictions(against, dates)


def _against(register: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]] | None]:
    """How many dates contradict those of the records they quote; of one register, one by one."""
    found = queries.contradictions()
    found = found.filter(found["register"] == register) if register else found
    if not register:
        return queries.contradictions_by_place(found), None
    rows = zip(found.drop("key", "record", "other").to_dicts(), queries.as_written(found), strict=True)
    return queries.contradictions_by_place(found), [{"number": number} | one for one, number in rows]


def _say_contradictions(against: list[dict[str, Any]], dates: list[dict[str, Any]] | None) -> None:
    if against:
        told = [(_table(one), one["field"], _other(one), one["many"]) for one in against]
        say_table("Fechas que no cuadran con las del caso que citan", ["tabla", "campo", "es de", "fechas"], told, note=CONTRADICTS)
    if dates:
        heads = ["número citado", "tabla", "su fecha", "es de", "fecha de lo citado"]
        say_table("Fecha por fecha", heads, [(one["number"], _table(one), one["day"], _other(one), one["other_day"]) for one in dates])


def _other(one: dict[str, Any]) -> str:
    return f"{one['other_register']}.{one['other_table']}"


def _silent(found: queries.References, one: dict[str, Any]) -> list[str]:
    """The registers that may bear it and never sent what would."""
    return list(found.never_sent.get((one["register"], one["table"], one["field"]), ()))


def _table(one: dict[str, Any]) -> str:
    return f"{one['register']}.{one['table']}"


def _why(one: dict[str, Any]) -> str:
    silent = one["never_sent"]
    return f"nadie lo ha enviado: sin entregas de {', '.join(silent)}" if silent else "no está en lo recibido"
