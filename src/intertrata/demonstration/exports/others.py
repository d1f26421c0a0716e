"""Every other register: what its declaration asks, of whom ``ways`` says, written by one writer with the faults of its offices.

In: the world. Out: one table to tell for each declared one that no module of its own tells. A few rows more than there should be
cannot be kept, a few are said twice, and registers that send twice tell later what they did not yet know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import polars as pl

from intertrata.demonstration import slips as damage
from intertrata.demonstration.chance import pick, some, stream
from intertrata.demonstration.declared import Form
from intertrata.demonstration.exports.telling import FIRST, SECOND, Broken, Table, Tell, persons_of
from intertrata.demonstration.plan import faults
from intertrata.demonstration.slips import KEY, Slips
from intertrata.demonstration.standing import DAY, Sender, Standing, standings
from intertrata.demonstration.wording import CAPITALS, write
from intertrata.demonstration.world import World
from intertrata.vocabulary.territory import place

TRAITS = ["sex", "home", "birth", "education", "age", "minor", "foreign"]
"""What the ways know of a person: what a register writes of her is taken from herself, with its faults."""

UNTOUCHED = {"sex", "age", "nationality", "service_kind", "ubigeo", "about_trafficking", "rescued", "sponsored", "operation_kind"}
"""Fields that printed figures count by: nobody leaves them empty."""

OTHER_UBIGEO, UNKNOWN_CODE, TOO_OLD = "140137", "NO CONSTA EN LA LISTA", "250"
FEW = 60
"""Tables of fewer rows hold no row that cannot be kept."""


def tables(world: World) -> Iterator[tuple[Sender, Table]]:
    """Give every table with how its register sends."""
    for one in standings(world):
        yield one.sender, _table(one, world)


def _table(one: Standing, world: World) -> Table:
    form, sends = one.form, one.sender
    broken = _ways_to_break(form)
    rows = _with_bad(one.rows, form, list(broken), world.seed)
    key = write(rows, form, style=sends.style, only=form.key).select(pl.concat_str(list(form.key), separator="|").alias("key")).to_series()
    early = pl.col(DAY) <= sends.first if sends.first else pl.lit(False)
    rows = rows.with_columns(key, early.alias(FIRST), pl.lit(True).alias(SECOND))
    personal = form.kind.of == "person"
    before = _before(one) if sends.first and one.later else None
    tell = _telling(form, sends, world, personal=personal)
    repeated = faults()["refused"]["said_twice"] if rows.height >= FEW else 0.0
    return Table(
        form.register, form.name, form.names, rows if personal else rows.drop("person", strict=False), tell, broken, before, repeated
    )


def _telling(form: Form, sends: Sender, world: World, *, personal: bool) -> Tell:
    def tell(batch: pl.DataFrame, slips: Slips) -> pl.DataFrame:
        rows = batch.with_columns(pl.col("key").alias(KEY))
        if personal:
            rows = _identified(rows, form, sends, world, slips)
        quoting = form.telling("case_numbers")
        if quoting is not None and not quoting.required and quoting.name not in form.ruled and "case_numbers" in rows.columns:
            rows = damage.quoted(rows, slips, "case_numbers")
        if form.places:
            rows = rows.with_columns(_place_names(rows["ubigeo"], form.places))
        cells = write(rows, form, style=sends.style).with_columns(rows[KEY])
        return _blanked(cells, form, slips)

    return tell


def _place_names(ubigeo: pl.Series, headings: tuple[str, ...]) -> list[pl.Series]:
    """The names of department, province and district, where a register tells places by names."""
    known = ubigeo.drop_nulls().unique().to_list()
    told = []
    for heading, digits in zip(headings, (2, 4, 6), strict=True):
        names = [place(code[:digits]).name for code in known]
        told.append(ubigeo.replace_strict(known, names, default="", return_dtype=pl.String).alias(heading))
    return told


def _identified(rows: pl.DataFrame, form: Form, sends: Sender, world: World, slips: Slips) -> pl.DataFrame:
    """Who the person is, as this register writes it."""
    elsewhere = rows.get_column("country", default=pl.repeat(None, rows.height, dtype=pl.String, eager=True))
    rows = rows.drop([*TRAITS, "country"], strict=False).with_columns(pl.col(DAY).alias("day"))
    rows = damage.capitals(persons_of(rows, world, slips.rng), accents=sends.style != CAPITALS)
    born = form.telling("birth_date")
    day = born.form if born else "%d/%m/%Y"
    rows = damage.births(rows, slips, day)
    rows = damage.ages(rows, slips, form=day) if form.telling("age") else rows.with_columns(pl.col("age").alias("age_text"))
    rows = damage.documents(damage.names(rows, slips), slips)
    rows = damage.named(rows, both=form.telling("surname_2") is None, typed=sends.style == CAPITALS)
    if form.telling("document_type") is None:  # a column of DNI alone has no place for a passport
        home = pl.col("document_type") == "DNI"
        rows = rows.with_columns(pl.when(home).then(pl.col("document_number")).otherwise(pl.lit("")).alias("document_number"))
    rows = rows.with_columns(
        pl.col("birth_text").alias("birth_date"), pl.col("age_text").alias("age"), pl.col("country").alias("nationality"),
        pl.when(pl.col("sex") == "F").then(pl.lit("female")).otherwise(pl.lit("male")).alias("sex"),
    )  # fmt: skip
    return damage.blank_home(rows, slips).with_columns(elsewhere.alias("country"))


def _ways_to_break(form: Form) -> dict[str, Broken]:
    """How a row of this table can come that nobody can keep: a day that is none, a word outside its list, a place of another scheme."""
    found = {}
    day, place, age = form.telling(DAY), form.telling("ubigeo"), form.telling("age")
    if day is not None and day.name not in form.key:
        found["impossible_date"] = Broken(
            day.name, day.form.replace("%d", "31").replace("%m", "02").replace("%Y", "2016"), "date_impossible"
        )
    listed = next((one for one in form.headings if one.listed and one.name not in form.ruled and one.name not in form.key), None)
    if listed is not None:
        found["unknown_code"] = Broken(listed.name, UNKNOWN_CODE, "code")
    if place is not None and place.name not in form.key:
        found["other_scheme"] = Broken(place.name, OTHER_UBIGEO, "ubigeo_other_scheme")
    if age is not None:
        found["age_of_250"] = Broken(age.name, TOO_OLD, "range")
    return found


def _with_bad(rows: pl.DataFrame, form: Form, kinds: list[str], seed: int) -> pl.DataFrame:
    """Add a few rows that cannot be kept, beside those that are counted: somebody began the same entry a second time."""
    own = rows.with_columns(pl.lit(None, dtype=pl.String).alias("bad"))
    numbered = next((one for one in reversed(form.key) if _is_text(form, one, rows)), None)
    if rows.height < FEW or not kinds or numbered is None:
        return own
    rng = stream(seed, form.register, form.name, "bad")
    few = max(1, round(rows.height * faults()["refused"]["share"]))
    chosen = some(rng, np.ones(rows.height, dtype=bool), few)
    kind = pl.Series(kinds).gather(pick(rng, np.ones(len(kinds)), few))
    heading = next(one for one in form.headings if one.name == numbered)
    column = heading.field if heading.field in rows.columns else heading.name
    bad = rows[np.sort(chosen)].with_columns(kind.alias("bad"), (pl.col(column).cast(pl.String) + "-1").alias(column))
    return pl.concat([own, bad.select(own.columns)], how="vertical_relaxed")


def _is_text(form: Form, name: str, rows: pl.DataFrame) -> bool:
    heading = next(one for one in form.headings if one.name == name)
    column = heading.name if heading.name in rows.columns else heading.field
    return heading.type == "text" and heading.words is None and column in rows.columns and rows.schema[column] == pl.String


def _before(one: Standing) -> Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]:
    """The first delivery: what happened after it was cut is not told yet. The first of the ``later`` fields is the day on which it did."""
    first, headings = one.sender.first, [found.name for found in map(one.form.telling, one.later) if found is not None]

    def before(told: pl.DataFrame, batch: pl.DataFrame) -> pl.DataFrame:
        not_yet = (batch[one.later[0]] > first).fill_null(False)
        return told.with_columns(pl.when(pl.lit(not_yet)).then(pl.lit("")).otherwise(pl.col(name)).alias(name) for name in headings)

    return before


def _blanked(cells: pl.DataFrame, form: Form, slips: Slips) -> pl.DataFrame:
    """Leave one cell of some rows empty, of those that a row can do without."""
    rate = slips.rate("cell_blank")
    spare = [
        one.name
        for one in form.headings
        if not (one.required or one.name in {*form.key, *form.ruled, *form.places} or one.field in UNTOUCHED or _names(form, one.field))
    ]
    if not rate or not spare or not cells.height:
        return cells
    which = pl.Series(np.where(slips.rng.random(cells.height) < rate, slips.rng.integers(0, len(spare), cells.height), -1))
    emptied = [(pl.lit(which == number) & (pl.col(name) != "")).alias(name) for number, name in enumerate(spare)]
    hit = cells.select(KEY, *emptied)
    told = hit.unpivot(on=spare, index=KEY, variable_name="column").filter("value")
    slips.told.append(told.select(KEY, "column", pl.lit("cell_blank").alias("fault")))
    return cells.with_columns(
        pl.when(pl.lit(which == number)).then(pl.lit("")).otherwise(pl.col(name)).alias(name) for number, name in enumerate(spare)
    )


def _names(form: Form, field: str) -> bool:
    """Whether the field names the person: those have faults of their own."""
    return any(one.name == field for one in form.kind.identity_fields)
