"""What people type, as registers read it: dates and places; and what is said of an age."""

import pytest

from intertrata.casefile.web.entry.notices import of_age
from intertrata.casefile.web.entry.written import as_read, day, place
from intertrata.registers.queries import Question
from intertrata.vocabulary.errors import Problem


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("3/5/2016", "2016-05-03"), (" 03-05-2016 ", "2016-05-03"), ("3 . 5 . 2016", "2016-05-03"), ("31/2/2016", "2016-02-31"),
        ("2016", "2016"), ("05/2016", "05/2016"), ("2016-05-03", "2016-05-03"), ("mayo", "mayo"), ("", ""),
    ],
)  # fmt: skip
def test_a_day_is_read_as_it_is_written_and_nothing_is_guessed(typed, read):
    assert day(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Madre de Dios", "17"), ("Tambopata, Madre de Dios", "1701"), ("Tambopata, Tambopata, Madre de Dios", "170101"),
        ("Miraflores, Lima", None), ("Iberia, Madre de Dios", "170302"), ("Perú, Tambopata, Tambopata, Madre de Dios", "170101"), ("170101", "170101"),
    ],
)  # fmt: skip
def test_a_place_is_read_by_its_names_the_smallest_first(typed, read):
    if read is None:
        with pytest.raises(Problem):
            place(typed)
    else:
        assert place(typed) == read


def test_a_place_is_given_in_the_scheme_of_the_column():
    assert place("Tambopata, Tambopata, Madre de Dios", reniec=True) == "160101"


def test_a_place_nobody_knows_is_a_problem_of_its_question_and_no_value():
    one = Question("UBIGEO", "ubigeo", "Lugar", "", "place", False, (), False, False, "inei")
    values, problems = as_read([one], {"UBIGEO": "Macondo"})
    assert (values, problems["UBIGEO"].code) == ({"UBIGEO": ""}, "place_unknown")


@pytest.mark.parametrize(
    ("said", "means", "title"),
    [
        ({"minor": True}, True, "Tiene menos de 18 años"),
        ({}, False, "No consta que tenga 18 años"),
        ({"minor": False}, True, "Persona adulta"),
        ({"minor": False, "means": ["threat"]}, True, None),
        ({"minor": False}, False, None),
    ],
)
def test_doubt_of_age_is_answered_as_a_child_is(said, means, title):
    found = of_age(said, asks_means=means)
    assert (found.title if found else None) == title
