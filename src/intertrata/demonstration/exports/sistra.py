"""SISTRA (MP-FN): workbooks, one a table (CSV in UTF-8 with its mark where too large), with numbers for codes.

In: the world. Out: its tables. Only the specialised prosecutors write down who the victims are: a complaint at another office
has none here, which is one reason why the 1,114 complaints of 2016 hold 786 victims.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from intertrata.demonstration.cases import KINDS
from intertrata.demonstration.chance import between, rank_within, stream
from intertrata.demonstration.dating import as_dates, last_day
from intertrata.demonstration.declared import forms
from intertrata.demonstration.exports.telling import Broken, Table, cases_of, persons_of, plant, repeat_keys, written
from intertrata.demonstration.plan import table
from intertrata.demonstration.slips import KEY, Slips, ages, births, capitals, documents, names, quoted
from intertrata.demonstration.spelling import without_accents
from intertrata.demonstration.wording import write
from intertrata.demonstration.world import World
from intertrata.vocabulary.codes import code_list

REGISTER = "sistra"
DAY = "%Y-%m-%d"
RELATED = KINDS.index("related")
WRONG_DAY = "2016-02-31"
OTHER_UBIGEO = "140137"

COMPLAINTS = [
    "carpeta_fiscal", "fecha_ingreso", "fecha_hechos", "via_ingreso", "articulos", "finalidad", "fiscalia", "distrito_fiscal",
    "ubigeo_hechos", "denuncia_pnp", "etapa", "estado",
]  # fmt: skip
PERSON = ["apellidos_y_nombres", "tipo_documento", "num_documento", "fecha_nac"]
HELD_TO_BE = ["condicion", "determinada_por"]
VICTIMS = [
    "carpeta_fiscal", "id_agraviado", *PERSON, "edad", "sexo", "pais", "fecha_registro", "articulos", "finalidad", "fiscalia",
    "distrito_fiscal", "ubigeo_hechos", "denuncia_pnp", *HELD_TO_BE,
]  # fmt: skip
ACCUSED = [
    "carpeta_fiscal", "id_imputado", *PERSON, "sexo", "pais", "situacion", "fecha_situacion", "fecha_registro", "articulos",
    "distrito_fiscal", "ubigeo_hechos",
]  # fmt: skip
COMMUNICATIONS = ["nro_oficio", "fecha_oficio", "remite", "denuncia_pnp", "carpeta_resultante", "distrito_fiscal", "ubigeo"]


def tables(world: World) -> list[Table]:
    """Give the four tables of SISTRA."""
    return [_complaints(world), _victims(world), _accused(world), _communications(world)]


def _complaints(world: World) -> Table:
    broken = {
        "impossible_date": Broken("fecha_ingreso", WRONG_DAY, "date_impossible"),
        "unknown_code": Broken("articulos", "999-Z", "code"),
        "other_scheme": Broken("ubigeo_hechos", OTHER_UBIGEO, "ubigeo_other_scheme"),
    }
    known = world.cases.filter("mp").select("case", "kind", pl.col("carpeta").alias("key"), pl.col("mp_date").alias("day")).sort("key")
    rows = plant(_once(known), list(broken), pl.col("kind") == RELATED, world.seed, REGISTER, "denuncias")

    def tell(batch: pl.DataFrame, slips: Slips) -> pl.DataFrame:
        rows = _case(batch, world, slips)
        channel = pl.Series(slips.rng.random(rows.height))
        came = (
            pl.when("reta")
            .then(pl.lit("PNP"))
            .when(channel < 0.5)
            .then(pl.lit("PARTE"))
            .when(channel < 0.85)
            .then(pl.lit("OFICIO"))
            .otherwise(pl.lit("OTRO"))
        )
        return rows.select(
            KEY, pl.col("key").alias("carpeta_fiscal"), pl.col("day").dt.to_string(DAY).alias("fecha_ingreso"),
            pl.col("facts_date").dt.to_string(DAY).alias("fecha_hechos"), pl.when("operation").then(pl.lit("OPERATIVO")).otherwise(came).alias("via_ingreso"),
            "articulos", _purpose(), *_where(), "denuncia_pnp", *_standing(),
        )  # fmt: skip

    return Table(REGISTER, "denuncias", COMPLAINTS, rows, tell, broken)


def _victims(world: World) -> Table:
    involved = world.involved.join(
        world.cases.select("case", "carpeta", "special"), on="case", how="left", maintain_order="left", validate="m:1"
    )
    unseen = (pl.col("sistra") == 0) & (pl.col("reta") == 0) & pl.col("special") & (pl.col("kind") == KINDS.index("trafficking"))
    told = involved.with_columns(unseen.alias("lost")).filter(pl.col("lost") | (pl.col("sistra") == 1)).sort("carpeta", "involvement")
    broken = {
        "impossible_date": Broken("fecha_registro", WRONG_DAY, "date_impossible"),
        "age_of_250": Broken("edad", 250, "range"),
        "unknown_code": Broken("sexo", "7", "code"),
    }
    told = plant(_once(told), list(broken), pl.col("lost"), world.seed, REGISTER, "agraviados")
    told = told.filter(~pl.col("lost") | pl.col("bad").is_not_null())
    rows = _registered(_ordered(told, world, repeat=pl.col("kind") == RELATED), world, "agraviados")

    def tell(batch: pl.DataFrame, slips: Slips) -> pl.DataFrame:
        rows = persons_of(_case(batch.drop("sex", "minor", "special", "reta", "carpeta"), world, slips), world, slips.rng)
        rows = ages(births(capitals(rows, accents=True), slips, DAY), slips)
        return _person(rows, slips).select(
            KEY, pl.col("case_key").alias("carpeta_fiscal"), pl.col("ordinal").alias("id_agraviado"), *PERSON, pl.col("age_text").alias("edad"),
            written(REGISTER, "sex", pl.col("sex")).alias("sexo"), "pais", pl.col("day").dt.to_string(DAY).alias("fecha_registro"), "articulos",
            _purpose(), *_where(), "denuncia_pnp",
        ).hstack(write(rows, forms()[f"{REGISTER}/agraviados"], only=HELD_TO_BE))  # fmt: skip

    return Table(REGISTER, "agraviados", VICTIMS, rows, tell, broken)


def _accused(world: World) -> Table:
    told = world.accused.filter("in_sistra").join(
        world.cases.select("case", "carpeta"), on="case", how="left", maintain_order="left", validate="m:1"
    )
    told = _once(told.sort("carpeta", "accusation")).with_columns(pl.lit(None, dtype=pl.String).alias("bad"))
    rows = _registered(_ordered(told, world), world, "imputados")

    def tell(batch: pl.DataFrame, slips: Slips) -> pl.DataFrame:
        rows = persons_of(_case(batch.drop("carpeta"), world, slips), world, slips.rng)
        archived = pl.Series(slips.rng.random(rows.height) < 0.2)
        rows = rows.with_columns(_situation(archived).alias("situacion"), pl.coalesce("outcome_date", "pj_date", "day").alias("status_day"))
        return _person(births(capitals(rows, accents=True), slips, DAY), slips).select(
            KEY, pl.col("case_key").alias("carpeta_fiscal"), pl.col("ordinal").alias("id_imputado"), *PERSON,
            written(REGISTER, "sex", pl.col("sex")).alias("sexo"), "pais", "situacion", pl.col("status_day").dt.to_string(DAY).alias("fecha_situacion"),
            pl.col("day").dt.to_string(DAY).alias("fecha_registro"), "articulos", *_where()[1:],
        )  # fmt: skip

    return Table(REGISTER, "imputados", ACCUSED, rows, tell, {})


def _communications(world: World) -> Table:
    """Possible cases that PNP and MININTER sent; those that became a carpeta say which."""
    rows = _once(world.communications).with_columns(pl.col("number").alias("key"), pl.lit(None, dtype=pl.String).alias("bad"))
    places = table("places").with_row_index("place").select(pl.col("place").cast(pl.Int64), "ubigeo", "fiscal")

    def tell(batch: pl.DataFrame, slips: Slips) -> pl.DataFrame:
        known = world.cases.select("case", "complaint", "carpeta")
        rows = batch.join(known, on="case", how="left", maintain_order="left", validate="m:1")
        rows = rows.join(places, on="place", how="left", maintain_order="left", validate="m:1")
        rows = rows.with_columns(pl.col("key").alias(KEY), pl.col("complaint").alias("denuncia_pnp"))
        became = pl.when("became").then(pl.col("carpeta")).fill_null("")
        return quoted(rows, slips, "denuncia_pnp").select(
            KEY, pl.col("number").alias("nro_oficio"), pl.col("date").dt.to_string(DAY).alias("fecha_oficio"),
            pl.col("sender").str.to_uppercase().alias("remite"), "denuncia_pnp", became.alias("carpeta_resultante"),
            pl.col("fiscal").str.to_uppercase().alias("distrito_fiscal"), "ubigeo",
        )  # fmt: skip

    return Table(REGISTER, "comunicaciones", COMMUNICATIONS, rows, tell, {})


def _once(rows: pl.DataFrame) -> pl.DataFrame:
    """One delivery only."""
    return rows.with_columns(pl.lit(False).alias("in_first"), pl.lit(True).alias("in_second"))


def _ordered(told: pl.DataFrame, world: World, *, repeat: pl.Expr | None = None) -> pl.DataFrame:
    order = rank_within(told["case"].to_numpy(), np.arange(told.height)) + 1
    numbered = told.with_columns(pl.Series("ordinal", order), pl.col("carpeta").alias("case_key"))
    if repeat is not None:
        numbered = repeat_keys(numbered, repeat & (pl.col("ordinal") > 1), world.seed, REGISTER)
    return numbered.with_columns((pl.col("case_key") + "|" + pl.col("ordinal").cast(pl.String)).alias("key"))


def _registered(rows: pl.DataFrame, world: World, name: str) -> pl.DataFrame:
    """The day each person was written down: up to twenty days after the carpeta was opened, in the same period."""
    cases = world.cases[rows["case"].to_numpy()]
    opened = cases["mp_date"].to_physical().to_numpy().astype(np.int64)
    drawn = between(stream(world.seed, REGISTER, name, "days"), opened, np.minimum(opened + 20, last_day(cases["period"].to_numpy())))
    return rows.with_columns(as_dates(drawn, np.ones(len(drawn), dtype=bool)).alias("day"))


def _case(batch: pl.DataFrame, world: World, slips: Slips) -> pl.DataFrame:
    columns = [
        "reta", "complaint", "facts_date", "offence", "purpose", "special", "fiscal", "district", "ubigeo", "operation", "outcome",
        "outcome_date", "pj_date", "stage", "prosecutor_adds_pimping",
    ]  # fmt: skip
    rows = cases_of(batch, world, columns).with_columns(pl.col("key").alias(KEY), pl.col("complaint").alias("denuncia_pnp"))
    article = written(REGISTER, "offence", pl.col("offence"))
    return quoted(
        rows.with_columns(pl.when("prosecutor_adds_pimping").then(article + ",179").otherwise(article).alias("articulos")),
        slips,
        "denuncia_pnp",
    )


def _purpose() -> pl.Expr:
    return written(REGISTER, "purpose", pl.col("purpose")).alias("finalidad")


def _where() -> list[pl.Expr]:
    special = pl.lit("FISCALIA PROVINCIAL ESPECIALIZADA EN DELITOS DE TRATA DE PERSONAS DE ") + without_accents(pl.col("fiscal"))
    common = pl.lit("FISCALIA PROVINCIAL PENAL CORPORATIVA DE ") + without_accents(pl.col("district"))
    office = pl.when("special").then(special).otherwise(common).alias("fiscalia")
    return [office, pl.col("fiscal").str.to_uppercase().alias("distrito_fiscal"), pl.col("ubigeo").alias("ubigeo_hechos")]


def _standing() -> list[pl.Expr]:
    """Where the case stands and what became of the complaint, in the words of the lists; before a judge knows of it, the inquiry goes on."""
    stages = {one.code: one.es for one in code_list("stage")}
    closed = pl.col("outcome").is_in(["dismissed", "archived"]).fill_null(False)
    status = pl.when(closed).then(pl.lit("archived")).when(pl.col("pj_date").is_not_null()).then(pl.lit("formalised"))
    words = {one.code: one.es for one in code_list("complaint_status")}
    return [
        pl.col("stage").fill_null("preliminary").replace_strict(stages).alias("etapa"),
        status.otherwise(pl.lit("under_investigation")).replace_strict(words).alias("estado"),
    ]


def _situation(archived: pl.Series) -> pl.Expr:
    """Where the proceedings against somebody stand, as the prosecutor knows it."""
    known = {
        "convicted": "SENTENCIADO",
        "acquitted": "ABSUELTO",
        "dismissed": "ARCHIVADO",
        "archived": "ARCHIVADO",
        "in_process": "ACUSADO",
    }
    early = pl.when(pl.lit(archived)).then(pl.lit("ARCHIVADO")).otherwise(pl.lit("INVESTIGADO"))
    return pl.when(pl.col("outcome").is_null()).then(early).otherwise(pl.col("outcome").replace_strict(known, default="INVESTIGADO"))


def _person(rows: pl.DataFrame, slips: Slips) -> pl.DataFrame:
    """Names in one column, "Apellidos, Nombres" in natural case and with accents unless a slip changed them; documents, country."""
    rows = documents(names(rows, slips), slips)
    surnames = (pl.col("surname_1") + " " + pl.col("surname_2")).str.strip_chars()
    given = (pl.col("given_1") + " " + pl.col("given_2")).str.strip_chars()
    rows = rows.with_columns((surnames + ", " + given).str.to_titlecase().alias("apellidos_y_nombres"))
    rows = slips.slip(rows, "natural_order", {"apellidos_y_nombres": (given + " " + surnames).str.to_titlecase()})
    rows = rows.with_columns(pl.col("country").alias("pais"))
    rows = slips.slip(rows, "nationality_blank", {"pais": pl.lit("")})
    return rows.with_columns(
        written(REGISTER, "document_type", pl.col("document_type")).alias("tipo_documento"), pl.col("document_number").alias("num_documento"),
        pl.col("birth_text").alias("fecha_nac"),
    )  # fmt: skip
