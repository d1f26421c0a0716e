"""Who is a stranger, whatever else fits: she has another document and no sound of a name in common. Neither linking nor a look-up compares her.

In: documents and sounds of names. Out: whether two mentions are strangers'. Children registered on one day have numbers that follow each other,
and a slip of the pen looks like the next in line: to a model that adds up what fits, a shared birthday and all but one digit weigh more than
names that do not. A false name with another's number is for people to find. The rule stands here twice, for a table and for one pair, as a look-up
has no time for tables; a test holds them equal.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import polars as pl


def without_strangers(pairs: pl.Series, mentions: pl.DataFrame) -> pl.Series:
    """Leave out the pairs (a · 2³² + b) of strangers among ``mentions`` (``doc``, and ``sounds`` as a list)."""
    a, b = ((pairs // (1 << 32)).cast(pl.Int32), (pairs % (1 << 32)).cast(pl.Int32))
    told = pl.DataFrame({"doc": mentions["doc"].gather(a), "doc_b": mentions["doc"].gather(b)})
    others = (told["doc"] != told["doc_b"]).fill_null(value=False)
    here, there = (mentions["sounds"].gather(side.filter(others)) for side in (a, b))
    common = (here.list.set_intersection(there).list.len() > 0).fill_null(value=False)
    return pl.concat([pairs.filter(~others), pairs.filter(others).filter(common)])


def strangers(document: str | None, sounds: AbstractSet[str], other: str | None, other_sounds: AbstractSet[str]) -> bool:
    """Say whether two mentions are strangers'. An unknown document is no other one; who tells no name has none in common."""
    return document is not None and other is not None and document != other and sounds.isdisjoint(other_sounds)


def telling(*sounds: str | None) -> frozenset[str]:
    """Give the sounds that can be had in common: an initial is none."""
    return frozenset(one for one in sounds if one and len(one) > 1)
