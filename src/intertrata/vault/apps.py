"""The Django app of this room. In: nothing. Out: its label: vault, kept in a database of its own."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "intertrata.vault"
    label = "vault"
    verbose_name = "Bóveda"
    default_auto_field = "django.db.models.BigAutoField"
