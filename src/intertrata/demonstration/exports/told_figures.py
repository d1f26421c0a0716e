"""What institutions print or publish as counts: the bulletins of INEI, the open data of MININTER and of the prosecutors, the budget.

In: the world, the printed budget. Out: tables without persons, counted from what the registers said, since INEI copies them: its 467
complaints are the second delivery of RETA. The open data come by region, as they are published: for a few of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import polars as pl

from intertrata.demonstration.cases import ANNULLED, KINDS
from intertrata.demonstration.declared import forms
from intertrata.demonstration.exports.telling import FIRST, SECOND, Table
from intertrata.demonstration.plan import assumed, figures, table
from intertrata.demonstration.slips import KEY, Slips
from intertrata.demonstration.standing import Sender, sender
from intertrata.demonstration.subjects import subjects
from intertrata.demonstration.wording import write
from intertrata.demonstration.world import World

BULLETIN = "Denuncias de trata de personas 2010-2016"
BLOCKS = {
    "purpose": "FINALIDAD DEL TIPO DE DELITO", "exploitation_place": "EXPLOTACIÓN", "recruitment": "CAPTACIÓN",
    "means": "MEDIO EMPLEADO POR EL TRATANTE", "reporter": "PERSONA QUE DENUNCIA",
}  # fmt: skip
"""The blocks of MININTER's open data that count complaints, by the field they divide them by."""
ARTICLES = {
    "trafficking": ("153", "Trata de personas"), "trafficking_aggravated": ("153-A", "Formas agravadas de la trata de personas"),
    "pimping": ("180", "Rufianismo"), "sexual_exploitation": ("179-A", "Usuario-cliente"), "forced_labour": ("168-B", "Trabajo forzoso"),
}  # fmt: skip


def tables(world: World) -> Iterator[tuple[Sender, Table]]:
    """Give the tables of the four registers of figures."""
    cases = subjects(world)["cases"]
    known = cases.filter(pl.col("kind") == "trafficking")
    seats = (
        cases.group_by("df", "ubigeo", "region")
        .len()
        .sort("len", "ubigeo", descending=[True, False])
        .unique("df", keep="first", maintain_order=True)
    )
    yield _told("inei/cuadros", _bulletins(world))
    yield _told("mininter_open_data/cifras", _open_data(known))
    yield _told("mpfn_open_data/denuncias", _by_article(cases, seats.drop("len")))
    yield _told("mef/presupuesto", table("budget").with_columns(pl.lit(date(2017, 6, 30)).alias("published")))


def _told(name: str, rows: pl.DataFrame) -> tuple[Sender, Table]:
    form = forms()[name]
    sends = sender(form.register)
    key = write(rows, form, only=form.key).select(pl.concat_str(list(form.key), separator="|").alias("key")).to_series()
    rows = rows.with_columns(key, pl.lit(False).alias(FIRST), pl.lit(True).alias(SECOND), pl.lit(None, dtype=pl.String).alias("bad"))

    def tell(batch: pl.DataFrame, slips: Slips) -> pl.DataFrame:
        return write(batch, form).with_columns(batch["key"].alias(KEY))

    return sends, Table(form.register, form.name, form.names, rows, tell, {})


def _bulletins(world: World) -> pl.DataFrame:
    """Complaints as RETA said them last, by department, Callao's among Lima's; women among the prosecutors' victims, otherwise than they say."""
    counted = world.cases.filter(
        (pl.col("kind") == KINDS.index("trafficking")) & pl.col("reta") & (pl.col("story") != ANNULLED) & (pl.col("period") >= 2016)
    ).select(
        pl.col("period").alias("year"),
        pl.col("told_ubigeo").str.slice(0, 2).alias("code"),
        (1 + pl.col("copied").cast(pl.Int64)).alias("value"),
    )
    here = counted.group_by("year", "code").agg(pl.col("value").sum()).sort("year", "code")
    names = table("regions").select("code", pl.col("department").alias("DEPARTAMENTO"))
    here = here.join(names, on="code", how="left", maintain_order="left").drop("code")
    whole = counted.group_by("year").agg(pl.col("value").sum()).sort("year").with_columns(pl.lit("").alias("DEPARTAMENTO"))
    complaints = pl.concat([here, whole.select(here.columns)]).with_columns(
        pl.lit("complaints").alias("indicator"), pl.lit("*").alias("category"), pl.lit(f"{BULLETIN}, cuadro 8").alias("breakdown")
    )
    women = pl.DataFrame(
        {"year": [2016], "value": [world.scale.of(figures()["inei_2016.women"].value)], "DEPARTAMENTO": [""]}
    ).with_columns(
        pl.lit("victims").alias("indicator"),
        pl.lit("sex=female").alias("category"),
        pl.lit("Estadísticas de seguridad ciudadana").alias("breakdown"),
    )
    return pl.concat([complaints, women.select(complaints.columns)]).with_columns(
        pl.lit("trafficking").alias("offences"), pl.col("value").cast(pl.String).alias("as_written"),
        pl.when(pl.col("year") == 2016).then(pl.date(2017, 5, 15)).otherwise(pl.date(2017, 9, 15)).alias("published"),
    )  # fmt: skip


def _open_data(known: pl.DataFrame) -> pl.DataFrame:
    """Complaints by month, police unit and what each block divides them by; months without a complaint were not published."""
    chosen = known.filter(pl.col("reta") & pl.col("department").is_in(assumed()["open_data"]["departments"])).with_columns(
        pl.col("reta_date").dt.year().alias("year"),
        pl.col("reta_date").dt.month().alias("month"),
        pl.col("district").str.to_uppercase().alias("office"),
    )
    unit = ["year", "month", "department", "ubigeo", "office"]
    pieces = [_block(chosen, unit, pl.lit("*"), "F1_TOTAL")]
    pieces += [_block(chosen, unit, pl.lit(f"{field}=") + pl.col(field), block) for field, block in BLOCKS.items()]
    rows = pl.concat(pieces).sort(*unit, "categoria", "category")
    place = table("places").unique("ubigeo", keep="first", maintain_order=True)
    names = rows.select("ubigeo").join(place, on="ubigeo", how="left", maintain_order="left")
    return rows.with_columns(
        pl.col("department").alias("CCDD"), names["department"].str.to_uppercase().alias("DEPARTAMENTO"),
        pl.col("value").cast(pl.String).alias("as_written"),
    )  # fmt: skip


def _block(rows: pl.DataFrame, unit: Sequence[str], category: pl.Expr, block: str) -> pl.DataFrame:
    told = rows.with_columns(category.alias("category")).filter(pl.col("category").is_not_null())
    return told.group_by(*unit, "category").agg(pl.len().cast(pl.Int64).alias("value")).with_columns(pl.lit(block).alias("categoria"))


def _by_article(cases: pl.DataFrame, seats: pl.DataFrame) -> pl.DataFrame:
    """Complaints at the prosecutors' by article of the Penal Code, for a few districts."""
    known = cases.filter(pl.col("mp") & pl.col("df").is_in(assumed()["open_data"]["districts"]) & (pl.col("kind") != "smuggling"))
    known = known.with_columns(pl.col("mp_date").dt.year().alias("year"))
    counts = known.group_by("df", "year", "offence").agg(pl.len().cast(pl.Int64).alias("value"))
    rows = counts.filter(pl.col("offence").is_in(list(ARTICLES))).sort("df", "year", "offence")
    rows = rows.join(seats, on="df", how="left", maintain_order="left", validate="m:1")
    article = {offence: number for offence, (number, _) in ARTICLES.items()}
    named = {offence: name for offence, (_, name) in ARTICLES.items()}
    return rows.with_columns(
        pl.when(pl.col("year") == 2017).then(pl.lit("ENERO - JUNIO")).otherwise(pl.lit("ENERO - DICIEMBRE")).alias("periodo_denuncia"),
        pl.lit("PENAL").alias("especialidad"), pl.lit("complaints").alias("indicator"), pl.lit("CONTRA LA LIBERTAD").alias("generico"),
        pl.col("offence").replace_strict(article, return_dtype=pl.String).alias("articulo"),
        pl.col("offence").replace_strict(named, return_dtype=pl.String).alias("des_articulo"), pl.col("value").alias("cantidad"),
        pl.col("df").alias("jurisdiction"), pl.col("region").str.to_uppercase().alias("dpto"), pl.date(pl.col("year") + 1, 1, 13).alias("day_after"),
        pl.lit("31/08/2017").alias("fecha_corte"), pl.lit("VIOLACION DE LA LIBERTAD PERSONAL").alias("subgenerico"),
    ).with_columns(pl.when(pl.col("year") == 2017).then(pl.date(2017, 8, 31)).otherwise("day_after").alias("published"))  # fmt: skip
