"""Commands on who is who: link, learn from what people answered, how good it is.

In: what was received, what people answered. Out: tables for people, JSON for machines, the exit code.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from intertrata.cli.asking import Json, me
from intertrata.cli.speaking import say, say_json, say_table, steps
from intertrata.figures import actions as figures
from intertrata.identity import actions as identity
from intertrata.identity.quality.queries import quality
from intertrata.identity.retraining import actions as retraining
from intertrata.identity.web.quality import groups, row
from intertrata.registers import queries as registered
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

MOVED = 15
"""Levels shown of those that retraining moves."""

app = typer.Typer()


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
