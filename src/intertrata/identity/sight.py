"""What of a person an account never reads: what its sight does not reach (SAFEGUARDS 11), and outside justice the records that accuse a victim.

In: current records by type, whose each is, a sight. Out: the same without them. Non-punishment (Protocolo de Palermo; SAFEGUARDS 14): a person who
is victim and suspect shows no suspect mark outside justice, is not found by what only the accusation says, and nothing tells that it exists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from intertrata.access.sight import SERVICES, Kept, Sight
from intertrata.vocabulary.records import RecordType

SUSPECT = "suspect"
Held = Sequence[tuple[RecordType, pl.DataFrame]]
Keepers = Mapping[str, str]
"""By register, the institution that keeps it."""


def within(held: Held, sight: Sight, keepers: Keepers) -> list[tuple[RecordType, pl.DataFrame]]:
    """Give the records that this sight reaches: a record that it does not is not there, neither its values nor that it exists.

    Args:
        held: current records (``record``, ``register``, ``table`` and more) by type.
    """
    return [
        (kind, records.filter(pl.Series([sight.reads(one) for one in _kept(kind, records, keepers)], dtype=pl.Boolean)))
        for kind, records in held
    ]


def named(told: Iterable[Mapping[str, str]], sight: Sight, tables: Mapping[tuple[str, str], Sequence[Kept]]) -> list[Mapping[str, str]]:
    """Give those of a person's mentions (``register``, ``role``) by which this sight may name her: what a register tells in that role is read
    whatever table of it told it. Which services a mention tells is not kept beside it: none is asked for, and none is shown.

    Args:
        tables: by register and role, where its records of that role stand.
    """
    return [one for one in told if _all_read(tables.get((one["register"], one["role"]), ()), sight)]


def _all_read(places: Sequence[Kept], sight: Sight) -> bool:
    return bool(places) and all(sight.reads(one) for one in places)


def _kept(kind: RecordType, records: pl.DataFrame, keepers: Keepers) -> Iterable[Kept]:
    services = records[SERVICES].to_list() if SERVICES in records.columns else [None] * len(records)
    for register, table, told in zip(records["register"], records["table"], services, strict=True):
        yield Kept(kind.name, register, table, keepers.get(register, ""), frozenset(told or ()))


def unaccused(held: Held, whose: pl.DataFrame) -> list[tuple[RecordType, pl.DataFrame]]:
    """Give the records without those that accuse somebody of whom another record speaks as anything else: a shelter, a defender or a
    missing report knows a victim too, before any register calls her one.

    Args:
        held: current records (``record`` and more) by type. whose: ``record``, ``person``.
    """
    called = [records.select("record").join(whose, on="record")["person"] for kind, records in held if role(kind) != SUSPECT]
    victims = pl.concat(called).unique() if called else pl.Series([], dtype=pl.String)
    theirs = whose.filter(pl.col("person").is_in(victims.implode()))["record"]
    return [
        (kind, records.filter(~pl.col("record").is_in(theirs.implode())) if role(kind) == SUSPECT else records) for kind, records in held
    ]


def readable(roles: Sequence[str | None], *, suspects: bool) -> tuple[bool, ...]:
    """Say which mentions of one person may be read, by the role each gives her: outside justice none that accuses whoever is known
    as a victim, or stands in any register of care, protection or search."""
    accused = not suspects and any(one not in {SUSPECT, None} for one in roles)
    return tuple(not (accused and one == SUSPECT) for one in roles)


def linkable(records: pl.DataFrame) -> pl.DataFrame:
    """Leave out the records of reserved identities (SAFEGUARDS 10): who is not linked is nobody's, and stands in no search, pair or list.

    A register that can mark them declares ``reserved``; there a record that does not say no is held to be reserved.
    """
    return records.filter(pl.col("reserved").not_().fill_null(value=False)) if "reserved" in records.columns else records


def role(kind: RecordType) -> str:
    """The role of whom a record of this type speaks."""
    return kind.role or kind.name
