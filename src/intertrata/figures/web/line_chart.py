"""Told series as a drawing: over time, one line a source, each with its own stroke and mark, nothing where nothing was told.

In: tracks: periods with values and what is written beside them. Out: places as text, ready for SVG; no word or number stands only in the
drawing. Lengths are user units of the drawing's own box. Values start at zero, so that no difference looks larger than it is.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count, pairwise

MARKS = 6  # kinds of strokes and marks that are told apart without colour
LINE, LETTER, GAP, RADIUS = 19, 7.6, 10, 5.5
FOOT, ARROW = 26, 14
STEPS = 4
MILLION = 1_000_000
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Spot:
    """What is told of one period, None: nothing; ``text``: the value in words; ``joined``: whether a line leads here from the spot before."""

    start: date
    end: date
    value: Decimal | None
    text: str
    at_least: bool
    joined: bool


@dataclass(frozen=True)
class Break:
    """The day from which a series is another one, and why, in words."""

    day: date
    words: str


@dataclass(frozen=True)
class Stroke:
    """The line of a track where both ends are values, or (``thin``) where one of them is only a bound, so that its course is not known."""

    track: int
    path: str
    thin: bool


@dataclass(frozen=True)
class Dot:
    """A mark in its place; ``arrow`` points to where the true value may lie, where only a bound is known."""

    track: int
    mark: str
    arrow: str


@dataclass(frozen=True)
class Words:
    """A text in its place."""

    x: str
    y: str
    anchor: str
    text: str


@dataclass(frozen=True)
class Rule:
    """A stroke of the ground: a value across, or a year's beginning, or a break with its words (one a line)."""

    x1: str
    y1: str
    x2: str
    y2: str
    words: tuple[Words, ...]


@dataclass(frozen=True)
class Drawing:
    """The whole drawing: its box, the ground, the breaks, the strokes by track, the marks, the values written."""

    width: str
    height: str
    values: tuple[Rule, ...]
    years: tuple[Rule, ...]
    breaks: tuple[Rule, ...]
    strokes: tuple[Stroke, ...]
    dots: tuple[Dot, ...]
    labels: tuple[Words, ...]


@dataclass(frozen=True)
class Placed:
    """A spot that has a value, in its place."""

    x: float
    y: float
    spot: Spot

    @property
    def head(self) -> float:
        """Where its mark and arrow end above."""
        return self.y - RADIUS - (ARROW if self.spot.at_least else 0)


@dataclass(frozen=True)
class Plane:
    """Where days and values lie in the box."""

    left: float
    right: float
    top: float
    foot: float
    first: date
    last: date
    low: Decimal
    high: Decimal

    def x(self, day: date) -> float:
        """Where a day begins."""
        return self.left + (self.right - self.left) * (day - self.first).days / ((self.last - self.first).days + 1)

    def y(self, value: Decimal) -> float:
        """How high a value stands."""
        return self.foot - (self.foot - self.top) * float((value - self.low) / (self.high - self.low))

    def spots(self, tracks: Sequence[Sequence[Spot]]) -> list[list[Placed]]:
        """The spots that have a value, each in the middle of its period; those that would lie on another stand beside it."""
        taken: list[tuple[float, float]] = []
        found: list[list[Placed]] = []
        for track in tracks:
            found.append([])
            for one in track:
                if one.value is not None:
                    x, y = _free((self.x(one.start) + self.x(one.end)) / 2, self.y(one.value), taken)
                    taken.append((x, y))
                    found[-1].append(Placed(x, y, one))
        return found


def draw(tracks: Sequence[Sequence[Spot]], breaks: Sequence[Break], *, width: int, height: int) -> Drawing:
    """Place the tracks in a box.

    Args:
        tracks: at most ``MARKS`` of them, each in the order of time; one spot of all at least has a value.
        breaks: where a series begins anew.
        width: of the box. height: of the part of it where values stand; the words of breaks stand above.
    """
    spots = [one for track in tracks for one in track]
    ticks = steps([one.value for one in spots if one.value is not None])
    years = range(min(one.start.year for one in spots), max(one.end.year for one in spots) + 1)
    written = [amount(tick, of=ticks[-1]) for tick in ticks]
    left = max(map(len, written)) * LETTER + GAP
    head = sum(len(_wrapped(one, left, width, years)) for one in breaks) * LINE + (GAP if breaks else 0)
    top = head + ARROW + LINE + GAP
    plane = Plane(left, width - GAP, top, top + height, date(years[0], 1, 1), date(years[-1], 12, 31), ticks[0], ticks[-1])
    placed = plane.spots(tracks)
    return Drawing(
        _n(width),
        _n(plane.foot + FOOT),
        tuple(_value(tick, text, plane) for tick, text in zip(ticks, written, strict=True)),
        tuple(_years(years, plane)),
        tuple(_breaks(breaks, plane, width, years)),
        tuple(stroke for number, track in enumerate(placed) for stroke in _strokes(number, track)),
        tuple(_dot(number, one) for number, track in enumerate(placed) for one in track),
        tuple(_labels(placed, plane)),
    )


def mark(track: int, x: float, y: float) -> str:
    """Give the outline of a track's mark around a point: a disc, a square, a triangle, a diamond, one upside down, a cross."""
    r, at = RADIUS, f"M{_n(x)} {_n(y)}"
    shapes = (
        f"{at}m{_n(-r)} 0a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {_n(-2 * r)} 0z",
        f"{at}m{_n(-r)} {_n(-r)}h{2 * r}v{2 * r}h{_n(-2 * r)}z",
        f"{at}m0 {_n(-r - 1)}l{_n(r + 1)} {_n(2 * r)}h{_n(-2 * r - 2)}z",
        f"{at}m0 {_n(-r - 1)}l{_n(r + 1)} {_n(r + 1)}l{_n(-r - 1)} {_n(r + 1)}l{_n(-r - 1)} {_n(-r - 1)}z",
        f"{at}m0 {_n(r + 1)}l{_n(r + 1)} {_n(-2 * r)}h{_n(-2 * r - 2)}z",
        f"{at}m{_n(-r)} {_n(-r)}l{2 * r} {2 * r}m{_n(-2 * r)} 0l{2 * r} {_n(-2 * r)}",
    )
    return shapes[track % MARKS]


def steps(values: Sequence[Decimal]) -> list[Decimal]:
    """Give round values from zero (or below the least) to above the greatest, four steps or a little more."""
    low, high = min(*values, Decimal(0)), max(*values, Decimal(0))
    span = (high - low) or Decimal(STEPS)
    power = Decimal(1).scaleb((span / STEPS).adjusted())
    step = next(power * times for times in (1, 2, 5, 10) if power * times * STEPS >= span)
    first = int((low / step).to_integral_value(rounding="ROUND_FLOOR"))
    last = max(int((high / step).to_integral_value(rounding="ROUND_CEILING")), first + 1)
    return [step * number for number in range(first, last + 1)]


def amount(value: Decimal, *, of: Decimal) -> str:
    """Write a round value; beside millions in millions, so that it is short."""
    text = f"{value / MILLION if of >= MILLION else value:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text} M" if of >= MILLION and value else text or "0"


def _free(x: float, y: float, taken: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The place itself or, where another mark stands there, the nearest beside it: right, left, further right."""
    shifts = ((number + 1) // 2 * (2 * RADIUS if number % 2 else -2 * RADIUS) for number in count())
    beside = (x + shift for shift in shifts)
    return next(at for at in beside if all(abs(at - other) >= 2 * RADIUS or abs(y - high) >= 2 * RADIUS for other, high in taken)), y


def _value(tick: Decimal, text: str, plane: Plane) -> Rule:
    y = plane.y(tick)
    return Rule(_n(plane.left), _n(y), _n(plane.right), _n(y), (Words(_n(plane.left - GAP / 2), _n(y + 5), "end", text),))


def _years(years: range, plane: Plane) -> Iterator[Rule]:
    band = (plane.right - plane.left) / len(years)
    each = max(1, round(4 * LETTER / band + 0.5))
    for number, year in enumerate(years):
        x, foot = plane.x(date(year, 1, 1)), plane.foot
        words = (Words(_n(x + band / 2), _n(foot + LINE), "middle", str(year)),) if number % each == 0 else ()
        yield Rule(_n(x), _n(foot), _n(x), _n(foot + 5), words)


def _wrapped(one: Break, left: float, width: float, years: range) -> list[str]:
    """The words of a break in the lines that fit beside it: to its right, or to its left where there is more room."""
    share = (one.day - date(years[0], 1, 1)).days / (366 * len(years))
    x = left + (width - GAP - left) * share
    return textwrap.wrap(one.words, max(12, int((max(x, width - x) - 2 * GAP) / LETTER)))


def _breaks(breaks: Sequence[Break], plane: Plane, width: float, years: range) -> Iterator[Rule]:
    y = float(LINE)
    for one in breaks:
        x, lines = plane.x(one.day), _wrapped(one, plane.left, width, years)
        anchor, at = ("start", x + 6) if x < width / 2 else ("end", x - 6)
        words = tuple(Words(_n(at), _n(y + LINE * number), anchor, text) for number, text in enumerate(lines))
        yield Rule(_n(x), _n(y - LINE + 6), _n(x), _n(plane.foot), words)
        y += LINE * len(lines)


def _strokes(number: int, track: Sequence[Placed]) -> Iterator[Stroke]:
    """The paths between the spots that are joined: nothing passes over what is missing or begins anew."""
    paths = {True: "", False: ""}
    for before, one in pairwise(track):
        if one.spot.joined:
            thin = before.spot.at_least or one.spot.at_least
            paths[thin] += f"M{_n(before.x)} {_n(before.y)}L{_n(one.x)} {_n(one.y)}"
    yield from (Stroke(number, path, thin) for thin, path in paths.items() if path)


def _dot(track: int, one: Placed) -> Dot:
    arrow = f"M{_n(one.x)} {_n(one.y - RADIUS)}v{-ARROW}m-4 5l4 -5l4 5" if one.spot.at_least else ""
    return Dot(track, mark(track, one.x, one.y), arrow)


def _labels(tracks: Sequence[Sequence[Placed]], plane: Plane) -> Iterator[Words]:
    """The values beside their marks, the last of each track first, wherever one fits without covering another or a mark; once where they are the same."""
    spots = [one for track in tracks for one in reversed(track)]
    taken: list[Box] = [(one.x - RADIUS, one.head, one.x + RADIUS, one.y + RADIUS) for one in spots]
    written: set[tuple[str, str, date, date]] = set()
    for one in spots:
        same = (_n(one.y), one.spot.text, one.spot.start, one.spot.end)
        half = len(one.spot.text) * LETTER / 2
        middle = min(max(one.x, plane.left + half), plane.right - half)
        for base in (one.head - 4, one.y + RADIUS + 15):
            box = (middle - half, base - 12, middle + half, base + 2)
            if same not in written and box[3] <= plane.foot and not any(_touch(box, other) for other in taken):
                taken.append(box)
                written.add(same)
                yield Words(_n(middle), _n(base), "middle", one.spot.text)


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _n(value: float) -> str:
    """A length as SVG writes it, whatever the page's language."""
    return f"{value:.1f}".removesuffix(".0")
