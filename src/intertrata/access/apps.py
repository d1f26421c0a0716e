"""The accounts' Django app. In: nothing. Out: its label ``access``, kept in the main database."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "intertrata.access"
    label = "access"
    verbose_name = "Acceso"
