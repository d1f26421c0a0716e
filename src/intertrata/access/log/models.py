"""One look, one row. In: values without identity. Out: rows that nothing can change."""

from django.db import models


class Look(models.Model):
    """Who did what to which thing, why, when and from where. No foreign keys: memory outlives its object."""

    at = models.DateTimeField(db_index=True)
    account = models.CharField(max_length=150)
    deed = models.CharField(max_length=40)
    thing = models.CharField(max_length=40, blank=True)
    thing_id = models.CharField(max_length=64, blank=True, db_index=True)
    purpose = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=64, blank=True)
    found = models.IntegerField(null=True)
