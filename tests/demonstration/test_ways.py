"""Every declared register speaks of the one country: who stands in it is true, comes after what it stands upon, and adds up as printed."""

import polars as pl
import pytest

from intertrata.demonstration.declared import forms
from intertrata.demonstration.plan import counted, figures, table, ways
from intertrata.demonstration.standing import sender

OWN = {
    "reta": ["denuncias", "victimas", "autores", "operativos"],
    "sistra": ["denuncias", "agraviados", "imputados", "comunicaciones"],
    "poder_judicial": ["expedientes", "partes", "imputados"],
}  # fmt: skip
TOLD = [one["table"] for one in ways()["stand"]]
FIGURES = ["inei/cuadros", "mininter_open_data/cifras", "mpfn_open_data/denuncias", "mef/presupuesto"]
PERSONAL = [name for name in TOLD if forms()[name].kind.of == "person"]


def printed(name):
    return figures()[name].value


def rows(country, name):
    """What a receiver keeps of a table, each row once, with its key and the day it tells as a date."""
    form = forms()[name]
    sent = country.kept(*name.split("/")).drop("line", "file").unique(maintain_order=True)
    day = form.telling("event_date")
    key = pl.concat_str(pl.col(form.key).fill_null(""), separator="|").alias("key")
    return sent.with_columns(key, *([pl.col(day.name).str.to_date(day.form).alias("day")] if day else []))


def truth(country, name, which="mentions"):
    register, one = name.split("/")
    return country.truth(which).filter((pl.col("register") == register) & (pl.col("table") == one))


def known(country, name):
    """The rows with the person and the case that they truly speak of."""
    cases = country.truth("cases").drop("ubigeo", "stage", "outcome", "district", "channel", "means", "purpose", "special", "operation")
    return rows(country, name).join(truth(country, name).select("key", "person", "case"), on="key").join(cases, on="case", how="left")


def in_year(year):
    return pl.col("day").dt.year() == year


def test_every_declared_table_of_every_register_is_told():
    own = [f"{register}/{one}" for register, tables in OWN.items() for one in tables]
    # A form in which others send cases, a published report, what our own campaigns deliver, and referrals sent on our own screens: none is a
    # register of the country.
    registers = [name for name in forms() if not name.startswith(("htcds/", "informe_v/", "respuestas/", "derivaciones/"))]
    assert sorted([*own, *TOLD, *FIGURES]) == sorted(registers)


@pytest.mark.parametrize("name", [*TOLD, *FIGURES])
def test_every_table_has_the_declared_header_and_says_in_every_row_that_it_is_synthetic(country, name):
    sent = country.sent(*name.split("/"))
    assert sent.drop("file", "line").columns == [*forms()[name].names, "SINTETICO"]
    assert sent.height > 0
    assert sent["SINTETICO"].unique().to_list() == ["SI"]


@pytest.mark.parametrize("name", [*TOLD, *FIGURES])
def test_every_row_kept_has_its_truth_once(country, name):
    said = truth(country, name, "mentions" if name in PERSONAL else "events")
    found = rows(country, name)["key"]
    if sender(name.split("/")[0]).first is not None:
        said = said.filter(pl.col("key").is_in(found.implode()))
    assert found.is_unique().all()
    assert sorted(found) == sorted(said["key"])


def test_every_person_told_of_is_one_of_the_country_and_every_case_and_operation_too(country):
    assert country.truth("mentions")["person"].is_in(country.truth("persons")["person"].implode()).all()
    cases = country.truth("cases")["case"]
    for which in ("mentions", "events"):
        assert country.truth(which)["case"].drop_nulls().is_in(cases.implode()).all()


@pytest.mark.parametrize(
    "name",
    ["upe/procedimientos", "cem/casos", "car/residentes", "datamart/patrocinios", "centros_preventivos/ingresos", "udavit/atenciones"],
)
def test_nobody_is_cared_for_before_anybody_knew_of_her(country, name):
    met = pl.min_horizontal("reta_date", "mp_date", "pj_date")
    found = known(country, name)
    assert found.height > 10
    assert not found.filter(pl.col("day") < met).height
    assert known(country, "datamart/patrocinios").select((pl.col("day") > pl.col("mp_date")).all()).item()


@pytest.mark.parametrize(
    ("name", "after"),
    [
        ("car/residentes", "upe/procedimientos"), ("cem/seguimientos", "cem/casos"), ("udavit/salas_de_acogida", "udavit/atenciones"),
        ("minedu/reinsercion_educativa", "upe/procedimientos"), ("mtpe/beneficiarios", "udavit/atenciones"), ("car/planes", "car/residentes"),
    ],
)  # fmt: skip
def test_what_stands_upon_another_register_comes_after_it(country, name, after):
    before = known(country, after).group_by("person", "case").agg(pl.col("day").min().alias("before"))
    both = known(country, name).join(before, on=["person", "case"])
    assert both.height > 10
    assert (both["day"] >= both["before"]).all()


def test_no_court_decides_before_the_complaint_and_nobody_is_wanted_before_the_court_has_her_case(country):
    cases = country.truth("cases").filter(pl.col("outcome_date").is_not_null())
    assert (cases["outcome_date"] >= cases.select(pl.min_horizontal("reta_date", "mp_date", "pj_date")).to_series()).all()
    assert not known(country, "recompensas/requisitorias").filter(pl.col("day") < pl.col("pj_date")).height


def test_no_date_told_breaks_a_declared_order(country):
    for name in TOLD:
        form = forms()[name]
        dates = {one.name: one.form for one in form.headings if one.type == "date"}
        sent = country.kept(*name.split("/"))
        for one in ("until", "closed_date", "found_date", "answer_date", "captured_date", "ruling_date", "finding_date", "referred_date"):
            end, start = form.telling(one), form.telling("event_date")
            if end is not None and start is not None:
                first, last = (pl.col(heading.name).str.to_date(dates[heading.name], strict=False) for heading in (start, end))
                assert not sent.filter(first > last).height, (name, one)


def test_the_missing_were_missed_before_the_police_met_them_as_victims(country):
    found = known(country, "desaparecidas/denuncias").filter(pl.col("HALLAZGO") == "TRATA DE PERSONAS")
    assert found.height > 20
    assert (found["day"] <= found["reta_date"]).all()


def test_an_operation_told_by_several_institutions_is_one_with_one_day_and_one_place(country):
    told = []
    for name in ("reta/operativos", "sistra/operativos_mp", "sutran/fiscalizaciones", "sunafil/inspecciones", "gobiernos/operativos"):
        place = forms()[name].telling("ubigeo").name
        found = rows(country, name).join(truth(country, name, "events").select("key", "operation"), on="key")
        told.append(found.select("operation", "day", pl.col(place).alias("place"), pl.lit(name).alias("name")))
    every = pl.concat(told)
    # The police tell Callao as the seat in Lima, as they do in their complaints.
    seat = pl.when((pl.col("name") == "reta/operativos") & (pl.col("place") == "150101")).then(None).otherwise("place")
    region = pl.when(pl.col("name") == "gobiernos/operativos").then(None).otherwise(seat)
    by = every.with_columns(region.alias("place")).group_by("operation").agg(
        pl.col("day").n_unique().alias("days"), pl.col("place").drop_nulls().n_unique().alias("places"), pl.col("name").n_unique().alias("names"), pl.len()
    )  # fmt: skip
    several = by.filter(pl.col("names") > 1)
    assert several.height > 800
    assert several.filter(pl.col("names") > 2).height > 20
    assert (by["days"] == 1).all()
    assert (by["places"] <= 1).all()
    assert every.select("operation", "name").is_unique().all()


def age(form):
    told, born, day = (form.telling(field) for field in ("age", "birth_date", "event_date"))
    birth = pl.col(born.name).str.to_date(born.form, strict=False)
    computed = pl.col("day").dt.year() - birth.dt.year() - (pl.col("day").dt.strftime("%m%d") < birth.dt.strftime("%m%d")).cast(pl.Int32)
    assert day is not None
    return pl.coalesce(pl.col(told.name).cast(pl.Int32, strict=False), computed)


@pytest.mark.parametrize("year", [2016, 2017])
def test_the_users_of_the_programme_are_those_of_cuadro_14(country, year):
    name = "udavit/atenciones"
    now = rows(country, name).with_columns(age(forms()[name]).alias("age")).filter(in_year(year))
    said = lambda figure: printed(f"programme_{year}.{figure}")  # noqa: E731
    assert now.height == said("users")
    assert (now["sexo"] == "FEMENINO").sum() == said("women")
    assert (now["sexo"] == "MASCULINO").sum() == said("men")
    minor = (now.filter(pl.col("identidad_reservada") == "NO")["age"] < 18).sum()
    assert said("minors") - (now["identidad_reservada"] == "SI").sum() <= minor <= said("minors")
    truly = now.join(truth(country, name).select("key", "person"), on="key").join(country.truth("persons"), on="person")
    assert (truly["country"] != "PER").sum() == said("foreign")
    kinds = {"legal": "LEGAL", "social": "SOCIAL", "psychological": "PSICOLOGICA"}
    for kind, word in kinds.items():
        assert now["tipo_atencion"].str.contains(word, literal=True).sum() == said(kind)


def test_those_protected_in_2017_are_as_printed(country):
    now = known(country, "udavit/medidas").filter(in_year(2017)).join(country.truth("persons"), on="person")
    assert now["person"].n_unique() == now.height == printed("protected_2017.persons")
    assert ((now["sex"] == "F").sum(), (now["sex"] == "M").sum()) == (printed("protected_2017.women"), printed("protected_2017.men"))
    assert rows(country, "udavit/entrevistas").height == printed("interviews.uses")


def test_sponsorships_children_and_residents_are_as_printed(country):
    sponsored = rows(country, "datamart/patrocinios")
    assert [sponsored.filter(in_year(year)).height for year in (2016, 2017)] == [
        printed(f"defence_{year}.sponsorships") for year in (2016, 2017)
    ]
    assert rows(country, "datamart/imputados").filter(in_year(2016)).height == printed("defence_2016.accused")
    children = rows(country, "upe/procedimientos")
    assert [children.filter(in_year(year)).height for year in (2016, 2017)] == [
        printed(f"tutelar.children_{year}") for year in (2016, 2017)
    ]
    assert rows(country, "upe/familias").filter(in_year(2016)).height == printed("tutelar.families_2016")
    residents = rows(country, "car/residentes")
    for code, name in (("CAR-CALLAO", "callao"), ("CAR-LIMA-NORTE", "lima"), ("CAR-MADRE-DE-DIOS", "madre_de_dios")):
        for year in (2016, 2017):
            assert residents.filter(in_year(year) & (pl.col("Código del centro") == code)).height == printed(f"shelters_{year}.{name}")
    assert residents.filter(pl.col("Código del centro") == "HRT-TAMBOPATA").height == printed("shelters_2016.tambopata")
    assert rows(country, "centros_preventivos/ingresos").height == printed("preventive_centres.salamanca_2016")


def test_the_cases_of_the_womens_centres_are_those_of_cuadro_12(country):
    cases = rows(country, "cem/casos")
    assert [cases.filter(in_year(year)).height for year in (2016, 2017)] == [printed("cem_2016.total"), printed("cem_2017.total")]
    now = cases.filter(in_year(2016))
    assert ((now["SEXO"] == "MUJER").sum(), (now["SEXO"] == "HOMBRE").sum()) == (printed("cem_2016.women"), printed("cem_2016.men"))
    assert (now["PATROCINIO LEGAL"] == "SI").sum() == printed("cem_2016.sponsored")
    assert dict(now.group_by("DEPARTAMENTO").len().iter_rows())["Huánuco"] == 15


def test_hotlines_operations_and_peruvians_abroad_are_as_printed(country):
    calls = rows(country, "linea_1818/llamadas").filter(pl.col("ES_TRATA") == "SI")
    assert [calls.filter(in_year(year)).height for year in (2016, 2017)] == [
        printed(f"reta_complaints_{year}.line_1818") for year in (2016, 2017)
    ]
    assert calls.filter(in_year(2016))["RESCATADAS"].cast(pl.Int64).sum() == printed("reta_complaints_2016.line_1818_rescued")
    assert rows(country, "linea_100/consultas").filter(pl.col("TRATA DE PERSONAS") == "SI").height == printed("line_100.both_years")
    assert rows(country, "sistra/operativos_mp").height == printed("prosecutors_operations.both_years")
    joint = rows(country, "sutran/fiscalizaciones").filter(pl.col("CLASE DE OPERATIVO") == "OPERATIVO PREVENTIVO")
    assert [joint.filter(in_year(year)).height for year in (2016, 2017)] == [printed(f"inspections.sutran_{year}") for year in (2016, 2017)]
    abroad = rows(country, "mrree_pah/peruanos_exterior").filter(in_year(2016))
    assert abroad.height == printed("abroad_2016.total")
    assert dict(abroad.group_by("PAIS").len().iter_rows()) == {"Argentina": 5, "Bolivia": 6, "Uruguay": 1}
    smuggling = rows(country, "reta/operativos_tim").filter(in_year(2016))
    assert smuggling.height == printed("smuggling.operations_2016")
    assert smuggling["RESCATADAS"].cast(pl.Int64).sum() == printed("smuggling.persons_2016")
    assert (
        rows(country, "gobiernos/operativos").filter(pl.col("UBIGEO ENTIDAD").str.starts_with("16")).height
        == printed("regions.loreto_own") + 80
    )


def test_travel_is_controlled_by_land_river_and_air_and_a_way_is_told_only_of_a_vehicle(country):
    vehicle = {
        "sunafil/inspecciones": "TIPO_VEHICULO",
        "migraciones/controles": "medio_transporte",
        "gobiernos/operativos": "TIPO DE VEHICULO O NAVE",
    }
    found = set()
    for name, transport in vehicle.items():
        way, leave = (forms()[name].telling(field).name for field in ("travel_way", "travel_authorisation"))
        told = rows(country, name).with_columns(pl.col(transport, way, leave).replace("", None))
        ways_of_none = told.filter(pl.col(transport).is_null() & pl.col(way).is_not_null())
        assert ways_of_none.height <= told.height * 0.02, name  # a cell left empty by mistake
        assert told[leave].null_count() < told.height
        found |= set(told[way].drop_nulls())
    assert {"TERRESTRE", "FLUVIAL", "AEREA"} <= found


def test_inei_prints_what_the_police_said_last_and_not_what_the_prosecutors_say(country):
    told = country.sent("inei", "cuadros")
    whole = told.filter(pl.col("DEPARTAMENTO").is_null() & (pl.col("INDICADOR").str.to_lowercase() == "denuncias"))
    assert dict(whole.select("AÑO", "VALOR").iter_rows()) == {"2016": "467", "2017": "160"}
    assert told.filter(pl.col("DESAGREGACION") == "MUJERES")["VALOR"].to_list() == ["623"]


def test_free_places_are_what_the_stays_leave(country):
    stays = rows(country, "car/residentes").with_columns(pl.col("Fecha de salida").str.to_date("%d-%m-%Y", strict=False).alias("until"))
    for row in rows(country, "car/plazas").filter(pl.col("Código del centro") == "CAR-CALLAO").iter_rows(named=True):
        there = stays.filter(
            (pl.col("Código del centro") == row["Código del centro"])
            & (pl.col("day") <= row["day"])
            & (pl.col("until").is_null() | (pl.col("until") > row["day"]))
        )
        assert int(row["Plazas ocupadas"] or there.height) == there.height
        assert int(row["Libres: niñas y adolescentes"]) == max(0, int(row["Plazas"]) - there.height)


def test_a_preventive_centre_tells_whom_it_admits_and_how_many_it_holds_and_never_fewer_than_the_victims_in_it(country):
    stays = rows(country, "centros_preventivos/ingresos").with_columns(
        pl.col("FECHA_SALIDA").str.to_date("%d/%m/%Y", strict=False).alias("until")
    )
    days = rows(country, "centros_preventivos/plazas")
    assert days["CENTRO"].n_unique() == 5  # three in Lima, one in Callao, one in Arequipa (l.2592)
    held = days.filter(pl.col("CENTRO") == "SALAMANCA").join(stays.select("CENTRO", pl.col("day").alias("from"), "until"), on="CENTRO")
    there = held.filter((pl.col("from") <= pl.col("day")) & (pl.col("until").is_null() | (pl.col("until") > pl.col("day"))))
    assert there.height > 0
    victims = there.group_by("key").agg(pl.len().alias("victims"), pl.col("POBLACION_PRESENTE").cast(pl.Int64).first().alias("present"))
    assert (victims["present"].drop_nulls() >= victims.drop_nulls("present")["victims"]).all()
    places = days.filter(pl.all_horizontal(pl.col("PLAZAS", "POBLACION_PRESENTE", "LIBRES_NIÑOS").is_not_null()))
    free = places.select(pl.col("PLAZAS", "POBLACION_PRESENTE", "LIBRES_NIÑOS").cast(pl.Int64))
    assert (free["PLAZAS"] - free["POBLACION_PRESENTE"] == free["LIBRES_NIÑOS"]).all()
    assert set(stays["POBLACION_ADMITIDA"].drop_nulls()) <= set(
        days.filter(pl.col("CENTRO") == "SALAMANCA")["POBLACION_ADMITIDA"].drop_nulls()
    )


def test_a_first_delivery_does_not_tell_how_a_stay_ended_later(country):
    first, second = (country.kept("car", "residentes", day) for day in ("2016-12-31", "2017-05-31"))
    ended = pl.col("Fecha de salida").str.to_date("%d-%m-%Y", strict=False)
    assert not first.filter(ended > pl.date(2016, 12, 31)).height
    both = first.join(second, on=["Código del centro", "Número de ingreso"], suffix="_now")
    assert both.filter(pl.col("Fecha de salida").is_null() & pl.col("Fecha de salida_now").is_not_null()).height > 20


def test_a_reserved_identity_comes_without_a_name(country):
    for name in ("udavit/atenciones", "reta/testigos"):
        form = forms()[name]
        hidden = country.kept(*name.split("/")).filter(pl.col(form.telling("reserved").name) == "SI")
        assert hidden.height > 0
        for field in ("surname_1", "given_names", "document_number", "birth_date"):
            assert hidden[form.telling(field).name].null_count() == hidden.height


def test_an_institutions_code_of_a_person_says_nothing_elsewhere(country):
    here = known(country, "udavit/atenciones").select("person", pl.col("clave_usuario").str.slice(4).alias("here"))
    there = known(country, "datamart/patrocinios").select("person", pl.col("COD_USUARIO").str.slice(4).alias("there"))
    both = here.join(there, on="person")
    assert both.height > 100
    assert (both["here"] == both["there"]).sum() < 3


def test_faults_of_the_new_registers_are_told_and_few_rows_stand_twice(country):
    found = country.truth("faults").filter(pl.col("register").is_in(["udavit", "car", "cem", "minsa", "datamart"]))
    assert {"cell_blank", "document_missing", "surname_variant", "quoted_missing"} <= set(found["fault"])
    sent = country.sent("udavit", "atenciones").drop("file", "line")
    assert 0 < sent.height - sent.n_unique() <= 3


def test_every_count_of_the_ways_is_printed_or_a_number(country):
    for one in ways()["stand"]:
        for part in one.get("take", []):
            assert all(counted(count) > 0 for count in part.get("count", {}).values())
    assert table("shelters").filter(pl.col("register") == "udavit").height == printed("shelter_places.reception_rooms")


def test_those_captured_were_captured_where_the_report_says(country):
    taken = rows(country, "recompensas/requisitorias").filter(pl.col("ESTADO") == "CAPTURADO")
    assert taken.height == printed("rewards_2017.captured_in_peru") + printed("rewards_2017.captured_abroad")
    assert taken["UBIGEO_CAPTURA"].drop_nulls().str.slice(0, 2).is_in(["07", "15", "20", "21"]).all()
    assert taken["UBIGEO_CAPTURA"].null_count() == printed("rewards_2017.captured_abroad")
