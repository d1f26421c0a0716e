"""One institution against another: rows, records, drafts and receipts that are not one's own are not seen, whatever is asked for."""

import pytest
from deliveries import csv_text, victims
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from typing_in import ZOILA, begun, sent

from intertrata.access.actions import make_token
from intertrata.access.models import Account
from intertrata.registers import actions

pytestmark = [pytest.mark.usefixtures("upload_folder"), pytest.mark.django_db(databases=["default", "vault", "log", "public"])]


def kept(client, values=ZOILA):
    return client.post(begun(client), sent(values))["Location"].split("/")[-2]


def deliver(token, content, **said):
    file = SimpleUploadedFile("victimas.csv", content.encode())
    return Client().post("/api/v1/deposits", {"file": file, "synthetic": "true", **said}, headers={"Authorization": f"Bearer {token}"})


def test_refused_rows_with_names_go_back_to_the_institution_that_keeps_the_register_and_to_supervisors_only(as_role, tmp_path):
    path = tmp_path / "sintetico.csv"
    path.write_text(csv_text(victims({}, {"NRO_ORDEN": "2", "NOMBRES": "ZZMARCADOS", "EDAD": "400"})), encoding="utf-8")
    (receipt,) = actions.receive([path], by="prueba")
    address = f"/depositos/{receipt.deposit}/rechazadas.csv"
    for role, institution, status in (
        ("operator", "inabif", 403),
        ("operator", "", 403),
        ("operator", "pnp", 200),
        ("supervisor", "mininter", 200),
    ):
        client = as_role(role, institution)
        answer = client.post(address, {"purpose": "care"})
        assert (answer.status_code, b"ZZMARCADOS" in answer.content) == (status, status == 200), (role, institution)
        assert ("rechazadas.csv" in client.get(f"/depositos/{receipt.deposit}/").content.decode()) == (status == 200)


def test_who_goes_to_another_institution_leaves_behind_the_names_that_she_typed(operator, as_role):
    number, draft = kept(operator), begun(operator)
    operator.post(draft, sent(ZOILA, deed="draft"))
    moved = as_role("operator", "inabif")
    answer = moved.post(f"/registrar/recibos/{number}/corregir/", {"purpose": "care"})
    assert answer.status_code == 403
    assert len(actions.drafts(by="operadora")) == 1
    assert moved.get(f"/registrar/recibos/{number}/").status_code == 403
    form = draft.split("/")[-2]
    assert "Zzmarcauno" not in moved.get(f"/registrar/car/residentes/{form}/").content.decode()


def test_a_draft_opens_in_the_form_it_was_typed_in_and_in_no_other(operator):
    draft = begun(operator)
    operator.post(draft, sent(ZOILA, deed="draft"))
    form = draft.split("/")[-2]
    assert "Zzmarcauno" in operator.get(draft).content.decode()
    assert "Zzmarcauno" not in operator.get(f"/registrar/reta/testigos/{form}/").content.decode()


def test_the_deposit_of_another_answers_like_none_at_all(as_role):
    as_role("operator")
    Account.objects.create(username="otra", role="operator", institution="pnp")
    mine, other = (make_token(name, by="prueba", scopes=["deposits"]) for name in ("operadora", "otra"))
    number = deliver(mine, csv_text(victims({}))).json()["deposits"][0]["number"]
    ask = {"Authorization": f"Bearer {other}"}
    hers, nobodys = (Client().get(f"/api/v1/deposits/{one}", headers=ask) for one in (number, "0" * 32))
    assert (hers.status_code, hers.json()) == (404, nobodys.json())
    begins = Client().get(f"/api/v1/deposits/{number[:6]}", headers={"Authorization": f"Bearer {mine}"})
    assert begins.status_code == 404, "a receipt is asked for by its whole number"
    assert "ZZMARCAUNO" not in Client().get("/api/v1/deposits/ZZMARCAUNO", headers=ask).content.decode()
