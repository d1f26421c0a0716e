"""The index of cuts. In: a folder of Parquet files already durable. Out: the row that makes it true."""

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
