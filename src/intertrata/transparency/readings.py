"""What was written for an item, as what it says: the value in one exact form, by which two readings are compared.

In: the text as written, the item. Out: ``Said``: kind, value, status; or a ``Problem`` that asks. Two texts that say the same have the same value
(«2,896.00» and «2896»; «Sí» and «SI»), and what is missing has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from intertrata.transparency.questionnaire import NUMBER, Item
from intertrata.vocabulary.codes import fold
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.numerals import Expected, Reading, read
from intertrata.vocabulary.statement import number_es

DIGEST = "#"
"""How the digest of a text begins; no figure, date or code of a list does."""
TEXT = "texto"
BOUNDED = {
    "range": ("de {low} a {high}", "de {low} a {high}"), "at_least": ("{low} o más", "más de {low}"), "at_most": ("{high} o menos", "menos de {high}"),
}  # fmt: skip
AMOUNTS = frozenset({"PEN"})
"""Units whose numbers may have decimals; every other counts things, which are whole and not negative."""


@dataclass(frozen=True)
class Said:
    """What a text says: a kind of ``numerals.Reading``, the value in one form (empty where missing), a code of ``statement_status`` or none."""

    kind: str
    value: str
    status: str


def said(text: str, item: Item) -> Said:
    """Read what was written for an item.

    Raises:
        Problem: as ``numerals.read``: what may mean two things is asked back, never guessed; ``choice_outside`` where the item's list has no
            such thing.
    """
    found = read(seen(text), expected(item))
    known = {fold(one) for one in item.choices}
    if known and (outside := [one for one in found.items if fold(one) not in known]):
        raise Problem("choice_outside", values=outside, known=item.choices)
    return Said(found.kind, "" if found.kind == "missing" else _value(found), found.status)


def expected(item: Item) -> Expected:
    """Give what the item asks for, as the reader names it."""
    if item.kind == NUMBER:
        return "number" if item.unit in AMOUNTS else "count"
    return item.kind  # type: ignore[return-value]  # the list of kinds and the reader's words are held to be the same by a test


def seen(text: str) -> str:
    """Give what of a text anybody can see: without signs that only turn, hide or end what stands beside them, and blanks around it."""
    return "".join(sign for sign in text if sign.isprintable() or sign.isspace()).strip()


def plain(text: str) -> str:
    """Give a text with one blank wherever there were any, as a page's lines break it elsewhere."""
    return " ".join(text.split())


def in_clear(kind: str, value: str) -> str:
    """Give what a value says in words of ours, for who may not see what was written: «más de 300», «sí», «2016-05-05»; of a free text, that it is one."""
    if kind == "number":
        return number_es(Decimal(value))
    if kind == "percentage":
        return f"{number_es(Decimal(value))} %"
    if kind == "yes_no":
        return "sí" if value == "true" else "no"
    if kind in BOUNDED:
        low, _sep, high = value.removesuffix("!").partition("/")
        said = {"low": number_es(Decimal(low)) if low else "", "high": number_es(Decimal(high)) if high else ""}
        return BOUNDED[kind][value.endswith("!")].format(**said)
    return value if kind == "date" or (kind == "list" and not is_text(value)) else TEXT


def is_text(value: str) -> bool:
    """Whether a value is the digest of a free text, which stands sealed (``sealing``)."""
    return value.startswith(DIGEST)


def _value(found: Reading) -> str:
    if found.kind in {"number", "percentage"}:
        return _plainly(found.value)
    if found.kind == "yes_no":
        return "true" if found.yes else "false"
    if found.kind in BOUNDED:
        ends = "/".join(map(_plainly, (found.low, found.high)))
        return f"{ends}{'!' if found.beyond else ''}"
    if found.kind == "date":
        return found.period.iso() if found.period else ""
    if found.kind == "list":
        return "; ".join(sorted(fold(one) for one in found.items))
    return fold(found.as_written)


def _plainly(number: Decimal | None) -> str:
    """A number without the zeros that say nothing: «2,896.00» is 2896. Nothing where there is none."""
    return "" if number is None else format(number.normalize(), "f")
