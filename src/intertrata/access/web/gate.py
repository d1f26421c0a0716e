"""The gate before every view. In: a request and the view that would answer. Out: nothing, or a refusal.

It fails closed: a view that does not say what it needs (``access.permissions.needs``) answers nobody.
It also says where a request comes from and for which purpose persons are looked at, both for the log, and keeps
every page out of caches.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from intertrata.access.actions import note
from intertrata.access.permissions import Permission, Purpose, allowed, purposes
from intertrata.access.sight import sight
from intertrata.access.web.words import PURPOSES
from intertrata.vocabulary.errors import Unsafe

IDENTITY = frozenset({
    Permission.FIND_PERSON, Permission.OPEN_PERSON, Permission.RETURN_REFUSED, Permission.SEE_DOUBTS, Permission.DECIDE,
    Permission.ENTER_RECORDS, Permission.REFER, Permission.ANSWER_REFERRAL, Permission.SEE_REFERRALS,
})  # fmt: skip
PURPOSE_LASTS = 30 * 60


class Gate:
    """Let a request through where its account's role holds the permission that the view needs."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.origin = origin(request)  # type: ignore[attr-defined]
        response = self.answer(request)
        patch_cache_control(response, no_store=True, private=True)
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Refuse with a sentence that says why, so that nobody takes the refusal for a fault; the log keeps what was lacking, never the address."""
        need = getattr(view, "needs", None)
        if need is None:
            raise Unsafe("a view that does not say what it needs")
        role = getattr(request.user, "role", "")
        if need is Permission.ENTER or allowed(role, need):
            if need in IDENTITY:
                request.purpose = purpose(request, role)  # type: ignore[attr-defined]
                request.sight = sight(role, request.user.institution, request.purpose)  # type: ignore[attr-defined,union-attr]
                request.purposes = [(one, PURPOSES[one]) for one in purposes(role)]  # type: ignore[attr-defined]
            return
        note("refused", by=request.user.get_username() or "(sin cuenta)", thing="permission", thing_id=need, origin=request.origin)  # type: ignore[attr-defined]
        if need in IDENTITY:
            raise PermissionDenied(
                _("Su función no ve nombres ni páginas de personas: así se protege a quienes están en los registros. ")
                + _("Si su trabajo lo necesita, pida a quien supervisa que lo haga quien sí puede.")
            )
        raise PermissionDenied


def purpose(request: HttpRequest, role: str) -> Purpose | None:
    """Give the purpose that stands: the one said in this form, else the one said in this session and not half an hour old."""
    said, now = request.POST.get("purpose", ""), int(time.time())
    if said in purposes(role):
        request.session["purpose"] = {"code": said, "until": now + PURPOSE_LASTS}
        return Purpose(said)
    kept = request.session.get("purpose") or {}
    return Purpose(kept["code"]) if kept.get("until", 0) > now and kept.get("code") in purposes(role) else None


def origin(request: HttpRequest) -> str:
    """Give the address a request comes from: behind the HTTPS server of the house, the last one that server wrote."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_HTTPS else ""
    return forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
