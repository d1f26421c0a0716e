"""What is told of everybody against what each tells."""

from small_statements import found, holding, kinds, say

ALL = {"institution": "Todas las entidades"}
TABLE = {"table": "T1"}


def test_places_that_do_not_overlap_make_no_more_than_the_country():
    rows = [say("trees_planted", value, institution=f"GR {place}", territory=place) for place, value in (("Ica", 60), ("Puno", 70))]
    assert found(say("trees_planted", 100, **ALL), *rows) == [("sum", "ABC", "proved")]
    assert kinds(say("trees_planted", 140, **ALL), *rows) == []
    assert found(say("trees_planted", 100, institution=""), *rows) == [("sum", "ABC", "likely")], "nobody named may be somebody"
    assert found(say("trees_planted", 100, dim="approx=yes", **ALL), *rows) == [("sum", "ABC", "likely")]
    inside = say("trees_planted", 50, institution="Municipalidad Juliaca", territory="Puno/Juliaca")
    assert found(say("trees_planted", 131, **ALL), *rows, inside) == [], "a province lies in its region"


def test_who_alone_makes_more_than_all():
    rows = [say("trees_planted", 100, **ALL), say("trees_planted", 140, institution="Vivero")]
    assert found(*rows) == [("order", "BA", "proved")]
    assert found(rows[0], rows[1] | {"dimension": "own_means=yes"}) == [("order", "BA", "likely")]
    assert found(rows[0] | {"institution": ""}, rows[1]) == []
    assert found(rows[0] | {"institution": "", "verbatim": "En total 100"}, rows[1]) == [("order", "BA", "proved")]
    assert found(rows[0], rows[1] | {"verbatim": "unos 140"}) == []


def test_acts_told_lot_by_lot_are_no_parts():
    rows = [say("talks", 100, unit="events", **ALL), say("talks", 140, unit="events", institution="Vivero", territory="Ica")]
    assert found(*rows, say("talks", 90, unit="events", institution="Huerto", territory="Puno")) == []


def test_everybody_is_the_sum_of_each():
    rows = [say("trees_planted", 60, institution="A"), say("trees_planted", 70, institution="B")]
    assert "CAB" in holding(*rows, say("trees_planted", 130, **ALL))


def test_several_named_together():
    rows = [say("trees_planted", 60, institution="GR Ica"), say("trees_planted", 70, institution="Municipalidad Puno")]
    assert "CAB" in holding(*rows, say("trees_planted", 130, institution="GR Ica+Puno"))
    assert kinds(*rows, say("trees_planted", 80, institution="GR Ica+Puno")) == [], "together they may do other things"
    assert kinds(*rows, say("trees_planted", 130, institution="GR Ica+Otra")) == []


def test_kinds_of_institutions_are_the_sum_of_their_rows():
    rows = [say("fund_spent", value, institution=name, territory=place, **TABLE) for name, place, value in
            (("GR Ica", "Ica", 60), ("Municipalidad Puno", "Puno/Puno", 70))]  # fmt: skip
    whole = say("fund_spent", 130, institution="GR+GL", table="T2")
    assert "CAB" in holding(*rows, whole)
    assert found(*rows, whole | {"value": "90"}) == [("sum", "CAB", "proved")]
    assert found(*rows, whole | {"value": "190"}) == [("sum", "CAB", "likely")]
    missing = say("fund_spent", "", status="SD", institution="GR Loreto", territory="Loreto", **TABLE)
    assert found(*rows, missing, whole | {"value": "190"}) == []
    assert found(rows[0], whole | {"value": "20"}) == [], "one row is no sum"
    assert kinds(*[row | {"table": "text"} for row in rows], whole | {"value": "90"}) == []


def test_several_territories_told_as_one():
    rows = [say("trees_planted", 21, territory="Ica"), say("trees_planted", 21, territory="Puno")]
    assert found(*rows, say("trees_planted", 21, territory="Ica;Puno")) == [("sum", "CAB", "likely")]
    assert "CAB" in holding(*rows, say("trees_planted", 42, territory="Ica;Puno"))
    assert found(rows[0], say("trees_planted", 21, territory="Ica;Puno")) == []


def test_a_count_of_institutions_against_the_rows_that_name_them():
    rows = [say("fund_assigned", 5, institution=f"GR {place}", territory=place, **TABLE) for place in ("Ica", "Puno", "Loreto")]
    claim = say("regional_governments_with_fund", 3, institution="", unit="entities")
    assert "DABC" in holding(*rows, claim)
    assert found(*rows, claim | {"value": "2"}) == [("list_count", "DABC", "proved")]
    assert found(*rows, claim | {"value": "4"}) == [("list_count", "DABC", "likely")]
    assert found(*rows, claim | {"value": "20"}) == [], "a table need not list them all"
    assert found(claim) == []
    assert found(*rows, claim | {"indicator": "schools_with_fund", "value": "2"}) == []
