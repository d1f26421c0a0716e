"""RETA (PNP): CSV of Windows-1252 with semicolons, sent twice: as of 31 March 2017 with the 347 complaints of 2016 that it
then knew, as of 30 September with the 467 that INEI published.

In: the world. Out: its tables. Late entries, second copies of calls to 1818 and complaints of related offences counted as
trafficking are the whole of the difference, less what was annulled. Callao's complaints carry the UBIGEO of the seat in Lima.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from intertrata.demonstration.cases import KINDS, RECLASSIFIED
from intertrata.demonstration.chance import between, rank_within, stream
from intertrata.demonstration.dating import FIRST_CUT_OFF, as_dates, days, last_day
from intertrata.demonstration.declared import forms
from intertrata.demonstration.exports.telling import Broken, Table, cases_of, persons_of, plant, repeat_keys, written
from intertrata.demonstration.slips import ADULT, KEY, Slips, ages, births, capitals, documents, names, quoted
from intertrata.demonstration.spelling import without_accents
from intertrata.demonstration.traits import TRAITS, written_down
from intertrata.demonstration.wording import CAPITALS, write
from intertrata.demonstration.world import World

REGISTER = "reta"
DAY = "%d/%m/%Y"
RELATED = KINDS.index("related")
PENDING, PRESUMED = "PENDIENTE DE INVESTIGACION", "PRESUNTA VICTIMA"
WRONG_DAY = "31/02/2016"
OTHER_UBIGEO = "140137"
"""San Juan de Lurigancho for RENIEC; INEI has no such code."""

COMPLAINTS = [
    "NRO_DENUNCIA", "FEC_DENUNCIA", "FEC_HECHO", "COMISARIA", "UBIGEO", "MEDIO_DENUNCIA", "DELITO", "FINALIDAD", "MEDIO_EMPLEADO",
    "CAPTACION", "TIPO_RECLUTAMIENTO", "LUGAR_EXPLOTACION", "PERSONA_DENUNCIA", "DESTINO_HECHO", "NRO_CARPETA",
]  # fmt: skip
PERSON = ["AP_PATERNO", "AP_MATERNO", "NOMBRES", "TIPO_DOC", "NRO_DOC", "FEC_NACIMIENTO"]
OF_VICTIMS = ["IDENTIDAD_GENERO", "LENGUA", "PUEBLO_INDIGENA", "DISCAPACIDAD", "CONDICION", "DETERMINADA_POR", "COD_RED"]
OF_AUTHORS = ["CONDUCTA", "COD_RED"]
OF_OPERATIONS = ["CLASE", "PARTICIPAN"]
"""What RETA writes where it asked, in the words of its lists."""

VICTIMS = [
    "NRO_DENUNCIA", "NRO_ORDEN", *PERSON, "EDAD", "SEXO", "NACIONALIDAD", "INSTRUCCION", "FEC_REGISTRO", "DELITO", "FINALIDAD",
    "MEDIO_EMPLEADO", "CAPTACION", "LUGAR_EXPLOTACION", "VINCULO_TRATANTE", "DOMICILIO", "COMISARIA", "UBIGEO", "RESCATADA", "NRO_CARPETA",
    *OF_VICTIMS,
]  # fmt: skip
AUTHORS = [
    "NRO_DENUNCIA", "NRO_ORDEN_AUTOR", *PERSON, "SEXO", "NACIONALIDAD", "FEC_REGISTRO", "DELITO", "DETENIDO", "COMISARIA", "UBIGEO", "NRO_CARPETA",
    *OF_AUTHORS, "FEC_SITUACION",
]  # fmt: skip
OPERATIONS = [
    "NRO_OPERATIVO", "FEC_OPERATIVO", "UBIGEO", "LUGAR", "RESCATADAS", "RESCATADAS_MUJERES", "RESCATADOS_HOMBRES", "RESCATADOS_MENORES",
    "DETENIDOS", "NRO_DENUNCIA", *OF_OPERATIONS,
]  # fmt: skip

Before = Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]


def tables(world: World) -> list[Table]:
    """Give the four tables of RETA."""
    complaints = _complaints(world)
    return [_told_complaints(world, complaints), _victims(world, complaints), _authors(world, complaints), _operations(world)]


def _complaints(world: World) -> pl.DataFrame:
    """One row a complaint, second copies among them: case, copy, number, day, in_first, in_second."""
    known = world.cases.filter(pl.col("reta_date").is_not_null())
    first = known.select(
        "case", pl.lit(False).alias("copy"), pl.col("complaint").alias("key"), pl.col("reta_date").alias("day"), "in_first", "in_second"
    )
    copied = world.cases.filter(pl.col("copy_date").is_not_null())
    copies = copied.select(
        "case", pl.lit(True).alias("copy"), pl.col("copy_complaint").alias("key"), pl.col("copy_date").alias("day"),
        pl.lit(False).alias("in_first"), pl.lit(True).alias("in_second"),
    )  # fmt: skip
    return pl.concat([first, copies]).sort("key")


def _told_complaints(world: World, complaints: pl.DataFrame) -> Table:
    broken = {
        "impossible_date": Broken("FEC_DENUNCIA", WRONG_DAY, "date_impossible"),
        "unknown_code": Broken("DELITO", "TRATA DE BLANCAS", "code"),
        "other_scheme": Broken("UBIGEO", OTHER_UBIGEO, "ubigeo_other_scheme"),
        "facts_after": Broken("FEC_HECHO", "30/12/2017", "not_after"),
    }
    related = pl.lit(world.cases["kind"][complaints["case"]] == RELATED)
    rows = plant(complaints, list(broken), related, world.seed, REGISTER, "denuncias")

    def tell(batch: pl.DataFrame, slips: Slips) -> pl.DataFrame:
        rows = _case(batch, world)
        channel = pl.when("copy").then(pl.lit("line_1818")).otherwise(pl.col("channel"))
        rows = rows.with_columns(channel=channel, NRO_CARPETA=pl.col("carpeta"))
        rows = quoted(rows, slips, "NRO_CARPETA").with_columns(pl.col("key").alias("NRO_DENUNCIA"))
        return rows.select(
            KEY, "NRO_DENUNCIA", pl.col("day").dt.to_string(DAY).alias("FEC_DENUNCIA"), pl.col("facts_date").dt.to_string(DAY).alias("FEC_HECHO"),
            *_where(), written(REGISTER, "channel", pl.col("channel")).alias("MEDIO_DENUNCIA"), *_what(),
            pl.when("international").then(pl.lit("INTERNACIONAL")).otherwise(pl.lit("NACIONAL")).alias("TIPO_RECLUTAMIENTO"),
            written(REGISTER, "reporter", pl.col("reporter")).alias("PERSONA_DENUNCIA"),
            pl.when("mp").then(pl.lit("FISCALIA")).otherwise(pl.lit(PENDING)).alias("DESTINO_HECHO"), "NRO_CARPETA",
        )  # fmt: skip

    return Table(REGISTER, "denuncias", COMPLAINTS, rows, tell, broken, _before(world))


def _victims(world: World, complaints: pl.DataFrame) -> Table:
    """One row a victim and complaint; those whose row cannot be kept were rescued and stand in no register."""
    involved = world.involved.with_columns(pl.col("minor") == 1, pl.col("told_adult") == 1, pl.col("rescued") == 1)
    once = involved.filter(pl.col("reta") > 0).with_columns(pl.lit(False).alias("copy"), pl.lit(False).alias("lost"))
    twice = involved.filter(pl.col("reta") == 2).with_columns(pl.lit(True).alias("copy"), pl.lit(False).alias("lost"))
    nobody = (pl.col("reta") == 0) & (pl.col("sistra") == 0) & pl.col("rescued")
    lost = involved.filter(nobody).with_columns(pl.lit(False).alias("copy"), pl.lit(True).alias("lost"))
    told = pl.concat([once, twice, lost]).join(complaints.rename({"key": "complaint"}), on=["case", "copy"], how="inner", validate="m:1")
    broken = {
        "impossible_date": Broken("FEC_REGISTRO", WRONG_DAY, "date_impossible"),
        "age_of_250": Broken("EDAD", 250, "range"),
        "unknown_code": Broken("SEXO", "Z", "code"),
        "other_scheme": Broken("UBIGEO", OTHER_UBIGEO, "ubigeo_other_scheme"),
    }
    told = plant(told.sort("complaint", "involvement"), list(broken), pl.col("lost"), world.seed, REGISTER, "victimas")
    told = told.filter(~pl.col("lost") | pl.col("bad").is_not_null())
    rows = _registered(_ordered(told, world, repeat=pl.col("kind") == RELATED), world, "victimas")
    rows = rows.with_columns(_asked_of_victims(rows, world))

    def tell(batch: pl.DataFrame, slips: Slips) -> pl.DataFrame:
        rows = persons_of(_case(batch.drop("sex", "minor"), world), world, slips.rng)
        rows = _person(_told_ages(rows, slips), slips)
        return rows.select(
            KEY, pl.col("complaint").alias("NRO_DENUNCIA"), pl.col("ordinal").alias("NRO_ORDEN"), *PERSON, pl.col("age_text").alias("EDAD"),
            pl.col("sex").alias("SEXO"), "NACIONALIDAD", written(REGISTER, "education", pl.col("education")).alias("INSTRUCCION"),
            pl.col("day").dt.to_string(DAY).alias("FEC_REGISTRO"), *_what(), written(REGISTER, "relation", pl.col("relation")).alias("VINCULO_TRATANTE"),
            "DOMICILIO", *_where(), _yes("rescued").alias("RESCATADA"), "NRO_CARPETA",
        ).hstack(_in_words(rows, "victimas", OF_VICTIMS))  # fmt: skip

    return Table(REGISTER, "victimas", VICTIMS, rows, tell, broken, _before(world))


def _authors(world: World, complaints: pl.DataFrame) -> Table:
    own = complaints.filter(~pl.col("copy")).rename({"key": "complaint"})
    told = world.accused.filter("in_reta").join(own, on="case", how="inner", validate="m:1").sort("complaint", "accusation")
    broken = {"impossible_date": Broken("FEC_REGISTRO", WRONG_DAY, "date_impossible")}
    related = pl.lit(world.cases["kind"][told["case"]] == RELATED)
    told = plant(told, list(broken), related, world.seed, REGISTER, "autores")
    rows = _registered(_ordered(told, world), world, "autores")
    rows = rows.with_columns(pl.lit(True).alias("tells_country"), pl.lit(False).alias("told_adult"))
    did = {"suspect_role": pl.col("suspect_role"), "network": pl.lit(world.cases["network"][rows["case"]])}
    rows = rows.with_columns(written_down(rows, REGISTER, "autores", world.seed, did))

    def tell(batch: pl.DataFrame, slips: Slips) -> pl.DataFrame:
        rows = _person(births(capitals(persons_of(_case(batch, world), world, slips.rng)), slips, DAY), slips)
        return rows.select(
            KEY, pl.col("complaint").alias("NRO_DENUNCIA"), pl.col("ordinal").alias("NRO_ORDEN_AUTOR"), *PERSON, pl.col("sex").alias("SEXO"),
            "NACIONALIDAD", pl.col("day").dt.to_string(DAY).alias("FEC_REGISTRO"), _offence(), _yes("detained").alias("DETENIDO"), *_where(), "NRO_CARPETA",
            pl.col("day").dt.to_string(DAY).alias("FEC_SITUACION"),
        ).hstack(_in_words(rows, "autores", OF_AUTHORS))  # fmt: skip

    return Table(REGISTER, "autores", AUTHORS, rows, tell, broken, _before(world))


def _operations(world: World) -> Table:
    """Reports of operations: they call detained everybody whom the complaint identified."""
    early = pl.col("date") <= FIRST_CUT_OFF
    rows = world.operations.with_columns(early.alias("in_first"), pl.lit(True).alias("in_second"), pl.col("number").alias("key"))
    rows = rows.with_columns(pl.lit(None, dtype=pl.String).alias("bad"))

    def tell(batch: pl.DataFrame, slips: Slips) -> pl.DataFrame:
        known = world.cases.select("case", "complaint", "exploitation_place")
        rows = batch.join(known, on="case", how="left", maintain_order="left", validate="m:1").with_columns(pl.col("key").alias(KEY))
        place = written(REGISTER, "exploitation_place", pl.col("exploitation_place"))
        return rows.select(
            KEY, pl.col("number").alias("NRO_OPERATIVO"), pl.col("date").dt.to_string(DAY).alias("FEC_OPERATIVO"),
            pl.col("told_ubigeo").alias("UBIGEO"), place.alias("LUGAR"), (pl.col("rescued_women") + pl.col("rescued_men")).alias("RESCATADAS"),
            pl.col("rescued_women").alias("RESCATADAS_MUJERES"), pl.col("rescued_men").alias("RESCATADOS_HOMBRES"),
            pl.col("rescued_minors").alias("RESCATADOS_MENORES"), pl.col("detained").alias("DETENIDOS"),
            pl.col("complaint").fill_null("").alias("NRO_DENUNCIA"),
        ).hstack(_in_words(rows, "operativos", OF_OPERATIONS))  # fmt: skip

    return Table(REGISTER, "operativos", OPERATIONS, rows, tell, {})


def _ordered(told: pl.DataFrame, world: World, *, repeat: pl.Expr | None = None) -> pl.DataFrame:
    """Number the persons of each complaint; a few of the rows that may ``repeat`` the key of the one before them do."""
    complaint = told["complaint"].rank("dense").to_numpy().astype(np.int64)
    order = rank_within(complaint, np.arange(told.height)) + 1
    numbered = told.with_columns(pl.Series("ordinal", order))
    if repeat is not None:
        numbered = repeat_keys(numbered, repeat & (pl.col("ordinal") > 1) & pl.col("in_second"), world.seed, REGISTER)
    return numbered.with_columns((pl.col("complaint") + "|" + pl.col("ordinal").cast(pl.String)).alias("key"))


def _registered(rows: pl.DataFrame, world: World, name: str) -> pl.DataFrame:
    """The day each person was written down: up to ten days after the complaint, in the same period."""
    period = world.cases["period"].to_numpy()[rows["case"].to_numpy()]
    told = rows["day"].to_physical().to_numpy().astype(np.int64)
    last = np.where(rows["in_first"].to_numpy(), np.minimum(last_day(period), days(FIRST_CUT_OFF)), last_day(period))
    drawn = between(stream(world.seed, REGISTER, name, "days"), told, np.minimum(told + 10, last))
    return rows.with_columns(as_dates(drawn, np.ones(len(drawn), dtype=bool)).alias("day"))


def _asked_of_victims(rows: pl.DataFrame, world: World) -> list[pl.Series]:
    """What RETA wrote of each victim beside what its form has always asked: status is known with who decided it."""
    people, network = world.people[rows["person"].to_numpy()], world.cases["network"][rows["case"]]
    told = {trait: pl.lit(people[trait]) for trait in TRAITS} | {"network": pl.lit(network), "status": pl.col("status")}
    found = written_down(rows, REGISTER, "victimas", world.seed, told)
    return [*found, rows["decided_by"].set(found[-1].is_null(), None)]


def _in_words(rows: pl.DataFrame, table: str, headings: list[str]) -> pl.DataFrame:
    return write(rows, forms()[f"{REGISTER}/{table}"], style=CAPITALS, only=headings)


def _case(batch: pl.DataFrame, world: World) -> pl.DataFrame:
    columns = [
        "told_ubigeo", "district", "ubigeo", "facts_date", "channel", "offence", "story", "purpose", "means", "recruitment", "relation",
        "exploitation_place", "reporter", "mp", "carpeta", "operation", "international",
    ]  # fmt: skip
    rows = cases_of(batch, world, columns).with_columns(pl.col("key").alias(KEY))
    # What RETA counts as trafficking in its second delivery, whatever the facts were.
    counted = pl.when(pl.col("story") == RECLASSIFIED).then(pl.lit("trafficking")).otherwise(pl.col("offence"))
    return rows.with_columns(counted.alias("offence"), pl.when("mp").then(pl.col("carpeta")).alias("carpeta"))


def _before(world: World) -> Before:
    """The first delivery: what RETA later counts as trafficking stood under its own offence; no carpeta or network of later is quoted,
    and who was confirmed as a victim later was presumed to be one."""
    story, opened, network_known = world.cases["story"], world.cases["mp_date"], world.cases["network_date"]

    def before(told: pl.DataFrame, batch: pl.DataFrame) -> pl.DataFrame:
        moved = pl.lit(story[batch["case"]] == RECLASSIFIED)
        not_yet = pl.lit((opened[batch["case"]] > FIRST_CUT_OFF).fill_null(False))
        unknown = pl.lit((network_known[batch["case"]] > FIRST_CUT_OFF).fill_null(False))
        changes = {
            "DELITO": (moved, "PROXENETISMO"), "NRO_CARPETA": (not_yet, ""), "DESTINO_HECHO": (not_yet, PENDING), "COD_RED": (unknown, ""),
        }  # fmt: skip
        if "CONDICION" in told.columns:
            later = pl.lit((batch["status_date"] > FIRST_CUT_OFF).fill_null(False)) & (pl.col("CONDICION") != "")
            changes |= {"CONDICION": (later, PRESUMED), "DETERMINADA_POR": (later, "")}
        return told.with_columns(
            pl.when(where).then(pl.lit(text)).otherwise(pl.col(column)).alias(column)
            for column, (where, text) in changes.items()
            if column in told.columns
        )

    return before


def _told_ages(rows: pl.DataFrame, slips: Slips) -> pl.DataFrame:
    """Birth dates and ages as RETA has them: minors who were told to be adults have an adult's age, some of them an adult's birth."""
    adult, told = pl.col("told_adult"), ADULT + pl.col("involvement") % 4
    rows = capitals(rows).with_columns(pl.when(adult).then(told).otherwise(pl.col("age")).alias("age"))
    rows = slips.slip(rows, "birth_false", {"birth": pl.col("birth").dt.offset_by("-5y")}, where=adult)
    return ages(births(rows, slips, DAY), slips, form=DAY, stated=adult)


def _person(rows: pl.DataFrame, slips: Slips) -> pl.DataFrame:
    """Names, documents, nationality, address and the quoted carpeta as RETA writes them."""
    rows = quoted(
        rows.with_columns(pl.col("carpeta").alias("NRO_CARPETA"), without_accents(pl.col("address")).alias("DOMICILIO")),
        slips,
        "NRO_CARPETA",
    )
    rows = slips.slip(documents(names(rows, slips), slips), "address_missing", {"DOMICILIO": pl.lit("")})
    home = pl.col("country") == "PER"
    rows = rows.with_columns(
        pl.when(home | pl.col("tells_country"))
        .then(written(REGISTER, "country", pl.col("country")))
        .otherwise(pl.lit(""))
        .alias("NACIONALIDAD")
    )
    rows = slips.slip(rows, "nationality_blank", {"NACIONALIDAD": pl.lit("")}, where=home)
    return rows.with_columns(
        pl.col("surname_1").alias("AP_PATERNO"), pl.col("surname_2").alias("AP_MATERNO"),
        (pl.col("given_1") + " " + pl.col("given_2")).str.strip_chars().alias("NOMBRES"),
        written(REGISTER, "document_type", pl.col("document_type")).alias("TIPO_DOC"), pl.col("document_number").alias("NRO_DOC"),
        pl.col("birth_text").alias("FEC_NACIMIENTO"),
    )  # fmt: skip


def _where() -> list[pl.Expr]:
    station = pl.lit("COMISARIA PNP ") + without_accents(pl.col("district"))
    seat = pl.col("told_ubigeo") != pl.col("ubigeo")
    office = (
        pl.when(seat)
        .then(pl.lit("DIRCTPTIM"))
        .when("operation")
        .then("DEPINTRAP " + without_accents(pl.col("district")))
        .otherwise(station)
    )
    return [office.alias("COMISARIA"), pl.col("told_ubigeo").alias("UBIGEO")]


def _offence() -> pl.Expr:
    return written(REGISTER, "offence", pl.col("offence")).alias("DELITO")


def _what() -> list[pl.Expr]:
    lists = {"FINALIDAD": "purpose", "MEDIO_EMPLEADO": "means", "CAPTACION": "recruitment", "LUGAR_EXPLOTACION": "exploitation_place"}
    return [_offence(), *(written(REGISTER, column, pl.col(column)).alias(name) for name, column in lists.items())]


def _yes(column: str) -> pl.Expr:
    return pl.when(column).then(pl.lit("SI")).otherwise(pl.lit("NO"))
