"""How good the linkage is, as a page and as JSON. In: nothing. Out: figures with their intervals and in whole sentences; no name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from intertrata.access.permissions import Permission, needs
from intertrata.identity.quality.estimates import Estimate, Measure
from intertrata.identity.quality.queries import Quality, quality
from intertrata.registers import queries as registers
from intertrata.vocabulary.wording import listed

SUSPECTS_SHOWN = 50
SIZES_SHOWN = 12


@dataclass(frozen=True)
class Row:
    """One group: what it is called, precision and recall with their intervals, on how many reviewed pairs, whether it is surely worse."""

    called: str
    precision: str
    recall: str
    reviewed: int
    worse: bool


@needs(Permission.SEE_QUALITY)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show how good the last linkage is, and for whom it is worse."""
    told = quality()
    context: dict[str, Any] = {"quality": told}
    if told:
        called = {code: source.called for code, source in registers.sources().items()}
        suspects = [(one, listed([str(_REASONS[reason]) for reason in one.reasons])) for one in told.suspects[:SUSPECTS_SHOWN]]
        context |= {"whole": row(_("Todos los pares"), told.whole), "suspects": suspects, "sizes": sizes(told)} | groups(told, called)
    return render(request, "identity/quality.html", context)


@needs(Permission.SEE_QUALITY)
@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """Give the same as one JSON document; null before the first linkage."""
    told = quality()
    return JsonResponse(asdict(told) if told else None, safe=False)


def groups(told: Quality, called: Mapping[str, str]) -> dict[str, list[Row]]:
    """Give the rows of the table by registers and of the one by kinds of person."""
    return {
        name: [row(_group(code, called), one, worse=code in told.worse) for code, one in told.groups if code.startswith(prefix)]
        for name, prefix in (("by_register", "register:"), ("by_kind", "kind:"))
    }


def row(called: str, one: Estimate, *, worse: bool = False) -> Row:
    """Give one row in the words of a reader."""
    return Row(called, _percent(one.precision), _percent(one.recall), one.reviewed, worse)


def sizes(told: Quality) -> list[tuple[str, int]]:
    """Give how many persons have so many records; the large ones in one line."""
    few = [(f"{records}", many) for records, many in told.sizes if records <= SIZES_SHOWN]
    more = sum(many for records, many in told.sizes if records > SIZES_SHOWN)
    return [*few, (_("más de %(many)s") % {"many": SIZES_SHOWN}, more)] if more else few


def _group(code: str, called: Mapping[str, str]) -> str:
    _what, _colon, rest = code.partition(":")
    if code.startswith("kind:"):
        return str(_KINDS[rest])
    one, _bar, other = rest.partition("|")
    names = [called.get(register, register) for register in (one, other)]
    return _("Dentro de %(register)s") % {"register": names[0]} if one == other else _("Entre %(registers)s") % {"registers": listed(names)}


def _percent(one: Measure) -> str:
    if one.value is None:
        return _("sin pares")
    low, high = (one.low or 0) * 100, (one.high or 0) * 100
    return _("%(value)s %% (entre %(low)s y %(high)s)") % {"value": f"{one.value * 100:.1f}", "low": f"{low:.1f}", "high": f"{high:.1f}"}


_KINDS = {
    "adult": gettext_lazy("Mayores de 18 años"),
    "age_unknown": gettext_lazy("De edad desconocida"),
    "amazonian": gettext_lazy("Con apellido de origen amazónico"),
    "andean": gettext_lazy("Con apellido de origen quechua o aimara"),
    "foreign": gettext_lazy("De otra nacionalidad"),
    "minor": gettext_lazy("Menores de 18 años o en duda"),
    "nameless": gettext_lazy("Sin apellidos"),
}
_REASONS = {
    "documents": gettext_lazy("dos documentos válidos distintos"),
    "births": gettext_lazy("nacimientos con más de tres años de diferencia"),
    "large": gettext_lazy("demasiados registros"),
    "thread": gettext_lazy("sus partes se unen solo por pares débiles"),
}
