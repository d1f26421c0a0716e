"""What is sent to an entity: its letter, its form. In: a request, the day. Out: the same bytes each time.

A leaf of its own: what writes PDF and Excel takes a while to load, and only who sends needs it.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from intertrata.transparency import catalogue, filled_form, letters
from intertrata.transparency.deadlines import deadline, term_of
from intertrata.transparency.models import Campaign
from intertrata.transparency.queries import calendars, campaign, questionnaire_of, request, request_row
from intertrata.vocabulary.codes import code_list


def letter(asked: UUID, kind: str, *, today: date) -> letters.Letter:
    """Give the letter to an entity: the request, as of the day it was filed (or of today), a reminder of one overdue, an appeal.

    Raises:
        Problem: ``request_unknown``; as ``letters.Letter``.
    """
    one, row = request(asked, today=today), request_row(asked)
    campaign_row = Campaign.objects.get(pk=row.campaign)
    limit = one.deadline or deadline(today, calendars()(one.entity))
    on = today if kind != letters.REQUEST or not one.deadline else limit.filed
    asks = letters.Sender(
        code_list("institution").es(campaign_row.sender), campaign_row.office, campaign_row.city, campaign_row.reply_to,
        code_list("institution").es(campaign_row.through) if campaign_row.through else "",
    )  # fmt: skip
    items = tuple(item for item in questionnaire_of(row.campaign).items if item.asked_of(one.entity))
    due = letters.Due(limit.due, limit.term.days, limit.norm, notice_days=notice.days if (notice := term_of("notice", on)) else None)
    against = {"denied": letters.DENIED, "partial": letters.PARTIAL}.get(one.code, letters.NO_ANSWER)
    filed = limit.filed if one.deadline else None
    return letters.Letter(kind, on, row.campaign, campaign_row.title, one.entity, items, asks, due, filed=filed, against=against)


def form(asked: UUID) -> bytes:
    """Give the form of an entity as XLSX, with every question that it is asked.

    Raises:
        Problem: ``request_unknown``.
    """
    row = request_row(asked)
    return filled_form.form(
        questionnaire_of(row.campaign), catalogue.entity(row.entity), campaign=row.campaign, title=campaign(row.campaign).title
    )
