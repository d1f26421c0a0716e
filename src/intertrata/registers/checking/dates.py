"""Dates as institutions write them: whole, or of a year or month only; those that cannot be say why.

In: text and the column's format. Out: ISO text (``2016-05-12``, ``2016-05`` or ``2016``), or the rule that it breaks.
"""

from __future__ import annotations

import calendar
import re

import polars as pl

from intertrata.registers.checking.reading import Reading, Verdict, also_judged

FIRST_YEAR, LAST_YEAR = 1900, 2100
WITH_TIME = re.compile(r"(?<=\d)(?:T| +)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[aApP]\.? ?[mM]\.?)?(?:Z|[+-]\d\d:?\d\d)?$")
ISO = re.compile(r"(?P<yyyy>\d{4})-(?P<mm>\d{1,2})-(?P<dd>\d{1,2})")
YEAR = re.compile(r"(?P<yyyy>\d{4})")
MONTH = (re.compile(r"(?P<yyyy>\d{4})[-/.](?P<mm>\d{1,2})"), re.compile(r"(?P<mm>\d{1,2})[-/.](?P<yyyy>\d{4})"))
PARTS = {"dd": r"(?P<dd>\d{1,2})", "mm": r"(?P<mm>\d{1,2})", "yyyy": r"(?P<yyyy>\d{4})"}
STRPTIME = {"dd": "%d", "mm": "%m", "yyyy": "%Y"}


def read_dates(cells: pl.Series, form: str) -> Reading:
    """Read a column of dates in the declared form (``dd/mm/yyyy``) or in ISO 8601.

    A time of day is left out. Only a year, or year and month, stays so: nobody makes a day up.
    """
    fast = _whole(cells, form) if form else _whole(cells, "yyyy-mm-dd")
    return also_judged(fast, cells, lambda text: judge_date(text, form))


def judge_date(text: str, form: str) -> Verdict:
    """Read one date. Rules: ``date_format``, ``date_zero`` (a day or month 00), ``date_impossible``, ``date_range``."""
    bare = WITH_TIME.sub("", text)
    found = next((match for match in (pattern.fullmatch(bare) for pattern in _patterns(form)) if match), None)
    if found is None:
        return Verdict(rule="date_format", expected=f"{as_read(form)}, aaaa-mm-dd, aaaa-mm, aaaa" if form else "aaaa-mm-dd, aaaa-mm, aaaa")
    parts = {name: int(text) for name, text in found.groupdict().items()}
    year, month, day = parts["yyyy"], parts.get("mm"), parts.get("dd")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Verdict(rule="date_range", expected=f"{FIRST_YEAR}–{LAST_YEAR}")
    if 0 in {month, day}:
        return Verdict(rule="date_zero", expected="aaaa-mm, aaaa")
    if month is None:
        return Verdict(f"{year}")
    if month > 12 or (day is not None and day > calendar.monthrange(year, month)[1]):
        return Verdict(rule="date_impossible", expected=as_read(form or "yyyy-mm-dd"))
    return Verdict(f"{year}-{month:02}" if day is None else f"{year}-{month:02}-{day:02}")


def as_read(form: str) -> str:
    """Give a form in the reader's letters: ``dd/mm/aaaa``."""
    return form.replace("yyyy", "aaaa")


def _patterns(form: str) -> tuple[re.Pattern[str], ...]:
    declared = (_declared(form),) if form else ()
    return (*declared, ISO, YEAR, *MONTH)


def _declared(form: str) -> re.Pattern[str]:
    """The declared form; where it has separators, any of ``/ . -`` will do, and a day or month of one digit."""
    parts = re.findall("dd|mm|yyyy", form)
    separated = len(form) > sum(map(len, parts))
    if separated:
        return re.compile(r"[/.-]".join(PARTS[part] for part in parts))
    return re.compile("".join(PARTS[part].replace("{1,2}", "{2}") for part in parts))


def _whole(cells: pl.Series, form: str) -> pl.Series:
    """Read the cells that follow the form to the letter; the others stay null and are judged one by one."""
    strptime = form
    for part, directive in STRPTIME.items():
        strptime = strptime.replace(part, directive)
    loose = (cells.str.len_bytes() != len(form)) | cells.str.contains(" ", literal=True)  # chrono lets a blank stand for a digit
    dates = cells.set(loose, None).str.to_date(strptime, strict=False)
    years = dates.dt.year()
    return dates.set((years < FIRST_YEAR) | (years > LAST_YEAR), None).dt.to_string("%Y-%m-%d")
