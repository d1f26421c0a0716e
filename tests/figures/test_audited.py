"""The audit of what the house was told: what it reads, under which fingerprints its findings are kept, what people rule of them."""

import csv
import datetime as dt
import random
from collections import Counter
from dataclasses import replace

import edition
import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st
from small_tables import current

from intertrata.access.queries import looks
from intertrata.figures import actions, queries
from intertrata.figures.audit.auditing import audit, audit_file
from intertrata.figures.audit.reading import COLUMNS, of_rows
from intertrata.figures.contradictions import actions as contradicting
from intertrata.figures.contradictions import queries as contradictions
from intertrata.figures.contradictions.documents import documents, row
from intertrata.figures.contradictions.found import audited, document_of, fingerprint, what_it_says
from intertrata.figures.contradictions.queries import Asked
from intertrata.figures.models import ContradictionRuling, Ruling
from intertrata.figures.told import reading
from intertrata.figures.told.stored import Held
from intertrata.registers import actions as registers
from intertrata.storage.deeds import alone
from intertrata.vocabulary.errors import Problem

DAY = dt.date(2017, 12, 31)
HOUSE = pytest.mark.django_db(databases=["default", "vault", "log", "public"])
ENGINES = pytest.mark.engines
said = st.dictionaries(st.text("abc", min_size=1, max_size=4), st.text(max_size=6), min_size=1, max_size=6)


def held(rows, source="informe_v"):
    """Rows of the register as events of the store."""
    figures = current("figure", rows).iter_rows(named=True)
    return [Held(one["record"], DAY, 1, source, one["table"], at, reading.read(one, {})) for at, one in enumerate(figures, start=2)]


def shipped():
    """The edition that ships, as a document of the store."""
    (found,) = documents(held(list(edition.rows())))
    return found


def printed():
    with edition.EDITION.figures.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def without_ids(findings, number=lambda name: name):
    """Findings as whoever reads them sees them: their statements by the number that the document gives them."""
    kept = ("kind", "verdict", "lines", "claimed", "computed", "explanation", "certainty", "quote")
    return Counter((*(str(one[name]) for name in kept), *map(number, one["statements"])) for one in findings)


def test_a_statement_of_the_store_is_the_row_that_was_delivered():
    told, unordered = shipped(), {"id", "axis", "dimension"}
    for one, row_ in zip(told.rows, printed(), strict=True):
        assert {name: one[name] for name in one.keys() - unordered} == {name: row_[name] for name in one.keys() - unordered}
        assert sorted(one["dimension"].split(";")) == sorted(row_["dimension"].split(";"))
        assert told.told[one["id"]].number == row_["id"]
    assert set(COLUMNS) - set(told.rows[0]) == {"axis"}, "the one column that no rule reads"


def test_a_register_says_its_office_its_offence_and_its_place_and_a_dash_is_no_status():
    about = {"register": "inei", "table": "cuadros", "record": "a", "indicator": "complaints", "cut_off": DAY, "year": 2016, "line": 7}
    (one, other) = held(
        [
            about | {"ubigeo": "1401", "office": "DEPINTRAP", "offences": ["trafficking"], "article": "153", "value": "1500.50", "as_written": "1,500.50"},
            about | {"record": "b", "as_written": "-"},
        ],
        "inei",
    )  # fmt: skip
    first, second = (row(each.told, each) for each in (one, other))
    assert first["territory"] == "Chiclayo, Lambayeque"
    assert first["dimension"] == "office=DEPINTRAP;offence=trafficking;article=153"
    assert (first["value"], first["line"], first["table"], first["verbatim"]) == ("1500.50", "7", "cuadros", "")
    assert (second["territory"], second["value"], second["status"], second["unit"]) == ("", "-", "", "")
    told = replace(one.told, statement=replace(one.told.statement, page="p. 7"))
    assert row(told, one)["line"] == "2", "a page that is no number: the line of the file"


def test_each_document_is_audited_by_itself_and_the_tables_of_a_register_go_on_from_each_other():
    about = {"register": "inei", "table": "cuadros", "indicator": "complaints", "cut_off": DAY, "year": 2016, "line": 7, "value": "3"}
    rows = [about | {"record": name, "deposit": deposit} for name, deposit in (("a", "d1"), ("b", "d2"))]
    gone = Held("x", DAY, 1, "inei", "cuadros", 9, None)
    found = documents([*held(rows, "inei"), gone, *held(list(edition.rows())[:3])])
    assert [(one.source, one.title, len(one.rows)) for one in found] == [("inei", "cuadros", 2), ("informe_v", "V Informe", 3)]


def test_the_same_is_found_in_whatever_order_the_statements_come_and_wherever_they_stand():
    told = shipped()
    before = audited(told, audit(of_rows(told.rows)))
    assert len(before.found) == len({one.id for one in before.found}) > 50
    moved = documents(held(list(edition.rows())))[0]
    moved.rows = [one | {"line": str(int(one["line"]) + 40)} for one in moved.rows]
    assert {one.id for one in audited(moved, audit(of_rows(moved.rows))).found} == {one.id for one in before.found}


@given(said, st.randoms(use_true_random=False))
def test_a_fingerprint_is_of_the_kind_and_of_what_is_said_and_not_of_the_order(statements, chance):
    names = list(statements)
    chance.shuffle(names)
    assert fingerprint("sum", statements) == fingerprint("sum", {name: statements[name] for name in names})
    assert fingerprint("order", statements) != fingerprint("sum", statements)
    assert fingerprint("sum", {name: f"{text}0" for name, text in statements.items()}) != fingerprint("sum", statements)
    assert fingerprint("sum", dict.fromkeys(statements, "")) == fingerprint("sum", dict.fromkeys(reversed(names), ""))


@given(st.fixed_dictionaries(dict.fromkeys(COLUMNS, st.text(max_size=4))), st.sampled_from(COLUMNS), st.text(max_size=4))
def test_what_a_statement_says_is_everything_but_where_it_stands(one, column, text):
    changed = one | {column: text}
    same = column in {"id", "line"} or one == changed
    assert (what_it_says(one) == what_it_says(changed)) is same


def test_the_document_tells_only_what_touches_what_is_asked():
    told = shipped()
    every = [audited(told, audit(of_rows(told.rows)))]
    whole = document_of(every)
    assert whole["checked"] == len(whole["findings"]) + len(whole["holding"])
    assert {name for one in whole["findings"] for name in one["statements"]} == set(whole["told"])
    some = document_of(every, indicator="budget_assigned")
    assert 0 < len(some["findings"]) < len(whole["findings"])
    assert 0 < len(some["holding"]) < len(whole["holding"])
    for one in some["findings"]:
        assert "budget_assigned" in {some["told"][name]["indicator"] for name in one["statements"]}
    (ucayali,) = document_of(every, place="25")["findings"]
    assert "25" in {whole["told"][name]["territory"] for name in ucayali["statements"]}


@pytest.fixture
def informe():
    actions.receive_editions(by="prueba")


@HOUSE
@ENGINES
def test_the_store_is_found_to_contradict_itself_as_its_file_is(informe):
    told = actions.audit(by="prueba")
    number = {name: one["number"] for name, one in told["told"].items()}
    file = audit_file(edition.EDITION.figures).document()
    assert without_ids(told["findings"], number.get) == without_ids(file["findings"])
    assert told["checked"] == file["checked"]
    for one in told["findings"]:
        assert one["source"] == "informe_v"
        assert {told["told"][name]["page"] for name in one["statements"]} == {str(line) for line in one["lines"]}


@HOUSE
@ENGINES
def test_to_audit_again_changes_nothing_and_touches_no_ruling(informe):
    before = contradictions.contradictions(Asked())
    contradicting.rule(before[0].id, "confirmed", why="Se sumó otra vez.", by="veedora")
    actions.audit(by="prueba")
    after = contradictions.contradictions(Asked())
    assert [replace(one, rulings=(), state="") for one in after] == [replace(one, rulings=(), state="") for one in before]
    assert [one.state for one in after] == ["confirmed", *(one.state for one in before[1:])]
    (audits,) = contradictions.audits()
    assert (audits.source, audits.broken, audits.statements, audits.outdated) == ("informe_v", len(after), 830, False)
    assert audits.checked == audits.holding + audits.broken
    assert looks(most=1, deed="rule_contradiction")[0]["thing"] == "contradiction"


def corrected(tmp_path, number, value, day):
    """Deliver the edition again with one value changed."""
    rows = [one | (_saying(one, value) if one["id"] == number else {}) for one in printed()]
    path = tmp_path / "figures.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    registers.receive([path], by="prueba", source="informe_v", cut_off=day)
    actions.file_figures()
    return actions.audit_what_came(by="prueba")


def _saying(one, value):
    return {"value": value, "verbatim": one["verbatim"].replace(one["value"], value)}


@HOUSE
def test_what_was_ruled_is_of_what_the_statements_said_then(informe, tmp_path):
    (first, *_others) = [
        one for one in contradictions.contradictions(Asked(kind="sum")) if one.claimed == "155" and len(one.statements) == 3
    ]
    number = first.statements[0].told["number"]
    contradicting.rule(first.id, "rejected", why="El cuadro es de otra fecha.", by="veedora")
    assert corrected(tmp_path, number, "156", dt.date(2018, 1, 31)) == 1
    now = contradictions.touching([first.statements[0].record])
    (changed,) = [one for one in now if one.about == first.about]
    assert (changed.claimed, changed.state, changed.id == first.id) == ("156", "changed", False)
    assert [(one.decision, one.same, "155" in one.proposed) for one in changed.rulings] == [("rejected", False, True)]
    old = contradictions.contradiction(first.id)
    assert (old.gone, old.state) == (True, "rejected")
    with pytest.raises(Problem) as gone:
        contradicting.rule(first.id, "confirmed", why="x", by="veedora")
    assert gone.value.code == "contradiction_gone"
    contradicting.rule(changed.id, "confirmed", why="Sigue sin sumar.", by="analista")
    assert contradictions.contradiction(changed.id).state == "confirmed"
    assert contradictions.counted(Asked(state="changed")).total == 0
    corrected(tmp_path, number, "155", dt.date(2018, 2, 28))
    assert contradictions.contradiction(first.id).state == "rejected", "said again, what was ruled of it holds again"
    assert not contradictions.contradiction(first.id).gone


@HOUSE
def test_a_ruling_says_what_why_and_of_which(informe):
    one = contradictions.contradictions(Asked(), most=1)[0]
    for decision, verdict, why, code in (
        ("equal", "", "x", "decision_unknown"), ("otherwise", "", "x", "verdict_unknown"), ("otherwise", "porque sí", "x", "verdict_unknown"),
        ("confirmed", "", "  ", "verdict_without_reason"),
    ):  # fmt: skip
        with pytest.raises(Problem) as problem:
            contradicting.rule(one.id, decision, verdict=verdict, why=why, by="veedora")
        assert problem.value.code == code
    with pytest.raises(Problem) as unknown:
        contradicting.rule("ab" * 16, "confirmed", why="x", by="veedora")
    assert unknown.value.code == "contradiction_unknown"
    contradicting.rule(one.id, "otherwise", verdict="transcription", why="Mal copiado.", by="veedora")
    contradicting.rule(one.id, "confirmed", verdict="transcription", why="No: se contradicen.", by="analista")
    rulings = contradictions.contradiction(one.id).rulings
    assert [(each.decision, each.verdict, each.by) for each in rulings] == [
        ("confirmed", "", "analista"),
        ("otherwise", "transcription", "veedora"),
    ]


@HOUSE
@ENGINES
def test_what_was_ruled_is_never_changed_nor_deleted(informe):
    one = contradictions.contradictions(Asked(), most=1)[0]
    contradicting.rule(one.id, "rejected", why="x", by="veedora")
    for rows in (ContradictionRuling.objects.all(), Ruling.objects.all()):
        Ruling.objects.create(number="n", verdict="equal", why="x", by="y", at=ContradictionRuling.objects.get().at)
        for deed in (lambda found: found.update(why="otra"), lambda found: found.delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                deed(rows)


@HOUSE
def test_filters_count_and_list_the_same(informe):
    whole = contradictions.counted(Asked())
    assert whole.total == len(contradictions.contradictions(Asked())) == sum(sum(each.values()) for each in whole.kinds.values())
    whose = next(each.institution for one in contradictions.contradictions(Asked(kind="two_values")) for each in one.statements)
    asked = Asked(kind="two_values", certainty="proved", institution=whose, state="pending", source="informe_v")
    found = contradictions.contradictions(asked)
    assert 0 < len(found) == contradictions.counted(asked).total < whole.total
    for one in found:
        assert (one.kind, one.certainty) == ("two_values", "proved")
        assert whose in {each.institution for each in one.statements}
    assert [one.id for one in contradictions.every(Asked())] == [one.id for one in contradictions.contradictions(Asked())]
    assert contradictions.contradictions(Asked(source="mef")) == []
    assert whose in contradictions.institutions()


@HOUSE
def test_only_what_came_is_audited_and_nobody_waits_for_another(informe, tmp_path, monkeypatch):
    assert actions.audit_what_came(by="prueba") == 0
    with alone("audit"):
        assert corrected(tmp_path, "F0001", "11", dt.date(2018, 1, 31)) == 0
    assert [one.outdated for one in contradictions.audits()] == [True]
    with monkeypatch.context() as patch:
        patch.setattr(contradictions, "MOST_IN_PASSING", 10)
        assert actions.audit_what_came(by="prueba") == 0
    with monkeypatch.context() as patch:
        patch.setattr(contradicting, "_keep", lambda *args, **more: (_ for _ in ()).throw(Problem("verdict_unknown")))
        with pytest.raises(Problem):
            actions.audit_what_came(by="prueba")
    assert actions.audit_what_came(by="prueba") == 1
    assert [one.outdated for one in contradictions.audits()] == [False]


@HOUSE
def test_what_entities_answered_is_audited_across_them(tmp_path):
    heads = [
        "id",
        "campaign",
        "answered",
        "entity",
        "ubigeo",
        "indicator",
        "unit",
        "period_start",
        "period_end",
        "qualifiers",
        "value",
        "as_written",
        "status",
    ]
    about = ["Prueba", "¿Cuántas víctimas?", "GORE inventado", "14", "victims", "persons", "2016-01-01", "2016-12-31"]
    told = [("a", "sex=female", "12", ""), ("b", "sex=male", "3", ""), ("c", "", "17", ""), ("d", "", "", "SPE")]
    rows = [[name, *about, cut, value, value, status] for name, cut, value, status in told]
    rows[3][3], rows[3][4] = "Otro GORE", "20"
    path = tmp_path / "respuestas.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([heads, *rows])
    registers.receive([path], by="prueba", source="respuestas", cut_off=DAY)
    (found,) = actions.audit(by="prueba", source="respuestas", indicator="victims", place="Lambayeque")["findings"]
    assert (found["kind"], found["claimed"], found["computed"], found["document"]) == ("sum", "17", "15 (12 + 3)", "Prueba")
    (kept,) = contradictions.contradictions(Asked())
    assert {each.institution for each in kept.statements} == {"GORE inventado"}
    for asked, code in (
        ({"source": "nada"}, "audit_source_unknown"),
        ({"indicator": "nada"}, "indicator_unknown"),
        ({"place": "nada"}, "value_unknown"),
    ):
        with pytest.raises(Problem) as unknown:
            actions.audit(by="prueba", **asked)
        assert unknown.value.code == code


@HOUSE
def test_every_statement_of_a_contradiction_leads_to_its_number_where_the_contradiction_stands(informe):
    chance = random.Random(4)
    for one in chance.sample(contradictions.contradictions(Asked()), 12):
        for each in one.statements:
            told = each.told
            asked = queries.NumberAsked(
                told["territory"] or "",
                told["period_start"] and dt.date.fromisoformat(told["period_start"]),
                told["period_end"] and dt.date.fromisoformat(told["period_end"]),
                tuple(sorted(told["breakdown"].items())),
                told["institution"],
                told["place"],
            )
            records = [event.record for event in queries.number(told["indicator"], asked).history]
            assert each.record in records, told
            assert one.id in {other.id for other in contradictions.touching(records)}
