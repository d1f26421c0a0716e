"""The deed of handing over: who records are about, for a file that leaves. In: records, an account, a purpose. Out: their identity."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from intertrata.access.actions import note
from intertrata.access.permissions import Permission, allowed
from intertrata.access.queries import role_of
from intertrata.identity.record_mentions import with_identity
from intertrata.registers import queries as registers
from intertrata.vault import queries as vault
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.records import record_types

VERSION = "version"
TERMINAL = "terminal:"  # how the command line signs (``cli.asking.me``); no account of the house has a colon in its name


def may_hand_over(by: str) -> bool:
    """Whether this account may hand names over: by its role; the terminal's own too, as long as everybody here is invented.

    With the first record that is not marked synthetic the terminal loses it: it fails closed.
    """
    return allowed(role_of(by), Permission.HAND_OVER) or (by.startswith(TERMINAL) and registers.synthetic_only())


def hand_over(
    records: Mapping[str, pl.DataFrame], *, by: str, purpose: str, thing: str, origin: str = "", persons: int
) -> dict[str, pl.DataFrame]:
    """Give the records of each type with their identity fields as text columns beside; the look is logged first.

    Args:
        records: by record type, with a column ``version`` at least. by: an account of the house, or the terminal's. purpose: why, as the person said.
        thing: what the names go into (``htcds``). origin: from where. persons: of how many persons, for the log.

    Raises:
        Problem: ``purpose_missing``; ``names_refused`` where the account may not (``may_hand_over``): it fails closed.
    """
    if not purpose.strip():
        raise Problem("purpose_missing")
    if not may_hand_over(by):
        raise Problem("names_refused", account=by)
    note("hand_over", by=by, thing="export", thing_id=thing, purpose=purpose, origin=origin, found=persons)
    kinds = record_types()
    return {
        name: with_identity(rows, vault.mentions(rows[VERSION].to_list()), kinds[name]) if kinds[name].identity_fields else rows
        for name, rows in records.items()
    }
