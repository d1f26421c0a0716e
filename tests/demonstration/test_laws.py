"""Laws of the making: same seed, same bytes; parts add up at every size; nothing else in the folder is touched."""

import hashlib

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from read_back import made, read

from intertrata.demonstration import make
from intertrata.demonstration.apportion import Scale, apportion
from intertrata.demonstration.chance import between, pick, rank_within, stream
from intertrata.demonstration.explanations import contradictions, totals
from intertrata.demonstration.involved import apart
from intertrata.demonstration.plan import figures, natural_persons, table, ways
from intertrata.demonstration.world import imagine
from intertrata.vocabulary.errors import Problem

NATURAL = natural_persons()
counts = st.lists(st.integers(0, 2000), min_size=1, max_size=12)


def digests(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path):
    made_twice = [make(tmp_path / name, persons=300, seed=7) for name in ("a", "b")]
    make(tmp_path / "c", persons=300, seed=8)
    first, second, other = (digests(tmp_path / name) for name in ("a", "b", "c"))
    assert first == second
    assert [path.name for path in made_twice[0].files] == [path.name for path in made_twice[1].files]
    assert not [name for name in first if "victimas" in name and first[name] == other[name]]


def test_what_was_made_is_said_and_stands_where_it_is_said(tmp_path):
    told = []
    one = make(tmp_path / "demo", persons=50, seed=1, progress=lambda what, done, of: told.append((what, done, of)))
    on_disk = sorted(path for path in (tmp_path / "demo").rglob("*") if path.is_file())
    assert sorted((*one.files, *one.truth)) == on_disk
    assert all(path.name.startswith("truth") for path in one.truth)
    assert [path.parent.name for path in one.files[:13]] == ["reta"] * 8 + ["sistra"] * 4 + ["poder_judicial"]
    assert {path.parent.name for path in one.files} <= {"poder_judicial", *ways()["sends"]}
    assert {path.name for path in (tmp_path / "demo").iterdir() if path.is_dir()} == {path.parent.name for path in one.files}
    assert told[0] == ("País de demostración", 0, None)
    assert told[-1] == ("Exportaciones sintéticas", 5, 5)


def test_a_second_demonstration_replaces_the_first_and_touches_nothing_else(tmp_path):
    make(tmp_path, persons=80, seed=1)
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "truth_old.parquet").write_text("old")
    make(tmp_path, persons=40, seed=1)
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert not (tmp_path / "truth_old.parquet").exists()
    assert pl.read_parquet(tmp_path / "truth_persons.parquet").filter("victim").height == 40


def test_a_making_that_fails_leaves_what_stood_there(tmp_path, monkeypatch):
    make(tmp_path, persons=40, seed=1)
    before = digests(tmp_path)
    monkeypatch.setattr("intertrata.demonstration.country.explain", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make(tmp_path, persons=50, seed=1)
    assert digests(tmp_path) == before


@pytest.mark.parametrize("persons", [0, -5, 3_000_001])
def test_a_size_that_makes_no_country_is_a_problem_for_the_reader(tmp_path, persons):
    with pytest.raises(Problem, match="demonstration_size"):
        make(tmp_path, persons=persons, seed=1)


@pytest.mark.parametrize("persons", [1, 2, 7, 33])
def test_even_a_tiny_country_can_be_made_and_read(tmp_path, persons):
    one = made(tmp_path, persons)
    assert one.truth("persons").filter("victim").height == persons
    assert one.truth("victims")["person"].n_unique() == persons
    read(tmp_path, "reta", "denuncias")


@settings(max_examples=15, deadline=None)
@given(persons=st.integers(1, 400), seed=st.integers(0, 10**6))
def test_every_size_and_seed_holds_exactly_so_many_victims(persons, seed):
    world = imagine(Scale(persons, NATURAL), seed)
    assert world.involved["person"].n_unique() == persons
    assert world.people["person"].equals(pl.Series("person", range(world.people.height)))
    assert world.involved.select("person", "case").is_unique().all()
    assert world.accused.select("person", "case").is_unique().all()
    assert (world.involved["case"] < world.cases.height).all()


@pytest.mark.parametrize("times", [2, 5])
def test_every_figure_scales_with_the_country(times):
    scale = Scale(times * NATURAL, NATURAL)
    found = totals(imagine(scale, 1))
    for name, count in found.items():
        assert abs(count - times * figures()[name].value) <= 2, name


def test_the_causes_lead_from_figure_to_figure_at_every_size():
    for persons in (200, 3333, 9999):
        world = imagine(Scale(persons, NATURAL), 5)
        here = totals(world)
        for one in contradictions(world):
            if one.first:
                assert here[one.first] + sum(count for _, count in one.causes) == here[one.second], (persons, one.name)


def test_the_histories_add_up_to_the_printed_victims():
    rows = table("histories").filter((pl.col("kind") == "trafficking") & (pl.col("period") == "2016"))
    assert rows.select((pl.col("reta") * pl.col("persons")).sum()).item() == figures()["reta_victims_2016.total"].value
    assert rows.select((pl.col("sistra") * pl.col("persons")).sum()).item() == figures()["sistra_victims_2016.total"].value
    assert rows.select((pl.col("rescued") * pl.col("persons")).sum()).item() == figures()["operations_2016.rescued"].value


@given(weights=counts, total=st.integers(0, 10_000))
def test_apportioned_parts_add_up_and_stay_beside_their_share(weights, total):
    parts = apportion(weights, total)
    if sum(weights) == 0:
        assert parts.tolist() == [0] * len(weights)
        return
    assert parts.sum() == total
    assert all(abs(part - weight * total / sum(weights)) < 1 for part, weight in zip(parts.tolist(), weights, strict=True))


@given(values=counts, persons=st.integers(1, 50_000))
def test_scaled_parts_add_up_to_the_scaled_whole(values, persons):
    scale = Scale(persons, NATURAL)
    assert scale.split(values).sum() == (scale.of(sum(values)) if sum(values) else 0)
    assert Scale(NATURAL, NATURAL).split(values).tolist() == values


@given(groups=st.lists(st.integers(0, 4), max_size=40))
def test_ranks_within_a_group_are_its_numbers_from_zero(groups):
    array = np.array(groups, dtype=np.int64)
    ranks = rank_within(array, np.arange(len(groups)))
    for group in set(groups):
        assert ranks[array == group].tolist() == list(range(groups.count(group)))


def test_named_streams_do_not_move_each_other():
    first = stream(1, "a").random(5)
    stream(1, "b").random(1000)
    assert stream(1, "a").random(5).tolist() == first.tolist()
    drawn = pick(stream(1, "c"), [0.0, 1.0, 3.0], 4000)
    assert set(drawn.tolist()) == {1, 2}
    assert 2700 < (drawn == 2).sum() < 3300
    low = np.array([5, 9])
    assert between(stream(1, "d"), low, np.array([5, 2])).tolist() == [5, 9]


def test_who_can_only_find_her_own_case_finds_nobody():
    part, case = np.array([0, 1]), np.array([7, 8, 7, 7, 8])
    settled, found = apart(part, np.array([2, 3, 4]), case)
    assert (settled.tolist(), found.tolist()) == ([0, 1], [4, 3])
    settled, found = apart(part, np.array([2, 3]), case)
    assert (settled.tolist(), found.tolist()) == ([1], [3])
    settled, found = apart(part, np.array([3]), case)
    assert (settled.tolist(), found.tolist()) == ([], [])
