"""The demonstration's campaign: an invented questionnaire year, asked of real entities, answered by invented answers that say so.

In: a seed, the account. Out: a campaign in the house, through the doors that everybody uses.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from intertrata.demonstration.answers import Answer, Cell, answers
from intertrata.transparency import actions, queries
from intertrata.transparency.actions.asking import Asking, Happening
from intertrata.transparency.actions.inviting import Written

NAME, QUESTIONNAIRE = "demostracion", "trata_2016"
TITLE = "Campaña de demostración: las entidades existen, sus respuestas son inventadas"
FILED = date(2017, 9, 4)
LEVELS = ("ministry", "autonomous_body", "regional_government")
ASKING = Asking("chs", "Área de demostración", "Lima", "demostracion@ejemplo.invalid")


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
