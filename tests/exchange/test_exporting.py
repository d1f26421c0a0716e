"""What leaves and what does not: names, accused who were acquitted, who was never asked; what is not expressed is listed."""

import pytest
from deliveries import csv_text, victims
from htcds_cases import DATABASES, NAMES, read

from intertrata.access.log.models import Look
from intertrata.access.models import Account
from intertrata.exchange import actions
from intertrata.exchange.profile import profiles, read_profile
from intertrata.exchange.written import content
from intertrata.figures import actions as figures
from intertrata.identity import actions as identity
from intertrata.identity.actions import hand_over
from intertrata.registers import actions as registers
from intertrata.registers.models import Deposit
from intertrata.storage.spreadsheets import neutral
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

pytestmark = pytest.mark.django_db(databases=DATABASES)
IDENTITY = ("prs_FirstName", "prs_SecondName", "prs_Birthdate", "prs_IdentityNumber", "prs_MailingStreet")


@pytest.fixture
def told(folder):
    """Victims that RETA told of."""

    def receive(*rows):
        path = folder / "victimas.csv"
        path.write_text(csv_text(victims(*rows)), encoding="utf-8")
        registers.receive([path], by="prueba")

    return receive


def test_a_victim_of_our_own_is_a_case_in_the_words_of_the_standard(told, exported):
    told({})
    done, path = exported()
    (row,) = read(path)
    assert tuple(row) == NAMES
    assert row["org_Name"] == "Policía Nacional del Perú"
    assert (row["org_Type"], row["prs_Gender"], row["prs_Citizenship"]) == ("LawEnforcement", "Feminine", "PE")
    assert (row["prs_FirstName"], row["prs_SecondName"], row["prs_Birthdate"]) == ("NADIE", "PRUEBA INVENTADA", "1999-03-05")
    assert (row["vic_AgeWhenTrafficked"], row["vic_TypeOfExploitation"], row["vic_MethodsOfControl"]) == (
        "17",
        "SexualExploitation",
        "FalsePromises",
    )
    assert [(one.what, one.cases) for one in done.unsaid if one.kind == "without_twin"] == [("vic_MethodOfRecruitment", 1)]


def test_a_person_of_two_records_is_one_case_and_what_they_disagree_on_is_listed(told, exported):
    told({}, {"NRO_DENUNCIA": "D-2", "EDAD": "16", "NRO_CARPETA": "2-2016", "FEC_REGISTRO": "13/05/2016"})
    identity.link(by="prueba")
    done, path = exported()
    assert [row["vic_AgeWhenTrafficked"] for row in read(path)] == ["16"], "the newest saying stands"
    assert ("vic_AgeWhenTrafficked", 1) in {(one.what, one.cases) for one in done.unsaid if one.kind == "disputed"}


def test_nothing_leaves_without_a_purpose_and_every_export_is_in_the_log(told, exported):
    told({})
    with pytest.raises(Problem) as caught:
        exported(purpose=" ")
    assert caught.value.code == "purpose_missing"
    exported(purpose="derivar un caso")
    last = list(Look.objects.order_by("-id").values_list("deed", "account", "purpose", "found")[:2])
    assert last == [("export", "terminal:prueba", "derivar un caso", 1), ("hand_over", "terminal:prueba", "derivar un caso", 1)]


@pytest.mark.parametrize("role", ["analyst", "operator", "reviewer", "monitor", "auditor", "administrator"])
def test_an_account_that_may_not_hand_names_over_writes_none_and_it_is_said(role, told, exported):
    told({})
    Account.objects.create(username="cuenta", role=role)
    done, path = exported(account="cuenta")
    assert not done.names
    assert {row[name] for row in read(path) for name in IDENTITY} == {""}
    assert set(IDENTITY) <= {one.what for one in done.unsaid if one.kind == "withheld"}
    text = path.read_text(encoding="utf-8") + path.with_name("casos_sinteticos.no-expresado.md").read_text(encoding="utf-8")
    assert not any(name in text for name in ("NADIE", "INVENTADA", "00000001", "JR. INVENTADO"))


def test_a_supervisor_hands_names_over_and_the_log_says_from_where(told, exported):
    told({})
    Account.objects.create(username="jefa", role="supervisor")
    done, path = exported(account="jefa")
    assert done.names
    assert read(path)[0]["prs_FirstName"] == "NADIE"
    assert Look.objects.filter(deed="hand_over").order_by("-id").values_list("account", "origin").first() == ("jefa", "terminal:prueba")


def test_with_the_first_real_record_the_terminal_no_longer_hands_names_over(told, exported):
    told({})
    Deposit.objects.update(synthetic=False)
    done, path = exported()
    assert not done.names
    assert read(path)[0]["prs_FirstName"] == ""
    with pytest.raises(Problem) as caught:
        hand_over({}, by="terminal:prueba", purpose="prueba", thing="htcds", persons=0)
    assert caught.value.code == "names_refused"
    with pytest.raises(Problem) as caught:
        hand_over({}, by="terminal:prueba", purpose="", thing="htcds", persons=0)
    assert caught.value.code == "purpose_missing"


def test_a_file_that_leaves_is_for_its_own_account_only_and_its_companion_too(told, exported):
    told({})
    done, path = exported()
    assert {file.stat().st_mode & 0o077 for file in path.parent.iterdir()} == {0}
    assert sorted(file.name for file in path.parent.iterdir()) == ["casos_sinteticos.csv", "casos_sinteticos.no-expresado.md"]
    assert done.companion.endswith(".no-expresado.md")


@pytest.mark.parametrize(
    ("name", "profile", "code"),
    [
        ("casos.csv", "hctds", "profile_unknown"),
        ("casos.pdf", "htcds", "export_kind"),
        ("casos", "htcds", "export_kind"),
        ("datos abiertos/casos.csv", "htcds", "export_public"),
        ("publico/casos.csv", "glotip", "export_public"),
        ("tablas-public.csv", "ctdc", "export_public"),
        ("casos.csv", "glotip", "cut_none"),
        ("casos.csv", "htcds", "export_of_nothing"),
    ],
)
def test_what_cannot_be_exported_says_why_in_one_sentence(name, profile, code, exported):
    with pytest.raises(Problem) as caught:
        exported(name, profile)
    assert caught.value.code == code
    assert "(sin precisar)" not in sentence(caught.value)
    if code == "profile_unknown":
        assert "«htcds»" in sentence(caught.value)


def test_a_link_to_where_anybody_may_read_is_no_way_round(tmp_path):
    (tmp_path / "publico").mkdir()
    (tmp_path / "salida").symlink_to(tmp_path / "publico")
    with pytest.raises(Problem) as caught:
        actions.export("htcds", tmp_path / "salida" / "casos.csv", by="terminal:prueba", purpose="atención")
    assert caught.value.code == "export_public"


def test_no_file_that_stands_is_replaced_and_an_account_that_is_not_there_is_said(told, exported):
    told({})
    _, path = exported()
    before = path.read_bytes()
    with pytest.raises(Problem) as caught:
        exported()
    assert (caught.value.code, path.read_bytes()) == ("export_stands", before)
    with pytest.raises(Problem) as caught:
        exported("otro.csv", account="nadie")
    assert caught.value.code == "account_unknown"


def test_a_folder_that_cannot_be_written_is_said(told, tmp_path):
    told({})
    (tmp_path / "archivo").write_text("")
    with pytest.raises(Problem) as caught:
        actions.export("htcds", tmp_path / "archivo" / "casos.csv", by="terminal:prueba", purpose="prueba")
    assert caught.value.code == "not_writable"


@pytest.mark.parametrize("profile", ["ctdc", "glotip"])
def test_tables_say_in_every_row_that_they_are_for_inside_and_missing_is_never_zero(profile, told, exported):
    told({}, {"NRO_DENUNCIA": "D-2", "NRO_DOC": "00000002", "SEXO": "", "FEC_NACIMIENTO": "", "EDAD": "", "NOMBRES": "OTRA"})
    figures.cut(by="prueba")
    done, path = exported("tablas_sinteticas.csv", profile, purpose="")
    rows = read(path)
    assert {row["uso"] for row in rows} == {"uso interno: sin protección estadística"}
    assert all(row["cuenta"] != "0" for row in rows)
    assert any("sin dato" in row.values() for row in rows)
    first = profiles()[profile].tables[0].code
    assert [row["cuenta"] for row in rows if row["tabla"] == first and row["year"] == "total"] == ["2"]
    nobody = [row for row in rows if row["indicador"] in {"suspects", "proceedings"}]
    assert {(row["cuenta"], row["estado"]) for row in nobody} <= {("", "sin dato")}, "no register told of them: no zero"
    assert {one.kind for one in done.unsaid} == {"not_counted"}
    assert "Uso interno" in path.with_name("tablas_sinteticas.no-expresado.md").read_text(encoding="utf-8")


def test_a_cell_that_a_spreadsheet_would_run_is_neutralised_and_a_telephone_is_not():
    assert [neutral(text, numbers=True) for text in ("=1+1", "@a", "-x", "+51987654321", "-12.5", "Nadie")] == [
        "'=1+1",
        "'@a",
        "'-x",
        "+51987654321",
        "-12.5",
        "Nadie",
    ]
    assert content(".xlsx", ("a",), [("1",)]) == content(".xlsx", ("a",), [("1",)]), "the same bytes each time"


def test_the_profile_answers_the_81_live_fields_or_says_why_not():
    one = profiles()["htcds"]
    assert len(one.targets) == len({target.name for target in one.targets}) == 81
    assert all(bool(target.origins) != bool(target.why) for target in one.targets)
    assert not {"vic_AgreementToManagePersonalData", "vic_Vulnerabilities", "vic_DetailsOfVulnerabilities"} & set(NAMES), "deprecated"


HEAD = {"code": "x", "title": "X", "kind": "cases", "standard": "X", "case": "exchange_case", "subjects": ["victim"], "types": ["victim"]}
FIELD = {"name": "a", "label": "A", "section": "S", "type": "Text", "case": "gender"}


@pytest.mark.parametrize(
    ("field", "more"),
    [
        (FIELD | {"why": "x", "case": "nothing"}, {}),
        (FIELD | {"from": ["victim.nothing"]}, {}),
        (FIELD | {"from": ["stay.sex"]}, {}),
        (FIELD | {"from": ["*.reward"]}, {}),
        (FIELD, {}),
        (FIELD | {"from": ["victim.sex"], "why": "x"}, {}),
        (FIELD | {"from": ["victim.sex"], "codes": {"femail": "Feminine"}}, {}),
        (FIELD | {"from": ["victim.sex"], "codes": {"female": "Femenine"}}, {}),
        (FIELD | {"why": "x"}, {"kept": {"nothing": "x"}}),
    ],
)
def test_a_mapping_that_names_what_does_not_exist_stops_its_maker(field, more):
    with pytest.raises(ValueError, match=r"x|nothing|reward"):
        read_profile(HEAD | more | {"field": [field]})
