"""The command that invents the demonstration country, receives and links it, and asks its entities.

In: how many persons, a seed. Out: a house in which everything stands, through the doors that everybody uses. Its campaign is an invented
questionnaire year, asked of real entities, answered by invented answers that say so.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import typer
from django.conf import settings

from intertrata import pipeline
from intertrata.access.actions import make_demonstration_accounts
from intertrata.cli.asking import Json, me
from intertrata.cli.receiving import receipts_told, show_receipts
from intertrata.cli.speaking import console, say_json, steps
from intertrata.demonstration import DEFAULT_PERSONS, make
from intertrata.demonstration.answers import Answer, Cell, answers
from intertrata.figures import actions as figures
from intertrata.transparency import actions, queries
from intertrata.transparency.actions.asking import Asking, Happening
from intertrata.transparency.actions.inviting import Written

NAME, QUESTIONNAIRE = "demostracion", "trata_2016"
TITLE = "Campaña de demostración: las entidades existen, sus respuestas son inventadas"
FILED = date(2017, 9, 4)
LEVELS = ("ministry", "autonomous_body", "regional_government")
ASKING = Asking("chs", "Área de demostración", "Lima", "demostracion@ejemplo.invalid")

app = typer.Typer()


@app.command(help="Inventa el país de demostración (sintético), lo recibe, lo enlaza y hace su corte.")
def demo(
    persons: Annotated[int, typer.Option(help="Cuántas víctimas inventar.")] = DEFAULT_PERSONS,
    seed: Annotated[int, typer.Option(help="La misma semilla da los mismos bytes.")] = 1,
    as_json: Json = False,
) -> None:
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
        told = {"deposits": receipts_told(ran.receipts), "editions": receipts_told(published)}
        say_json(told | {"persons": ran.persons.persons, "cut": ran.cut.id})
        return
    show_receipts([*published, *ran.receipts])
    console.print(f"Personas: {ran.persons.persons:,}. Corte: {ran.cut.id}. Son sintéticas: ninguna de estas personas existe.")
    console.print(
        "Las cifras del V Informe Alternativo son reales y ya publicadas; las demás cifras son inventadas, y lo que responden las entidades en «Pedidos» también."
    )


def invent_campaign(*, seed: int, by: str) -> int:
    """Open, file and answer the campaign, unless it stands already; give how many requests were answered."""
    if any(one.id == NAME for one in queries.campaigns()):
        return 0
    actions.open_campaign(QUESTIONNAIRE, name=NAME, title=TITLE, asking=ASKING, entities=queries.entities_of(LEVELS), by=by)
    asked = queries.requests(NAME, today=FILED)
    actions.record([UUID(one.id) for one in asked], Happening("filed", FILED, channel="mail"), by=by)
    items = queries.questionnaire_of(NAME)
    cells = [
        (one.id, [Cell(item.code, period.iso(), item.kind, item.unit == "PEN") for item, period in items.cells(one.entity)])
        for one in asked
    ]
    found = answers(cells, filed=FILED, seed=seed)
    for one in found:
        _answered(one, by=by)
    return len(found)


def _answered(one: Answer, *, by: str) -> None:
    actions.record([UUID(one.request)], Happening(one.kind, one.day, channel="form"), by=by)
    actions.answer(UUID(one.request), [Written(said.item, said.period, said.text, said.status) for said in one.says])
