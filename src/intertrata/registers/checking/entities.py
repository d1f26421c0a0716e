"""Entities of the State that report, by their RUC: never a person's.

In: text. Out: the eleven digits, or the rule that it breaks. The RUC of a natural person (10, 15, 17) holds her DNI (python-stdnum
``pe.ruc.to_dni``): it is refused, and anything that is no RUC too, since a field beside the vault must not hold a document number.
"""

from __future__ import annotations

import re

import polars as pl
from stdnum.pe import ruc

from intertrata.registers.checking.reading import Reading, Verdict, judged

LEGAL_PERSON = re.compile(r"20[0-9]{9}")
"""What SUNAT gives to whoever is no natural person. Its check digit is not asked for: a wrong digit makes no person of an entity."""


def read_entities(cells: pl.Series) -> Reading:
    """Read a column of RUC of entities; rule ``entity``."""
    return judged(cells, judge_entity)


def judge_entity(text: str) -> Verdict:
    """Read one RUC."""
    number = ruc.compact(text)
    return Verdict(number) if LEGAL_PERSON.fullmatch(number) else Verdict(rule="entity", expected="20…")
