"""Campaigns and what happens to their requests. In: a questionnaire, entities, dated events. Out: rows; an event is taken back by another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from intertrata.access.actions import note
from intertrata.transparency import catalogue, questionnaire
from intertrata.transparency.letters import reply_code
from intertrata.transparency.models import Campaign, Event, Request
from intertrata.transparency.outcome import outcome, prove_appeals
from intertrata.transparency.queries import calendars, events_of, happened, request_row
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem

LONGEST_NAME = 30
LONGEST_PROMISE = timedelta(days=2 * 365)
"""Later than that nobody promises an answer: somebody typed another year, and each day until then would be counted."""


@dataclass(frozen=True)
class Happening:
    """What is recorded of a request: which kind of event, on which day, and what it says."""

    kind: str
    day: date
    channel: str = ""
    reference: str = ""
    promised: date | None = None
    refers_to: int | None = None
    entity: str = ""
    after_hours: bool = False


@dataclass(frozen=True)
class Asking:
    """Who asks: the institution, on whose behalf another files it (or none), the office that signs, its city, where to answer. Never a person."""

    sender: str
    office: str
    city: str
    reply_to: str
    through: str = ""


def open_campaign(asked: str, *, name: str, title: str, asking: Asking, entities: Sequence[str], by: str) -> str:
    """Open a campaign with a request for each entity, none of them filed yet; give its name.

    Args:
        asked: which questionnaire that ships with the product; kept with the campaign as it stands now.
        name: short, for addresses and the codes of letters («trata-2016»); letters, figures and dashes.
        entities: codes of the catalogue; each is asked once.

    Raises:
        Problem: ``campaign_name``, ``campaign_exists``, ``campaign_of_nobody``; ``entity_unknown``; ``institution_unknown``;
            ``questionnaire_unknown``; ``reply_code_unfit``.
    """
    if not name or slugify(name) != name or len(name) > LONGEST_NAME:
        raise Problem("campaign_name", name=name, longest=LONGEST_NAME)
    for one in filter(None, (asking.sender, asking.through)):
        if one not in code_list("institution"):
            raise Problem("institution_unknown", asked=one)
    text = questionnaire.text_of(asked)
    codes = [catalogue.entity(code).code for code in dict.fromkeys(entities)]
    if not codes:
        raise Problem("campaign_of_nobody", name=name)
    now = timezone.now()
    with transaction.atomic(using="default"):
        told = {"title": title.strip() or name, "questionnaire": text, "by": by, "made_at": now, **asdict(asking)}
        _made, new = Campaign.objects.get_or_create(id=name, defaults=told)
        if not new:
            raise Problem("campaign_exists", name=name)
        Request.objects.bulk_create(
            Request(id=uuid4(), campaign=name, entity=code, number=reply_code(name, code), made_at=now) for code in codes
        )
    note("open_campaign", by=by, thing="campaign", thing_id=name, found=len(codes))
    return name


def record(requests: Sequence[UUID], what: Happening, *, by: str) -> list[int]:
    """Record one happening of each request: that all were filed, that one answered. Give the numbers of the events.

    Raises:
        Problem: ``request_unknown``, ``event_kind_unknown``, ``event_in_the_future``, ``event_unknown`` where what it refers to is no event of
            that request; ``promise_unlikely``; ``entity_unknown``; ``answer_before_request``, ``appeal_before_refusal`` and what else cannot have
            happened to a request in this order (``outcome``). Then none is recorded.
    """
    if what.day > timezone.localdate():
        raise Problem("event_in_the_future", day=what.day.isoformat())
    if what.promised is not None and not what.day <= what.promised <= what.day + LONGEST_PROMISE:
        raise Problem("promise_unlikely", promised=what.promised.isoformat(), day=what.day.isoformat())
    if not requests:
        raise Problem("request_unknown")
    if what.kind not in code_list("request_event"):
        raise Problem("event_kind_unknown", asked=what.kind, allowed=[one.es for one in code_list("request_event")])
    if what.entity:
        catalogue.entity(what.entity)
    rows = [request_row(one) for one in dict.fromkeys(requests)]
    if what.refers_to is not None and any(not _stands(one.id, what.refers_to) for one in rows):
        raise Problem("event_unknown")
    now = timezone.now()
    with transaction.atomic(using="default"):
        hold(rows)
        made = [
            Event(
                request=one.id, kind=what.kind, day=what.day, channel=what.channel, reference=what.reference, promised=what.promised,
                refers_to=what.refers_to, entity=what.entity, after_hours=what.after_hours, by=by, recorded_at=now,
            )
            for one in rows
        ]  # fmt: skip
        for event in made:
            event.save(force_insert=True)
        _prove(rows, made)
    thing, thing_id = ("request", rows[0].id.hex) if len(rows) == 1 else ("campaign", rows[0].campaign)
    note("record_event", by=by, thing=thing, thing_id=thing_id, found=len(made))
    return [event.pk for event in made]


def take_back(request: UUID, event: int, *, by: str) -> None:
    """Take an event of a request back that was recorded by mistake: it stays, with what takes it back, and counts no more.

    Raises:
        Problem: ``request_unknown``; ``event_unknown`` where it has none of that number, or it was taken back already; what cannot be true
            without it.
    """
    row = request_row(request)
    with transaction.atomic(using="default"):
        hold([row])
        if not _stands(row.id, event):
            raise Problem("event_unknown")
        found = Event.objects.get(pk=event)
        _prove([row], without=event)
        Event.objects.create(
            request=row.id, kind=found.kind, day=found.day, refers_to=event, takes_back=True, by=by, recorded_at=timezone.now()
        )
    note("take_event_back", by=by, thing="request", thing_id=row.id.hex)


def hold(rows: Sequence[Request]) -> None:
    """Let nobody else record of these requests until this is done: two filings at once would each be proved without the other."""
    list(Request.objects.select_for_update().filter(pk__in=[one.id for one in rows]).order_by("id").values_list("id"))


def _stands(request: UUID, event: int) -> bool:
    """Whether it is an event of the request that was not taken back."""
    return any(one.pk == event for one in events_of([request]).get(request, ()))


def _prove(rows: Sequence[Request], made: Sequence[Event] = (), *, without: int | None = None) -> None:
    """Prove that what is recorded of these requests can have happened; a request of which nothing is recorded is one not filed yet.

    Args:
        made: what is recorded now: of appeals and rulings only these are proved. without: the event that is to be taken back; then every appeal is.
    """
    held, calendar, today = events_of([one.id for one in rows]), calendars(), timezone.localdate()
    for one in rows:
        told, where = [each for each in held.get(one.id, ()) if each.pk != without], calendar(catalogue.entity(one.entity))
        if told:
            outcome(happened(told), today, where)
            only = happened(each for each in made if each.request == one.id)
            prove_appeals(happened(told), where, only=only[0] if only else None)
