"""Offences over time, and trafficking as a function of its elements."""

import csv
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.offences import (
    FAMILIES,
    article_written,
    articles,
    articles_of,
    by_article,
    downgraded,
    family,
    in_family,
)
from intertrata.vocabulary.trafficking import Elements, elements

ACTS = [one.code for one in code_list("act")]
MEANS = [one.code for one in code_list("means")]
PURPOSES = [one.code for one in code_list("purpose") if one.code != "unidentified"]
told = st.none() | st.just([])


def some(codes):
    return told | st.lists(st.sampled_from(codes), min_size=1, max_size=3)


def test_every_offence_has_one_family_and_every_article_an_offence():
    known = [one.code for one in code_list("offence")]
    assert sorted(code for name in FAMILIES for code in in_family(name)) == sorted(known)
    assert {one.offence for one in articles()} <= set(known)


def test_an_article_names_one_offence_at_a_time():
    for one in articles():
        assert one.norm
        assert one.source
        for other in articles():
            if other is not one and other.article == one.article:
                assert not one.in_force.overlaps(other.in_force), one.article


def test_every_offence_moved_by_the_reform_of_2021_is_in_force_without_a_gap():
    for code in in_family("trafficking"):
        spans = sorted(one.in_force for one in articles() if one.offence == code)
        for before, after in pairwise(spans):
            assert (after.start - before.end).days == 1


@pytest.mark.parametrize(
    ("article", "on", "offence"),
    [
        ("153", 2019, "trafficking"),
        ("153", 2022, "trafficking"),
        ("129-A", 2023, "trafficking"),
        ("153-A", None, "trafficking_aggravated"),
        ("129-B", date(2023, 5, 1), "trafficking_aggravated"),
        ("153", 2005, "other"),
        ("153", 1980, None),
        ("129-Ñ", 2023, "slavery"),
        ("129-N", 2023, "child_sexual_offence_publication"),
        ("168-B", 2019, "forced_labour"),
        ("129-O", 2023, "forced_labour"),
        ("303-A", 2022, "smuggling"),
        ("181", None, "pimping"),
        ("106", None, None),
        ("S/Art", None, None),
    ],
)
def test_old_and_new_articles_are_one_offence_over_time(article, on, offence):
    assert by_article(article, on=on) == offence


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Art. 153 a", "153-A"),
        ("129 - ñ", "129-Ñ"),
        ("129-N\u0303", "129-Ñ"),
        ("artículo 153°", "153"),
        ("153A", "153-A"),
        ("S/Art", ""),
        ("153 y 155", ""),
        ("", ""),
    ],
)
def test_an_article_is_written_in_one_way(text, written):
    assert article_written(text) == written


def test_the_prosecutors_series_of_trafficking_has_no_hole_in_any_year(shared):
    counted = dict.fromkeys(range(2019, 2024), 0)
    with (shared / "data/lambayeque/mpfn_delitos_2019-2023.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file, delimiter=";"):
            offence = by_article(row["articulo"], on=int(row["anio_denuncia"]))
            if offence and family(offence) == "trafficking":
                counted[int(row["anio_denuncia"])] += int(row["cantidad"])
    assert counted == {2019: 31, 2020: 18, 2021: 34, 2022: 17, 2023: 11}


def test_the_articles_that_prosecutors_use_for_trafficking_and_exploitation_are_all_known(shared):
    with (shared / "data/lambayeque/mpfn_delitos_2019-2023.csv").open(encoding="utf-8-sig") as file:
        used = {
            row["articulo"] for row in csv.DictReader(file, delimiter=";") if row["subgenerico"] in {"TRATA DE PERSONAS", "EXPLOTACION"}
        }
    assert {article for article in used if by_article(article) is None} <= {"129-Ã‘"}


def test_articles_of_an_offence_are_those_of_its_whole_life_or_of_a_day():
    assert articles_of("trafficking") == ("182", "153", "129-A")
    assert articles_of("trafficking", on=date(2021, 3, 30)) == ("153",)
    assert articles_of("trafficking", on=date(2021, 3, 31)) == ("129-A",)


def test_smuggling_is_never_of_the_family_of_trafficking():
    assert family("smuggling") == "smuggling"
    assert not set(in_family("smuggling")) & set(in_family("trafficking"))


def test_a_case_that_leaves_trafficking_was_downgraded_and_one_that_says_nothing_was_not():
    assert downgraded(["trafficking_aggravated"], ["pimping"])
    assert not downgraded(["trafficking_aggravated"], ["trafficking"])
    assert not downgraded(["trafficking"], ["pimping", "trafficking"])
    assert not downgraded(["trafficking"], [])
    assert not downgraded(["pimping"], ["other"])


@given(some(ACTS), some(PURPOSES), some(MEANS), st.integers(0, 17))
def test_under_18_the_means_change_nothing(acts, purposes, means, age):
    assert elements(acts, means, purposes, age=age) == elements(acts, None, purposes, age=age)


@given(some(ACTS), some(MEANS), some(PURPOSES), st.none() | st.integers(0, 90))
def test_what_is_missing_never_makes_a_no(acts, means, purposes, age):
    found = elements(acts, means, purposes, age=age)
    if found.verdict == "not_met":
        assert [] in (acts, means, purposes)
    assert (found.verdict == "met") == (not found.missing and not found.absent)


@pytest.mark.parametrize(
    ("acts", "means", "purposes", "age", "answer"),
    [
        (["recruit"], ["deception"], ["sexual"], 25, Elements("met")),
        (["recruit"], ["deception"], ["sexual"], None, Elements("met")),
        (["recruit"], None, ["sexual"], 17, Elements("met")),
        (["recruit"], None, ["sexual"], 18, Elements("unknown", ("means",))),
        (["recruit"], [], ["sexual"], 25, Elements("not_met", (), ("means",))),
        (["recruit"], None, ["sexual"], 25, Elements("unknown", ("means",))),
        (["recruit"], [], ["sexual"], None, Elements("unknown", ("age",))),
        (["recruit"], None, ["sexual"], None, Elements("unknown", ("means", "age"))),
        ([], None, ["sexual"], None, Elements("not_met", ("means", "age"), ("act",))),
        (["recruit"], ["threat"], ["unidentified"], 30, Elements("unknown", ("purpose",))),
        (["recruit"], ["threat"], ["unidentified", "sexual"], 30, Elements("met")),
    ],
)
def test_the_elements_say_what_is_met_and_what_is_missing(acts, means, purposes, age, answer):
    assert elements(acts, means, purposes, age=age) == answer


def test_a_code_outside_its_list_is_refused():
    with pytest.raises(Problem, match="code_unknown"):
        elements(["captar"], None, None, age=None)
