"""The door of the store to read: what was told of an indicator, a place, a period, as it stood on a day.

In: codes, days. Out: ``Told`` statements. Deposits that nobody filed yet are read from the registers themselves: nothing told is ever
missing, it only takes longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from intertrata.figures.models import Filing, Statement
from intertrata.figures.told import reading
from intertrata.figures.told.reading import Told
from intertrata.figures.told.stored import COLUMNS, Held, around, held_again, held_of, standing_of, statements_in, told_again
from intertrata.registers import queries as registers
from intertrata.storage.bulk import read_rows
from intertrata.vocabulary.jurisdictions import LIMA, LIMA_METROPOLITANA, LIMA_PROVINCIAS
from intertrata.vocabulary.offences import in_family
from intertrata.vocabulary.periods import Period

Brought = tuple[tuple[str, str], ...]
TABLE, FILINGS = Statement._meta.db_table, Filing._meta.db_table
AS_TEXT = {"cut_off", "start", "end", "vintage"}
PICKED = ", ".join(f'CAST(s."{name}" AS TEXT)' if name in AS_TEXT else f's."{name}"' for name in COLUMNS)
IN_ORDER = itemgetter(*(COLUMNS.index(name) for name in ("source", "table", "line", "record")))
FILED = f'JOIN "{FILINGS}" f ON f."id" = s."filing"'
# No later event of the same record counts by then. Found by the index on records, one look an event.
LAST = f"""NOT EXISTS (SELECT 1 FROM "{TABLE}" n JOIN "{FILINGS}" g ON g."id" = n."filing"
           WHERE n."record" = s."record" AND (n."cut_off", n."order") > (s."cut_off", s."order")%(until)s)"""


@dataclass(frozen=True)
class Asked:
    """Which statements are asked for. ``department``: a row of the national tables, "" for what is of no department; None: all."""

    indicator: str | None = None
    source: str | None = None
    department: str | None = None
    start: date | None = None
    end: date | None = None


def brought() -> Brought:
    """Give every closed deposit that brought figures, and the file it was: what was told is another where this is."""
    return tuple((one.id, one.file) for one in registers.deposits(kind="figures"))


def unfiled(deposits: Brought) -> list[str]:
    """Give those of the deposits whose statements are not in the store yet."""
    filed = {one.hex for one in Filing.objects.values_list("deposit", flat=True)}
    return [one for one, _ in deposits if one not in filed]


def statements(deposits: Brought, asked: Asked, *, as_of: date | None = None, about: Period | None = None) -> list[Told]:
    """Give the statements that stand (by a day), about trafficking, of the newest vintage of each fact.

    Args:
        deposits: as ``brought`` gives them.
        asked: which.
        as_of: only what we held by that day.
        about: where one number is looked at, its period: of other years some may be left out that say nothing new of what each source
            tells at all (``stored.around``).

    Raises:
        Problem: ``figure_without_period``, ``period_unreadable``.
    """
    if unfiled(deposits):
        found = statements_in(_kept(_read(deposits), asked, as_of, last=True))
    else:
        rows = sorted(_rows(asked, as_of, last=True), key=IN_ORDER)
        found = map(told_again, around(rows, about) if about else rows)
    return reading.standing(found, offences=in_family("trafficking"))


def standing(deposits: Brought, source: str) -> list[Held]:
    """Give the events of one source whose statements stand, as ``statements`` does; what could not be read as a statement is left out."""
    events = [one for one in _of_source(deposits, source) if one.told]
    kept = {one.record for one in reading.standing(statements_in(events), offences=in_family("trafficking"))}
    return [one for one in events if one.record in kept]


def _of_source(deposits: Brought, source: str) -> list[Held]:
    asked = Asked(source=source)
    if unfiled(deposits):
        return _kept(_read(deposits), asked, None, last=True)
    return standing_of(map(held_again, _rows(asked, None, last=True)))


def history(deposits: Brought, asked: Asked, *, as_of: date | None = None) -> list[Held]:
    """Give every event that ever told one of these statements, the overtaken ones too, the oldest first."""
    if unfiled(deposits):
        events: Iterable[Held] = _kept(_read(deposits), asked, as_of, last=False)
    else:
        events = map(held_again, _rows(asked, as_of, last=False))
    found = [one for one in events if one.told]
    return sorted(found, key=lambda one: (*one.moment, one.source, one.table, one.line))


def indicators(deposits: Brought) -> list[str]:
    """Give the indicators of which anybody ever told a figure, sorted."""
    if unfiled(deposits):
        return sorted({one.told.statement.fact.indicator for one in _read(deposits) if one.told})
    # From one indicator to the next by the index: a DISTINCT would read all of it.
    sql = f"""WITH RECURSIVE one(name) AS (SELECT MIN("indicator") FROM "{TABLE}" UNION ALL
              SELECT (SELECT MIN("indicator") FROM "{TABLE}" WHERE "indicator" > one.name) FROM one WHERE one.name IS NOT NULL)
              SELECT name FROM one WHERE name > ''"""
    return [name for batch in read_rows("default", sql) for (name,) in batch]


def _rows(asked: Asked, as_of: date | None, *, last: bool) -> Iterator[Sequence[Any]]:
    """The rows of the store asked for; ``last``: of each record only what it said last (by the day)."""
    where, values = _where(asked, as_of)
    if last:
        where.append(LAST % {"until": ' AND n."cut_off" <= %s' if as_of else ""})
        values += [as_of.isoformat()] if as_of else []
    sql = f'SELECT {PICKED} FROM "{TABLE}" s {FILED} WHERE {" AND ".join(where)}'
    return (row for batch in read_rows("default", sql, values) for row in batch)


def _where(asked: Asked, as_of: date | None) -> tuple[list[str], list[Any]]:
    said: list[tuple[str, Sequence[Any]]] = [('NOT s."gone"', ())]
    for column, value in (("indicator", asked.indicator), ("source", asked.source)):
        said += [(f's."{column}" = %s', (value,))] if value is not None else []
    said += [within(asked.department)] if asked.department is not None else []
    said += [('s."start" >= %s', (asked.start.isoformat(),))] if asked.start else []
    said += [('s."start" <= %s AND s."end" <= %s', (asked.end.isoformat(),) * 2)] if asked.end else []
    said += [('s."cut_off" <= %s', (as_of.isoformat(),))] if as_of else []
    return [text for text, _ in said], [value for _, values in said for value in values]


def within(department: str) -> tuple[str, Sequence[str]]:
    """Give the condition that a statement's place lies in a row of the national tables, as a stretch of the index."""
    stretch = 's."place" >= %s AND s."place" < %s'
    if department in ("", LIMA):
        return 's."place" = %s', (department,)
    if department == LIMA_PROVINCIAS:
        after = f"{int(LIMA_METROPOLITANA) + 1:04d}"
        return f"({stretch})", (after, f"{int(LIMA) + 1:02d}")
    return stretch, (department, f"{int(department) + 1:0{len(department)}d}")


def _read(deposits: Brought) -> Iterator[Held]:
    documents: Mapping[str, str] = dict(deposits)
    return (one for batch in registers.events_told("figure") for one in held_of(batch, documents))


def _kept(events: Iterator[Held], asked: Asked, as_of: date | None, *, last: bool) -> list[Held]:
    """Those of the events that are asked for; what a record said last is found before: a correction may have moved it elsewhere."""
    found = standing_of(events, as_of=as_of) if last else [one for one in events if as_of is None or one.cut_off <= as_of]
    return [one for one in found if _fits(one, asked)]


def _fits(one: Held, asked: Asked) -> bool:
    if asked.source not in (None, one.source):
        return False
    if one.told is None:
        return bool(one.problem) and asked.department is None and asked.indicator in (None, (one.problem or {}).get("indicator"))
    fact, period = one.told.statement.fact, one.told.period
    return (
        asked.indicator in (None, fact.indicator)
        and (asked.department is None or asked.department == (one.told.department or ""))
        and (asked.start is None or period.start >= asked.start)
        and (asked.end is None or (period.end is not None and period.end <= asked.end))
    )
