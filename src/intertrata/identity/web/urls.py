"""The addresses of identity. In: a path. Out: the view that answers it."""

from django.urls import path

from intertrata.identity.web import views

urlpatterns = [
    path("", views.find, name="find"),
    path("dudas/", views.doubts, name="doubts"),
]
