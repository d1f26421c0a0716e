"""A person's page as values: what an account may see of her, and how each line says its status, place, source and past."""

import json
from datetime import UTC, date, datetime

import pytest

from intertrata.casefile.web.person import page
from intertrata.identity.golden import GoldenValue, Majority, Said
from intertrata.identity.person_view import PersonView, RecordLine

CALLED = {"reta": "RETA", "sistra": "SISTRA"}


def line(record, register="reta", kind="victim", vanished=False, **payload):
    return RecordLine(record, register, "t", kind, kind, "d1", 1204, date(2016, 12, 31), vanished, payload)


def value(field, *said):
    held = tuple(Said(text, tuple(records), ()) for text, records in said)
    return GoldenValue(field, held[0].value, held)


def person(*lines, values=(), basis="stated"):
    roles = tuple(sorted({one.role for one in lines}))
    named = tuple(
        GoldenValue(one.field, one.value, tuple(Said(s.value, s.records, registers(s.records, lines)) for s in one.said)) for one in values
    )
    return PersonView("p", named, Majority(basis != "disproved", basis), roles, lines)


def registers(records, lines):
    return tuple(sorted({one.register for one in lines if one.record in records}))


def version(record, payload, deposit="d1", vanished=False, sheet="", received=None):
    return {
        "record": record, "deposit": deposit, "vanished": vanished, "payload": json.dumps(payload), "file": "f.csv", "sheet": sheet,
        "cut_off": date(2016, 11, 30), "received_at": received or datetime(2017, 2, 1, 12, tzinfo=UTC),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({"procedural_status": "accused", "status_date": "2017-03"}, "Acusado al marzo de 2017"),
        ({"procedural_status": "investigated", "event_date": "2016-05-03"}, "Investigado al 3 de mayo de 2016"),
        ({"procedural_status": "acquitted", "event_date": "2016-05-03"}, "Absuelto al corte del 31 de diciembre de 2016"),
        ({"procedural_status": "convicted"}, "Condenado al corte del 31 de diciembre de 2016"),
        ({"event_date": "2016"}, "Situación procesal sin dato al corte del 31 de diciembre de 2016"),
    ],
)
def test_safeguard_14_a_suspect_is_never_shown_without_a_dated_status(payload, said):
    assert page(person(line("s", kind="suspect", **payload)), [], CALLED, {}).lines[0].status == said


def test_a_victim_shows_her_condition_where_it_is_told():
    shown = page(person(line("a", status="confirmed"), line("b")), [], CALLED, {})
    assert [one.status for one in shown.lines] == ["Víctima confirmada", ""]


@pytest.mark.parametrize(
    ("basis", "said"), [("stated", "menor"), ("disproved", "18 años o más"), ("doubtful", "en duda"), ("unknown", "No se sabe")]
)
def test_safeguard_2_what_is_known_of_her_age_is_said(basis, said):
    assert said in page(person(line("a"), basis=basis), [], CALLED, {}).majority


def test_the_age_of_a_suspect_is_not_judged():
    assert page(person(line("s", kind="suspect")), [], CALLED, {}).majority == ""


def test_who_has_no_name_is_said_to_have_none():
    assert page(person(line("a")), [], {}, {}).heading == "Persona sin nombre registrado"


def test_values_say_whether_they_agree_differ_or_stand_alone_and_where():
    values = (
        value("given_names", ("ANA", ["a", "b"])), value("birth_date", ("1999-05-03", ["a"]), ("1999", ["b"])),
        value("document_number", ("DNI 1", ["b"])), value("nationality", ("PER", ["a"])), value("address", ("AV. X", ["a"])),
    )  # fmt: skip
    shown = page(person(line("a"), line("b", "sistra"), values=values), [], CALLED, {})
    assert [(one.label, one.golden, one.state, one.printed) for one in shown.values] == [
        ("Nombres", "ANA", "agrees", True),
        ("Fecha de nacimiento", "3 de mayo de 1999", "differs", True),
        ("Documento", "DNI 1", "alone", True),
        ("Nacionalidad", "Perú", "alone", True),
        ("Domicilio", "AV. X", "alone", False),
    ]
    births = shown.values[1].sayings
    assert [(one.value, one.stands, [(t.register, t.numbers) for t in one.tellers]) for one in births] == [
        ("3 de mayo de 1999", True, [("RETA", (1,))]),
        ("1999", False, [("SISTRA", (2,))]),
    ]
    assert shown.differing == "Los registros no coinciden en: fecha de nacimiento."


def test_a_line_says_when_where_from_and_what_it_said_before():
    now = {"event_date": "2016-05-03", "ubigeo": "160108", "act": "RT-1", "case_numbers": ["C-1", "C-2"], "age": 17, "minor": True}
    history = [
        version("a", now | {"ubigeo": "160101"}, deposit="d0"), version("a", {}, deposit="d0", vanished=True), version("a", now, sheet="H"),
    ]  # fmt: skip
    one = page(person(line("a", **now)), history, CALLED, {}).lines[0]
    assert (one.when, one.title, one.where) == (
        "3 de mayo de 2016",
        "Víctima en RETA",
        "Punchana, Maynas, Loreto · caso RT-1 · cita C-1 y C-2",
    )
    assert one.told == (("Edad al momento del hecho", "17"),)
    assert one.source == "Archivo «f.csv», hoja «H», línea 1,204; recibido el 01/02/2017."
    assert one.before == ("Al corte del 30/11/2016 decía: Lugar: Iquitos, Maynas, Loreto.",)


def test_a_line_that_knows_little_says_so():
    one = page(person(line("a", minor=True, vanished=True)), [], {}, {}).lines[0]
    assert (one.when, one.where, one.source, one.vanished) == ("Sin fecha", "Lugar sin dato", "", True)
    assert one.told == (("Menor de 18 años al momento del hecho", "sí"),)


def test_a_network_is_told_by_its_type_and_has_no_status():
    shown = page(person(line("w", kind="complaint")), [], CALLED, {})
    assert shown.lines[0].title == "Denuncia en RETA"
    assert shown.lines[0].status == ""
