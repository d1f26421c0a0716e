"""The index of cuts. In: a folder of Parquet files already durable. Out: the row that makes it true."""

from django.db import models


class Cut(models.Model):
    """An immutable cut of records and persons: everything published is counted from one."""

    id = models.CharField(primary_key=True, max_length=40)
    taken_at = models.DateTimeField()
    by = models.CharField(max_length=150)
    last_deposit = models.BigIntegerField()
    link_run = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    tables = models.JSONField(default=dict)
