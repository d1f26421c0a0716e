"""What is written to an entity: the request, the reminder of one overdue, the appeal; as PDF and as the text of a mail.

In: a ``Letter`` of plain values: to whom, what is asked, by when and by which norm (the terms say both), in whose name. Out: bytes of a tagged
PDF (PDF/UA-1), the same each time, and ``Mail``. ``reply_code`` is what ties an answer to its request, wherever somebody copies it.

Says of the law only what OBSERVATION.md holds: ten business days (TUO of Ley 27806, DS 021-2019-JUS), two to say that it cannot be done.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import cast

import typst
from stdnum.iso7064 import mod_37_36

from intertrata.transparency.catalogue import Entity
from intertrata.transparency.questionnaire import Item
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.periods import MONTHS, Period

REQUEST, CHASE, APPEAL = "request", "chase", "appeal"
LAW = (
    "el Texto Único Ordenado de la Ley N.° 27806, Ley de Transparencia y Acceso a la Información Pública, "
    "aprobado por el Decreto Supremo N.° 021-2019-JUS"
)
NO_ANSWER, DENIED, PARTIAL = "no_answer", "denied", "partial"
GROUNDS = {
    NO_ANSWER: "la falta de respuesta dentro del plazo",
    DENIED: "la respuesta que negó la información",
    PARTIAL: "la respuesta, que no dio todo lo pedido",
}
"""Against what an appeal goes."""
CODE = re.compile(r"\b([A-Z0-9][A-Z0-9-]{1,39})\.([A-Z]{2,}(?:-[0-9]{2,6})?)\.([0-9A-Z])\b")
SIGNS = re.compile(r"[^0-9A-Z]")
_ONE_AT_A_TIME = Lock()  # the compiler is one object, and refuses two at once


@dataclass(frozen=True)
class Sender:
    """Who asks: the organisation, the office that signs, its city, and the address to answer to; ``through`` is who asks on its behalf
    (the Defensoría), empty where it asks itself. Offices, never a person's name."""

    name: str
    office: str
    city: str
    reply_to: str
    through: str = ""


@dataclass(frozen=True)
class Due:
    """Until when an answer is due: the day, of how many business days, by which norm; ``notice_days`` are those within which an entity that
    cannot must say so (None: the norm has none)."""

    day: date
    days: int
    norm: str = LAW
    notice_days: int | None = 2


@dataclass(frozen=True)
class Letter:
    """One letter.

    ``items`` are the questions it repeats: all in a request, the unanswered in the others. ``filed`` is the day of the request that a
    reminder or appeal speaks of, ``against`` what the appeal goes against (``GROUNDS``).

    Raises:
        Problem: ``letter_asks_nothing``; ``letter_due_before`` where a request is due before it is written; ``letter_without_request`` and
            ``letter_not_overdue`` for a reminder or an appeal that comes too soon; ``entity_not_yet`` where it had no name that day.
    """

    kind: str
    on: date
    campaign: str
    title: str
    entity: Entity
    items: tuple[Item, ...]
    sender: Sender
    due: Due
    filed: date | None = None
    against: str = NO_ANSWER

    def __post_init__(self) -> None:
        name = self.entity.named(self.on)
        if not self.items:
            raise Problem("letter_asks_nothing", entity=name)
        if self.kind == REQUEST and self.due.day <= self.on:
            raise Problem("letter_due_before", entity=name, on=self.on.isoformat(), due=self.due.day.isoformat())
        if self.kind != REQUEST and (self.filed is None or self.filed > self.on):
            raise Problem("letter_without_request", entity=name, on=self.on.isoformat())
        early = self.kind == CHASE or (self.kind == APPEAL and self.against == NO_ANSWER)
        if early and self.on <= self.due.day:
            raise Problem("letter_not_overdue", entity=name, on=self.on.isoformat(), due=self.due.day.isoformat())

    @property
    def code(self) -> str:
        """What the answer must quote."""
        return reply_code(self.campaign, self.entity.code)

    @property
    def to(self) -> str:
        """The name that the entity bears on the day of the letter."""
        return self.entity.named(self.on)

    @property
    def subject(self) -> str:
        """What it is about, in one line."""
        return {
            REQUEST: f"Solicitud de acceso a la información pública: {self.title}",
            CHASE: f"Reiteración de la solicitud de acceso a la información pública: {self.title}",
            APPEAL: f"Apelación de la solicitud de acceso a la información pública: {self.title}",
        }[self.kind]


@dataclass(frozen=True)
class Mail:
    """The text of a mail: subject, body, and the address that it is to be answered to."""

    subject: str
    body: str
    reply_to: str


def reply_code(campaign: str, entity_code: str) -> str:
    """Give the code that an answer quotes: campaign, entity and a sign that checks both (ISO 7064 mod 37,36).

    Raises:
        Problem: ``reply_code_unfit`` where the campaign's code has signs that do not survive being typed.
    """
    told = f"{campaign}.{entity_code}".upper()
    code = f"{told}.{mod_37_36.calc_check_digit(SIGNS.sub('', told))}"
    if not CODE.fullmatch(code):
        raise Problem("reply_code_unfit", campaign=campaign)
    return code


def replied_to(text: str) -> tuple[tuple[str, str], ...]:
    """Give the campaign and entity of each code that stands in a text whole and unspoilt, in order; case does not matter."""
    found = {
        (match[1].lower(), match[2].lower()): None
        for match in CODE.finditer(text.upper())
        if mod_37_36.calc_check_digit(SIGNS.sub("", match[1] + match[2])) == match[3]
    }
    return tuple(found)


def pdf(letter: Letter) -> bytes:
    """Give a letter as a tagged PDF; its timestamp is the letter's day, so that the same letter is the same bytes."""
    written_at = datetime.combine(letter.on, time(12), UTC)
    with _ONE_AT_A_TIME:
        made = _compiler().compile(
            input=_template(), format="pdf", sys_inputs={"letter": _data(letter)}, pdf_standards="ua-1", timestamp=written_at
        )
    return cast("bytes", made)


def mail(letter: Letter) -> Mail:
    """Give the text of the mail that carries a letter, whole without the attachment."""
    asked = "\n\n".join(
        f"{number}. {item.question}\n   {item.definition} {_how(letter, item)}" for number, item in enumerate(letter.items, 1)
    )
    head = f"Señores\n{letter.to}\nPresente"
    parts = (head, *_before(letter), asked, *_after(letter), "\n".join(_signed(letter)))
    return Mail(f"[{letter.code}] {letter.subject}", "\n\n".join(parts) + "\n", letter.sender.reply_to)


def _data(letter: Letter) -> str:
    sections = dict.fromkeys(item.section for item in letter.items)
    numbered = list(enumerate(letter.items, 1))
    told = {
        "title": f"{letter.subject} ({letter.to})",
        "author": letter.sender.name,
        "code": letter.code,
        "place_and_date": f"{letter.sender.city}, {_day(letter.on)}",
        "to_office": "Señores",
        "to": letter.to,
        "contact": letter.entity.contact,
        "subject": letter.subject,
        "before": _before(letter),
        "sections": [
            {
                "name": name,
                "items": [
                    {"number": str(number), "question": item.question, "definition": item.definition, "how": _how(letter, item)}
                    for number, item in numbered
                    if item.section == name
                ],
            }
            for name in sections
        ],
        "after": _after(letter),
        "signed": _signed(letter),
    }
    return json.dumps(told, ensure_ascii=False)


def _before(letter: Letter) -> tuple[str, ...]:
    """What is said before the questions."""
    return (*_opening(letter), f"Las preguntas son sobre {_years(_usual(letter))}, salvo la que diga otra cosa.")


def _opening(letter: Letter) -> tuple[str, ...]:
    who = f"{letter.sender.through}, a pedido de {letter.sender.name}," if letter.sender.through else letter.sender.name
    if letter.kind == REQUEST:
        return (f"{who} solicita a esa entidad, según {letter.due.norm}, la información que sigue.",)
    asked = f"El {_day(letter.filed or letter.on)} {who} solicitó a esa entidad, según {letter.due.norm}, información pública con el código {letter.code}."
    late = f"El plazo de {letter.due.days} días hábiles venció el {_day(letter.due.day)}."
    if letter.kind == CHASE:
        return (asked, f"{late} A la fecha de esta carta falta la respuesta a lo que sigue, y se pide que la envíe.")
    ground = f"Por esta carta se apela contra {GROUNDS[letter.against]}."
    return (
        asked,
        f"{late} {ground}" if letter.against == NO_ANSWER else ground,
        "Se pide que se revise y que se entregue la información que sigue.",
    )


def _after(letter: Letter) -> tuple[str, ...]:
    """What is said after the questions."""
    no_data = (
        "Si no tiene un dato, diga por qué: que no lo tiene, que no hay partida específica, que no corresponde a esa entidad o que otra lo "
        "tiene. Un cero se entenderá como que no hubo ninguno. No envíe nombres ni documentos de víctimas, testigos o investigados."
    )
    answer = f"La respuesta puede enviarse a {letter.sender.reply_to}, en el formulario adjunto o por escrito, con el código {letter.code}."
    if letter.kind != REQUEST:
        return (no_data, answer)
    term = f"El plazo para responder es de {letter.due.days} días hábiles y vence el {_day(letter.due.day)}."
    if letter.due.notice_days is not None:
        term += (
            f" Si no le es posible cumplirlo, la entidad debe comunicarlo dentro de los {letter.due.notice_days} días hábiles de presentada "
            "la solicitud y decir en qué fecha responderá."
        )
    return (term, no_data, answer)


def _signed(letter: Letter) -> tuple[str, ...]:
    return tuple(filter(None, ("Atentamente,", letter.sender.office, letter.sender.through or letter.sender.name)))


def _how(letter: Letter, item: Item) -> str:
    """With what a question is answered, and for when where that is not what the letter says of all."""
    other = "" if item.years == _usual(letter) else f" Sobre {_years(item.years)}."
    return f"Se responde con {item.how}.{other}"


def _usual(letter: Letter) -> tuple[Period, ...]:
    """The years that most questions are about; of equals, those of the first."""
    asked = [item.years for item in letter.items]
    return max(dict.fromkeys(asked), key=asked.count)


def _years(years: tuple[Period, ...]) -> str:
    names = [year.es for year in years]
    return " y ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _day(day: date) -> str:
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


@cache
def _template() -> bytes:
    return files("intertrata.transparency").joinpath("letter.typ").read_bytes()


@cache
def _compiler() -> typst.Compiler:
    """Only the fonts that typst brings: those of this machine are no other's, and the same letter would be other bytes."""
    return typst.Compiler(ignore_system_fonts=True)
