"""Who is told of what, what there is to tell, and up to where the registers were read. In: opaque ids, codes, times. Out: the same; no
field of a record stands here, and the secret of a subscription only sealed (``access.cipher``)."""

from django.db import models


class Subscription(models.Model):
    """One institution's address and what is told there. It speaks as one account: what that may not, it is not told."""

    id = models.UUIDField(primary_key=True)
    account = models.CharField(max_length=150)
    institution = models.CharField(max_length=40, db_index=True, help_text="La de la cuenta cuando se hizo: a otra no la sigue.")
    url = models.CharField(max_length=500)
    kinds = models.JSONField(default=list)
    registers = models.JSONField(default=list, help_text="Los únicos registros de los que se avisa; vacío, todos.")
    key_id = models.CharField(max_length=40)
    secret = models.BinaryField()
    old_key_id = models.CharField(max_length=40, blank=True)
    old_secret = models.BinaryField(null=True)
    old_until = models.DateTimeField(null=True, help_text="Hasta cuándo se firma también con el secreto anterior.")
    since = models.BigIntegerField(help_text="El orden del último depósito que ya estaba: de lo anterior no se avisa.")
    made_at = models.DateTimeField()
    standing = models.CharField(max_length=8)
    why = models.CharField(max_length=20, blank=True)
    failures = models.IntegerField(default=0, help_text="Seguidas, desde la última vez que recibió algo.")
    failing_since = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True, help_text="La última vez que recibió algo.")


class Notice(models.Model):
    """One thing that one subscription is told once. ``id`` is an HMAC of subscription, kind and record: the same thing is the same notice."""

    id = models.UUIDField(primary_key=True)
    subscription = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=40)
    record = models.UUIDField()
    register = models.CharField(max_length=40)
    table = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8)
    why = models.CharField(max_length=20, blank=True)
    tries = models.IntegerField(default=0)
    status = models.IntegerField(null=True, help_text="Lo último que respondió la institución.")
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "subscription", "due_at"])]


class Reading(models.Model):
    """Up to where the registers were read, in one row: all deposits up to ``until``, and these after it, which closed before an older one."""

    id = models.SmallIntegerField(primary_key=True)
    until = models.BigIntegerField()
    apart = models.JSONField(default=list)
