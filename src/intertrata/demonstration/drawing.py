"""The little language in which ``ways/*.toml`` says what stands in a field: an expression, a draw by weight, a day after another.

In: rows, one draw as the file says it, a stream of chance. Out: a column. What is drawn never comes from another row's chance,
and no day is told that lies after what the register knew when it was cut.

A text is an expression of SQL over the columns there are. A table is one of

- ``of``: codes with weights, one of them; ``several``: codes with chances, any of them, at least the first;
- ``marks``: figures of the plan by year and code: each code stands in exactly so many rows of its year (``among`` some);
- ``spread``: figures of the plan by year and word: one word a row, each in exactly so many rows of its year;
- ``known``: the expression itself, which a register does not always know (``missing``); ``share``: yes or no; ``between``: a whole number, both ends included (numbers or expressions);
- ``after``: a day so many ``days`` after another one, at most ``by``;
- ``seat``: the UBIGEO of the first place of the region that a column names; ``anywhere``: of any place, more often of the usual ones;
- ``text``: a pattern with ``{column}`` and ``{order:5}``, the row's number in its year; ``ordinal``: its number among its like;

with ``when`` (an expression: nothing stands elsewhere) and ``missing`` (a share of the rows where nothing stands).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from intertrata.demonstration.apportion import Scale, apportion
from intertrata.demonstration.chance import between, pick, shuffled, some
from intertrata.demonstration.plan import counted, table
from intertrata.demonstration.wording import MANY

PLACEHOLDER = re.compile(r"\{(?P<column>\w+)(?::(?P<width>\d+))?\}")
Draw = str | int | bool | dict[str, Any]
Told = Mapping[str, Any]


def draw(rows: pl.DataFrame, told: Draw, rng: np.random.Generator, *, cut_off: date, scale: Scale) -> pl.Series:
    """Give the column that a draw makes of these rows."""
    if not isinstance(told, dict):
        return _series(rows, told)
    made = _made(rows, told, rng, scale)
    if made.dtype == pl.Date:
        made = made.set(made > cut_off, None)
    if "when" in told:
        made = pl.select(pl.when(_series(rows, told["when"]).fill_null(False)).then(made)).to_series()
    if "missing" in told:
        made = pl.select(pl.when(pl.Series(rng.random(rows.height) >= told["missing"])).then(made)).to_series()
    return made


def asked(rows: pl.DataFrame, condition: str) -> pl.Series:
    """Say of which rows a condition holds; of those of which nobody knows, it does not."""
    return _series(rows, condition).fill_null(False)


def _series(rows: pl.DataFrame, told: Draw) -> pl.Series:
    """An expression of SQL, or the number or truth itself."""
    value = pl.sql_expr(told) if isinstance(told, str) else pl.lit(told)
    found = rows.select(value.alias("drawn")).to_series()
    return found if len(found) == rows.height else pl.repeat(found[0], rows.height, dtype=found.dtype, eager=True)


def _made(rows: pl.DataFrame, told: Told, rng: np.random.Generator, scale: Scale) -> pl.Series:
    word = next(one for one in MAKES if one in told)
    return MAKES[word](rows, told, rng, scale)


def _one_of(rows: pl.DataFrame, told: Told, rng: np.random.Generator, scale: Scale) -> pl.Series:
    return pl.Series(list(told["of"]), dtype=pl.String).gather(pick(rng, list(told["of"].values()), rows.height))


def _several(rows: pl.DataFrame, told: Told, rng: np.random.Generator, scale: Scale) -> pl.Series:
    drawn = {code: pl.Series(rng.random(rows.height) < chance) for code, chance in told["several"].items()}
    return _joined(drawn, rows.height, least=True)


def _share(rows: pl.DataFrame, told: Told, rng: np.random.Generator, scale: Scale) -> pl.Series:
    return pl.Series(rng.random(rows.height) < told["share"])


def _known(rows: pl.DataFrame, told: Told, rng: np.random.Generator, scale: Scale) -> pl.Series:
    return _series(rows, told["known"])


def _between(rows: pl.DataFrame, told: Told, rng: np.random.Generator, scale: Scale) -> pl.Series:
    low, high = (_series(rows, bound).cast(pl.Int64).fill_null(0).to_numpy() for bound in told["between"])
    return pl.Series(between(rng, low, np.maximum(low, high)))


def _seat(rows: pl.DataFrame, told: Told, rng: np.random.Generator, scale: Scale) -> pl.Series:
    seats = table("places").unique("code", keep="first", maintain_order=True)
    ubigeo = dict(zip(seats["code"].to_list(), seats["ubigeo"].to_list(), strict=True))
    return rows.get_column(told["seat"]).replace_strict(ubigeo, default=None, return_dtype=pl.String)


def _anywhere(rows: pl.DataFrame, told: Told, rng: np.random.Generator, scale: Scale) -> pl.Series:
    places = table("places")
    return places["ubigeo"].gather(pick(rng, places["weight"].to_numpy().astype(np.float64), rows.height))


def _ordinal(rows: pl.DataFrame, told: Told, rng: np.random.Generator, scale: Scale) -> pl.Series:
    group = _series(rows, told["ordinal"])
    return rows.select((pl.int_range(pl.len()).over(pl.lit(group)) + 1).cast(pl.String).alias("drawn")).to_series()


def _after(rows: pl.DataFrame, told: Told, rng: np.random.Generator, scale: Scale) -> pl.Series:
    low, high = told["days"]
    start = _series(rows, told["after"]).cast(pl.Date)
    day = start.to_physical().cast(pl.Int64) + pl.Series(rng.integers(low, high + 1, rows.height))
    if "by" in told:
        last = _series(rows, told["by"]).cast(pl.Date).to_physical().cast(pl.Int64)
        day = pl.select(pl.max_horizontal(pl.min_horizontal(day, last), start.to_physical().cast(pl.Int64) + low)).to_series()
    return day.cast(pl.Int32).cast(pl.Date)


def _marks(rows: pl.DataFrame, told: Told, rng: np.random.Generator, scale: Scale) -> pl.Series:
    year = np.where(asked(rows, told.get("among", "true")).to_numpy(), rows["year"].to_numpy(), 0)
    marks = told["marks"]
    found = {}
    for code in dict.fromkeys(code for counts in marks.values() for code in counts):
        marked = np.zeros(rows.height, dtype=bool)
        for name, counts in marks.items():
            marked[some(rng, year == int(name), scale.of(counted(counts[code])) if code in counts else 0)] = True
        found[code] = pl.Series(marked)
    return _joined(found, rows.height, least=False)


def _spread(rows: pl.DataFrame, told: Told, rng: np.random.Generator, scale: Scale) -> pl.Series:
    found = pl.repeat(None, rows.height, dtype=pl.String, eager=True)
    for name, counts in told["spread"].items():
        at = np.flatnonzero((rows["year"] == int(name)).to_numpy())
        drawn = shuffled(rng, apportion(list(counts.values()), len(at)))
        found = found.scatter(at, pl.Series(list(counts), dtype=pl.String).gather(drawn))
    return found


def _joined(marked: Mapping[str, pl.Series], size: int, *, least: bool) -> pl.Series:
    """Several codes in one text; nothing where none stands, or the first code where one must."""
    codes = [pl.when(pl.lit(where)).then(pl.lit(code)) for code, where in marked.items()]
    frame = pl.DataFrame({"row": np.arange(size)}).select(pl.concat_str(codes, separator=MANY, ignore_nulls=True).alias("told"))
    empty = pl.lit(next(iter(marked))) if least else pl.lit(None, dtype=pl.String)
    return frame.select(pl.when(pl.col("told") == "").then(empty).otherwise(pl.col("told")).alias("drawn")).to_series()


def _text(rows: pl.DataFrame, told: Told, rng: np.random.Generator, scale: Scale) -> pl.Series:
    """A pattern filled in; ``{order}`` is the number of the row among those of its year, in their order."""
    parts: list[pl.Expr] = []
    pattern, end = told["text"], 0
    for found in PLACEHOLDER.finditer(pattern):
        parts.append(pl.lit(pattern[end : found.start()]))
        column = pl.int_range(1, pl.len() + 1).over("year") if found["column"] == "order" else pl.col(found["column"])
        parts.append(column.cast(pl.String).str.zfill(int(found["width"] or 0)))
        end = found.end()
    return rows.select(pl.concat_str(*parts, pl.lit(pattern[end:])).alias("drawn")).to_series()


MAKES: dict[str, Callable[[pl.DataFrame, Told, np.random.Generator, Scale], pl.Series]] = {
    "of": _one_of, "several": _several, "marks": _marks, "spread": _spread, "share": _share, "between": _between, "after": _after,
    "known": _known, "seat": _seat, "anywhere": _anywhere, "text": _text, "ordinal": _ordinal,
}  # fmt: skip
