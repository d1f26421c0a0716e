"""One fact told twice."""

from small_statements import found, holding, kinds, say

TABLE = {"table": "T1"}


def test_one_fact_with_two_values():
    assert found(say("beds", 40, **TABLE), say("beds", 44)) == [("two_values", "BA", "proved")]
    assert holding(say("beds", 40, **TABLE), say("beds", 40)) == ["AB"]


def test_the_value_told_most_is_the_one_compared_with():
    assert found(say("beds", 44), say("beds", 40, **TABLE), say("beds", 40)) == [("two_values", "ABC", "proved")]


def test_totals_of_several_cuts_are_no_copies_of_each_other_and_a_row_told_twice_is():
    assert found(say("beds", 40, **TABLE), say("beds", 40, dim="sex=*", **TABLE), say("beds", 40, dim="age=*", **TABLE)) == []
    assert found(say("beds", 40, **TABLE), say("beds", 40, **TABLE)) == [("duplicate", "BA", "proved")]


def test_rounding_and_caution_explain():
    assert found(say("beds", 11_000_035, **TABLE), say("beds", 11_000_000, "unos 11 millones", dim="approx=yes")) == []
    assert found(say("beds", 31_888, **TABLE), say("beds", 31_000, dim="approx=yes"))[0][0] == "rounding"


def test_places_times_categories_bounds_and_claims_are_other_facts():
    base = say("beds", 40)
    others = [{"territory": "Loreto"}, {"period_end": "2020-06-30"}, {"dim": "sex=female"}, {"dim": "bound=max"}, {"unit": "rooms"}]
    for other in others:
        assert "two_values" not in kinds(base, say("beds", 30, **other)), other


def test_in_running_text_the_same_teller_may_speak_of_another_lot():
    assert found(say("beds", 40), say("beds", 44)) == [("two_values", "BA", "likely")]
    assert found(say("workshops", 40, unit="events"), say("workshops", 44, unit="events")) == []
    assert found(say("beds", 40, institution=""), say("beds", 44, institution="")) == [("two_values", "BA", "likely")]
    assert found(say("beds", 40, institution="Varias"), say("beds", 44, institution="")) == [("two_values", "BA", "proved")]


def test_a_register_not_named_is_the_named_one_unless_both_are_running_text():
    assert found(say("beds", 40, source_system="SIS", **TABLE), say("beds", 44)) == [("two_values", "BA", "proved")]
    assert found(say("beds", 40, source_system="SIS"), say("beds", 44)) == []


def test_registers_that_share_most_of_their_names_are_one():
    assert found(say("beds", 40, source_system="A/B"), say("beds", 44, source_system="A/B/C")) == [("two_values", "BA", "likely")]
    assert found(say("beds", 40, source_system="A"), say("beds", 44, source_system="A/B")) == []


def test_a_source_that_retells_another():
    told = [say("beds", 40, institution="PNP", source_system="RETA"), say("beds", 44, institution="INEI", source_system="RETA via INEI")]
    assert found(*told) == [("cross_source", "AB", "proved")]
    told[1] |= {"value": "40"}
    assert (found(*told), holding(*told)) == ([], ["AB"])


def test_two_registers_of_one_teller_on_one_population():
    told = [say("fires_reported", 400, source_system="Censo"), say("fires_reported", 440, source_system="Encuesta")]
    assert found(*told) == [("cross_source", "AB", "likely")]
    assert found(*[one | {"indicator": "beds"} for one in told]) == []
    assert found(told[0], told[1] | {"value": "4000"}) == [], "so far apart that they count other things"
    part = told[1] | {"verbatim": "De ellos, 440 fueron menores"}
    assert found(told[0], part) == []
    assert found(told[0] | {"territory": "Ica"}, part | {"territory": "Ica"}) == [("cross_source", "AB", "likely")]


def test_two_tellers_on_one_population():
    told = [say("fires_reported", 400, institution="Bomberos", source_system="REG"), say("fires_reported", 440, institution="Alcaldía")]
    assert found(*told) == [("cross_source", "AB", "likely")]
    assert found(told[0] | {"source_system": ""}, told[1]) == [], "of no register: each may tell of its own"
    assert found(*[one | TABLE for one in told]) == [], "rows of one table are no rivals"
    assert found(*[one | {"indicator": "beds"} for one in told]) == []
    near = [told[0] | {"indicator": "beds"}, told[1] | {"indicator": "beds", "source_system": "SIS"}]
    assert found(*near) == [("cross_source", "AB", "likely")], "of anything, where both name registers and are near each other"
    assert found(near[0], near[1] | {"value": "700"}) == []
    assert found(told[0], told[1] | {"institution": ""}) == []
    assert found(told[0], told[1] | {"value": "0"}) == []
    peers = [told[0] | {"institution": "Hospital Norte"}, told[1] | {"institution": "Hospital Sur", "source_system": "HS"}]
    assert found(*peers) == [], "of one kind: each tells of its own"
    many = [told[0] | {"institution": f"Oficina {at}", "value": str(400 + at)} for at in range(6)]
    assert found(*many) == [], "each tells of its own"
    same = [one | {"source_system": "REG"} for one in told]
    assert found(*same) == [("cross_source", "AB", "proved")], "the same register"
    assert found(same[0], same[1] | {"institution": ""}) == [("two_values", "BA", "proved")]


def test_no_data_in_one_place_and_a_number_in_another():
    assert found(say("beds", "", status="SD", **TABLE), say("beds", 40)) == [("two_values", "BA", "likely")]
    assert found(say("beds", "", status="SD", **TABLE), say("beds", "", status="SD")) == []


def test_the_same_words_again():
    words = "durante el año se contaron 40 camas en todos los hospitales de la red"
    assert found(say("beds", 40, words), say("beds", 40, f"{words} nacional")) == [("duplicate", "BA", "proved")]
    assert found(say("beds", 40, words), say("beds", 40, "las 40 camas")) == []
    assert found(say("beds", 40, words, line="7"), say("beds", 40, words, line="7")) == [("duplicate", "BA", "proved")]
    assert found(say("beds", 40, words, line="7"), say("beds", 40, words[3:], line="7")) == [], "two windows on one line"
    assert found(say("beds", 40, "Ica 40", **TABLE), say("beds", 40, "Ica 40", **TABLE)) == [("duplicate", "BA", "proved")]
    assert found(say("beds", 40, "Ica 40", **TABLE), say("beds", 40, "Red: 40", **TABLE)) == []


def test_a_text_noted_as_printed_twice():
    told = [say("beds", 40, "hay 40"), say("beds", 40, "hay 40 c", dim="duplicate_text=yes")]
    assert found(*told) == [("duplicate", "BA", "proved")]
    assert found(told[1]) == []


def test_a_base_tells_no_fact():
    assert found(say("beds_pct", 100, dim="denominator=yes", unit="percent"), say("beds_pct", 17, unit="percent")) == []
