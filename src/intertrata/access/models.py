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


class Client(models.Model):
    """The system of an institution that signs who it is: it asks as one account, opens these scopes, writes in these registers."""

    id = models.BigAutoField(primary_key=True)
    client_id = models.CharField(max_length=63, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    scopes = models.JSONField(default=list)
    registers = models.JSONField(default=list, help_text="Códigos de los registros en que escribe; vacío, los de la institución.")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class ClientKey(models.Model):
    """A public key of a client. Its number is made from the key alone, so that one key is one client's, and never comes back once revoked."""

    id = models.BigAutoField(primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="keys")
    kid = models.CharField(max_length=43, unique=True)
    alg = models.CharField(max_length=10)
    pem = models.TextField()
    made_at = models.DateTimeField()
    not_after = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class AssertionUse(models.Model):
    """That a client's assertion was used: once. The row stays for as long as anybody would take that assertion, and an hour more."""

    id = models.BigAutoField(primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.CASCADE)
    use = models.CharField(max_length=64)
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "use"], name="access_assertion_once")]


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
    expires_at = models.DateTimeField(null=True, db_index=True, help_text="Vacío: la que hizo una persona, hasta que la anule.")
    key = models.ForeignKey(ClientKey, null=True, on_delete=models.CASCADE, help_text="La clave con que se pidió.")


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
