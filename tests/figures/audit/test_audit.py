"""The audit whole: its document, what it may never do, and the V Informe against a careful reader."""

import csv
import gc
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_statements import kinds, ledger, numbered, say

from intertrata.figures.audit import auditing
from intertrata.figures.audit import ledger as ledgers
from intertrata.figures.audit.book import open_book, period_es
from intertrata.figures.audit.reading import COLUMNS, of_rows
from intertrata.vocabulary.codes import code_list

HUMAN = Path(__file__).with_name("human_audit_informe_v.csv")
AT_LEAST = 0.9
PLACES = ["Ica", "Puno", "Loreto", "Tacna"]


@pytest.fixture(scope="module")
def informe(shared):
    """The document of the audit of the V Informe."""
    return auditing.audit_file(shared / "data" / "informe-v" / "figures.csv").document()


@pytest.fixture(scope="module")
def human():
    with HUMAN.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def is_found(one, findings):
    named = one["statements"].split(";")
    return any(
        len(set(named) & set(finding["statements"])) >= min(2, len(named))
        or (finding["kind"] == one["kind"] and named[0] in finding["statements"])
        for finding in findings
    )


def test_what_a_careful_reader_proves_is_found(informe, human):
    proved = [one for one in human if one["certainty"] == "proved"]
    found = [one for one in proved if is_found(one, informe["findings"])]
    assert len(proved) >= 60
    assert len(found) / len(proved) >= AT_LEAST, [one["claimed"] for one in proved if one not in found]


def test_each_kind_that_the_mission_names_is_found_in_the_report(informe):
    said = {(one["kind"], line) for one in informe["findings"] for line in one["lines"]}
    examples = {("sum", 2589), ("two_values", 815), ("ratio_called_increase", 713), ("percentage", 1571), ("ratio", 3059), ("period", 2194),
                ("cross_source", 1998), ("not_a_number", 819), ("concept", 907), ("base", 235), ("order", 774), ("rounding", 815)}  # fmt: skip
    assert examples <= said


def test_identities_that_hold_in_the_report_are_not_told_as_broken(informe):
    proved = [
        set(one["statements"]) for one in informe["findings"] if one["certainty"] == "proved" and one["kind"] in {"sum", "percentage"}
    ]
    for one in informe["holding"]:
        if " = " in one["identity"]:
            assert set(one["statements"]) not in proved, one


def test_no_rule_names_an_indicator_or_a_table_of_the_report(shared):
    folder = Path(auditing.__file__).parent
    text = "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.iterdir()) if file.suffix in {".py", ".toml"})
    with (shared / "data" / "informe-v" / "figures.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    named = {row["indicator"] for row in rows if row["indicator"].count("_") > 1} | {row["source_system"] for row in rows} - {""}
    named |= {row["id"] for row in rows} | {row["territory"] for row in rows if "/" in row["territory"]}
    examples = {"single_interview_ratio_one_in", "sentenced_per_100_prosecuted"}
    assert not [name for name in named - examples if len(name) > 3 and f'"{name}"' in text]


def test_the_document_is_in_the_order_of_the_report(informe):
    assert [one["lines"][0] for one in informe["findings"]] == sorted(one["lines"][0] for one in informe["findings"])
    assert len({one["id"] for one in informe["findings"]}) == len(informe["findings"])
    assert informe["checked"] == len(informe["findings"]) + len(informe["holding"])
    for one in informe["findings"]:
        assert one["kind"] in ledgers.KINDS
        assert one["verdict"] in code_list("verdict")
        assert one["explanation"][0].isupper() or one["explanation"][0] in "«0123456789"
        assert one["explanation"].endswith(".")


@given(st.lists(st.integers(1, 900), min_size=8, max_size=8), st.integers(2015, 2020))
def test_a_report_that_contradicts_nothing_is_left_alone(values, at):
    """Places by sex with all their totals, a budget with its percentages, a growth: any numbers, told rightly, are never broken."""
    time = {"period_start": f"{at}-01-01", "period_end": f"{at}-12-31", "table": "T1"}
    rows, women, men = [], values[:4], values[4:]
    for place, her, his in zip([*PLACES, "Perú"], [*women, sum(women)], [*men, sum(men)], strict=True):
        told = {"territory": place, **time}
        rows += [
            say("fires_reported", her, dim="sex=female", **told),
            say("fires_reported", his, dim="sex=male", **told),
            say("fires_reported", her + his, **told),
        ]
    whole, part = sum(values) * 10, sum(women) * 10
    share = (Decimal(part) / whole * 100).quantize(Decimal("0.01"))
    rows += [
        say("fund_assigned", whole, **time),
        say("fund_executed", part, **time),
        say("fund_execution_pct", share, unit="percent", **time),
    ]
    ids = [row | {"id": f"S{number}"} for number, row in enumerate(rows)]
    assert set(kinds(*ids)) <= {"outlier"}


@given(st.permutations(range(6)))
def test_what_is_found_does_not_depend_on_the_order_of_rows(order):
    rows = numbered(
        [
            say("x", 30, dim="sex=female"),
            say("x", 12, dim="sex=male"),
            say("x", 45),
            say("fund_assigned", 5),
            say("fund_executed", 7),
            say("x", 45),
        ]
    )
    told = ledger(*[rows[at] for at in order])
    assert {(one.kind, frozenset(said.id for said in one.statements)) for one in told.findings} == {
        ("sum", frozenset("ABCF")), ("order", frozenset("DE"))
    }  # fmt: skip


WORDS = st.sampled_from(["", "0", "12", "-3", "1,234.5", "x", "A+B", "A;B", "A/B", "Perú", "Total", "GR+GL", "text", "T1", "fund_assigned", "fund_executed",
                         "fund_execution_pct", "fund_change_pct", "fund_ratio", "fund_seen_ratio_one_in", "offices_with_fund", "x_per_10", "percent", "sex=female",
                         "sex=male;approx=yes", "=;=", "base=2020", "printed_period=este_ano", "un total de 12 (A, B y C) Fuente: PNP", "12%", "SD"])  # fmt: skip
DAYS = st.sampled_from(["", "2020", "2020-01-01", "2020-06-30", "2019-12", "2021-12-31"])
ANY = st.fixed_dictionaries({name: DAYS if name.startswith("period") else WORDS for name in COLUMNS if name not in {"id", "line"}})


@settings(max_examples=300)
@given(st.lists(ANY, max_size=12))
def test_whatever_rows_say_an_audit_ends_with_a_document(rows):
    document = ledger(*rows).document()
    assert document["checked"] == len(document["findings"]) + len(document["holding"])
    known = {chr(ord("A") + at) for at in range(len(rows))}
    assert all(set(one["statements"]) <= known for one in [*document["findings"], *document["holding"]])


def test_a_deed_tells_its_way():
    told = []
    auditing.audit(of_rows([]), lambda *said: told.append(said))
    assert told[-1] == ("reglas", len(auditing.RULES), len(auditing.RULES))
    assert auditing.audit([]).document() == {"findings": [], "checked": 0, "holding": []}


@pytest.mark.parametrize("collecting", [True, False])
def test_an_audit_leaves_the_collector_as_it_was(tmp_path, collecting):
    path = tmp_path / "said.csv"
    path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    (gc.enable if collecting else gc.disable)()
    try:
        auditing.audit_file(path)
        assert gc.isenabled() is collecting
    finally:
        gc.enable()


def test_a_finding_told_twice_is_told_once():
    book, told = open_book(of_rows(numbered([say("x", 3)]))), ledgers.Ledger()
    for _ in range(2):
        told.broken("sum", "arithmetic", book.said, claimed="3", computed="4", sure=True)
        told.holds(book.said, "3 = 3")
    assert (len(told.findings), len(told.holding)) == (1, 1)


def test_numbers_and_times_are_shown_as_people_read_them():
    rows = of_rows(numbered([say("x", "2896804.30"), say("x", "", status="SD"), say("x", ""), say("x", "0.25", unit="percent")]))
    assert [ledgers.shown(one) for one in rows] == ["2,896,804.3", "SD", "sin dato", "0.25%"]
    assert ledgers.added(rows[:1] * 9) == "9 partes"
    times = [
        ("2020-01-01", "2020-12-31"),
        ("2019-01-01", "2020-12-31"),
        ("2020-01-01", "2020-06-30"),
        ("2020-01-01", ""),
        ("", "2020-06-30"),
        ("", ""),
    ]
    said = [period_es(of_rows(numbered([say("x", 1, period_start=start, period_end=end)]))[0]) for start, end in times]
    assert said == ["2020", "2019 a 2020", "2020-01 a 2020-06", "desde 2020-01", "hasta 2020-06", "ningún periodo"]


def test_long_lists_of_lines_are_cut():
    rows = [say("x", at, territory=f"R{at}", table="T1", line=str(at)) for at in range(1, 13)]
    (one,) = ledger(*rows, say("x", 90, "Total 90", table="T1", line="99")).findings
    assert "(líneas 1, 2, 3, …, 99)" in one.explanation
    assert one.quote == "Total 90"


def test_a_book_gives_a_statement_of_two_years_once():
    book = open_book(of_rows(numbered([say("x", 3, period_start="2019-01-01", period_end="2020-12-31"), say("y_x", 3)])))
    assert len(list(book.at("x", "", "Agencia", range(2019, 2021)))) == 1
    assert list(book.named(["*_x", "x*", "x", "x"])) == ["y_x", "x"]
