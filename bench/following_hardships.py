"""What happens to a victim's way besides: marks that must change nothing, archives, ends, and what makes a way hard to read.

In: a ``Way`` whose parts are drawn. Out: more records, and what they change of what is true. Hardships are doubts of age, answers taken back,
refusals and findings typed wrongly, and a first episode closed long before this one.
"""

from __future__ import annotations

from datetime import timedelta

from following_person import CONCEPTS, SETTLED, Way

OF_AN_OPEN_FILE = ("no_plan", "no_follow_up", "no_health_referral", "foreign_not_told", "no_shelter_for_population")
"""What the texts leave open of whom every record tells as reintegrated."""


def marks(way: Way) -> None:
    """What must change nothing: a suspect mark, a finding by a body not competent, an archive, a call that became the complaint."""
    if way.drawn(no=95, yes=5) == "yes":
        way.says("suspect", 0, "sistra", procedural_status="investigated", age=way.age, sex=way.sex)
    if way.drawn(no=95, yes=5) == "yes":
        way.says(
            "victim",
            3,
            "reta",
            status="not_a_victim",
            decided_by=way.chance.choice(("pnp", "mimp", None)),
            offences=["trafficking"],
            **way.traits,
        )
        if "reta" not in way.registers:
            way.leave_open("in_sistra_not_reta")
            way.stages.pop("complaint", None)
    if "sistra" in way.registers and way.days > SETTLED and way.drawn(no=90, yes=10) == "yes":
        _archived(way)
    if way.drawn(no=95, yes=5) == "yes" and len(way.registers) == 2 and way.days > SETTLED:
        way.says(
            "call",
            -1,
            "linea_1818",
            number=f"K-{way.person}",
            about_trafficking=True,
            became=way.chance.choice(("complaint_made", "pending")),
        )
    way.open -= way.must


def _archived(way: Way) -> None:
    """The case is archived on a day, of which the defender was told or not; SISTRA's complaint may say so too, without a day."""
    day, told = way.detected + timedelta(days=300), way.drawn(yes=1, no=1) == "yes"
    said = {"outcome": "archived", "outcome_date": day.isoformat(), "stage": "preliminary"}
    way.says("proceeding", 40, "poder_judicial", number=f"JA-{way.person}", **said)
    if way.drawn(yes=1, no=1) == "yes":
        way.says("complaint", 0, "sistra", number=f"sistra-{way.person}", status="archived", offences=["trafficking"])
        way.leave_open("defender_not_notified")
    elif told:
        way.says("notification", day, "sistra", number=f"NA-{way.person}", deed="archive", deed_date=day.isoformat(), receiver="minjusdh")
    elif way.defended and way.status != "closed":
        way.must.add("defender_not_notified")
    else:
        way.open.add("defender_not_notified")
    way.leave_open("no_outcome")
    way.stages.pop("justice", None)


def afterwards(way: Way) -> None:
    """A few are found exploited again, and a few die."""
    if way.achieved and way.well:
        way.leave_open(*OF_AN_OPEN_FILE)
    if way.days <= SETTLED or way.status:
        return
    drawn = way.drawn(no=95, again=3, dead=2)
    if drawn == "again" and not way.refuses_all:
        told = {"reached": True, "living": "other", "at_risk": True, "trafficked_again": True}
        way.says("follow_up", way.today - timedelta(days=5), "cem", number=f"F-{way.person}-again", **told)
        way.must, way.open, way.stages = {"trafficked_again"}, set(CONCEPTS) - {"trafficked_again"}, {"rescue": "done", "closure": "!done"}
    elif drawn == "dead":
        died = (way.today - timedelta(days=2)).isoformat()
        way.says(
            "missing_report", way.today - timedelta(days=3), "desaparecidas", found="found_dead", found_date=died, number=f"X-{way.person}"
        )
        quiet = {"no_plan", "no_follow_up", "no_health_referral"}
        way.must, way.open = set(), set(CONCEPTS) - quiet
        way.stages, way.status = {"rescue": "done", "closure": "done"}, "closed"


def hardships(way: Way) -> None:
    """Make one way in four hard to read; what was drawn of it stays true, but for what is said here."""
    if way.days <= SETTLED or way.status or way.must == {"trafficked_again"}:
        return
    hard = {
        "none": 75,
        "changed_mind": 4,
        "future_refusal": 4,
        "transferred": 4,
        "month_of_contact": 4,
        "early_service": 3,
        "old_episode": 6,
    }
    drawn = way.drawn(**hard)
    if drawn == "changed_mind" and not way.refuses_all:
        way.says("consent", 1, "udavit", consent_for="care", answer="refused", number=f"H1-{way.person}")
        way.says("consent", 20, "udavit", consent_for="care", answer="given", number=f"H2-{way.person}")
    elif drawn == "future_refusal":
        wrong = {"person": way.person, "type": "consent", "date": "2029-02-01", "register": "udavit", "institution": "mpfn"}
        way.records.append(wrong | {"consent_for": "care", "answer": "refused"})
    elif drawn == "transferred" and way.defended:
        _transferred(way)
    elif drawn == "month_of_contact":
        for row in way.records:
            row["date"] = row["date"][:7] if row["type"] == "follow_up" and row["date"][:7] != way.today.isoformat()[:7] else row["date"]
        way.leave_open("no_follow_up")
    elif drawn == "early_service" and way.age is not None:
        wrong = {"person": way.person, "type": "service", "date": "1931-02-01", "register": "minsa", "institution": "minsa"}
        way.records.append(wrong | {"service_kind": ["medical"], "provider": "minsa"})
    elif drawn == "old_episode":
        _old_episode(way)


def _transferred(way: Way) -> None:
    """Her defence passed to another district, which took it up."""
    day = way.detected + timedelta(days=100)
    for row in way.records:
        if row["type"] == "defence":
            row |= {"until": day.isoformat(), "ended_by": "transferred"}
    way.says("defence", day, "datamart", number=f"D2-{way.person}", stage="preparatory")


def _old_episode(way: Way) -> None:
    """Years before she was a victim of other facts, everything was done, and she was seen well for two years."""
    begun = way.detected - timedelta(days=1500)
    day = lambda after: begun + timedelta(days=after)  # noqa: E731
    age = None if way.age is None else way.age - 4
    for register in ("reta", "sistra"):
        number, facts = f"{register}-old-{way.person}", day(-3).isoformat()
        way.says("complaint", day(0), register, number=number, facts_date=facts, offences=["trafficking"])
        way.says("victim", day(0), register, act=number, offences=["trafficking"], age=age, sex=way.sex, nationality=way.nationality)
    way.says("defence", day(1), "datamart", number=f"DO-{way.person}", until=day(600).isoformat(), ended_by="proceeding_over")
    done = {"area": "family", "goal_state": "achieved", "done_date": day(200).isoformat(), "due_date": day(220).isoformat()}
    way.says("reintegration_plan", day(30), "car", number=f"LO-{way.person}", ordinal="1", **done)
    for number, after in enumerate(range(80, 900, 80)):
        well = {"reached": True, "living": "own_family", "at_risk": False, "trafficked_again": False}
        way.says("follow_up", day(after), "cem", number=f"FO-{way.person}-{number}", **well)
    paid = {"outcome": "convicted", "outcome_date": day(600).isoformat(), "reparation": 3000, "paid": 3000}
    way.says("proceeding", day(60), "poder_judicial", number=f"JO-{way.person}", stage="sentence", **paid)
    way.must.add("trafficked_again")
    way.leave_open("foreign_not_told", "no_outcome", "defender_not_notified", "call_without_complaint", "sentence_without_reparation")
    way.stages.pop("closure", None)
    way.stages.pop("justice", None)
