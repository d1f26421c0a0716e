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
    """An HMAC of a compound of identity tokens and the places of the persons it leads to, four bytes each; what it leaks stands in SECURITY.md."""

    pk = models.CompositePrimaryKey("run", "key")
    run = models.BigIntegerField()
    key = models.BigIntegerField()
    places = models.BinaryField()


class Profile(models.Model):
    """A person at her place in one run of the linkage: her mentions as they are compared and as they are shown, each encrypted.

    Where ``key_id`` is empty she stands at another place by now, or is nobody any more.
    """

    pk = models.CompositePrimaryKey("run", "place")
    run = models.BigIntegerField()
    place = models.BigIntegerField()
    person = models.UUIDField(db_index=True)
    key_id = models.CharField(max_length=16)
    compared = models.BinaryField()
    shown = models.BinaryField()


class Grounds(models.Model):
    """What all look-ups of one run share, encrypted: how common each name is."""

    run = models.BigIntegerField(primary_key=True)
    key_id = models.CharField(max_length=16)
    blob = models.BinaryField()


class Draft(models.Model):
    """What somebody was typing when she stopped, encrypted, by form and account; it goes when the record is kept, or after some days."""

    form = models.UUIDField(primary_key=True)
    account = models.CharField(max_length=150, db_index=True)
    saved_at = models.DateTimeField(db_index=True)
    key_id = models.CharField(max_length=16)
    blob = models.BinaryField()
