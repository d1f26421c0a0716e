"""Places: UBIGEO codes of one scheme or the other, and names of department, province and district.

In: text. Out: INEI codes of 2, 4 or 6 digits, or the rule that it breaks: a code of the other scheme says so, since most
codes name another district there.
"""

from __future__ import annotations

import polars as pl

from intertrata.registers.checking.reading import Reading, Verdict, judged
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.gazetteer import Scheme
from intertrata.vocabulary.territory import convert, find, place

LEADING_ZERO = "leading_zero"
OTHER_SCHEME = "ubigeo_other_scheme"
BETWEEN = "\x1e"


def read_ubigeos(cells: pl.Series, scheme: Scheme) -> Reading:
    """Read a column of UBIGEO codes of a scheme as codes of INEI.

    Rules: ``ubigeo_malformed``, ``ubigeo_unknown``, ``ubigeo_other_scheme``, ``ubigeo_no_twin`` (a RENIEC code INEI has none for).
    """
    return judged(cells, lambda text: judge_ubigeo(text, scheme))


def judge_ubigeo(text: str, scheme: Scheme) -> Verdict:
    """Read one UBIGEO code; a zero that a spreadsheet ate is put back and noted."""
    try:
        found = place(text, scheme=scheme)
    except Problem as problem:
        other = problem.where.get("other", "")
        return Verdict(rule=problem.code, expected=f"{scheme.upper()} ({other})" if other else scheme.upper())
    twin = convert(found, "inei")
    if twin is None:
        return Verdict(rule="ubigeo_no_twin", expected="INEI")
    return Verdict(twin.code, mended=LEADING_ZERO if len(text) % 2 else "")


def read_place_names(names: list[pl.Series]) -> Reading:
    """Read the names of department, province and district, side by side, as INEI codes; no department, no place.

    Rules: ``place_unknown``, ``place_ambiguous``, ``place_is_a_city`` (Pucallpa is no department) and their like.
    """
    columns = pl.DataFrame([name.alias(str(level)) for level, name in enumerate(names)])
    together = columns.select(
        pl.when(pl.col("0").is_not_null()).then(pl.concat_str(pl.all().fill_null(""), separator=BETWEEN)).alias("place")
    ).to_series()
    return judged(together, _judge_names)


def _judge_names(text: str) -> Verdict:
    try:
        return Verdict(find(*text.split(BETWEEN)).code)
    except Problem as problem:
        nearest = problem.where.get("nearest") or problem.where.get("department") or problem.where.get("options") or ""
        return Verdict(rule=problem.code, expected=str(nearest)[:300])
