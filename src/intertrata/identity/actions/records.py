"""The records of persons with their identity, in clear for the length of one deed. In: ids of records. Out: rows, and mentions to link."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from intertrata.access.sight import Sight
from intertrata.identity import mentions, queries
from intertrata.identity.record_mentions import of_records, person_types, standing, with_identity
from intertrata.identity.sight import linkable, unaccused, within
from intertrata.registers import queries as registers
from intertrata.vault import queries as vault
from intertrata.vocabulary.records import RecordType

Held = tuple[RecordType, pl.DataFrame, pl.DataFrame]
"""A record type, its records as they stand, and their identity (version, JSON)."""


def every() -> pl.DataFrame:
    """Every current record of a person as a mention. Vanished records stay: what was told once was told of somebody."""
    each = ((kind, linkable(registers.current(kind.name))) for kind in person_types())
    return told((kind, held, vault.mentions(held["version"].to_list())) for kind, held in each if len(held))


def of(whose: pl.DataFrame, *, sight: Sight) -> list[Held]:
    """What stands of the records asked for (``record``, ``person``), by type, as far as the asker may read it (``sight``); what she may not is
    not read from the vault at all.

    Who was marked as reserved since the last linkage is not in it: from that moment nobody sees whose the record was (SAFEGUARDS 10).
    """
    found = [(kind, linkable(held)) for kind, held in _standing(whose["record"].to_list())]
    keepers = {code: source.institution for code, source in registers.sources().items()}
    seen = within(found if sight.accused else unaccused(found, whose), sight, keepers)
    return [(kind, held, vault.mentions(held["version"].to_list())) for kind, held in seen if len(held)]


def every_of(whose: pl.DataFrame) -> list[Held]:
    """What stands of the records asked for, for the machine that links and looks up; nobody is shown it."""
    found = ((kind, linkable(held)) for kind, held in _standing(whose["record"].to_list()))
    return [(kind, held, vault.mentions(held["version"].to_list())) for kind, held in found if len(held)]


def of_several(ids: Iterable[str]) -> pl.DataFrame:
    """The records asked for as mentions, without those of reserved identities."""
    return told(every_of(pl.DataFrame({"record": list(ids)}, schema={"record": pl.String})))


def reserved_since(persons: Iterable[str]) -> set[str]:
    """Give those of these persons of whom a record was marked as reserved after the linkage that knows it as hers: until the next one nobody
    finds them, since what they are found by may be what must not be known."""
    whose = queries.records_of_few(sorted(set(persons)))
    reserved = registers.reserved([record for record, _ in whose])
    return {person for record, person in whose if record in reserved}


def told(held: Iterable[Held]) -> pl.DataFrame:
    """Records with their identity as mentions, each with the day to which its register told it."""
    tables = [
        of_records(records, identity, kind).join(
            records.select(pl.col("record").alias("record_id"), pl.col("cut_off").cast(pl.String)), on="record_id", how="left"
        )
        for kind, records, identity in held
    ]
    return pl.concat([mentions.complete(pl.DataFrame(schema={"record_id": pl.String})).with_columns(cut_off=pl.lit("")), *tables])


def rows(held: list[Held]) -> list[dict[str, Any]]:
    """The records held, each with its identity and record type in one row."""
    return [row for kind, records, identity in held for row in with_identity(records, identity, kind).iter_rows(named=True)]


def _standing(ids: Iterable[str]) -> list[tuple[RecordType, pl.DataFrame]]:
    history = registers.records(ids)
    return [(kind, standing(history, kind)) for kind in person_types()]
