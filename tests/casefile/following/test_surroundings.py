"""What stands around persons: the newest word of each shelter, by region and day; no word is unknown, never none."""

from datetime import date

from following.saying import line, read

from intertrata.casefile.following.surroundings import Surroundings, surroundings

TODAY = date(2025, 1, 1)


def places(day, shelter="A", territory="150101", **said):
    return line("shelter_places", day, "car", "inabif", person="", territory=territory, shelter=shelter, **said)


AROUND = surroundings(read(
    places("2024-01-01", population=["women"], capacity=10),
    places("2024-06-01", population=["women", "girls"], capacity=12),
    places("2026-01-01", population=["men"]),
    places("2024-02-01", "B", population=["boys"]),
    places("2024-02-01", "", "080101", population=["lgtbi"]),
    places("2024-02-01", "C", "090101"),
    places("", "D", population=["men"]),
    line("operation", "2024-01-01", person=""),
), TODAY)  # fmt: skip


def test_the_newest_word_of_each_shelter_by_that_day_counts():
    assert [each.line for each in AROUND.places("15", date(2024, 3, 1))] == [1, 4]
    assert [each.line for each in AROUND.places("15", TODAY)] == [2, 4]
    assert AROUND.shelter("A", TODAY).line == 2
    assert AROUND.shelter("A", date(2023, 1, 1)) is None
    assert AROUND.shelter("Z", TODAY) is None


def test_whom_a_region_admits():
    assert AROUND.admits("girls", "15", TODAY) == "yes"
    assert AROUND.admits("girls", "15", date(2024, 3, 1)) == "no"
    assert AROUND.admits("men", "15", date(2026, 6, 1)) == "no"
    assert AROUND.admits("lgtbi", "08", TODAY) == "yes"


def test_where_no_shelter_said_whom_it_admits_nobody_can_tell():
    assert AROUND.admits("men", "09", TODAY) == "unknown"
    assert AROUND.admits("men", "25", TODAY) == "unknown"
    assert Surroundings().admits("men", "15", TODAY) == "unknown"
