"""Offences over time: which articles of the Penal Code name each one, from when to when, and its family.

In: ``codes/offence.csv`` (the offences, ``kind`` is the family) and ``offence_articles.csv`` (their articles, with dates
and norm). Out: the offence of an article, one over time: 153 until the reform of Ley 31146 and 129-A since are both
trafficking, and prosecutors go on writing 153 for facts of before.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.periods import Period

Family = Literal["trafficking", "exploitation", "smuggling", "other"]
FAMILIES: tuple[Family, ...] = get_args(Family)
ARTICLE = re.compile(r"(?:art(?:[íi]culo|\.)?)?\s*([0-9]{2,3})\s*[°º]?\s*[-–—]?\s*([a-zñ])?", re.IGNORECASE)


@dataclass(frozen=True)
class Article:
    """One article of the Penal Code while it named one offence, by which norm, and who says so."""

    offence: str
    article: str
    in_force: Period
    norm: str
    source: str


@cache
def articles() -> tuple[Article, ...]:
    """Give every article with its offence and dates, in the order of the file."""
    text = files("intertrata.vocabulary").joinpath("offence_articles.csv").read_text(encoding="utf-8")
    return tuple(_article(row) for row in csv.DictReader(text.splitlines()))


def article_written(text: str) -> str:
    """Give an article as the house writes it («Art. 153 a» → «153-A», «129 - ñ» → «129-Ñ»); empty where it is none (S/Art)."""
    found = ARTICLE.fullmatch(unicodedata.normalize("NFC", text).strip())
    if not found:
        return ""
    return f"{found[1]}-{found[2].upper()}" if found[2] else found[1]


def by_article(article: str, *, on: date | int | None = None) -> str | None:
    """Give the offence that an article names, or None.

    Args:
        article: as institutions write it; ``article_written`` is applied.
        on: the date or the year of the figure or the charge (None: the latest). The article is read as it last stood
            by then, in force or not: a charge of 2022 under 153 is trafficking, a text of 2005 under 153 is not.
    """
    written = article_written(article)
    day = date(on, 12, 31) if isinstance(on, int) else on or date.max
    begun = [one for one in articles() if one.article == written and one.in_force.start <= day]
    return max(begun, key=lambda one: one.in_force.start).offence if begun else None


def articles_of(offence: str, *, on: date | None = None) -> tuple[str, ...]:
    """Give the articles of an offence: all it ever had, or those in force on a day."""
    return tuple(one.article for one in articles() if one.offence == offence and (on is None or on in one.in_force))


def family(offence: str) -> Family:
    """Give the family of an offence: trafficking, exploitation, smuggling (never added to trafficking) or other.

    Raises:
        Problem: ``code_unknown``.
    """
    kind = code_list("offence")[offence].kind
    return next(one for one in FAMILIES if one == kind)


def in_family(name: Family) -> tuple[str, ...]:
    """Give the offences of a family."""
    return tuple(one.code for one in code_list("offence") if one.kind == name)


def downgraded(before: Iterable[str], after: Iterable[str]) -> bool:
    """Whether a change of the offences of a case takes it out of trafficking: what has to be counted.

    A case whose new offences are not known is not downgraded: nothing known is no change.
    """
    then, now = {family(one) for one in before}, {family(one) for one in after}
    return "trafficking" in then and bool(now) and "trafficking" not in now


def _article(row: dict[str, str]) -> Article:
    ends = date.fromisoformat(row["to"]) if row["to"] else None
    return Article(row["offence"], row["article"], Period(date.fromisoformat(row["from"]), ends), row["norm"], row["source"])
