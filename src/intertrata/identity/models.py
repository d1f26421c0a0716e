"""Runs of the linkage and what they decided. In: clusters of records. Out: persons as opaque ids.

Append-only: a membership counts once its run is closed; the last closed run that speaks of a
record says whose it is. So a crash leaves the persons of before, and every decision keeps its run.
"""

from django.db import models


class LinkRun(models.Model):
    """One linkage of everything received: which model, how much, when; true once ``closed_at`` is set."""

    id = models.BigAutoField(primary_key=True)
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=150)
    model = models.CharField(max_length=40)
    engine = models.CharField(max_length=20)
    mentions = models.BigIntegerField(default=0)
    persons = models.BigIntegerField(default=0)
    pairs = models.BigIntegerField(default=0)
    figures = models.JSONField(default=dict)


class Membership(models.Model):
    """From this run on, this record speaks of this person (null: of nobody any more)."""

    id = models.BigAutoField(primary_key=True)
    run = models.BigIntegerField(db_index=True)
    record = models.UUIDField(db_index=True)
    person = models.UUIDField(null=True, db_index=True)


class DoubtfulPair(models.Model):
    """Two records that may speak of one person: too alike to part, too unlike to join; for people to decide."""

    id = models.BigAutoField(primary_key=True)
    run = models.BigIntegerField(db_index=True)
    record_a = models.UUIDField()
    record_b = models.UUIDField()
    probability = models.FloatField()
    evidence = models.JSONField(default=list)
