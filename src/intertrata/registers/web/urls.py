"""The addresses of the registers. In: a path. Out: the view that answers it."""

from django.urls import path, re_path

from intertrata.registers.web import views

urlpatterns = [
    path("", views.deposits, name="deposits"),
    re_path(r"^(?P<deposit>[0-9a-f]{32})/$", views.deposit, name="deposit"),
    re_path(r"^(?P<deposit>[0-9a-f]{32})/rechazadas\.csv$", views.refused_rows, name="refused_rows"),
]
