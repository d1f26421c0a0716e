"""Groups of entities that are asked together: whole levels, and what the report lets one see of whom it asked."""

import pytest

from intertrata.transparency import catalogue
from intertrata.transparency.groups import groups
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence


def test_every_group_names_its_entities_once_and_says_where_that_is_written():
    for code, one in groups().items():
        codes = [each.code for each in one.entities]
        assert len(codes) == len(set(codes)), code
        assert one.source
        assert one.es
        assert one.verified or one.of > len(codes), "what is not whole says of how many"


def test_levels_are_asked_whole_or_of_one_department():
    regional, provincial, districts = (
        groups()[f"{one}"] for one in ("regional_government", "provincial_municipality", "district_municipality")
    )
    assert (len(regional.within("")), len(provincial.within(""))) == (25, 196)
    assert regional.within("14") == ["gore-14"]
    assert set(provincial.within("14")) == {"muni-1401", "muni-1402", "muni-1403"}
    assert set(districts.within("14")) == {one.code for one in catalogue.entities(level="district_municipality", department="14")}
    assert groups()["ministry"].within("14") == groups()["ministry"].within("")
    with pytest.raises(Problem, match="group_without_department") as told:
        districts.within("")
    assert districts.es in sentence(told.value)


def test_whom_the_report_asked_is_to_be_confirmed():
    asked = groups()["informe_v"]
    levels = [one.level for one in asked.entities]
    assert [levels.count(one) for one in ("ministry", "autonomous_body", "attached_body", "regional_government", "provincial_municipality")] == [
        10, 3, 1, 25, 196,
    ]  # fmt: skip
    assert (len(levels), asked.of, asked.verified) == (235, 236, False)
