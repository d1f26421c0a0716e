"""What a filled form brought, in words. In: what was taken of it. Out: messages on the next page: how many answers, and what could not be read."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intertrata.transparency import queries
from intertrata.transparency.actions.filling import Taken
from intertrata.transparency.web.pages import skipped
from intertrata.vocabulary.sentences import sentence

MOST = 20


def told(request: HttpRequest, number: int, taken: Taken) -> None:
    """Say what the file of that number brought."""
    entity = queries.request(UUID(taken.request), today=timezone.localdate()).entity.name
    brought = ngettext("%(many)s respuesta", "%(many)s respuestas", taken.answers) % {"many": taken.answers}
    messages.success(
        request, _("Archivo %(number)s, de %(entity)s: %(brought)s.") % {"number": number, "entity": entity, "brought": brought}
    )
    for where, problem in taken.refused[:MOST]:
        said = {"number": number, "where": f" ({where})" if where else "", "why": sentence(problem)}
        messages.warning(request, _("Archivo %(number)s%(where)s, no se tomó: %(why)s") % said)
    if taken.lacking:
        lacks = ngettext("%(many)s pregunta ya no está en él", "%(many)s preguntas ya no están en él", taken.lacking) % {
            "many": taken.lacking
        }
        messages.warning(request, _("Archivo %(number)s: %(lacks)s, o su fila está oculta.") % {"number": number, "lacks": lacks})
    if taken.answers and not taken.recorded:
        messages.warning(
            request, _("Archivo %(number)s: no se anotó como respuesta, porque ese día el pedido no estaba presentado. Anote cuándo se presentó y qué respondió.") % {"number": number}
        )  # fmt: skip
    for one in skipped(asdict(each) for each in taken.skipped):
        messages.warning(request, one)
