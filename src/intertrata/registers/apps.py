"""The Django app of this room. In: nothing. Out: its label: registers, kept in the main database."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "intertrata.registers"
    label = "registers"
    verbose_name = "Registros"
    default_auto_field = "django.db.models.BigAutoField"
