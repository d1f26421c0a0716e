"""The addresses of notices. In: a path. Out: the view that answers it."""

from django.urls import path, re_path

from intertrata.notices.web import views

urlpatterns = [
    path("", views.notices, name="notices"),
    re_path(r"^(?P<notice>[0-9a-f]{32})/$", views.notice, name="notice"),
]
