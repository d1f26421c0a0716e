"""A state folder of the test's own, a campaign that asks a few entities, and what an answer's file may look like."""

from uuid import UUID

import pytest
from campaigned import ASKED, FILED, IN_TIME, WHO
from django.utils import timezone
from marked_workbooks import cell as told_in
from marked_workbooks import edited
from scanned import typeset

from intertrata.transparency import actions, queries
from intertrata.transparency.actions.asking import Happening
from intertrata.transparency.actions.capturing import Taken
from intertrata.transparency.filled_form import HEAD_LINE
from intertrata.transparency.models import Request
from intertrata.transparency.sending import queries as sending


@pytest.fixture
def var(settings, tmp_path):
    """A state folder of the test's own, with the house's keys."""
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()
    return settings.VAR


@pytest.fixture
def campaign(var):
    """A campaign of the questionnaire of 2016; gives the id of each request by the code of its entity."""

    def opened(name="trata-2016", entities=ASKED):
        actions.open_campaign("trata_2016", name=name, title="Trata 2016", asking=WHO, entities=entities, by="veedora")
        return {one.entity: one.id for one in Request.objects.filter(campaign=name)}

    return opened


@pytest.fixture
def asked(campaign):
    """The requests of a campaign, by entity, none filed yet."""
    return campaign()


@pytest.fixture
def happens():
    """Record that something happened to a request."""

    def record(request, kind, day=FILED, **said):
        (event,) = actions.record([request], Happening(kind, day, **said), by="veedora")
        return event

    return record


@pytest.fixture
def answered(asked, happens):
    """The request to MIMP, answered in time, with the document that came."""
    request = asked["mimp"]
    happens(request, "filed")
    happens(request, "answered", IN_TIME)
    return request, UUID(actions.keep(request, typeset(), by="veedora"))


@pytest.fixture
def reads(answered):
    """A person reads a value of the answer of MIMP."""
    request, document = answered

    def capture(by, written, item="budget_assigned", period="2016", **said):
        told = {"document": document, "page": 1} | said
        return actions.capture(request, Taken(item, period, written, **told), by=by)

    return capture


@pytest.fixture
def cell(answered):
    """What holds of one item and period of the answer of MIMP."""

    def held(item="budget_assigned", period="2016"):
        found = queries.settled_of(answered[0]).filter(item=item, period=period)
        return found.row(0, named=True) if found.height else None

    return held


@pytest.fixture
def fill(asked):
    """A form of an entity of the campaign, with texts at (item, column) of 2016."""

    def made(entity, *said, changes=()):
        content = sending.form(asked[entity])
        cells = queries.questionnaire_of("trata-2016").cells(queries.catalogue.entity(entity))
        for item, column, text in said:
            line = next(line for line, (one, year) in enumerate(cells, HEAD_LINE + 1) if (one.code, year.iso()) == (item, "2016"))
            content = edited(content, "xl/worksheets/sheet1.xml", told_in(f"{column}{line}", text))
        for change in changes:
            content = edited(content, "xl/worksheets/sheet1.xml", change)
        return content

    return made


@pytest.fixture
def outcome():
    """What became of a request by today, in one word."""
    return lambda request: queries.request(request, today=timezone.localdate()).code
