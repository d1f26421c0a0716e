"""The addresses of the quality of registers, and of what they quote that waits. In: a path. Out: the view that answers it."""

from django.urls import path

from intertrata.registers.web import quality, references

urlpatterns = [
    path("calidad/", quality.page, name="registers_quality"),
    path("calidad.json", quality.as_json, name="registers_quality_json"),
    path("calidad.csv", quality.as_csv, name="registers_quality_csv"),
    path("referencias/", references.page, name="registers_references"),
    path("referencias.csv", references.as_csv, name="registers_references_csv"),
]
