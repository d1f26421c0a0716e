"""What a record says, in words: each field's Spanish label and its value as a reader says it.

In: a record type and the payload of one record. Out: pairs of label and text. Codes that no list holds, and places that no
gazetteer holds, are shown as they stand: nothing that an institution said is hidden because we do not know the word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from intertrata.vocabulary import periods
from intertrata.vocabulary.codes import code_list, fold
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.records import Field, RecordType
from intertrata.vocabulary.territory import place

YES, NO = "sí", "no"
PARTICLES = frozenset({"de", "del", "la", "las", "los", "y", "e", "da", "dos", "van", "von"})


def told(kind: RecordType, payload: Mapping[str, Any], *, leave_out: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Give label and text of every field that the payload states, in the order of the record type."""
    out = set(leave_out)
    stated = [field for field in kind.payload_fields if field.name not in out and payload.get(field.name) not in (None, "", [])]
    return [(field.es, value(field, payload[field.name])) for field in stated]


def value(field: Field, said: Any) -> str:
    """Give what is said of one field as a reader says it."""
    if isinstance(said, list):
        return "; ".join(value(field, one) for one in said)
    if isinstance(said, bool):
        return YES if said else NO
    if field.list:
        return code_list(field.list).es(str(said))
    if field.type == "territory":
        return place_name(str(said))
    return day(str(said)) if field.type == "date" else str(said)


def day(text: str) -> str:
    """Give a date as it is said, however exact it is: «3 de mayo de 2016», «mayo de 2016», «2016»; else as it stands."""
    try:
        return periods.parse(text).es.removeprefix("el ")
    except Problem:
        return text


def place_name(ubigeo: str) -> str:
    """Give the names of a place from the district up; a code that no list holds as it stands."""
    try:
        return place(ubigeo).full_name
    except Problem:
        return ubigeo


def personal(name: str) -> str:
    """Give a name that a register shouts as a name is written: «MARÍA DE LA CRUZ» is «María de la Cruz»; else as it stands."""
    if name != name.upper():
        return name
    words = name.lower().split()
    return " ".join(word if place and word in PARTICLES else word.title() for place, word in enumerate(words))


def listed(texts: Sequence[str]) -> str:
    """Give several things in one phrase: «RETA», «RETA y SISTRA», «RETA, SISTRA e INEI»."""
    if len(texts) < 2:
        return "".join(texts)
    heard_as_i = fold(texts[-1]).startswith(("i", "hi")) and not fold(texts[-1]).startswith(("ia", "ie", "hia", "hie"))
    return f"{', '.join(texts[:-1])} {'e' if heard_as_i else 'y'} {texts[-1]}"


def percent(share: float) -> str:
    """Give a share (0 to 1) with one decimal; all and nothing are said only where they are exactly so."""
    if share in (0, 1):
        return f"{share:.0%}"
    return "menos de 0.1%" if share < 0.001 else f"{min(share * 100, 99.9):.1f}%"
