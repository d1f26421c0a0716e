"""The model's conditions in Spark's SQL, made from the very SQL of the model file, which DuckDB reads.

In: a ``Model``. Out: the columns it speaks of, and CASE expressions that give the same level in both engines, nulls and empty texts too. Each node is
written anew: what is not known to mean the same in Spark is refused, never handed on (sqlglot turns ``list_has_any`` into ``&&``, which Spark lacks).
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp, parse_one

from intertrata.identity.comparisons import Comparison
from intertrata.identity.model import Model
from intertrata.vocabulary.errors import Unsafe

SIDES = ("_l", "_r")
_INFIX: dict[type[exp.Expr], str] = {
    exp.And: "AND", exp.Or: "OR", exp.EQ: "=", exp.NEQ: "<>", exp.GT: ">", exp.GTE: ">=", exp.LT: "<", exp.LTE: "<=", exp.Is: "IS",
    exp.Add: "+", exp.Sub: "-", exp.Mul: "*",
}  # fmt: skip
_PREFIX: dict[type[exp.Expr], str] = {exp.Not: "NOT", exp.Neg: "-"}
# Functions by DuckDB's name as sqlglot reads it: Spark's name, and how many operands (None: any number). Those of ``TEXT_DISTANCES`` are ours.
_CALLS: dict[str, tuple[str, int | None]] = {
    "abs": ("abs", 1), "length": ("char_length", 1), "startswith": ("startswith", 2), "coalesce": ("coalesce", None),
    "least": ("least", None), "greatest": ("greatest", None),  # both skip nulls in both engines
    "arrayoverlaps": ("arrays_overlap", 2),  # the same while no list holds a null: ``spark`` leaves them out
    "jarowinklersimilarity": ("text_jaro_winkler", 2), "jaro_similarity": ("text_jaro", 2),
    "levenshtein": ("text_levenshtein", 2), "damerau_levenshtein": ("text_damerau_levenshtein", 2),
}  # fmt: skip
# What sqlglot notes of DuckDB's own manner, and Spark's function has too.
_HARMLESS = frozenset({"ignore_nulls"})


def case(comparison: Comparison, said: Mapping[str, str], nothing: str) -> str:
    """Give the expression for a comparison: what is ``said`` of the first level that holds, ``nothing`` where nothing is known."""
    levels = " ".join(f"WHEN {condition(level.sql)} THEN {said[level.code]}" for level in comparison.levels)
    return f"CASE WHEN {condition(comparison.null)} THEN {nothing} {levels} ELSE {said['else']} END"


def condition(sql: str) -> str:
    """Give DuckDB's condition in Spark's SQL.

    Raises:
        Unsafe: it holds what is not known to mean the same in Spark.
    """
    return _written(parse_one(sql, read="duckdb"))


def columns(model: Model) -> tuple[str, ...]:
    """Give the columns of the normalised table that the model's conditions speak of, sorted."""
    told = (sql for one in model.comparisons for sql in (one.null, *(level.sql for level in one.levels)))
    return tuple(sorted({_column(node)[: -len(SIDES[0])] for sql in told for node in parse_one(sql, read="duckdb").find_all(exp.Column)}))


def _column(node: exp.Column) -> str:
    name = node.name
    if not name.endswith(SIDES) or not name.isidentifier() or node.table:
        raise Unsafe(f"a column of neither side in a condition of the model: {name}")
    return name


def _written(node: exp.Expr) -> str:
    if isinstance(node, exp.Paren):
        return _written(node.this)
    if isinstance(node, exp.Column):
        return _column(node)
    if isinstance(node, (exp.Literal, exp.Boolean, exp.Null)):
        return _literal(node)
    if type(node) in _INFIX:
        return f"({_written(node.this)} {_INFIX[type(node)]} {_written(node.expression)})"
    if type(node) in _PREFIX:
        return f"({_PREFIX[type(node)]} {_written(node.this)})"
    return _call(node)


def _literal(node: exp.Expr) -> str:
    if isinstance(node, exp.Literal) and node.is_number:
        return node.name if node.is_int else f"{node.name}D"  # 0.88 is a decimal in Spark
    return node.sql(dialect="spark")


def _call(node: exp.Expr) -> str:
    name = node.name.lower() if isinstance(node, exp.Anonymous) else node.key
    operands: list[exp.Expr] = []
    for option, held in node.args.items():
        if isinstance(held, (list, exp.Expr)):
            operands += held if isinstance(held, list) else [held]
        elif held and option not in _HARMLESS and option != "this":
            raise Unsafe(f"a condition of the model is not known in Spark: {name} with {option}")
    if name == "left" and isinstance(operands[1], exp.Literal):  # a negative number cuts from the end in DuckDB, and gives nothing in Spark
        return f"left({_written(operands[0])}, {operands[1].name})"
    called, many = _CALLS.get(name, ("", 0))
    if not called or (many is not None and many != len(operands)):
        raise Unsafe(f"a condition of the model is not known in Spark: {name}")
    return f"{called}({', '.join(map(_written, operands))})"
