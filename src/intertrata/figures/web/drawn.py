"""Told series in words around their drawing. In: lines of sources, what these are called. Out: what the template prints, a drawing at most six lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from intertrata.figures.queries import Point, SourceLine, Turn
from intertrata.figures.web import line_chart
from intertrata.figures.web.counts import period_of
from intertrata.figures.web.line_chart import MARKS, Break, Drawing, Spot
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.statement import number_es
from intertrata.vocabulary.wording import listed

WIDE, NARROW = (1000, 260), (344, 220)
SAMPLE = (17, 7)
LAW = {"legal_basis": "legal_scope"}


@dataclass(frozen=True)
class Drawn:
    """One drawing; ``id``: its name on the page; ``said`` is what it says to who cannot see it, ``legend`` the name of each line with its mark, ``table`` a line a period."""

    id: str
    wide: Drawing
    narrow: Drawing
    said: str
    legend: tuple[tuple[int, str, str], ...]
    table: tuple[tuple[str, tuple[str, ...]], ...]
    bounded: bool
    broken: bool
    millions: bool


def drawn(lines: Sequence[SourceLine], called: Mapping[str, str], *, name: str = "serie") -> list[Drawn]:
    """Give the drawings of lines that can be compared, ``MARKS`` lines each; ``name``: another for each call on a page."""
    sheets = [lines[at : at + MARKS] for at in range(0, len(lines), MARKS)]
    return [_drawn(one, called, f"{name}-{number}") for number, one in enumerate(sheets, 1) if any(line.known for line in one)]


def _drawn(lines: Sequence[SourceLine], called: Mapping[str, str], name: str) -> Drawn:
    names = _names(lines, called)
    tracks = [[_spot(point) for point in one.points] for one in lines]
    breaks = [
        Break(point.period.start, f"{who}: {_turn(point, turn)}")
        for who, one in zip(names, lines, strict=True)
        for point in one.points
        for turn in point.turns
    ]
    said = " ".join(
        [
            *(_said(who, one) for who, one in zip(names, lines, strict=True)),
            *(f"{one.words[:1].upper()}{one.words[1:]}." for one in breaks),
        ]
    )
    wide, narrow = (line_chart.draw(tracks, breaks, width=width, height=height) for width, height in (WIDE, NARROW))
    legend = tuple((number, who, line_chart.mark(number, *SAMPLE)) for number, who in enumerate(names))
    spots = [spot for track in tracks for spot in track]
    millions = max(spot.value or 0 for spot in spots) >= line_chart.MILLION
    return Drawn(name, wide, narrow, said, legend, tuple(_table(lines)), any(spot.at_least for spot in spots), bool(breaks), millions)


def _table(lines: Sequence[SourceLine]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What is drawn, as a table: a row a period, a cell a line, with every value that it says of it."""
    periods = sorted({point.period for one in lines for point in one.points}, key=lambda period: period.days)
    for period in periods:
        of_period = [[point for point in one.points if point.period == period] for one in lines]
        when = next(_when(point) for points in of_period for point in points)
        yield when, tuple(" / ".join(map(_text, points)) or "—" for points in of_period)


def _names(lines: Sequence[SourceLine], called: Mapping[str, str]) -> list[str]:
    """What tells each line from the others: whose, of which system, at which place of a document, of which source."""
    parts = [(*one.of, called.get(one.source, one.source)) for one in lines]
    shared = set.intersection(*(set(each) for each in parts)) if len(parts) > 1 else set()
    return [" · ".join(text for text in each if text not in shared) or each[-1] for each in parts]


def _spot(point: Point) -> Spot:
    end = point.period.end or point.period.start
    return Spot(point.period.start, end, point.value, _text(point), point.at_least, point.joined)


def _text(point: Point) -> str:
    if point.value is None:
        return _("sin dato")
    return f"≥ {number_es(point.value)}" if point.at_least else number_es(point.value)


def _when(point: Point) -> str:
    return period_of(point.period.start.isoformat(), point.period.end.isoformat() if point.period.end else None)


def _said(name: str, line: SourceLine) -> str:
    return f"{name}: {'; '.join(f'{_when(point)}, {_text(point)}' for point in line.points)}."


def _turn(point: Point, turn: Turn) -> str:
    """Why a series begins anew, in words."""
    since = _("desde %(when)s") % {"when": _when(point)}
    if turn.kind == "article":
        now, before = listed(turn.now), listed(turn.before)
        return _("%(since)s por artículo %(now)s; antes %(before)s") % {"since": since, "now": now, "before": before}
    if turn.kind == "definition":
        return _("%(since)s con otra definición") % {"since": since}
    if turn.kind == "stated":
        return _("%(since)s es otra serie, según la fuente") % {"since": since}
    return f"{since}: {code_list('verdict').es(LAW.get(turn.kind, turn.kind)).lower()}"
