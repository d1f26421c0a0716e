"""What was asked of whom, what came, what was taken from it. In: codes, days, opaque ids. Out: rows that are added and never changed.

No status stands here: outcome, overdue and what a cell holds are computed from the rows (DESIGN.md law 4). What an answer's file holds stands
sealed outside the database (``actions.keeping``), and the words taken from it sealed in the row (``sealing``), since both may carry names
(SAFEGUARDS 16).
"""

from django.db import models


class Campaign(models.Model):
    """One questionnaire asked of many entities; the questionnaire is kept as it was asked, whatever its file says later."""

    id = models.SlugField(primary_key=True, max_length=40)
    title = models.CharField(max_length=200)
    sender = models.CharField(max_length=40, help_text="Quién pide: código de la lista de instituciones.")
    through = models.CharField(max_length=40, blank=True, help_text="Quién lo presenta por él, si es otro.")
    office = models.CharField(max_length=120, help_text="La oficina que firma; nunca el nombre de una persona.")
    city = models.CharField(max_length=60)
    reply_to = models.CharField(max_length=200, help_text="A dónde se responde.")
    questionnaire = models.TextField(help_text="El TOML del cuestionario, como se preguntó.")
    by = models.CharField(max_length=150)
    made_at = models.DateTimeField()


class Request(models.Model):
    """What one entity is asked in a campaign, under the number that it is asked to quote."""

    id = models.UUIDField(primary_key=True)
    campaign = models.CharField(max_length=40, db_index=True)
    entity = models.CharField(max_length=40, db_index=True)
    number = models.CharField(max_length=60, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "entity"], name="transparency_once_each")]


class Event(models.Model):
    """Something that happened to a request on a day: filed, a notice that it takes longer, an answer, an appeal.

    ``takes_back`` names an earlier event that was written by mistake: both stay, neither counts.
    """

    id = models.BigAutoField(primary_key=True)
    request = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=40)
    day = models.DateField()
    after_hours = models.BooleanField(
        default=False, help_text="Si llegó fuera del horario de atención: cuenta como llegado el siguiente día hábil."
    )
    channel = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=80, blank=True, help_text="El número que le puso la entidad.")
    promised = models.DateField(null=True, help_text="Para cuándo dice la entidad que responderá.")
    refers_to = models.BigIntegerField(null=True, help_text="El evento del que habla: la respuesta que repite, el que se retira.")
    entity = models.CharField(max_length=40, blank=True, help_text="A qué entidad se envió.")
    takes_back = models.BooleanField(default=False)
    by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()


class Document(models.Model):
    """A file that came with an answer, by its hash; its own name is not kept, since it may be somebody's."""

    id = models.UUIDField(primary_key=True)
    request = models.UUIDField(db_index=True)
    event = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=10)
    size = models.BigIntegerField()
    pages = models.IntegerField()
    scanned = models.BooleanField(help_text="Si ninguna página trae texto: espera a que alguien la lea.")
    notes = models.JSONField(default=list, help_text="Lo que no se leyó de él: códigos con sus datos.")
    redacts = models.UUIDField(null=True, help_text="El documento del que es copia tachada.")
    key_id = models.CharField(max_length=40)
    by = models.CharField(max_length=150)
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "sha256"], name="transparency_file_once")]


class Capture(models.Model):
    """What one person took from an answer for one item and period, with page and quote; a later one of the same person takes its place.

    Figures, dates, codes and what a closed list holds stand in clear. Words stand in ``sealed`` only: the quote always, what was written where it
    is more than figures, the value where it is free text (there ``value`` is a digest, which says whether two texts are the same and no more).
    """

    id = models.BigAutoField(primary_key=True)
    campaign = models.CharField(max_length=40)
    request = models.UUIDField()
    document = models.UUIDField(null=True)
    item = models.CharField(max_length=60)
    period = models.CharField(max_length=25, help_text="De cuándo: como lo escribe ``Period.iso``.")
    page = models.IntegerField(null=True)
    quote = models.TextField(blank=True, help_text="Siempre vacía: las palabras citadas están selladas.")
    as_written = models.TextField(help_text="Lo escrito si son solo cifras o un código; vacío si está sellado.")
    kind = models.CharField(max_length=20, help_text="Qué se leyó en lo escrito: number, yes_no, date, list, text o missing.")
    value = models.TextField(blank=True, help_text="El valor leído, exacto; vacío donde falta; de un texto libre, su huella.")
    sealed = models.BinaryField(null=True, help_text="Las palabras, selladas.")
    key_id = models.CharField(max_length=40, db_default="")
    event = models.BigIntegerField(null=True, help_text="La respuesta con la que llegó, si la entidad lo escribió en su formulario.")
    status = models.CharField(max_length=10, blank=True, help_text="Por qué no hay valor: código de statement_status.")
    direct = models.BooleanField(
        default=False, help_text="Si lo escribió la propia entidad en su formulario: nadie lo copió de una página."
    )
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["campaign", "id"]), models.Index(fields=["request", "item", "period"])]


class Choice(models.Model):
    """Which of two captures that differ holds, said by a third person with the reason."""

    id = models.BigAutoField(primary_key=True)
    campaign = models.CharField(max_length=40, db_index=True)
    request = models.UUIDField()
    item = models.CharField(max_length=60)
    period = models.CharField(max_length=25, help_text="De cuándo: como lo escribe ``Period.iso``.")
    capture = models.BigIntegerField()
    why = models.CharField(max_length=300)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()


class TextClearance(models.Model):
    """What one person said of a text that an entity answered: that it says who nobody is, or that it does. Two people must say the first."""

    id = models.BigAutoField(primary_key=True)
    request = models.UUIDField(db_index=True)
    capture = models.BigIntegerField()
    clears = models.BooleanField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()


class Clearance(models.Model):
    """What one person said of a redacted copy: that it may be published, or not. Two people who did not make it must say yes."""

    id = models.BigAutoField(primary_key=True)
    document = models.UUIDField(db_index=True)
    clears = models.BooleanField()
    why = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()


class Invitation(models.Model):
    """A key with which an entity opens its own form; of it only a digest stands here, and the newest of a request is the one that opens."""

    id = models.BigAutoField(primary_key=True)
    request = models.UUIDField(db_index=True)
    digest = models.CharField(max_length=64)
    expires_on = models.DateField()
    by = models.CharField(max_length=150)
    made_at = models.DateTimeField()


class DecreeDay(models.Model):
    """A day that a decree made non-working for the public sector, added after the ones that ship with the product; of one place after another too."""

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    norm = models.CharField(max_length=120)
    scope = models.CharField(max_length=200, blank=True, help_text="Dónde: códigos de ubigeo separados por comas; vacío, en todo el país.")
    again = models.IntegerField(db_default=0, help_text="Cuántas veces se había retirado antes ese día, en ese lugar.")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "scope", "again"], name="transparency_day_once_standing")]


class DecreeTakenBack(models.Model):
    """A day that was added by mistake counts again: both rows stay. A day is taken back once."""

    id = models.BigAutoField(primary_key=True)
    decree = models.BigIntegerField(unique=True)
    why = models.CharField(max_length=300)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()


class DueMoved(models.Model):
    """A deadline that a decree moved, or that moved back when the decree was taken back: the log of what was computed anew, and from what."""

    id = models.BigAutoField(primary_key=True)
    request = models.UUIDField(db_index=True)
    term = models.CharField(
        max_length=20, db_default="answer", help_text="Qué plazo: el de responder, el de apelar, el de resolver la apelación."
    )
    decree = models.DateField()
    taken_back = models.BooleanField(db_default=False)
    before = models.DateField()
    after = models.DateField()
    at = models.DateTimeField()


class Reply(models.Model):
    """What an entity answers to something published about it: its right of reply, kept and printed as it was written."""

    id = models.BigAutoField(primary_key=True)
    entity = models.CharField(max_length=40, db_index=True)
    about = models.CharField(max_length=200, help_text="De qué habla: una campaña, un ítem y período de ella, o una cifra.")
    day = models.DateField()
    text = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
