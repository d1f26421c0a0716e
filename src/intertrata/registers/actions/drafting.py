"""Drafts: what somebody is typing, kept on the server so that neither a lost line nor a shared computer loses or shows it.

In: the values of a form, by account. Out: the same, to the same account only. They hold identity: they live in the vault, encrypted, go
when the record is kept and after some days in any case, and never reach the log. On the computer of a station nothing is left.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from intertrata.access.actions import note as note_look
from intertrata.registers import queries
from intertrata.vault import actions as vault
from intertrata.vault import queries as vaulted
from intertrata.vocabulary.errors import Problem

KEPT_FOR = timedelta(days=14)
LARGEST = 1 << 18
MOST = 50


@dataclass(frozen=True)
class Draft:
    """One unfinished record: its form, register and table, when it was saved; ``values`` by heading, and which entry it corrects."""

    form: str
    register: str
    table: str
    saved_at: datetime
    values: dict[str, Any]
    correcting: str = ""


def save_draft(form: str, source: str, table: str, values: Mapping[str, Any], *, by: str, correcting: str = "") -> datetime:
    """Keep what an account has typed so far in a form, in the place of what it had; give the moment. Drafts past their days go,
    and so does one whose record was kept meanwhile.

    Raises:
        Problem: ``source_unknown``, ``table_unknown``; ``draft_too_large``; ``draft_too_many``; ``draft_of_another`` where the form is not
            this account's.
    """
    queries.table_of_records(source, table)
    now: datetime = timezone.now()
    forget_old_drafts()
    told = {"register": source, "table": table, "saved_at": now.isoformat(), "values": dict(values), "correcting": correcting}
    text = json.dumps(told).encode()
    if len(text) > LARGEST:
        raise Problem("draft_too_large", kilobytes=LARGEST >> 10)
    held = vaulted.drafts(by)
    if UUID(form).hex not in held and len(held) >= MOST:
        raise Problem("draft_too_many", most=MOST)
    if not vault.keep_draft(UUID(form).hex, account=by, saved_at=now, text=text):
        raise Problem("draft_of_another")
    if queries.entry_of_key(form, by=by) is not None:  # looked for last: a page saves by itself while its record is being kept, and after
        forget_draft(form, by=by)
    return now


def open_draft(form: str, *, by: str, purpose: str, origin: str = "") -> Draft | None:
    """Give what this account was typing in a form, or None; the look is logged first.

    Raises:
        Problem: ``purpose_missing`` where there is such a draft and nobody says what for.
    """
    forget_old_drafts()
    if UUID(form).hex not in vaulted.drafts(by):
        return None
    if not purpose.strip():
        raise Problem("purpose_missing")
    note_look("open_draft", by=by, thing="draft", thing_id=UUID(form).hex, purpose=purpose, origin=origin)
    return _opened(UUID(form).hex, by=by)


def drafts(*, by: str) -> list[Draft]:
    """Give the unfinished records of an account, the last saved first, without what was typed in them."""
    forget_old_drafts()
    found = [_opened(form, by=by) for form in vaulted.drafts(by)]
    return [Draft(one.form, one.register, one.table, one.saved_at, {}, one.correcting) for one in found if one]


def forget_draft(form: str, *, by: str) -> bool:
    """Remove a draft of this account; say whether there was one. A key that is no form's has none."""
    try:
        return bool(vault.forget_drafts(form=UUID(form).hex, account=by))
    except ValueError:
        return False


def forget_old_drafts() -> int:
    """Remove every draft past its days, whoever's; give how many."""
    return vault.forget_drafts(before=timezone.now() - KEPT_FOR)


def _opened(form: str, *, by: str) -> Draft | None:
    text = vaulted.draft(form, account=by)
    if text is None:
        return None
    told = json.loads(text)
    at = datetime.fromisoformat(told["saved_at"])
    return Draft(form, told["register"], told["table"], at, told["values"], told["correcting"])
