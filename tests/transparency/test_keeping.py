"""Documents of answers: sealed, known by their hash and by no name, opened with a row in the log, published by nobody alone."""

import hashlib
import os
import time
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from campaigned import IN_TIME, refused
from scanned import typeset

from intertrata.access.queries import looks
from intertrata.transparency import actions, queries
from intertrata.transparency.actions.keeping import path_of
from intertrata.transparency.actions.sweeping import HOUR
from intertrata.transparency.models import Document
from intertrata.vocabulary.errors import Unsafe

pytestmark = [pytest.mark.engines, pytest.mark.django_db(databases=["default", "log"])]
MARK = "ZZMARCAUNO"
CONTENT = typeset(f"Respuesta sobre la señora {MARK}, de quien no se dice más en esta página de prueba.")


def rows(model):
    return str(list(model.objects.values()))


def kept_of(request):
    return [one.id for one in queries.documents_of(request)]


def test_a_document_comes_back_as_it_came_and_the_look_is_in_the_log_before_it(asked):
    kept = UUID(actions.keep(asked["mimp"], CONTENT, by="veedora"))
    assert actions.open_document(kept, by="veedor", origin="127.0.0.1") == CONTENT
    assert [looks(most=1)[0][name] for name in ("deed", "account", "thing", "thing_id")] == [
        "open_document",
        "veedor",
        "document",
        kept.hex,
    ]
    found = queries.document(kept)
    assert (found.sha256, found.size, found.pages, found.kind, found.scanned) == (
        hashlib.sha256(CONTENT).hexdigest(), len(CONTENT), 1, "pdf", False,
    )  # fmt: skip


def test_nothing_of_it_stands_in_clear_anywhere(asked, var):
    actions.keep(asked["mimp"], f"Nombre: {MARK}".encode(), by="veedora")
    files = [path for path in var.rglob("*") if path.is_file()]
    assert [path.suffix for path in files] == [".sealed"]
    assert all(MARK.encode() not in path.read_bytes() for path in files)
    assert MARK not in str(files) + rows(Document) + str(looks(most=20))


def test_the_same_file_of_a_request_is_one_document_and_of_another_is_another(asked):
    first = actions.keep(asked["mimp"], CONTENT, by="veedora")
    assert actions.keep(asked["mimp"], CONTENT, by="veedor") == first
    other = actions.keep(asked["mpfn"], CONTENT, by="veedora")
    assert other != first
    assert len(list(queries.documents_folder().iterdir())) == 2


def test_two_who_keep_the_same_file_at_once_keep_it_once(asked, monkeypatch):
    first = actions.keep(asked["mimp"], CONTENT, by="veedora")
    filtered = Document.objects.filter
    monkeypatch.setattr(Document.objects, "filter", lambda **said: filtered(pk=uuid4()) if "sha256" in said else filtered(**said))
    assert actions.keep(asked["mimp"], CONTENT, by="veedor") == first
    assert [path.stem for path in queries.documents_folder().iterdir()] == [first]


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "document_empty"), (b"%PDF-1.7 cut", "document_broken"), (b"PK\x03\x04 cut", "document_broken"), (b"\x00\x01", "document_kind_unknown")]
)  # fmt: skip
def test_what_cannot_be_opened_is_not_kept(asked, content, code):
    assert refused(actions.keep, asked["mimp"], content, by="veedora") == code
    assert not Document.objects.exists()
    assert not queries.documents_folder().exists()


def test_a_document_belongs_to_its_request_and_to_an_answer_of_it(asked, happens):
    for one in ("mimp", "mpfn"):
        happens(asked[one], "filed")
    answer = happens(asked["mpfn"], "answered", IN_TIME)
    assert refused(actions.keep, asked["mimp"], CONTENT, by="veedora", event=answer) == "event_unknown"
    assert refused(actions.keep, uuid4(), CONTENT, by="veedora") == "request_unknown"
    original = UUID(actions.keep(asked["mpfn"], CONTENT, by="veedora", event=answer))
    assert refused(actions.keep, asked["mimp"], typeset("Tachada."), by="veedora", redacts=original) == "document_unknown"
    assert refused(queries.document, uuid4()) == refused(actions.open_document, uuid4(), by="veedora") == "document_unknown"


def test_a_sealed_file_that_was_changed_or_exchanged_is_not_shown(asked):
    kept, other = (UUID(actions.keep(asked[one], text, by="veedora")) for one, text in (("mimp", b"una"), ("mpfn", b"otra")))
    whole = path_of(kept).read_bytes()
    for damaged in (whole[:-1], whole + b"x", whole[:-1] + bytes([whole[-1] ^ 1]), path_of(other).read_bytes()):
        path_of(kept).write_bytes(damaged)
        with pytest.raises(Unsafe):
            actions.open_document(kept, by="veedora")
    path_of(kept).write_bytes(whole)
    Document.objects.filter(pk=kept).update(sha256="0" * 64)
    with pytest.raises(Unsafe):
        actions.open_document(kept, by="veedora")


@pytest.fixture
def redacted(asked):
    """An original of veedora's, and its redacted copy, made by veedor."""
    original = UUID(actions.keep(asked["mimp"], CONTENT, by="veedora"))
    return original, UUID(actions.keep(asked["mimp"], typeset("Respuesta sobre la señora ▇▇▇▇."), by="veedor", redacts=original))


def published(document):
    return queries.document(document).may_be_published


def test_a_redacted_copy_is_published_once_two_who_did_not_make_it_say_so(redacted):
    _original, copy = redacted
    assert refused(actions.clear, copy, clears=True, by="veedor") == "clearance_of_ones_own"
    for person, may in (("veedora", False), ("veedora", False), ("coordinadora", True)):
        actions.clear(copy, clears=True, by=person)
        assert published(copy) is may
    actions.clear(copy, clears=False, why="Se lee su distrito.", by="otra")
    assert published(copy) is False
    assert queries.document(copy).refused_by == ("otra",)
    actions.clear(copy, clears=True, by="otra")
    assert published(copy) is True


def test_a_refusal_says_why_and_the_original_is_never_published(redacted):
    original, copy = redacted
    assert refused(actions.clear, copy, clears=False, why=" ", by="veedora") == "refusal_without_reason"
    assert refused(actions.clear, original, clears=True, by="coordinadora") == "clearance_of_original"
    assert refused(actions.clear, uuid4(), clears=True, by="coordinadora") == "document_unknown"
    assert published(original) is False


def test_a_copy_in_which_nothing_was_redacted_is_no_redacted_copy(redacted, asked):
    original, copy = redacted
    assert refused(actions.keep, asked["mimp"], CONTENT, by="veedor", redacts=original) == "redaction_unchanged"
    assert refused(actions.keep, asked["mimp"], typeset("Otra."), by="veedor", redacts=copy) == "document_unknown"
    assert kept_of(asked["mimp"]) == [original.hex, copy.hex]


def test_what_a_crash_left_sealed_is_swept_and_what_somebody_keeps_now_is_not(asked):
    kept = UUID(actions.keep(asked["mimp"], CONTENT, by="veedora"))
    orphan, half, fresh = uuid4(), queries.documents_folder() / ".unfinished-ab-x.sealed", uuid4()
    for path in (path_of(orphan), half, path_of(fresh)):
        path.write_bytes(b"x")
    long_ago = time.time() - HOUR - 1
    for path in (path_of(kept), path_of(orphan), half):
        os.utime(path, (long_ago, long_ago))
    assert actions.sweep(by="prueba") == 2
    assert {path.stem for path in queries.documents_folder().iterdir()} == {kept.hex, fresh.hex}
    assert actions.sweep(by="prueba") == 0


def test_where_there_is_no_document_there_is_nothing_to_sweep_or_verify(var):
    assert (actions.sweep(by="prueba"), actions.verify(by="prueba")) == (0, (0, []))


def test_a_document_that_is_gone_or_damaged_is_found(asked):
    whole, gone, changed, other = (UUID(actions.keep(asked["mimp"], text, by="veedora")) for text in (b"una", b"dos", b"tres", b"cuatro"))
    path_of(gone).unlink()
    path_of(changed).write_bytes(path_of(changed).read_bytes()[:-1])
    Document.objects.filter(pk=other).update(sha256="0" * 64)
    many, damaged = actions.verify(by="prueba")
    assert many == 4
    assert {one["document"] for one in damaged} == {gone.hex, changed.hex, other.hex}
    assert whole.hex not in str(damaged)


def test_a_folder_of_documents_stands_in_the_state(var):
    assert queries.documents_folder() == Path(var) / "documents"
