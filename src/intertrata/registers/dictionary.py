"""The page of the data dictionary of one register, from its declaration and nothing else.

In: a ``Source``. Out: Markdown in Spanish: each table, its key, each column with the field it fills, what may be
written in it, whether it is required, who ever saw it (or that it is assumed), and what must hold.
"""

from __future__ import annotations

from collections.abc import Iterator

from intertrata.registers.declaration import OTHERS, Check, Column, Rule, Source, Table
from intertrata.vocabulary.codes import code_list

TYPES = {
    "text": "texto", "texts": "varios textos", "integer": "número entero", "decimal": "número con decimales", "boolean": "sí o no",
    "date": "fecha", "code": "código", "codes": "varios códigos", "territory": "UBIGEO", "entity": "RUC de una entidad (20…)",
}  # fmt: skip
ASSUMED = "supuesta: nadie ha visto aún esta columna en una exportación real"
FLAGS = {"true": "sí", "false": "no"}
MOST_LISTED = 30
"""Longer lists (countries) are named, not printed."""


def described(source: Source) -> str:
    """Give the dictionary page of a register."""
    kind = "registros" if source.kind == "records" else "cifras contadas por la institución"
    head = [f"# {source.name} (`{source.code}`)", "", f"Institución: `{source.institution}`. Envía {kind}. Fuente: {source.cites or '—'}."]
    return "\n".join([*head, *(line for table in source.tables for line in _table(table))]) + "\n"


def allowed(column: Column) -> list[str]:
    """Give what may be written in a column that takes codes, in the institution's own words; empty where it is free."""
    if column.codes is not None:
        return [written for written in column.codes if written != OTHERS]
    if column.type == "boolean":
        return ["SI", "NO"]
    if column.type in {"code", "codes"} and column.field is not None:
        return [one.es for one in code_list(column.field.list).codes if one.code.startswith(column.prefix)]
    return []


def asked(column: Column) -> str:
    """Say in words what one cell of the column holds."""
    parts = [TYPES[column.type]]
    if column.type == "date":
        parts.append(f"como {column.format or 'aaaa-mm-dd'}; también aaaa-mm-dd, aaaa-mm o aaaa")
    if column.type == "territory":
        parts.append(f"de {column.scheme.upper()}, de 2, 4 o 6 cifras")
    if column.separator:
        parts.append(f"separados por «{column.separator}»")
    if column.quotes:
        parts.append(f"de {' o '.join(f'`{code}`' for code in column.quotes)}")
    if column.units:
        parts.append(f"puede llevar detrás {' o '.join(f'«{unit}»' for unit in column.units)}")
    if column.type == "date" and column.low is not None:
        parts.append(f"dos cifras son un año de {column.low} a {column.low + 99}")
    elif column.low is not None or column.high is not None:
        parts.append(f"de {column.low if column.low is not None else '—'} a {column.high if column.high is not None else '—'}")
    return ", ".join(parts)


def _table(table: Table) -> Iterator[str]:
    yield from ("", f"## {table.title} (`{table.name}`)", "")
    yield f"Cada fila es: {table.record_type.es.lower()}. La nombra {' + '.join(f'`{name}`' for name in table.key)}."
    if table.full:
        yield "Cada entrega es completa: lo que falta en una entrega posterior se marca como desaparecido, no se borra."
    if table.systems:
        yield f"Responde a lo que el informe describe en: {', '.join(table.systems)} (systems.md)."
    yield from ("", "| columna | qué es | qué se escribe | valores | origen |", "|---|---|---|---|---|")
    yield from (_row(column) for column in table.columns)
    for rule in table.rules:
        yield from ("", f"Debe cumplirse: {must_hold(rule, table.column(rule.when))}.")
    for check in table.checks:
        yield from ("", f"Debe cumplirse con lo ya recibido: {must_hold_between(check)}.")
    for derive in table.derives:
        how = f"siempre «{derive.constant}»" if derive.constant else f"de {', '.join(f'`{name}`' for name in derive.territory)}"
        yield from ("", f"Se añade {derive.field.es.lower()}: {how}.")


def must_hold(rule: Rule, when: Column | None = None) -> str:
    """Say a rule in words; ``when`` is the column that calls for it, whose codes are said as its institution writes them."""
    first, other = rule.columns[0], rule.columns[-1]
    if rule.kind == "not_future":
        return f"`{first}` no está en el futuro"
    if rule.kind == "not_after":
        return f"`{first}` no es posterior a `{other}`"
    if rule.kind == "within":
        return f"entre `{first}` y `{other}` no pasan más de {rule.years} años"
    if rule.kind == "at_most":
        return f"`{first}` no es mayor que `{other}`"
    named = ", ".join(f"`{name}`" for name in rule.columns)
    told = f"`{rule.when}` dice {' o '.join(_written(code, when) for code in rule.codes)}" if rule.codes else f"`{rule.when}` dice algo"
    return f"{named} {'lleva un dato' if rule.kind == 'needs' else 'queda en blanco'} cuando {told}"


def must_hold_between(check: Check) -> str:
    """Say in words what must hold between records."""
    if check.kind == "not_before_quoted":
        return f"`{check.column}` no es anterior al día del registro cuyo número cita `{check.through}`; se guarda, y se avisa mientras no cuadre"
    same = ", ".join(f"`{name}`" for name in check.same)
    return f"de las entrevistas de una persona (mismo {same}) solo la primera, por `{check.on}`, deja en blanco `{check.column}`; las de casos distintos en `{check.through}` no se comparan"


def _written(code: str, column: Column | None) -> str:
    """How an institution writes a code: in its own words, else by the list's label."""
    if column is None or column.field is None:
        return code
    own = [written for written, meant in (column.codes or {}).items() if meant == code]
    return own[0] if own else FLAGS[code] if column.type == "boolean" else code_list(column.field.list).es(code)


def _row(column: Column) -> str:
    meaning = column.field.es if column.field is not None else "se lee para la clave o para derivar"
    if column.identity:
        meaning += " (identidad: solo en la bóveda)"
    if column.help:
        meaning += f". {column.help}"
    values = allowed(column)
    shown = (
        "; ".join(values)
        if len(values) <= MOST_LISTED
        else f"{len(values)} valores de la lista `{column.field.list if column.field else ''}`"
    )
    origin = ASSUMED if column.assumed else column.source or "—"
    required = " **obligatoria**" if column.required else " (puede faltar en exportaciones anteriores)" if column.optional else ""
    return f"| `{column.name}`{required} | {meaning} | {asked(column)} | {shown or '—'} | {origin} |".replace("\n", " ")
