"""The bridge as a drawing: from one count, down by what only it has, up by what only the other has, to the other count.

In: two counts and the parts of their difference. Out: bars with their places as text, ready for SVG; no word or
number stands only in the drawing. Lengths are user units of the drawing's own box.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["whole", "less", "more"]

ROW, LINE, BAR, GAP = 40, 19, 22, 10
BASE = 14
LETTER = 7.6
ROOM_FOR_AMOUNT = 74
SIGNS: dict[Kind, str] = {"whole": "", "less": "−", "more": "+"}


@dataclass(frozen=True)
class Part:
    """One step: a whole count, what is taken away, or what is added; ``amount`` is never negative."""

    label: str
    amount: int
    kind: Kind


@dataclass(frozen=True)
class Bar:
    """One step with its place: label lines, rectangle, where its amount is written, the thread to the next step."""

    kind: Kind
    lines: tuple[tuple[str, str], ...]
    x: str
    y: str
    width: str
    amount: str
    amount_x: str
    amount_y: str
    thread_x: str
    thread_from: str
    thread_to: str


@dataclass(frozen=True)
class Drawing:
    """The whole drawing: its box, the bars from top to bottom, where the zero line stands."""

    width: str
    height: str
    bar_height: str
    label_x: str
    zero: str
    bars: tuple[Bar, ...]


def steps(a: tuple[str, int], b: tuple[str, int], only_a: Sequence[tuple[str, int]], only_b: Sequence[tuple[str, int]]) -> list[Part]:
    """Give the steps from A to B.

    Raises:
        ValueError: the parts do not make the difference (a bridge that does not add up is no bridge).
    """
    if a[1] - sum(n for _, n in only_a) + sum(n for _, n in only_b) != b[1]:
        raise ValueError("the parts of the bridge do not add up to the difference")
    less: list[Part] = [Part(label, n, "less") for label, n in only_a if n]
    more: list[Part] = [Part(label, n, "more") for label, n in only_b if n]
    return [Part(*a, "whole"), *less, *more, Part(*b, "whole")]


def draw(parts: Sequence[Part], *, width: int, labels: int) -> Drawing:
    """Place the steps in a box.

    Args:
        parts: as ``steps`` gives them. width: of the box.
        labels: width of the column of labels at the left; 0 puts each label above its bar.
    """
    left = labels + GAP if labels else 0
    scale = (width - left - ROOM_FOR_AMOUNT) / (max(_peaks(parts), default=0) or 1)
    texts = [textwrap.wrap(part.label, int((labels or width) / LETTER)) or [""] for part in parts]
    tops, height = _tops(texts, beside=bool(labels))
    level, bars = 0, []
    for number, part in enumerate(parts):
        start, level = _reach(part, level)
        first, top = tops[number]
        low, high = left + min(start, level) * scale, left + max(start, level) * scale
        bars.append(
            Bar(
                kind=part.kind,
                lines=tuple((line, _n(first + LINE * at)) for at, line in enumerate(texts[number])),
                x=_n(low),
                y=_n(top),
                width=_n(max(high - low, 1.5)),
                amount=SIGNS[part.kind] + f"{part.amount:,}",
                amount_x=_n(high + 8),
                amount_y=_n(top + BAR / 2 + 5),
                thread_x=_n(left + level * scale),
                thread_from=_n(top + BAR),
                thread_to=_n(tops[number + 1][1]) if number + 1 < len(parts) else "",
            )
        )
    return Drawing(_n(width), _n(height), _n(BAR), _n(labels), _n(left), tuple(bars))


def _tops(texts: Sequence[Sequence[str]], *, beside: bool) -> tuple[list[tuple[float, float]], float]:
    """Give, for each row, the base of its first line of label and the top of its bar, and the height of all."""
    tops, y = [], float(GAP)
    for lines in texts:
        words = LINE * len(lines)
        if beside:
            height = max(BAR, words)
            tops.append((y + (height - words) / 2 + BASE, y + (height - BAR) / 2))
            y += height + ROW - BAR
        else:
            tops.append((y + BASE - 3, y + words + 1))
            y += words + BAR + 2 * GAP
    return tops, y


def _reach(part: Part, level: int) -> tuple[int, int]:
    """Where the bar starts and where it leaves the running count."""
    if part.kind == "whole":
        return 0, part.amount
    return level, level - part.amount if part.kind == "less" else level + part.amount


def _peaks(parts: Sequence[Part]) -> list[int]:
    level, peaks = 0, []
    for part in parts:
        start, level = _reach(part, level)
        peaks += [start, level]
    return peaks


def _n(value: float) -> str:
    """A length as SVG writes it, whatever the page's language."""
    return f"{value:.1f}".removesuffix(".0")
