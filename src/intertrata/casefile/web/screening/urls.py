"""The addresses of screening. In: a path. Out: the view that answers it. Filters stand in the address: codes and days, never a name."""

from django.urls import path

from intertrata.casefile.web.screening import views

urlpatterns = [
    path("", views.screenings, name="screenings"),
    path("lista.csv", views.as_csv, name="screenings_csv"),
]
