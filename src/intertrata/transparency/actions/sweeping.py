"""What a crash left is removed; whether every document opens as it came, and the words taken from it. In: sealed files and rows. Out: how many, what is
wrong."""

from __future__ import annotations

import time
from collections.abc import Mapping
from uuid import UUID

from django.conf import settings

from intertrata.access import keys
from intertrata.access.actions import note
from intertrata.transparency.actions.keeping import SEALED, opens
from intertrata.transparency.models import Capture, Document
from intertrata.transparency.queries import documents_folder
from intertrata.transparency.sealing import opens as words_open

HOUR = 60 * 60
"""A file is sealed before its row is written: one that is younger may be a document that somebody is keeping now."""


def sweep(*, by: str) -> int:
    """Remove sealed files that no document names and those half written, once they are an hour old; give how many."""
    before, folder = time.time() - HOUR, documents_folder()
    old = [path for path in folder.glob("*") if path.stat().st_mtime < before] if folder.is_dir() else []
    named = {f"{one.hex}{SEALED}" for one in Document.objects.values_list("id", flat=True)}
    left = [path for path in old if path.name not in named]
    for path in left:
        path.unlink()
    note("sweep", by=by, thing="document", found=len(left))
    return len(left)


def verify(*, by: str) -> tuple[int, list[Mapping[str, str]]]:
    """Look whether every document opens from its first byte to its last and is what came, and whether the words of every reading open; give how many
    documents, and what does not.

    Raises:
        Problem: ``keys_missing`` and its like.
    """
    found = keys.load(settings.KEYS)
    rows = list(Document.objects.order_by("stored_at", "id").values_list("id", "sha256"))
    damaged: list[Mapping[str, str]] = [
        {"code": "verify_document_damaged", "document": one.hex} for one, digest in rows if not opens(UUID(one.hex), digest, keys=found)
    ]
    shut = {row.request.hex for row in Capture.objects.exclude(sealed=None).order_by("id").iterator() if not words_open(row, keys=found)}
    damaged += [{"code": "verify_words_damaged", "request": one} for one in sorted(shut)]
    note("verify", by=by, thing="document", found=len(damaged))
    return len(rows), damaged
