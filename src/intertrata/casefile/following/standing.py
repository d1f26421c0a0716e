"""How a person stands in one record: held for a victim, ruled to be none, or only met by somebody who does not say.

In: an event. Out: yes or no. The institution's own words decide; being a suspect too takes nothing from a victim (SAFEGUARDS 14), and an
archive or an acquittal says nothing about her (SAFEGUARDS 7).
"""

from __future__ import annotations

from intertrata.casefile.following.event import Days, Event
from intertrata.vocabulary.offences import in_family

COMPETENT = ("mpfn", "pj")
"""Whose finding makes somebody "not a victim": the prosecutor's office and the judiciary (MODEL.md, stages; which organ of them, to confirm)."""
NOT_A_VICTIM = "not_a_victim"
TRAFFICKING = (*in_family("trafficking"), *in_family("exploitation"))
SMUGGLING = in_family("smuggling")
REASONS = ("trafficking", "esnna", "other_exploitation")
OF_A_CASE = frozenset({"complaint", "call", "operation", "inspection", "facts", "communication"})
"""Events that, told of a person who is a victim, are a day on which she was known."""
OF_VICTIMS = frozenset({"reintegration_plan", "follow_up", "referral", "repatriation", "consent"})
"""Record types of care that are kept of victims alone; they do not say how the person stands."""
SCREENED = frozenset({"missing_report", "screened_complaint"})
"""Reports of something else, until somebody finds trafficking behind them."""
OTHERS = frozenset({"suspect", "smuggled", "witness"})


def ruled_out(event: Event) -> bool:
    """Whether the body competent to find it found that she is not a victim (SAFEGUARDS 7); anybody else's word leaves her one."""
    return event.type == "victim" and event.says("status", NOT_A_VICTIM) and event.says("decided_by", *COMPETENT)


def confirms(event: Event) -> bool:
    """Whether the body competent to find it found that she is one."""
    return event.type == "victim" and not event.says("status", NOT_A_VICTIM) and event.says("decided_by", *COMPETENT)


def identifies(event: Event) -> bool:
    """Whether a record names her a victim, presumed or confirmed, at home or abroad, or finds trafficking behind something else.

    A smuggled or missing person is none by default (SAFEGUARDS 13): signs or a finding make her one.
    """
    if event.type == "victim":
        return not ruled_out(event) and not _of_smuggling(event)
    if event.type == "smuggled_person":
        return event.says("signs_of_trafficking", True)
    if event.type == "missing_report":
        return event.says("finding", "trafficking")
    return event.type in {"victim_abroad", "exchange_case"}


def _of_smuggling(event: Event) -> bool:
    """Whether a register lists her for smuggling of migrants and nothing else; any other offence may hide trafficking."""
    told = event.said.get("offences", ())
    return bool(told) and all(one in SMUGGLING for one in told)


def cared_as_victim(event: Event) -> bool:
    """Whether a record of care says that she is cared for as a victim of trafficking or of another exploitation."""
    if event.type == "defence":  # the register is of those whom the public defence of victims defends
        return True
    if "standing" in event.said:
        return event.says("standing", "victim")
    return event.says("reason", *REASONS) or (event.type == "service" and ("purpose" in event.said or event.says("offences", *TRAFFICKING)))


def met_as_victim(event: Event) -> bool:
    """Whether a record is one that is kept of victims, or tells of a case of trafficking, though it does not say how she stands."""
    if event.type == "call":
        return event.says("about_trafficking", True) and not event.says("became", "not_trafficking")
    if event.type in OF_A_CASE:
        return "offences" not in event.said or event.says("offences", *TRAFFICKING)
    return "standing" not in event.said and event.type in OF_VICTIMS


def knows(event: Event) -> bool:
    """Whether a record of a victim shows that somebody knew her for one."""
    if event.type in SCREENED:
        return event.says("finding", "trafficking", "looks_like_trafficking")
    return identifies(event) or cared_as_victim(event) or met_as_victim(event)


def known_on(event: Event) -> Days | None:
    """Give the day on which a record of a victim shows that somebody knew her for one, or None: a finding was made on its own day."""
    if not knows(event):
        return None
    found = event.said.get("finding_date") if event.type in SCREENED else None
    if isinstance(found, Days):
        return found
    return None if event.first is None or event.last is None else Days(event.first, event.last)
