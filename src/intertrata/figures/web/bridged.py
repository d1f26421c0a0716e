"""A bridge as a page: two counts in a sentence, a drawing, the table whose parts make the difference.

In: a bridge and what its registers are called. Out: ``Bridged``. What a cause says of «el otro registro» is said with its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intertrata.figures.bridge import Part, causes
from intertrata.figures.queries import Bridge
from intertrata.figures.web import waterfall
from intertrata.figures.web.waterfall import Drawing

WIDE, LABELS, NARROW = 1000, 340, 344


@dataclass(frozen=True)
class Row:
    """One cause: its name, what it means, how much of it stands on each side, what it adds to the difference."""

    cause: str
    meaning: str
    a: str
    b: str
    difference: str


@dataclass(frozen=True)
class Bridged:
    """What the template prints; ``said`` is what the drawing says to who cannot see it."""

    a: str
    b: str
    a_count: str
    b_count: str
    both: str
    difference: str
    sentences: tuple[str, ...]
    rows: tuple[Row, ...]
    said: str
    wide: Drawing
    narrow: Drawing


def bridged(found: Bridge, called: Mapping[str, str], *, unit: str) -> Bridged:
    """Give the page of a bridge.

    Args:
        called: by register, what everybody calls it. unit: what is counted (``definitions.Unit``).
    """
    a, b = (called.get(one.register, one.register) for one in (found.a, found.b))
    only_a = [(named(part.title, a, b), part.count) for part in found.parts if part.side == "a"]
    only_b = [(named(part.title, b, a), part.count) for part in found.parts if part.side == "b"]
    steps = waterfall.steps((a, found.a.count), (b, found.b.count), only_a, only_b)
    return Bridged(
        a=a,
        b=b,
        a_count=f"{found.a.count:,}",
        b_count=f"{found.b.count:,}",
        both=f"{found.both:,}",
        difference=signed(found.difference),
        sentences=tuple(_sentences(found, a, b, unit=unit)),
        rows=tuple(_rows(found.parts)),
        said="; ".join(f"{step.label}: {waterfall.SIGNS[step.kind]}{step.amount:,}" for step in steps) + ".",
        wide=waterfall.draw(steps, width=WIDE, labels=LABELS),
        narrow=waterfall.draw(steps, width=NARROW, labels=0),
    )


def named(text: str, here: str, there: str) -> str:
    """Say a cause with the registers' names: «en el otro registro» is «en SISTRA»."""
    words = (("del otro registro", f"de {there}"), ("el otro registro", there), ("El otro registro", there))
    for generic, name in (*words, ("del mismo registro", f"de {here}"), ("este registro", here)):
        text = text.replace(generic, name)
    return text


def signed(number: int) -> str:
    """Give a difference with its sign written as a minus, not as a hyphen."""
    return f"{number:+,}".replace("-", "−") if number else "0"


def _sentences(found: Bridge, a: str, b: str, *, unit: str) -> list[str]:
    counts = {"a": a, "b": b, "a_count": f"{found.a.count:,}", "b_count": f"{found.b.count:,}", "difference": f"{abs(found.difference):,}"}
    said = [_("%(a)s cuenta %(a_count)s; %(b)s, %(b_count)s. La diferencia es %(difference)s.") % counts]
    if unit == "person":
        words = ngettext("%(both)s persona está en los dos.", "%(both)s personas están en los dos.", found.both)
    elif unit == "operation":
        words = ngettext("%(both)s operativo está en los dos.", "%(both)s operativos están en los dos.", found.both)
    else:
        words = ngettext("%(both)s caso está en los dos.", "%(both)s casos están en los dos.", found.both)
    said.append(words % {"both": f"{found.both:,}"})
    for side, here, there in (("a", a, b), ("b", b, a)):
        parts = sorted((part for part in found.parts if part.side == side), key=lambda part: -part.count)
        if parts:
            total = sum(part.count for part in parts)
            reasons = "; ".join(f"{_small(named(part.title, here, there))}, {part.count:,}" for part in parts)
            words = _("%(total)s de %(here)s no se cuentan en %(there)s: %(reasons)s.")
            said.append(words % {"total": f"{total:,}", "here": here, "there": there, "reasons": reasons})
    return said


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _rows(parts: tuple[Part, ...]) -> list[Row]:
    """One row a cause that occurs, in the order of the closed list."""
    counts = {(part.side, part.cause): part.count for part in parts}
    rows = []
    for code, cause in causes().items():
        a, b = counts.get(("a", code), 0), counts.get(("b", code), 0)
        if a or b:
            rows.append(Row(cause.es, cause.help, f"{a:,}", f"{b:,}", signed(a - b)))
    return rows
