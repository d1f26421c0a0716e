"""Who comes after whom is never more."""

import pytest
from small_statements import found, holding, kinds, say

TABLE = {"table": "T1"}


def test_a_part_is_no_more_than_its_whole():
    rows = [say("patients", 281), say("patients", 300, dim="age=minor")]
    assert found(*rows) == [("order", "BA", "proved")]
    assert holding(rows[0], rows[1] | {"value": "200"}) == ["BA"]
    assert kinds(rows[0], rows[1] | {"source_system": "B"}) == []
    assert kinds(rows[0], rows[1] | {"verbatim": "unos 300"}) == []


def test_in_running_text_a_category_may_be_another_subject():
    rows = [say("patients", 281, line="10"), say("patients", 300, dim="crime=smuggling", line="500")]
    assert kinds(*rows) == []
    assert kinds(rows[0], rows[1] | {"line": "20"}) == ["order"]
    assert kinds(rows[0], rows[1] | {"dimension": "sex=female"}) == ["order"]
    assert kinds(*[row | TABLE for row in rows]) == ["order"]


def test_a_territory_is_no_more_than_what_contains_it():
    assert kinds(say("patients", 9, territory="Ica"), say("patients", 12, territory="Ica/Nazca")) == ["order"]
    assert kinds(say("patients", 9), say("patients", 12, territory="Ica;Puno")) == []
    assert kinds(say("patients", 9), say("patients", 12, territory="Ica")) == ["order"]


@pytest.mark.parametrize(
    ("less", "more", "known"),
    [
        ("fund_executed", "fund_assigned", True), ("convictions", "cases_tried", True), ("persons_convicted", "persons_prosecuted", True),
        ("persons_convicted", "cases_prosecuted", False), ("beds", "rooms", False), ("homes_reached", "homes_total", True),
    ],
)  # fmt: skip
def test_what_comes_after_is_no_more_than_what_comes_before(less, more, known):
    assert (found(say(more, 5), say(less, 7)) == [("order", "BA", "proved")]) is known
    assert (holding(say(more, 7), say(less, 5)) == ["BA"]) is known


def test_times_around_and_registers():
    rows = [say("fund_assigned", 5), say("fund_executed", 7, period_end="2020-06-30")]
    assert kinds(*rows) == ["order"]
    assert kinds(rows[0] | {"period_end": "2020-03-31"}, rows[1]) == []
    assert kinds(rows[0] | {"period_start": "", "period_end": ""}, rows[1]) == []
    assert kinds(rows[0] | {"source_system": "A"}, rows[1] | {"source_system": "B"}) == []
    assert kinds(rows[0] | {"unit": "x"}, rows[1]) == []
    assert kinds(rows[0] | {"value": "", "status": "SD"}, rows[1]) == []


def test_one_finding_for_all_the_places_that_say_it():
    assert found(say("fund_assigned", 5, **TABLE), say("fund_assigned", 5), say("fund_executed", 7), say("fund_executed", 7, **TABLE)) == [
        ("order", "CDAB", "proved")
    ]
