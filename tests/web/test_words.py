"""How values of the rooms are put into words for pages: bridges, counts, told figures, pairs in doubt, reasons, the log."""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import intertrata
from intertrata.access.web.words import DEEDS, THINGS
from intertrata.figures import definitions
from intertrata.figures.bridge import Bridge, Count, Part
from intertrata.figures.counted import Counted
from intertrata.figures.told.arithmetic import Mismatch
from intertrata.figures.web import counts, told_table
from intertrata.figures.web.bridged import bridged, named, signed
from intertrata.identity.comparisons import COMPARISONS
from intertrata.identity.review.queries import Question
from intertrata.identity.web.doubts import pairs
from intertrata.identity.web.reasons import in_words, surety
from intertrata.project.web.home import Waiting, refusing
from intertrata.registers.web.deposits import filled

CALLED = {"reta": "RETA", "sistra": "SISTRA"}


def of(a, b, both, parts):
    return Bridge("victims", "", Count("reta", a), Count("sistra", b), a - b, both, tuple(Part(*one) for one in parts), "c")


def test_a_bridge_puts_one_cause_of_both_sides_in_one_row_with_its_signed_difference():
    page = bridged(
        of(1930, 786, 600, [("a", "other_period", 30), ("a", "only_here", 1300), ("b", "other_period", 186)]), CALLED, unit="person"
    )
    assert [(row.cause, row.a, row.b, row.difference) for row in page.rows] == [
        ("Otro período en el otro registro", "30", "186", "−156"),
        ("Solo en este registro", "1,300", "0", "+1,300"),
    ]
    assert page.sentences == (
        "RETA cuenta 1,930; SISTRA, 786. La diferencia es 1,144.",
        "600 personas están en los dos.",
        "1,330 de RETA no se cuentan en SISTRA: solo en RETA, 1,300; otro período en SISTRA, 30.",
        "186 de SISTRA no se cuentan en RETA: otro período en RETA, 186.",
    )
    assert page.said == "RETA: 1,930; Otro período en SISTRA: −30; Solo en RETA: −1,300; Otro período en RETA: +186; SISTRA: 786."


def test_a_bridge_of_events_counts_cases_and_a_register_nobody_named_keeps_its_code():
    page = bridged(of(1, 1, 1, []), {}, unit="record")
    assert page.sentences == ("reta cuenta 1; sistra, 1. La diferencia es 0.", "1 caso está en los dos.")


def test_a_bridge_of_operations_counts_operations():
    assert (
        bridged(of(9, 4, 2, [("a", "only_here", 7), ("b", "only_here", 2)]), CALLED, unit="operation").sentences[1]
        == "2 operativos están en los dos."
    )


def test_every_cause_is_said_with_the_names_of_the_registers():
    from intertrata.figures.queries import causes

    for cause in causes():
        for text in (cause.es, cause.help):
            said = named(text, "RETA", "SISTRA")
            assert "otro registro" not in said.replace("del otro registro", "")
            assert "este registro" not in said


@pytest.mark.parametrize(("number", "said"), [(0, "0"), (1500, "+1,500"), (-1500, "−1,500")])
def test_a_difference_carries_its_sign(number, said):
    assert signed(number) == said


def count_of(rows, dims, total=5, start=None, end=None, missing=0):
    return Counted("victims", "t", "d", "person", dims, start, end, {}, tuple(rows), total, missing, "corte", ())


def table_of(counted):
    return counts.table(counted, definitions.dimensions(), CALLED, what="Víctimas")


def test_a_count_names_registers_months_and_semesters_and_says_the_unknown():
    rows = [
        {"register": "reta", "month": "2016-05", "semester": "2016-S1", "count": 1200},
        {"register": "nuevo", "month": None, "semester": "2016-S2", "count": 3},
    ]
    shown = table_of(count_of(rows, ("register", "month", "semester")))
    assert shown.title == "Víctimas por registro, mes y semestre"
    assert [row.labels for row in shown.rows] == [
        ("RETA", "mayo de 2016", "primer semestre de 2016"),
        ("nuevo", "sin dato", "segundo semestre de 2016"),
    ]
    assert [(row.count, row.unknown, row.width) for row in shown.rows] == [("1,200", False, "100.0"), ("3", True, "0.2")]


def test_a_sum_that_misses_parts_is_a_lower_bound():
    assert table_of(count_of([{"year": "2016", "count": 3, "missing": 1}], ("year",))).rows[0].count == "≥ 3"


def test_a_count_of_nothing_has_no_title_of_parts_and_no_total_in_its_file():
    counted = count_of([], (), total=None)
    assert table_of(counted).title == "Víctimas"
    assert counts.as_csv(counted, table_of(counted)).splitlines() == ["cuenta,indicador,definición,período,corte"]


def test_no_cell_of_a_file_is_run_by_a_spreadsheet():
    counted = count_of([{"register": "=1+1", "count": 1}], ("register",))
    assert counts.as_csv(counted, table_of(counted)).splitlines()[1].startswith("'=1+1,1,")


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (None, None, "todos los años"), ("2016-01-01", "2016-12-31", "2016"), ("2017-01-01", "2017-08-31", "enero a agosto de 2017"),
        ("2017-01-01", None, "desde el 1 de enero de 2017"), (None, "2016-12-31", "hasta el 31 de diciembre de 2016"),
    ],
)  # fmt: skip
def test_a_period_is_named_exactly(start, end, said):
    assert counts.period_of(start, end) == said


def told(source, year, value, **more):
    row = {
        "territory": "14", "period_start": f"{year}-01-01", "period_end": f"{year}-12-31", "source": source, "value": value, "text": str(value),
        "status": [], "reasons": [], "document": "d.csv", "table": "", "indicator": "complaints", "breakdown": {},
        "institution": "", "place": "",
    }  # fmt: skip
    return row | more


def test_told_figures_stand_by_place_and_period_and_a_gap_says_why():
    rows = [
        told("reta", 2016, 3, reasons=["stage", "coverage"]), told("sistra", 2016, 5, status=["PROV"], reasons=["stage"]),
        told("reta", 2017, None, status=["SD"]), told("sistra", 2017, None, status=["NR"], document=""),
        told("sistra", 2018, None), told("reta", 2016, 9, territory=None),
    ]  # fmt: skip
    first, second = told_table.places(rows, CALLED, {})
    assert (first.name, first.sources, second.name) == ("Lambayeque", ("RETA", "SISTRA"), "Todo el país, o sin lugar")
    said = [(line.period, [(cell.text, cell.gap) for cell in line.cells], line.verdicts) for line in first.lines]
    assert said == [
        ("2016", [("3", False), ("5 · provisional", False)], "Otra etapa; Otra cobertura"),
        ("2017", [("sin datos", True), ("no lo dice", True)], ""),
        ("2018", [("no lo dice", True), ("sin dato", True)], ""),
    ]
    assert first.documents == ("RETA: d.csv", "SISTRA: d.csv")


@pytest.mark.parametrize(
    ("dimension", "said"), [("department", "Departamento"), ("recruitment_scope", "Tipo de reclutamiento"), ("otra", "otra")]
)
def test_a_total_that_does_not_add_up_is_said_in_words(dimension, said):
    found = Mismatch("reta", "complaints", "14", "DEPINCRI", "2016-05", dimension, (), Decimal(1000), Decimal(12), "d.csv", ("3", "4"))
    shown = told_table.unsound([found], definitions.dimensions())[0]
    assert (shown.period, shown.dimension, shown.total, shown.parts) == ("mayo de 2016", said, "1,000", "12")


def event(record, kind="victim", vanished=False, **payload):
    return {
        "record": record, "register": "reta", "record_type": kind, "vanished": vanished, "payload": json.dumps(payload), "file": "f.csv", "line": 7,
    }  # fmt: skip


def test_a_pair_in_doubt_is_compared_field_by_field():
    rows = [event("a", sex="female", age=17, office="X"), event("b", sex="female", age=18, minor=True)]
    asked = Question("a", "b", "p", "q", 0.51, ("surnames:both_rare",), 1.0, drawn=False)
    shown = pairs([asked], rows, CALLED, suspects=False)[0]
    assert [(row.label, row.first, row.second, row.state) for row in shown.rows] == [
        ("Sexo", "Mujer", "Mujer", "same"),
        ("Edad al momento del hecho", "17", "18", "differs"),
        ("Dependencia", "X", "—", "one"),
        ("Menor de 18 años al momento del hecho", "—", "sí", "one"),
    ]
    assert (shown.percent, shown.reasons, [half.person for half in shown.halves]) == (
        "51%", ("Apellidos: los dos iguales y poco comunes",), ["p", "q"],
    )  # fmt: skip


@pytest.mark.parametrize(("suspects", "many"), [(True, 2), (False, 1)])
def test_safeguard_14_a_pair_with_a_suspect_is_shown_in_justice_only(suspects, many):
    rows = [event("a"), event("b"), event("c", kind="suspect"), event("v", vanished=True)]
    doubts = [Question("a", other, "p", "q", 0.5, (), 1.0, drawn=False) for other in ("b", "c", "v")]
    assert len(pairs(doubts, rows, CALLED, suspects=suspects)) == many


def test_every_reason_the_model_can_give_has_its_words():
    codes = [f"{one.name}:{level}" for one in COMPARISONS for level in (*(level.reason for level in one.levels), "else")]
    said = in_words(codes)
    assert not [one for one, code in zip(said, codes, strict=True) if one == code.replace(":", ": ")]
    assert in_words(["new:thing", "surnames:new"]) == ["new: thing", "surnames: new"]


@pytest.mark.parametrize(
    ("probability", "said"), [(0.99, "Casi con seguridad"), (0.95, "Casi con seguridad"), (0.5, "Probable"), (0.1, "Posible")]
)
def test_how_sure_a_candidate_is_is_said_in_words(probability, said):
    assert surety(probability) == said


def test_tables_with_refused_rows_stand_worst_first_and_a_register_whose_declaration_is_gone_keeps_its_code():
    def row(table, refused, share, register="antiguo"):
        told = {"register": register, "table": table, "title": table, "deposit": "d", "cut_off": date(2016, 1, 1), "read": 100}
        return told | {"refused": refused, "refused_share": share}

    found = refusing([row("b", 1, 0.01), row("a", 1, 0.01), row("c", 0, 0.0), row("d", 25, 0.25)], {})
    assert [(one.register, one.title, one.share) for one in found] == [
        ("antiguo", "d", "25.0%"),
        ("antiguo", "a", "1.0%"),
        ("antiguo", "b", "1.0%"),
    ]


@pytest.mark.parametrize(("told", "anything"), [
    ((None, None, 0, None, None, None), False), ((0, 0, 0, 0, 0, 0), False), ((1, None, 0, None, None, None), True),
    ((None, 1, 0, None, None, None), True), ((None, None, 1, None, None, None), True), ((None, None, 0, 1, None, None), True),
    ((None, None, 0, None, 1, None), True), ((None, None, 0, None, None, 1), True),
])  # fmt: skip
def test_something_waits_where_an_account_sees_something_to_do(told, anything):
    assert Waiting(*told).anything is anything


def test_the_emptiest_fields_come_first_and_other_tables_stay_out():
    class One:
        register, table = "reta", "victimas"

    rows = [
        {"register": "reta", "table": table, "es": name, "share": share}
        for table, name, share in (
            ("victimas", "Sexo", 1.0),
            ("victimas", "Edad", 0.2),
            ("victimas", "Otro", None),
            ("autores", "Sexo", 0.1),
        )
    ]
    assert [(one.label, one.share, one.width) for one in filled(rows, One())] == [("Edad", "20.0%", "20.0"), ("Sexo", "100%", "100.0")]


def test_every_deed_and_thing_that_is_noted_has_its_spanish_words():
    texts = [path.read_text(encoding="utf-8") for path in Path(intertrata.__file__).parent.rglob("*.py")]
    calls = [call for text in texts for call in re.findall(r"\bnote(?:_look)?\(\s*(.*?), by=", text)]
    deeds = {deed for call in calls for deed in re.findall(r'"(\w+)"', call)}
    things = {found for text in texts for found in re.findall(r'\bthing="(\w+)"', text)}
    assert len(deeds) > 20
    assert sorted(deeds - DEEDS.keys()) == []
    assert sorted(things - THINGS.keys()) == []
