"""Which table a sheet is: by its headings alone, whatever their case, accents and blanks."""

import pytest

from intertrata.registers.declaration import Source, heading
from intertrata.registers.reading.matching import fit, headings
from intertrata.registers.reading.sheet import Sheet
from intertrata.registers.sources import OWN, sources
from intertrata.vocabulary.errors import Problem

KNOWN = list(sources([OWN]).values())
CASES = next(source for source in KNOWN if source.code == "poder_judicial").table("expedientes")


def sheet(*header, name="hoja", **said):
    return Sheet("f.xlsx", name, header, lambda notes: iter(()), **said)


def test_headings_are_compared_as_people_read_them():
    written = [name.lower().replace("n° ", " Nº  ").replace("ó", "o").replace(" ", "_") for name in CASES.headings]
    (fitted,) = fit([sheet(*reversed(written), "", "SINTÉTICO")], KNOWN)
    assert (fitted.source.code, fitted.table.name) == ("poder_judicial", "expedientes")
    assert fitted.places[CASES.headings[0]] == len(CASES.headings) - 1
    assert fitted.synthetic == len(CASES.headings) + 1
    assert fitted.unnamed == (len(CASES.headings),)


def test_what_is_no_table_beside_one_that_is_is_left_beside():
    (fitted,) = fit([sheet("Instrucciones", name="ayuda"), sheet(*CASES.headings, beside=("oficio.pdf",))], KNOWN)
    assert fitted.beside == ("ayuda", "oficio.pdf")


def test_a_sheet_that_may_leave_columns_out_needs_what_no_row_can_do_without():
    (fitted,) = fit([sheet("N° EXPEDIENTE", "FECHA INGRESO", "ETAPA", "RESULTADO", open_ended=True)], KNOWN)
    assert fitted.table.name == "expedientes"
    with pytest.raises(Problem) as caught:
        fit([sheet("N° EXPEDIENTE", "ETAPA", "RESULTADO", open_ended=True)], KNOWN)
    assert caught.value.where["lacking"] == "FECHA INGRESO"


def test_a_header_of_nothing_but_marks_is_no_table():
    with pytest.raises(Problem) as caught:
        fit([sheet("SINTETICO", "")], KNOWN)
    assert caught.value.code == "columns_unknown"


def test_where_no_register_is_declared_nothing_fits():
    with pytest.raises(Problem):
        fit([sheet("a")], [Source("x", "X", "mimp", "records", ())])


def test_headings_of_all_registers_hold_aliases_and_marks():
    assert {heading("AÑOS DE PENA"), heading("SINTETICO"), heading("rechazo_de")} <= headings(KNOWN)
