"""A person's page as values: what is known and who says it, where records disagree, her way through the registers.

In: a person as she may be seen, the history of her records, the names of registers. Out: ``Page``, which its template prints.
It holds names and lasts one answer. A suspect's dated procedural status stands on every line that names one (SAFEGUARDS 14).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intertrata.casefile.referrals.queries import REGISTER
from intertrata.identity.actions import PersonView
from intertrata.registers import queries as registers
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.records import RecordType, record_types
from intertrata.vocabulary.wording import day, listed, personal, place_name, told

BEGINS = "investigated"
# Said in their own places: at the head of the line, or above with all who say it.
HEAD = ("event_date", "act", "ubigeo", "case_numbers", "procedural_status", "status_date", "status")
LEFT_OUT = (*HEAD, "ordinal", "age_group", "sex", "nationality")
NEVER_PRINTED = frozenset({"address", "phone"})  # a print may end in a court file, which the accused reads (SAFEGUARDS 12)
STATUS_LISTS = {"victim": "victim_status", "suspect": "procedural_status"}


@dataclass(frozen=True)
class Teller:
    """A register that says a value, and the numbers of its records on the page."""

    register: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Saying:
    """One value and who says it; ``stands`` where it is the one that stands."""

    value: str
    tellers: tuple[Teller, ...]
    stands: bool


@dataclass(frozen=True)
class Value:
    """One field: what stands, whether records agree, differ or one alone speaks, all that is said; ``printed``: also on paper."""

    label: str
    printed: bool
    golden: str
    state: str
    sayings: tuple[Saying, ...]


@dataclass(frozen=True)
class Line:
    """One record on the way: when, what it is, its dated status, place and numbers, what else, its source, what it told before."""

    number: int
    when: str
    title: str
    status: str
    vanished: bool
    where: str
    told: tuple[tuple[str, str], ...]
    source: str
    before: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """What the template prints."""

    id: str
    heading: str
    summary: str
    differing: str
    majority: str
    values: tuple[Value, ...]
    lines: tuple[Line, ...]


def page(person: PersonView, history: Sequence[Mapping[str, Any]], called: Mapping[str, str], waits: Mapping[str, Collection[str]]) -> Page:
    """Make the page.

    Args:
        person: as she may be seen (``identity.sight``).
        history: rows of ``registers.queries.records`` of these records. called: by register, what everybody calls it. waits: by record, the numbers
            it quotes that nobody has sent yet (``registers.queries.waits_of``).
    """
    numbers = {record.record: number for number, record in enumerate(person.records, 1)}
    values = tuple(_value(value, numbers, person, called) for value in person.values)
    versions: dict[str, list[Mapping[str, Any]]] = {}
    for row in history:
        versions.setdefault(row["record"], []).append(row)
    lines = tuple(
        _line(record, numbers[record.record], versions.get(record.record, []), called, waits.get(record.record, ()))
        for record in person.records
    )
    differing = [value.label.lower() for value in values if value.state == "differs"]
    return Page(
        id=person.person,
        heading=personal(person.name) or _("Persona sin nombre registrado"),
        summary=_summary(person, called),
        differing=_("Los registros no coinciden en: %(fields)s.") % {"fields": listed(differing)} if differing else "",
        majority=_majority(person) if "victim" in person.roles else "",
        values=values,
        lines=lines,
    )


def _value(value: Any, numbers: Mapping[str, int], person: PersonView, called: Mapping[str, str]) -> Value:
    register_of = {record.record: record.register for record in person.records}
    sayings = []
    for said in value.said:
        tellers = tuple(
            Teller(called.get(register, register), tuple(sorted(numbers[one] for one in said.records if register_of[one] == register)))
            for register in said.registers
        )
        sayings.append(Saying(_shown(value.field, said.value), tellers, said.value == value.value))
    several = sum(len(said.records) for said in value.said) > 1
    state = "differs" if value.disputed else "agrees" if several else "alone"
    return Value(_label(value.field), value.field not in NEVER_PRINTED, _shown(value.field, value.value), state, tuple(sayings))


def _label(field: str) -> str:
    declared = record_types()["victim"].field(field)
    return {"document_number": _("Documento")}.get(field) or (declared.es if declared else field)


def _shown(field: str, text: str) -> str:
    if field == "birth_date":
        return day(text)
    listed_in = {"sex": "sex", "nationality": "country"}.get(field)
    return code_list(listed_in).es(text) if listed_in else text


def _summary(person: PersonView, called: Mapping[str, str]) -> str:
    told_by = {record.record_type for record in person.records}
    kinds = [kind.es for name, kind in record_types().items() if name in told_by]
    registers = listed(sorted({called.get(record.register, record.register) for record in person.records}))
    many = len(person.records)
    words = ngettext("%(kinds)s: %(many)s anotación en %(registers)s.", "%(kinds)s: %(many)s anotaciones en %(registers)s.", many)
    return words % {"kinds": "; ".join(kinds), "many": f"{many:,}", "registers": registers}


def _majority(person: PersonView) -> str:
    """Doubtful age means a minor until disproved (SAFEGUARDS 2)."""
    return {
        "stated": _("Era menor de 18 años en el primer hecho, según todo lo que se sabe."),
        "disproved": _("Tenía 18 años o más en el primer hecho, según todo lo que se sabe."),
        "doubtful": _("Su edad en el primer hecho está en duda: se la trata como menor de 18 años mientras no se demuestre lo contrario."),
        "unknown": _("No se sabe su edad en el primer hecho: se la trata como menor de 18 años mientras no se demuestre lo contrario."),
    }[person.majority.basis]


def _line(record: Any, number: int, versions: Sequence[Mapping[str, Any]], called: Mapping[str, str], waits: Collection[str]) -> Line:
    kind = record_types()[record.record_type]
    where = _("%(kind)s en %(register)s") % {"kind": kind.es, "register": called.get(record.register, record.register)}
    ours = record.register == REGISTER  # which step it is at and whose it is: on its own page, to those it concerns (SAFEGUARDS 11)
    current = [row for row in versions if row["deposit"] == record.deposit and not row["vanished"]]
    return Line(
        number=number,
        when=day(str(record.payload["event_date"])) if record.payload.get("event_date") else _("Sin fecha"),
        title=where,
        status=_status(kind, record.payload, record.cut_off),
        vanished=record.vanished,
        where="" if ours else _where(record.payload, waits),
        told=() if ours else tuple(told(kind, record.payload, leave_out=(*LEFT_OUT, *(("minor",) if "age" in record.payload else ())))),
        source=_source(current[-1], record.line) if current else "",
        before=() if ours else tuple(_before(kind, versions, record.payload)),
    )


def _where(payload: Mapping[str, Any], waits: Collection[str]) -> str:
    """The place, the case it stands in and the numbers of others that it quotes, each marked where nobody has sent its record yet."""
    place = place_name(str(payload["ubigeo"])) if payload.get("ubigeo") else _("Lugar sin dato")
    case = _("caso %(number)s") % {"number": _received(payload["act"], waits)} if payload.get("act") else ""
    quoted = listed([_received(number, waits) for number in payload.get("case_numbers", [])])
    cited = _("cita %(numbers)s") % {"numbers": quoted} if quoted else ""
    return " · ".join(filter(None, (place, case, cited)))


def _received(number: Any, waits: Collection[str]) -> str:
    return _("%(number)s (aún no recibido)") % {"number": number} if number in waits else str(number)


def _status(kind: RecordType, payload: Mapping[str, Any], cut_off: date) -> str:
    """A suspect's procedural status with its date, always (SAFEGUARDS 14): the day the record began dates an investigation and nothing later;
    any other undated status is as of the day its export was cut. A victim's condition where it is told."""
    field = "procedural_status" if kind.role == "suspect" else "status"
    code = payload.get(field)
    since = payload.get("status_date") or (payload.get("event_date") if code == BEGINS else None)
    if kind.role != "suspect":
        return code_list(STATUS_LISTS["victim"]).es(str(code)) if code and kind.role == "victim" else ""
    words = code_list(STATUS_LISTS["suspect"]).es(str(code)) if code else _("Situación procesal sin dato")
    if since:
        return _("%(status)s al %(day)s") % {"status": words, "day": day(str(since))}
    return _("%(status)s al corte del %(day)s") % {"status": words, "day": day(cut_off.isoformat())}


def _source(row: Mapping[str, Any], line: int) -> str:
    sheet = _(", hoja «%(sheet)s»") % {"sheet": row["sheet"]} if row["sheet"] else ""
    received = f"{localtime(row['received_at']):%d/%m/%Y}" if row["received_at"] else _("fecha desconocida")
    if registers.read_number(row["file"]):  # one record that was typed in goes by the number of its receipt
        return _("Escrito registro por registro, recibo %(number)s; guardado el %(day)s.") % {"number": row["file"], "day": received}
    words = _("Archivo «%(file)s»%(sheet)s, línea %(line)s; recibido el %(day)s.")
    return words % {"file": row["file"], "sheet": sheet, "line": f"{line:,}", "day": received}


def _before(kind: RecordType, versions: Sequence[Mapping[str, Any]], now: Mapping[str, Any]) -> list[str]:
    """What older versions said differently: nothing that was told is lost by a correction."""
    said = []
    standing = dict(told(kind, now))
    for row in versions:
        old = told(kind, json.loads(row["payload"])) if not row["vanished"] else []
        changed = [f"{label}: {text}" for label, text in old if standing.get(label) != text]
        if changed:
            until = f"{row['cut_off']:%d/%m/%Y}"
            said.append(_("Al corte del %(day)s decía: %(what)s.") % {"day": until, "what": "; ".join(changed)})
    return said
