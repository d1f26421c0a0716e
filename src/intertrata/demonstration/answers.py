"""What the entities of the invented country answer when they are asked: on time, late, in part, not at all; values, and reasons for having none.

In: whom a campaign asks and what, as plain values; a seed. Out: ``Answer`` values. The entities exist and their answers do not: whoever shows
them says so. How often each thing happens is assumed, near what the report tells of its own requests (Cuadro 1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from intertrata.demonstration.chance import pick, stream

ENDS = (("answered", 0.62), ("answered_partly", 0.12), ("denied", 0.03), ("redirected", 0.02), ("", 0.21))
"""How a request ends, and how often (assumed); nothing is no answer."""
WITHIN, LATER, LATE_SHARE = 15, 60, 0.3
"""Days until an answer that is in time, or late, and how many of the answers are late (assumed)."""
LACKS = (("SD", 0.2), ("SPE", 0.06), ("", 0.74))
"""Why an answer has no value, and how often (assumed)."""
LEFT_OUT = 0.4
"""How many of its questions an answer in part leaves out (assumed)."""


@dataclass(frozen=True)
class Cell:
    """One question of one period: its codes, the kind of its answer, whether it is money."""

    item: str
    period: str
    kind: str
    money: bool


@dataclass(frozen=True)
class Said:
    """What an answer says of a cell: a text, or the status that says why there is none."""

    item: str
    period: str
    text: str
    status: str


@dataclass(frozen=True)
class Answer:
    """How one request ended, on which day, and what its form says; nothing where it was not answered."""

    request: str
    kind: str
    day: date
    says: tuple[Said, ...]


def answers(asked: Sequence[tuple[str, Sequence[Cell]]], *, filed: date, seed: int) -> list[Answer]:
    """Invent what each request is answered.

    Args:
        asked: the id of each request with its cells.
        filed: the day they were all filed.

    Returns:
        one a request that was answered, in their order; the same seed gives the same.
    """
    rng = stream(seed, "answers")
    ends = pick(rng, [share for _end, share in ENDS], len(asked))
    made = []
    for (request, cells), end in zip(asked, ends, strict=True):
        kind, late = ENDS[end][0], rng.random() < LATE_SHARE
        day = filed + timedelta(days=int(rng.integers(WITHIN + 1, LATER) if late else rng.integers(3, WITHIN)))
        says = _says(cells, rng, partly=kind == "answered_partly") if kind in {"answered", "answered_partly"} else ()
        if kind:
            made.append(Answer(request, kind, day, says))
    return made


def _says(cells: Sequence[Cell], rng: np.random.Generator, *, partly: bool) -> tuple[Said, ...]:
    lacks = pick(rng, [share for _why, share in LACKS], len(cells))
    kept = rng.random(len(cells)) >= (LEFT_OUT if partly else 0.0)
    return tuple(
        Said(cell.item, cell.period, "" if LACKS[why][0] else _text(cell, rng), LACKS[why][0])
        for cell, why, stays in zip(cells, lacks, kept, strict=True)
        if stays
    )


def _text(cell: Cell, rng: np.random.Generator) -> str:
    """A value as an entity writes it."""
    if cell.kind == "number":
        return f"S/ {int(rng.integers(5_000, 900_000)):,}.00" if cell.money else str(int(rng.integers(0, 120)))
    return {
        "yes_no": "Sí" if rng.random() < 0.6 else "No",
        "date": f"{int(rng.integers(1, 29)):02d}/0{int(rng.integers(1, 10))}/2016",
        "list": "Charlas; afiches; spot radial",
        "text": "Se coordina con la comisaría y la UDAVIT.",
    }[cell.kind]
