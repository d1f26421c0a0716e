"""Two persons take values from one document: what they agree on, and everything else, lost nowhere."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.transparency.captured import Capture, Captured, compare, differences, read_alike
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.periods import semester, year
from intertrata.vocabulary.sentences import sentence

TEXTS = st.sampled_from(["0", "347", "2’896,804.3", "más de 300", "no cuenta con albergues", "8 231", "8\u00a0231", ""])
VALUE = st.tuples(
    st.sampled_from(["talks", "shelters", "operations", "budget_assigned"]),
    st.sampled_from([year(2016), semester(2017, 1)]),
    st.integers(1, 3),
    TEXTS,
    st.sampled_from([frozenset({"SD"}), frozenset({"NOVAL"}), frozenset({"SD", "NOVAL"})]),
).map(lambda told: Captured(told[0], told[1], told[2], f"dice {told[3]} aquí", told[3], "text", told[4]))
VALUES = st.lists(VALUE, max_size=8, unique_by=lambda one: one.key).map(tuple)


def capture(values, by="uno", document="a" * 64):
    return Capture(by, document, values)


def value(**told):
    whole = {
        "item": "operations",
        "year": year(2016),
        "page": 4,
        "quote": "se realizaron 284 operativos",
        "as_written": "284",
        "kind": "number",
    }
    return Captured(**(whole | told))


@given(VALUES, VALUES)
def test_the_comparison_is_symmetric_and_loses_nothing(first, second):
    one = compare(capture(first), capture(second, "dos"))
    assert compare(capture(second, "dos"), capture(first)) == one.swapped
    assert one.swapped.swapped == one
    mine = [a for a, _ in one.agreed] + [d.first for d in one.differing] + list(one.only_first)
    theirs = [b for _, b in one.agreed] + [d.second for d in one.differing] + list(one.only_second)
    assert sorted(v.key for v in mine) == sorted(v.key for v in first)
    assert sorted(v.key for v in theirs) == sorted(v.key for v in second)
    assert {*mine} == {*first}
    assert {*theirs} == {*second}
    assert one.whole == (not one.differing and len(one.agreed) == len(first) == len(second))


@given(VALUES, st.randoms())
def test_a_capture_agrees_with_the_same_by_another_in_any_order(values, chance):
    other = list(values)
    chance.shuffle(other)
    told = compare(capture(values), capture(tuple(other), "dos"))
    assert told.whole
    assert len(told.agreed) == len(values)


@given(VALUES, VALUES)
def test_two_captures_by_one_person_are_no_second_look(first, second):
    with pytest.raises(Problem, match="same_capturer"):
        compare(capture(first), capture(second))


def test_what_differs_is_named():
    one = value()
    for told, differs in (
        ({"as_written": "28"}, ("value",)),
        ({"status": frozenset({"NOVAL"})}, ("status",)),
        ({"kind": "text"}, ("kind",)),
        ({"page": 5}, ("page",)),
        ({"quote": "284"}, ()),
        ({"as_written": "", "status": frozenset({"SD"}), "page": 9}, ("value", "status", "page")),
    ):
        assert differences(one, replace(one, **told)) == differs
    (told,) = compare(capture((one,)), capture((value(page=5),), "dos")).differing
    assert (told.key, told.differs) == (("operations", "2016"), ("page",))


def test_a_missing_value_is_not_a_zero():
    none = value(as_written="", status=frozenset({"SD"}), quote="no cuenta con información")
    zero = value(as_written="0", quote="0 operativos")
    assert differences(none, zero) == ("value", "status")


@given(TEXTS, TEXTS)
def test_blanks_do_not_make_another_value_and_signs_do(one, other):
    assert read_alike(one, f"  {one}\n")
    assert read_alike(one, other) == read_alike(other, one)
    assert not read_alike("8 231", "8,231")
    assert read_alike("8 231", "8\u202f231")


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"as_written": " "}, "captured_nothing"),
        ({"page": 0}, "captured_without_page"),
        ({"as_written": "285"}, "captured_not_quoted"),
        ({"kind": "numero"}, "code_unknown"),
        ({"status": frozenset({"XX"})}, "code_unknown"),
    ],
)
def test_a_value_without_its_evidence_is_refused(told, code):
    with pytest.raises(Problem) as caught:
        value(**told)
    assert caught.value.code == code
    assert "sin precisar" not in sentence(caught.value)


def test_a_capture_holds_each_cell_once_and_is_of_one_document():
    with pytest.raises(Problem, match="captured_twice"):
        capture((value(), value(page=5)))
    assert capture((value(), value(year=semester(2017, 1)))).by_key.keys() == {
        ("operations", "2016"),
        ("operations", "2017-01-01/2017-06-30"),
    }
    with pytest.raises(Problem, match="captures_of_two_documents"):
        compare(capture(()), capture((), "dos", "b" * 64))
