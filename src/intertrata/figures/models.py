"""The index of cuts, the store of statements, what people ruled of them, and the contradictions that the audit found in them.

In: a folder of Parquet files already durable; statements read from closed deposits. Out: the row that makes a cut true; statements,
append-only (triggers of the database refuse anything else), which count once the filing that wrote them stands.
"""

from django.db import models


class Cut(models.Model):
    """An immutable cut of records and persons: everything published is counted from one.

    ``confirmed_at`` is the last time that the data were found to be exactly this cut: the newest is the one that holds
    now, even where a merge was undone and the data came back to an older cut.
    """

    id = models.CharField(primary_key=True, max_length=40)
    taken_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=150)
    link_run = models.BigIntegerField(help_text="La vinculación que dijo quién es quién; 0 antes de la primera.")
    sha256 = models.CharField(max_length=64)
    tables = models.JSONField(default=dict, help_text="Filas por tipo de registro.")


class Filing(models.Model):
    """One deposit of figures read into the store: its statements count from here on. Its number is drawn before, so that none is used twice."""

    id = models.BigIntegerField(primary_key=True)
    deposit = models.UUIDField(unique=True)
    at = models.DateTimeField()


class Statement(models.Model):
    """What one event of a record told, or that the record vanished; what stands on a day is the last event of each record until then."""

    id = models.BigAutoField(primary_key=True)
    filing = models.BigIntegerField()
    record = models.UUIDField()
    cut_off = models.DateField(help_text="Desde qué día se tiene.")
    order = models.BigIntegerField()
    gone = models.BooleanField(help_text="Si el registro desapareció de una entrega completa.")
    source = models.CharField(max_length=40)
    table = models.CharField(max_length=80)
    line = models.BigIntegerField()
    indicator = models.CharField(max_length=60)
    unit = models.CharField(max_length=60)
    place = models.CharField(max_length=6, help_text="UBIGEO del INEI; vacío si es el país u otro lugar.")
    jurisdiction = models.TextField()
    start = models.DateField(null=True, help_text="Vacío si la fuente no dice de cuándo.")
    end = models.DateField(null=True, help_text="Vacío si sigue abierto.")
    value = models.TextField(null=True, help_text="Decimal exacto.")
    status = models.CharField(max_length=80)
    institution = models.TextField()
    document = models.TextField()
    page = models.TextField()
    vintage = models.DateField(null=True)
    derived_from = models.CharField(max_length=40)
    said = models.TextField(help_text="JSON: categorías, delito, dependencia, frase, concepto.")

    class Meta:
        indexes = [
            models.Index(fields=["indicator", "place", "start"], name="figures_statement_fact"),
            models.Index(fields=["record", "cut_off", "order"], name="figures_statement_last"),
            models.Index(fields=["source", "indicator"], name="figures_statement_source"),
        ]


class Ruling(models.Model):
    """What a person found of why sources differ in one number: the machine proposes, a person confirms; the newest stands, the others stay."""

    id = models.BigAutoField(primary_key=True)
    number = models.CharField(
        max_length=64, db_index=True, help_text="SHA-256 de qué cifra es: indicador, lugar, período, corte, institución."
    )
    proposed = models.CharField(max_length=120, blank=True, help_text="Lo que la máquina proponía entonces.")
    verdict = models.CharField(max_length=40)
    why = models.CharField(max_length=300)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()


class Audit(models.Model):
    """One audit of everything that stands of one source: how many statements were looked at, how many identities hold and how many are broken.

    The newest audit of a source is the one that holds; findings that it did not make again are gone.
    """

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=40)
    brought = models.CharField(max_length=64, help_text="SHA-256 de las entregas que se miraron: dice si llegaron otras desde entonces.")
    statements = models.BigIntegerField()
    holding = models.BigIntegerField()
    broken = models.BigIntegerField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["source", "id"], name="figures_audit_source")]


class Contradiction(models.Model):
    """What an audit found, under the fingerprint of its kind and of what its statements say: found again it is the same."""

    id = models.CharField(primary_key=True, max_length=32)
    about = models.CharField(
        max_length=32, db_index=True, help_text="La clase y las cifras, digan lo que digan: la misma antes y después de una corrección."
    )
    audit = models.BigIntegerField(db_index=True, help_text="La última auditoría que la encontró.")
    first_at = models.DateTimeField()
    source = models.CharField(max_length=40)
    document = models.TextField()
    line = models.BigIntegerField()
    kind = models.CharField(max_length=30)
    certainty = models.CharField(max_length=10)
    verdict = models.CharField(max_length=40)
    claimed = models.TextField()
    computed = models.TextField()
    explanation = models.TextField()


class Contradicting(models.Model):
    """A statement that makes a contradiction, in its place: the claim first; as it stood when the contradiction was found."""

    id = models.BigAutoField(primary_key=True)
    contradiction = models.CharField(max_length=32, db_index=True)
    position = models.IntegerField()
    record = models.UUIDField(db_index=True)
    institution = models.TextField(help_text="De quién es la cifra.")
    said = models.TextField(help_text="JSON: qué cifra es, qué dice y dónde está.")


class ContradictionRuling(models.Model):
    """What a person found of a contradiction that the machine proposed; the newest stands, the others stay (triggers refuse anything else)."""

    id = models.BigAutoField(primary_key=True)
    contradiction = models.CharField(max_length=32, db_index=True)
    about = models.CharField(max_length=32, db_index=True)
    proposed = models.TextField(help_text="Lo que la máquina proponía entonces.")
    decision = models.CharField(max_length=20)
    verdict = models.CharField(max_length=40, blank=True)
    why = models.CharField(max_length=300)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
