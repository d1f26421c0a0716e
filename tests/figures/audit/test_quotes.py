"""Values, quotes, lists, labels, units and outliers."""

import pytest
from small_statements import found, holding, kinds, numbered, say, year

from intertrata.figures.audit.lists import names_after
from intertrata.figures.audit.reading import of_rows

TABLE = {"table": "T1"}


@pytest.mark.parametrize(
    ("value", "words", "expected"),
    [
        (157159000000, "2018 157,159,000.000.00", ("not_a_number", "proved")), (514243, "Solo 514, 243 recibieron", ("not_a_number", "proved")),
        (4521, "se contaron 4,251 casos", ("two_values", "proved")), (452, "se contaron 425 casos", ("two_values", "likely")),
        (781, "se contaron 425 casos", ("two_values", "likely")), (4521, "en el 2016", None), (12, "doce talleres", None), (0, "no hubo", None),
        (4521, "nada", None), (4521, "12 de ellos", None), (4521, "cerca de 1,200 y de 3,400", None), (-17, "bajó 17", None),
        (33000, "33 mil docentes", None),
    ],
)  # fmt: skip
def test_a_value_against_its_quote(value, words, expected):
    assert [(kind, sure) for kind, _, sure in found(say("x", value, words, **TABLE))] == ([expected] if expected else [])


def test_a_number_that_another_statement_of_the_line_says_is_not_this_one():
    rows = [say("x", 4521, "hubo 4,251", line="7"), say("y", 4251, "hubo 4,251", line="7")]
    assert kinds(*rows) == []


def test_a_value_column_that_holds_no_number():
    assert found(say("x", "157,159,000.000.00")) == [("not_a_number", "A", "proved")]
    assert kinds(say("x", "SD", status="SD")) == []
    assert kinds(say("x", "ninguno")) == []


@pytest.mark.parametrize(
    ("value", "words", "names"),
    [
        (3, "en 3 regiones (Ica, Puno y Lima)", 3), (3, "en tres regiones: Ica, Madre de Dios y La Libertad.", 3), (4, "cuatro sedes (Ica y Puno)", 2),
        (3, "en 3 regiones (Ica, Puno y otras)", 0), (3, "en 3 regiones de Ica", 0), (2, "2 regiones (Ica, Puno)", 2), (3, "3 regiones (ica y puno)", 0),
        (2, "2 regiones: Ica y Puno (sur)", 0),
    ],
)  # fmt: skip
def test_names_of_a_list(value, words, names):
    assert len(names_after(of_rows(numbered([say("regions", value, words)]))[0])) == names


def test_a_list_longer_or_shorter_than_its_count():
    assert holding(say("regions", 3, "en 3 regiones (Ica, Puno y Lima)")) == ["A"]
    assert found(say("regions", 4, "en 4 regiones (Ica, Puno y Lima)")) == [("list_count", "A", "proved")]
    assert found(say("regions", 4, "en 4 regiones (Ica, Puno y Lima), entre otras")) == []
    assert found(say("regions", 90, "en 90 regiones (Ica, Puno y Lima)")) == []


def test_a_source_that_is_not_the_row_s():
    assert found(say("x", 3, "Total 3 Fuente: RENIEC", institution="INEI", **TABLE)) == [("label", "A", "likely")]
    assert found(say("x", 3, "Total 3 Fuente: INEI", institution="INEI", **TABLE)) == []
    assert found(say("x", 3, "Fuente: RENIEC", institution="INEI")) == [], "running text beside a source proves nothing"
    assert found(say("x", 3, "Total 3 fuente propia", institution="INEI", **TABLE)) == []
    assert found(say("x", 3, "Fuente: Nadie", institution="INEI", **TABLE)) == []


def test_a_title_that_names_another_than_the_source():
    words = "Cuadro N° 9: casos que investigó la PNP 3 Fuente: Poder Judicial"
    assert found(say("x", 3, words, institution="PJ", **TABLE)) == [("label", "A", "likely")]
    assert found(say("x", 3, words.replace("Poder Judicial", "PNP"), institution="PNP", **TABLE)) == []
    row = say("y", 3, "Fuente: Vivero Azul", institution="Vivero Azul", **TABLE)
    assert found(row) == [], "rows name institutions that no list knows"
    assert found(row | {"verbatim": "Fuente: Ministerio de Salud"}) == [], "which may be the same under another name"
    other = say("y", 3, "3", institution="Vivero Rojo")
    assert found(row | {"verbatim": "Fuente: Vivero Rojo"}, other) == [("label", "A", "likely")]


def test_units_of_the_text_and_of_the_column():
    assert found(say("x", 96, "hubo 96 llamadas", unit="complaints")) == [("concept", "A", "likely")]
    assert found(say("x", 96, "hubo 96 denuncias", unit="complaints")) == []
    assert found(say("x", 96, "hubo 96 luces", unit="complaints")) == []
    assert found(say("x", 96, "hubo 96", unit="complaints")) == []
    assert found(say("x", 97, "hubo 96 llamadas", unit="complaints")) == []
    rows = [say("x", 9 + at, dim="printed_unit=casos", unit="persons", territory=f"R{at}", **TABLE) for at in range(3)]
    assert found(*rows) == [("concept", "ABC", "likely")], "one finding for a table"
    assert found(say("x", 9, dim="printed_unit=cosas", unit="persons")) == [("concept", "A", "likely")]


def test_a_unit_unlike_the_others_of_its_name():
    rows = [say("aid", 5, unit="boxes", **year(2010 + at)) for at in range(3)]
    assert found(*rows, say("aid", 5, unit="tons", **year(2019))) == [("concept", "DA", "likely")]
    assert found(*rows[:2], say("aid", 5, unit="tons", **year(2019))) == []
    assert found(*rows, say("aid", 5, unit="percent", **year(2019))) == []
    assert found(say("x_pct", 5, unit="persons")) == [("concept", "A", "likely")]


def test_one_number_under_two_names():
    rows = [
        say(name, value, unit="persons", **year(at))
        for at, value in ((2019, 427), (2020, 119))
        for name in ("drivers_fined", "drivers_held")
    ]
    assert found(*rows) == [("concept", "AB", "likely"), ("concept", "CD", "likely")]
    assert found(*rows[:2]) == [], "once may be chance"
    assert found(*[row | {"indicator": row["indicator"].replace("held", "executed").replace("fined", "assigned")} for row in rows]) == []
    assert found(*rows[:3], rows[3] | {"period_end": "2020-03-31"}) == []
    other = [rows[0], rows[1] | {"dimension": "age=minor"}, rows[2], rows[3] | {"dimension": "age=minor"}]
    assert len(found(*other)) == 2
    assert found(*[row | {"dimension": f"age={at % 2}"} for at, row in enumerate(rows)]) == []
    many = [row | {"indicator": name} for row in rows for name in ("a_x", "b_y", "c_z")]
    assert "concept" not in kinds(*[row | {"id": f"S{at}"} for at, row in enumerate(many)])


def test_a_number_of_several_kinds_told_of_one():
    rows = [say("persons_trained", 374, unit="persons", dim="audience=teachers+students"), say("teachers_trained", 374, unit="persons")]
    assert found(*rows) == [("concept", "AB", "likely")]
    assert found(rows[0] | {"dimension": "audience=teachers"}, rows[1]) == []


def test_a_sum_told_under_another_name():
    rows = [say("users_attended", 759), say("users_attended", 433, period_start="2021-01-01", period_end="2021-07-31")]
    whole = say("victims_attended", 1192, period_end="2021-06-30")
    assert found(*rows, whole) == [("concept", "CAB", "likely"), ("period", "CB", "proved")]
    assert found(*rows, whole | {"period_end": "2021-07-31"}) == [("concept", "CAB", "likely")]
    assert kinds(rows[0], rows[1] | {"period_start": "2021-02-01"}, whole) == []
    assert kinds(*rows, whole | {"indicator": "users_attended", "period_end": "2021-07-31"}) == []


def test_an_amount_in_the_wrong_column():
    rows = [say("fund_assigned", "", status="SPE", **TABLE), say("fund_executed", 2979560, **TABLE), say("fund_assigned", 2979560)]
    assert ("concept", "CBA", "likely") in found(*rows)
    assert "concept" not in kinds(rows[1], rows[2])
    assert "concept" not in kinds(rows[1])


def test_an_outlier_of_its_own_history():
    rows = [say("beds", 300 + at, **year(2010 + at)) for at in range(6)]
    assert found(*rows, say("beds", 3100, **year(2019))) == [("outlier", "G", "likely")]
    assert found(*rows, say("beds", 30, **year(2019))) == [("outlier", "G", "likely")]
    assert found(*rows, say("beds", 600, **year(2019))) == []
    assert found(*rows[:3], say("beds", 3100, **year(2019))) == []
    assert found(*[row | {"value": "1"} for row in rows], say("beds", 12, **year(2019))) == [], "small counts jump by chance"


def test_an_outlier_of_its_peers_is_far_above_them():
    rows = [say("beds", 300 + 20 * at, territory=f"R{at}", institution=f"GR {at}", **TABLE) for at in range(6)]
    assert found(*rows, say("beds", 9100, territory="S", institution="GR S", **TABLE)) == [("outlier", "G", "likely")]
    assert found(*rows, say("beds", 3, territory="S", institution="GR S", **TABLE)) == []
    assert found(*rows, say("beds", 2100, territory="S", institution="GR S", **TABLE)) == []
