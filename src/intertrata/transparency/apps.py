"""The Django app of this room. In: nothing. Out: its label: transparency, kept in the main database."""

from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    name = "intertrata.transparency"
    label = "transparency"
    verbose_name = "Transparencia"
    default_auto_field = "django.db.models.BigAutoField"
