"""Normal forms of identity documents. In: type and number as typed. Out: ``Document``: what it is, and how surely.

A DNI has eight digits and an optional check character (python-stdnum ``pe.cui``); spreadsheets lose its leading zeros.
Dummies (00000000, 12345678) are no documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from stdnum.pe import cui

DNI_DIGITS = 8
NOT_ALPHANUMERIC = re.compile(r"[^0-9A-Z]")


@dataclass(frozen=True)
class Document:
    """One document: ``kind`` (DNI, CE, PASSPORT, OTHER or "" where unsaid), number, and whether its check character was right."""

    kind: str = ""
    number: str = ""
    checked: bool = False


def read(kind: str, number: str) -> Document:
    """Read a document; a dummy, or a number that cannot be one, is none (empty)."""
    kind = kind.strip().upper()
    bare = NOT_ALPHANUMERIC.sub("", number.upper())
    if not bare or dummy(bare):
        return Document()
    if kind in ("DNI", ""):
        dni = _dni(bare, sure=kind == "DNI")
        if dni.number:
            return dni
    return Document(kind if kind != "DNI" else "", bare.lstrip("0") or bare) if len(bare) >= 5 else Document()


def _dni(bare: str, *, sure: bool) -> Document:
    if len(bare) == DNI_DIGITS + 1 and cui.is_valid(bare):
        return Document("DNI", bare[:DNI_DIGITS], checked=True)
    if not bare.isdigit() or len(bare) > DNI_DIGITS or len(bare) < (5 if sure else 7):
        return Document("DNI", bare[:DNI_DIGITS]) if sure and len(bare) == DNI_DIGITS + 1 and bare[:DNI_DIGITS].isdigit() else Document()
    padded = bare.zfill(DNI_DIGITS)
    return Document() if dummy(padded) else Document("DNI", padded)


def dummy(bare: str) -> bool:
    """Tell whether the number is one that people type to get past a form: one digit repeated, or a staircase."""
    if len(set(bare)) <= 1 or not any(c.isdigit() for c in bare):
        return True
    return len(bare) >= 6 and (bare in "0123456789012345678" or bare in "98765432109876543210")
