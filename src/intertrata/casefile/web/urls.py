"""The addresses of the case file. In: a path. Out: the view that answers it. Addresses hold opaque ids, never a name."""

from django.urls import re_path

from intertrata.casefile.web import views

urlpatterns = [re_path(r"^(?P<person>[0-9a-f]{32})/$", views.person, name="person")]
