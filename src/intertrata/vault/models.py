"""The vault's tables. In: ciphertext and opaque ids. Out: the same; nothing here is readable without the key file.

No foreign key leaves this database (DESIGN.md §8): a row without its main row is invisible.
"""

from django.db import models


class Mention(models.Model):
    """The identity fields of one version of one record, encrypted; ``version`` is an HMAC of register, key and content."""

    version = models.UUIDField(primary_key=True)
    key_id = models.CharField(max_length=16)
    blob = models.BinaryField()


class RefusedRow(models.Model):
    """The values of one refused row, encrypted, so that its sender can have them back to correct them."""

    id = models.BigAutoField(primary_key=True)
    deposit = models.UUIDField(db_index=True)
    table = models.CharField(max_length=80)
    line = models.BigIntegerField()
    key_id = models.CharField(max_length=16)
    blob = models.BinaryField()


class SearchKey(models.Model):
    """An HMAC of a compound of identity tokens that leads to a person; what it leaks stands in SECURITY.md."""

    id = models.BigAutoField(primary_key=True)
    key = models.BigIntegerField(db_index=True)
    person = models.UUIDField()
    run = models.BigIntegerField()
