"""The rulebook read: what a rule names is declared, every rule has its function and its ground, and none reads what none may."""

import copy
import json
import re
import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import pytest

from intertrata.casefile.following.rule_page import document, page
from intertrata.casefile.following.rulebook import NEVER_READ, THEMES, functions_of, paired, rule, rulebook, rules_of
from intertrata.cli import main
from intertrata.registers.queries import sources
from intertrata.vocabulary.records import record_types

WRITTEN = tomllib.loads(files("intertrata.casefile.following").joinpath("rules.toml").read_text(encoding="utf-8"))
ASKED_FOR = {
    "reta_not_sistra", "sistra_not_reta", "no_defender", "minor_interviewed_again", "never_referred_to_minsa", "in_preventive_centre",
    "foreign_not_told", "peruvian_abroad_uncoordinated", "no_plan", "no_follow_up", "trafficked_again", "opening_not_notified",
    "diligence_not_notified", "archive_not_notified", "measure_ending", "measure_not_complied", "referral_unanswered", "no_outcome",
    "sentence_without_reparation", "reparation_unpaid", "call_without_complaint", "shelter_over_capacity", "no_shelter_for_her",
}  # fmt: skip
"""What issue 6 lists, one or more rules an item."""


def changed(**more):
    told = copy.deepcopy(WRITTEN["rule"][0])
    for name, value in more.items():
        if value is None:
            del told[name]
        else:
            told[name] = value
    return {"rule": [told]}


def test_the_rules_that_were_asked_for_stand():
    assert {one.code for one, _ in rulebook()} >= ASKED_FOR
    assert rule("no_follow_up").days == 90


@pytest.mark.parametrize(("more", "said"), [
    ({"reads": ["victim.shoe_size"]}, "no record type declares victim.shoe_size"),
    ({"reads": ["victims"]}, "no record type declares victims"),
    ({"reads": ["*.shoe_size"]}, "no record type declares *.shoe_size"),
    ({"reads": ["victim.surname_1"]}, "victim.surname_1 is not read by any rule"),
    ({"reads": ["inspection.travel_authorisation"]}, "is not read by any rule"),
    ({"reads": ["*.indigenous_people"]}, "is not read by any rule"),
    ({"reads": []}, "without a whole sentence"),
    ({"rests_on": []}, "without a whole sentence, a ground"),
    ({"days": -1}, "without a whole sentence, a ground, what it reads or a term"),
    ({"es": "La víctima no consta"}, "without a whole sentence"),
    ({"es": None}, "without es"),
    ({"responsible": "policia"}, "no institution policia"),
    ({"responsible_minor": "upe"}, "no institution upe"),
    ({"responsible_by": ["referral.reason"]}, "referral.reason names no institution"),
    ({"responsible_by": ["referal.institution"]}, "referal.institution names no institution"),
    ({"responsible_by": ["referral.receivr"]}, "no record type declares referral.receivr"),
    ({"silenced_by": ["defence"]}, "no consent defence"),
    ({"silenced_each": {"shelter": "acogida"}}, "no consent acogida"),
    ({"severity": "7"}, "no severity 7"),
    ({"concerns": "suspect"}, "no concerns suspect"),
    ({"to_confirm": False}, "to be confirmed, and to_confirm says no"),
])  # fmt: skip
def test_a_rule_that_cannot_be_stops_the_maker(more, said):
    with pytest.raises(ValueError, match="^reta_not_sistra: .*" + re.escape(said)):
        rules_of(changed(**more))


def test_a_rule_without_a_function_stops_the_maker():
    functions = {theme: functions_of(module) for theme, module in THEMES.items()}
    with pytest.raises(ValueError, match=r"nobody_asked: no function of that name in rules/registers\.py"):
        paired(rules_of(changed(code="nobody_asked")), functions)


def test_a_function_without_a_rule_stops_the_maker():
    with pytest.raises(ValueError, match=r"rules/defence\.py: no rule is called archive_not_notified"):
        paired(
            [one for one, _ in rulebook() if one.code != "archive_not_notified"], {name: functions_of(one) for name, one in THEMES.items()}
        )


def test_a_rule_that_is_written_twice_stops_the_maker():
    with pytest.raises(ValueError, match="a second rule of it"):
        paired(rules_of({"rule": [WRITTEN["rule"][0]] * 2}), {name: functions_of(one) for name, one in THEMES.items()})


def test_only_what_a_module_declares_for_all_is_a_rule():
    module = ModuleType("rules_of_nothing")
    exec("from datetime import timedelta\ndef _inner(): ...\ndef told(): ...\n", module.__dict__)
    module.borrowed = rule
    assert list(functions_of(module)) == ["told"]


def test_what_rules_read_is_sent_by_some_register():
    """A field that no institution can send would leave a rule that can never tell."""
    sent = {
        (table.record_type.name, field)
        for source in sources().values()
        for table in source.tables
        for field in {one.field.name for one in table.columns if one.field} | {one.field.name for one in table.derives} | ages(table)
    }
    for one, _ in rulebook():
        for name in one.reads:
            kind, _, field = name.partition(".")
            assert any((each, field) in sent or (not field and each == kind) for each, _ in sent if kind in {"*", each}), (
                f"{one.code}: {name}"
            )


def ages(table):
    return {"age", "minor", "age_group"} if table.record_type.of == "person" else set()


def test_no_rule_reads_how_somebody_came_or_where_she_comes_from_but_to_tell_her_her_rights():
    """SAFEGUARDS 5 and 15."""
    reading = {
        one.code
        for one, _ in rulebook()
        if any(name.endswith((".nationality", "_country", ".country", "_countries")) for name in one.reads)
    }
    assert reading == {"foreign_not_told"}
    named = {field.name for kind in record_types().values() for field in kind.fields}
    assert named >= NEVER_READ


def test_no_rule_has_anybody_contact_a_consulate_or_schedules_an_interview():
    """SAFEGUARDS 4 and 5: only a Peruvian's own ministry is ever who must act, and of no foreigner."""
    assert {one.code for one, _ in rulebook() if one.responsible == "mrree"} == {
        "peruvian_abroad_uncoordinated",
        "return_without_guarantees",
    }
    assert "informársele a ella" in rule("foreign_not_told").es
    assert not any("debe ser entrevistada" in one.es or "citar" in one.es for one, _ in rulebook())


def test_a_term_does_not_go_past_the_end_of_the_calendar():
    assert rule("no_plan").term(date(9999, 12, 20)) == date.max
    assert rule("no_plan").term(date(2017, 3, 1)) == date(2017, 3, 31)


def test_the_page_of_rules_holds_the_table_that_is_printed():
    """Where this fails, put what ``intertrata rules`` prints at the end of docs/rules.md."""
    written = Path(__file__).parents[3].joinpath("docs", "rules.md").read_text(encoding="utf-8")
    assert written.endswith(page())


def test_the_document_of_rules_says_what_the_rows_say():
    told = {one["code"]: one for one in document()}
    assert list(told) == [one.code for one, _ in rulebook()]
    assert told["never_referred_to_minsa"]["responsible_minor"] == "mimp"
    assert told["measure_ending"]["silenced_each"] == {"shelter": "shelter"}
    assert told["no_plan"]["responsible_minor"] is None


def test_the_command_prints_the_rules(capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["intertrata", "rules", "--json"])
    with pytest.raises(SystemExit) as done:
        main()
    assert not done.value.code
    assert json.loads(capsys.readouterr().out) == document()
