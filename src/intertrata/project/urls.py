"""The staff site's addresses, room by room. In: a path. Out: the view of the room that answers it."""

from django.urls import URLPattern, URLResolver, include, path

from intertrata.project.web.views import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("", include("intertrata.access.web.urls")),
    path("depositos/", include("intertrata.registers.web.urls")),
    path("personas/", include("intertrata.identity.web.urls")),
    path("personas/", include("intertrata.casefile.web.urls")),
    path("cifras/", include("intertrata.figures.web.urls")),
]

handler400 = "intertrata.project.web.errors.bad_request"
handler403 = "intertrata.project.web.errors.forbidden"
handler404 = "intertrata.project.web.errors.not_found"
handler500 = "intertrata.project.web.errors.broken"
