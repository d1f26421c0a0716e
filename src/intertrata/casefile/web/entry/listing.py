"""Lists of direct entry: where to write, what one wrote, one receipt. In: an account. Out: what the templates print; no name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from intertrata.casefile.web.entry import desk
from intertrata.casefile.web.entry.notices import Notice, of_age
from intertrata.registers import actions, queries
from intertrata.registers.queries import Entered, Source, Table
from intertrata.vocabulary.wording import told

A_PAGE = 50
MARKS = frozenset({"SINTETICO", "SYNTHETIC"})
STATES = {
    "new": _("Guardado"),
    "back": _("Guardado"),
    "corrected": _("Corrección guardada"),
    "unchanged": _("Sin cambio: ya constaba igual"),
}


@dataclass(frozen=True)
class Shown:
    """One receipt in a list, with what people call its register and table."""

    one: Entered
    register: str
    table: str
    state: str


def choices(institution: str, *, by: str) -> dict[str, Any]:
    """Give the tables of each register of the institution, those of persons first, and the drafts of the account."""
    mine = queries.written_by(institution)
    found = [(one, sorted(one.tables, key=lambda table: table.record_type.of != "person")) for one in mine.values()]
    drafts = [(each, _called(each.register), _title(each.register, each.table)) for each in actions.drafts(by=by)]
    return {"registers": found, "drafts": drafts, "last": [_shown(one) for one in _typed(by)[:5]]}


def mine(page: str | None, *, by: str) -> dict[str, Any]:
    """Give a page of what the account wrote, the newest first."""
    paged = Paginator(_typed(by), A_PAGE).get_page(page)
    return {"page": paged, "rows": [_shown(one) for one in paged]}


def receipt(one: Entered, *, known: bool) -> dict[str, Any]:
    """Give a receipt: what was kept in words, of identity only which data, what comes next."""
    source, table = queries.table_of_records(one.register, one.table)
    says = desk.payload(one)
    fields = [column.field.es for column in table.columns if column.field is not None and column.identity]
    return {
        "shown": _shown(one), "source": source, "table": table, "told": told(table.record_type, says, leave_out=("reserved",)),
        "identity": fields, "notice": _notice(table, says), "known": known, "waits": queries.deposit(one.deposit).waits, "next": _beside(source, table),
    }  # fmt: skip


def _typed(by: str) -> list[Entered]:
    """What the account typed itself: steps of referrals have their own list."""
    deeds = {code for code, one in queries.sources().items() if one.deeds}
    return [one for one in queries.entries(by=by) if one.register not in deeds]


def _notice(table: Table, says: dict[str, Any]) -> Notice | None:
    if table.record_type.role not in desk.VICTIMS:
        return None
    found = of_age(says, asks_means=False)
    return found if says.get("minor") is not False else None


def _beside(source: Source, table: Table) -> list[Table]:
    """The other tables of the register that go by a number of this one: the victims of a complaint."""
    own = {column.name for column in table.columns if column.name in table.key and column.field and column.field.name in {"number", "act"}}
    return [one for one in source.tables if one.name != table.name and own & set(one.key)]


def _shown(one: Entered) -> Shown:
    return Shown(one, _called(one.register), _title(one.register, one.table), str(STATES.get(one.verdict, one.verdict)))


def _called(register: str) -> str:
    known = queries.sources()
    return known[register].called if register in known else register


def _title(register: str, table: str) -> str:
    known = queries.sources()
    found = known[register].table(table) if register in known else None
    return found.title if found else table
