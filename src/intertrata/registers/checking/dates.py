"""Dates as institutions write them: whole, or of a year or month only; those that cannot be say why.

In: text and the column's format. Out: ISO text (``2016-05-12``, ``2016-05`` or ``2016``), or the rule that it breaks.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

import polars as pl

from intertrata.registers.checking.reading import Reading, Verdict, also_judged
from intertrata.vocabulary import periods

FIRST_YEAR, LAST_YEAR = 1900, 2100
IN_WORDS = "d de mes de yyyy"
SERIAL = "serial"
SHORT_YEAR = re.compile(r"dd([/.-])mm\1yy")
MONTHS = {name: number for number, name in enumerate(periods.MONTHS, start=1)} | {"setiembre": 9}
WORDS = re.compile(rf"(?:(?P<dd>\d{{1,2}}) de )?(?P<mes>{'|'.join(MONTHS)}) del? (?P<yyyy>\d{{4}})", re.IGNORECASE)
DAY_NUMBER = re.compile(r"(\d{5})(?:\.\d+)?")
DAY_ZERO = date(1899, 12, 30)  # Excel counts a 29 February 1900 that never was: its numbers are right from March 1900 on
TIME = r"(?:T| +)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[aApP]\.? ?[mM]\.?)?(?:Z|[+-]\d\d:?\d\d)?$"
WITH_TIME = re.compile(rf"(?<=\d){TIME}")
ISO = re.compile(r"(?P<yyyy>\d{4})-(?P<mm>\d{1,2})-(?P<dd>\d{1,2})")
YEAR = re.compile(r"(?P<yyyy>\d{4})")
MONTH = (re.compile(r"(?P<yyyy>\d{4})[-/.](?P<mm>\d{1,2})"), re.compile(r"(?P<mm>\d{1,2})[-/.](?P<yyyy>\d{4})"))
PARTS = {"dd": r"(?P<dd>\d{1,2})", "mm": r"(?P<mm>\d{1,2})", "yyyy": r"(?P<yyyy>\d{4})", "yy": r"(?P<yy>\d{2})"}
STRPTIME = {"dd": "%d", "mm": "%m", "yyyy": "%Y"}


def read_dates(cells: pl.Series, form: str, first: int = FIRST_YEAR) -> Reading:
    """Read a column of dates in the declared form (``dd/mm/yyyy``, ``dd/mm/yy``, ``d de mes de yyyy``, ``serial``) or in ISO 8601.

    A time of day is left out. Only a year, or year and month, stays so: nobody makes a day up.

    Args:
        first: the first year that two digits can mean; they mean a year of the hundred that begin with it.
    """
    cells = _days(cells, form)
    one_by_one = form in {"", IN_WORDS, SERIAL} or SHORT_YEAR.fullmatch(form)
    fast = _whole(cells, "yyyy-mm-dd" if one_by_one else form)
    return also_judged(fast, cells, lambda text: judge_date(text, form, first))


def judge_date(text: str, form: str, first: int = FIRST_YEAR) -> Verdict:
    """Read one date. Rules: ``date_format``, ``date_zero`` (a day or month 00), ``date_impossible``, ``date_range``."""
    if form == SERIAL and (number := DAY_NUMBER.fullmatch(text)):
        text = (DAY_ZERO + timedelta(days=int(number[1]))).isoformat()
    bare = WITH_TIME.sub("", text)
    found = next((match for match in (pattern.fullmatch(bare) for pattern in _patterns(form)) if match), None)
    if found is None:
        return Verdict(rule="date_format", expected=f"{as_read(form)}, aaaa-mm-dd, aaaa-mm, aaaa" if form else "aaaa-mm-dd, aaaa-mm, aaaa")
    year, month, day = _said(found.groupdict(), first)
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
    if form == SERIAL:
        return "número de día de Excel"
    return form.replace("y", "a")


def _said(parts: dict[str, str | None], first: int) -> tuple[int, int | None, int | None]:
    """Year, month and day as they are said, null where they are not."""
    numbers = {name: int(text) for name, text in parts.items() if text and name != "mes"}
    month = MONTHS[str(parts["mes"]).lower()] if "mes" in parts else numbers.get("mm")
    year = numbers["yyyy"] if "yyyy" in numbers else first + (numbers["yy"] - first) % 100
    return year, month, numbers.get("dd")


def _patterns(form: str) -> tuple[re.Pattern[str], ...]:
    declared = (_declared(form),) if form and form != SERIAL else ()
    return (*declared, ISO, YEAR, *MONTH)


def _declared(form: str) -> re.Pattern[str]:
    """The declared form; where it has separators, any of ``/ . -`` will do, and a day or month of one digit."""
    if form == IN_WORDS:
        return WORDS
    parts = re.findall("dd|mm|yyyy|yy", form)
    separated = len(form) > sum(map(len, parts))
    if separated:
        return re.compile(r"[/.-]".join(PARTS[part] for part in parts))
    return re.compile("".join(PARTS[part].replace("{1,2}", "{2}") for part in parts))


def _days(cells: pl.Series, form: str) -> pl.Series:
    """Leave out the time of day of a whole column at once: with it every cell is a text of its own, to be judged on its own."""
    if form == SERIAL or not cells.str.contains(":", literal=True).any():  # a day number with a time beside it is none
        return cells
    days = cells.str.replace(rf"(\d){TIME}", "$1")
    return days.zip_with(~days.str.contains(":", literal=True), cells)  # two times in one cell are no time


def _whole(cells: pl.Series, form: str) -> pl.Series:
    """Read the cells that follow the form to the letter; the others stay null and are judged one by one."""
    strptime = form
    for part, directive in STRPTIME.items():
        strptime = strptime.replace(part, directive)
    loose = (cells.str.len_bytes() != len(form)) | cells.str.contains(" ", literal=True)  # chrono lets a blank stand for a digit
    dates = cells.set(loose, None).str.to_date(strptime, strict=False)
    years = dates.dt.year()
    return dates.set((years < FIRST_YEAR) | (years > LAST_YEAR), None).dt.to_string("%Y-%m-%d")
