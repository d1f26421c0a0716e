"""Whether somebody whose record is being typed is known already: asked before it is kept, and never a reason not to keep it.

In: what the record says of a person, in common words, and what for. Out: one word for the page; outside an own case never who, where
or since when (SAFEGUARDS 9).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from intertrata.identity.actions import who
from intertrata.vocabulary.errors import Problem

KNOWN, UNKNOWN, TOO_LITTLE, NOT_ASKED = "known", "unknown", "too_little", "not_asked"
ASKED = (
    "given_names", "surname_1", "surname_2", "full_name", "document_type", "document_number", "birth_date", "age", "sex", "nationality",
    "ubigeo", "address",
)  # fmt: skip


def known(request: HttpRequest, said: Mapping[str, Any]) -> str:
    """Ask; beyond the account's limit, or without a purpose, nothing is asked and the record is kept all the same."""
    words = {name: str(said[name]) for name in ASKED if said.get(name)}
    if "age" in words:
        words["age_date"] = str(said.get("event_date") or timezone.localdate().isoformat())
    if not words or not request.purpose:  # type: ignore[attr-defined]
        return NOT_ASKED
    try:
        told = who(words, by=request.user.get_username(), purpose=request.purpose, origin=request.origin)  # type: ignore[attr-defined]
    except Problem as problem:
        return TOO_LITTLE if problem.code == "find_too_little" else NOT_ASKED
    return KNOWN if told.known else UNKNOWN
