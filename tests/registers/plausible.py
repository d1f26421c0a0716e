"""A row that a register could send, made from its declaration alone; all in it is invented and nobody's."""

from datetime import date

from intertrata.registers.declaration import OTHERS
from intertrata.vocabulary.codes import code_list

DAY = date(2016, 5, 12)
BORN = date(1999, 3, 5)
PLACE_NAMES = ("Lambayeque", "Chiclayo", "Chiclayo")
UBIGEO = {"inei": "140101", "reniec": "130101"}
FORMULA = "=1+1"


def row(table, number=1):
    """One row by heading, every column filled but those a rule wants empty; ``number`` makes its key its own."""
    cells = {name: _cell(table.column(name), table) for name in table.headings}
    cells |= {name: part for derive in table.derives for name, part in zip(derive.territory, PLACE_NAMES, strict=False)}
    for rule in table.rules:
        if rule.kind == "empty" and _calls(rule, table, cells):
            cells |= dict.fromkeys(rule.columns, "")
    cells[numbered(table)] = f"K-{number}"
    return cells


def numbered(table):
    """The part of the key that is free text: what makes one row another record."""
    return next(name for name in table.key if table.column(name).type == "text" and table.column(name).codes is None)


def bad(column, table):
    """What no row may say in the column: outside its list, no date, no number, no place; a formula where any text may stand."""
    if column.codes is not None and OTHERS in column.codes:
        return FORMULA
    return {"text": FORMULA, "texts": FORMULA, "territory": "999999"}.get(column.type, "zzzz zzzz") if column.codes is None else "zzzz zzzz"


def said(column, avoided=()):
    """The first thing that may be said in a column of codes, in the institution's words, with the code that it means."""
    if column.codes is not None:
        told = [(written, code) for written, code in column.codes.items() if written != OTHERS and code]
    elif column.type == "boolean":
        told = [("SI", "true"), ("NO", "false")]
    else:
        listed = [one for one in code_list(column.field.list) if one.code.startswith(column.prefix)]
        told = [(one.es if column.list_es else one.code, one.code) for one in listed]
    return next((one for one in told if one[1] not in avoided), told[0])


def _cell(column, table):
    if column.codes is not None or column.type in {"code", "codes", "boolean"}:
        return said(column, [code for rule in table.rules if rule.kind == "empty" and rule.when == column.name for code in rule.codes])[0]
    born = column.field is not None and column.field.name == "birth_date"
    return {
        "date": lambda: _dated(BORN if born else DAY, column.format),
        "territory": lambda: UBIGEO[column.scheme],
        "entity": lambda: "20131312955",
        "integer": lambda: str(max(1, column.low or 1)),
        "decimal": lambda: str(max(1, column.low or 1)),
    }.get(column.type, lambda: "X-1")()


def _dated(day, form):
    return (form or "yyyy-mm-dd").replace("yyyy", f"{day.year}").replace("mm", f"{day.month:02}").replace("dd", f"{day.day:02}")


def _calls(rule, table, cells):
    column = table.column(rule.when)
    meant = dict([said(column)]) | (dict(column.codes) if column.codes else {}) if rule.codes else {}
    told = cells[rule.when]
    if column.list_es:
        meant |= {one.es: one.code for one in code_list(column.field.list)}
    return meant.get(told) in rule.codes if rule.codes else bool(told)
