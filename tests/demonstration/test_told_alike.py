"""Every declared column is told by somebody, and what several registers tell of one person, case, network or operation is one truth."""

import polars as pl
import pytest
from read_back import FIRST

from intertrata.demonstration.declared import SOURCES, forms
from intertrata.demonstration.plan import figures
from intertrata.registers.sources import OWN, sources
from intertrata.vocabulary.codes import code_list

RECORDS = [
    f"{code}/{table.name}"
    for code, one in sources([OWN]).items()
    if one.kind == "records" and code != "htcds" and not one.deeds
    for table in one.tables
]
UNTOLD = {
    (
        "mrree_pah/peruanos_exterior",
        "NRO_DENUNCIA_PERU",
    ): "the report knows of no complaint in Peru of those exploited abroad (l.2643), so there is none to quote",
}
"""Columns that no row of the country fills, each with its reason."""
PERSONAL = {
    "gender_identity": "gender_identity",
    "language": "language",
    "indigenous_people": "indigenous_people",
    "disability": "disability",
}


def filled(rows, name):
    return rows.filter(pl.col(name).is_not_null() & (pl.col(name) != ""))


def codes(name, field, column):
    """A column in our codes, whatever words the register has for them."""
    words = code_list(forms()[name].kind.field(field).list)
    return pl.col(column).map_elements(lambda text: words.resolve(text), return_dtype=pl.String)


def with_persons(country, name):
    register, table = name.split("/")
    key = pl.concat_str(pl.col(forms()[name].key).fill_null(""), separator="|").alias("key")
    said = country.truth("mentions").filter((pl.col("register") == register) & (pl.col("table") == table)).unique("key")
    rows = country.kept(register, table).unique(maintain_order=True).with_columns(key)
    return rows.join(said.select("key", "person", "case"), on="key").join(country.truth("persons"), on="person")


def test_the_declarations_are_read_where_registers_keep_them():
    assert {name.split("/")[0] for name in forms()} == {
        path.name.removesuffix(".toml") for path in SOURCES.iterdir() if path.name.endswith(".toml")
    }
    assert set(RECORDS) <= set(forms())


@pytest.mark.parametrize("name", RECORDS)
def test_every_declared_column_is_filled_in_some_row(country, name):
    rows = country.kept(*name.split("/"))
    empty = {heading.name for heading in forms()[name].headings if not filled(rows, heading.name).height}
    assert empty == {column for table, column in UNTOLD if table == name}


@pytest.mark.parametrize("name", [name for name in RECORDS if forms()[name].kind.of == "person"])
def test_no_register_tells_of_a_person_what_is_not_true_of_her(country, name):
    for field, truth in PERSONAL.items():
        heading = forms()[name].telling(field)
        if heading is not None:
            rows = filled(with_persons(country, name), heading.name)
            assert rows.height > 0
            assert rows.filter(codes(name, field, heading.name) != pl.col(truth)).height == 0, heading.name


def test_no_register_makes_anybody_say_it(country):
    victims = country.kept("reta", "victimas")
    for name in ("IDENTIDAD_GENERO", "LENGUA", "PUEBLO_INDIGENA", "DISCAPACIDAD", "CONDICION"):
        assert 0 < filled(victims, name).height < victims.height * 0.8


def test_a_network_is_quoted_only_by_its_own_cases_and_after_it_was_known(country):
    networks = country.kept("reta", "redes")
    truth = country.truth("cases").filter(pl.col("network").is_not_null())
    assert set(networks["COD_RED"]) == set(truth["network"])
    assert truth.height > networks.height > 10
    for table in ("victimas", "autores"):
        rows = filled(with_persons(country, f"reta/{table}"), "COD_RED").join(truth.select("case", "network", "network_date"), on="case")
        assert rows.height > 10
        assert (rows["COD_RED"] == rows["network"]).all()
    first = filled(country.kept("reta", "victimas", FIRST), "COD_RED").join(networks, on="COD_RED")
    assert first.height > 0
    known = truth.group_by("network").agg(pl.col("network_date").min())
    late = first.join(known, left_on="COD_RED", right_on="network").filter(pl.col("network_date") > pl.date(2017, 3, 31))
    assert late.height == 0


def test_prosecutors_and_police_never_contradict_each_other_on_who_is_confirmed_and_by_whom(country):
    told = country.truth("victims").select("person", "case", "status", "decided_by", "status_date")
    for name, status, decided in (("sistra/agraviados", "condicion", "determinada_por"), ("reta/victimas", "CONDICION", "DETERMINADA_POR")):
        rows = filled(with_persons(country, name), status).join(told, on=["person", "case"])
        assert rows.filter(codes(name, "status", status) != pl.col("status")).height == 0
        confirmed = rows.filter(pl.col("status") == "confirmed")
        assert confirmed.height > 10
        assert confirmed.filter(codes(name, "decided_by", decided) != pl.col("decided_by")).height == 0
        assert filled(rows.filter(pl.col("status") == "presumed"), decided).height == 0
    first = filled(country.kept("reta", "victimas", FIRST), "CONDICION")
    second = country.kept("reta", "victimas").select("NRO_DENUNCIA", "NRO_ORDEN", pl.col("CONDICION").alias("now"))
    both = first.join(second, on=["NRO_DENUNCIA", "NRO_ORDEN"])
    assert both.filter((pl.col("CONDICION") == "PRESUNTA VICTIMA") & (pl.col("now") == "VICTIMA CONFIRMADA")).height > 0
    assert both.filter((pl.col("CONDICION") == "VICTIMA CONFIRMADA") & (pl.col("now") != "VICTIMA CONFIRMADA")).height == 0


def with_operations(country, name):
    register, table = name.split("/")
    key = pl.concat_str(forms()[name].key, separator="|").alias("key")
    said = country.truth("events").filter((pl.col("register") == register) & (pl.col("table") == table)).select("key", "operation")
    return country.kept(register, table).unique(maintain_order=True).with_columns(key).join(said.drop_nulls(), on="key")


def named_institutions(text, separator):
    known = code_list("institution")
    return {known.resolve(part) for part in text.split(separator)}


def test_whoever_took_part_in_an_operation_of_the_police_is_named_by_the_police_and_tells_the_same_of_it(country):
    police = with_operations(country, "reta/operativos").select(
        "operation", pl.col("CLASE").alias("kind"), pl.col("PARTICIPAN").alias("theirs")
    )
    named = {
        ("sistra/operativos_mp", "participantes", "clase_operativo", ","): "mpfn",
        ("sutran/fiscalizaciones", "ENTIDADES", "CLASE DE OPERATIVO", ","): "sutran",
        ("sunafil/inspecciones", "ENTIDADES_PARTICIPANTES", "ACTUACION", ";"): "sunafil",
        ("gobiernos/operativos", "PARTICIPAN", "CLASE", ";"): "gobierno_regional",
    }
    for (name, institutions, kind, separator), partner in named.items():
        both = with_operations(country, name).join(police.rename({"kind": "police_kind"}), on="operation")
        assert both.height > 10, name
        told = filled(both, institutions)
        for own, theirs in told.select(institutions, "theirs").iter_rows():
            assert partner in named_institutions(theirs, ";"), name
            assert named_institutions(own, separator) == named_institutions(theirs, ";"), name
        assert (both[kind] == both["police_kind"]).all(), name
    assert (
        sum("gobierno_regional" in named_institutions(one, ";") for one in police["theirs"])
        == figures()["regions.loreto_with_police"].value
    )


def test_no_reparation_is_paid_that_was_not_ordered_nor_more_than_it(country):
    rows = country.kept("poder_judicial", "expedientes")
    amounts = rows.select(pl.col("REPARACION CIVIL S/", "REPARACION PAGADA S/").cast(pl.Float64, strict=False))
    paid = filled(rows, "REPARACION PAGADA S/").height
    assert paid == filled(rows, "REPARACION CIVIL S/").height > 0
    assert amounts.filter(pl.col("REPARACION PAGADA S/") > pl.col("REPARACION CIVIL S/")).height == 0
    assert 0 < amounts.filter(pl.col("REPARACION PAGADA S/") > 0).height < paid


def test_nobody_awaits_the_sentence_in_prison_and_free_at_once(country):
    of_person = ["PRISION PREVENTIVA", "COMPARECENCIA CON RESTRICCIONES", "COMPARECENCIA SIMPLE", "DETENCION DOMICILIARIA"]
    told = filled(country.kept("poder_judicial", "expedientes"), "MEDIDA CAUTELAR")["MEDIDA CAUTELAR"].str.split("/")
    assert told.list.set_intersection(of_person).list.len().max() == 1
    imprisoned = told.filter(told.list.contains("PRISION PREVENTIVA"))
    assert not imprisoned.list.contains("IMPEDIMENTO DE SALIDA").any()
    assert told.list.len().max() > 1


def test_nobody_is_told_to_have_done_what_was_not_done_in_the_case(country):
    acts = country.truth("cases").select("case", "acts", "network", "kind")
    rows = filled(with_persons(country, "reta/autores"), "CONDUCTA").join(acts, on="case")
    needed = {
        "CAPTADOR": ["recruit"],
        "TRANSPORTISTA": ["transport", "transfer"],
        "QUIEN ACOGE O RETIENE": ["harbour", "receive", "retain"],
    }
    for word, any_of in needed.items():
        did = rows.filter(pl.col("CONDUCTA").str.split(";").list.contains(word))
        assert did.height > 5
        assert (did["acts"].str.split("|").list.set_intersection(any_of).list.len() > 0).all()
    directs = rows.filter(pl.col("CONDUCTA") == "DIRIGE U ORGANIZA")
    assert directs.height > 0
    assert directs["network"].null_count() == 0
    smugglers = pl.col("CONDUCTA") == "TRAFICANTE DE MIGRANTES"
    assert rows.filter(smugglers != (pl.col("kind") == "smuggling")).height == 0
