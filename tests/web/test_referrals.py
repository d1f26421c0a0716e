"""The pages of referrals: a list without names, one opened for a purpose, a new one from a person's page, a step that came too late."""

import re
from pathlib import Path

import pytest
from django.test import Client
from referred import CARE, CONSENT, MARKS, account, load, person, said_by

from intertrata.access.models import Account, Role
from intertrata.access.queries import looks
from intertrata.casefile.web.referrals import listing
from intertrata.identity import actions as identity

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])
NEW = CARE | {"purpose": "care", "invented": "1", "key": "k-1"}
HIDDEN = re.compile(r'name="(upon|key)" value="([^"]+)"')


@pytest.fixture(autouse=True)
def house(settings, tmp_path):
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()
    load(tmp_path, CONSENT)


def entered(institution, role=Role.OPERATOR):
    client = Client()
    client.force_login(Account.objects.get(username=account(institution, role)))
    return client


def sent(client=None, **said):
    answer = (client or entered("mpfn")).post(f"/derivaciones/nueva/{person()}/", NEW | said)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def text(answer):
    return answer.content.decode()


def marks_in(said):
    return [mark for mark in MARKS if mark in str(said).upper()]


def opened(client, address):
    client.post(address, {"purpose": "care"})
    return text(client.get(address))


def step(client, address, code, **said):
    """Take a step as its form sends it."""
    page = opened(client, address)
    hidden = dict(HIDDEN.findall(page[page.index(f'value="{code}"') :]))
    path = "retirar" if code == "withdraw" else "responder"
    return client.post(f"{address}{path}/", {"step": code} | hidden | {f"{code}-{name}": value for name, value in said.items()})


def test_a_person_is_referred_from_her_page_and_both_sides_follow_it_to_its_end():
    mpfn, mimp = entered("mpfn"), entered("mimp")
    mpfn.post(f"/personas/{person()}/", {"purpose": "care"})
    assert f"/derivaciones/nueva/{person()}/" in text(mpfn.get(f"/personas/{person()}/"))
    address = sent(mpfn)
    shown = text(mimp.get("/derivaciones/"))
    assert "1 recibida sin responder" in shown
    assert address in shown
    assert marks_in(opened(mimp, address))
    assert step(mimp, address, "accept").status_code == 302
    assert step(mimp, address, "close", outcome="attended").status_code == 302
    told = opened(mpfn, address)
    assert [words for words in ("Se envió", "Se aceptó", "Se cerró", "Atendida") if words not in told] == []
    assert "Terminada" in text(mpfn.get(f"/personas/{person()}/"))
    assert [one["deed"] for one in looks(most=60) if one["deed"].startswith("refer")] == ["referral_step", "referral_step", "refer"]


def test_no_list_no_file_no_address_and_no_log_says_whose_it_is():
    mpfn, mimp = entered("mpfn"), entered("mimp")
    address = sent(mpfn)
    step(mimp, address, "reject", rejection_reason="no_place")
    answers = [
        one.get(page)
        for one in (mpfn, mimp)
        for page in ("/derivaciones/", "/derivaciones/lista.csv", "/", "/depositos/", "/registrar/mios/")
    ]
    assert [marks_in(answer.content.decode()) + marks_in(answer.headers) for answer in answers] == [[]] * len(answers)
    assert marks_in(looks(most=500)) == []
    assert address not in text(answers[4])
    assert text(mimp.get("/registrar/mios/")).count("todavía no guardó") == 1, "steps are no records that she typed"


def test_it_asks_for_a_purpose_before_it_says_whose_it_is_and_before_it_sends():
    mpfn = entered("mpfn")
    assert "¿Para qué la deriva?" in text(mpfn.get(f"/derivaciones/nueva/{person()}/"))
    address = sent(mpfn)
    fresh = entered("mimp")
    assert "¿Para qué abre esta derivación?" in text(fresh.get(address))
    assert fresh.post(f"{address}responder/", {"step": "accept"})["Location"] == address
    assert looks(most=1)[0]["deed"] != "open_referral"
    assert mpfn.post(f"/derivaciones/nueva/{person()}/", {"purpose": "care"})["Location"] == f"/derivaciones/nueva/{person()}/"


def test_who_answers_what_somebody_else_answered_meanwhile_is_told_so_with_409():
    mimp, address = entered("mimp"), sent()
    page = opened(mimp, address)
    hidden = dict(HIDDEN.findall(page[page.index('value="reject"') :]))
    assert step(mimp, address, "accept").status_code == 302
    late = mimp.post(f"{address}responder/", {"step": "reject", "reject-rejection_reason": "no_place"} | hidden)
    assert late.status_code == 409
    assert "Otra persona ya dio un paso" in text(late)
    page = opened(mimp, address)
    again = mimp.post(f"{address}responder/", {"step": "accept", "upon": HIDDEN.search(page)[2], "key": "x"})
    assert again.status_code == 409
    assert "Aceptar" not in page.split("Qué sigue")[1]


def test_another_institution_is_answered_as_if_there_were_none():
    address, minsa = sent(), entered("minsa")
    for answer in (
        minsa.get(address),
        minsa.post(f"{address}responder/", {"step": "accept", "purpose": "care"}),
        minsa.get(address.replace(address[14:18], "0000")),
    ):
        assert answer.status_code == 404
    assert address not in text(minsa.get("/derivaciones/"))
    assert entered("mimp").post(f"{address}responder/", {"step": "burn", "purpose": "care"}).status_code == 404


def test_what_may_not_be_sent_is_refused_with_why_and_what_was_chosen_stands():
    mpfn = entered("mpfn")
    refused = mpfn.post(f"/derivaciones/nueva/{person('C-12')}/", NEW)
    assert refused.status_code == 422
    assert "No consta que ella haya consentido" in text(refused)
    assert re.search(r'<option value="mimp_cem" selected', text(refused))
    blank = mpfn.post(f"/derivaciones/nueva/{person()}/", NEW | {"reason": ""})
    assert blank.status_code == 422
    unmarked = mpfn.post(f"/derivaciones/nueva/{person()}/", NEW | {"invented": ""})
    assert unmarked.status_code == 422
    assert "inventadas" in text(unmarked)
    assert mpfn.post(f"/derivaciones/nueva/{'ab' * 16}/", NEW).status_code == 404


def test_a_step_without_what_must_be_said_with_it_stays_open_with_its_mistake():
    mimp, address = entered("mimp"), sent()
    assert step(mimp, address, "reject").status_code == 422
    assert step(mimp, address, "redirect", receiver_unit="mrree_consular").status_code == 422
    assert "Enviada" in opened(mimp, address)
    assert step(mimp, address, "redirect", receiver_unit="minsa_salud").status_code == 302
    assert "ya no ve de quién es" in opened(mimp, address)
    assert not marks_in(opened(mimp, address))


def test_the_sender_takes_it_back_and_a_supervisor_looks_and_does_nothing():
    mpfn, address = entered("mpfn"), sent()
    over = entered("mimp", Role.SUPERVISOR)
    page = opened(over, address)
    assert marks_in(page)
    assert "Qué sigue" not in page
    assert over.post(f"{address}responder/", {"step": "accept"}).status_code == 403
    assert step(mpfn, address, "withdraw", withdrawal_reason="by_mistake").status_code == 302
    assert "Retirada" in text(over.get("/derivaciones/"))


def test_the_filters_stand_in_the_address_and_tell_the_police_no_more_than_the_list():
    pnp, mimp = entered("pnp"), entered("mimp")
    address = sent(pnp, legal_basis="consent")
    step(mimp, address, "redirect", receiver_unit="minsa_salud")
    shown = text(pnp.get("/derivaciones/"))
    assert "Otra institución" in shown
    assert "MINSA)</td>" not in shown
    assert address in text(pnp.get("/derivaciones/?side=sender&state=waits"))
    assert address not in text(pnp.get("/derivaciones/?unit=minsa_salud"))
    assert address in text(mimp.get("/derivaciones/?side=passed"))
    assert address not in text(mimp.get("/derivaciones/?state=late"))
    assert address not in text(mimp.get("/derivaciones/?state=done"))
    assert pnp.get("/derivaciones/?unit=nowhere").status_code == 200
    assert pnp.get("/derivaciones/lista.csv?unit=nowhere").status_code == 400
    assert not [word for word in ("salud", "MINSA") if word in opened(pnp, address).split("Qué se pidió")[1].split("Pedir ayuda")[0]]


def test_her_page_tells_the_police_of_the_referral_they_sent_and_nothing_of_where_it_went():
    pnp, mimp = entered("pnp"), entered("mimp")
    address = sent(pnp)
    step(mimp, address, "redirect", receiver_unit="minsa_salud")
    identity.link(by="prueba")
    pnp.post(f"/personas/{person()}/", {"purpose": "care"})
    page = text(pnp.get(f"/personas/{person()}/"))
    assert "Derivaciones que su institución envió o recibió" in page
    assert "Derivación en Derivaciones" not in page
    assert not [word for word in ("MINSA", "Ministerio de Salud", "Establecimiento de salud") if word in page]


def test_the_file_holds_the_same_rows_and_nothing_that_a_spreadsheet_runs():
    mpfn = entered("mpfn")
    address = sent(mpfn)
    answer = mpfn.get("/derivaciones/lista.csv")
    assert "uso-interno-derivaciones-sintetico.csv" in answer["Content-Disposition"]
    header, row = said_by(text(answer))
    told = dict(zip(header, row, strict=True))
    assert (told["derivacion_id"], told["lado"], told["a"], told["estado"]) == (Path(address).name, "Enviada", "CEM (MIMP)", "Enviada")
    assert looks(most=1)[0]["deed"] == "referrals_downloaded"
    hostile = listing.Row("ab", "=1+1", "", "", "", "", None, None, "", overdue=False, late=False)
    assert said_by(listing.as_csv([hostile]))[1][1] == "'=1+1"


def test_an_account_of_no_institution_has_none():
    lost = Client()
    lost.force_login(Account.objects.create(username="sola", role=Role.OPERATOR, institution=""))
    assert "no es de ninguna institución" in text(lost.get("/derivaciones/"))
    assert lost.get("/derivaciones/lista.csv").status_code == 200
    assert lost.post(f"/derivaciones/nueva/{person()}/", NEW).status_code == 400
