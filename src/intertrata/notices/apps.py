"""The Django app of this room. In: nothing. Out: its label: notices, kept in the main database."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "intertrata.notices"
    label = "notices"
    verbose_name = "Avisos"
    default_auto_field = "django.db.models.BigAutoField"
