"""At its natural size the country's files give the totals that the report prints, counted as a stranger would count them."""

import csv

import polars as pl
import pytest
from read_back import FIRST

from intertrata.demonstration import DEFAULT_PERSONS
from intertrata.demonstration.plan import figures, table


def trafficking(column):
    return pl.col(column).str.split(by=";").list.join("/").str.contains("TRATA DE PERSONAS", literal=True)


def in_year(column, year, form="%d/%m/%Y"):
    return pl.col(column).str.to_date(form).dt.year() == year


def printed(name):
    return figures()[name].value


@pytest.fixture(scope="session")
def reta_victims(country):
    rows = country.kept("reta", "victimas").filter(trafficking("DELITO"))
    born = pl.col("FEC_NACIMIENTO").str.to_date("%d/%m/%Y", strict=False)
    told = pl.col("FEC_REGISTRO").str.to_date("%d/%m/%Y")
    before_birthday = told.dt.strftime("%m%d") < born.dt.strftime("%m%d")
    computed = told.dt.year() - born.dt.year() - before_birthday.cast(pl.Int32)
    return rows.with_columns(told.dt.year().alias("year"), pl.coalesce(pl.col("EDAD").cast(pl.Int32), computed).alias("age"))


def test_the_default_size_is_the_natural_one(country):
    assert country.persons == DEFAULT_PERSONS
    assert country.truth("persons").filter("victim").height == DEFAULT_PERSONS


@pytest.mark.parametrize("year", [2016, 2017])
def test_victims_of_reta_by_sex_age_and_nationality_are_cuadro_7(reta_victims, year):
    now = reta_victims.filter(pl.col("year") == year)
    group = f"reta_victims_{year}"
    assert now.height == printed(f"{group}.total")
    assert now.filter(pl.col("SEXO") == "F").height == printed(f"{group}.women")
    assert now.filter(pl.col("SEXO") == "M").height == printed(f"{group}.men")
    assert now["age"].null_count() == 0
    assert now.filter(pl.col("age") < 18).height == printed(f"{group}.minors")
    assert now.filter(pl.col("age") >= 18).height == printed(f"{group}.adults")
    assert now.filter(pl.col("NACIONALIDAD").is_not_null() & (pl.col("NACIONALIDAD") != "PERU")).height == printed(f"{group}.foreign")


def test_the_two_deliveries_of_reta_tell_347_and_467_complaints_of_2016(country):
    now = trafficking("DELITO") & in_year("FEC_DENUNCIA", 2016)
    assert country.kept("reta", "denuncias", FIRST).filter(now).height == printed("reta_complaints_2016.first_told") == 347
    assert country.kept("reta", "denuncias").filter(now).height == printed("reta_complaints_2016.told_later") == 467


@pytest.mark.parametrize("year", [2016, 2017])
def test_complaints_of_reta_by_department_are_cuadro_8(country, year):
    rows = country.kept("reta", "denuncias").filter(trafficking("DELITO") & in_year("FEC_DENUNCIA", year))
    found = dict(rows.group_by(pl.col("UBIGEO").str.slice(0, 2)).len().iter_rows())
    told = {code: count for code, count in table("regions").select("code", f"reta_{year}").iter_rows() if count}
    told["15"] += told.pop("07")  # Callao's are told as Lima's
    assert found == told


@pytest.mark.parametrize("year", [2016, 2017])
def test_calls_to_1818_and_100_are_as_printed(country, year):
    rows = country.kept("reta", "denuncias").filter(trafficking("DELITO") & in_year("FEC_DENUNCIA", year))
    calls = rows.filter(pl.col("MEDIO_DENUNCIA") == "LINEA 1818")
    assert calls.height == printed(f"reta_complaints_{year}.line_1818")
    assert calls.filter(pl.col("UBIGEO").str.starts_with("15")).height == printed(f"reta_complaints_{year}.line_1818_lima")


def test_line_100_sent_nine_complaints_and_1818_let_rescue_34(country):
    rows = country.kept("reta", "denuncias").filter(trafficking("DELITO"))
    since = rows.filter(pl.col("FEC_DENUNCIA").str.slice(6, 4).is_in(["2016", "2017"]))
    assert since.filter(pl.col("MEDIO_DENUNCIA") == "LINEA 100").height == printed("line_100.both_years")
    calls = rows.filter(in_year("FEC_DENUNCIA", 2016) & (pl.col("MEDIO_DENUNCIA") == "LINEA 1818")).select("NRO_DENUNCIA")
    saved = country.kept("reta", "victimas").join(calls, on="NRO_DENUNCIA").filter(pl.col("RESCATADA") == "SI")
    assert saved.height == printed("reta_complaints_2016.line_1818_rescued")


@pytest.mark.parametrize("year", [2016, 2017])
def test_operations_are_as_printed(country, year):
    rows = country.kept("reta", "operativos").filter(in_year("FEC_OPERATIVO", year))
    sums = rows.select(pl.col("^RESCATAD.*$", "DETENIDOS").cast(pl.Int64).sum()).row(0, named=True)
    group = f"operations_{year}"
    assert rows.height == printed(f"{group}.operations")
    assert sums["RESCATADAS"] == printed(f"{group}.rescued")
    assert sums["RESCATADAS_MUJERES"] == printed(f"{group}.rescued_women")
    assert sums["RESCATADOS_HOMBRES"] == printed(f"{group}.rescued_men")
    assert sums["RESCATADOS_MENORES"] == printed(f"{group}.rescued_minors")
    assert sums["DETENIDOS"] == printed(f"{group}.detained")


def test_girls_and_boys_rescued_in_2017_are_as_printed(country):
    now = (pl.col("period") == 2017) & (pl.col("kind") == "trafficking") & (pl.col("rescued") == 1) & (pl.col("minor") == 1)
    rows = country.truth("victims").filter(now)
    assert rows.filter(pl.col("sex") == "F").height == printed("operations_2017.rescued_girls")
    assert rows.filter(pl.col("sex") == "M").height == printed("operations_2017.rescued_boys")


@pytest.mark.parametrize("year", [2016, 2017])
def test_suspects_of_reta_are_as_printed(country, year):
    rows = country.kept("reta", "autores").filter(trafficking("DELITO") & in_year("FEC_REGISTRO", year))
    assert rows.height == printed(f"suspects.year_{year}")


def test_smuggled_persons_stand_apart_and_are_as_printed(country):
    rows = country.kept("reta", "victimas").filter(pl.col("DELITO") == "TRAFICO ILICITO DE MIGRANTES")
    now = rows.filter(in_year("FEC_REGISTRO", 2016))
    assert now.height == printed("smuggling.persons_2016")
    assert now.filter(pl.col("SEXO") == "M").height == printed("smuggling.men_2016")
    assert now.filter(pl.col("SEXO") == "F").height == printed("smuggling.women_2016")
    later = rows.filter(in_year("FEC_REGISTRO", 2017))
    assert later.height == later.filter(pl.col("NACIONALIDAD") != "PERU").height == printed("smuggling.foreign_2017")
    complaints = country.kept("reta", "denuncias").filter(pl.col("DELITO") == "TRAFICO ILICITO DE MIGRANTES")
    assert complaints.filter(in_year("FEC_DENUNCIA", 2016)).height == printed("smuggling.operations_2016")
    assert complaints.filter(in_year("FEC_DENUNCIA", 2017)).height == printed("smuggling.operations_2017")
    authors = country.kept("reta", "autores").filter(pl.col("DELITO") == "TRAFICO ILICITO DE MIGRANTES")
    assert authors.filter(in_year("FEC_REGISTRO", 2016)).height == printed("smuggling.suspects_2016")


@pytest.mark.parametrize("year", [2016, 2017])
def test_victims_of_the_specialised_prosecutors_are_as_printed(country, year):
    rows = country.kept("sistra", "agraviados").filter(pl.col("articulos").str.contains(r"^153(-A)?(,|$)"))
    now = rows.filter(in_year("fecha_registro", year, "%Y-%m-%d"))
    assert now.height == printed(f"sistra_victims_{year}.total")
    assert now.filter(pl.col("sexo") == "2").height == printed(f"sistra_victims_{year}.women")
    assert now.filter(pl.col("sexo") == "1").height == printed(f"sistra_victims_{year}.men")
    assert now["fiscalia"].str.contains("ESPECIALIZADA").all()


def test_complaints_of_the_prosecutors_are_1114_in_2016_with_september_as_their_peak(country):
    rows = country.kept("sistra", "denuncias").filter(pl.col("articulos").str.contains(r"^153(-A)?(,|$)"))
    now = rows.filter(in_year("fecha_ingreso", 2016, "%Y-%m-%d"))
    assert now.height == printed("prosecutors_complaints_2016.total")
    found = dict(now.group_by(pl.col("ubigeo_hechos").str.slice(0, 2)).len().iter_rows())
    for name, code in {"lima": "15", "callao": "07", "madre_de_dios": "17", "cusco": "08"}.items():
        assert found[code] == printed(f"prosecutors_complaints_2016.{name}")
    assert max(count for code, count in found.items() if code not in {"15", "07", "17", "08"}) < printed(
        "prosecutors_complaints_2016.cusco"
    )
    months = now.group_by(pl.col("fecha_ingreso").str.slice(5, 2)).len().sort("len", descending=True)
    assert months.row(0)[0] == "09"
    assert months["len"][0] > months["len"][1]


@pytest.mark.parametrize("year", [2016, 2017])
def test_communications_to_the_prosecutors_are_as_printed_and_a_share_became_a_carpeta(country, year):
    rows = country.kept("sistra", "comunicaciones").filter(in_year("fecha_oficio", year, "%Y-%m-%d"))
    assert rows.height == printed(f"communications.year_{year}")
    became = rows.filter(pl.col("carpeta_resultante").is_not_null())["carpeta_resultante"]
    assert 0.5 < len(became) / rows.height < 0.7
    assert became.is_in(country.kept("sistra", "denuncias")["carpeta_fiscal"].implode()).all()


def test_proceedings_by_outcome_are_cuadro_9_in_33_judicial_districts(country):
    rows = country.kept("poder_judicial", "expedientes").filter(pl.col("DELITO").str.contains("TRATA DE PERSONAS"))
    assert rows.height == printed("proceedings_both_years.total")
    now = rows.filter(in_year("FECHA INGRESO", 2016))
    assert dict(now.group_by("RESULTADO").len().iter_rows()) == {
        "SOBRESEIMIENTO": printed("proceedings_2016.dismissed"),
        "ARCHIVADO": printed("proceedings_2016.archived"),
        "EN PROCESO": printed("proceedings_2016.in_process"),
        "SENTENCIA CONDENATORIA": printed("proceedings_2016.convicted"),
        "SENTENCIA ABSOLUTORIA": printed("proceedings_2016.acquitted"),
    }
    assert now.height == printed("proceedings_2016.total")
    assert now["DISTRITO JUDICIAL"].n_unique() == printed("proceedings_2016.judicial_districts")
    assert now.filter(pl.col("FECHA RESULTADO") != "").filter(in_year("FECHA RESULTADO", 2016)).height == 373 - 260


def test_the_printed_figures_stand_where_they_are_said_to_stand(shared):
    with (shared / "data" / "informe-v" / "figures.csv").open(encoding="utf-8-sig") as file:
        held = {(int(row["line"]), float(row["value"])) for row in csv.DictReader(file) if row["value"]}
    missing = [figure for figure in figures().values() if (figure.line, float(figure.value)) not in held]
    assert not missing
