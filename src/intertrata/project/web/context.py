"""What every page must know: who is acting, which sections are open to her, whether all data are synthetic.

In: a request. Out: names for ``project/base.html``. Where there is no account there is nothing to show.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intertrata.access.permissions import Permission, allowed
from intertrata.registers.queries import synthetic_only

SECTIONS = (
    ("home", _("Inicio"), Permission.SEE_HOME),
    ("entering", _("Registrar"), Permission.ENTER_RECORDS),
    ("find", _("Buscar persona"), Permission.FIND_PERSON),
    ("referrals", _("Derivaciones"), Permission.SEE_REFERRALS),
    ("screenings", _("Por revisar"), Permission.COUNT_SCREENINGS),
    ("doubts", _("Pares en duda"), Permission.SEE_DOUBTS),
    ("quality", _("Calidad"), Permission.SEE_QUALITY),
    ("count", _("Contar"), Permission.COUNT),
    ("bridge", _("Puente"), Permission.COUNT),
    ("statements", _("Cifras informadas"), Permission.READ_TOLD),
    ("campaigns", _("Pedidos"), Permission.READ_REQUESTS),
    ("notices", _("Avisos"), Permission.SEE_NOTICES),
    ("log", _("Bitácora"), Permission.READ_LOG),
)


def around(request: HttpRequest) -> dict[str, Any]:
    """Give what stands around every page: banner, account, sections."""
    account = getattr(request, "user", None)
    if account is None:
        return {}
    known = {"synthetic": synthetic_only()}
    if not account.is_authenticated:
        return known
    return {
        **known,
        "account": {"name": account.get_username(), "role": account.get_role_display()},
        "rooms": [
            {"name": name, "url": reverse(view), "here": _here(request, view)}
            for view, name, need in SECTIONS
            if allowed(account.role, need)
        ],
        "may": {need.value: allowed(account.role, need) for need in Permission},
    }


def _here(request: HttpRequest, view: str) -> str:
    match = request.resolver_match
    return "page" if match and match.url_name == view else ""
