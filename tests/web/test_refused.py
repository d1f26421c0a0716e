"""Who is refused is in the log: what was lacking, never the address, which may carry anything."""

import pytest

from intertrata.access.queries import looks

pytestmark = [pytest.mark.django_db(databases=["default", "vault", "log", "public"])]


def test_a_role_without_the_permission_is_refused_and_the_refusal_is_noted(as_role):
    assert as_role("analyst").post("/personas/", {"given_names": "ZZMARCATRES", "purpose": "care"}).status_code == 403
    look = looks(most=1)[0]
    assert (look["account"], look["deed"], look["thing"], look["thing_id"]) == ("analista", "refused", "permission", "find_person")
    assert look["origin"] == "127.0.0.1"


def test_the_address_that_was_refused_is_not_in_the_log(as_role):
    assert as_role("auditor").get(f"/personas/{'ab' * 16}/?ZZMARCAUNO").status_code == 403
    look = looks(most=1)[0]
    assert look["thing_id"] == "open_person"
    assert "ab" * 16 not in str(look)
    assert "ZZMARCA" not in str(look)


def test_the_auditor_reads_refusals_in_words(as_role):
    as_role("analyst").get("/personas/")
    page = as_role("auditor").get("/bitacora/").content.decode()
    assert "Se le negó el paso" in page
    assert "permiso" in page


def test_whoever_searches_too_often_is_told_when_to_come_back(as_role, monkeypatch):
    from intertrata.access import actions

    monkeypatch.setitem(actions.LIMITS, "find_person", ((0, 600),))
    page = as_role("operator").post("/personas/", {"given_names": "Rosa", "surname_1": "Quispe", "purpose": "care"})
    assert "demasiadas veces" in page.content.decode()
