"""What the room tells: campaigns, what became of each request and why it was due when, the matrix, documents for who may open them.

In: codes, opaque ids, the day it is. Out: frozen values; what an answer's file holds is given by ``actions.open_document`` only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

import polars as pl
from django.db.models import Count

from intertrata.storage.bulk import read_rows
from intertrata.transparency import catalogue, matrix, outcome, questionnaire
from intertrata.transparency.appeals import Appeal
from intertrata.transparency.catalogue import Entity
from intertrata.transparency.deadlines import Deadline
from intertrata.transparency.happenings import Event as Happened
from intertrata.transparency.kept.queries import Kept, cleared_texts, document, documents_folder, documents_of, own_words
from intertrata.transparency.limits import LARGEST as LARGEST_DOCUMENT
from intertrata.transparency.matrix import CAPTURES, CHOICES, Matrix
from intertrata.transparency.models import (
    Campaign,
    Capture,
    Choice,
    DecreeDay,
    DecreeTakenBack,
    DueMoved,
    Event,
    Invitation,
    Reply,
    Request,
)
from intertrata.transparency.outcome import Outcome
from intertrata.transparency.questionnaire import Item, Questionnaire
from intertrata.transparency.readings import DIGEST, is_text
from intertrata.vocabulary import workdays
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.periods import Period
from intertrata.vocabulary.workdays import Calendar
from intertrata.vocabulary.workdays import DecreeDay as Decreed

ANSWERED = dict.fromkeys(
    ("entity", "name", "ubigeo", "item", "question", "indicator", "unit", "period", "kind", "value", "status", "as_written"), pl.String
)

__all__ = [
    "LARGEST_DOCUMENT", "Entity", "Item", "Kept", "Matrix", "Outcome", "Period", "cleared_texts", "document", "documents_folder", "documents_of",
    "own_words",
]  # fmt: skip


@dataclass(frozen=True)
class Opened:
    """A campaign: its name, title, who asks, by whom it is filed for them (or none), how many entities, when it was opened."""

    id: str
    title: str
    sender: str
    through: str
    requests: int
    made_at: datetime


@dataclass(frozen=True)
class Asked:
    """A request as it stands on a day: of whom, under which number, what became of it and from which deadline; nothing yet where it is not filed."""

    id: str
    campaign: str
    entity: Entity
    number: str
    outcome: Outcome | None

    @property
    def uuid(self) -> UUID:
        """Its id, as the deeds take it."""
        return UUID(self.id)

    @property
    def code(self) -> str:
        """What became of it: a code of the list ``request_outcome``; empty where it is not filed."""
        return self.outcome.code if self.outcome else ""

    @property
    def es(self) -> str:
        """What became of it, in words."""
        return code_list("request_outcome").es(self.code) if self.code else "Sin presentar"

    @property
    def deadline(self) -> Deadline | None:
        """Until when it must be answered; none where it is not filed."""
        return self.outcome.deadline if self.outcome else None

    @property
    def deadlines(self) -> dict[str, Deadline]:
        """Every deadline that it has, of the answer, of an appeal and of its ruling, by the code of its term."""
        return self.outcome.deadlines if self.outcome else {}

    @property
    def appeal(self) -> Appeal | None:
        """What became of the appeal, where something was refused."""
        return self.outcome.appeal if self.outcome else None

    @property
    def appeal_es(self) -> str:
        """The same in words; empty where nothing was refused."""
        return code_list("request_appeal").es(self.appeal.code) if self.appeal else ""


class Calendars:
    """The working days of each place as they are known now; places with the same days have one calendar."""

    def __init__(self, added: Sequence[Decreed]) -> None:
        self._added = added
        self._at: dict[str, Calendar] = {}
        self._made: dict[Calendar, Calendar] = {}

    def at(self, ubigeo: str) -> Calendar:
        """The calendar of a place; of none, that of the whole country."""
        if ubigeo not in self._at:
            made = workdays.calendar(ubigeo, decreed=self._added)
            self._at[ubigeo] = self._made.setdefault(made, made)
        return self._at[ubigeo]

    def __call__(self, entity: Entity) -> Calendar:
        """The calendar of an entity's place."""
        return self.at(entity.place.code if entity.place else "")


def campaigns() -> list[Opened]:
    """Give every campaign, the newest first."""
    many = dict(Request.objects.values_list("campaign").annotate(Count("id")))
    return [
        Opened(one.id, one.title, one.sender, one.through, many.get(one.id, 0), one.made_at)
        for one in Campaign.objects.order_by("-made_at", "id")
    ]


def campaign(asked: str) -> Opened:
    """Give one campaign.

    Raises:
        Problem: ``campaign_unknown``.
    """
    found = next((one for one in campaigns() if one.id == asked), None)
    if found is None:
        raise Problem("campaign_unknown", asked=asked)
    return found


def overdue(today: date) -> int:
    """Give how many requests of all campaigns are past their deadline and may still be answered: somebody must write to those entities."""
    return sum(one.code == "overdue" for one in _as_of(Request.objects.order_by("number"), today))


def questionnaire_of(asked: str) -> Questionnaire:
    """Give the questionnaire of a campaign as it was asked.

    Raises:
        Problem: ``campaign_unknown``.
    """
    found = Campaign.objects.filter(pk=asked).values_list("questionnaire", flat=True).first()
    if found is None:
        raise Problem("campaign_unknown", asked=asked)
    return questionnaire.read(found)


def entities_of(levels: Iterable[str]) -> list[str]:
    """Give the codes of the entities of some levels, level by level.

    Raises:
        Problem: ``code_unknown`` for a level that is none.
    """
    return [one.code for level in levels for one in catalogue.entities(level=level)]


def questionnaires() -> dict[str, str]:
    """Give the title of each questionnaire that ships with the product, by its name."""
    return questionnaire.questionnaires()


def requests(asked: str, *, today: date) -> list[Asked]:
    """Give every request of a campaign as it stands on a day, in the order of their numbers.

    Raises:
        Problem: ``campaign_unknown``.
    """
    campaign(asked)
    return _as_of(Request.objects.filter(campaign=asked).order_by("number"), today)


def request(asked: UUID, *, today: date) -> Asked:
    """Give one request as it stands on a day.

    Raises:
        Problem: ``request_unknown``.
    """
    return _as_of([request_row(asked)], today)[0]


def history(asked: UUID) -> list[Event]:
    """Give the events of a request in the order they were recorded, the ones that were taken back too."""
    return list(Event.objects.filter(request=asked).order_by("id"))


def moved(asked: UUID) -> list[DueMoved]:
    """Give how decrees moved the deadline of a request, the newest last."""
    return list(DueMoved.objects.filter(request=asked).order_by("id"))


def appeals(found: Sequence[Asked], *, by: str) -> dict[str, Counter[str]]:
    """Count what became of the appeals against what was refused, by ``level`` or ``department``; a request that refused nothing is not counted."""
    return _counted([one for one in found if one.appeal], by, lambda one: one.appeal.code if one.appeal else "")


def statistics(found: Sequence[Asked], *, by: str) -> dict[str, Counter[str]]:
    """Count what became of requests, by ``level`` of the entity or by ``department``; every row says of how many."""
    return _counted(found, by, lambda one: one.code)


def matrix_of(asked: str, found: Sequence[Asked], *, item: str = "", period: str = "", reader: str = "") -> Matrix:
    """Give the matrix of some requests of a campaign, of all items and periods that any of them is asked, or of one.

    Args:
        reader: the account that looks, where it reads answers: what another alone read is then left out.

    Raises:
        Problem: ``campaign_unknown``.
    """
    whole = [one for one in questionnaire_of(asked).items if item in ("", one.code)]
    items = [one for one in whole if any(one.asked_of(each.entity) for each in found)]
    columns = [(one.code, each.iso()) for one in items for each in one.years if period in ("", each.iso())]
    unasked = {each.id: frozenset(one.code for one in items if not one.asked_of(each.entity)) for each in found}
    taken = _taken(asked, _taken_until(asked))
    shown = matrix.unseen_by(reader, taken) if reader else taken
    return matrix.matrix({one.id: one.code for one in found}, columns, shown, unasked=unasked)


def texts_of(shown: Matrix) -> dict[int, str]:
    """Give the free texts of a matrix that everybody who reads requests may see, by the number of their reading."""
    return cleared_texts(shown.taken.filter(pl.col("value").str.starts_with(DIGEST))["capture"].to_list())


def answered(asked: str, *, today: date) -> pl.DataFrame:
    """Give what entities told in a campaign of the items that feed an indicator, one row an entity, item and period: statements to be.

    Columns: ``entity`` (code), ``name``, ``ubigeo``, ``item``, ``question``, ``indicator``, ``unit``, ``period`` (``Period.iso``), ``kind``, ``value`` (exact text; empty
    where missing), ``status`` (why there is none; NOVAL where one person alone read it), ``as_written`` (empty where it holds words). Where
    readings differ, an answer waits to be read, the entity may still answer, or it is a text, nothing is told and there is no row.

    Raises:
        Problem: ``campaign_unknown``.
    """
    found, items = requests(asked, today=today), questionnaire_of(asked).items
    held = {(row["request"], row["item"], row["period"]): row for row in _taken(asked, _taken_until(asked)).iter_rows(named=True)}
    rows = [
        (one.entity.code, one.entity.name, one.entity.place.code if one.entity.place else "", item.code, item.question, item.indicator, item.unit, period.iso(), *said)
        for one in found
        for item in items
        if item.indicator and item.asked_of(one.entity)
        for period in item.years
        if (said := matrix.told(held.get((one.id, item.code, period.iso())), one.code)) and not is_text(said[1])
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=ANSWERED, orient="row")


def taken(asked: UUID) -> pl.DataFrame:
    """Give every capture of a request, the ones that were overtaken too: what was read, by whom, on which page; words stand in it as they do in
    the rows, sealed."""
    fields = [*CAPTURES, "document", "page"]
    rows = Capture.objects.filter(request=asked).order_by("id").values_list(*fields)
    plain = [tuple(one.hex if isinstance(one, UUID) else one for one in row) for row in rows]
    return pl.DataFrame(plain, schema={**CAPTURES, "document": pl.String, "page": pl.Int64}, orient="row")


def settled_of(asked: UUID) -> pl.DataFrame:
    """Give what holds of what was taken from the answers of one request, cell by cell (``matrix.settled``)."""
    rows = Choice.objects.filter(request=asked).values_list("id", "request", "item", "period", "capture")
    choices = pl.DataFrame([(one, request.hex, *rest) for one, request, *rest in rows], schema=CHOICES, orient="row")
    return matrix.settled(taken(asked).select(list(CAPTURES)), choices)


def held_of(asked: UUID) -> pl.DataFrame:
    """Give what each person, and the entity itself, says now of each cell of a request (``matrix.held``), with where she read it."""
    return matrix.held(taken(asked))


def chosen_of(asked: UUID) -> dict[tuple[str, str], Choice]:
    """Give what third persons chose for the cells of a request, the last of each."""
    return {(one.item, one.period): one for one in Choice.objects.filter(request=asked).order_by("id")}


def replies(entity: str) -> list[Reply]:
    """Give what an entity replied, the newest first."""
    return list(Reply.objects.filter(entity=entity).order_by("-day", "-id"))


def decree_days() -> list[tuple[DecreeDay, DecreeTakenBack | None]]:
    """Give the non-working days that were added here, the newest first, each with what took it back, if anything did."""
    gone = {one.decree: one for one in DecreeTakenBack.objects.all()}
    return [(one, gone.get(one.pk)) for one in DecreeDay.objects.order_by("-day", "-id")]


def calendars() -> Calendars:
    """Give the working days as they are known now: national holidays, the decree days that ship with the product, and those added since."""
    standing = DecreeDay.objects.exclude(pk__in=DecreeTakenBack.objects.values("decree"))
    return _calendars(tuple(standing.order_by("day", "id").values_list("day", "norm", "scope", "by")))


def filed(today: date) -> list[Asked]:
    """Give every request that was filed by then: those whose deadline a decree day may move."""
    return [one for one in _as_of(Request.objects.order_by("number"), today) if one.deadline]


def request_row(asked: UUID) -> Request:
    """Give the row of a request, for the deeds of this room.

    Raises:
        Problem: ``request_unknown``.
    """
    found = Request.objects.filter(pk=asked).first()
    if found is None:
        raise Problem("request_unknown")
    return found


def form_stands(asked: UUID, *, since: float, today: date) -> bool:
    """Whether who opened a form at that moment may go on: no other key was made since, and the one that opened it is not past."""
    newest = Invitation.objects.filter(request=asked).order_by("-id").first()
    return newest is not None and newest.made_at.timestamp() <= since and newest.expires_on >= today


def events_of(asked: Iterable[UUID] | None) -> dict[UUID, list[Event]]:
    """Give the events that count of some requests (None: of all), by request, in the order they were recorded."""
    rows = Event.objects.order_by("id")
    rows = rows if asked is None else rows.filter(request__in=list(asked))
    held: dict[UUID, list[Event]] = defaultdict(list)
    gone = {one.refers_to for one in rows if one.takes_back}
    for one in rows:
        if not one.takes_back and one.pk not in gone:
            held[one.request].append(one)
    return held


def happened(events: Iterable[Event]) -> list[Happened]:
    """Give events as the rules read them."""
    return [Happened(one.kind, one.day, until=one.promised, after_hours=one.after_hours) for one in events]


def _counted(found: Iterable[Asked], by: str, what: Callable[[Asked], str]) -> dict[str, Counter[str]]:
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for one in found:
        counted[getattr(one.entity, by) or ""][what(one)] += 1
    return dict(counted)


def _as_of(rows: Iterable[Request], today: date) -> list[Asked]:
    held, calendar = list(rows), calendars()
    events = events_of([one.id for one in held] if len(held) == 1 else None)
    found = []
    for one in held:
        entity, told = catalogue.entity(one.entity), [event for event in events.get(one.id, ()) if event.day <= today]
        known = _outcome(tuple(happened(told)), today, calendar(entity)) if told else None
        found.append(Asked(one.id.hex, one.campaign, entity, one.number, known))
    return found


# The same events, day and calendar are the same outcome: a campaign is looked at many times a day, and few of its requests change.
_outcome = lru_cache(maxsize=8_192)(outcome.outcome)


@lru_cache(maxsize=4)
def _calendars(added: tuple[tuple[date, str, str, str], ...]) -> Calendars:
    return Calendars([Decreed(day, norm, tuple(filter(None, scope.split(","))), source=by) for day, norm, scope, by in added])


# Rows are only ever added: how many there are and the newest, with its moment, say whether what was read once still is all.
def _taken_until(asked: str) -> tuple[object, ...]:
    """How many captures and choices a campaign has, and the newest of each."""
    rows = [model.objects.filter(campaign=asked) for model in (Capture, Choice)]
    return tuple((of.count(), of.order_by("-id").values_list("id", "at").first()) for of in rows)


@lru_cache(maxsize=8)
def _taken(asked: str, _until: tuple[object, ...]) -> pl.DataFrame:
    return matrix.settled(_rows("transparency_capture", CAPTURES, asked), _rows("transparency_choice", CHOICES, asked))


def _rows(table: str, schema: Mapping[str, pl.DataType | type[pl.DataType]], asked: str) -> pl.DataFrame:
    names = ", ".join(f'"{name}"' for name in schema)
    rows = [row for batch in read_rows("default", f"SELECT {names} FROM {table} WHERE campaign = %s", [asked]) for row in batch]
    return pl.DataFrame(rows, schema=dict(schema), orient="row")
