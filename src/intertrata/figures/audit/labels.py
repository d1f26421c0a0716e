"""Labels: a quote that names as its source another institution than the row, or whose title names another than its source.

In: a book. Out: findings ``label``, likely. Institutions are known by the code list and by the rows themselves; a row of running text
beside a source line proves nothing, so only rows of tables are looked at.
"""

from __future__ import annotations

import re
from functools import cache

from intertrata.figures.audit.book import Book, by
from intertrata.figures.audit.grammar import plain
from intertrata.figures.audit.ledger import Ledger
from intertrata.figures.audit.reading import Said
from intertrata.vocabulary.codes import code_list, fold

SOURCE = re.compile(r"fuente\s*:\s*(?P<who>[^.;»|]+)", re.IGNORECASE)
TITLE = re.compile(r"(?:cuadro|tabla|gráfico|grafico)\s*(?:n[°ºo.]*\s*)?\d+\s*[:.]+\s*(?P<title>[^»|]+)", re.IGNORECASE)
SHORTEST = 3


def audit(book: Book, ledger: Ledger) -> None:
    """Look at every quote of a table that names its source."""
    told: dict[str, str] = {}
    for one in book.said:
        for name in (one.institution, one.source):
            if len(name) >= SHORTEST and "+" not in name:
                told.setdefault(fold(name), name)
    for same in by(
        (one for one in book.said if not one.loose and "uente" in one.verbatim.lower()),
        lambda one: (one.table, one.institution, one.verbatim),
    ).values():
        _look(same, told, ledger)


def _look(same: list[Said], told: dict[str, str], ledger: Ledger) -> None:
    one = same[0]
    source = SOURCE.search(one.verbatim)
    if not source:
        return
    named = institutions_in(source["who"], told)
    title = TITLE.search(one.verbatim[: source.start()]) or TITLE.search(one.verbatim)
    titled = institutions_in(title["title"].partition("uente")[0], told) if title else frozenset()
    own = institutions_in(f"{one.institution} {one.source}", told)
    if titled and named and not titled & named:
        ledger.broken("label", "coverage", same, claimed=_names(titled), computed=f"la fuente es {_names(named)}", sure=False)
    elif named and own and not named & own and _known(named) == _known(own):
        ledger.broken(
            "label", "coverage", same, claimed=f"{one.institution} en la fila", computed=f"la fuente es {_names(named)}", sure=False
        )


def institutions_in(text: str, told: dict[str, str]) -> frozenset[str]:
    """Give the institutions that a text names: a code where the list knows it, else the name as rows write it."""
    words = f" {fold(text)} "
    known = {code for writing, code in _writings() if f" {writing} " in words}
    rows = {_code(name) for writing, name in told.items() if f" {writing} " in words}
    return frozenset(known | rows)


def _known(codes: frozenset[str]) -> bool:
    """Whether the list knows any of them: what rows alone name may be another name of what the list knows."""
    return any(code in code_list("institution") for code in codes)


@cache
def _writings() -> tuple[tuple[str, str], ...]:
    return tuple((writing, code) for writing, code in code_list("institution").writings().items() if len(writing) >= SHORTEST)


@cache
def _code(name: str) -> str:
    return code_list("institution").resolve(name) or plain(name)


def _names(codes: frozenset[str]) -> str:
    return ", ".join(sorted(code_list("institution").es(code) for code in codes))
