"""The Django app of this room. In: nothing. Out: its label: figures, kept in the main database."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "intertrata.figures"
    label = "figures"
    verbose_name = "Cifras"
    default_auto_field = "django.db.models.BigAutoField"
