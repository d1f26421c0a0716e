"""Contradictions in words. In: what ``contradictions.queries`` gives, what registers are called. Out: what the templates print, and the same as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

from intertrata.figures.contradictions import queries
from intertrata.figures.contradictions.queries import Counted, Proposed, Ruled, SourceAudited, Stated
from intertrata.figures.web.counts import period_of
from intertrata.figures.web.number import address
from intertrata.storage.spreadsheets import neutral
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.jurisdictions import jurisdiction_name
from intertrata.vocabulary.statement import number_es

FIRST = 3
"""Statements of a contradiction that a list names; its page names all."""


@dataclass(frozen=True)
class StatementShown:
    """One statement: which number, of whom, what it says, where it stands (``line``: in its document), in its own words; ``address``: its page."""

    title: str
    who: str
    text: str
    at: str
    line: str
    quote: str
    address: str


@dataclass(frozen=True)
class RulingShown:
    """What a person decided; ``before``: of what the statements said before they changed."""

    title: str
    one: Ruled
    before: bool


@dataclass(frozen=True)
class ContradictionShown:
    """A contradiction: what is proposed, how surely, in which state, what was decided, the statements that make it."""

    id: str
    kind: str
    meaning: str
    certainty: str
    proved: bool
    state: str
    settled: bool
    changed: bool
    gone: bool
    explanation: str
    claimed: str
    computed: str
    source: str
    document: str
    first_at: Any
    rulings: Sequence[RulingShown]
    statements: Sequence[StatementShown]

    @property
    def first(self) -> Sequence[StatementShown]:
        """The statements that a list names."""
        return self.statements[:FIRST]

    @property
    def more(self) -> int:
        """How many others there are."""
        return len(self.statements[FIRST:])

    @property
    def last(self) -> RulingShown | None:
        """The ruling that stands."""
        return next(iter(self.rulings), None)


def shown(one: Proposed, called: Mapping[str, str]) -> ContradictionShown:
    """Give a contradiction in words."""
    kind = code_list(queries.KINDS)[one.kind]
    return ContradictionShown(
        id=one.id, kind=kind.es, meaning=kind.definition, certainty=code_list(queries.CERTAINTIES).es(one.certainty), proved=one.certainty == "proved",
        state=code_list(queries.STATES).es(one.state), settled=one.state in queries.DECISIONS, changed=one.state == queries.CHANGED, gone=one.gone,
        explanation=one.explanation, claimed=one.claimed, computed=one.computed, source=called.get(one.source, one.source), document=one.document,
        first_at=one.first_at, rulings=[_ruling(each) for each in one.rulings], statements=[_statement(each) for each in one.statements],
    )  # fmt: skip


def _ruling(one: Ruled) -> RulingShown:
    words = [code_list(queries.STATES).es(one.decision), code_list("verdict").es(one.verdict) if one.verdict else ""]
    return RulingShown(": ".join(word for word in words if word), one, not one.same)


def _statement(one: Stated) -> StatementShown:
    told = one.told
    where = jurisdiction_name(told["territory"]) if told["territory"] else told["place"] or _("Todo el país")
    when = period_of(told["period_start"], told["period_end"]) if told["period_start"] else _("sin período")
    cut = ", ".join(f"{name}={code}" for name, code in told["breakdown"].items())
    title = ", ".join(word for word in (f"{code_list('told_indicator').es(told['indicator'])}: {where}", when, cut) if word)
    line = f"{told['table']}, {_('línea')} {told['page']}" if told["table"] else f"{_('línea')} {told['page']}"
    return StatementShown(title, one.institution, _value(told), f"{told['document']}: {line}", line, told["quote"], address(told))


def _value(told: Mapping[str, Any]) -> str:
    status = ", ".join(code_list("statement_status").es(code).lower() for code in told["status"])
    value = "" if told["value"] is None else number_es(Decimal(told["value"]))
    return " · ".join(word for word in (value, status or ("" if value else told["as_written"])) if word)


def counts(counted: Counted) -> dict[str, Any]:
    """Give how many there are of each kind, by certainty, and in each state; kinds and states of which there are none left out."""
    certainties = [one.code for one in code_list(queries.CERTAINTIES)]
    by_kind = [
        (one.es, [counted.kinds[one.code].get(each, 0) for each in certainties])
        for one in code_list(queries.KINDS)
        if one.code in counted.kinds
    ]
    by_state = [(one.es, counted.states[one.code]) for one in code_list(queries.STATES) if one.code in counted.states]
    sums = [sum(cells[at] for _name, cells in by_kind) for at in range(len(certainties))]
    return {"by_kind": [(name, cells, sum(cells)) for name, cells in by_kind], "by_state": by_state, "sums": sums}


def audits(found: Sequence[SourceAudited], called: Mapping[str, str]) -> dict[str, Any]:
    """Give what was audited of each source, and the sources whose audit is older than what came."""
    looked = [(called.get(one.source, one.source), one, _share(one)) for one in found if one.at]
    return {"audited": looked, "outdated": [called.get(one.source, one.source) for one in found if one.outdated]}


def _share(one: SourceAudited) -> str:
    return f"{100 * one.holding / one.checked:.1f}%" if one.checked else "—"


def written(found: Iterable[Proposed], called: Mapping[str, str]) -> str:
    """Give contradictions as CSV, a row a statement, the claim first; no cell that a spreadsheet would run."""
    out = StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow(
        (
            "contradiccion_id", "clase", "certeza", "estado", "que_pasa", "se_dice", "sale", "decidido", "por_que", "decidio", "cuando", "fuente",
            "cifra", "de_quien", "valor", "donde", "frase",
        )
    )  # fmt: skip
    for each in (shown(one, called) for one in found):
        last = each.last
        ruled = (last.title, last.one.why, last.one.by, last.one.at.isoformat(timespec="seconds")) if last else ("", "", "", "")
        about = (each.id, each.kind, each.certainty, each.state, each.explanation, each.claimed, each.computed, *ruled, each.source)
        for one in each.statements:
            write.writerow([neutral(cell, numbers=True) for cell in (*about, one.title, one.who, one.text, one.at, one.quote)])
    return out.getvalue()
