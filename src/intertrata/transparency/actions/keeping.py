"""Documents of answers: kept sealed by their hash, opened by who may with a row in the log, as the words taken from them are; cleared by two people.

In: bytes. Out: the same, rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from intertrata.access import keys
from intertrata.access.actions import note
from intertrata.access.keys import Keys
from intertrata.access.sealed_files import seal, unseal
from intertrata.transparency import documents
from intertrata.transparency.kept.queries import words_of
from intertrata.transparency.models import Capture, Clearance, Document, Event
from intertrata.transparency.queries import documents_folder, request_row
from intertrata.transparency.readings import seen
from intertrata.transparency.sealing import Words
from intertrata.transparency.workbooks import Skipped
from intertrata.vocabulary.errors import Problem, Unsafe

KIND, SEALED = "transparency.document", ".sealed"
NAME = "documento"
"""How a problem calls the file: its own name may be somebody's."""
PIECE = 1 << 20
MOST_NOTES = 200


def keep(request: UUID, content: bytes, *, by: str, event: int | None = None, redacts: UUID | None = None) -> str:
    """Keep a file that came with an answer, sealed, before any row says so; the same file of the same request is one document.

    Args:
        content: the file; under which name it came is not asked, it may be somebody's.
        event: the answer that it came with. redacts: the document of which it is a redacted copy.

    Raises:
        Problem: ``request_unknown``, ``event_unknown``, ``document_unknown``; as ``documents.opened``; ``redaction_unchanged`` where the
            redacted copy is a file that was kept as it came.
    """
    row, opened = request_row(request), documents.opened(content, NAME)
    if event is not None and not Event.objects.filter(pk=event, request=row.id, takes_back=False).exists():
        raise Problem("event_unknown")
    if redacts is not None and not Document.objects.filter(pk=redacts, request=row.id, redacts=None).exists():
        raise Problem("document_unknown")
    digest = opened.sha256
    held = Document.objects.filter(request=row.id, sha256=digest).first()
    if held is not None:
        if redacts is not None and held.redacts is None:
            raise Problem("redaction_unchanged")
        return str(held.id.hex)
    found, made = keys.load(settings.KEYS), uuid4()
    seal(path_of(made), made.hex, _pieces(content), keys=found, of=KIND)
    try:
        with transaction.atomic(using="default"):
            Document.objects.create(
                id=made, request=row.id, event=event, sha256=digest, kind=opened.kind, size=len(content), pages=opened.pages,
                scanned=opened.waits_for_capture, notes=_notes(opened.skipped), redacts=redacts, key_id=found.current, by=by, stored_at=timezone.now(),
            )  # fmt: skip
    except IntegrityError:  # another process kept the same file of the same request a moment ago
        path_of(made).unlink(missing_ok=True)
        return str(Document.objects.get(request=row.id, sha256=digest).id.hex)
    note("keep_document", by=by, thing="document", thing_id=made.hex)
    return made.hex


def open_document(document: UUID, *, by: str, origin: str = "") -> bytes:
    """Give a document as it came; the look is in the log before it.

    Raises:
        Problem: ``document_unknown``.
        Unsafe: it does not open, or is not the file that its row names.
    """
    row = Document.objects.filter(pk=document).first()
    if row is None:
        raise Problem("document_unknown")
    note("open_document", by=by, thing="document", thing_id=document.hex, origin=origin)
    content = b"".join(unseal(path_of(document), document.hex, keys=keys.load(settings.KEYS), of=KIND))
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise Unsafe("a document is not the file that its row names")
    return content


def open_words(request: UUID, *, by: str, origin: str = "") -> dict[int, Words]:
    """Give the words of every reading of a request, by its number, for who may read its documents; the look is in the log before it.

    Raises:
        Problem: ``request_unknown``.
        Unsafe: one does not open.
    """
    row = request_row(request)
    if Capture.objects.filter(request=row.id, sealed__isnull=False).exists():
        note("open_words", by=by, thing="request", thing_id=row.id.hex, origin=origin)
    return words_of(row.id)


def clear(document: UUID, *, clears: bool, why: str = "", by: str) -> None:
    """Say of a redacted copy whether it may be published. It may once two people who did not make it said yes and nobody said no (SAFEGUARDS 16).

    Raises:
        Problem: ``document_unknown``; ``clearance_of_original`` where it is no redacted copy; ``clearance_of_ones_own``; ``refusal_without_reason``.
    """
    row = Document.objects.filter(pk=document).first()
    if row is None:
        raise Problem("document_unknown")
    if row.redacts is None:
        raise Problem("clearance_of_original")
    if row.by == by:
        raise Problem("clearance_of_ones_own")
    if not clears and not seen(why):
        raise Problem("refusal_without_reason")
    Clearance.objects.create(document=document, clears=clears, why=seen(why), by=by, at=timezone.now())
    note("clear_document", by=by, thing="document", thing_id=document.hex)


def path_of(document: UUID) -> Path:
    """Where a document stands sealed."""
    return documents_folder() / f"{document.hex}{SEALED}"


def opens(document: UUID, digest: str, *, keys: Keys) -> bool:
    """Whether a document opens whole and is the file of that hash."""
    seen = hashlib.sha256()
    try:
        for piece in unseal(path_of(document), document.hex, keys=keys, of=KIND):
            seen.update(piece)
    except (Unsafe, FileNotFoundError):
        return False
    return seen.hexdigest() == digest


def _notes(skipped: Sequence[Skipped]) -> list[dict[str, str]]:
    """What is kept in clear of what was not read: why and where, never the name of a sheet, which may be somebody's; the file says it whole."""
    return [{"why": one.why, "where": one.where[:40]} for one in skipped[:MOST_NOTES]]


def _pieces(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), PIECE):
        yield content[start : start + PIECE]
