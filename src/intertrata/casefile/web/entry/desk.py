"""The desk of one account: which registers it writes in, one form of a table as it stands, what became of it.

In: a request, codes of a register and a table, the form's own id. Out: values that the pages print.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from intertrata.casefile.web.entry import form as forms
from intertrata.casefile.web.entry.notices import Notice, of_age
from intertrata.casefile.web.entry.written import Value, as_read
from intertrata.registers import actions, queries
from intertrata.registers.queries import Entered, Part, Source, Table
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

INVENTED = "invented"
VICTIMS = frozenset({"victim", "victim_abroad", "sheltered", "attended", "interviewed", "missing", "child_protected", "asked"})
"""Roles of whom a child's rights are said."""


@dataclass(frozen=True)
class Sheet:
    """One form of a table, with what was typed in it."""

    source: Source
    table: Table
    parts: tuple[Part, ...]
    form: str
    typed: Mapping[str, Value] = field(default_factory=dict)
    correcting: str = ""
    invented: bool = False
    mistakes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    general: tuple[str, ...] = ()
    known: str = ""
    notice: Notice | None = None
    saved: bool = False

    @property
    def of_person(self) -> bool:
        """Whether its records name a person."""
        return bool(self.table.record_type.identity_fields)

    @property
    def sections(self) -> list[forms.Section]:
        """The form as the page prints it."""
        return forms.sections(self.parts, self.typed, self.mistakes)

    @property
    def wrong(self) -> list[forms.Answered]:
        """The questions with mistakes."""
        return forms.all_wrong(self.sections)


def sheet(request: HttpRequest, register: str, table: str, form: str) -> Sheet:
    """Give the form of a table, empty, or with what was just sent in it.

    Raises:
        Problem: ``source_unknown``, ``table_unknown``; ``entry_not_yours`` where the register is not of the account's institution.
    """
    source, of = queries.table_of_records(register, table)
    only_its_own(request, register)
    parts = queries.parts_asked(register, table)
    told = request.POST
    if "deed" not in told:
        return Sheet(source, of, parts, form)
    return Sheet(source, of, parts, form, forms.typed(parts, told), told.get("correcting", ""), told.get(INVENTED) == "1")


def only_its_own(request: HttpRequest, register: str) -> None:
    """Let a register of the account's institution through: who goes to another leaves what she typed behind (SAFEGUARDS 11).

    Raises:
        Problem: ``entry_not_yours``.
    """
    if register not in queries.written_by(request.user.institution):  # type: ignore[union-attr]
        raise Problem("entry_not_yours")


def considered(one: Sheet) -> tuple[Sheet, dict[str, Value], dict[str, Any]]:
    """Give the form with what its checks say of it, its values as its register reads them, and what it says in common words."""
    values, places = as_read([question for part in one.parts for question in part.questions], one.typed)
    told = queries.considered(one.source.code, one.table.name, values, today=timezone.localdate())
    mistakes = {name: (sentence(problem),) for name, problem in places.items()}
    asks_means = any(question.field == "means" for part in one.parts for question in part.questions)
    notice = of_age(told.said, asks_means=asks_means) if one.of_person and one.table.record_type.role in VICTIMS else None
    return refused(replace(one, mistakes=mistakes, notice=notice), told.refused), values, told.said


def refused(one: Sheet, refusals: tuple[Any, ...]) -> Sheet:
    """Give the form with what is wrong, each beside its question, what is of none above."""
    mistakes, general = dict(one.mistakes), list(one.general)
    for each in refusals:
        told = queries.said_of(each, one.source.code, one.table.name)
        if one.table.column(each.column) is None:
            general.append(told)
        elif not (each.column in mistakes and each.rule == "required"):  # a place that nobody finds is not a blank
            mistakes[each.column] = (*mistakes.get(each.column, ()), told)
    return replace(one, mistakes=mistakes, general=tuple(dict.fromkeys(general)))


def unsaid(one: Sheet, *, purpose: object) -> Sheet:
    """Give the form with what must be said of every record and was not: that it is invented, and what for."""
    general = list(one.general)
    if not one.invented:
        general.append(_("Esta versión solo guarda personas inventadas. Si estas lo son, marque la casilla de registro de prueba."))
    if one.of_person and not purpose:
        general.append(_("Diga para qué escribe este registro."))
    return replace(one, general=tuple(general))


def keep(one: Sheet, values: Mapping[str, Value], *, by: str) -> Entered:
    """Keep the record under the form's own id, so that sending it twice keeps it once."""
    return actions.enter(
        one.source.code, one.table.name, values, by=by, key=one.form, synthetic=one.invented, correcting=one.correcting
    )  # fmt: skip


def carried(one: Sheet, number: str, *, by: str) -> dict[str, Value]:
    """Give what the form takes over from a record of the same register that its account typed: the numbers both go by, nothing else.

    Raises:
        Problem: ``entry_unknown``.
    """
    before = queries.entry(number, by=by)
    _source, from_table = queries.table_of_records(before.register, before.table)
    if before.register != one.source.code:
        return {}
    told = payload(before)
    shared = [(name, from_table.column(name)) for name in one.table.key if name in from_table.key]
    return {name: _text(told.get(column.field.name)) for name, column in shared if column and column.field and not column.identity}


def payload(one: Entered) -> dict[str, Any]:
    """Give what a record says now, without identity, by field."""
    return queries.current_of_record(one.record)


def _text(told: Any) -> Value:
    return [str(each) for each in told] if isinstance(told, list) else "" if told is None else str(told)
