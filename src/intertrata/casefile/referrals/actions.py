"""The door of referrals to write: send one, take a step in one, open one with whose it is.

In: who acts, for what, what is said. Out: the referral's opaque id and its number; names for one answer. Each step is a version of its record, kept by
the one door of the registers, upon the version that its writer saw: of two who answer at once, one is told that the other did.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from intertrata.access.actions import note
from intertrata.access.permissions import Permission, allowed
from intertrata.access.queries import institution_of, role_of
from intertrata.access.sight import Sight, kinds, sight
from intertrata.casefile.referrals.flows import Answered, Asked, Known, flows
from intertrata.casefile.referrals.flows import institution_of as institution_of_unit
from intertrata.casefile.referrals.queries import REGISTER, TABLE, one, parties, told
from intertrata.casefile.referrals.states import Party, life
from intertrata.identity.actions import PersonView, open_person, reserved_since, vouch
from intertrata.identity.queries import person_of
from intertrata.registers import actions as registers
from intertrata.registers.queries import Entered, entry_of_key
from intertrata.registers.queries import source as source_of
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.workdays import calendar

LISTS = {
    "receiver_unit": "referral_unit", "reason": "referral_reason", "legal_basis": "legal_basis", "jurisdiction": "jurisdiction",
    "rejection_reason": "rejection_reason", "outcome": "referral_outcome", "withdrawal_reason": "withdrawal_reason",
}  # fmt: skip
WHOLE_DAY = 10
JUDGING = Sight(frozenset(kinds()))
ANSWERS = {"accept": "accepted", "reject": "rejected"}


@dataclass(frozen=True)
class Sent:
    """A referral that was sent or continued: its opaque id, its number."""

    record: str
    number: str


def send(
    person: str, said: Mapping[str, str], *, by: str, purpose: str, key: str, synthetic: bool, origin: str = "", way: str = "form"
) -> Sent:
    """Send a person whose page may be opened to a unit of another institution.

    Args:
        person: her opaque id. said: ``receiver_unit``, ``reason``, ``legal_basis``, ``jurisdiction`` (where known). by: the account; its
            institution sends. key: the sender's own name for this deed: sent twice it is done once. synthetic: as for ``registers.actions.enter``.

    Raises:
        Problem: ``referral_not_yours`` where the account may not refer; ``referral_incomplete``; ``referral_not_lawful`` with why;
            ``person_unknown``, ``purpose_missing``; as ``registers.actions.enter``.
    """
    sender = _acting(by, Permission.REFER)
    said = _said(said, must=life().steps["send"].says, may=("jurisdiction",))
    seen = open_person(person, by=by, purpose=purpose, origin=origin, sight=sight(role_of(by), sender, purpose))
    asked = Asked(sender, said["receiver_unit"], said["reason"], said["legal_basis"])
    _judge(asked, _known(person, by=by, purpose=purpose, origin=origin), by=by, origin=origin)
    today = timezone.localdate()
    about = _about(seen)
    values = said | _identity(seen) | {
        "step": "send", "step_number": "1", "step_date": today.isoformat(), "event_date": today.isoformat(), "sender": sender,
        "receiver": institution_of_unit(said["receiver_unit"]), "due_date": flows().due(said["reason"], today, calendar()).isoformat(), "about": about,
    }  # fmt: skip
    table = source_of(REGISTER).table(TABLE)
    assert table is not None
    filling = {column.field.name: column.name for column in table.columns if column.field is not None}
    kept = registers.enter(
        REGISTER, TABLE, {filling[field]: value for field, value in values.items()}, by=by, key=key, synthetic=synthetic, way=way
    )
    done = _kept(kept, by=by, deed="refer", purpose=purpose, origin=origin)
    vouch(done.record, about, by=by)
    return done


def take(
    record: str, step: str, said: Mapping[str, str], *, upon: str, by: str, purpose: str, key: str, origin: str = "", way: str = "form"
) -> Sent:
    """Take the next step in a referral.

    Args:
        record: its opaque id. step: code of ``referral_step``, any but the first. said: what must be said with it. upon: the version that was seen.
        key: as for ``send``.

    Raises:
        Problem: ``referral_unknown`` where the account's institution has nothing to do with it; ``referral_step_not_allowed`` where its life or
            whose it is allows no such step; ``record_moved_on`` where another step was taken since; ``referral_incomplete``;
            ``referral_not_lawful`` where whom it is redirected to may not have it; ``purpose_missing``.
    """
    if not purpose.strip():
        raise Problem("purpose_missing")
    declared = life().steps.get(step)
    own = _acting(by, Permission.REFER if declared and declared.by is Party.SENDER else Permission.ANSWER_REFERRAL)
    one(record, own, today=timezone.localdate())
    history = told(record)
    row, now = history[-1]
    if row["version"] != upon:
        return _again(record, str(now["number"]), by=by, key=key)
    state = life().after(now["state"], step)  # that the step is declared follows
    assert declared is not None
    if declared.by not in parties(now, own):
        raise Problem("referral_unknown")
    words = _said(said, must=declared.says, may=("jurisdiction",) if step == "redirect" else ())
    if step == "redirect":
        words |= _redirected(record, now, words, by=by, purpose=purpose, origin=origin)
    changed = words | _dated(step, state, now)
    kept = registers.amend(record, changed, upon=upon, by=by, key=key, way=way)
    return _kept(kept, by=by, deed="referral_step", purpose=purpose, origin=origin)


def open_referral(record: str, *, by: str, purpose: str, origin: str = "") -> dict[str, str]:
    """Give who a referral is of, to the institutions that may know it; the look is logged first.

    Raises:
        Problem: ``referral_unknown`` where the institution has nothing to do with it or only redirected it; ``person_unknown`` where her identity is
            reserved by now (SAFEGUARDS 10); ``purpose_missing``.
    """
    seen = one(record, _acting(by, Permission.SEE_REFERRALS), today=timezone.localdate())
    if not seen.names:
        raise Problem("referral_unknown")
    person = person_of(record) or person_of(str(told(record)[-1][1].get("about") or ""))
    if person and reserved_since([person]):
        raise Problem("person_unknown")
    return registers.open_identity(record, by=by, deed="open_referral", purpose=purpose, origin=origin)


def _again(record: str, number: str, *, by: str, key: str) -> Sent:
    """What stands was written since: by this very deed, sent twice, or by somebody else's."""
    before = entry_of_key(key, by=by)
    if before is None or before.record != record:
        raise Problem("record_moved_on")
    return Sent(record, number)


def _acting(by: str, permission: Permission) -> str:
    """The institution that an account acts for, where its role may.

    Raises:
        Problem: ``referral_not_yours``.
    """
    own = institution_of(by)
    if not own or not allowed(role_of(by), permission):
        raise Problem("referral_not_yours")
    return own


def _said(said: Mapping[str, str], *, must: tuple[str, ...], may: tuple[str, ...] = ()) -> dict[str, str]:
    """What is said, in codes of its lists; nothing that nobody asked for."""
    words = {field: said[field] for field in (*must, *may) if said.get(field)}
    if any(field not in words for field in must) or any(code not in code_list(LISTS[field]) for field, code in words.items()):
        raise Problem("referral_incomplete")
    return words


def _judge(asked: Asked, known: Known, *, by: str, origin: str) -> None:
    """Judge by the flows; what is refused is noted, since it tells of her answers."""
    try:
        flows().judge(asked, known)
    except Problem:
        note("referral_refused", by=by, thing="unit", thing_id=asked.unit, origin=origin)
        raise


def _known(person: str, *, by: str, purpose: str, origin: str) -> Known:
    """What all her records say that bears on it, out of the account's sight too: what she refused, and that she asks for asylum, protects her
    whoever may read it. Nobody is shown it but as why a referral is not lawful."""
    seen = open_person(person, by=by, purpose=purpose, origin=origin, sight=JUDGING)
    answers = tuple(
        Answered(
            one.payload.get("consent_for", ""), one.payload.get("answer", ""), str(one.payload.get("event_date", "")), bool(one.payload.get("revoked_date"))
        )
        for one in seen.records
        if one.record_type == "consent"
    )  # fmt: skip
    return Known(seen.majority.minor, any(one.payload.get("asylum_seeker") is True for one in seen.records), answers)


def _about(seen: PersonView) -> str:
    """The record by which she is known: one of an institution's own, not another referral of ours."""
    return next((one.record for one in seen.records if one.register != REGISTER), seen.records[0].record)


def _identity(seen: PersonView) -> dict[str, str]:
    """Who she is, as the record will say it: what stands of each value, and of a date only a whole one."""
    kind, _, number = seen.value("document_number").partition(" ")
    told_as = {field: seen.value(field) for field in ("given_names", "surname_1", "surname_2", "sex")}
    if number and kind in code_list("document_type"):
        told_as |= {"document_type": kind, "document_number": number}
    born = seen.value("birth_date")
    return told_as | ({"birth_date": born} if len(born) == WHOLE_DAY else {})


def _redirected(record: str, now: Mapping[str, Any], words: Mapping[str, str], *, by: str, purpose: str, origin: str) -> dict[str, Any]:
    """Whom it goes to now, where the sender herself might have sent it there: with the basis she gave."""
    about = str(now.get("about") or "")
    person = person_of(record) or person_of(about)
    if person is None:
        raise Problem("person_unknown")
    unit = words["receiver_unit"]
    if unit == now["receiver_unit"]:
        raise Problem("referral_not_lawful", why="Ya está en esa unidad")
    known = _known(person, by=by, purpose=purpose, origin=origin)
    _judge(Asked(now["sender"], unit, now["reason"], now["legal_basis"]), known, by=by, origin=origin)
    today = timezone.localdate()
    passed = list(dict.fromkeys([*(now.get("passed_by") or ()), now["receiver"]]))
    return {
        "receiver": institution_of_unit(unit), "passed_by": passed, "jurisdiction": words.get("jurisdiction", ""),
        "due_date": flows().due(now["reason"], today, calendar()).isoformat(),
    }  # fmt: skip


def _dated(step: str, state: str, now: Mapping[str, Any]) -> dict[str, Any]:
    """What every step says, and the days of answer and end."""
    today = timezone.localdate().isoformat()
    answered = {"answer": ANSWERS[step], "answer_date": today} if step in ANSWERS else {}
    ended = {"closed_date": today} if state in life().ends else {}
    return {"step": step, "step_number": str(int(now["step_number"]) + 1), "step_date": today} | answered | ended


def _kept(kept: Entered, *, by: str, deed: str, purpose: str, origin: str) -> Sent:
    if not kept.number:
        raise Problem("referral_incomplete")
    note(deed, by=by, thing="record", thing_id=kept.record, purpose=purpose, origin=origin, found=1)
    return Sent(kept.record, str(told(kept.record)[-1][1]["number"]))
