"""The four shapes that HTCDS 2.0 was published in, filled with nobody's case, are received; where they contradict the standard it is said."""

import re
import zipfile
from xml.sax.saxutils import escape

import pytest
from htcds_cases import DATABASES, csv_text
from xlsxwriter.utility import xl_col_to_name

from intertrata.identity.actions import hand_over
from intertrata.registers import actions as registers
from intertrata.registers import queries as registered
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

pytestmark = pytest.mark.django_db(databases=DATABASES)

BOOKS = ["HTCDS_Excel_Spreadsheet_v2.0.xlsx", "HTCDS_Excel_Spreadsheet_single_select_with_validation_v2.0.xlsx"]
FILLED = {  # by the letter of the spreadsheets' columns; labels, as their lists offer them
    "C": "Nadie", "D": "Inventada", "F": "Yes", "G": "1999-03-05", "H": "Feminine", "I": "Bolivia (Plurinational State of)",
    "N": "Jr. Inventado 1", "O": "Chiclayo", "P": "Lambayeque", "Q": "14001", "R": "Peru",
    "S": "Possible victim of trafficking", "T": "Court or prosecution", "U": "Through online social networks", "W": "Debt bondage ",
    "X": "Forced labour", "Y": "Water supply; sewerage, waste management and remediation", "AB": "Follow up",
    "AJ": "Migration Or Change Of Location",
}  # fmt: skip


@pytest.fixture
def published(shared):
    return shared / "data/htcds"


@pytest.fixture
def filled(published, folder):
    """A published spreadsheet with one row filled as a person would, the rest of it as it is."""

    def fill(name, cells):
        path = folder / name
        with zipfile.ZipFile(published / name) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as copy:
            for member in source.namelist():
                content = source.read(member)
                if member == "xl/worksheets/sheet1.xml":
                    content = re.sub(
                        r'<row r="3"(?:[^>]*/>|.*?</row>)', lambda _: _row(cells), content.decode(), count=1, flags=re.DOTALL
                    ).encode()
                copy.writestr(member, content)
        return path

    return fill


def _row(cells):
    order = [xl_col_to_name(place) for place in range(40)]
    told = "".join(f'<c r="{at}3" t="inlineStr"><is><t>{escape(cells[at])}</t></is></c>' for at in sorted(cells, key=order.index))
    return f'<row r="3"><c r="A3"><v>1</v></c>{told}</row>'


def received(path):
    (receipt,) = registers.receive([path], by="prueba")
    return receipt


def kept():
    """The one case that stands, with what the vault holds of it."""
    rows = registered.current("exchange_case")
    told = hand_over({"exchange_case": rows}, by="terminal:prueba", purpose="prueba", thing="htcds", persons=1)
    (one,) = told["exchange_case"].iter_rows(named=True)
    return one


@pytest.mark.parametrize("name", BOOKS)
def test_a_published_spreadsheet_is_received_with_its_misspelt_and_its_nameless_column(name, filled):
    receipt = received(filled(name, FILLED))
    assert (receipt.source, receipt.table, receipt.read, receipt.kept) == ("htcds", "casos", 1, 1)
    one = kept()
    assert one["decided_by"] == "CourtOrProsecution", "vic_TraffickinStatusDecisionMakingOrg"
    assert one["referred_out_reason"] == "MigrationOrChangeOfLocation", "the column without a name is found by its label"
    assert (one["case_status"], one["control"]) == ("FollowUp", ["DebtBondage"])
    assert one["industry"] == ["E_WaterSupplySewerageWasteManagement"], "a label may hold the separator"
    assert one["citizenship"] == ["BOL"]
    assert (one["sex"], one["consent"], one["birth_date"]) == ("female", True, "1999-03-05")


@pytest.mark.parametrize("name", BOOKS)
def test_address_cells_under_two_headings_are_reported_and_stored_as_neither(name, filled):
    receipt = received(filled(name, FILLED))
    told = {note["column"]: sentence(Problem(note["code"], **{k: v for k, v in note.items() if k != "code"})) for note in receipt.notes}
    two = [column for column in told if " / " in column]
    assert two == [
        "prs_MailingCity / Mailing Street", "prs_MailingCountry / Mailing City",
        "prs_MailingPostalCode / Mailing Country", "prs_MailingStreet / Mailing Zip/Postal Code",
    ]  # fmt: skip
    assert "dicen cosas distintas" in told[two[0]]
    assert "Jr. Inventado" not in " ".join(told.values())
    one = kept()
    assert one["mailing_state"] == "Lambayeque", "the one heading that agrees"
    assert [one[name] for name in ("address", "mailing_city", "mailing_country", "mailing_postal_code")] == [None] * 4
    assert one["unsettled_city"] == "Jr. Inventado 1"


def test_what_stands_under_two_headings_is_listed_when_the_case_leaves_again(filled, exported):
    received(filled(BOOKS[0], FILLED))
    done, _ = exported()
    assert [(one.kind, one.cases) for one in done.unsaid if one.kind == "unsettled"] == [("unsettled", 1)] * 4


@pytest.mark.parametrize("name", BOOKS)
def test_a_published_spreadsheet_that_nobody_filled_in_has_no_rows(name, published, folder):
    path = folder / name
    path.write_bytes((published / name).read_bytes())
    with pytest.raises(Problem) as caught:
        received(path)
    assert caught.value.code == "header_only"


def test_a_bad_value_below_two_heading_rows_is_refused_at_its_own_line(filled):
    receipt = received(filled(BOOKS[0], FILLED | {"H": "Femenine"}))
    assert receipt.refused == 1
    assert (3, "prs_Gender", "code", "Feminine") in registered.refusals().select("line", "column", "rule", "expected").rows()


ANSWERS = {
    "start": "2016-05-12T10:00:00", "end": "2016-05-12T10:20:00", "con_Consent": "FALSE", "prs_First_Name": "Nadie", "prs_Second_Name": "Inventada",
    "prs_Birthdate": "1999-03-05", "prs_Gender": "TransgenderFeminine", "prs_Citizenship": "PE", "prs_Title": "",
    "vic_TraffickingStatus": "ActualVictimOfTrafficking", "vic_Methods_of_Control": "DebtBondage FalsePromises",
    "vic_TypeOfExploitation": "ForcedLabour", "vic_ForcedLabourIndustry": "B_MiningAndQuarrying F_Construction",
    "cas_ReasonForIncomingReferral": "Other", "__version__": "vSmt4GQA3C9uBMLPEVfgND", "meta/instanceID": "uuid:1",
}  # fmt: skip


def test_the_answers_of_the_xlsform_are_received_as_csv(folder):
    path = folder / "respuestas.csv"
    path.write_text(csv_text([ANSWERS]), encoding="utf-8")
    receipt = received(path)
    assert (receipt.table, receipt.kept) == ("formulario", 1)
    one = kept()
    assert (one["given_names"], one["surname_1"], one["gender"], one["sex"]) == ("Nadie", "Inventada", "TransgenderFeminine", None)
    assert one["control"] == ["DebtBondage", "FalsePromises"]
    assert one["industry"] == ["B_MiningAndQuarrying", "F_Construction"], "a choice of several there, of one in the standard"


def instance(published, **said):
    """An answer of the published XForm: its own empty instance, filled."""
    (form,) = re.findall(r"<instance>(.*)</instance>", (published / "htcds_xform.xml").read_text(encoding="utf-8"), re.DOTALL)
    for name, value in (ANSWERS | said).items():
        last = name.rpartition("/")[2]
        form = form.replace(f"<{last}/>", f"<{last}>{escape(value)}</{last}>")
    return form


def test_an_answer_of_the_xform_is_received_as_xml_alone_or_many_in_a_zip(published, folder):
    path = folder / "respuesta.xml"
    path.write_text(instance(published), encoding="utf-8")
    assert received(path).kept == 1
    assert kept()["control"] == ["DebtBondage", "FalsePromises"]
    together = folder / "respuestas.zip"
    with zipfile.ZipFile(together, "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}/respuesta.xml", instance(published, prs_First_Name=f"Nadie {number}"))
    assert (received(together).kept, registered.current("exchange_case").height) == (3, 4)


def test_several_answers_under_one_root_are_as_many_rows(published, folder):
    path = folder / "respuestas.xml"
    path.write_text("<datos>" + "".join(instance(published, prs_First_Name=f"Nadie {n}") for n in range(2)) + "</datos>", encoding="utf-8")
    assert received(path).kept == 2


@pytest.mark.parametrize("name", ["htcds_xform.xml", "htcds_xlsform.xlsx"])
def test_the_form_itself_is_no_delivery_and_says_so(name, published, folder):
    path = folder / name
    path.write_bytes((published / name).read_bytes())
    with pytest.raises(Problem) as caught:
        received(path)
    assert "es el formulario y no sus respuestas" in sentence(caught.value)


BOMB = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><data><x>&b;</x></data>'


@pytest.mark.parametrize("text", [BOMB, "<data><x>1</x>", "<a>" * 40 + "</a>" * 40, "<data/>"], ids=["entities", "cut", "deep", "empty"])
def test_xml_that_is_no_answer_is_a_sentence_and_never_a_traceback(text, folder):
    path = folder / "respuesta.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Problem) as caught:
        received(path)
    assert caught.value.code in {"answers_broken", "file_empty"}


def test_an_xml_too_large_to_hold_is_refused(folder, monkeypatch):
    monkeypatch.setattr("intertrata.registers.reading.answers.LARGEST", 10)
    path = folder / "respuesta.xml"
    path.write_text("<data><x>1</x></data>", encoding="utf-8")
    with pytest.raises(Problem) as caught:
        received(path)
    assert caught.value.code == "answers_too_large"
