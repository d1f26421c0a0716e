"""The page of the data dictionary of one register, from its declaration and nothing else.

In: a ``Source``. Out: Markdown in Spanish: each table, its key, each column with the field it fills, what may be
written in it, whether it is required, who ever saw it (or that it is assumed), and what must hold.
"""

from __future__ import annotations

from collections.abc import Iterator

from intertrata.registers.declaration import OTHERS, Column, Rule, Source, Table
from intertrata.vocabulary.codes import code_list

TYPES = {
    "text": "texto", "texts": "varios textos", "integer": "número entero", "decimal": "número con decimales", "boolean": "sí o no",
    "date": "fecha", "code": "código", "codes": "varios códigos", "territory": "UBIGEO",
}  # fmt: skip
ASSUMED = "supuesta: nadie ha visto aún esta columna en una exportación real"
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
    if column.low is not None or column.high is not None:
        parts.append(f"de {column.low if column.low is not None else '—'} a {column.high if column.high is not None else '—'}")
    return ", ".join(parts)


def _table(table: Table) -> Iterator[str]:
    yield from ("", f"## {table.title} (`{table.name}`)", "")
    yield f"Cada fila es: {table.record_type.es.lower()}. La nombra {' + '.join(f'`{name}`' for name in table.key)}."
    if table.full:
        yield "Cada entrega es completa: lo que falta en una entrega posterior se marca como desaparecido, no se borra."
    yield from ("", "| columna | qué es | qué se escribe | valores | origen |", "|---|---|---|---|---|")
    yield from (_row(column) for column in table.columns)
    for rule in table.rules:
        yield from ("", f"Debe cumplirse: {must_hold(rule)}.")
    for derive in table.derives:
        how = f"siempre «{derive.constant}»" if derive.constant else f"de {', '.join(f'`{name}`' for name in derive.territory)}"
        yield from ("", f"Se añade {derive.field.es.lower()}: {how}.")


def must_hold(rule: Rule) -> str:
    """Say a rule in words."""
    if rule.kind == "not_after":
        return f"`{rule.columns[0]}` no es posterior a `{rule.columns[1]}`"
    return f"`{rule.columns[0]}` no está en el futuro"


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
    required = " **obligatoria**" if column.required else ""
    return f"| `{column.name}`{required} | {meaning} | {asked(column)} | {shown or '—'} | {origin} |".replace("\n", " ")
