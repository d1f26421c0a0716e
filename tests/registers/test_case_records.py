"""What speaks of a case: who bears what these quote and who quotes what these bear, only where declarations look for it."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from intertrata.registers.case_records import EDGES, edges, one_step
from intertrata.registers.references import NUMBERS, WIDELY_QUOTED, Quoting

ASKED = (
    Quoting("p", "v", "act", frozenset({("p", "c")}), ("p",)),
    Quoting("p", "c", "case_numbers", frozenset({("f", "c")}), ("f",)),
    Quoting("f", "n", "case_numbers", frozenset({("f", "c"), ("p", "c")})),
)
PLACES = {
    "v": ("p", "v", "act"),
    "c": ("p", "c", "number"),
    "q": ("p", "c", "case_numbers"),
    "f": ("f", "c", "number"),
    "n": ("f", "n", "case_numbers"),
}


def numbers(*told):
    """Rows of numbers from (record, place, key)."""
    rows = [
        {"record": record, "key": key, "register": PLACES[place][0], "table": PLACES[place][1], "field": PLACES[place][2],
         "borne": PLACES[place][2] == "number"}
        for record, place, key in told
    ]  # fmt: skip
    return pl.DataFrame(
        rows, schema={name: kind for name, kind in NUMBERS.items() if name in {"record", "key", "register", "table", "field", "borne"}}
    )


HER_CASE = numbers(
    ("her", "v", 1), ("complaint", "c", 1), ("complaint", "q", 7), ("carpeta", "f", 7), ("notice", "n", 7), ("other", "f", 1)
)


def test_from_her_record_to_her_complaint_and_from_there_to_the_carpeta_and_who_quotes_it():
    assert one_step({"her"}, HER_CASE, ASKED) == {"complaint"}, "the same number of the prosecutors is another case"
    assert one_step({"her", "complaint"}, HER_CASE, ASKED) == {"carpeta"}
    assert one_step({"carpeta"}, HER_CASE, ASKED) == {"complaint", "notice"}
    assert one_step(set(), HER_CASE, ASKED) == set()


def test_a_number_that_says_nothing_or_is_quoted_too_widely_leads_nowhere():
    assert edges(numbers(("her", "v", None), ("complaint", "c", 1)), ASKED).is_empty()
    many = numbers(("complaint", "c", 1), *((f"r{at}", "v", 1) for at in range(WIDELY_QUOTED + 1)))
    assert edges(many, ASKED).is_empty()
    assert edges(many.head(WIDELY_QUOTED + 1), ASKED).height == WIDELY_QUOTED


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from(sorted(PLACES)), st.integers(1, 3)), max_size=14))
def test_who_leads_to_another_is_led_to_by_it(told):
    table = numbers(*told)
    pairs = set(edges(table, ASKED).rows())
    assert edges(table, ASKED).schema == EDGES
    for one in "abcde":
        for other in one_step({one}, table, ASKED):
            assert one in one_step({other}, table, ASKED)
            assert (one, other) in pairs or (other, one) in pairs
