"""Deposits, records and refusals. In: rows of what institutions sent. Out: the same, append-only.

A record's rows are events: a version as received, or the note that it vanished from a full
delivery. They count only once their deposit is closed, in one commit, after everything else.
What stands now is computed: the last event by (cut-off, order). Those are the deposit's own, but
where a delivery arrives after a later one: what it changes would hide what the later one said in
silence, so that is said again at the later one's place (``registers.state``).
"""

from django.db import models


class Deposit(models.Model):
    """One table of one file, as one institution sent it at one time; or one record, as one person or system entered it."""

    class Way(models.TextChoices):
        FILE = "file", "archivo"
        FORM = "form", "formulario"
        API = "api", "API"

    id = models.UUIDField(primary_key=True)
    order = models.BigIntegerField(unique=True)
    register = models.CharField(max_length=40)
    table = models.CharField(max_length=80)
    file = models.CharField(max_length=255)
    sheet = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64)
    size = models.BigIntegerField()
    sender = models.CharField(max_length=150)
    received_at = models.DateTimeField()
    cut_off = models.DateField()
    synthetic = models.BooleanField()
    kind = models.CharField(max_length=10, help_text="«records» (personas y hechos) o «figures» (cifras contadas).")
    full = models.BooleanField(help_text="Si es una entrega completa: lo que falta en ella desapareció.")
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.FILE, help_text="Por dónde llegó.")
    closed_at = models.DateTimeField(null=True)
    read = models.BigIntegerField(default=0)
    kept = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    corrected = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)
    vanished = models.BigIntegerField(default=0)
    waits = models.BigIntegerField(default=0, help_text="Cuántos números citó que nadie había enviado aún cuando llegó.")
    closes = models.BigIntegerField(default=0, help_text="Cuántos números citados que esperaban trajo.")
    notes = models.JSONField(default=list)
    filled = models.JSONField(default=dict, help_text="Cuántas filas buenas llenan cada campo.")

    class Meta:
        indexes = [models.Index(fields=["register", "table"])]


class RecordEvent(models.Model):
    """One version of one record, or its vanishing; ``record`` and ``version`` are HMACs (DESIGN.md law 6)."""

    class Kind(models.TextChoices):
        VERSION = "v", "versión"
        VANISHED = "x", "desapareció"

    id = models.BigAutoField(primary_key=True)
    record = models.UUIDField(db_index=True)
    version = models.UUIDField()
    kind = models.CharField(max_length=1, choices=Kind.choices)
    deposit = models.UUIDField(help_text="El depósito que lo trajo: cuenta cuando está cerrado.")
    cut_off = models.DateField()
    order = models.BigIntegerField()
    register = models.CharField(max_length=40)
    table = models.CharField(max_length=80)
    record_type = models.CharField(max_length=40)
    line = models.BigIntegerField()
    payload = models.TextField(help_text="JSON en palabras comunes, sin identidad.")

    class Meta:
        indexes = [models.Index(fields=["record_type", "register", "table"])]


class CaseNumbers(models.Model):
    """Case numbers that the events of a piece of a deposit tell in one field: borne or quoted, keyed, those of one bucket of keys in a row.

    Written with the events, they count with their deposit. What waits for whom is computed from these (``registers.references``); the
    numbers themselves stand in the payload only.
    """

    id = models.BigAutoField(primary_key=True)
    bucket = models.SmallIntegerField(null=True, db_index=True, help_text="Vacía donde lo citado no dice nada: «12», «en trámite».")
    deposit = models.UUIDField(db_index=True)
    field = models.CharField(max_length=40)
    borne = models.BooleanField(help_text="Si es el número del registro mismo; si no, uno que cita.")
    cut_off = models.DateField()
    order = models.BigIntegerField()
    keys = models.BinaryField(help_text="Ocho bytes por número.")
    records = models.BinaryField(help_text="Dieciséis bytes por número: el registro que lo dice.")


class Interviewed(models.Model):
    """Of whom a version of an interview is: the institution's own code of the person, keyed for that table alone.

    Written with the events, it says nothing without them: two interviews of one person in one table bear the same, and nothing else does.
    """

    id = models.BigAutoField(primary_key=True)
    deposit = models.UUIDField(db_index=True)
    record = models.UUIDField(db_index=True)
    version = models.UUIDField()
    person = models.UUIDField(db_index=True)


class Refusal(models.Model):
    """One reason why one row was refused: where and which rule; its values are in the vault."""

    id = models.BigAutoField(primary_key=True)
    deposit = models.UUIDField(db_index=True)
    line = models.BigIntegerField()
    column = models.CharField(max_length=120, blank=True)
    rule = models.CharField(max_length=60)
    expected = models.CharField(max_length=300, blank=True)


class Entry(models.Model):
    """One record that was typed in or sent alone: the receipt of who sent it. It is true with its deposit, in the same commit.

    ``key`` and ``content`` are HMACs of the sender's key and of what came under it: the same twice is answered with the same receipt.
    """

    id = models.BigIntegerField(primary_key=True)
    number = models.CharField(max_length=32, unique=True)
    account = models.CharField(max_length=150)
    key = models.CharField(max_length=64)
    content = models.CharField(max_length=64)
    deposit = models.UUIDField()
    record = models.UUIDField(db_index=True)
    version = models.UUIDField()
    verdict = models.CharField(max_length=12)
    register = models.CharField(max_length=40)
    table = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="registers_entry_once")]
