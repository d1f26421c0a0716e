"""Every export is what its institution's declaration says: its columns, its codes, its format, the mark that it is synthetic."""

import re
import tomllib
import zipfile
from importlib.resources import files

import polars as pl
import pytest
from read_back import FIRST, SECOND, read

from intertrata.demonstration import make
from intertrata.demonstration.exports import deliveries
from intertrata.demonstration.plan import ways
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.records import record_types
from intertrata.vocabulary.territory import place

OTHERS = sorted(set(ways()["sends"]) - {"reta", "sistra"})
TABLES = {
    "reta": ["denuncias", "victimas", "autores", "operativos"],
    "sistra": ["denuncias", "agraviados", "imputados", "comunicaciones"],
    "poder_judicial": ["expedientes", "partes", "imputados"],
}
EVERY = [(register, table) for register, tables in TABLES.items() for table in tables]


def declared(register, table):
    whole = tomllib.loads(files("intertrata.registers").joinpath("sources", f"{register}.toml").read_text(encoding="utf-8"))
    (found,) = (one for one in whole["table"] if one["name"] == table)
    found["rule"] = [rule for rule in found.get("rule", ()) if rule["kind"] in {"not_after", "within"}]
    return found, whole.get("codes", {})


def values(rows, column):
    """Every distinct text of a column, its parts apart."""
    texts = rows[column["name"]].drop_nulls().unique().sort().to_list()
    parts = [part for text in texts for part in (text.split(column["separator"]) if column.get("separator") else [text])]
    return sorted({part for part in parts if part != ""})


@pytest.mark.parametrize(("register", "table"), EVERY)
def test_the_header_is_the_declared_columns_and_the_mark(country, register, table):
    found, _ = declared(register, table)
    names = [column["name"] for column in found["column"]]
    sent = country.sent(register, table).drop("file", "line").columns
    assert sorted(sent) == sorted([*names, "SINTETICO"])
    assert sent[-1] == "SINTETICO"


@pytest.mark.parametrize(("register", "table"), EVERY)
def test_every_row_says_that_it_is_synthetic(country, register, table):
    for cut_off in (FIRST, SECOND) if register == "reta" else ("",):
        rows = country.sent(register, table, cut_off)
        assert rows.height > 0
        assert rows["SINTETICO"].unique().to_list() == ["SI"]


@pytest.mark.parametrize(("register", "table"), EVERY)
def test_every_code_that_is_kept_is_a_declared_one(country, register, table):
    found, named = declared(register, table)
    kind = record_types()[found["record_type"]]
    rows = country.kept(register, table)
    for column in found["column"]:
        if "codes" in column:
            known = column["codes"] if isinstance(column["codes"], dict) else named[column["codes"]]
            assert not [text for text in values(rows, column) if text not in known], column["name"]
        elif column.get("list_es"):
            known = code_list(kind.field(column["field"]).list)
            assert not [text for text in values(rows, column) if not known.resolve(text, prefix=column.get("prefix", ""))], column["name"]


@pytest.mark.parametrize(("register", "table"), EVERY)
def test_every_place_that_is_kept_is_one_of_inei(country, register, table):
    found, _ = declared(register, table)
    for column in found["column"]:
        if column.get("scheme"):
            assert all(len(place(text, scheme="inei").code) == 6 for text in values(country.kept(register, table), column))


@pytest.mark.parametrize(("register", "table"), EVERY)
def test_what_is_required_is_there_and_keys_are_unique_among_what_is_kept(country, register, table):
    found, _ = declared(register, table)
    rows = country.kept(register, table)
    for column in found["column"]:
        if column.get("required"):
            assert not rows.filter(pl.col(column["name"]).is_null() | (pl.col(column["name"]) == "")).height
    assert rows.select(found["key"]).is_unique().all()


@pytest.mark.parametrize(("register", "table"), EVERY)
def test_no_date_that_is_kept_breaks_a_declared_order(country, register, table):
    found, _ = declared(register, table)
    form = {"dd/mm/yyyy": "%d/%m/%Y", "yyyy-mm-dd": "%Y-%m-%d"}
    forms = {column["name"]: form[column["format"]] for column in found["column"] if "format" in column}
    rows = country.kept(register, table)
    for rule in found.get("rule", ()):
        first, second = (pl.col(name).str.to_date(forms[name], strict=False) for name in rule["columns"])
        assert not rows.filter(first > second).height, rule


def test_reta_is_windows_1252_with_semicolons_and_lines_of_windows(country):
    raw = (country.folder / "reta" / f"RETA_victimas_corte_{FIRST}_SINTETICO.csv").read_bytes()
    assert "Ñ".encode("cp1252") in raw
    assert raw.split(b"\r\n")[0].startswith(b"NRO_DENUNCIA;NRO_ORDEN;")
    assert b'""' not in raw
    with pytest.raises(UnicodeDecodeError):
        raw.decode()


def test_sistra_sends_workbooks_and_the_courts_a_zip_of_json_lines(country):
    assert sorted(path.suffix for path in (country.folder / "sistra").glob("SISTRA_[adic]*_corte_2017-08-31*")) == [".xlsx"] * 4
    (path,) = (country.folder / "poder_judicial").iterdir()
    with zipfile.ZipFile(path) as archive:
        assert [name.rpartition(".")[2] for name in archive.namelist()] == ["jsonl"] * 3
        assert archive.testzip() is None


def test_a_table_too_large_for_a_workbook_is_a_csv_with_its_mark(tmp_path, monkeypatch):
    make(tmp_path / "small", persons=60, seed=3)
    monkeypatch.setattr(deliveries, "XLSX_ROWS", 10)
    make(tmp_path / "large", persons=60, seed=3)
    assert next((tmp_path / "large" / "sistra").glob("SISTRA_denuncias_*.csv")).read_bytes().startswith(b"\xef\xbb\xbfcarpeta_fiscal,")
    for table in TABLES["sistra"]:
        small, large = (read(tmp_path / size, "sistra", table).drop("file") for size in ("small", "large"))
        assert small.fill_null("").equals(large.fill_null(""))


def test_every_file_name_says_that_it_is_synthetic_and_its_cut_off(country):
    for register in (*TABLES, *OTHERS):
        for path in (country.folder / register).iterdir():
            assert "SINTETICO" in path.name
            assert re.search("corte_201[67]-", path.name)


def test_the_second_delivery_holds_the_first_but_for_what_was_annulled(country):
    first, second = (country.sent("reta", "denuncias", cut_off) for cut_off in (FIRST, SECOND))
    gone = first.join(second, on="NRO_DENUNCIA", how="anti")
    annulled = country.truth("complaints").filter((pl.col("story") == "annulled") & pl.col("in_first"))
    assert sorted(gone["NRO_DENUNCIA"]) == sorted(annulled["number"])
    assert len(annulled) > 0


def test_most_rows_stay_as_they_were_and_some_are_corrected(country):
    first, second = (country.kept("reta", "victimas", cut_off).drop("file", "line") for cut_off in (FIRST, SECOND))
    both = first.join(second, on=["NRO_DENUNCIA", "NRO_ORDEN"], suffix="_now")
    changed = both.filter(
        pl.any_horizontal(pl.col(one).ne_missing(pl.col(f"{one}_now")) for one in first.columns if one not in {"NRO_DENUNCIA", "NRO_ORDEN"})
    )
    assert 0.01 < changed.height / both.height < 0.1


def test_the_first_delivery_knows_nothing_of_after_its_cut_off(country):
    cut_off = pl.date(2017, 3, 31)
    for table, column in {
        "denuncias": "FEC_DENUNCIA",
        "victimas": "FEC_REGISTRO",
        "autores": "FEC_REGISTRO",
        "operativos": "FEC_OPERATIVO",
    }.items():
        rows = country.kept("reta", table, FIRST)
        assert not rows.filter(pl.col(column).str.to_date("%d/%m/%Y") > cut_off).height, table
    later = country.truth("cases").filter(pl.col("mp_date") > cut_off)["carpeta"]
    assert not country.sent("reta", "denuncias", FIRST)["NRO_CARPETA"].is_in(later.implode()).any()
