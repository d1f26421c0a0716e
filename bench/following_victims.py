"""A victim's way, drawn part by part: registers, assistance, health, protection, plan, follow-up, justice, rights, and what changes nothing.

In: a ``Way`` just born. Out: its records, and what they make true. Each part draws what was done, refused or left undone first and writes
its records from that.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from following_hardships import afterwards, hardships, marks
from following_person import FRESH, SETTLED, Record, Way

RIGHTS = ["consular", "asylum", "humanitarian_residence"]
OF_WHO_IS_HERE = (
    "no_plan", "no_follow_up", "no_health_referral", "no_defender", "defender_not_notified", "measure_ending", "measure_not_complied",
    "referral_unanswered", "no_outcome", "no_shelter_for_population", "victim_in_preventive_centre", "shelter_over_capacity",
)  # fmt: skip
"""What the texts leave open once she has gone home."""


def victim(way: Way) -> None:
    """A victim's way, drawn stage by stage; each part says what it made true."""
    way.refuses_all = way.drawn(no=95, yes=5) == "yes"
    way.stages["rescue"] = "done"
    parts: tuple[Callable[[Way], None], ...] = (
        in_registers, _assistance, _notifications, _health, _protection, _plan, _follow, _justice, _measure, _referral, _rights, marks,
    )  # fmt: skip
    for part in parts:
        part(way)
    if way.refuses_all:
        way.refuses("care", 1)
    if way.days <= FRESH:
        way.stages["closure"] = "!done"
    afterwards(way)
    hardships(way)


def in_registers(way: Way) -> None:
    way.registers = tuple(way.drawn(**{"reta sistra": 75, "reta": 13, "sistra": 12}).split())
    both = len(way.registers) == 2
    late = way.chance.choice(way.registers) if both and way.days > SETTLED and way.drawn(no=9, yes=1) == "yes" else ""
    for register in way.registers:
        lag = way.chance.randint(200, 370) if register == late else way.chance.randint(0, 1)
        number, facts = f"{register}-{way.person}", (way.detected - timedelta(days=2)).isoformat()
        way.says("complaint", lag, register, number=number, facts_date=facts, offences=["trafficking"], status="registered")
        status = way.chance.choice(("presumed", "confirmed", None))
        way.says("victim", lag, register, act=number, offences=["trafficking"], status=status, **way.traits, gender_identity=way.gender)
    way.stages["complaint"] = "done" if both else "due|pending"
    if not both:
        way.late("in_reta_not_sistra" if "reta" in way.registers else "in_sistra_not_reta", even_at_once=True)


def _assistance(way: Way) -> None:
    """UDAVIT, the defender, the interview: each done, refused or absent."""
    drawn = dict.fromkeys(("udavit", "defender", "interview"), "refused" if way.refuses_all else "absent")
    if not way.refuses_all and way.drawn(cared=92, neglected=8) == "cared":
        drawn = {part: way.drawn(done=75, refused=0 if part == "udavit" else 8, absent=17) for part in drawn}
    if drawn["udavit"] == "done":
        way.says(
            "service", 0, "udavit", service_kind=["legal", "psychological"], provider="mpfn", standing="victim", number=f"A-{way.person}"
        )
    drawn["defender"] = _defender(way, drawn["defender"])
    if drawn["interview"] == "done":
        _interviews(way)
    elif drawn["interview"] == "refused" and not way.refuses_all:
        way.refuses("interview", 1)
    if way.refuses_all:
        way.stages["immediate_assistance"] = "declined"
    elif set(drawn.values()) == {"absent"}:
        way.stages["immediate_assistance"] = way.owed()
    elif "absent" not in drawn.values():
        way.stages["immediate_assistance"] = "done" if set(drawn.values()) == {"done"} else "done|declined"


def _defender(way: Way, drawn: str) -> str:
    """Give what in the end became of it: who asks for a defender after all and gets none is as one who never had any."""
    way.defended = drawn == "done"
    if drawn == "done":
        way.says("defence", 0, "datamart", number=f"D-{way.person}", stage="preliminary")
    elif drawn == "refused" and not way.refuses_all:
        way.refuses("legal_aid", 1)
        if way.days > SETTLED and way.drawn(no=3, yes=1) == "yes":  # she asks for one after all, and gets none
            way.says("consent", 30, "udavit", consent_for="legal_aid", answer="given", number=f"C2-{way.person}")
            way.must.add("no_defender")
            return "absent"
    elif drawn == "absent":
        way.late("no_defender", even_at_once=True)
        if way.days > SETTLED and way.drawn(no=4, yes=1) == "yes":  # a defence dated in the future is a mistake and proves nothing
            way.records.append(
                {"person": way.person, "type": "defence", "date": "2031-05-01", "register": "datamart", "institution": "minjusdh"}
            )
    return drawn


def _interviews(way: Way) -> None:
    way.says("interview", 0, "udavit", number=f"E-{way.person}-1", standing="victim", room="gesell", repeated=False)
    if way.days < 90 or way.drawn(no=75, yes=25) == "no":
        return
    reason = way.chance.choice((None, "she_asked", "court_ordered", "new_facts"))
    way.says("interview", 60, "udavit", number=f"E-{way.person}-2", standing="victim", room="gesell", repeated=True, repeat_reason=reason)
    if reason is None and way.age == 17:
        way.open.add("minor_interviewed_again")
    elif reason is None and way.child:
        way.must.add("minor_interviewed_again")


def _notifications(way: Way) -> None:
    """The prosecutor's duty to notify (RFN 4268-2016) is asked only where there is a prosecutor's file and a defender."""
    if "sistra" not in way.registers or not way.defended:
        way.open.add("defender_not_notified")
        return
    if way.drawn(kept=75, broken=25) == "broken":
        way.late("defender_not_notified", even_at_once=True)
        return
    for number, (deed, after) in enumerate((("first_act", 0), ("interview", 0), ("interview", 60))):
        day = (way.detected + timedelta(days=after)).isoformat()
        way.says(
            "notification",
            after,
            "sistra",
            number=f"N-{way.person}-{number}",
            deed=deed,
            deed_date=day,
            received_date=day,
            receiver="minjusdh",
        )


def _health(way: Way) -> None:
    drawn = "refused" if way.refuses_all else way.drawn(referred=35, attended=30, refused=10, absent=25)
    if drawn == "referred":
        told = {"sender": "mpfn", "receiver": "minsa", "reason": "care", "answer": "accepted", "outcome": "attended"}
        way.says("referral", 0, "udavit", number=f"R-{way.person}", **told)
    elif drawn == "attended":
        way.says("service", 0, "minsa", number=f"H-{way.person}", service_kind=["medical"], provider="minsa", insured=True)
    elif drawn == "refused" and not way.refuses_all:
        way.refuses("health", 1)
    elif drawn == "absent":
        way.late("no_health_referral")


def _protection(way: Way) -> None:
    if way.refuses_all:
        if not way.child:
            way.stages["protection"] = "declined"
        else:
            way.stages["protection"] = "!done"
        way.open.add("no_shelter_for_population")
        return
    if way.child:
        _child_protection(way)
    else:
        _adult_protection(way)


def _child_protection(way: Way) -> None:
    way.open.add("no_shelter_for_population")
    drawn = way.drawn(family=40, residence=25, preventive=8, moved=5 if way.days > 2 else 0, none=22)
    held = {
        "shelter_kind": "preventive_centre",
        "shelter": f"CP-{way.region}",
        "reason": way.chance.choice(("trafficking", "law_conflict")),
    }
    if drawn == "family":
        measure = way.chance.choice(("with_family", "extended_family", "foster_family"))
        way.says("protection_proceeding", 0, "upe", number=f"T-{way.person}", ruling="provisional", measure=measure, family_considered=True)
    elif drawn == "preventive":
        way.says("stay", 0, "centros_preventivos", number=f"P-{way.person}", **held)
        way.must.add("victim_in_preventive_centre")
    elif drawn == "moved":
        out = (way.detected + timedelta(days=1)).isoformat()
        way.says("stay", 0, "centros_preventivos", number=f"P-{way.person}", until=out, exit_kind="transfer", **held)
    if drawn in ("residence", "moved"):
        way.says("protection_proceeding", 0, "upe", number=f"T-{way.person}", ruling="provisional", measure="residential")
        crowded = way.admits is not None and way.drawn(no=8, yes=2) == "yes"
        told = {"shelter": f"{'LLENO' if crowded else 'CAR'}-{way.region}", "shelter_kind": "car", "reason": "trafficking"}
        way.says("stay", 1, "car", number=f"S-{way.person}", **told)
        if crowded:
            way.must.add("shelter_over_capacity")
    way.stages["protection"] = "done" if drawn in ("family", "residence", "moved") else "!done" if way.grown else way.owed()


def _adult_protection(way: Way) -> None:
    wanted = "lgtbi" if way.gender else {"male": "men", "female": "women"}[way.sex]
    no_place = way.admits is not None and wanted not in way.admits
    drawn = way.drawn(stay=0 if no_place or way.admits is None else 40, refused=30, none=30)
    if drawn == "stay":
        told = {"shelter": f"CASA-{way.region}", "shelter_kind": "hrt", "reason": "trafficking", "legal_basis": "agreement_with_prosecutor"}
        way.says("stay", 0, "gobiernos", number=f"S-{way.person}", **told)
    elif drawn == "refused":
        way.refuses("shelter", 1)
    elif no_place and way.drawn(asked=1, unasked=1) == "asked":
        way.says("consent", 0, "udavit", consent_for="shelter", answer="given", number=f"CS-{way.person}")
        way.late("no_shelter_for_population", even_at_once=True)
    elif no_place:
        way.open.add("no_shelter_for_population")
    way.stages["protection"] = {"stay": "done", "refused": "declined", "none": "!done"}[drawn]


def _plan(way: Way) -> None:
    if way.refuses_all:
        way.stages["life_plan"] = "declined"
        return
    drawn = way.drawn(achieved=35, in_course=20, overdue=10, declined=5, none=30) if way.days > 100 else "none"
    if drawn == "none":
        way.late("no_plan")
        way.stages["life_plan"] = way.owed() if way.days > SETTLED else "pending|due"
        return
    goals = {
        "achieved": ("achieved", "achieved"),
        "in_course": ("in_course", "planned"),
        "overdue": ("planned", "in_course"),
        "declined": ("declined",) * 2,
    }
    due = way.detected + timedelta(days=90) if drawn == "overdue" else way.today + timedelta(days=60)
    done = (way.detected + timedelta(days=80)).isoformat() if drawn == "achieved" else None
    for ordinal, (area, state) in enumerate(zip(("education", "mental_health"), goals[drawn], strict=True), 1):
        told = {"area": area, "goal_state": state, "done_date": done, "due_date": due.isoformat(), "agreed": True}
        way.says("reintegration_plan", 20, "car", number=f"L-{way.person}", ordinal=str(ordinal), **told)
    way.achieved = drawn == "achieved"
    way.stages["life_plan"] = {"achieved": "done", "declined": "declined|done"}.get(drawn, "pending|due")


def _follow(way: Way) -> None:
    if way.refuses_all:
        return
    drawn = way.drawn(kept=50, stopped=20, unwished=8, refused=7, none=15)
    if way.days <= SETTLED:
        drawn = "none"
    ends = {"kept": 10, "stopped": 130, "unwished": 200}
    way.well = drawn in ends
    if drawn in ends:
        last = way.today - timedelta(days=way.chance.randint(ends[drawn], ends[drawn] + 20))
        for number, before in enumerate((160, 80, 0)):
            wishes = not (drawn == "unwished" and before == 0)
            told = {"reached": True, "wishes": wishes, "living": "own_family", "at_risk": False, "trafficked_again": False}
            way.says("follow_up", last - timedelta(days=before), "cem", number=f"F-{way.person}-{number}", **told)
        if drawn == "stopped":
            way.must.add("no_follow_up")
    elif drawn == "refused":
        way.refuses("follow_up", 30)
    else:
        way.late("no_follow_up")


def _justice(way: Way) -> None:
    drawn = way.drawn(none=35, recent=8, slow=12, paid=15, unpaid=10, zero=6, unknown=4, acquitted=6, dismissed=4)
    end = way.detected + timedelta(days=300)
    told: Record = {"number": f"J-{way.person}", "stage": "sentence", "outcome": "convicted", "outcome_date": end.isoformat(), "years": 12}
    if way.days <= SETTLED or drawn == "none":
        if way.days > FRESH:
            way.open.add("no_outcome")
        way.stages["justice"] = "!done"
        return
    if drawn in ("recent", "slow"):
        begun = way.today - timedelta(days=20) if drawn == "recent" else way.detected + timedelta(days=10)
        way.says("proceeding", begun, "poder_judicial", number=told["number"], stage="preparatory", outcome="in_process")
        way.stages["justice"] = "pending|due"
        if (way.today - way.detected).days > 1600 and drawn == "slow":
            way.must.add("no_outcome")
        else:
            way.open.add("no_outcome")
        return
    money = {"paid": (4000, 4000), "unpaid": (4000, way.chance.choice((0, 500))), "zero": (0, None), "unknown": (None, None)}
    if drawn in money:
        reparation, paid = money[drawn]
        way.says("proceeding", 40, "poder_judicial", **told, reparation=reparation, paid=paid)
        way.stages |= {"paid": {"justice": "done"}, "unpaid": {"justice": "pending|due"}, "zero": {"justice": "!done"}}.get(drawn, {})
    else:
        way.says("proceeding", 40, "poder_judicial", **told | {"outcome": drawn, "years": None})
        if drawn == "dismissed":
            way.open.add("defender_not_notified")
            way.must.discard("defender_not_notified")
    if drawn == "zero":
        way.must.add("sentence_without_reparation")
    elif drawn == "unknown":
        way.open |= {"sentence_without_reparation", "reparation_unpaid"}
    elif drawn == "unpaid":
        (way.must if (way.today - end).days > 700 else way.open).add("reparation_unpaid")


def _measure(way: Way) -> None:
    drawn = way.drawn(none=70, ending=10, far=10, broken=10)
    if drawn == "none":
        return
    until = way.today + timedelta(days=way.chance.randint(1, 5) if drawn == "ending" else 500)
    told = {"standing": "victim", "measure": "police_protection", "authority": "mpfn", "executor": "pnp", "complied": drawn != "broken"}
    way.says("protection_measure", 0, "udavit", number=f"M-{way.person}", until=until.isoformat(), **told)
    if drawn != "far":
        way.must.add("measure_ending" if drawn == "ending" else "measure_not_complied")
    if drawn != "broken" and not way.child:  # a measure complied with may be the protection of who has no shelter: the texts leave it open
        way.stages |= {"declined": {"protection": "declined|done"}}.get(way.stages["protection"], {})
        if way.stages["protection"] == "!done":
            del way.stages["protection"]


def _referral(way: Way) -> None:
    """A referral to education, which no refusal but that of all care is about."""
    drawn = way.drawn(none=60, unanswered=12, accepted=12, rejected=8, running=8)
    if drawn == "none" or way.refuses_all or (way.days <= SETTLED and drawn == "unanswered"):
        return
    sent = way.today - timedelta(days=1) if drawn == "running" else way.detected
    answer = {"accepted": "accepted", "rejected": "rejected", "unanswered": way.chance.choice((None, "pending"))}.get(drawn)
    told = {"sender": "mpfn", "receiver": "minedu", "reason": "reintegration", "legal_basis": "consent", "answer": answer}
    told |= {"answer_date": sent.isoformat()} if answer in ("accepted", "rejected") else {}
    told |= {"rejection_reason": "not_competent"} if answer == "rejected" else {}
    way.says("referral", sent, "udavit", number=f"RE-{way.person}", due_date=(sent + timedelta(days=10)).isoformat(), **told)
    if drawn == "unanswered":
        way.must.add("referral_unanswered")


def _rights(way: Way) -> None:
    """A foreigner is told of all three rights, of one, or of none, and asked; or she is told and chooses to go home."""
    if way.nationality in (None, "PER"):
        return
    told = way.drawn(none=40, one=20, all=25, returned=15)
    if way.refuses_all:
        way.open.add("foreign_not_told")
    elif told == "returned" and way.days > SETTLED:
        _goes_home(way)
    elif told in ("one", "all"):
        rights = ["consular"] if told == "one" else RIGHTS
        answer = way.chance.choice(("refused", "given"))
        way.says("consent", 0, "udavit", consent_for="migration_notice", answer=answer, rights_told=rights, number=f"CR-{way.person}")
    if told in ("none", "one") and not way.refuses_all:
        way.late("foreign_not_told", even_at_once=True)
    elif told == "returned" and way.days <= SETTLED:
        way.open.add("foreign_not_told")


def _goes_home(way: Way) -> None:
    said = {"from_country": "PER", "to_country": way.nationality, "voluntary": True, "risk_assessed": True, "rights_told": RIGHTS}
    way.says("repatriation", way.today, "migraciones", number=f"B-{way.person}", **said)
    way.leave_open(*OF_WHO_IS_HERE)
    way.stages = {stage: way.stages[stage] for stage in ("rescue", "complaint")} | {"closure": "done"}
    way.status = "closed"
