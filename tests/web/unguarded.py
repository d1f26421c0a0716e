"""Addresses whose view does not say what it needs, for the test that nobody is answered there."""

from django.http import HttpResponse
from django.urls import include, path

urlpatterns = [path("", lambda request: HttpResponse("abierto"), name="home"), path("", include("intertrata.access.web.urls"))]
handler500 = "intertrata.project.web.errors.broken"
