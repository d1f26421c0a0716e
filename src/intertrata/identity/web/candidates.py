"""Candidates of a search as a page shows them. In: candidates. Out: names, what else tells them apart, how sure and why; for one answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from intertrata.identity.actions import Candidate
from intertrata.identity.web.reasons import in_words, surety
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.wording import day, listed, personal

REASONS_SHOWN = 3
TELLING = ("surnames", "given", "document", "birth", "address")


@dataclass(frozen=True)
class Hit:
    """One candidate."""

    id: str
    name: str
    surety: str
    told: tuple[tuple[str, str], ...]
    reasons: str


def shown(candidates: Iterable[Candidate], called: Mapping[str, str], *, suspects: bool) -> list[Hit]:
    """Give the candidates in their order.

    Args:
        called: by register, what everybody calls it.
        suspects: whether the account may see that a victim is registered as suspect too; else which registers know her is
            left out here, since one of them may know her as a suspect only (SAFEGUARDS 14).
    """
    return [_hit(one, called, suspects=suspects) for one in candidates]


def _hit(one: Candidate, called: Mapping[str, str], *, suspects: bool) -> Hit:
    told = [
        (_("Documento"), one.document),
        (_("Nacimiento"), day(one.birth_date)),
        (_("Sexo"), code_list("sex").es(one.sex) if one.sex else ""),
    ]
    if suspects:
        told.append((_("Registros"), listed([called.get(register, register) for register in one.registers])))
    known = tuple((label, text) for label, text in told if text)
    why = in_words(code for code in one.reasons if code.partition(":")[0] in TELLING)[:REASONS_SHOWN]
    return Hit(one.person, personal(one.name) or _("Sin nombre registrado"), surety(one.probability), known, "; ".join(why))
