"""The whole power of the system on one screen: what may be done, for which purpose, and which role may do it.

In: a role and a permission or a purpose. Out: yes or no. A view says what it needs with ``needs``; the gate
(``access.web.gate``) refuses what the role lacks and every view that says nothing: it fails closed.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


class Permission(StrEnum):
    """One thing that may be done on the screens."""

    ENTER = "enter"  # log in, log out, leave in a hurry: needs no account
    SEE_HOME = "see_home"  # deposits and quality of registers, in counts; no person
    SEE_REFUSALS = "see_refusals"  # where rows were refused and why; never their values
    HAND_OVER = "hand_over"  # a file of cases with names, for another institution (SAFEGUARDS 12); without it the file has none
    RETURN_REFUSED = "return_refused"  # the refused rows with their values, names included, to correct them
    FIND_PERSON = "find_person"  # search by name or document
    OPEN_PERSON = "open_person"  # a person's page, with name
    ENTER_RECORDS = "enter_records"  # type records into the registers of the account's institution, and read what one typed oneself
    REFER = "refer"  # send a person to another institution, whose page is open, and take that back
    ANSWER_REFERRAL = "answer_referral"  # accept, reject, redirect, close what another institution sent to the account's own
    SEE_REFERRALS = (
        "see_referrals"  # which referrals the account's institution sent, was sent or redirected: without names; opened one by one
    )
    DEPOSIT = "deposit"  # send whole exports of the registers of the account's institution (the API only)
    SEE_DOUBTS = "see_doubts"  # pairs of records that may be one person, without names
    DECIDE = "decide"  # say of two persons, with names, whether they are one; part a person; take a change back
    SEE_SCREENINGS = "see_screenings"  # which records may be trafficking that nobody calls so, row by row, without names: see ``screens``
    COUNT_SCREENINGS = "count_screenings"  # how many of them wait, and where
    SEE_QUALITY = "see_quality"  # how good the linkage is, in figures; persons who may be two by opaque id
    COUNT = "count"  # figures from the cut: not protected for publication
    READ_TOLD = "read_told"  # figures that institutions have already printed
    READ_REQUESTS = "read_requests"  # what entities were asked, by when, and what they answered: values and reasons, no document
    ASK = "ask"  # ask entities: open campaigns, file requests, record what came back, add the days that a decree makes non-working
    CAPTURE = "capture"  # open the documents of answers, which may carry names, and take values from them (SAFEGUARDS 16)
    CLEAR = "clear"  # say of a redacted copy of a document whether it may be published
    RULE = "rule"  # say, as a person, why two told figures differ
    SEE_NOTICES = "see_notices"  # which institutions are told, whether it reaches them; of nobody and nothing that was told
    READ_LOG = "read_log"  # who looked at what, and why


class Scope(StrEnum):
    """What a token opens: the least that the system of an institution needs. A scope opens nothing that its account's role may not."""

    WHO = "who"  # ask whether somebody is known
    RECORDS = "records"  # send records one by one, and read their receipts
    DEPOSITS = "deposits"  # send whole exports, and read their receipts


OPENS = {
    Scope.WHO: "Preguntar si ya se conoce a una persona.",
    Scope.RECORDS: "Enviar registros uno por uno y leer sus recibos.",
    Scope.DEPOSITS: "Enviar archivos enteros y leer sus recibos.",
}
SCOPE_NEEDS = {Scope.WHO: Permission.FIND_PERSON, Scope.RECORDS: Permission.ENTER_RECORDS, Scope.DEPOSITS: Permission.DEPOSIT}

_OPEN = frozenset({Permission.ENTER, Permission.SEE_HOME})
_FIGURES = frozenset({Permission.COUNT, Permission.READ_TOLD})
_REVIEW = frozenset({Permission.SEE_DOUBTS, Permission.DECIDE, Permission.SEE_QUALITY})
_SCREENING = frozenset({Permission.SEE_SCREENINGS, Permission.COUNT_SCREENINGS})
_REQUESTS = frozenset({Permission.READ_TOLD, Permission.READ_REQUESTS})
_ASKING = frozenset({Permission.ASK, Permission.CAPTURE, Permission.CLEAR, Permission.RULE})
_REFERRING = frozenset({Permission.REFER, Permission.ANSWER_REFERRAL, Permission.SEE_REFERRALS})
_PERSONS = frozenset({Permission.FIND_PERSON, Permission.OPEN_PERSON, Permission.SEE_REFUSALS})

# Analysts, monitors, auditors and administrators see no identity (SAFEGUARDS 11). Monitors come from outside the
# State: figures from the cut reach them once a release has protected them; told figures are public already. They are who asks: the files
# that entities answer with come to them first, unlooked, so they may open them.
ALLOWED: dict[str, frozenset[Permission]] = {
    "operator": _OPEN
    | _FIGURES
    | _PERSONS
    | _SCREENING
    | _REFERRING
    | {Permission.RETURN_REFUSED, Permission.ENTER_RECORDS, Permission.DEPOSIT},
    "supervisor": _OPEN
    | _FIGURES
    | _PERSONS
    | _SCREENING
    | _REVIEW
    | _REQUESTS
    | {Permission.RETURN_REFUSED, Permission.HAND_OVER, Permission.SEE_REFERRALS},
    "reviewer": _OPEN | _FIGURES | _PERSONS | _REVIEW,
    "analyst": _OPEN
    | _FIGURES
    | _REQUESTS
    | {Permission.RULE, Permission.SEE_REFUSALS, Permission.SEE_QUALITY, Permission.COUNT_SCREENINGS},
    "monitor": _OPEN | _REQUESTS | _ASKING,
    "auditor": _OPEN | {Permission.READ_LOG},
    "administrator": _OPEN | {Permission.SEE_REFUSALS, Permission.SEE_NOTICES},
}

# Non-punishment (Ley 28950, Protocolo de Palermo; SAFEGUARDS 14): institutions of justice, by code of the list
# ``institution``. Elsewhere a person who is victim and suspect shows no suspect mark.
JUSTICE = frozenset({"pnp", "mpfn", "pj"})
POLICE = frozenset({"pnp"})
"""Who never sees where a shelter is, nor who else cares for somebody (SAFEGUARDS 11)."""


def allowed(role: str, permission: Permission) -> bool:
    """Say whether the role holds the permission; a role nobody declared holds none."""
    return permission in ALLOWED.get(role, frozenset())


def sees_suspects(role: str, institution: str) -> bool:
    """Say whether suspects who are also victims are marked for this role of this institution (SAFEGUARDS 14)."""
    return allowed(role, Permission.OPEN_PERSON) and institution in JUSTICE


def sees_offices(role: str, institution: str, *, keeper: str) -> bool:
    """Say whether the role sees how whole a register comes office by office: an office with few rows is nearly one person, so only
    the institution that keeps the register and supervisors do."""
    return allowed(role, Permission.SEE_REFUSALS) and _keeps_or_supervises(role, institution, keeper)


def sees_numbers(role: str, institution: str, *, keeper: str) -> bool:
    """Say whether the role is shown which case numbers the records of a register quote: only the institution that keeps it is, where it
    may open persons, and supervisors. That a shelter quotes a case says where its victims are (SAFEGUARDS 11); others see how many."""
    return allowed(role, Permission.OPEN_PERSON) and _keeps_or_supervises(role, institution, keeper)


def counts_quoted(role: str, institution: str, *, keeper: str) -> bool:
    """Say whether the role is told how many case numbers a register quotes that wait: who sends records is told of the registers of its own
    institution only. Else it could send one that bears a number and see whose count goes down: who quotes it, so where its victim is
    (SAFEGUARDS 11). Who sends nothing can try nothing, and counts all."""
    return allowed(role, Permission.SEE_REFUSALS) and (not _sends(role) or _keeps_or_supervises(role, institution, keeper))


def counts_closed(role: str) -> bool:
    """Say whether the role is told how many numbers that others quoted came with a delivery: not who sends, of one record it would be an
    answer to whether anybody quotes it."""
    return allowed(role, Permission.SEE_REFUSALS) and not _sends(role)


def takes_back(role: str, institution: str, *, keeper: str) -> bool:
    """Say whether the role is given the refused rows of a register with their names: only the institution that keeps it is, to correct
    them, and supervisors (SAFEGUARDS 11: the police read nothing of shelters, shelters nothing of investigations)."""
    return allowed(role, Permission.RETURN_REFUSED) and _keeps_or_supervises(role, institution, keeper)


def screens(role: str, institution: str, *, keeper: str) -> bool:
    """Say whether the role reads, row by row, what is to be looked at again in a register: operators of the institution that keeps it,
    who must find out, and supervisors, who see to it that they do (SAFEGUARDS 11: shelters see nothing of investigations)."""
    return allowed(role, Permission.SEE_SCREENINGS) and _keeps_or_supervises(role, institution, keeper)


def counts_screened(role: str, institution: str, *, keeper: str) -> bool:
    """Say whether the role counts it: who reads rows counts what she reads, who reads none counts all."""
    reads = allowed(role, Permission.SEE_SCREENINGS)
    return allowed(role, Permission.COUNT_SCREENINGS) and (not reads or screens(role, institution, keeper=keeper))


def _sends(role: str) -> bool:
    return allowed(role, Permission.ENTER_RECORDS) or allowed(role, Permission.DEPOSIT)


def _keeps_or_supervises(role: str, institution: str, keeper: str) -> bool:
    return role == "supervisor" or (bool(keeper) and institution == keeper)


class Purpose(StrEnum):
    """Why a person is looked for or opened; said before the look and kept with it (law 7: no purpose, no answer)."""

    CARE = "care"
    INVESTIGATION = "investigation"
    IDENTITY_REVIEW = "identity_review"
    SUPERVISION = "supervision"


PURPOSES: dict[str, tuple[Purpose, ...]] = {
    "operator": (Purpose.CARE, Purpose.INVESTIGATION),
    "supervisor": (Purpose.CARE, Purpose.INVESTIGATION, Purpose.IDENTITY_REVIEW, Purpose.SUPERVISION),
    "reviewer": (Purpose.IDENTITY_REVIEW,),
}


def purposes(role: str) -> tuple[Purpose, ...]:
    """Give the purposes for which the role may look at persons; none for a role that may not."""
    return PURPOSES.get(role, ())


def needs(permission: Permission) -> Callable[[View], View]:
    """Mark a view with the one permission it needs."""

    def mark(view: View) -> View:
        view.needs = permission  # type: ignore[attr-defined]
        return view

    return mark
