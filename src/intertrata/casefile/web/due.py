"""What is done and owed of a person, as her page says it: each stage of the protocol, what somebody must do, what nobody can tell.

In: what an account is shown of her (``casefile.shown``), the numbers of her records on the page. Out: ``Due``, which its template prints.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intertrata.casefile.following.alarms import Alarm
from intertrata.casefile.following.rulebook import rulebook
from intertrata.casefile.following.stage_table import protocol
from intertrata.casefile.following.stages import Stage
from intertrata.casefile.shown import Shown
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.wording import day, listed

STATES = {
    "pending": (gettext_lazy("En plazo"), "open"), "due": (gettext_lazy("Vencida"), "differs"), "done": (gettext_lazy("Hecha"), "agrees"),
    "declined": (gettext_lazy("No quiso"), ""), "not_needed": (gettext_lazy("No hace falta"), ""), "unknown": (gettext_lazy("No se sabe"), ""),
}  # fmt: skip
STATUS = {
    "open": gettext_lazy("Su caso está abierto."),
    "reopened": gettext_lazy("Su caso se cerró y volvió a abrirse."),
    "not_a_victim": gettext_lazy("La autoridad competente determinó que no es víctima de trata."),
    "not_followed": gettext_lazy("No consta como víctima: el protocolo no la sigue."),
    "closed_declined": gettext_lazy("No quiso que se la siga acompañando: lo que dijo queda en pie mientras no lo cambie."),
    "closed_dead": gettext_lazy("Falleció. Lo que la justicia debe sigue en pie."),
    "closed_returned": gettext_lazy("Su caso se cerró: retornó."),
    "closed_reintegrated": gettext_lazy("Su caso se cerró: está reintegrada."),
    "closed_out_of_reach": gettext_lazy("Su caso se cerró: no se la pudo ubicar."),
}
SEVERITY = {"urgent": gettext_lazy("Urgente"), "high": gettext_lazy("Pronto"), "normal": gettext_lazy("Pendiente")}
ORDER = tuple(SEVERITY)


@dataclass(frozen=True)
class StageLine:
    """One stage: its name, its state in words and how it is marked, who and when, the numbers of the records that say so."""

    name: str
    state: str
    mark: str
    who: str
    when: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class AlarmLine:
    """One thing that somebody must do: the sentence of its rule, who, since when, what it rests on."""

    severity: str
    urgent: bool
    sentence: str
    who: str
    since: str
    rests_on: str
    to_confirm: bool
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Due:
    """What the template prints. ``hidden``: the names of the stages that the account does not see; ``unread``: records that could not be read."""

    status: str
    stages: tuple[StageLine, ...]
    alarms: tuple[AlarmLine, ...]
    cannot_tell: tuple[str, ...]
    hidden: str
    unread: int


def due(told: Shown, numbers: Mapping[int, int], *, unread: int) -> Due:
    """Make it.

    Args:
        numbers: by the ordinal that stages and alarms name, the number of that record on the page; a record that is not shown there is absent.
    """
    names = {row.code: row.es for row in protocol().stages}
    alarms = sorted(told.alarms, key=lambda one: (ORDER.index(one.severity), one.since, one.rule))
    return Due(
        status=str(STATUS[told.status]) if told.status else "",
        stages=tuple(_stage(names[code], one, numbers) for code, one in told.stages.items()),
        alarms=tuple(_alarm(one, numbers) for one in alarms),
        cannot_tell=tuple(dict.fromkeys(_RULES[one.rule].es for one in told.cannot_tell)),
        hidden=listed([names[code] for code in told.hidden_stages]),
        unread=unread,
    )


def _stage(name: str, stage: Stage, numbers: Mapping[int, int]) -> StageLine:
    state, mark = STATES[stage.state]
    return StageLine(name, str(state), mark, _institution(stage.by), _when(stage), _seen(stage.records, numbers))


def _when(stage: Stage) -> str:
    if stage.due is not None:
        words = _("venció el %(day)s") if stage.state == "due" else _("vence el %(day)s")
        return words % {"day": _day(stage.due)}
    return _("desde el %(day)s") % {"day": _day(stage.since)} if stage.since is not None else ""


def _alarm(alarm: Alarm, numbers: Mapping[int, int]) -> AlarmLine:
    rule = _RULES[alarm.rule]
    return AlarmLine(
        severity=str(SEVERITY[alarm.severity]),
        urgent=alarm.severity == ORDER[0],
        sentence=rule.es,
        who=_institution(alarm.responsible),
        since=_day(alarm.since),
        rests_on="; ".join(rule.rests_on),
        to_confirm=rule.to_confirm,
        numbers=_seen(alarm.records, numbers),
    )


def _seen(records: Sequence[int], numbers: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(sorted(numbers[one] for one in records if one in numbers))


def _institution(code: str | None) -> str:
    return code_list("institution").es(code) if code else ""


def _day(told: date) -> str:
    return day(told.isoformat())


_RULES = {rule.code: rule for rule, _ in rulebook()}
