"""The truth knows every row: whom it speaks of, what was damaged in it, why it must be refused, why figures differ."""

import re

import polars as pl
import pytest
from read_back import FIRST, made

from intertrata.demonstration.exports import telling
from intertrata.demonstration.plan import faults, figures
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.territory import place

KEYS = {
    ("reta", "victimas"): ["NRO_DENUNCIA", "NRO_ORDEN"],
    ("reta", "autores"): ["NRO_DENUNCIA", "NRO_ORDEN_AUTOR"],
    ("sistra", "agraviados"): ["carpeta_fiscal", "id_agraviado"],
    ("sistra", "imputados"): ["carpeta_fiscal", "id_imputado"],
    ("poder_judicial", "partes"): ["N° EXPEDIENTE", "N° AGRAVIADO"],
    ("poder_judicial", "imputados"): ["N° EXPEDIENTE", "N° IMPUTADO"],
}


def mentions(country, register, table):
    return country.truth("mentions").filter((pl.col("register") == register) & (pl.col("table") == table))


@pytest.mark.parametrize(("register", "table"), KEYS)
def test_every_row_kept_speaks_of_one_person_and_no_other_row_does(country, register, table):
    rows = country.kept(register, table).select(pl.concat_str(KEYS[register, table], separator="|").alias("key"))
    said = mentions(country, register, table).filter("in_second")
    assert sorted(rows["key"]) == sorted(said["key"])
    assert said["person"].is_in(country.truth("persons")["person"].implode()).all()


def test_nobody_stands_twice_in_one_act(country):
    for register, table in KEYS:
        act = pl.col("key").str.split("|").list.first()
        assert mentions(country, register, table).select(act.alias("act"), "person").is_unique().all()


def test_persons_stand_in_several_registers_and_some_were_trafficked_again(country):
    said = country.truth("mentions").filter(pl.col("table").is_in(["victimas", "agraviados", "partes"]))
    assert (said.group_by("person").agg(pl.col("register").n_unique())["register"] > 1).sum() > 500
    times = country.truth("victims").group_by("person").agg(pl.col("case").n_unique(), pl.col("period").n_unique(), pl.len())
    assert times["len"].equals(times["case"].cast(times["len"].dtype))
    assert (times["period"] > 1).sum() > 100


def test_second_copies_of_1818_name_the_same_persons_twice(country):
    copies = country.truth("complaints").filter(pl.col("story") == "second_copy")
    assert copies["copy_of"].null_count() == 0
    said = mentions(country, "reta", "victimas").with_columns(pl.col("key").str.split("|").list.first().alias("number"))
    copied = said.join(copies, on="number")
    original = said.join(copied.select("person", pl.col("copy_of").alias("number")), on=["person", "number"])
    assert original.height == copied.height > 30


def test_siblings_homonyms_and_mothers_are_there(country):
    persons = country.truth("persons")
    names = ["given_1", "given_2", "surname_1", "surname_2"]
    assert persons.filter(pl.struct(names).is_duplicated()).height > 10
    family = persons.filter(pl.struct("surname_1", "surname_2", "address").is_duplicated())
    assert family.height > 200
    children = persons.join(persons, left_on=["surname_2", "address"], right_on=["surname_1", "address"]).filter(
        pl.col("person") != pl.col("person_right")
    )
    children = children.filter((pl.col("birth") - pl.col("birth_right")).dt.total_days() > 0, pl.col("sex_right") == "F")
    assert children.height > 5


def test_some_suspects_had_been_victims(country):
    said = country.truth("mentions")
    accused = said.filter(pl.col("table").is_in(["autores", "imputados"]))["person"].unique()
    victims = country.truth("victims")["person"].unique()
    assert 0 < accused.is_in(victims.implode()).sum() < 0.03 * len(accused)


def test_documents_are_one_a_person_and_none_of_a_series_that_is_issued(country):
    persons = country.truth("persons")
    assert persons["document_number"].is_unique().all()
    dni = persons.filter(pl.col("document_type") == "DNI")["document_number"]
    assert dni.str.contains(r"^(5\d{7}|000\d{5})$").all()


def test_every_refused_line_breaks_the_rule_it_is_said_to_break(country):
    for row in country.truth("refusals").iter_rows(named=True):
        check(country, row)


def check(country, row):
    cut_off = row["file"].partition("_corte_")[2][:10]
    sent = country.sent(row["register"], row["table"], cut_off)
    (line,) = sent.filter((pl.col("file") == row["file"]) & (pl.col("line") == row["line"])).to_dicts()
    broken(row, line, sent)


def broken(row, line, sent):
    if row["rule"] == "date_impossible":
        assert re.sub(r"\D", "", line[row["column"]]) in {"31022016", "20160231"}
    elif row["rule"] == "range":
        assert line[row["column"]] == "250"
    elif row["rule"] == "code":
        assert line[row["column"]] in {"Z", "7", "Q", "999-Z", "TRATA DE BLANCAS", "DESCONOCIDO", "NO CONSTA EN LA LISTA"}
    elif row["rule"] == "ubigeo_other_scheme":
        with pytest.raises(Problem, match="ubigeo_other_scheme"):
            place(line[row["column"]], scheme="inei")
    elif row["rule"] == "not_after":
        assert line["FEC_HECHO"][6:] + line["FEC_HECHO"][3:5] > line["FEC_DENUNCIA"][6:] + line["FEC_DENUNCIA"][3:5]
    else:
        assert row["rule"] == "repeated_key"
        columns = KEYS[row["register"], row["table"]]
        assert sent.filter(pl.concat_str(columns, separator="|") == row["key"]).height == 2


def test_every_rule_is_broken_somewhere_and_few_rows_are_refused(country):
    refusals = country.truth("refusals")
    assert {"date_impossible", "range", "code", "ubigeo_other_scheme", "not_after", "repeated_key"} == set(refusals["rule"])
    for (register, table, file), refused in refusals.group_by("register", "table", "file"):
        assert refused.height <= max(2, 0.01 * country.sent(register, table, file.partition("_corte_")[2][:10]).height), file


def test_a_damaged_row_does_not_say_what_is_true(country):
    persons = country.truth("persons")
    said = mentions(country, "reta", "victimas").join(persons, on="person")
    lost = country.truth("faults").filter((pl.col("fault") == "document_missing") & (pl.col("table") == "victimas") & ~pl.col("mended"))
    rows = country.kept("reta", "victimas").with_columns(pl.concat_str(KEYS["reta", "victimas"], separator="|").alias("key"))
    assert rows.join(lost, on="key")["NRO_DOC"].null_count() == lost.height
    clean = said.join(country.truth("faults").filter(pl.col("column").str.starts_with("surname_1")), on="key", how="anti").join(
        rows, on="key"
    )
    plain = pl.col("surname_1").str.to_uppercase().str.replace_many(list("ÁÉÍÓÚÜ"), list("AEIOUU"))
    assert clean.filter(pl.col("AP_PATERNO") != plain).filter(pl.col("AP_PATERNO") != pl.col("surname_2").str.to_uppercase()).height == 0


@pytest.mark.parametrize("fault", ["second_surname_dropped", "surname_typo", "birth_missing", "address_missing", "quoted_missing"])
def test_faults_come_as_often_as_they_are_said_to(country, fault):
    rate = faults()["reta"][fault]
    tables = ["victimas"] if fault == "address_missing" else ["victimas", "autores"]
    found = country.truth("faults").filter((pl.col("register") == "reta") & (pl.col("fault") == fault) & pl.col("table").is_in(tables))
    rows = country.truth("mentions").filter((pl.col("register") == "reta") & pl.col("table").is_in(tables)).height
    could = rows * (2 if fault == "surname_typo" else 1)
    if fault == "quoted_missing":
        could = rows * 0.6  # the others had no carpeta to quote
    assert 0.6 * rate < found.height / could < 1.4 * rate


def test_each_register_has_faults_of_its_own(country):
    found = dict(country.truth("faults").group_by("register").agg(pl.col("fault").unique()).iter_rows())
    assert "enye_lost" in found["reta"]
    assert "married_name" in found["sistra"]
    assert "natural_order" in found["sistra"]
    assert {"initials_of_minor", "mojibake", "letter_as_digit"} <= set(found["poder_judicial"])
    assert set(found["reta"]) - set(found["poder_judicial"])


def test_the_causes_of_each_contradiction_lead_from_one_figure_to_the_other(country):
    told = country.truth("contradictions").filter(pl.col("first") != "")
    sums = told.group_by("name", "first_count", "second_count").agg(pl.col("count").sum())
    assert sums.height == 5
    for name, first, second, count in sums.iter_rows():
        assert first + count == second, name
    found = {name: (first, second) for name, first, second, _ in sums.iter_rows()}
    assert found["complaints_2016"] == (347, 467)
    assert found["minors_2016"] == (281, 235)
    assert found["men_2016"] == (304, 83)
    assert found["proceedings"] == (373, 375)


def test_the_totals_of_the_truth_are_the_printed_ones(country):
    totals = country.truth("totals")
    assert totals.filter(pl.col("here") != pl.col("printed")).height == 0
    assert totals.height > 35
    assert totals["figure"].is_in(list(figures())).all()


def test_callao_is_told_as_lima_by_the_police_alone(country):
    told = country.truth("complaints").filter(pl.col("ubigeo").str.starts_with("07"))
    assert told.height > 20
    assert set(told["told_ubigeo"]) == {"150101"}
    assert country.sent("sistra", "denuncias").filter(pl.col("ubigeo_hechos").str.starts_with("07")).height > 88


def test_minors_told_to_be_adults_show_an_adults_age(country):
    passed = country.truth("victims").filter((pl.col("told_adult") == 1) & (pl.col("kind") == "trafficking"))
    said = mentions(country, "reta", "victimas").join(passed.select("person", "case"), on=["person", "case"])
    rows = (
        country.kept("reta", "victimas")
        .with_columns(pl.concat_str(KEYS["reta", "victimas"], separator="|").alias("key"))
        .join(said, on="key")
    )
    assert rows.height == passed.height > 80
    assert (rows["EDAD"].cast(pl.Int64) >= 18).all()
    born = rows["FEC_NACIMIENTO"].str.to_date("%d/%m/%Y", strict=False)
    contradicted = rows.with_columns(born.alias("born")).filter(pl.col("born").dt.year() > 1999)
    assert 0 < contradicted.height < born.len() / 2


def test_twins_share_birth_surnames_and_case(country):
    persons = country.truth("persons").filter("victim")
    twins = persons.filter(pl.struct("surname_1", "surname_2", "birth", "address").is_duplicated())
    assert twins.height > 5


def test_nobody_is_involved_in_more_than_two_cases(country):
    assert country.truth("victims").group_by("person").len()["len"].max() == 2


def test_only_minors_told_to_be_adults_have_a_birth_date_that_contradicts_their_age(country):
    rows = country.kept("reta", "victimas").with_columns(pl.concat_str(KEYS["reta", "victimas"], separator="|").alias("key"))
    born, told = (pl.col(column).str.to_date("%d/%m/%Y", strict=False) for column in ("FEC_NACIMIENTO", "FEC_REGISTRO"))
    turned_18 = born.dt.offset_by("18y") <= told
    contradicted = rows.filter(pl.col("EDAD").is_not_null() & born.is_not_null() & (turned_18 != (pl.col("EDAD").cast(pl.Int64) >= 18)))
    said = mentions(country, "reta", "victimas").join(contradicted, on="key").join(country.truth("victims"), on=["person", "case"])
    assert said.height == contradicted.height > 0
    assert (said["told_adult"] == 1).all()


def test_communications_come_from_the_police_and_from_elsewhere(country):
    complaints = country.sent("reta", "denuncias")["NRO_DENUNCIA"]
    rows = country.kept("sistra", "comunicaciones").filter(pl.col("carpeta_resultante").is_not_null())
    quoted = rows.filter(pl.col("denuncia_pnp").is_in(complaints.implode()))
    assert 0.25 < quoted.height / rows.height < 0.6
    assert set(rows["remite"]) == {"PNP", "MININTER"}


def test_what_was_mended_is_clean_in_the_second_delivery(country):
    lost = country.truth("faults").filter((pl.col("fault") == "document_missing") & (pl.col("table") == "victimas") & pl.col("mended"))
    assert lost.height > 5
    for cut_off, empty in ((FIRST, lost.height), ("", 0)):
        rows = country.sent("reta", "victimas", cut_off).with_columns(pl.concat_str(KEYS["reta", "victimas"], separator="|").alias("key"))
        assert rows.join(lost, on="key")["NRO_DOC"].null_count() == empty


def test_lines_and_totals_are_right_when_a_table_is_told_in_batches(tmp_path, monkeypatch):
    monkeypatch.setattr(telling, "BATCH", 150)
    batched = made(tmp_path, 4631, seed=2)
    refusals = batched.truth("refusals")
    assert refusals.filter(pl.col("line") > 150).height > 10
    for row in refusals.iter_rows(named=True):
        check(batched, row)
    assert batched.truth("totals").filter(pl.col("here") != pl.col("printed")).height == 0
    assert batched.sent("reta", "victimas").height > 3000
