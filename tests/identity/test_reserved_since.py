"""Safeguard 10 between two linkages: who is marked as reserved after one that knew her name is from then on found, opened and drawn by nobody."""

from datetime import date

import pytest
from invented import ANA, ANA_AGAIN, EVA

from intertrata.casefile.queries import followed
from intertrata.identity import actions as identity
from intertrata.identity import queries
from intertrata.identity.drawing.ground import only, unpacked
from intertrata.identity.drawing.queries import draws, file_of
from intertrata.registers import actions as registers
from intertrata.vocabulary.errors import Problem
from sights import ALL_KINDS

pytestmark = [pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True), pytest.mark.engines]
TODAY = date(2026, 1, 1)
MAY = {"by": "operadora", "purpose": "care", "sight": ALL_KINDS}
WITNESS = {"NRO_DENUNCIA": "700009", "NRO_TESTIGO": "1", "FEC_REGISTRO": "10/03/2016", "EN_CALIDAD_DE": "Testigo"}
NAMED = {"IDENTIDAD_RESERVADA": "NO", "AP_PATERNO": "QUISPE", "AP_MATERNO": "MAMANI", "NOMBRES": "ROSA LUZ"}
ASKED = {"given_names": "ROSA LUZ", "surname_1": "QUISPE", "surname_2": "MAMANI"}
OTHERS = [
    {"carpeta_fiscal": f"50601020{n}-2016-10-0", "apellidos_y_nombres": f"QUISPE MAMANI, {given}", "edad": age, "ubigeo_hechos": place}
    for n, (given, age, place) in enumerate([("ROSA", "21", "080101"), ("LUZ", "19", "250101"), ("ROSA LUCIA", "22", "210101")])
]


def entered(values, *, key, correcting=""):
    told = registers.enter("reta", "testigos", WITNESS | values, by="operadora", key=key, synthetic=True, correcting=correcting)
    assert told.number, told.refusals
    return told


@pytest.fixture
def witness(received):
    """A witness with a name, linked, whom others may or may not be; then she is protected and her name goes."""
    received(reta=[ANA, EVA], sistra=[ANA_AGAIN, *OTHERS])
    told = entered(NAMED, key="1")
    identity.link(by="prueba")
    return told


def reserve(witness):
    return entered({"IDENTIDAD_RESERVADA": "SI"}, key="2", correcting=witness.number)


def test_she_is_found_by_nobody_from_the_moment_she_is_marked(witness):
    hers = queries.person_of(witness.record)
    assert hers in [one.person for one in identity.find(ASKED, **MAY)]
    assert identity.who(ASKED, **MAY).known
    reserve(witness)
    assert queries.person_of(witness.record) == hers, "no linkage came between"
    assert hers not in [one.person for one in identity.find(ASKED, **MAY)]
    assert not identity.who(ASKED, **MAY).known
    assert not [one for one in identity.who(ASKED, own_case=True, **MAY).candidates if one.person == hers]
    assert identity.find(ASKED, **MAY), "the others are found as before"


def test_nothing_of_the_protocol_is_computed_from_her_record(witness):
    hers = queries.person_of(witness.record)
    asked = queries.records_of(hers)
    assert witness.record in followed(hers, asked, today=TODAY).records.values()
    reserve(witness)
    assert witness.record not in followed(hers, asked, today=TODAY).records.values()


def test_the_page_of_whoever_she_was_taken_for_does_not_show_her_record(witness):
    hers = queries.person_of(witness.record)
    assert witness.record in [one.record for one in identity.open_person(hers, **MAY).records]
    reserve(witness)
    assert witness.record not in [one.record for one in identity.open_person(hers, **MAY).records]


def test_whoever_was_she_alone_is_nobody_until_the_next_linkage(received):
    alone = entered(NAMED | {"AP_PATERNO": "ZARZOLI", "NOMBRES": "EUSEBIA"}, key="1")
    identity.link(by="prueba")
    hers = queries.person_of(alone.record)
    assert identity.open_person(hers, **MAY).records
    reserve(alone)
    with pytest.raises(Problem, match="person_unknown"):
        identity.open_person(hers, **MAY)


def test_she_is_in_no_draw_once_a_linkage_of_what_changed_let_her_go(witness):
    ground = unpacked(file_of(queries.last_whole().id).read_bytes())
    assert witness.record in ground.records["record"].to_list(), "nothing of this test is in doubt any more"
    reserve(witness)
    identity.link(by="prueba", anew=False)
    assert queries.person_of(witness.record) is None
    told = draws(many=200)
    assert told.height
    assert witness.record not in {*told["record"], *told["person"]}


def test_the_ground_of_some_records_keeps_the_pairs_between_them(witness):
    whole = unpacked(file_of(queries.last_whole().id).read_bytes())
    left = only(whole, whole.records["record"].filter(whole.records["record"] != witness.record))
    names = dict(enumerate(whole.records["record"]))
    between = {(names[a], names[b], weight) for a, b, weight in whole.pairs.iter_rows() if witness.record not in {names[a], names[b]}}
    assert {(left.records["record"][a], left.records["record"][b], weight) for a, b, weight in left.pairs.iter_rows()} == between
    assert left.pairs.schema == whole.pairs.schema
    assert left.records.height == whole.records.height - 1
