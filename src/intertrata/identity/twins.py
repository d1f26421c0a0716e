"""The model's conditions in Python, made from the very SQL of the model file: what one look-up scores with, without a database.

In: a ``Model``. Out: ``Twin``: the level of each comparison for two normalised rows, and their weight, as the batch gives them. Nothing is
written twice: each condition is parsed and compiled as it stands in the file; one that has no twin here stops the start, it is never guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import inf, log2
from operator import itemgetter
from typing import Any

from rapidfuzz.distance import DamerauLevenshtein, Jaro, JaroWinkler, Levenshtein
from sqlglot import exp, parse_one

from intertrata.identity.comparisons import Comparison
from intertrata.identity.model import Model
from intertrata.vocabulary.errors import Unsafe

Row = Sequence[Any]
Judge = Callable[[Row, Row], int]
LEFT, RIGHT = "_l", "_r"
HAIR = 1e-6  # bits: more than sums of a dozen weights lose


@dataclass(frozen=True)
class Twin:
    """A model that compares two rows, tuples of ``columns``.

    Attributes:
        columns: what its conditions speak of, sorted. names: the comparisons.
    """

    columns: tuple[str, ...]
    names: tuple[str, ...]
    _weighed: tuple[tuple[Judge, tuple[float, ...], float], ...]
    _codes: tuple[tuple[str | None, ...], ...]
    _reads: tuple[tuple[int, ...], ...]

    def weight(self, left: Row, right: Row, *, least: float = -inf) -> float:
        """Give the evidence of all comparisons in bits, the prior left out; -inf as soon as it cannot reach ``least`` any more."""
        total = 0.0
        for judge, bits, rest in self._weighed:
            total += bits[judge(left, right)]
            if total + rest < least:
                return -inf
        return total

    def levels(self, left: Row, right: Row) -> dict[str, str | None]:
        """Give by comparison the code of the level at which the two stand; None where nothing is known."""
        return {name: codes[judge(left, right)] for name, (judge, *_), codes in zip(self.names, self._weighed, self._codes, strict=True)}

    def against(self, right: Row) -> Twin:
        """Give the twin for one look-up, which asks of the same row again and again; compare nothing else with it.

        What one comparison says of one set of values it remembers: who shares a search key shares names, and so does a person with herself.
        Left rows hold no lists, as profiles do not.
        """
        held = zip(self._weighed, self._reads, strict=True)
        return replace(self, _weighed=tuple((_remembering(judge, right, reads), bits, rest) for (judge, bits, rest), reads in held))


def twin(model: Model) -> Twin:
    """Compile a model.

    Raises:
        Unsafe: a condition uses what has no twin; scoring without it would answer by another model than the batch.
    """
    columns = tuple(sorted({column for one in model.comparisons for column in _spoken_of(one)}))
    judges = tuple(_judge(one, columns) for one in model.comparisons)
    codes = tuple((None, *(level.code for level in one.levels), "else") for one in model.comparisons)
    bits = tuple(
        (0.0, *(model.weights[one.name][code].bits for code in told[1:] if code))
        for one, told in zip(model.comparisons, codes, strict=True)
    )
    most = [max(one) for one in bits]
    rests = tuple(sum(most[at + 1 :]) + HAIR for at in range(len(most)))
    reads = tuple(tuple(columns.index(column) for column in sorted(_spoken_of(one))) for one in model.comparisons)
    return Twin(columns, tuple(one.name for one in model.comparisons), tuple(zip(judges, bits, rests, strict=True)), codes, reads)


def probability(weight: float, prior: float) -> float:
    """Give the probability of a match from the evidence in bits and the prior probability."""
    return float(1 / (1 + 2.0 ** -(weight + log2(prior / (1 - prior)))))


def evidence(probability: float, prior: float) -> float:
    """Give the bits of evidence that a probability takes: ``probability`` turned round."""
    return log2(probability / (1 - probability)) - log2(prior / (1 - prior))


def _remembering(judge: Judge, right: Row, reads: tuple[int, ...]) -> Judge:
    """Make a judge for one right row, which judges each set of values of a left one once; ``reads``: where they stand."""
    values, held = itemgetter(*reads), dict[Any, int]()

    def remembering(left: Row, _: Row) -> int:
        told = values(left)
        level = held.get(told)
        if level is None:
            level = held[told] = judge(left, right)
        return level

    return remembering


# -- compiling, once a process: models that people teach differ in their weights, never in their conditions -----------


@cache
def _conditions(comparison: Comparison) -> tuple[exp.Expr, ...]:
    return tuple(parse_one(sql, read="duckdb") for sql in (comparison.null, *(level.sql for level in comparison.levels)))


def _spoken_of(comparison: Comparison) -> set[str]:
    return {_column(node)[0] for one in _conditions(comparison) for node in one.find_all(exp.Column)}


def _column(node: exp.Expr) -> tuple[str, str]:
    name, side = node.name[: -len(LEFT)], node.name[-len(LEFT) :]
    if side not in (LEFT, RIGHT):
        raise Unsafe(f"a column of neither side in a condition of the model: {node.name}")
    return name, side


@cache
def _judge(comparison: Comparison, columns: tuple[str, ...]) -> Judge:
    """Make the function that gives 0 where nothing is known, else the number of the first level that holds, from 1; the last is ``else``."""
    conditions = _conditions(comparison)
    used = sorted({_column(node) for one in conditions for node in one.find_all(exp.Column)})
    writer = _Writer(conditions)
    ifs = [f"    if {writer.truth(one)}: return {at}" for at, one in enumerate(conditions)]
    lines = [f"    {name}{side} = {side[1]}[{columns.index(name)}]" for name, side in used]
    lines += [f"    {name} = _UNASKED" for name in writer.kept.values()]
    source = "\n".join(["def judge(l, r):", *lines, *ifs, f"    return {len(conditions)}"])
    made: dict[str, Any] = {}
    exec(compile(source, f"<twin of {comparison.name}>", "exec"), dict(_BY_SOURCE), made)  # noqa: S102 - made of parsed nodes only
    return made["judge"]  # type: ignore[no-any-return]


class _Writer:
    """Writes the conditions of one comparison as Python; what several of them ask of the same columns is worked out once."""

    def __init__(self, conditions: Sequence[exp.Expr]) -> None:
        asked = Counter(node.sql() for one in conditions for node in one.find_all(exp.Func) if not isinstance(node, _LOGIC))
        self.kept = {sql: f"kept_{at}" for at, sql in enumerate(sorted(sql for sql, times in asked.items() if times > 1))}

    def truth(self, node: exp.Expr) -> str:
        """Give Python that is true exactly where SQL is TRUE: null counts as not true, as in WHEN."""
        if isinstance(node, exp.Paren):
            return self.truth(node.this)
        if isinstance(node, (exp.And, exp.Or)):
            word = "and" if isinstance(node, exp.And) else "or"
            return f"({self.truth(node.this)} {word} {self.truth(node.expression)})"
        if isinstance(node, exp.Not) and _asks_null(node.this):
            return f"({self.value(node.this.this)} is not None)"
        if _asks_null(node):
            return f"({self.value(node.this)} is None)"
        if isinstance(node, exp.Coalesce) and len(node.expressions) == 1 and _is_false(node.expressions[0]):
            return self.truth(node.this)
        if isinstance(node, exp.Not) and not isinstance(node.this, (exp.And, exp.Or, exp.Paren)):
            return f"({self.value(node.this)} is False)"
        if type(node) in _ORDERS and isinstance(node.expression, (exp.Literal, exp.Column)):
            return self._ordered(node)
        return f"({self.value(node)} is True)"

    def _ordered(self, node: exp.Expr) -> str:
        """A comparison written out: a call of a function for each costs half the time of a look-up."""
        left, right, order = self.value(node.this), self.value(node.expression), _ORDERS[type(node)]
        if isinstance(node.expression, exp.Literal):
            return f"({left} == {right})" if order == "==" else f"((held := {left}) is not None and held {order} {right})"
        return f"((held := {left}) is not None and {right} is not None and held {order} {right})"

    def value(self, node: exp.Expr) -> str:
        """Give Python for the value of a node, None for null, by SQL's logic of three values."""
        if isinstance(node, exp.Paren):
            return self.value(node.this)
        if isinstance(node, exp.Column):
            return "".join(_column(node))
        if isinstance(node, exp.Literal):
            return repr(node.this if node.is_string else int(node.this) if node.is_int else float(node.this))
        if isinstance(node, (exp.Boolean, exp.Null)):
            return repr(node.to_py())
        if _asks_null(node):
            return f"({self.value(node.this)} is None)"
        name = node.name.lower() if isinstance(node, exp.Anonymous) else node.key
        if name not in _TWINS:
            raise Unsafe(f"a condition of the model has no twin: {name}")
        operands = _operands(node)
        made = f"_{name}({', '.join(self.value(one) for one in operands)})"
        if name in _ENDS and [type(one) for one in operands] == [exp.Column, exp.Column]:
            one, other = (self.value(operand) for operand in operands)
            made = f"({other} if {one} is None else {one} if {other} is None or {one} {_ENDS[name]} {other} else {other})"
        kept = self.kept.get(node.sql())
        return f"({kept} if {kept} is not _UNASKED else ({kept} := {made}))" if kept else made


def _asks_null(node: exp.Expr) -> bool:
    return isinstance(node, exp.Is) and isinstance(node.expression, exp.Null)


def _is_false(node: exp.Expr) -> bool:
    return isinstance(node, exp.Boolean) and not node.this


def _operands(node: exp.Expr) -> list[exp.Expr]:
    """Give the operands in the order in which SQL writes them; an option of a function that is set has no twin."""
    out: list[exp.Expr] = []
    for name, held in node.args.items():
        if name in ("this", "expression", "expressions"):
            if isinstance(held, (list, exp.Expr)):
                out += held if isinstance(held, list) else [held]
        elif held and name not in _HARMLESS:
            raise Unsafe(f"a condition of the model has no twin: {node.key} with {name}")
    return out


_LOGIC = (exp.And, exp.Or, exp.Coalesce)
_ORDERS: Mapping[type[exp.Expr], str] = {exp.EQ: "==", exp.NEQ: "!=", exp.GTE: ">=", exp.LTE: "<=", exp.GT: ">", exp.LT: "<"}
_ENDS = {"least": "<=", "greatest": ">="}
# What sqlglot notes of DuckDB's own manner of a function, and the functions below already follow.
_HARMLESS = frozenset({"ignore_nulls"})


# -- SQL's operators and functions, as DuckDB has them ----------------------------------------------------------------


def _strict(of: Callable[..., Any]) -> Callable[..., Any]:
    """Null where any operand is null."""

    def guarded(one: Any, other: Any) -> Any:
        return None if one is None or other is None else of(one, other)

    return guarded


def _and(one: bool | None, other: bool | None) -> bool | None:
    return False if one is False or other is False else None if one is None or other is None else True


def _or(one: bool | None, other: bool | None) -> bool | None:
    return True if one is True or other is True else None if one is None or other is None else False


def _known(values: tuple[Any, ...]) -> list[Any]:
    return [one for one in values if one is not None]


_TWINS: Mapping[str, Callable[..., Any]] = {
    "eq": _strict(lambda a, b: a == b),
    "neq": _strict(lambda a, b: a != b),
    "gt": _strict(lambda a, b: a > b),
    "gte": _strict(lambda a, b: a >= b),
    "lt": _strict(lambda a, b: a < b),
    "lte": _strict(lambda a, b: a <= b),
    "add": _strict(lambda a, b: a + b),
    "sub": _strict(lambda a, b: a - b),
    "mul": _strict(lambda a, b: a * b),
    "and": _and,
    "or": _or,
    "not": lambda a: None if a is None else not a,
    "neg": lambda a: None if a is None else -a,
    "abs": lambda a: None if a is None else abs(a),
    "length": lambda a: None if a is None else len(a),
    "left": _strict(lambda a, b: a[:b]),
    "startswith": _strict(lambda a, b: a.startswith(b)),
    "coalesce": lambda *all_: next((one for one in all_ if one is not None), None),
    "least": lambda *all_: min(_known(all_), default=None),  # DuckDB's skip nulls
    "greatest": lambda *all_: max(_known(all_), default=None),
    "arrayoverlaps": _strict(lambda a, b: any(one in b for one in a)),
    "jaro_similarity": _strict(lambda a, b: Jaro.similarity(a, b) if a or b else 0.0),  # DuckDB: two empty texts are nothing alike
    "jarowinklersimilarity": _strict(lambda a, b: JaroWinkler.similarity(a, b) if a or b else 0.0),
    "levenshtein": _strict(Levenshtein.distance),
    "damerau_levenshtein": _strict(DamerauLevenshtein.distance),
}
_BY_SOURCE = {f"_{name}": of for name, of in _TWINS.items()} | {"_UNASKED": object()}
