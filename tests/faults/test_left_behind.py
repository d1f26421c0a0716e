"""What is left behind in clear or past its days, and what is sent to fill the disk: drafts, half uploads, files nobody asked for."""

import os
from datetime import timedelta
from time import time

import pytest
from deliveries import csv_text, victims
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client
from django.utils import timezone
from typing_in import ZOILA, begun, sent

from intertrata.access.actions import make_token
from intertrata.registers import actions
from intertrata.vault import queries as vaulted

pytestmark = [pytest.mark.usefixtures("upload_folder"), pytest.mark.django_db(databases=["default", "vault", "log", "public"])]
CARE = {"by": "operadora", "purpose": "care"}


def deliver(token, content, **said):
    file = SimpleUploadedFile("victimas.csv", content.encode())
    return Client().post("/api/v1/deposits", {"file": file, "synthetic": "true", **said}, headers={"Authorization": f"Bearer {token}"})


def test_what_a_page_saves_by_itself_after_its_record_was_kept_is_no_draft(operator):
    address = begun(operator)
    operator.post(address, sent(ZOILA))
    assert operator.post(address, sent(ZOILA, deed="draft"), headers={"X-Draft": "1"}).status_code == 204
    assert vaulted.drafts("operadora") == []


def test_a_draft_past_its_days_is_given_to_nobody(monkeypatch):
    actions.save_draft("ab" * 16, "reta", "victimas", {"NOMBRES": "Zoila"}, by="operadora")
    later = timezone.now() + timedelta(days=15)
    monkeypatch.setattr("intertrata.registers.actions.drafting.timezone.now", lambda: later)
    assert actions.open_draft("ab" * 16, **CARE) is None
    assert vaulted.drafts("operadora") == []


def test_sweeping_takes_the_drafts_past_their_days(monkeypatch):
    actions.save_draft("ab" * 16, "reta", "victimas", {"NOMBRES": "Zoila"}, by="operadora")
    later = timezone.now() + timedelta(days=15)
    monkeypatch.setattr("intertrata.registers.actions.drafting.timezone.now", lambda: later)
    actions.sweep(by="prueba")
    assert vaulted.drafts("operadora") == []


def test_half_an_upload_that_a_crash_left_in_clear_goes_too(as_role, tmp_path):
    as_role("operator")
    left = tmp_path / "incoming" / "tmpabc.upload.csv"
    left.write_text("ZZMARCAUNO")
    os.utime(left, (time() - 7_200,) * 2)
    fresh = tmp_path / "incoming" / "tmpdef.upload.csv"
    fresh.write_text("x")
    deliver(make_token("operadora", by="prueba", scopes=["deposits"]), csv_text(victims({})))
    assert not left.exists()
    assert fresh.exists()


def test_nobody_fills_the_disk_with_files_that_no_page_asked_for(as_role, monkeypatch):
    client, written = as_role("operator"), []

    class Writing(TemporaryFileUploadHandler):
        def new_file(self, *args, **more):
            super().new_file(*args, **more)
            written.append(self.file_name)

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryFileUploadHandler", Writing)
    for who, path in ((Client(), "/entrar/"), (client, "/personas/"), (client, begun(client))):
        answer = who.post(path, {"file": SimpleUploadedFile("a.bin", b"x" * 3_000_000), "deed": "draft"})
        assert answer.status_code in {400, 413}, path
    assert written == []


def test_a_delivery_too_large_is_refused_before_it_is_read(as_role):
    as_role("operator")
    token = make_token("operadora", by="prueba", scopes=["deposits"])
    answer = Client().post(
        "/api/v1/deposits", b"--x\r\n", content_type="multipart/form-data; boundary=x",
        headers={"Authorization": f"Bearer {token}"}, CONTENT_LENGTH=str(300 << 20),
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (413, "api_too_large")
