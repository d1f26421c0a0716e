"""The published series of Lambayeque, as they are: the police's by month and unit, the prosecutors' by article and year."""

from collections import Counter

import polars as pl
import pytest
from deliveries import DATABASES, codes

from intertrata.registers import actions, queries

pytestmark = pytest.mark.django_db(databases=DATABASES)


@pytest.fixture
def kept(shared):
    """Both files received, and received again."""
    paths = sorted((shared / "data" / "lambayeque").glob("*.csv"))
    return actions.receive(paths, by="prueba"), actions.receive(paths, by="prueba"), queries.current("figure")


@pytest.mark.engines
def test_both_files_are_kept_as_they_say_and_a_second_time_only_unchanged(kept):
    (prosecutors, police), again, _ = kept
    assert (police.source, police.read, police.kept, police.unchanged, police.refused) == ("mininter_open_data", 6563, 3504, 3059, 0)
    assert codes(police) == {"note_repeated_rows": 3059}
    assert (prosecutors.source, prosecutors.read, prosecutors.kept, prosecutors.refused) == ("mpfn_open_data", 1723, 1723, 0)
    assert [note["code"] for note in prosecutors.notes] == ["note_identical_parts", "note_mended_accents", "note_mended_accents"]
    assert all(one.unchanged == one.read for one in again)
    assert not queries.synthetic_only(), "figures of the State are real, and no person is in them"


def test_a_blank_is_not_a_zero(kept):
    police = kept[2].filter(register="mininter_open_data")
    blank = police.filter(pl.col("value").is_null())
    assert blank.height == 64
    assert blank["as_written"].is_null().all()
    assert set(blank["category"].str.split("=").list.first()) == {"destination"}
    assert police.filter(value="0").height == police.filter(as_written="0").height > 2000


def test_the_police_say_what_they_count_by_unit_month_and_place(kept):
    police = kept[2].filter(register="mininter_open_data")
    assert Counter(police["indicator"]) == {"complaints": 2453, "victims": 1051}
    assert police["offences"].to_list() == [["trafficking"]] * police.height
    year = police.filter(year=2019, category="*")
    assert year.group_by("indicator").agg(pl.col("value").cast(pl.Int64).sum()).sort("indicator").rows() == [
        ("complaints", 56),
        ("victims", 56),
    ]
    assert set(police.filter(office="FERREÑAFE")["ubigeo"]) == {"140201"}
    assert set(police.filter(office="PATAPO")["ubigeo"]) == {"140117"}
    assert police["ubigeo"].str.starts_with("14").all()


def test_article_153_and_article_129_a_are_one_offence_over_time(kept):
    prosecutors = kept[2].filter(register="mpfn_open_data")
    trafficking = prosecutors.filter(pl.col("offences").list.contains("trafficking")).sort("year")
    assert trafficking.select("year", "article", "value").rows() == [
        (2019, "153", "30"), (2020, "153", "16"), (2021, "153", "33"), (2022, "153", "14"), (2023, "129-A", "6"),
    ]  # fmt: skip
    assert set(trafficking["jurisdiction"]) == {"df_lambayeque"}
    assert trafficking["published"].to_list() == ["2020-01-13", "2021-01-08", "2022-01-10", "2023-01-06", "2024-08-01"]
    assert prosecutors.filter(article="129-Ñ")["offences"].to_list() == [["slavery"]], "written 129-Ã‘ in the file"
    assert prosecutors.filter(article="129")["offences"].is_null().all(), "injuries to children, not ours"
    assert prosecutors["cut_off"].unique().to_list()[0].isoformat() == "2024-12-02"


def test_parts_that_nothing_names_are_all_kept(kept):
    homicide = kept[2].filter(register="mpfn_open_data", year=2021, article="111", breakdown="Homicidio Culposo")
    assert sorted(homicide["value"].cast(pl.Int64)) == [1, 1, 161]
