"""The addresses of figures. In: a path. Out: the view that answers it."""

from django.urls import path

from intertrata.figures.web import editions, number, views

urlpatterns = [
    path("contar/", views.count, name="count"),
    path("contar.csv", views.count_csv, name="count_csv"),
    path("puente/", views.bridge, name="bridge"),
    path("informadas/", views.statements, name="statements"),
    path("informadas/cifra/", number.number, name="number"),
    path("informadas/cifra/decidir/", number.ruling, name="rule"),
    path("cuadros/", editions.cuadros, name="cuadros"),
    path("retos/", editions.retos, name="retos"),
    path("cuadros/<str:code>/", editions.cuadro, name="cuadro"),
]
