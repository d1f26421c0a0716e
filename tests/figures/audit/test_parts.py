"""Parts and totals over any dimension, territory and institution."""

from hypothesis import given
from hypothesis import strategies as st
from small_statements import found, holding, kinds, say

TABLE = {"table": "T1"}
VALUES = st.lists(st.integers(1, 10_000), min_size=3, max_size=8)


def by_place(*values, total=None, **more):
    rows = [say("fires_reported", value, territory=f"Región {at}", **(TABLE | more)) for at, value in enumerate(values)]
    return rows if total is None else [*rows, say("fires_reported", total, "Total", **(TABLE | more))]


def by_category(name, parts, total, **more):
    rows = [say("fires_reported", value, dim=f"{name}={code}", **more) for code, value in parts.items()]
    return [*rows, say("fires_reported", total, more.pop("words", ""), **more)]


@given(VALUES, st.integers(-500, 500))
def test_a_table_whose_parts_make_its_total_holds_and_any_other_is_broken(values, wrong):
    told = by_place(*values, total=sum(values) + wrong)
    assert ("sum" in kinds(*told)) is bool(wrong)
    assert any(len(one) == len(values) + 1 for one in holding(*told)) is not bool(wrong)


def test_a_sum_is_proved_in_a_table_and_only_likely_with_caution():
    assert ("sum", "CAB", "proved") in found(*by_place(3, 4, total=9))
    assert ("sum", "DABC", "likely") in found(*by_place(3, 4, 5, total=14, dim="approx=yes"))


def test_where_a_part_is_missing_only_more_than_the_total_proves():
    missing = say("fires_reported", "", status="SD", territory="Otra", **TABLE)
    assert "sum" not in kinds(*by_place(3, 4, total=9), missing)
    assert "DABC"[:3] not in found(*by_place(3, 4, total=9), missing)
    assert "sum" in kinds(*by_place(3, 4, total=6), missing)
    assert "CAB" in holding(*by_place(3, 4, total=9), missing)


def test_a_table_against_the_total_that_the_text_tells():
    text = say("fires_reported", 969, "En total, 969")
    assert found(*by_place(300, 300, 345), text)[0] == ("sum", "DABC", "proved")
    assert found(*by_place(300, 300, 245), text)[0] == ("sum", "DABC", "likely")
    assert "sum" not in kinds(*by_place(300, 100, 45), text), "a table of a few"


def test_running_text_lists_no_more_than_it_mentions():
    text = [row | {"table": "text"} for row in by_place(300, 300, 320)]
    assert found(*text, say("fires_reported", 969, "fueron 969"))[0] == ("sum", "DABC", "likely")
    assert "sum" not in kinds(*text, say("fires_reported", 969, "fueron 969, entre otras regiones"))
    assert "sum" not in kinds(*text, say("fires_reported", 2000, "fueron 2,000"))
    assert found(*text, say("fires_reported", 900, "fueron 900"))[0] == ("sum", "DABC", "proved")


def test_acts_told_lot_by_lot_in_running_text_have_no_total():
    lots = [say("workshops", value, territory=place, unit="events") for place, value in (("Ica", 5), ("Puno", 6))]
    assert kinds(*lots, say("workshops", 8, unit="events")) == []
    assert kinds(*[row | TABLE for row in lots], say("workshops", 8, unit="events", **TABLE)) == ["sum"]
    closed = by_category("sex", {"female": 30, "male": 12}, 45, unit="events")
    assert kinds(*closed) == ["sum"]


def test_places_far_apart_in_a_text_are_only_likely_parts():
    rows = [say("fires_reported", value, territory=place, line=line) for place, value, line in (("Ica", 50, "10"), ("Puno", 60, "400"))]
    assert ("sum", "CAB", "likely") in found(*rows, say("fires_reported", 100, line="20"))
    assert ("sum", "CAB", "proved") in found(*rows, say("fires_reported", 100, "en total 100", line="20"))
    assert ("sum", "CAB", "proved") in found(rows[0], rows[1] | {"line": "30"}, say("fires_reported", 100, line="20"))


def test_provinces_in_regions_in_a_country():
    rows = [say("fires_reported", value, territory=place, **TABLE) for place, value in (("R/A", 3), ("R/B", 4), ("R", 7), ("S/C", 5))]
    assert kinds(*rows, say("fires_reported", 12, "Total 12", **TABLE)) == []
    assert ("sum", "CAB", "proved") in found(*[row if row["territory"] != "R" else row | {"value": "8"} for row in rows])


def test_where_nobody_is_the_whole_the_one_that_says_total_is():
    rows = [say("fires_reported", value, words, territory=place) for place, value, words in
            (("exterior", 12, "un total de 12 víctimas"), ("Chile", 5, "Chile (5)"), ("Brasil", 6, "Brasil (6)"), ("Cuba", 1, "Cuba (1)"))]  # fmt: skip
    assert (kinds(*rows), "ABCD" in holding(*rows)) == ([], True)
    assert "sum" not in kinds(*[row | {"verbatim": ""} for row in rows])


def test_closed_categories_make_their_whole():
    parts = {"female": 30, "male": 12}
    assert (kinds(*by_category("sex", parts, 42)), "CAB" in holding(*by_category("sex", parts, 42))) == ([], True)
    assert found(*by_category("sex", parts, 45)) == [("sum", "CAB", "proved")]
    assert found(*by_category("age", {"0-17": 30, "18+": 12}, 40)) == [("sum", "CAB", "proved")]


def test_open_categories_prove_only_where_the_total_is_declared():
    parts = {"storm": 30, "arson": 12, "unknown": 9}
    assert found(*by_category("cause", parts, 80)) == []
    assert found(*by_category("cause", parts, 55)) == [("sum", "DABC", "likely")]
    assert found(*by_category("cause", parts, 80, words="Total 80", **TABLE)) == [("sum", "DABC", "proved")]
    assert found(*by_category("cause", {"storm": 30}, 80)) == []
    row = {"line": "7", **TABLE}
    assert found(*by_category("cause", parts, 80, **row)) == [("sum", "DABC", "proved")], "columns of one row"
    assert found(*by_category("cause", {"storm": 30, "arson": 12}, 40)) == [], "one may have two causes"


def test_a_total_is_declared_by_its_category_too():
    rows = by_category("cause", {"storm": 30, "arson": 12, "unknown": 9}, 80, **TABLE)
    rows[-1]["dimension"] = "cause=total"
    assert found(*rows) == [("sum", "DABC", "proved")]


def test_parts_of_another_register_or_teller_are_no_parts():
    rows = by_category("sex", {"female": 30, "male": 12}, 45, source_system="A")
    assert kinds(*rows[:2], rows[2] | {"source_system": "B"}) == []
    assert "sum" not in kinds(*rows[:2], rows[2] | {"institution": "Otra"})


def test_rows_of_institutions_and_the_row_of_all():
    rows = [say("fund_spent", value, institution=name, **TABLE) for name, value in (("A", 5), ("B", 6), ("Todas las entidades", 11))]
    assert (kinds(*rows), "CAB" in holding(*rows)) == ([], True)
    rows[2]["value"] = "12"
    assert found(*rows) == [("sum", "CAB", "proved")]
    assert kinds(*[row | {"table": "text"} for row in rows]) == []


def test_a_part_told_twice_is_taken_from_the_table_of_the_whole():
    rows = [*by_category("sex", {"female": 30, "male": 12}, 42, **TABLE), say("fires_reported", 31, dim="sex=female")]
    assert "sum" not in kinds(*rows)
    text = [
        say("fires_reported", 31, dim="sex=female"),
        say("fires_reported", 12, dim="sex=male", **TABLE),
        say("fires_reported", 50, **TABLE),
    ]
    assert "sum" not in kinds(*text), "parts of two places make no whole"
    text[2]["table"] = "text"
    assert "sum" in kinds(*text), "but running text may speak of all of them"


def test_parts_told_with_caution_have_some_room():
    rows = by_category("sex", {"female": 300, "male": 100}, 404)
    rows[0]["dimension"] += ";approx=yes"
    assert kinds(*rows) == []


def test_names_that_differ_as_categories_do():
    rows = [say("readers_female", 30), say("readers_male", 12), say("readers_total", 45)]
    assert found(*rows) == [("sum", "CAB", "proved")]
    assert "CAB" in holding(*rows[:2], rows[2] | {"value": "42", "indicator": "readers"})
    assert kinds(rows[0], rows[2]) == []


def test_percentages_of_a_table_make_a_hundred():
    right = by_category("cause", {"storm": "33.3", "arson": "33.3", "unknown": "33.3"}, 100, unit="percent", words="Total 100", **TABLE)
    assert kinds(*right) == []
    assert kinds(right[0] | {"value": "36.3"}, *right[1:]) == ["sum"]
    assert kinds(*right[:3], right[3] | {"value": "97"}) == [], "only a hundred is known to be all"


def test_a_table_of_one_region_has_its_total_there():
    rows = [say("fund_spent", value, institution=name, territory="Ica", **TABLE) for name, value in (("A", 5), ("B", 6), ("Todas", 13))]
    assert kinds(*rows) == ["sum"]


def test_percentages_and_bases_are_not_added():
    assert kinds(*by_category("sex", {"female": 60, "male": 50}, 100, unit="percent")) == []
    assert kinds(say("x_pct", 60, dim="denominator=yes", unit="percent")) == []
