"""Documents of answers as they stand: by their hash, with what people said of their redacted copies; and the words taken from them.

In: opaque ids. Out: frozen values, no content of a document. Words are opened for three: who may read documents, by ``actions.open_words``, which
writes it down; the entity that wrote them; and everybody, once two people said that they say who nobody is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from intertrata.access import keys
from intertrata.transparency.models import Capture, Clearance, Document, TextClearance
from intertrata.transparency.sealing import Words, opened
from intertrata.vocabulary.errors import Problem

TWO = 2
"""How many people must clear a redacted copy (SAFEGUARDS 16)."""


@dataclass(frozen=True)
class Kept:
    """A document by its hash, and whether a redacted copy of it may be published."""

    id: str
    request: str
    sha256: str
    kind: str
    size: int
    pages: int
    scanned: bool
    notes: tuple[Mapping[str, str], ...]
    redacts: str
    by: str
    stored_at: datetime
    cleared_by: tuple[str, ...]
    refused_by: tuple[str, ...]

    @property
    def uuid(self) -> UUID:
        """Its id, as the deeds take it."""
        return UUID(self.id)

    @property
    def may_be_published(self) -> bool:
        """Whether it is a redacted copy that two people who did not make it cleared and nobody refused."""
        return bool(self.redacts) and len(self.cleared_by) >= TWO and not self.refused_by


def documents_of(asked: UUID) -> list[Kept]:
    """Give the documents of a request in the order they came."""
    return [_kept(one) for one in Document.objects.filter(request=asked).order_by("stored_at", "id")]


def document(asked: UUID) -> Kept:
    """Give one document.

    Raises:
        Problem: ``document_unknown``.
    """
    found = Document.objects.filter(pk=asked).first()
    if found is None:
        raise Problem("document_unknown")
    return _kept(found)


def words_of(asked: UUID) -> dict[int, Words]:
    """Give the words of every reading of a request, by its number: for ``actions.open_words``, and for nobody else.

    Raises:
        Unsafe: one does not open.
    """
    return _opened(Capture.objects.filter(request=asked))


def own_words(asked: UUID) -> dict[int, Words]:
    """Give an entity what it wrote itself in its form."""
    return _opened(Capture.objects.filter(request=asked, direct=True))


def cleared_texts(captures: Iterable[int]) -> dict[int, str]:
    """Give, of some readings, the texts that everybody who reads requests may see: those of which two people said that they say who nobody is,
    and nobody the contrary; without the words around them."""
    said: dict[int, dict[str, bool]] = {}
    for one in TextClearance.objects.filter(capture__in=list(captures)).order_by("id"):
        said.setdefault(one.capture, {})[one.by] = one.clears
    cleared = [capture for capture, by in said.items() if len(by) >= TWO and all(by.values())]
    return {number: one.as_written for number, one in _opened(Capture.objects.filter(pk__in=cleared)).items()} if cleared else {}


def documents_folder() -> Path:
    """Where sealed documents stand."""
    return Path(settings.VAR) / "documents"


def _opened(rows: Iterable[Capture]) -> dict[int, Words]:
    found = keys.load(settings.KEYS)
    return {int(one.pk): opened(one, keys=found) for one in rows}


def _kept(one: Document) -> Kept:
    said = {row.by: row.clears for row in Clearance.objects.filter(document=one.id).order_by("id")}
    return Kept(
        one.id.hex, one.request.hex, one.sha256, one.kind, one.size, one.pages, one.scanned, tuple(one.notes), one.redacts.hex if one.redacts else "",
        one.by, one.stored_at, tuple(who for who, yes in said.items() if yes), tuple(who for who, yes in said.items() if not yes),
    )  # fmt: skip
