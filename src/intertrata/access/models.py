"""Accounts. In: an institution's staff. Out: who is acting, in which role, for which institution."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class Role(models.TextChoices):
    """What an account is for (DESIGN.md §1). Permission by field and purpose grows on this."""

    OPERATOR = "operator", "Operador"
    SUPERVISOR = "supervisor", "Supervisor"
    REVIEWER = "reviewer", "Revisor de identidad"
    ANALYST = "analyst", "Analista"
    MONITOR = "monitor", "Veedor"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrador"


class Account(AbstractUser):
    """One person of one institution, in one role; the role decides whether names are ever shown."""

    role = models.CharField(max_length=20, choices=Role.choices, default=Role.ANALYST)
    institution = models.CharField(max_length=40, blank=True)

    @property
    def may_see_identity(self) -> bool:
        """Whether this role may open a person by name: analysts, monitors, auditors and administrators never (SAFEGUARDS 11)."""
        return self.role in {Role.OPERATOR, Role.SUPERVISOR, Role.REVIEWER}


class Token(models.Model):
    """A token with which the system of an institution asks as one of its accounts; only a keyed digest of it is kept."""

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    scopes = models.JSONField(default=list, help_text="Qué abre: who, records, deposits.")
    registers = models.JSONField(
        default=list, help_text="Códigos de los registros en que escribe; vacío, los de la institución de la cuenta."
    )
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class Asked(models.Model):
    """How often an account did a limited deed within one stretch of time; what is past is removed at the next deed."""

    id = models.BigAutoField(primary_key=True)
    account = models.CharField(max_length=150)
    deed = models.CharField(max_length=40)
    seconds = models.IntegerField()
    stretch = models.BigIntegerField()
    times = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "deed", "seconds", "stretch"], name="access_asked_once")]
