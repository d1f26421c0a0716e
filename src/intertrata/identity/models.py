"""Runs of the linkage, what people changed of them, what they answered, and which model is in force. In: clusters of records. Out: persons as opaque ids.

Append-only: a membership counts once its run is closed; the last closed run that speaks of a
record says whose it is. So a crash leaves the persons of before, and every decision keeps its run.
"""

from django.db import models


class LinkRun(models.Model):
    """One linkage of everything received or of what changed since, or one change of a few persons by people; true once ``closed_at`` is set.

    ``kind`` is ``link``, ``extend``, ``merge``, ``split`` or ``undo``; a change has a ``reason`` (code list ``identity_reason``), and an undo
    names the run that it takes back. ``indexed``: what it changed can be found by search keys too, which are in another database.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=8, default="link")
    reason = models.CharField(max_length=40, blank=True)
    undoes = models.BigIntegerField(null=True)
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=150)
    model = models.CharField(max_length=40)
    engine = models.CharField(max_length=20)
    mentions = models.BigIntegerField(default=0)
    persons = models.BigIntegerField(default=0)
    pairs = models.BigIntegerField(default=0)
    figures = models.JSONField(default=dict)
    indexed = models.BooleanField(default=True)


class Membership(models.Model):
    """From this run on, this record speaks of this person (null: of nobody any more)."""

    id = models.BigAutoField(primary_key=True)
    run = models.BigIntegerField(db_index=True)
    record = models.UUIDField(db_index=True)
    person = models.UUIDField(null=True, db_index=True)


class DoubtfulPair(models.Model):
    """Two records that may speak of one person, for people to decide: in doubt, or ``drawn`` by lot to measure how good the linkage is.

    ``stratum`` and ``groups`` say what a drawn pair stands for (``quality.strata``). ``worth`` is how many wrong pairs an answer is expected to mend; ``accuses`` says that one of the two accuses somebody, which not every
    reviewer may see. ``levels`` holds the exact level of every comparison (``evidence`` tells several in one word), for retraining.
    """

    id = models.BigAutoField(primary_key=True)
    run = models.BigIntegerField(db_index=True)
    record_a = models.UUIDField()
    record_b = models.UUIDField()
    probability = models.FloatField()
    evidence = models.JSONField(default=list)
    levels = models.JSONField(default=list)
    worth = models.FloatField(default=0.0)
    drawn = models.BooleanField(default=False)
    accuses = models.BooleanField(default=True)
    stratum = models.CharField(max_length=8, blank=True)
    groups = models.JSONField(default=list)


class Decision(models.Model):
    """What one reviewer answered about two records (``record_a`` < ``record_b``); append-only, what holds is computed.

    ``needs`` is how many accounts must say so, ``run`` the change it led to, if any. ``evidence`` holds the level of every comparison at
    the time (codes), from which weights can be learnt again without a name.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    record_a = models.UUIDField(db_index=True)
    record_b = models.UUIDField(db_index=True)
    answer = models.CharField(max_length=12)
    reason = models.CharField(max_length=40)
    needs = models.SmallIntegerField(default=1)
    run = models.BigIntegerField(null=True, db_index=True)
    drawn = models.BooleanField(default=False)
    probability = models.FloatField(null=True)
    evidence = models.JSONField(default=list)


class ModelChange(models.Model):
    """From this row on, linkages use this model: one learnt from reviewers' answers, or the product's again.

    Append-only; the last row holds, while ``base`` is the product's model. ``sha256`` is of the model's file in the state folder, written before
    the row; empty where the product's model is put in force again. ``run`` is the linkage whose pairs were answered.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    version = models.CharField(max_length=40)
    base = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64, blank=True)
    run = models.BigIntegerField(null=True)
    answers = models.BigIntegerField(default=0)
