"""Values that a person took from a document, and what two persons took from it, compared.

In: captures: who, of which document, and of each item and year the page, the words around it and the value as written, or why there is none.
Out: an ``Agreement``: what both took alike, what they took otherwise and in what, what only one took. Nothing is chosen between them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.periods import Period

Key = tuple[str, str]
"""Item and year, as ISO 8601."""


@dataclass(frozen=True)
class Captured:
    """One value: item, year, page (1 is the first), the words of the document around it, the value as the document writes it, its kind (list
    ``answer_kind``), and the status codes that say why there is none, or how good it is.

    Raises:
        Problem: ``captured_nothing`` where it says neither value nor status; ``captured_without_page``; ``captured_not_quoted`` where
            the value does not stand in the words quoted; ``code_unknown`` for a kind or a status.
    """

    item: str
    year: Period
    page: int
    quote: str
    as_written: str
    kind: str
    status: frozenset[str] = field(default=frozenset())

    def __post_init__(self) -> None:
        code_list("answer_kind")[self.kind]
        for code in sorted(self.status):
            code_list("statement_status")[code]
        where = {"item": self.item, "year": self.year.es}
        if not (_bare(self.as_written) or self.status):
            raise Problem("captured_nothing", **where)
        if self.page < 1:
            raise Problem("captured_without_page", **where)
        if _bare(self.as_written) not in _bare(self.quote):
            raise Problem("captured_not_quoted", **where, value=self.as_written, page=self.page)

    @property
    def key(self) -> Key:
        """Of what it is the value."""
        return self.item, self.year.iso()


@dataclass(frozen=True)
class Capture:
    """What one person took from one document, told by its digest.

    Raises:
        Problem: ``captured_twice`` where it holds two values of one item and year.
    """

    by: str
    document: str
    values: tuple[Captured, ...]

    def __post_init__(self) -> None:
        seen: set[Key] = set()
        for value in self.values:
            if value.key in seen:
                raise Problem("captured_twice", item=value.item, year=value.year.es)
            seen.add(value.key)

    @property
    def by_key(self) -> dict[Key, Captured]:
        """Its values by item and year, in that order."""
        return {value.key: value for value in sorted(self.values, key=lambda one: one.key)}


@dataclass(frozen=True)
class Difference:
    """What two persons took otherwise, and in what: ``value``, ``status``, ``kind``, ``page``."""

    first: Captured
    second: Captured
    differs: tuple[str, ...]

    @property
    def key(self) -> Key:
        """Of what it is the value."""
        return self.first.key


@dataclass(frozen=True)
class Agreement:
    """Two captures of one document side by side, by item and year; every value of both stands in exactly one place."""

    agreed: tuple[tuple[Captured, Captured], ...]
    differing: tuple[Difference, ...]
    only_first: tuple[Captured, ...]
    only_second: tuple[Captured, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is left for a third person to decide."""
        return not (self.differing or self.only_first or self.only_second)

    @property
    def swapped(self) -> Agreement:
        """The same, seen from the other side."""
        return Agreement(
            tuple((second, first) for first, second in self.agreed),
            tuple(Difference(one.second, one.first, one.differs) for one in self.differing),
            self.only_second,
            self.only_first,
        )


def compare(first: Capture, second: Capture) -> Agreement:
    """Compare what two persons took from one document.

    Raises:
        Problem: ``same_capturer`` where one person took both: that is no second look; ``captures_of_two_documents``.
    """
    if first.by == second.by:
        raise Problem("same_capturer")
    if first.document != second.document:
        raise Problem("captures_of_two_documents", first=first.document[:8], second=second.document[:8])
    mine, theirs = first.by_key, second.by_key
    both = [(mine[key], theirs[key]) for key in mine if key in theirs]
    told = [Difference(one, other, differences(one, other)) for one, other in both]
    return Agreement(
        tuple((one.first, one.second) for one in told if not one.differs),
        tuple(one for one in told if one.differs),
        tuple(value for key, value in mine.items() if key not in theirs),
        tuple(value for key, value in theirs.items() if key not in mine),
    )


def differences(one: Captured, other: Captured) -> tuple[str, ...]:
    """Give in what two values of the same item and year differ; the words quoted may be more or fewer."""
    compared = {
        "value": read_alike(one.as_written, other.as_written),
        "status": one.status == other.status,
        "kind": one.kind == other.kind,
        "page": one.page == other.page,
    }
    return tuple(name for name, alike in compared.items() if not alike)


def read_alike(one: str, other: str) -> bool:
    """Whether two texts write the same value: the same signs, whatever the blanks. «8 231» and «8,231» differ until somebody rules."""
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    """The text with one plain blank wherever there were any."""
    return " ".join(text.split())
