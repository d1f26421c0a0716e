"""Records in words: labels and values as a reader says them; what no list knows is shown as it stands."""

import pytest

from intertrata.vocabulary.records import record_types
from intertrata.vocabulary.wording import day, listed, percent, personal, place_name, told, value

VICTIM = record_types()["victim"]


def test_a_record_is_told_in_the_order_of_its_type_without_what_is_unknown():
    payload = {
        "age": 17,
        "event_date": "2016-05",
        "sex": "female",
        "minor": True,
        "purpose": ["sexual", "labour"],
        "office": "",
        "means": [],
    }
    assert told(VICTIM, payload, leave_out=["age"]) == [
        ("Fecha del registro o del rescate", "mayo de 2016"),
        ("Sexo", "Mujer"),
        ("Menor de 18 años al momento del hecho", "sí"),
        ("Finalidad de explotación", "Explotación sexual; Explotación laboral"),
    ]


def test_a_no_is_said_and_is_not_unknown():
    assert told(VICTIM, {"rescued": False}) == [("Rescatada en un operativo", "no")]


def test_identity_is_never_told_even_where_a_payload_holds_it():
    assert told(VICTIM, {"given_names": "x", "document_number": "1"}) == []


@pytest.mark.parametrize(
    ("text", "said"), [("2016-05-03", "3 de mayo de 2016"), ("2016-05", "mayo de 2016"), ("2016", "2016"), ("ayer", "ayer")]
)
def test_a_day_is_said_as_exactly_as_it_is_known(text, said):
    assert day(text) == said


def test_a_place_is_named_from_the_district_up_and_an_unknown_one_is_shown_as_it_stands():
    assert place_name("140101") == "Chiclayo, Chiclayo, Lambayeque"
    assert place_name("999999") == "999999"
    assert value(VICTIM.field("ubigeo"), "14") == "Lambayeque"


def test_a_code_that_no_list_holds_is_shown_as_it_stands():
    assert value(VICTIM.field("sex"), "x9") == "x9"


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ([], ""), (["RETA"], "RETA"), (["RETA", "SISTRA"], "RETA y SISTRA"), (["RETA", "SISTRA", "INEI"], "RETA, SISTRA e INEI"),
        (["agua", "hielo"], "agua y hielo"),
    ],
)  # fmt: skip
def test_several_things_are_one_phrase(texts, said):
    assert listed(texts) == said


@pytest.mark.parametrize(
    ("share", "said"), [(0, "0%"), (1, "100%"), (0.5, "50.0%"), (0.0004, "menos de 0.1%"), (0.99999, "99.9%"), (0.123, "12.3%")]
)
def test_nearly_all_is_never_said_as_all_nor_nearly_nothing_as_nothing(share, said):
    assert percent(share) == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("MARÍA DE LA CRUZ ÑAHUI", "María de la Cruz Ñahui"),
        ("DE LA O PEREZ", "De la O Perez"),
        ("Ana María O'Higgins", "Ana María O'Higgins"),
        ("", ""),
    ],
)
def test_a_name_that_a_register_shouts_is_written_as_names_are(typed, said):
    assert personal(typed) == said
