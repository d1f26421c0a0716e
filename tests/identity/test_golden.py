"""Golden values: written rules, conflicts in sight, doubt in favour of the child."""

import datetime as dt

import pytest

from intertrata.identity import dates
from intertrata.identity.golden import Saying, golden, majority
from intertrata.identity.person_view import candidate, view


def says(value, *, record="1", register="reta", told="2016-01-01", exact=0, checked=False):
    return Saying(record, register, "birth_date", value, told, exact, checked)


@pytest.mark.parametrize(
    ("sayings", "stands"),
    [
        ([says("2001"), says("2002-03-04", record="2", register="sistra", exact=3)], "2002-03-04"),
        ([says("2001-01-02", exact=3), says("2002", record="2", register="sistra", exact=1, checked=True)], "2002"),
        ([says("2001-01-02", exact=3), says("2003-01-02", record="2", told="2017-01-01", exact=3)], "2003-01-02"),
        ([says("2001-01-02", exact=3), says("2003", record="2", told="2017-01-01", exact=1)], "2003"),
        ([says("2001-01-02"), says("2003-01-02", register="b"), says("2003-01-02", register="c")], "2003-01-02"),
        ([says("2001-01-02"), says("2003-01-02", register="b", told="2015-01-01")], "2001-01-02"),
        ([says("2001-01-02"), says("2003-01-02", register="b")], "2003-01-02"),
    ],
)
def test_the_value_that_stands_is_chosen_by_rule(sayings, stands):
    for order in (sayings, sayings[::-1]):
        (value,) = golden(order, ["birth_date"])
        assert value.value == stands
        assert value.disputed
        assert {one.value for one in value.said} == {one.value for one in sayings}


def test_spellings_of_one_value_are_one_and_shown_with_their_accents():
    (value,) = golden([says("MARIA"), says("María", record="2", register="sistra")], ["birth_date"])
    assert value.value == "María"
    assert not value.disputed
    assert value.said[0].records == ("1", "2")
    assert value.said[0].registers == ("reta", "sistra")


def test_what_nobody_says_is_no_value():
    assert golden([says("")], ["birth_date"]) == ()


@pytest.mark.parametrize(
    ("births", "minor", "basis"),
    [
        (["2001-05-04"], True, "stated"),
        (["1980-05-04"], False, "disproved"),
        (["1980-05-04", "2001"], True, "doubtful"),
        (["1998"], True, "doubtful"),
        ([], True, "unknown"),
    ],
)
def test_doubtful_age_means_a_minor_until_disproved(births, minor, basis):
    decided = majority([dates.span(birth) for birth in births], dates.span("2016-06-01"))
    assert (decided.minor, decided.basis) == (minor, basis)


def test_without_a_date_of_the_event_age_is_unknown():
    assert majority([dates.span("1950")], None).basis == "unknown"


ROW = {
    "record": "a" * 32, "version": "b" * 32, "register": "reta", "table": "victimas", "deposit": "c" * 32, "cut_off": dt.date(2016, 12, 31), "line": 2,
    "vanished": False, "record_type": "victim", "event_date": "2016-03-01", "age": 15, "sex": "female", "offences": ["trafficking"], "means": [],
    "given_names": "Ana", "surname_1": "Quispe", "surname_2": "", "document_type": "DNI", "document_number": "10117410-2", "birth_date": None,
}  # fmt: skip


OTHER = ROW | {
    "record": "d" * 32,
    "register": "sistra",
    "event_date": "2015-03-01",
    "given_names": "",
    "surname_1": None,
    "full_name": "KISPE MAMANI, ANA",
    "document_number": "123",
    "birth_date": "2000-01-01",
    "age": None,
}


def test_a_person_is_seen_with_her_values_her_records_and_who_says_what():
    person = view("p" * 32, [ROW, OTHER])
    assert person.name == "Ana Quispe MAMANI"
    assert person.value("document_number") == "DNI 10117410"
    assert person.value("phone") == ""
    assert person.disputed == ("surname_1", "document_number")
    assert (person.majority.minor, person.majority.basis) == (True, "stated")
    assert person.roles == ("victim",)
    assert [line.register for line in person.records] == ["sistra", "reta"]
    assert "given_names" not in person.records[1].payload
    assert "means" not in person.records[1].payload
    assert person.records[1].payload["age"] == 15


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"surname_1": "QUISPE MAMANI"}, {"surname_1": "Quispe", "surname_2": "Mamani"}),
        ({"surname_1": "DE LA CRUZ QUISPE"}, {"surname_1": "DE LA CRUZ", "surname_2": "QUISPE"}),
        ({"surname_1": "DE LA CRUZ QUISPE"}, {"given_names": "", "surname_1": "", "full_name": "DE LA CRUZ QUISPE, ANA"}),
    ],
)
def test_names_said_in_one_column_are_read_before_they_are_compared(one, other):
    person = view("p" * 32, [ROW | one, ROW | {"record": "d" * 32, "register": "car"} | other])
    assert person.disputed == ()
    assert [len(value.said[0].records) for value in person.values[:3]] == [2, 2, 2]


def test_another_second_surname_said_in_one_column_is_still_a_disagreement():
    person = view(
        "p" * 32, [ROW | {"surname_1": "QUISPE MAMANI"}, ROW | {"record": "d" * 32, "surname_1": "QUISPE", "surname_2": "FLORES"}]
    )
    assert person.disputed == ("surname_2",)


def test_a_surname_is_shown_with_its_particles():
    rows = [ROW | {"surname_1": "CRUZ"}, ROW | {"record": "d" * 32, "register": "car", "surname_1": "DE LA CRUZ"}]
    assert view("p" * 32, rows).value("surname_1") == "DE LA CRUZ"


def test_a_candidate_shows_of_a_person_what_her_page_does():
    rows = [ROW, OTHER]
    shown = candidate("p" * 32, rows, 0.9, ("surnames:both_rare",))
    assert (shown.name, shown.registers, shown.records) == ("Ana Quispe MAMANI", ("reta", "sistra"), 2)
    assert shown.name == view("p" * 32, rows).name


def test_a_record_without_a_date_or_an_age_still_shows():
    person = view(
        "p" * 32, [ROW | {"event_date": None, "age": None, "document_number": None, "given_names": "", "surname_1": "", "full_name": ""}]
    )
    assert person.majority.basis == "unknown"
    assert person.name == ""
