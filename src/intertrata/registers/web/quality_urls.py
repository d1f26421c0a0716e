"""The addresses of the quality of registers. In: a path. Out: the view that answers it."""

from django.urls import path

from intertrata.registers.web import quality

urlpatterns = [
    path("calidad/", quality.page, name="registers_quality"),
    path("calidad.json", quality.as_json, name="registers_quality_json"),
    path("calidad.csv", quality.as_csv, name="registers_quality_csv"),
]
