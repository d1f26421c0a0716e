"""What is sent to an entity: its letter, its form. In: a request, the day. Out: the same bytes each time.

A leaf of its own: what writes PDF and Excel takes a while to load, and only who sends needs it.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import polars as pl

from intertrata.transparency import catalogue, filled_form, letters
from intertrata.transparency.deadlines import deadline, term_of
from intertrata.transparency.models import Campaign
from intertrata.transparency.queries import calendars, campaign, events_of, questionnaire_of, request, request_row, settled_of
from intertrata.vocabulary.codes import code_list


def letter(asked: UUID, kind: str, *, today: date) -> letters.Letter:
    """Give the letter to an entity: the request, as of the day it was filed (or of today), a reminder of one overdue, an appeal; these two
    repeat what it left without an answer.

    Raises:
        Problem: ``request_unknown``; as ``letters.Letter``.
    """
    one, row = request(asked, today=today), request_row(asked)
    campaign_row = Campaign.objects.get(pk=row.campaign)
    asks, filed = kind == letters.REQUEST, next((event for event in events_of([asked]).get(asked, ()) if event.kind == "filed"), None)
    on = filed.day if asks and filed else today
    late = bool(filed and filed.after_hours)
    limit = one.deadline if one.deadline and not asks else deadline(on, calendars()(one.entity), after_hours=late)
    sender = letters.Sender(
        code_list("institution").es(campaign_row.sender), campaign_row.office, campaign_row.city, campaign_row.reply_to,
        code_list("institution").es(campaign_row.through) if campaign_row.through else "",
    )  # fmt: skip
    answered = set() if asks else _answered(asked)
    items = tuple(
        item
        for item in questionnaire_of(row.campaign).items
        if item.asked_of(one.entity) and not {(item.code, each.iso()) for each in item.years} <= answered
    )
    due = letters.Due(limit.due, limit.term.days, limit.norm, notice_days=notice.days if (notice := term_of("notice", on)) else None)
    against = {"denied": letters.DENIED, "partial": letters.PARTIAL}.get(one.code, letters.NO_ANSWER)
    return letters.Letter(
        kind, on, row.campaign, campaign_row.title, one.entity, items, sender, due, filed=filed.day if filed else None, against=against
    )


def form(asked: UUID) -> bytes:
    """Give the form of an entity as XLSX, with every question that it is asked.

    Raises:
        Problem: ``request_unknown``.
    """
    row = request_row(asked)
    return filled_form.form(
        questionnaire_of(row.campaign), catalogue.entity(row.entity), campaign=row.campaign, title=campaign(row.campaign).title
    )


def _answered(asked: UUID) -> set[tuple[str, str]]:
    """The items and periods of which somebody read a value in the answers of a request."""
    return set(settled_of(asked).filter(pl.col("value") != "").select("item", "period").iter_rows())
