"""What of a referral an institution may read: role by field, as data (``sight.toml``, SAFEGUARDS 11).

In: what a version says, the institution that reads. Out: the same without what is not for her. Pure; who is nothing to a referral reads nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import polars as pl

from intertrata.access.permissions import POLICE

IDENTITY = "identity"
WHERE = frozenset({"receiver", "receiver_unit"})


def stands_to(payload: Mapping[str, Any], institution: str) -> str:
    """Give what an institution is to a referral: ``receiver``, ``sender``, ``passed``, with ``police_`` before it where it is the police; "": nothing."""
    if not institution:
        return ""
    if payload.get("receiver") == institution:
        found = "receiver"
    elif payload.get("sender") == institution:
        found = "sender"
    else:
        found = "passed" if institution in (payload.get("passed_by") or ()) else ""
    return f"police_{found}" if found and institution in POLICE else found


def sees(standing: str) -> frozenset[str]:
    """Give the fields that who stands so may read; none for who is nothing to it."""
    return _declared().get(standing, frozenset())


def visible(payload: Mapping[str, Any], institution: str) -> dict[str, Any]:
    """Give what an institution may read of a version, ``state`` among it where the caller put it there."""
    standing = stands_to(payload, institution)
    shown = sees(standing)
    if standing == "police_sender" and payload.get("passed_by"):  # whom it was redirected to is not for the police
        shown -= WHERE
    return {field: value for field, value in payload.items() if field in shown}


def standing_of(institution: str) -> pl.Expr:
    """Give ``stands_to`` of every row of a table (``sender``, ``receiver``, ``passed_by``), null for nothing."""
    police = "police_" if institution in POLICE else ""
    sides = (
        ("receiver", pl.col("receiver") == institution), ("sender", pl.col("sender") == institution),
        ("passed", pl.col("passed_by").list.contains(institution)),
    )  # fmt: skip
    return pl.coalesce([pl.when(is_it).then(pl.lit(police + side)) for side, is_it in sides])


def unit_of() -> pl.Expr:
    """Give the unit of every row (``standing``, ``receiver_unit``, ``passed_by``) as far as its reader may know it: what a filter may ask for."""
    known = [standing for standing, fields in _declared().items() if "receiver_unit" in fields]
    hidden = (pl.col("standing") == "police_sender") & (pl.col("passed_by").list.len() > 0)
    return pl.when(pl.col("standing").is_in(known) & hidden.fill_null(value=False).not_()).then(pl.col("receiver_unit"))


@cache
def _declared() -> Mapping[str, frozenset[str]]:
    text = files("intertrata.casefile.referrals").joinpath("sight.toml").read_text(encoding="utf-8")
    return {standing: frozenset(fields) for standing, fields in tomllib.loads(text).items()}
