"""The addresses of identity. In: a path. Out: the view that answers it."""

from django.urls import path, re_path

from intertrata.identity.web import quality, review, views

urlpatterns = [
    path("", views.find, name="find"),
    path("dudas/", views.doubts, name="doubts"),
    path("calidad/", quality.page, name="quality"),
    path("calidad.json", quality.as_json, name="quality_json"),
    re_path(r"^dudas/(?P<record_a>[0-9a-f]{32})-(?P<record_b>[0-9a-f]{32})/$", review.question, name="question"),
    re_path(r"^(?P<person>[0-9a-f]{32})/identidad/$", review.changes, name="changes"),
    re_path(r"^(?P<person>[0-9a-f]{32})/identidad/separar/$", review.split, name="split"),
    re_path(r"^(?P<person>[0-9a-f]{32})/identidad/deshacer/(?P<change>\d{1,18})/$", review.undo, name="undo"),
]
