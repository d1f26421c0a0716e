"""The staff site's addresses, room by room. In: a path. Out: the view of the room that answers it."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path

from intertrata.access.permissions import Permission, needs
from intertrata.api import api
from intertrata.project.web.views import home

OPERATIONS = api.urls
for _operation in OPERATIONS[0]:  # a token enters them; each says itself which permission it needs
    login_not_required(needs(Permission.ENTER)(_operation.callback))

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("", include("intertrata.access.web.urls")),
    path("depositos/", include("intertrata.registers.web.urls")),
    path("registros/", include("intertrata.registers.web.quality_urls")),
    path("personas/", include("intertrata.identity.web.urls")),
    path("personas/", include("intertrata.casefile.web.urls")),
    path("registrar/", include("intertrata.casefile.web.entry.urls")),
    path("derivaciones/", include("intertrata.casefile.web.referrals.urls")),
    path("por-revisar/", include("intertrata.casefile.web.screening.urls")),
    path("avisos/", include("intertrata.notices.web.urls")),
    path("pedidos/", include("intertrata.transparency.web.urls")),
    path("cifras/", include("intertrata.figures.web.urls")),
    path("api/v1/", OPERATIONS),
]

handler400 = "intertrata.project.web.errors.bad_request"
handler403 = "intertrata.project.web.errors.forbidden"
handler404 = "intertrata.project.web.errors.not_found"
handler500 = "intertrata.project.web.errors.broken"
