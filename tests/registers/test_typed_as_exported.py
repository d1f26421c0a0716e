"""Whatever a form accepts, receiving accepts, and the other way round: the same rows, typed and exported, of tables of every kind."""

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intertrata.registers import queries
from intertrata.registers.checking.rows import RowCheck
from intertrata.registers.ids import Ids, content
from intertrata.registers.questions import parts, questions
from intertrata.registers.reading.delimited import delimited
from intertrata.registers.reading.jsonlines import jsonlines
from intertrata.registers.reading.matching import fit, headings
from intertrata.registers.reading.sheet import Notes
from intertrata.registers.typed import MARK, fitted, line, numbering, says_synthetic

TODAY = "2026-11-23"
TABLES = [(source, table) for source in queries.sources().values() if source.kind == "records" for table in source.tables]
WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=20).map(str.strip)
DATES = st.one_of(
    st.dates().map(lambda day: day.strftime("%d/%m/%Y")), st.dates().map(str), st.sampled_from(["2016", "05/2016", "31/02/2016", "0"])
)
NUMBERS = st.one_of(st.integers(-5, 200).map(str), st.sampled_from(["1,200", "12.5", "x"]))


def cell(one):
    """What somebody may write in one column: mostly something of its kind, sometimes anything."""
    options = [option.value for option in one.options]
    good = {"date": DATES, "integer": NUMBERS, "decimal": NUMBERS, "place": st.sampled_from(["170101", "17", "999999", "150"])}
    likely = st.sampled_from(options) if options else good.get(one.kind, WORDS)
    return st.one_of(st.just(""), likely, likely, WORDS)


@st.composite
def rows(draw):
    source, table = draw(st.sampled_from(TABLES))
    return source, table, {one.name: draw(cell(one)) for one in questions(table)}


def judged(one, table):
    (batch,) = one.sheet.batches(Notes())
    checked = RowCheck(one, TODAY).check(batch)
    records = Ids(b"k" * 32, table).records(checked.keys)
    version = Ids(b"k" * 32, table).versions(records, content(checked, table)).to_list() if checked.good.all() else None
    return checked.faults.select("column", "rule", "expected").rows(), version


def exported(source, table, values):
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*values, MARK])
    writer.writerow([*values.values(), "SI"])
    told = out.getvalue().encode()
    sheet = delimited(lambda: io.BytesIO(told), file="x.csv", known=headings([source]))
    (one,) = fit([sheet], [source])
    return one


@given(rows())
@settings(max_examples=150, suppress_health_check=list(HealthCheck))
def test_a_row_typed_and_the_same_row_exported_get_the_same_verdict_and_the_same_version(row):
    source, table, values = row
    typed = judged(fitted(source, table, line(values, synthetic=True), file=""), table)
    assert typed == judged(exported(source, table, values), table)


@pytest.mark.parametrize(("source", "table"), TABLES, ids=lambda one: getattr(one, "code", getattr(one, "name", "")))
def test_everything_that_a_form_offers_is_read(source, table):
    asked = [one for one in questions(table) if one.options]
    longest = max((len(one.options) for one in asked), default=0)
    offered = [{one.name: one.options[row].value for one in asked if row < len(one.options)} for row in range(longest)]
    if not offered:
        return
    told = "\n".join(json.dumps(dict.fromkeys(table.headings, "") | row) for row in offered).encode()
    (one,) = fit([jsonlines(lambda: io.BytesIO(told), file="")], [replace(source, tables=(table,))])
    (batch,) = one.sheet.batches(Notes())
    assert "code" not in RowCheck(one, TODAY).check(batch).faults["rule"].to_list()


@pytest.mark.parametrize(("source", "table"), TABLES, ids=lambda one: getattr(one, "code", getattr(one, "name", "")))
def test_a_form_asks_every_column_once_and_says_which_is_identity(source, table):
    asked = [one for part in parts(table) for one in part.questions]
    assert sorted(one.name for one in asked) == sorted(table.headings)
    assert all(part.title and part.questions for part in parts(table))
    assert {one.field for one in asked if one.identity} <= {field.name for field in table.record_type.identity_fields}
    assert [one.name for one in asked if one.given] == ([numbering(table).name] if numbering(table) else [])


def test_what_a_line_holds_is_what_was_typed_without_blanks():
    told = json.loads(line({"A": " ", "B": ["x"], "C": None, "D": [], "SINTETICO": "NO"}, synthetic=True))
    assert told == {"B": ["x"], "SINTETICO": "SI"}
    assert json.loads(line({"A": "1"}, synthetic=False)) == {"A": "1"}


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, False),
        ({"SINTETICO": "SI"}, True),
        ({"Sintético": "sí"}, True),
        ({"SINTETICO": "SI", "SYNTHETIC": "no"}, False),
        ({"SINTETICO": None}, False),
    ],
)
def test_a_record_says_itself_that_it_is_invented_or_is_taken_as_not(values, says):
    assert says_synthetic(values) is says
