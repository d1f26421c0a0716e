"""The addresses of figures. In: a path. Out: the view that answers it."""

from django.urls import path

from intertrata.figures.web import contradictions, editions, number, views

urlpatterns = [
    path("contar/", views.count, name="count"),
    path("contar.csv", views.count_csv, name="count_csv"),
    path("puente/", views.bridge, name="bridge"),
    path("informadas/", views.statements, name="statements"),
    path("informadas/cifra/", number.number, name="number"),
    path("informadas/cifra/decidir/", number.ruling, name="rule"),
    path("contradicciones/", contradictions.contradictions, name="contradictions"),
    path("contradicciones.csv", contradictions.as_csv, name="contradictions_csv"),
    path("contradicciones/<str:contradiction>/", contradictions.contradiction, name="contradiction"),
    path("contradicciones/<str:contradiction>/decidir/", contradictions.ruling, name="rule_contradiction"),
    path("cuadros/", editions.cuadros, name="cuadros"),
    path("retos/", editions.retos, name="retos"),
    path("cuadros/<str:code>/", editions.cuadro, name="cuadro"),
]
