"""Growth: whether an increase, a decrease, a difference or a ratio follows from any two times that the statements offer.

In: a book. Out: findings ``ratio_called_increase``, ``percentage``, ``ratio``, ``base``, ``period``, ``sum`` and what holds. The name of
the claim says what grew; its notes may say from what («base=2016», «base=requested»); else it grew from the time before. A base that
fits is enough, unless the claim names another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from intertrata.figures.audit.book import Book, by, period_es, year_of
from intertrata.figures.audit.grammar import Growth, grammar, growth, is_derived
from intertrata.figures.audit.ledger import Ledger, number, shown
from intertrata.figures.audit.precision import Fit, Hedge, fit, hedge, is_cut, rounded
from intertrata.figures.audit.reading import Said

MEANT, NARROWER, ANOTHER = range(3)
HUNDRED = Decimal(100)
SHOWN = 3


@dataclass(frozen=True)
class Step:
    """A later value and the earlier one from which it grew: MEANT by the claim, of ANOTHER time, or of something NARROWER."""

    now: Said
    then: Said
    rank: int

    @property
    def ratio(self) -> Decimal:
        """How many times the earlier value the later one is."""
        return _value(self.now) / _value(self.then)

    @property
    def same_name(self) -> bool:
        """Whether both are values of one indicator."""
        return self.now.indicator == self.then.indicator


def audit(book: Book, ledger: Ledger) -> None:
    """Look at every claim of growth, then at claims of one growth that mean different bases."""
    meant: list[tuple[Said, Step]] = []
    for claim in book.said:
        named = growth(claim.indicator)
        if named and claim.value is not None and not claim.is_base:
            step = _settle(claim, named, list(_steps(book, claim, named)), ledger)
            if step:
                meant.append((claim, step))
    _one_growth_two_bases(meant, ledger)


def _steps(book: Book, claim: Said, named: Growth) -> Iterator[Step]:
    nows = [one for name in book.named([named.stem, f"{named.stem}_*"]) for one in _told(book, claim, name) if _is_now(one, claim)]
    base = claim.notes.get("base", "")
    for now in nows:
        for then, rank in _thens(book, claim, now, named.stem, base):
            if then.value and then is not now:
                narrower = now.cats != claim.cats and rank == MEANT
                yield Step(now, then, NARROWER if narrower else rank)
    if not nows and named.stem in grammar()["words"]["unnamed"]:
        yield from _of_row(book, claim)


def _of_row(book: Book, claim: Said) -> Iterator[Step]:
    """Two times of one indicator in the claim's own row of a table, where it has just two: its name need not say what grew."""
    row = book.rows.get((claim.table, claim.line, claim.teller, claim.place), ()) if not claim.loose else ()
    told = by(
        (one for one in row if one.value and one.start and not is_derived(one.indicator, one.unit)), lambda one: (one.indicator, one.cats)
    )
    pairs = [sorted(same, key=lambda one: one.start or 0) for same in told.values() if len(same) == len({one.start for one in same}) == 2]
    if len(pairs) == 1:
        yield Step(pairs[0][1], pairs[0][0], MEANT)


def _thens(book: Book, claim: Said, now: Said, stem: str, base: str) -> Iterator[tuple[Said, int]]:
    """Earlier values of what grew; where the base is another indicator of the same time («requested»), those."""
    of_name = f"{stem}_{base}"
    if of_name in book.by_indicator:
        yield from ((one, MEANT) for one in _told(book, claim, of_name) if year_of(one.start) == year_of(now.start))
        return
    year = int(base) if base.isdigit() else None
    names = [now.indicator, *(name for name in book.named([f"{stem}_*", stem]) if name != now.indicator)]
    first, last = year_of(claim.start), year_of(claim.end)
    before = first if first is not None and last is not None and last > first else (year_of(now.start) or 0) - 1
    for name in names:
        for one in _told(book, claim, name):
            if one.start is not None and now.start is not None and one.start < now.start and _alike(one, now):
                wanted = year_of(one.start) == (before if year is None else year) or (year is None and not base and _just_before(one, now))
                yield one, MEANT if wanted and (name == now.indicator or first != last) else ANOTHER


def _settle(claim: Said, named: Growth, steps: Sequence[Step], ledger: Ledger) -> Step | None:
    """Tell what becomes of a claim; give the step that makes it, if one does."""
    steps = sorted(
        steps, key=lambda step: (_hedged(step), not step.same_name, abs(step.now.line - claim.line) + abs(step.then.line - claim.line))
    )
    meant = [step for step in steps if step.rank != ANOTHER]
    makes = _ratio if named.told == "ratio" else _amount if named.told == "amount" else _percent
    right = [step for step in meant if fit(claim, makes(claim, step)) is Fit.YES]
    if right:
        step = min(
            right, key=lambda step: (_hedged(step), abs(makes(claim, step) - _value(claim)))
        )  # «más de» is true of much: the nearest is meant
        ledger.holds([claim, step.now, step.then], f"{shown(claim)}: {_computed(claim, named, step)}")
        return step
    if named.told == "percent":
        called = next((step for step in meant if fit(claim, step.ratio * HUNDRED) is Fit.YES), None)
        if called:
            told = f"{_division(called)} = {number(rounded(called.ratio, claim))}, un aumento de {number(rounded(_percent(claim, called), claim))}%"
            ledger.broken(
                "ratio_called_increase", "arithmetic", [claim, called.now, called.then], claimed=shown(claim), computed=told, sure=True
            )
            return called
    other = next((step for step in steps if step.rank == ANOTHER and step.same_name and fit(claim, makes(claim, step)) is Fit.YES), None)
    if other and meant:
        told = f"{_computed(claim, named, other)} ({period_es(other.then)})"
        ledger.broken(
            "base", "arithmetic", [claim, other.now, other.then], claimed=shown(claim), computed=told, sure=True, sentence="base_other",
            base=period_es(meant[0].then),
        )  # fmt: skip
        return other
    certain = [step for step in meant if step.rank == MEANT]
    if certain:
        _does_not_follow(claim, named, certain, makes, ledger)
    return None


def _does_not_follow(claim: Said, named: Growth, meant: Sequence[Step], makes: object, ledger: Ledger) -> None:
    near = next((step for step in meant if fit(claim, makes(claim, step)) is Fit.NEAR), None)  # type: ignore[operator]
    if near and hedge(claim) is Hedge.NONE:
        cut = is_cut(claim, makes(claim, near))  # type: ignore[operator]
        ledger.broken(
            "rounding", "rounding", [claim, near.now, near.then], claimed=shown(claim), computed=_computed(claim, named, near), sure=not cut,
            sentence="rounding_cut" * cut,
        )  # fmt: skip
        return
    best = sorted(meant, key=lambda step: (_hedged(step), abs(makes(claim, step) - _value(claim))))[:SHOWN]  # type: ignore[operator]
    kind = {"percent": "percentage", "amount": "sum", "ratio": "ratio"}[named.told]
    told = dict.fromkeys(one for step in best for one in (step.now, step.then))
    computed = "; ".join(dict.fromkeys(_computed(claim, named, step) for step in best))
    ledger.broken(
        kind,
        "arithmetic",
        [claim, *told],
        claimed=shown(claim),
        computed=computed,
        sure=_surely_meant(best, claim, named),
        sentence="percentage",
    )
    longer = next(
        (step for step in best if claim.end and step.now.end and step.now.end > claim.end and step.now.start == claim.start), None
    )
    if longer:
        ledger.broken("period", "date_basis", [longer.now, claim], claimed=period_es(claim), computed=period_es(longer.now), sure=True)


def _one_growth_two_bases(meant: Sequence[tuple[Said, Step]], ledger: Ledger) -> None:
    """«It grew by so much» and «by so many percent» of one thing, from two different earlier values."""
    for told in by([claim for claim, _ in meant], lambda one: (one.teller, one.place, one.cats, year_of(one.end))).values():
        steps = {claim.id: step for claim, step in meant}
        for one, other in ((a, b) for at, a in enumerate(told) for b in told[at + 1 :]):
            mine, theirs = steps[one.id], steps[other.id]
            if _value(mine.then) != _value(theirs.then) and _value(mine.now) == _value(theirs.now) and mine.then.start == theirs.then.start:
                ledger.broken(
                    "base", "coverage", [one, other, mine.then, theirs.then], claimed=f"{shown(one)} (base {shown(mine.then)})",
                    computed=f"{shown(other)} (base {shown(theirs.then)})", sure=True,
                )  # fmt: skip


def _told(book: Book, claim: Said, name: str) -> list[Said]:
    """Numbers of an indicator of the claim's place and teller that count at least what the claim counts."""
    return [
        one for one in book.by_subject.get((name, claim.place, claim.teller), ())
        if one.value is not None and not one.is_base and set(claim.cats) <= set(one.cats)
    ]  # fmt: skip


def _is_now(one: Said, claim: Said) -> bool:
    """Whether a value is of the claim's time: it begins with it, or in the last year of a claim of several years."""
    if claim.start is None or one.start is None:
        return False
    first, last = year_of(claim.start), year_of(claim.end)
    if last is not None and first is not None and last > first:
        return year_of(one.start) == last
    return one.start == claim.start


def _just_before(one: Said, now: Said) -> bool:
    return one.end is not None and now.start is not None and one.end + 1 == now.start


def _alike(one: Said, now: Said) -> bool:
    """Whether two values count the same things; of another indicator, only where nothing more is said of either."""
    return one.cats == now.cats


def _surely_meant(steps: Sequence[Step], claim: Said, named: Growth) -> bool:
    """Whether the claim can mean nothing else: what it names has been told, or all that bears its name is one indicator."""
    names = {step.now.indicator for step in steps}
    return hedge(claim) is not Hedge.ABOUT and (named.stem in names or (len(names) == 1 and all(step.same_name for step in steps)))


def _hedged(step: Step) -> bool:
    return hedge(step.now) is not Hedge.NONE or hedge(step.then) is not Hedge.NONE


def _percent(claim: Said, step: Step) -> Decimal:
    """The growth in percent; of what is claimed as a decrease, how much it fell."""
    change = (step.ratio - 1) * HUNDRED
    return -change if _falls(claim) else change


def _amount(claim: Said, step: Step) -> Decimal:
    change = _value(step.now) - _value(step.then)
    return -change if _falls(claim) else abs(change) if "difference" in claim.indicator else change


def _ratio(claim: Said, step: Step) -> Decimal:
    return step.ratio


def _falls(claim: Said) -> bool:
    """Whether a claim tells a fall by a positive number: by its name, its notes or its words."""
    assert claim.value is not None
    if claim.value < 0:
        return False
    named = {"decrease", "reduction", "drop"} & {*claim.indicator.split("_"), claim.notes.get("claimed_as", "")}
    plain_name = "claimed_as" not in claim.notes and not {"increase", "growth", "rise"} & set(claim.indicator.split("_"))
    words = claim.verbatim.lower()
    told = any(word in words for word in grammar()["words"]["decrease"]) and not any(
        word in words for word in grammar()["words"]["increase"]
    )
    return bool(named) or (plain_name and told)


def _computed(claim: Said, named: Growth, step: Step) -> str:
    if named.told == "amount":
        return f"{number(_value(step.now))} − {number(_value(step.then))} = {number(_value(step.now) - _value(step.then))}"
    if named.told == "ratio":
        return f"{_division(step)} = {number(rounded(step.ratio, claim))}"
    return f"{_division(step)} − 1 = {number(rounded((step.ratio - 1) * HUNDRED, claim))}%"


def _division(step: Step) -> str:
    return f"{number(_value(step.now))} / {number(_value(step.then))}"


def _value(one: Said) -> Decimal:
    assert one.value is not None
    return one.value
