"""Whom a campaign asks and what of it is shown. In: filters of an address, names as people write them. Out: requests, counts with their denominators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from intertrata.transparency import catalogue, queries
from intertrata.transparency.groups import Group, groups
from intertrata.transparency.matrix import Matrix
from intertrata.transparency.queries import Asked, Item
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.jurisdictions import jurisdictions

UNFILED = "unfiled"
"""How an address asks for the requests not filed yet."""


@dataclass(frozen=True)
class Counted:
    """What became of the requests to one group of entities, in the order of ``outcomes``, and of how many."""

    name: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """Of how many."""
        return sum(self.counts)


def outcomes() -> dict[str, str]:
    """What may become of a request, in the order of the list; the ones not filed yet last, under no code."""
    return {**{one.code: one.es for one in code_list("request_outcome")}, "": str(_("Sin presentar"))}


class Filters(forms.Form):
    """Which requests, and in the matrix which columns."""

    level = forms.ChoiceField(label=_("Nivel"), required=False)
    department = forms.ChoiceField(label=_("Departamento"), required=False)
    outcome = forms.ChoiceField(label=_("Qué respondió"), required=False)
    item_asked = forms.ChoiceField(label=_("Ítem"), required=False)
    period_asked = forms.ChoiceField(label=_("Período"), required=False)

    def __init__(self, *args: Any, asked: Sequence[Asked], items: Sequence[Item] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        periods = sorted({each for one in items for each in one.years})
        choices: dict[str, list[tuple[Any, Any]]] = {
            "level": [
                ("", _("Todos")),
                *((code, name) for code, name in levels() if any(one.entity.level == code for one in asked)),
            ],
            "department": [("", _("Todo el país")), *((one.code, one.name) for one in jurisdictions() if len(one.code) == 2)],
            "outcome": [("", _("Todo")), *((code or UNFILED, es) for code, es in outcomes().items())],
            "item_asked": [("", _("Todos")), *((one.code, one.question) for one in items)],
            "period_asked": [("", _("Todos")), *((each.iso(), each.es) for each in periods)],
        }
        for field, several in choices.items():
            self.fields[field].choices = several  # type: ignore[attr-defined]
        if not items:
            del self.fields["item_asked"], self.fields["period_asked"]

    def said(self, name: str) -> Any:
        """What one filter says; nothing where the address says what it does not know."""
        return self.cleaned_data.get(name) if self.is_valid() else None

    @property
    def item(self) -> str:
        """The only item asked for, or none."""
        return self.said("item_asked") or ""

    @property
    def period(self) -> str:
        """The only period asked for, or none."""
        return self.said("period_asked") or ""

    def kept(self, asked: Sequence[Asked]) -> list[Asked]:
        """The requests that the filters leave."""
        level, department, outcome = (self.said(name) for name in ("level", "department", "outcome"))
        return [
            one
            for one in asked
            if (not level or one.entity.level == level)
            and (not department or one.entity.department == department)
            and (not outcome or (one.code or UNFILED) == outcome)
        ]

    def heads(self, found: Matrix) -> list[tuple[str, list[str]]]:
        """The items of a matrix with their periods, as its two rows of heads say them."""
        titles = {one.code: one.question for one in self.items}
        shown = {each.iso(): each.es for one in self.items for each in one.years}
        return [
            (titles[item], [shown[period] for _item, period in columns])
            for item, columns in groupby(found.columns, key=lambda column: column[0])
        ]


def filters(request: HttpRequest, asked: Sequence[Asked], *, items: Sequence[Item] = ()) -> Filters:
    """The filters of an address."""
    return Filters(request.GET, asked=asked, items=items)


def levels() -> list[tuple[str, str]]:
    """The levels of entities."""
    return [(one.code, one.es) for one in code_list("entity_level")]


def offered() -> list[tuple[str, str]]:
    """The groups of entities that may be asked together, each with how many they are, and whether that is to be confirmed."""
    return [(one.code, f"{one.es} ({_many(one)})") for one in groups().values()]


def chosen(together: Sequence[str], department: str, more: str) -> list[str]:
    """The codes of the entities of some groups, within a department where one is given, and of those that lines of text name.

    Raises:
        Problem: ``entity_unknown`` with what comes nearest; ``group_without_department``.
    """
    named = [line.strip() for line in more.splitlines() if line.strip()]
    return [
        *(code for one in together for code in groups()[one].within(department)),
        *(line if line in catalogue.catalogue() else catalogue.found(line).code for line in named),
    ]


def counted(asked: Sequence[Asked], by: str) -> list[Counted]:
    """What became of requests by level or department, the whole last."""
    names: dict[str, str] = dict(levels()) if by == "level" else {one.code: one.name for one in jurisdictions()}
    found = queries.statistics(asked, by=by)
    codes = list(outcomes())
    order = [code for code in ("", *names) if code in found]
    lines = [Counted(str(names.get(one, _("De todo el país"))), tuple(found[one][code] for code in codes)) for one in order]
    return [*lines, _total(lines, len(codes))]


def appealed(asked: Sequence[Asked]) -> list[Counted]:
    """What became of the appeals by level, of how many requests in which something was refused; the whole last, nothing where there is none."""
    names, codes = dict(levels()), [one.code for one in code_list("request_appeal")]
    found = queries.appeals(asked, by="level")
    lines = [Counted(str(names[one]), tuple(found[one][code] for code in codes)) for one in names if one in found]
    return [*lines, _total(lines, len(codes))] if lines else []


def called(sender: str) -> str:
    """Who asks, in words."""
    return code_list("institution").es(sender)


def _many(group: Group) -> str:
    if group.narrow:
        return str(_("elija el departamento"))
    counted = f"{len(group.entities)}" if not group.of else str(_("%(named)s de %(of)s")) % {"named": len(group.entities), "of": group.of}
    return counted if group.verified else str(_("%(counted)s, por confirmar")) % {"counted": counted}


def _total(lines: Sequence[Counted], many: int) -> Counted:
    return Counted(str(_("En total")), tuple(sum(line.counts[place] for line in lines) for place in range(many)))
