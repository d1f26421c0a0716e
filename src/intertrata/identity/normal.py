"""From mentions as typed to normalised columns: the table that is blocked and compared.

In: a table of mentions (``mentions.COLUMNS``, text). Out: one row a mention, sorted by record id, all ASCII, null
where unknown; every distinct value is read once. Nothing of it outlives the run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import polars as pl

from intertrata.identity import dates, documents, names
from intertrata.identity.lexicon import Frequencies, rarity
from intertrata.identity.sounds import given_sound, sound
from intertrata.vocabulary.codes import code_list

SEXES = {"female": "F", "male": "M", "other": "X"}
WIDELY_QUOTED = 60  # a case number that more mentions quote than this ties nothing
SHORTEST_CASE = 5
NAME_COLUMNS = ["given_names", "surname_1", "surname_2", "full_name"]


def normalise(mentions: pl.DataFrame) -> pl.DataFrame:
    """Give the normalised table, one row a mention, sorted by record id; ``n`` is its place (0, 1, …)."""
    table = mentions.sort("record_id").with_row_index("n").with_columns(pl.col("n").cast(pl.Int32))
    frequencies = _frequencies(table)
    parts = (_names(table, frequencies), _documents(table), _births(table), _codes(table), _places(table), _cases(table), _addresses(table))
    whole = table.select("n", "record_id", "register", pl.col("role").str.to_lowercase().replace("", None))
    for part in parts:
        whole = whole.join(part, on="n", how="left", maintain_order="left")
    return _without_shared_documents(whole)


def _each(column: pl.Series, reads: Callable[[str], Any]) -> dict[str, Any]:
    """Read every distinct value once."""
    return {text: reads(text) for text in column.unique().to_list()}


# -- names ------------------------------------------------------------------------------------------------------------


def _frequencies(table: pl.DataFrame) -> Frequencies:
    """Count the tokens of the columns that say which is which; names of one column do not vote."""
    given, surnames = Counter[str](), Counter[str]()
    for column, counter in (("given_names", given), ("surname_1", surnames), ("surname_2", surnames)):
        for text, times in table[column].value_counts().iter_rows():
            for token in names.without_particles(names.tokens(text)):
                counter[token] += times
    return Frequencies(given, surnames)


def _orders(table: pl.DataFrame, frequencies: Frequencies) -> dict[str, float]:
    """Learn, in bits, whether each register writes given names first in its one column."""
    orders: dict[str, float] = {}
    told = table.filter(pl.col("full_name") != "").select("register", "full_name").unique()
    for register, texts in told.group_by("register").agg(pl.col("full_name").sort().head(5_000)).iter_rows():
        votes = [names.order_vote(text, frequencies) for text in texts]
        first, last = votes.count(1), votes.count(-1)
        orders[register] = 6.0 * (first - last) / (first + last + 4)
    return orders


def _names(table: pl.DataFrame, frequencies: Frequencies) -> pl.DataFrame:
    orders = _orders(table, frequencies)
    keys = [*NAME_COLUMNS, "register"]
    distinct = table.select(keys).unique(maintain_order=True)
    rows = [
        _reading(names.read(given, one, two, full, frequencies, natural=orders.get(register, 0.0)), frequencies)
        for given, one, two, full, register in distinct.iter_rows()
    ]
    schema = dict.fromkeys(("g1", "g2", "s1", "s2", "married"), pl.String) | dict.fromkeys(("rg1", "rs1", "rs2"), pl.Int8)
    read = pl.concat([distinct, pl.DataFrame(rows, schema=schema, orient="row")], how="horizontal")
    heard = _sounds(read)
    return table.select("n", *keys).join(heard, on=keys, how="left", maintain_order="left").drop(keys)


def _reading(name: names.Name, frequencies: Frequencies) -> tuple[str | int | None, ...]:
    given, surnames = (*name.given, None, None)[:2], (*name.surnames, None, None)[:2]
    return (
        *given, *surnames, name.married or None,
        rarity(frequencies.given_per_million(given[0])) if given[0] else None,
        *(rarity(frequencies.surname_per_million(one)) if one else None for one in surnames),
    )  # fmt: skip


def _sounds(read: pl.DataFrame) -> pl.DataFrame:
    for column, hear in (("g1", given_sound), ("g2", given_sound), ("s1", sound), ("s2", sound), ("married", sound)):
        read = read.with_columns(_mapped(read[column], hear).alias(f"h_{column}"))
    return read


def _mapped(column: pl.Series, reads: Callable[[str], str]) -> pl.Series:
    distinct = column.drop_nulls().unique()
    return column.replace_strict(
        distinct, pl.Series([reads(one) for one in distinct], dtype=pl.String), default=None, return_dtype=pl.String
    )


# -- documents --------------------------------------------------------------------------------------------------------


def _documents(table: pl.DataFrame) -> pl.DataFrame:
    keys = ["document_type", "document_number"]
    distinct = table.select(keys).unique(maintain_order=True)
    read = [documents.read(kind, number) for kind, number in distinct.iter_rows()]
    columns = {
        "doc_kind": pl.Series([one.kind or None for one in read], dtype=pl.String),
        "doc": pl.Series([one.number or None for one in read], dtype=pl.String),
        "doc_checked": pl.Series([one.checked for one in read], dtype=pl.Boolean),
    }
    return table.select("n", *keys).join(distinct.with_columns(**columns), on=keys, how="left", maintain_order="left").drop(keys)


def _without_shared_documents(whole: pl.DataFrame) -> pl.DataFrame:
    """Withdraw the weight of a document that many names use: it is a station's, an interpreter's, a dummy's."""
    named = pl.concat_str([pl.col("h_s1"), pl.col("h_g1")], separator=" ", ignore_nulls=True)
    used = whole.filter(pl.col("doc").is_not_null()).group_by("doc").agg(named.n_unique().alias("names"), pl.len().alias("times"))
    shared = used.filter(pl.col("names") > 3 + pl.col("times") * 0.3).select("doc", pl.lit(True).alias("shared"))
    return whole.join(shared, on="doc", how="left", maintain_order="left").with_columns(
        pl.when(pl.col("shared").is_null()).then(pl.col(name)).alias(name) for name in ("doc", "doc_kind", "doc_checked")
    ).drop("shared")  # fmt: skip


# -- dates ------------------------------------------------------------------------------------------------------------


def _births(table: pl.DataFrame) -> pl.DataFrame:
    """Give birth as an interval (``b_low``, ``b_high``, days since 1970), its precision, and year, month, day where told."""
    keys = ["birth_date", "age", "age_date", "event_date"]
    distinct = table.select(keys).unique(maintain_order=True)
    spans = _each(pl.concat([distinct["age_date"], distinct["event_date"]]), dates.span)
    told = _each(distinct["birth_date"], dates.birth)
    births = [_birth(told[birth], age, spans[asked] or spans[event]) for birth, age, asked, event in distinct.iter_rows()]
    events = [spans[event] for *_, event in distinct.iter_rows()]
    columns = _span_columns(births, "b") + _span_columns(events, "e")
    columns += [_day_part(births, dates.YEAR, "b_year"), _day_part(births, dates.MONTH, "b_month"), _day_part(births, dates.DAY, "b_day")]
    return table.select("n", *keys).join(distinct.with_columns(columns), on=keys, how="left", maintain_order="left").drop(keys)


def _birth(told: dates.Span | None, age: str, on: dates.Span | None) -> dates.Span | None:
    if told or not on:
        return told
    digits = age.split(".")[0]
    return dates.from_age(int(digits), on) if digits.isascii() and digits.isdigit() and len(digits) < 4 else None


def _span_columns(spans: Iterable[dates.Span | None], name: str) -> list[pl.Series]:
    spans = list(spans)
    return [
        pl.Series(f"{name}_low", [s.low if s else None for s in spans], dtype=pl.Int32),
        pl.Series(f"{name}_high", [s.high if s else None for s in spans], dtype=pl.Int32),
        pl.Series(f"{name}_known", [s.precision if s else None for s in spans], dtype=pl.Int8),
    ]


def _day_part(spans: list[dates.Span | None], precision: int, name: str) -> pl.Series:
    part = {dates.YEAR: "year", dates.MONTH: "month", dates.DAY: "day"}[precision]
    return pl.Series(name, [getattr(s.day, part) if s and s.precision >= precision else None for s in spans], dtype=pl.Int16)


# -- sex, country, place, cases, address ------------------------------------------------------------------------------


def _codes(table: pl.DataFrame) -> pl.DataFrame:
    sexes, countries = code_list("sex"), code_list("country")
    sex = _each(table["sex"], lambda text: SEXES.get(sexes.resolve(text) or "") if text else None)
    country = _each(table["nationality"], lambda text: countries.resolve(text) if text else None)
    return table.select(
        "n",
        pl.col("sex").replace_strict(sex, return_dtype=pl.String),
        pl.col("nationality").replace_strict(country, return_dtype=pl.String),
    )


def _places(table: pl.DataFrame) -> pl.DataFrame:
    digits = pl.when(pl.col("ubigeo").str.contains(r"^\d{1,6}$")).then(pl.col("ubigeo"))
    even = pl.when(digits.str.len_chars() % 2 == 1).then(pl.lit("0") + digits).otherwise(digits)  # a lost leading zero
    return table.select(
        "n",
        *(
            pl.when(even.str.len_chars() >= size).then(even.str.slice(0, size)).alias(name)
            for name, size in (("dep", 2), ("prov", 4), ("dist", 6))
        ),
    )


def _cases(table: pl.DataFrame) -> pl.DataFrame:
    """Give the case numbers as a list of integers, the act (what stands together in one register), and how many stand in it."""
    number = pl.col("case_numbers").str.to_uppercase().str.replace_all(r"[^0-9A-Z]", "")
    quoted = (
        table.select("n", pl.col("case_numbers").str.split(";")).explode("case_numbers").select("n", number)
        .filter(pl.col("case_numbers").str.len_chars() >= SHORTEST_CASE).unique()
        .filter(pl.len().over("case_numbers") <= WIDELY_QUOTED)
        .with_columns(pl.col("case_numbers").rank("dense").cast(pl.Int32).alias("cases"))
        .group_by("n").agg(pl.col("cases").sort())
    )  # fmt: skip
    act = pl.when(pl.col("together") != "").then(pl.struct("register", "together")).rank("dense").cast(pl.Int32).alias("act")
    crowd = pl.when(pl.col("act").is_not_null()).then(pl.len().over("act", "role")).otherwise(1).cast(pl.Int32).alias("crowd")
    acts = table.select("n", act, "role").with_columns(crowd).drop("role")
    return acts.join(quoted, on="n", how="left", maintain_order="left")


def _addresses(table: pl.DataFrame) -> pl.DataFrame:
    folded = _each(table["address"], lambda text: " ".join(sorted(set(names.fold(text).split()) - {","} - names.PARTICLES)) or None)
    return table.select("n", pl.col("address").replace_strict(folded, return_dtype=pl.String))
