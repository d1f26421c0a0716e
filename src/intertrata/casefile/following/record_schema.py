"""What a line of a file of records may say, as JSON Schema 2020-12, derived from the record types and the code lists.

In: ``vocabulary.records`` and ``vocabulary.codes``. Out: one schema document, of a type or of all. Identity fields are never in it: a file
that is followed holds no name, no document and no address (DESIGN.md law 2), and what the schema does not know is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.records import Field, RecordType, record_types

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DAY, PLACE = "event_date", "ubigeo"
"""Fields of the common model that a line calls ``date`` and ``territory``; by their own name they are read too."""
DATE = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
UBIGEO = r"^[0-9]{2}([0-9]{2}([0-9]{2})?)?$"
RUC = r"^20[0-9]{9}$"
"""Of an entity: the RUC of a natural person (10, 15, 17) holds her DNI."""
DECIMAL = r"^-?[0-9]+(\.[0-9]+)?$"
ID_LENGTH = 200


@cache
def followed_types() -> dict[str, RecordType]:
    """Give the record types that a file of records may hold: all but told figures, which are of nobody."""
    return {name: one for name, one in record_types().items() if one.of != "figure"}


@cache
def registers() -> tuple[str, ...]:
    """Give the codes of the registers that are declared, as files: who reads a table needs no database."""
    folder = files("intertrata.registers").joinpath("sources")
    return tuple(sorted(one.name.removesuffix(".toml") for one in folder.iterdir() if one.name.endswith(".toml")))


def own_fields(kind: RecordType) -> tuple[Field, ...]:
    """Give the fields of a type that a line states beside what every line does: no identity, and neither day nor place."""
    return tuple(field for field in kind.payload_fields if field.name not in {DAY, PLACE})


def schema(name: str = "") -> dict[str, Any]:
    """Give the schema of one record type, or of all as one document.

    Raises:
        Problem: ``record_type_unknown`` with the types there are.
    """
    types = followed_types()
    if name and name not in types:
        raise Problem("record_type_unknown", known=list(types))
    chosen = [types[name]] if name else list(types.values())
    lists = {field.list for kind in chosen for field in own_fields(kind) if field.list} | {"institution"}
    defs: dict[str, Any] = {f"list_{one}": _codes(one) for one in sorted(lists)} | {"register": _registers()}
    if name:
        return {"$schema": DIALECT, **_of_type(types[name]), "$defs": defs}
    told = "Una línea de un archivo de registros que se sigue (intertrata follow-table): un objeto JSON por línea."
    refs = [{"$ref": f"#/$defs/{kind.name}"} for kind in chosen]
    return {
        "$schema": DIALECT, "title": "Registro", "description": told, "oneOf": refs,
        "$defs": {kind.name: _of_type(kind) for kind in chosen} | defs,
    }  # fmt: skip


def _of_type(kind: RecordType) -> dict[str, Any]:
    person = {"type": "string", "minLength": 1, "maxLength": ID_LENGTH}
    said = "Identificador opaco de la persona; nunca un nombre ni un número de documento."
    properties: dict[str, Any] = {
        "person": person | {"description": said}, "type": {"const": kind.name, "description": kind.es}, "date": _date(_label(kind, DAY, "Fecha")),
        "register": {"$ref": "#/$defs/register"},
        "institution": {"$ref": "#/$defs/list_institution", "description": "Institución que lo registra"},
        "territory": _ubigeo(_label(kind, PLACE, "Lugar")),
    }  # fmt: skip
    properties |= {field.name: _field(field) for field in own_fields(kind)}
    needed = ["type", "person"] if kind.of == "person" else ["type"]
    return {
        "title": kind.es, "description": _described(kind), "type": "object", "properties": properties, "required": needed,
        "additionalProperties": False,
    }  # fmt: skip


def _described(kind: RecordType) -> str:
    of = {"person": "De una persona.", "event": "De un hecho; con person, el de esa persona.", "group": "De un grupo."}[kind.of]
    return f"{kind.es}. {of} Un dato que falta es un dato que no se sabe."


def _label(kind: RecordType, name: str, otherwise: str) -> str:
    field = kind.field(name)
    return field.es if field else otherwise


def _field(field: Field) -> dict[str, Any]:
    if field.list:
        one = {"$ref": f"#/$defs/list_{field.list}"}
        return (_several(one) if field.type == "codes" else one) | {"description": field.es}
    if field.type == "texts":
        return _several({"type": "string"}) | {"description": field.es}
    if field.type == "date":
        return _date(field.es)
    if field.type == "territory":
        return _ubigeo(field.es)
    bounds = {word: bound for word, bound in (("minimum", field.low), ("maximum", field.high)) if bound is not None}
    return {**_plain(field), **bounds, "description": field.es}


def _plain(field: Field) -> dict[str, Any]:
    plain: dict[str, dict[str, Any]] = {
        "text": {"type": "string"}, "integer": {"type": "integer"}, "boolean": {"type": "boolean"},
        "decimal": {"type": ["number", "string"], "pattern": DECIMAL}, "entity": {"type": "string", "pattern": RUC},
    }  # fmt: skip
    return plain[field.type]


def _several(one: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{"type": "array", "items": one}, one]}


def _date(told: str) -> dict[str, Any]:
    return {"type": "string", "pattern": DATE, "description": f"{told}: AAAA-MM-DD, o AAAA-MM, o AAAA si no se sabe más."}


def _ubigeo(told: str) -> dict[str, Any]:
    return {"type": "string", "pattern": UBIGEO, "description": f"{told}: UBIGEO del INEI, de 2, 4 o 6 cifras."}


def _codes(name: str) -> dict[str, Any]:
    labelled: Iterable[dict[str, str]] = ({"const": one.code, "title": one.es, "description": one.definition} for one in code_list(name))
    return {"oneOf": [{word: text for word, text in one.items() if text} for one in labelled]}


def _registers() -> dict[str, Any]:
    return {"enum": list(registers()), "description": "Registro que lo dice"}
