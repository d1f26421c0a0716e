"""Rules of shelters: a victim where offenders are held, too many persons for the places, none that takes her, one that keeps her."""

from __future__ import annotations

from datetime import date
from itertools import takewhile

from intertrata.casefile.following.event import Event
from intertrata.casefile.following.finding import QUIET, Finding, cannot_tell, fires
from intertrata.casefile.following.lateness import happened, late, late_from, lines, open_on
from intertrata.casefile.following.rule import Rule
from intertrata.casefile.following.surroundings import Surroundings
from intertrata.casefile.following.trajectory import NO, UNKNOWN, YES, Trajectory, says_no

PREVENTIVE = "preventive_centre"
ITS_REGISTER = "centros_preventivos"
BY_AGREEMENT = ("consent", "agreement_with_prosecutor")
DIVERSE = ("trans_woman", "trans_man", "non_binary")


def in_preventive_centre(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """She is held where adolescents in conflict with the law are."""
    stays = _open_stays(trajectory, today)
    held = [one for one in stays if _preventive(one)]
    if held:
        return late(held, rule, today)
    return cannot_tell("stay.shelter_kind") if any("shelter_kind" not in one.said for one in stays) else QUIET


def shelter_over_capacity(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """Her shelter holds more persons than it has places for."""
    stays = _open_stays(trajectory, today)
    if not stays:
        return QUIET
    stay = stays[-1]
    told = around.by_shelter.get(stay.said.get("shelter", ""), [])
    newest = around.shelter(stay.said.get("shelter", ""), today)
    if newest is None:
        return cannot_tell("shelter_places" if "shelter" in stay.said else "stay.shelter")
    if not {"capacity", "occupied"} <= newest.said.keys():
        return cannot_tell("shelter_places.occupied")
    since = _crowded_since(told, newest)
    return QUIET if since is None else fires(max(since, stay.first or since), lines([stay, newest]))


def no_shelter_for_her(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """A man, a boy or an LGTBI person needs a shelter and no shelter of the region takes such a person."""
    populations, missing = _populations(trajectory, today)
    if not populations or _open_stays(trajectory, today):
        return cannot_tell(missing) if missing else QUIET
    need = [one for one in trajectory.events if happened(one, today) and _needs_shelter(one)]
    if not need:
        return cannot_tell("consent") if trajectory.consent("shelter", today) is None else QUIET
    region = next((one.region for one in reversed((*trajectory.events,)) if one.region and happened(one, today)), "")
    if not region:
        return cannot_tell("ubigeo")
    answers = {around.admits(population, region, today) for population in populations}
    if YES in answers:
        return QUIET
    return cannot_tell("shelter_places.population") if UNKNOWN in answers else late(need, rule, today)


def sheltered_after_refusing(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """An adult said no to shelter and is still in one."""
    refusals = _standing_refusals(trajectory, today)
    if not refusals:
        return QUIET
    said_no = refusals[0].day("revoked_date") or refusals[0].last
    stays = [one for one in _open_stays(trajectory, today) if not _preventive(one)]
    kept = [one for one in stays if not (_after(one, said_no) and one.says("legal_basis", *BY_AGREEMENT))]
    if not kept or trajectory.minor_on(today) == YES:
        return QUIET
    if trajectory.minor_on(today) == UNKNOWN:
        return cannot_tell("age")
    if all(_after(one, said_no) and "legal_basis" not in one.said for one in kept):
        return cannot_tell("stay.legal_basis")
    days = [day for day in (said_no, *(one.last for one in kept)) if day is not None]
    return late_from(max(days, default=None), rule, today, [*refusals, *kept])


def _open_stays(trajectory: Trajectory, today: date) -> list[Event]:
    return [one for one in trajectory.of_type("stay") if open_on(one, today)]


def _standing_refusals(trajectory: Trajectory, today: date) -> list[Event]:
    """Her answers about shelter that say no, since the last that said yes; none where she says yes now."""
    if not trajectory.refused("shelter", today):
        return []
    answers = [one for one in trajectory.of_type("consent") if one.says("consent_for", "shelter") and happened(one, today)]
    return list(takewhile(lambda one: says_no(one, today), reversed(answers)))[::-1]


def _preventive(stay: Event) -> bool:
    return stay.says("shelter_kind", PREVENTIVE) or stay.register == ITS_REGISTER


def _after(stay: Event, day: date | None) -> bool:
    return stay.first is not None and day is not None and stay.first > day


def _crowded_since(told: list[Event], newest: Event) -> date | None:
    """The day since which each statement of the shelter up to the newest said that it is too full; None where the newest does not."""
    since = None
    for one in reversed(told[: told.index(newest) + 1]):
        if one.said.get("occupied", 0) <= one.said.get("capacity", 0):
            break
        since = one.first
    return since


def _populations(trajectory: Trajectory, today: date) -> tuple[tuple[str, ...], str]:
    """Which of the populations that few shelters take she is of (any one that takes her will do), or the field that would be needed."""
    events = (*trajectory.earlier, *trajectory.events)
    identity = next((one.said["gender_identity"] for one in reversed(events) if "gender_identity" in one.said), "")
    sex = next((one.said["sex"] for one in reversed(events) if "sex" in one.said), "")
    if identity in DIVERSE or (identity, sex) in {("woman", "male"), ("man", "female")} or sex == "other":
        return ("lgtbi",), ""
    if not sex:
        return (), "sex"
    if sex != "male":
        return (), ""
    minor = trajectory.minor_on(today)
    return (("men",) if minor == NO else ("boys",), "") if minor != UNKNOWN else ((), "age")


def _needs_shelter(event: Event) -> bool:
    """Whether a record says that she needs shelter: she said yes, she was referred for it or lodged in haste, or the UPE decided it."""
    if event.type == "consent":
        return event.says("consent_for", "shelter") and event.says("answer", "given", "replaced_by_duty")
    if event.type == "referral":
        return event.says("reason", "shelter")
    return event.says("service_kind", "lodging") or event.says("measure", "residential")
