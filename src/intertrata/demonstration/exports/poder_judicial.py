"""Poder Judicial: JSON lines inside one zip. It has no register of trafficking (l.2257); these are the files of its courts.

In: the world. Out: its tables. Minors stand by their initials; names were read off scanned files.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from intertrata.demonstration.cases import KINDS
from intertrata.demonstration.chance import rank_within
from intertrata.demonstration.declared import forms
from intertrata.demonstration.exports.telling import Broken, Table, cases_of, persons_of, plant, written
from intertrata.demonstration.slips import ADULT, KEY, Slips, ages, capitals, documents, names, quoted
from intertrata.demonstration.spelling import initials, mojibake, without_accents
from intertrata.demonstration.wording import CAPITALS, write
from intertrata.demonstration.world import World

REGISTER = "poder_judicial"
DAY = "%d/%m/%Y"

PROCEEDINGS = [
    "N° EXPEDIENTE", "FECHA INGRESO", "ETAPA", "RESULTADO", "FECHA RESULTADO", "DELITO", "AÑOS DE PENA", "REPARACION CIVIL S/", "JUZGADO",
    "DISTRITO JUDICIAL", "UBIGEO", "CARPETA FISCAL", "REPARACION PAGADA S/", "MEDIDA CAUTELAR", "FECHA DENUNCIA",
]  # fmt: skip
VICTIMS = [
    "N° EXPEDIENTE", "N° AGRAVIADO", "AGRAVIADO", "DNI AGRAVIADO", "SEXO AGRAVIADO", "EDAD AGRAVIADO", "FECHA INGRESO", "DELITO",
    "DISTRITO JUDICIAL", "UBIGEO", "CARPETA FISCAL",
]  # fmt: skip
ACCUSED = [
    "N° EXPEDIENTE", "N° IMPUTADO", "IMPUTADO", "DNI IMPUTADO", "SEXO IMPUTADO", "SITUACION", "FECHA SITUACION",
    "FECHA INGRESO", "DELITO", "DISTRITO JUDICIAL", "UBIGEO",
]  # fmt: skip
SITUATIONS = {"convicted": "CONDENADO", "acquitted": "ABSUELTO", "dismissed": "ARCHIVADO", "archived": "ARCHIVADO"}


def tables(world: World) -> list[Table]:
    """Give the three tables of the courts."""
    return [_proceedings(world), _victims(world), _accused(world)]


def _proceedings(world: World) -> Table:
    broken = {
        "impossible_date": Broken("FECHA INGRESO", "31/02/2016", "date_impossible"),
        "unknown_code": Broken("RESULTADO", "DESCONOCIDO", "code"),
        "other_scheme": Broken("UBIGEO", "140137", "ubigeo_other_scheme"),
    }
    known = world.cases.filter(pl.col("proceeding").is_not_null()).select("case", "kind", pl.col("proceeding").alias("key")).sort("key")
    rows = plant(_once(known), list(broken), pl.col("kind") == KINDS.index("related"), world.seed, REGISTER, "expedientes")

    def tell(batch: pl.DataFrame, slips: Slips) -> pl.DataFrame:
        rows = _case(batch, world, slips)
        return rows.select(
            KEY, pl.col("key").alias("N° EXPEDIENTE"), pl.col("pj_date").dt.to_string(DAY).alias("FECHA INGRESO"),
            written(REGISTER, "stage", pl.col("stage")).alias("ETAPA"), written(REGISTER, "outcome", pl.col("outcome")).alias("RESULTADO"),
            pl.col("outcome_date").dt.to_string(DAY).fill_null("").alias("FECHA RESULTADO"), "DELITO", pl.col("years").alias("AÑOS DE PENA"),
            _soles("reparation").alias("REPARACION CIVIL S/"), *_court(), "CARPETA FISCAL",
            _soles("paid").alias("REPARACION PAGADA S/"), pl.col("mp_date").dt.to_string(DAY).fill_null("").alias("FECHA DENUNCIA"),
        ).hstack(write(rows, forms()[f"{REGISTER}/expedientes"], style=CAPITALS, only=["MEDIDA CAUTELAR"]))  # fmt: skip

    return Table(REGISTER, "expedientes", PROCEEDINGS, rows, tell, broken)


def _victims(world: World) -> Table:
    broken = {"age_of_250": Broken("EDAD AGRAVIADO", 250, "range"), "unknown_code": Broken("SEXO AGRAVIADO", "Q", "code")}
    rows = _ordered(world.involved.filter("in_court").drop("sex", "minor", "reta"), world, "involvement")
    rows = plant(rows, list(broken), pl.col("person") >= 0, world.seed, REGISTER, "partes")

    def tell(batch: pl.DataFrame, slips: Slips) -> pl.DataFrame:
        rows = _named(batch, world, slips)
        minor = pl.col("age") < ADULT
        parts = [pl.col(part) for part in ("given_1", "given_2", "surname_1", "surname_2")]
        rows = slips.slip(rows, "initials_of_minor", {"full": initials(parts)}, where=minor)
        rows = slips.slip(rows, "sex_wrong", {"sex": pl.when(pl.col("sex") == "F").then(pl.lit("M")).otherwise(pl.lit("F"))})
        return ages(rows, slips).select(
            KEY, pl.col("proceeding").alias("N° EXPEDIENTE"), pl.col("ordinal").alias("N° AGRAVIADO"), pl.col("full").alias("AGRAVIADO"),
            pl.col("document_number").alias("DNI AGRAVIADO"), pl.col("sex").alias("SEXO AGRAVIADO"), pl.col("age_text").alias("EDAD AGRAVIADO"),
            pl.col("pj_date").dt.to_string(DAY).alias("FECHA INGRESO"), "DELITO", *_court()[1:], "CARPETA FISCAL",
        )  # fmt: skip

    return Table(REGISTER, "partes", VICTIMS, rows, tell, broken)


def _accused(world: World) -> Table:
    rows = _ordered(world.accused.filter("in_court"), world, "accusation").with_columns(pl.lit(None, dtype=pl.String).alias("bad"))

    def tell(batch: pl.DataFrame, slips: Slips) -> pl.DataFrame:
        rows = _named(batch, world, slips)
        early = pl.when(pl.col("stage") == "preparatory").then(pl.lit("IMPUTADO")).otherwise(pl.lit("ACUSADO"))
        known = pl.col("outcome").replace_strict(SITUATIONS, default=None, return_dtype=pl.String)
        return rows.select(
            KEY, pl.col("proceeding").alias("N° EXPEDIENTE"), pl.col("ordinal").alias("N° IMPUTADO"), pl.col("full").alias("IMPUTADO"),
            pl.col("document_number").alias("DNI IMPUTADO"), pl.col("sex").alias("SEXO IMPUTADO"), pl.coalesce(known, early).alias("SITUACION"),
            pl.coalesce("outcome_date", "pj_date").dt.to_string(DAY).alias("FECHA SITUACION"),
            pl.col("pj_date").dt.to_string(DAY).alias("FECHA INGRESO"), "DELITO", *_court()[1:],
        )  # fmt: skip

    return Table(REGISTER, "imputados", ACCUSED, rows, tell, {})


def _once(rows: pl.DataFrame) -> pl.DataFrame:
    """One delivery only."""
    return rows.with_columns(pl.lit(False).alias("in_first"), pl.lit(True).alias("in_second"))


def _ordered(told: pl.DataFrame, world: World, order: str) -> pl.DataFrame:
    """The persons of each proceeding, numbered; the day of their age is that of the facts."""
    known = world.cases.select("case", "proceeding", pl.col("facts_date").alias("day"))
    rows = told.join(known, on="case", how="left", maintain_order="left", validate="m:1").sort("proceeding", order)
    numbers = rank_within(rows["case"].to_numpy(), np.arange(rows.height)) + 1
    rows = _once(rows.with_columns(pl.Series("ordinal", numbers)))
    return rows.with_columns((pl.col("proceeding") + "|" + pl.col("ordinal").cast(pl.String)).alias("key"))


def _case(batch: pl.DataFrame, world: World, slips: Slips) -> pl.DataFrame:
    columns = [
        "offence", "carpeta", "mp_date", "pj_date", "outcome", "outcome_date", "stage", "years", "reparation", "paid", "precautionary", "judicial", "ubigeo",
        "court_adds_pimping",
    ]  # fmt: skip
    rows = cases_of(batch, world, columns).with_columns(pl.col("key").alias(KEY), pl.col("carpeta").alias("CARPETA FISCAL"))
    offence = written(REGISTER, "offence", pl.col("offence"))
    both = pl.when("court_adds_pimping").then(offence + "/FAVORECIMIENTO A LA PROSTITUCION").otherwise(offence)
    return quoted(rows.with_columns(both.alias("DELITO")), slips, "CARPETA FISCAL")


def _named(batch: pl.DataFrame, world: World, slips: Slips) -> pl.DataFrame:
    """Surnames, then names, in capitals without a comma; documents that are no DNI have no column."""
    rows = persons_of(_case(batch.drop("proceeding"), world, slips), world, slips.rng).with_columns(batch["proceeding"])
    rows = documents(names(capitals(rows), slips), slips)
    full = pl.concat_str("surname_1", "surname_2", "given_1", "given_2", separator=" ").str.replace_all("  ", " ").str.strip_chars()
    rows = slips.slip(rows.with_columns(full.alias("full")), "mojibake", {"full": mojibake(full)})
    own = pl.when(pl.col("document_type").is_in(["DNI", ""])).then(pl.col("document_number")).otherwise(pl.lit(""))
    return rows.with_columns(own.alias("document_number"))


def _soles(column: str) -> pl.Expr:
    return (pl.col(column).cast(pl.String) + ".00").fill_null("")


def _court() -> list[pl.Expr]:
    name = pl.lit("JUZGADO PENAL COLEGIADO DE ") + without_accents(pl.col("judicial"))
    district = without_accents(pl.col("judicial")).alias("DISTRITO JUDICIAL")
    return [name.alias("JUZGADO"), district, pl.col("ubigeo").alias("UBIGEO")]
