"""What an exported file could not say, as data and as the companion that stands beside it: nothing is dropped in silence.

In: a profile and what was lost on the way. Out: ``Unsaid`` values, each counted where it can be; Markdown in Spanish.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from intertrata.exchange.cases import Cases
from intertrata.exchange.profile import INSTITUTION, Profile, standing
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.records import record_types

Kind = Literal["withheld", "no_answer", "without_twin", "disputed", "malformed", "unsettled", "partly", "kept", "no_place", "not_counted"]

HEADS: dict[Kind, str] = {
    "withheld": "Identidad que no se escribió",
    "no_answer": "Campos del estándar que los registros de esta casa no responden (van vacíos, salvo en casos que ya vinieron en el estándar)",
    "without_twin": "Valores sin equivalente en el estándar, y en cuántos casos",
    "disputed": "Campos en que los registros de una persona no coinciden; se escribió el más reciente",
    "malformed": "Valores que no tienen la forma que el estándar pide y no se escribieron",
    "unsettled": "Celdas recibidas bajo dos encabezados distintos, que nadie sabe a cuál corresponden",
    "partly": "Campos que se escriben con una salvedad",
    "kept": "Lo que esta casa sabe y no escribe",
    "no_place": "Lo que esta casa sabe y el estándar no tiene dónde decir",
    "not_counted": "Lo que el cuestionario pide y no se puede contar",
}
"""The sections of the companion, in their order."""
MAY_NOT = "La cuenta no puede entregar nombres a otra institución (en la terminal se dice otra con --by)."
NO_TWIN = "«{value}» no tiene equivalente."
NOT_E164 = "El estándar pide teléfonos como +51987654321 (E.164)."
TWO_RECORDS = "Sus registros dicen cosas distintas."
TWO_HEADINGS = "El nombre oculto de la columna y el visible decían cosas distintas."
NOT_ASKED = "El estándar no lo pregunta."


@dataclass(frozen=True)
class Unsaid:
    """One thing the file does not say. ``cases``: in how many cases, where that was counted."""

    kind: Kind
    what: str
    why: str
    cases: int | None = None


def unsaid_of_cases(profile: Profile, made: Cases, *, names: bool) -> list[Unsaid]:
    """Give what a file of cases does not say.

    Args:
        names: whether identity was handed over.
    """
    withheld = [] if names else [target.name for target in profile.targets if target.name in profile.identity]
    return [
        *(Unsaid("withheld", name, MAY_NOT) for name in withheld),
        *(Unsaid("no_answer", target.name, target.why) for target in profile.targets if target.why),
        *_counted(profile, made),
        *(Unsaid("partly", target.name, target.note) for target in profile.targets if target.note),
        *(Unsaid("kept", record_types()[name].es, why) for name, why in profile.kept.items()),
        *_no_place(profile),
    ]


def unsaid_of_tables(profile: Profile) -> list[Unsaid]:
    """Give what tables of a profile cannot say."""
    return [Unsaid("not_counted", what, why) for what, why in profile.not_expressed]


def companion(head: Sequence[str], unsaid: Iterable[Unsaid], notes: Sequence[str] = ()) -> str:
    """Give the companion of a file as Markdown: what it is, what it does not say, what to mind."""
    told = list(unsaid)
    lines = [*head]
    for kind, title in HEADS.items():
        mine = [one for one in told if one.kind == kind]
        if mine:
            lines += ["", f"## {title}", "", "| qué | casos | por qué |", "|---|---|---|"]
            lines += [f"| {one.what} | {'' if one.cases is None else one.cases} | {one.why} |" for one in mine]
    if notes:
        lines += ["", "## Qué tener en cuenta", "", *(f"- {note}" for note in dict.fromkeys(notes))]
    return "\n".join(lines) + "\n"


def _counted(profile: Profile, made: Cases) -> Iterable[Unsaid]:
    order = [target.name for target in profile.targets]
    for (name, listed, code), cases in sorted(made.without_twin.items(), key=lambda one: (order.index(one[0][0]), one[0])):
        yield Unsaid("without_twin", name, NO_TWIN.format(value=code_list(listed).es(code) if listed else code), cases)
    for kind, counted, why in (("disputed", made.disputed, TWO_RECORDS), ("malformed", made.malformed, NOT_E164)):
        for name in sorted(counted, key=order.index):
            yield Unsaid("disputed" if kind == "disputed" else "malformed", name, why, counted[name])
    kind_of_case = record_types()[profile.case]
    for name in sorted(made.unsettled):
        field = kind_of_case.field(name)
        yield Unsaid("unsettled", field.es if field else name, TWO_HEADINGS, made.unsettled[name])


def _no_place(profile: Profile) -> Iterable[Unsaid]:
    """Every field that the profile does not read, of the types it reads; every type that it does not read at all."""
    used = {
        (kind, name)
        for target in profile.targets
        for origin in target.origins
        for kind, names in standing(origin, profile)
        for name in names
    }
    used |= {
        (kind, name)
        for target in profile.targets
        for origin in target.origins
        for kind, _ in standing(origin, profile)
        for name in target.where
    }
    for name, kind in record_types().items():
        if name in profile.kept or name == profile.case:
            continue
        if name not in profile.read:
            yield Unsaid("no_place", kind.es, NOT_ASKED)
            continue
        lost = [field.es for field in kind.fields if (name, field.name) not in used and field.name != INSTITUTION]
        if lost:
            yield Unsaid("no_place", f"{kind.es}: {'; '.join(lost)}", NOT_ASKED)
