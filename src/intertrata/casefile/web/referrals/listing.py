"""Referrals in words: rows of a list, the same as CSV, one with its steps. In: what the reader may see. Out: what the templates print; no name."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

from intertrata.casefile.referrals.queries import Listed, Referral
from intertrata.storage.spreadsheets import neutral
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.records import record_types
from intertrata.vocabulary.wording import value

DEEDS = {
    "accept": _("Aceptar"), "reject": _("No aceptar"), "redirect": _("Redirigir"), "close": _("Cerrar con su resultado"), "withdraw": _("Retirar"),
}  # fmt: skip
TOLD = ("reason", "legal_basis", "jurisdiction", "rejection_reason", "outcome", "withdrawal_reason")
SIDES = {"receiver": _("Recibida"), "sender": _("Enviada"), "passed": _("Redirigida por nosotros")}


@dataclass(frozen=True)
class Row:
    """One referral in words: its opaque id and number, which side the reader is on, whose it is and was, for what, until when, its state."""

    record: str
    number: str
    side: str
    sender: str
    receiver: str
    reason: str
    sent: date
    due: date | None
    state: str
    overdue: bool
    late: bool


@dataclass(frozen=True)
class Done:
    """One step in words."""

    step: str
    at: datetime
    by: str


def row(one: Listed | Referral) -> Row:
    """Give one in words; what the reader may not read is said to be another institution, or left out."""
    shown = one.shown
    due = shown.get("due_date")
    return Row(
        one.record, str(shown["number"]), str(SIDES[one.standing.removeprefix("police_")]), institution(shown.get("sender")), _receiver(shown),
        code_list("referral_reason").es(shown["reason"]) if shown.get("reason") else "—", date.fromisoformat(shown["event_date"]),
        date.fromisoformat(due) if due else None, code_list("referral_state").es(shown["state"]), bool(due) and one.overdue, one.overdue,
    )  # fmt: skip


def institution(code: Any) -> str:
    """Give what an institution is called in short; where it is not to be known, that it is another."""
    if not code:
        return _("Otra institución")
    one = next(each for each in code_list("institution") if each.code == code)
    return one.aliases[0] if one.aliases else one.es


def told(one: Referral) -> list[tuple[str, str]]:
    """Give what is said of it beside who and when, label and words."""
    kind, found = record_types()["referral"], []
    for name in TOLD:
        field = kind.field(name)
        if field is not None and one.shown.get(name):
            found.append((field.es, value(field, one.shown[name])))
    return found


def steps(one: Referral) -> list[Done]:
    """Give its steps in words, the first first."""
    return [Done(code_list("referral_step").es(each.step), each.at, institution(each.by)) for each in one.steps]


def as_csv(rows: Iterable[Row]) -> str:
    """Give rows as one table; no cell that a spreadsheet would run."""
    out = StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow(("derivacion_id", "numero", "lado", "de", "a", "para_que", "enviada", "plazo", "estado", "vencida"))
    for one in rows:
        late = _("sí") if one.overdue else _("no")
        cells = (one.record, one.number, one.side, one.sender, one.receiver, one.reason, one.sent, one.due or "", one.state, late)
        write.writerow([neutral(cell) if isinstance(cell, str) else cell for cell in cells])
    return out.getvalue()


def _receiver(shown: Mapping[str, Any]) -> str:
    return code_list("referral_unit").es(shown["receiver_unit"]) if shown.get("receiver_unit") else institution(None)
