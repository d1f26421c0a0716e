"""The log's Django app. In: nothing. Out: its label ``log``, kept in a database of its own."""

from django.apps import AppConfig


class LogConfig(AppConfig):
    name = "intertrata.access.log"
    label = "log"
    verbose_name = "Bitácora"
    default_auto_field = "django.db.models.BigAutoField"
