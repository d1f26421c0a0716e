"""From mentions as typed to normalised columns: the table that is blocked and compared.

In: a table of mentions (``mentions.COLUMNS``, text). Out: one row a mention, sorted by record id, all ASCII, null
where unknown, and what holds for the whole table (``grounds``), by which a part of it is read alike. Every distinct value is read once;
no row of it outlives the run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from intertrata.identity import dates, documents, names, shared
from intertrata.identity.grounds import Grounds
from intertrata.identity.lexicon import Frequencies, bits, rarity
from intertrata.identity.sounds import given_sound, sound
from intertrata.vocabulary.codes import code_list

SEXES = {"female": "F", "male": "M", "other": "X"}
WIDELY_QUOTED = 60  # a case number that more mentions quote than this ties nothing
SHORTEST_CASE = 5
EVERYBODYS = 5  # people of different names who use one document: it is nobody's
# Words of an address that every other address has too.
IDLE = frozenset({"AV", "AVENIDA", "JR", "JIRON", "CALLE", "CL", "CA", "PSJE", "PASAJE", "N", "NO", "NRO", "MZ", "LT", "LOTE", "AAHH"})
FEW_ADDRESSES, FEW_OF = 5, 200  # a word of one address in 200, or of five, says where it is
NAMESAKES = 5  # mentions of one full name from which their number is kept for parts of the table
NAME_COLUMNS = ["given_names", "surname_1", "surname_2", "full_name"]


def normalise(mentions: pl.DataFrame, *, known: Grounds | None = None) -> pl.DataFrame:
    """Give the normalised table, one row a mention, sorted by record id; ``n`` is its place (0, 1, …).

    Args:
        known: what holds for the larger table of which these mentions are a part; None where they are all there are.
    """
    return grounded(mentions, known=known)[0]


def grounded(mentions: pl.DataFrame, *, known: Grounds | None = None) -> tuple[pl.DataFrame, Grounds]:
    """Give the normalised table, and what holds for all of it: what was known, or what it taught."""
    table = mentions.sort("record_id").with_row_index("n").with_columns(pl.col("n").cast(pl.Int32))
    quoted, addresses = _quoted(table), _words(table)
    held = known or _taught(table, quoted, addresses)
    parts = (
        _names(table, held), _documents(table), _births(table), _codes(table), _places(table), _cases(table, quoted, held.quoted),
        _addresses(table, addresses, held.worn),
    )  # fmt: skip
    whole = table.select("n", "record_id", "register", pl.col("role").str.to_lowercase().replace("", None))
    for part in parts:
        whole = whole.join(part, on="n", how="left", maintain_order="left")
    people = _people_of_documents(whole)
    if known is None:
        held = replace(held, people=people, namesakes=_namesakes(whole), mentions=len(whole))
    return _with_people(_with_namesakes(whole, held.namesakes), people, held.people), held


def _taught(table: pl.DataFrame, quoted: pl.DataFrame, addresses: pl.DataFrame) -> Grounds:
    """What a table must be read by, before it is read."""
    frequencies = _frequencies(table)
    return Grounds(frequencies, _orders(table, frequencies), quoted=_widely(quoted), worn=_worn(addresses))


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


def _names(table: pl.DataFrame, held: Grounds) -> pl.DataFrame:
    frequencies, orders = held.frequencies, held.orders
    keys = [*NAME_COLUMNS, "register"]
    distinct = table.select(keys).unique(maintain_order=True)
    rows = [
        _reading(names.read(given, one, two, full, frequencies, natural=orders.get(register, 0.0)), frequencies)
        for given, one, two, full, register in distinct.iter_rows()
    ]
    known = dict.fromkeys(("g1", "g2", "s1", "s2", "married"), pl.String)
    schema = known | dict.fromkeys(("rg1", "rs1", "rs2", "bg1", "bs1", "bs2"), pl.Int8)
    read = pl.concat([distinct, pl.DataFrame(rows, schema=schema, orient="row")], how="horizontal")
    heard = _sounds(read)
    return table.select("n", *keys).join(heard, on=keys, how="left", maintain_order="left").drop(keys)


def _reading(name: names.Name, frequencies: Frequencies) -> tuple[str | int | None, ...]:
    given, surnames = (*name.given, None, None)[:2], (*name.surnames, None, None)[:2]
    often = (
        frequencies.given_per_million(given[0]) if given[0] else None,
        *(frequencies.surname_per_million(one) if one else None for one in surnames),
    )
    steps, weights = ([says(one) if one else None for one in often] for says in (rarity, bits))
    return *given, *surnames, name.married or None, *steps, *weights


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


def _people_of_documents(whole: pl.DataFrame) -> dict[str, int]:
    """Say how many people use each document that two or more use. Who shares name, birth or address by two is one person."""
    born = pl.when(pl.col("b_known") == dates.DAY).then(pl.col("b_low").cast(pl.String))
    told = pl.concat_list("h_g1", "h_g2", "h_s1", "h_s2", born, "address").list.drop_nulls().list.unique().list.sort()
    said = whole.filter(pl.col("doc").is_not_null()).select("doc", told.alias("told"))
    readings = said.filter(pl.col("told").list.len() > 0).unique().group_by("doc").agg("told").filter(pl.col("told").list.len() > 1)
    counted = ((document, shared.people(spelt)) for document, spelt in readings.sort("doc").iter_rows())
    return {document: many for document, many in counted if many > 1}


def _with_people(whole: pl.DataFrame, *counted: Mapping[str, int]) -> pl.DataFrame:
    """Add how many people use each document (``doc_people``, the most of several counts); withdraw one that ``EVERYBODYS`` or more use.

    Such a document is a station's, an interpreter's, a dummy's.
    """
    each = [pl.col("doc").replace_strict(one, default=1, return_dtype=pl.Int16) for one in counted if one]
    used = whole.with_columns(pl.max_horizontal(pl.lit(1, pl.Int16), *each).alias("doc_people"))
    everybodys = pl.col("doc_people") >= EVERYBODYS
    return used.with_columns(pl.when(~everybodys).then(pl.col(name)).alias(name) for name in ("doc", "doc_kind", "doc_checked"))


# -- namesakes --------------------------------------------------------------------------------------------------------


def _full_name() -> pl.Expr:
    """A full name as it sounds; null where a part is unknown."""
    return pl.concat_str("h_g1", "h_s1", "h_s2", separator=" ")


def _namesakes(whole: pl.DataFrame) -> dict[str, int]:
    """How many mentions have each full name, those that many have."""
    counted = whole.select(_full_name().alias("name")).drop_nulls().group_by("name").len().filter(pl.col("len") >= NAMESAKES)
    return dict(counted.sort("name").iter_rows())


def _with_namesakes(whole: pl.DataFrame, known: Mapping[str, int]) -> pl.DataFrame:
    """Add how many mentions have one's full name (``namesakes``): here, or in the larger table."""
    here, there = pl.len().over("h_g1", "h_s1", "h_s2").cast(pl.Int32), pl.lit(0, pl.Int32)
    if known:
        there = _full_name().replace_strict(known, default=0, return_dtype=pl.Int32)
    return whole.with_columns(pl.max_horizontal(here, there).alias("namesakes"))


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


def _quoted(table: pl.DataFrame) -> pl.DataFrame:
    """Give n, register, role and each case number that a mention quotes, as letters and digits alone, once."""
    number = pl.col("case_numbers").str.to_uppercase().str.replace_all(r"[^0-9A-Z]", "")
    return (
        table.select("n", "register", "role", pl.col("case_numbers").str.split(";")).explode("case_numbers")
        .with_columns(number).filter(pl.col("case_numbers").str.len_chars() >= SHORTEST_CASE).unique()
    )  # fmt: skip


def _widely(quoted: pl.DataFrame) -> frozenset[str]:
    times = quoted.group_by("case_numbers").len()
    return frozenset(times.filter(pl.col("len") > WIDELY_QUOTED)["case_numbers"])


def _cases(table: pl.DataFrame, quoted: pl.DataFrame, widely: frozenset[str]) -> pl.DataFrame:
    """Give the case numbers as a list of integers, the act (what stands together in one register), and how many stand in them.

    ``crowd``: of the same role, in the act or, in any one register, under one of the case numbers. Numbers quoted ``widely`` tie nothing.
    """
    known = (
        quoted.filter(~pl.col("case_numbers").is_in(sorted(widely)))
        .filter(pl.len().over("case_numbers") <= WIDELY_QUOTED)
        .with_columns(pl.col("case_numbers").rank("dense").cast(pl.Int32).alias("cases"))
        .with_columns(pl.len().over("cases", "register", "role").alias("crowd"))
        .with_columns(pl.col("crowd").max().over("cases", "role"))
        .group_by("n").agg(pl.col("cases").sort(), pl.col("crowd").max())
    )  # fmt: skip
    act = pl.when(pl.col("together") != "").then(pl.struct("register", "together")).rank("dense").cast(pl.Int32).alias("act")
    beside = pl.when(pl.col("act").is_not_null()).then(pl.len().over("act", "role")).otherwise(1)
    acts = table.select("n", act, "role").with_columns(beside.alias("beside")).drop("role")
    told = acts.join(known, on="n", how="left", maintain_order="left")
    return told.select("n", "act", "cases", pl.max_horizontal("beside", "crowd").cast(pl.Int32).alias("crowd"))


def _words(table: pl.DataFrame) -> pl.DataFrame:
    """Give each distinct address with its words in one order."""
    words = {text: sorted(set(names.fold(text).split()) - {","} - names.PARTICLES) for text in table["address"].unique().sort().to_list()}
    return pl.DataFrame(
        {"address": pl.Series(list(words), dtype=pl.String), "words": pl.Series(list(words.values()), dtype=pl.List(pl.String))}
    )


def _worn(lists: pl.DataFrame) -> frozenset[str]:
    """Words that too many addresses have to say where one is."""
    few = max(FEW_ADDRESSES, len(lists) // FEW_OF)
    times = lists.explode("words").drop_nulls().group_by("words").len()
    return IDLE | frozenset(times.filter(pl.col("len") > few)["words"])


def _addresses(table: pl.DataFrame, lists: pl.DataFrame, worn: frozenset[str]) -> pl.DataFrame:
    """Give an address as its words in one order, and the words, and pairs of words, that few addresses have, as numbers.

    Those are a house's number, a small place: what says where it is. ``worn`` words never do.
    """
    rare = (
        lists.explode("words").drop_nulls().filter(~pl.col("words").is_in(sorted(worn)))
        .with_columns(pl.col("words").rank("dense").cast(pl.Int64))
    )  # fmt: skip
    two = rare.join(rare, on="address", suffix="_b").filter(pl.col("words") < pl.col("words_b"))
    pairs = two.select("address", (pl.col("words") * (1 << 32) + pl.col("words_b")).alias("word_pairs"))
    known = lists.select("address", folded=pl.col("words").list.join(" ").replace("", None))
    for column, told in (("words", rare), ("word_pairs", pairs)):
        known = known.join(told.group_by("address").agg(pl.col(column).sort()), on="address", how="left")
    return (
        table.select("n", "address")
        .join(known, on="address", how="left", maintain_order="left")
        .drop("address")
        .rename({"folded": "address"})
    )
