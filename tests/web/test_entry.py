"""Direct entry on the pages: what may be written where, drafts, receipts, corrections, notices; never a name where none belongs."""

import re

import pytest
from small_country import MARKS

from intertrata.access.queries import looks
from intertrata.registers import actions, queries
from intertrata.registers.models import Deposit

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])
VICTIMS = "/registrar/reta/victimas/"


def marks_in(text):
    return [mark for mark in MARKS if mark in str(text).upper()]


def named(register="reta", table="victimas"):
    """The ids of the fields of a form, by heading."""
    from intertrata.casefile.web.entry.form import ids

    return ids(queries.parts_asked(register, table))


def told(values, register="reta", table="victimas", **more):
    where = named(register, table)
    return {where[name]: value for name, value in values.items()} | {"invented": "1", "purpose": "care", "deed": "keep"} | more


EUSEBIA = {"NRO_DENUNCIA": "D-77", "NOMBRES": "Eusebia", "AP_PATERNO": "Zarzoli", "AP_MATERNO": "Quiñamanta", "NRO_DOC": "48213377",
           "TIPO_DOC": "DNI", "FEC_REGISTRO": "3/5/2026", "EDAD": "16", "SEXO": "F", "UBIGEO": "Tambopata, Tambopata, Madre de Dios"}  # fmt: skip


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def operator(as_role):
    return as_role("operator")


def begun(client, address=VICTIMS):
    answer = client.get(address)
    assert answer.status_code == 302
    return answer["Location"]


def test_an_account_is_offered_the_registers_of_its_institution_and_no_other(as_role):
    page = as_role("operator").get("/registrar/").content.decode()
    assert "/registrar/reta/denuncias/" in page
    assert "/registrar/car/" not in page
    assert "/registrar/car/residentes/" in as_role("operator", "inabif").get("/registrar/").content.decode()
    assert "no es de una institución" in as_role("operator", "").get("/registrar/").content.decode()


def test_who_types_the_address_of_another_institution_is_refused(operator):
    for address in ("/registrar/car/residentes/", f"/registrar/car/residentes/{'ab' * 16}/"):
        answer = operator.get(address)
        assert answer.status_code == 403
        assert "no es de su institución" in answer.content.decode()
    assert operator.post(f"/registrar/car/residentes/{'ab' * 16}/", told(EUSEBIA)).status_code == 403
    assert operator.get("/registrar/reta/nada/").status_code == 404


def test_a_record_is_kept_and_its_receipt_says_number_and_hour_and_no_name(operator):
    answer = operator.post(begun(operator), told(EUSEBIA), follow=True)
    page = answer.content.decode()
    number = re.search(r"Recibo \S*?(\d{4}-\d{6}-\d)", page)[1]
    assert answer.redirect_chain[0][0] == f"/registrar/recibos/{number}/"
    assert marks_in(page) == []
    assert "Registro de prueba: personas inventadas" in page
    assert "Tiene menos de 18 años" in page
    row = queries.current("victim").row(0, named=True)
    assert (row["ubigeo"], row["event_date"], row["minor"]) == ("170101", "2026-05-03", True)
    assert actions.open_entry(number, by="operadora", purpose="care").values["NOMBRES"] == "Eusebia"
    assert number in operator.get("/registrar/mios/").content.decode()
    assert marks_in(looks(most=50)) == []


@pytest.mark.parametrize("lacking", ["invented", "purpose"])
def test_nothing_is_kept_that_does_not_say_that_it_is_invented_or_what_for(operator, lacking):
    body = told(EUSEBIA)
    del body[lacking]
    answer = operator.post(begun(operator), body)
    assert answer.status_code == 422
    assert "Todavía no se guardó" in answer.content.decode()
    assert "Eusebia" in answer.content.decode()
    assert not Deposit.objects.exists()


def test_what_is_wrong_stands_beside_its_field_in_the_words_of_the_form(operator):
    page = operator.post(
        begun(operator), told(EUSEBIA | {"FEC_REGISTRO": "31/02/2026", "EDAD": "400", "UBIGEO": "Macondo", "NRO_DENUNCIA": ""})
    )
    text, where = page.content.decode(), named()
    for heading, said in (
        ("FEC_REGISTRO", "es un día que no existe en el calendario"), ("EDAD", "está fuera de lo posible"),
        ("UBIGEO", "Macondo"), ("NRO_DENUNCIA", "es obligatoria y está vacía"),
    ):  # fmt: skip
        assert said in re.search(rf'<div class="mistake" id="{where[heading]}_error">(.*?)</div>', text, re.DOTALL)[1]
        assert f'<a href="#{where[heading]}">' in text
    assert "«NRO_DENUNCIA»" not in text
    assert 'value="Macondo"' in text


INTERVIEW = {"nro_acta": "EU-1", "nro_entrevista": "1", "clave_usuario": "UDA-7", "identidad_reservada": "false", "condicion": "victim",
             "fecha_entrevista": "12/5/2026", "sala": "gesell", "es_repeticion": "false", "carpeta_fiscal": "C-10"}  # fmt: skip


def test_a_second_interview_of_a_child_without_a_reason_is_refused_beside_its_field_and_said_before(as_role):
    client, address = as_role("operator", "mpfn"), "/registrar/udavit/entrevistas/"
    kept = client.post(begun(client, address), told(INTERVIEW, "udavit", "entrevistas"))
    assert kept.status_code == 302, kept.content.decode()
    form = begun(client, address)
    assert "de las entrevistas de una persona" in client.get(form).content.decode().lower()
    second = INTERVIEW | {"nro_acta": "EU-2", "fecha_entrevista": "20/5/2026"}
    page = client.post(form, told(second, "udavit", "entrevistas")).content.decode()
    assert "«Por qué se repitió» está en blanco, y ya hay otra entrevista de la misma persona: diga que se repitió y por qué." in page
    assert Deposit.objects.count() == 1
    mended = second | {"es_repeticion": "true", "motivo_repeticion": "she_asked"}
    assert client.post(form, told(mended, "udavit", "entrevistas")).status_code == 302
    assert Deposit.objects.count() == 2


def test_sending_twice_keeps_one_and_another_content_under_the_same_form_is_told(operator):
    address = begun(operator)
    first, second = operator.post(address, told(EUSEBIA)), operator.post(address, told(EUSEBIA))
    assert first["Location"] == second["Location"] == operator.get(address)["Location"]
    assert Deposit.objects.count() == 1
    third = operator.post(address, told(EUSEBIA | {"EDAD": "15"}))
    assert third.status_code == 409
    assert "ya se guardó con otros datos" in third.content.decode()


def test_a_draft_survives_and_is_opened_for_a_purpose_and_goes_when_the_record_is_kept(operator):
    address = begun(operator)
    assert operator.post(address, told(EUSEBIA, deed="draft"), headers={"X-Draft": "1"}).status_code == 204
    assert "Borrador guardado" in operator.post(address, told(EUSEBIA, deed="draft")).content.decode()
    assert "Zarzoli" in operator.get(address).content.decode()
    session = operator.session
    del session["purpose"]
    session.save()
    assert "¿Para qué abre este registro?" in operator.get(address).content.decode()
    assert operator.post(address, {"purpose": "care"})["Location"] == address
    assert "Zarzoli" in operator.get(address).content.decode()
    listed = operator.get("/registrar/").content.decode()
    assert address in listed
    assert marks_in(listed) == []
    operator.post(address, told(EUSEBIA))
    assert address not in operator.get("/registrar/").content.decode()


def test_a_draft_is_thrown_away(operator):
    address = begun(operator)
    operator.post(address, told(EUSEBIA, deed="draft"))
    form = address.split("/")[-2]
    assert operator.post(f"/registrar/borradores/{form}/borrar/").status_code == 302
    assert actions.drafts(by="operadora") == []


def test_a_correction_opens_what_was_typed_for_a_purpose_and_keeps_both_versions(operator):
    number = operator.post(begun(operator), told(EUSEBIA))["Location"].split("/")[-2]
    session = operator.session
    del session["purpose"]
    session.save()
    correcting = f"/registrar/recibos/{number}/corregir/"
    assert "Zarzoli" not in operator.get(correcting).content.decode()
    address = operator.post(correcting, {"purpose": "care"})["Location"]
    page = operator.get(address).content.decode()
    assert f"Corrige el registro {number}" in page
    assert 'value="Zarzoli"' in page
    values = actions.open_draft(address.split("/")[-2], by="operadora", purpose="care").values
    operator.post(address, told(values | {"EDAD": "15"}, correcting=number))
    assert queries.current("victim")["age"].to_list() == [15]
    assert len(queries.records(queries.current("victim")["record"])) == 2


def test_the_victims_of_a_complaint_take_over_its_number_and_nothing_else(operator):
    body = told({"FEC_DENUNCIA": "3/5/2026", "COMISARIA": "CIA TAMBOPATA"}, table="denuncias")
    receipt = operator.post(begun(operator, "/registrar/reta/denuncias/"), body)["Location"]
    number = receipt.split("/")[-2]
    page = operator.get(receipt).content.decode()
    assert f"/registrar/reta/victimas/?de={number}" in page
    form = operator.get(begun(operator, f"/registrar/reta/victimas/?de={number}")).content.decode()
    assert f'value="{number}"' in form
    assert "CIA TAMBOPATA" not in form


def test_another_accounts_receipt_is_nowhere(operator, as_role):
    number = operator.post(begun(operator), told(EUSEBIA))["Location"].split("/")[-2]
    from intertrata.access.models import Account

    Account.objects.create(username="otra", role="operator", institution="pnp")
    operator.force_login(Account.objects.get(username="otra"))
    for address in (f"/registrar/recibos/{number}/", f"/registrar/recibos/{number}/corregir/"):
        assert operator.get(address).status_code == 404
    assert number not in operator.get("/registrar/mios/").content.decode()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"EDAD": "16"}, "Tiene menos de 18 años"),
        ({"EDAD": ""}, "No consta que tenga 18 años"),
        ({"EDAD": "25", "FEC_NACIMIENTO": "03/05/2012"}, "No consta que tenga 18 años"),
        ({"EDAD": "25"}, "Persona adulta"),
    ],
)
def test_age_is_answered_with_what_is_owed_and_doubt_means_a_minor(operator, values, said):
    page = operator.post(begun(operator), told(EUSEBIA | values, deed="known")).content.decode()
    assert said in page
    assert ("basta que la hayan captado" in page) == (said != "Persona adulta")
    assert ("entrevista única" in page) == (said != "Persona adulta")


def test_who_is_known_is_said_calmly_before_and_after_and_holds_nothing_back(country, as_role):
    client = as_role("operator")
    address = begun(client)
    known = EUSEBIA | {"FEC_NACIMIENTO": "03/05/1999", "EDAD": "27"}
    page = client.post(address, told(known, deed="known")).content.decode()
    assert "Alguien del sistema ya conoce a una persona que podría ser ella" in page
    assert not queries.entries(by="operadora")
    answer = client.post(address, told(known), follow=True)
    assert "Alguien del sistema ya conoce" in answer.content.decode()
    assert len(queries.entries(by="operadora")) == 1
    other = told({"NRO_DENUNCIA": "D-1", "NOMBRES": "Ludmila", "AP_PATERNO": "Ccopacati", "AP_MATERNO": "Yaranga", "FEC_REGISTRO": "2026"})
    assert "Alguien del sistema" not in client.post(begun(client), other, follow=True).content.decode()


def test_beyond_the_limit_nobody_is_asked_about_and_the_record_is_kept_all_the_same(operator, monkeypatch):
    monkeypatch.setattr("intertrata.access.actions.LIMITS", {"who": ((0, 600),)})
    page = operator.post(begun(operator), told(EUSEBIA, deed="known")).content.decode()
    assert "No se preguntó si ya se la conoce" in page
    assert operator.post(begun(operator), told(EUSEBIA)).status_code == 302


def test_too_little_to_ask_with_is_said(operator):
    body = told({"NRO_DENUNCIA": "D-1", "NOMBRES": "Eva", "FEC_REGISTRO": "2026"}, deed="known")
    assert "hace falta un documento" in operator.post(begun(operator), body).content.decode()


def test_the_form_of_every_table_is_a_page(as_role):
    for code, source in queries.sources().items():
        if source.kind == "records" and not source.deeds:
            client = as_role("operator", source.institution)
            for table in source.tables:
                page = client.get(begun(client, f"/registrar/{code}/{table.name}/"))
                assert page.status_code == 200, (code, table.name)
                for place in named(code, table.name).values():
                    assert f'id="{place}"' in page.content.decode(), (code, table.name)


def test_only_the_form_runs_a_script_and_only_ours(operator):
    form = operator.get(begun(operator))
    assert "script-src 'self'" in form["Content-Security-Policy"]
    assert re.findall(r"<script[^>]*>", form.content.decode()) == ['<script src="/static/draft.js" defer>']
    assert "script-src" not in operator.get("/registrar/")["Content-Security-Policy"]
