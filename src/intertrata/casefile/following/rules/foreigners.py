"""Rules of foreigners and of Peruvians abroad: she is told and asked first, nothing goes to Migraciones without her yes, and no return is
against her will. No rule has anybody contact a consulate, and none reads how she entered the country (SAFEGUARDS 5)."""

from __future__ import annotations

from datetime import date

from intertrata.casefile.following.event import Event
from intertrata.casefile.following.finding import QUIET, Finding, cannot_tell
from intertrata.casefile.following.lateness import happened, late, late_since_known
from intertrata.casefile.following.rule import Rule
from intertrata.casefile.following.surroundings import Surroundings
from intertrata.casefile.following.trajectory import ABROAD, NO, YES, Trajectory

RIGHTS = ("consular", "asylum", "humanitarian_residence")
ASKED = "consular_notice"
"""Who was asked for it was told something, though the record may not say of which rights."""
FOREIGN_OFFICE, BORDERS = "mrree", "migraciones"
ITS_REGISTER = "mrree_pah"
YES_FOR_HER = ("given", "replaced_by_duty")


def foreign_not_told(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """A foreign victim was not told of consular help, asylum and humanitarian residence; what she said no to she was told of."""
    foreign = trajectory.foreign()
    if foreign != YES:
        return QUIET if foreign == NO else cannot_tell("nationality")
    told = {right: trajectory.told_of(right, today) for right in RIGHTS if not _refused(trajectory, rule, right, today)}
    if all(answer == YES for answer in told.values()):
        return QUIET
    listed = any("rights_told" in one.said for one in trajectory.of_type("consent", "repatriation"))
    asked = trajectory.consent(ASKED, today) is not None
    return cannot_tell("consent.rights_told") if asked and not listed else late_since_known(trajectory, rule, today)


def peruvian_abroad_uncoordinated(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """A Peruvian victim is abroad and nothing shows that the Foreign Ministry acts for her; of who seeks asylum nothing is asked of it."""
    found = [one for one in trajectory.of_type(ABROAD) if happened(one, today)]
    if not found or any(one.says("asylum_seeker", True) for one in found) or any(_coordinates(one) for one in trajectory.events):
        return QUIET
    # who says nothing of asylum may seek it: the ministry is asked about her only where it sent the record and knows her already
    if all(one.register != ITS_REGISTER and "asylum_seeker" not in one.said for one in found):
        return cannot_tell("victim_abroad.asylum_seeker")
    return late(found, rule, today)


def sent_to_migraciones_unasked(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """She was referred to the migration authority and had not said yes."""
    sent = [one for one in trajectory.of_type("referral") if one.says("receiver", BORDERS) and happened(one, today)]
    unasked = [one for one in sent if not _said_yes(trajectory, one.first or today)]
    return late(unasked, rule, today) if unasked else QUIET


def return_without_guarantees(trajectory: Trajectory, rule: Rule, around: Surroundings, today: date) -> Finding:
    """She was returned against her will, or without a look at the risk first."""
    returned = [one for one in trajectory.of_type("repatriation") if happened(one, today)]
    unsafe = [one for one in returned if one.says("voluntary", False) or one.says("risk_assessed", False)]
    if unsafe:
        return late(unsafe, rule, today)
    unsaid = [field for one in returned for field in ("voluntary", "risk_assessed") if field not in one.said]
    return cannot_tell(f"repatriation.{unsaid[0]}") if unsaid else QUIET


def _refused(trajectory: Trajectory, rule: Rule, right: str, today: date) -> bool:
    return right in rule.silenced_each and trajectory.refused(rule.silenced_each[right], today)


def _coordinates(event: Event) -> bool:
    """Whether a record shows the ministry acting for her: it attended her, helped her return, told others here, or took a referral."""
    if event.type == "service":
        return FOREIGN_OFFICE in {event.said.get("provider"), event.institution} or event.register == ITS_REGISTER
    if event.type == "repatriation":
        return event.says("assisted_by", FOREIGN_OFFICE) or event.register == ITS_REGISTER
    if event.type == "referral":
        return event.says("sender", FOREIGN_OFFICE) or (event.says("receiver", FOREIGN_OFFICE) and event.says("answer", "accepted"))
    return event.type == ABROAD and event.register == ITS_REGISTER and bool(event.said.get("told_to"))


def _said_yes(trajectory: Trajectory, day: date) -> bool:
    answer = trajectory.consent("migration_notice", day)
    return answer is not None and answer.says("answer", *YES_FOR_HER) and not trajectory.refused("migration_notice", day)
