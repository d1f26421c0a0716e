"""Who answers what: two readings, a third person's choice, a reason in every other cell, and never a zero that nobody wrote."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.transparency.matrix import CAPTURES, CHOICES, MAY_ANSWER, TO_READ, Standing, matrix, reason_of, settled, told

PEOPLE = ("ana", "berta", "carla")
VALUES = (("number", "0", ""), ("number", "12", ""), ("text", "sí hay", ""), ("missing", "", "SD"), ("missing", "", "SPE"))


def captured(*rows):
    """Rows of (person, value as in VALUES, request, item, period), numbered in their order."""
    made = [
        {"id": number, "request": request, "item": item, "period": period, "by": by, "kind": said[0], "value": said[1], "status": said[2], "as_written": said[1] or said[2], "direct": by == "la entidad"}
        for number, (by, said, request, item, period) in enumerate(rows, start=1)
    ]  # fmt: skip
    return pl.DataFrame(made, schema=CAPTURES)


def chosen(*captures):
    return pl.DataFrame(
        [{"id": n, "request": "r", "item": "i", "period": "2016", "capture": one} for n, one in enumerate(captures, 1)], schema=CHOICES
    )


def one(frame):
    assert frame.height == 1
    return frame.row(0, named=True)


def at(by, said):
    return (by, said, "r", "i", "2016")


def test_what_one_person_read_stands_and_says_that_nobody_checked_it():
    found = one(settled(captured(at("ana", VALUES[1])), chosen()))
    assert (found["value"], found["standing"], found["people"]) == ("12", Standing.SINGLE, 1)


def test_two_who_read_the_same_agree_and_two_who_do_not_leave_no_value():
    assert one(settled(captured(at("ana", VALUES[1]), at("berta", VALUES[1])), chosen()))["standing"] == Standing.AGREED
    differing = one(settled(captured(at("ana", VALUES[1]), at("berta", VALUES[3])), chosen()))
    assert (differing["standing"], differing["value"], differing["status"], differing["as_written"]) == (Standing.DIFFER, "", "", "")


def test_what_the_entity_itself_wrote_needs_no_second_reading_but_its_letter_may_say_something_else():
    assert one(settled(captured(at("la entidad", VALUES[1])), chosen()))["standing"] == Standing.DIRECT
    assert one(settled(captured(at("la entidad", VALUES[1]), at("ana", VALUES[3])), chosen()))["standing"] == Standing.DIFFER


def test_the_last_of_each_person_is_what_she_says():
    rows = captured(at("ana", VALUES[0]), at("berta", VALUES[1]), at("ana", VALUES[1]))
    assert one(settled(rows, chosen()))["standing"] == Standing.AGREED


def test_a_third_person_says_which_holds_until_its_reader_says_something_else():
    rows = captured(at("ana", VALUES[1]), at("berta", VALUES[3]))
    found = one(settled(rows, chosen(1, 2)))
    assert (found["standing"], found["status"]) == (Standing.CHOSEN, "SD")
    later = captured(at("ana", VALUES[1]), at("berta", VALUES[3]), at("berta", VALUES[4]))
    assert one(settled(later, chosen(2)))["standing"] == Standing.DIFFER


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [("none", "NR"), ("overdue", "NR"), ("denied", "DEN"), ("redirected", "ENC"), ("late", TO_READ), ("on_time", TO_READ), ("partial", TO_READ), ("pending", MAY_ANSWER), ("unfiled", MAY_ANSWER)],
)  # fmt: skip
def test_every_empty_cell_has_its_reason(outcome, reason):
    assert reason_of(outcome) == reason


def test_a_matrix_keeps_what_was_asked_of_whom_is_shown():
    rows = captured(
        ("ana", VALUES[1], "r", "i", "2016"),
        ("ana", VALUES[1], "r", "i", "2015"),
        ("ana", VALUES[1], "q", "i", "2016"),
        ("ana", VALUES[1], "r", "j", "2016"),
    )
    found = matrix({"r": "late", "s": "none"}, [("i", "2016"), ("i", "2017")], settled(rows, chosen()), unasked={})
    assert found.cells == 4
    assert dict(found.reasons) == {"r": TO_READ, "s": "NR"}
    assert one(found.taken)["period"] == "2016"


ROWS = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE), st.sampled_from(VALUES), st.sampled_from("rq"), st.sampled_from("ij"), st.sampled_from(("2015", "2016"))
    ),
    max_size=30,
)


@given(ROWS)
def test_missing_never_becomes_a_zero_and_nobody_s_value_is_invented(rows):
    held = captured(*rows)
    found = settled(held, chosen())
    for row in found.iter_rows(named=True):
        of = [r for r in rows if (r[2], r[3], r[4]) == (row["request"], row["item"], row["period"])]
        last = {by: said for by, said, *_rest in of}
        if row["standing"] == Standing.DIFFER:
            assert len(set(last.values())) > 1
            assert not row["value"]
        else:
            assert set(last.values()) == {(row["kind"], row["value"], row["status"])}
        assert row["people"] == len(last)
    assert found.height == len({(r[2], r[3], r[4]) for r in rows})


@given(ROWS, st.randoms())
def test_the_order_in_which_different_people_read_changes_nothing(rows, random):
    once = list({(by, request, item, period): (by, said, request, item, period) for by, said, request, item, period in rows}.values())
    other = list(once)
    random.shuffle(other)
    first, second = (settled(captured(*each), chosen()).drop("capture") for each in (once, other))
    assert first.equals(second)


def test_a_cell_tells_a_value_or_a_reason_and_nothing_where_nobody_can_say_yet():
    single = one(settled(captured(at("ana", VALUES[1])), chosen()))
    assert told(single, "late") == ("number", "12", "NOVAL", "12")
    agreed = one(settled(captured(at("ana", VALUES[0]), at("berta", VALUES[0])), chosen()))
    assert told(agreed, "late") == ("number", "0", "", "0")
    missing = one(settled(captured(at("ana", VALUES[3]), at("berta", VALUES[3])), chosen()))
    assert told(missing, "late") == ("missing", "", "SD", "SD")
    differing = one(settled(captured(at("ana", VALUES[1]), at("berta", VALUES[3])), chosen()))
    assert told(differing, "none") is None
    assert told(None, "none") == ("missing", "", "NR", "")
    assert told(None, "late") is None
    assert told(None, "pending") is None
