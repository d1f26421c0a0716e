"""The addresses of direct entry. In: a path. Out: the view that answers it. Addresses hold codes, opaque ids and numbers, never a name."""

from django.urls import path, re_path

from intertrata.casefile.web.entry import views

TABLE = r"^(?P<register>[a-z][a-z0-9_]{0,39})/(?P<table>[a-z][a-z0-9_]{0,39})/"
urlpatterns = [
    path("", views.entering, name="entering"),
    path("mios/", views.mine, name="mine"),
    re_path(r"^recibos/(?P<number>[0-9-]{9,32})/$", views.receipt, name="receipt"),
    re_path(r"^recibos/(?P<number>[0-9-]{9,32})/corregir/$", views.correct, name="correct"),
    re_path(r"^borradores/(?P<form>[0-9a-f]{32})/borrar/$", views.discard, name="discard"),
    re_path(TABLE + "$", views.start, name="start"),
    re_path(TABLE + r"(?P<form>[0-9a-f]{32})/$", views.record, name="record"),
]
