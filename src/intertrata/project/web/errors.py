"""The pages of what went wrong. In: a request that cannot be answered. Out: a whole sentence of what to do, and no data.

Nothing of the request is shown again: its address, its fields and its exception may hold a name.
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

STATUS_OF_PROBLEM = {"deposit_unknown": 404, "person_unknown": 404, "question_unknown": 404, "change_unknown": 404, "cut_none": 409}
STATUS_OF_PROBLEM |= {
    "entry_unknown": 404,
    "notice_not_yours": 404,
    "entry_not_yours": 403,
    "rows_not_yours": 403,
    "entry_key_reused": 409,
    "source_unknown": 404,
    "table_unknown": 404,
    "record_moved_on": 409,
    "record_unknown": 404,
    "referral_step_not_allowed": 409,
    "referral_unknown": 404,
    "referral_not_lawful": 422,
    "referral_incomplete": 422,
}


def page(request: HttpRequest | None, *, status: int, title: str, words: str) -> HttpResponse:
    """Give one page of error; without a request it asks the database nothing."""
    body = render_to_string("project/wrong.html", {"status": status, "title": title, "sentence": words}, request=request)
    return HttpResponse(body, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400: what arrived could not be read."""
    words = _("Lo que llegó no se pudo leer. Vuelva a la página anterior e inténtelo otra vez.")
    return page(None, status=400, title=_("No se entendió el pedido"), words=words)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403: the role may not; the refusal's own sentence where there is one."""
    said = str(exception.args[0]) if isinstance(exception, PermissionDenied) and exception.args else ""
    words = said or _(
        "Su cuenta no tiene permiso para ver esta página. Si lo necesita para su trabajo, pídalo a quien administra las cuentas."
    )
    return page(request, status=403, title=_("Esta página no está abierta para su cuenta"), words=words)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404: no such page, and nobody is told whether there ever was one."""
    words = _("No hay nada en esta dirección. Empiece desde el inicio o revise la dirección.")
    return page(request, status=404, title=_("Página no encontrada"), words=words)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500: our mistake; nothing was half done."""
    words = _("El sistema falló y ya quedó anotado. Lo que estaba guardado sigue igual. Inténtelo otra vez en unos minutos.")
    return page(None, status=500, title=_("Algo falló de nuestro lado"), words=words)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 where a form came without its mark of origin, as after a night with the page open."""
    words = _("El formulario venció por seguridad. Vuelva a la página, cárguela de nuevo y envíelo otra vez.")
    return page(request, status=403, title=_("El formulario venció"), words=words)


class Problems:
    """Say each ``Problem`` a view raises in its Spanish sentence; any other exception goes on to ``broken``."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Give the page of a problem, None for anything that is no problem of the reader."""
        if not isinstance(exception, Problem):
            return None
        status = STATUS_OF_PROBLEM.get(exception.code, 400)
        return page(request, status=status, title=_("No se pudo hacer"), words=sentence(exception))
