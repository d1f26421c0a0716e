"""The Django app of this room. In: nothing. Out: its label: identity, kept in the main database."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "intertrata.identity"
    label = "identity"
    verbose_name = "Identidad"
    default_auto_field = "django.db.models.BigAutoField"
