"""The description of the API, with one address a table: its columns, lists and help, from the declaration that receives them.

In: what the framework describes, the declared registers. Out: the same document in which ``/records/{source}/{table}`` is written out.
An institution that joins by a TOML file has its part of the description with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from intertrata.registers.queries import Question, Source, Table, questions

ADDRESS = "/records/{source}/{table}"
MARK = "SINTETICO"
LONGEST = 10_000


def written_out(document: dict[str, Any], sources: Mapping[str, Source]) -> dict[str, Any]:
    """Put the address of each table in the place of the one that stands for all."""
    general = next(path for path in document["paths"] if path.endswith(ADDRESS))
    operation = document["paths"].pop(general)["post"]
    for source in sources.values():
        for table in source.tables if source.kind == "records" else ():
            name = f"{source.code}.{table.name}"
            document["components"]["schemas"][name] = schema(table)
            path = general.replace("{source}", source.code).replace("{table}", table.name)
            document["paths"][path] = {"post": _operation(operation, source, table, name)}
    return document


def signed_in(document: dict[str, Any], scopes: Mapping[str, list[str]], opens: Mapping[Any, str], *, address: str) -> dict[str, Any]:
    """Say beside the token of each operation how a system is given one (RFC 6749 §4.4), and with which scopes.

    Args:
        scopes: by address within the API, what each operation takes. opens: what each scope opens. address: where a token is asked
            for, whole: the standard wants no part of one here.
    """
    flow = {"tokenUrl": address, "scopes": {str(one): words for one, words in opens.items()}}
    document["components"]["securitySchemes"]["Client"] = {"type": "oauth2", "flows": {"clientCredentials": flow}}
    for path, operations in document["paths"].items():
        asked = next((each for end, each in scopes.items() if path.endswith(end)), [])
        for operation in operations.values():
            if "security" in operation:
                operation["security"] = [*operation["security"], {"Client": asked}]
    return document


def schema(table: Table) -> dict[str, Any]:
    """Give the JSON Schema of one row of a table."""
    asked = questions(table)
    properties = {one.name: _property(one) for one in asked}
    mark = {"enum": ["SI"], "title": "Registro de prueba", "description": "Esta versión solo guarda personas inventadas."}
    return {
        "type": "object", "title": table.title, "additionalProperties": False, "properties": {**properties, MARK: mark},
        "required": [*(one.name for one in asked if one.required), MARK],
    }  # fmt: skip


def _operation(general: dict[str, Any], source: Source, table: Table, name: str) -> dict[str, Any]:
    one = deepcopy(general)
    one["operationId"] = f"record_{source.code}_{table.name}"
    one["summary"] = f"{source.called}: {table.title}"
    one["parameters"] = [each for each in one["parameters"] if each["in"] != "path"]
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    return one | {"requestBody": {"required": True, "content": content}}


def _property(one: Question) -> dict[str, Any]:
    told: dict[str, Any] = {"title": one.label} | ({"description": one.help} if one.help else {})
    if one.identity:
        told["x-identity"] = True
    return told | _type(one)


def _type(one: Question) -> dict[str, Any]:
    blank = [] if one.required else ["null"]
    options = [option.value for option in one.options]
    if one.kind == "choices":
        return {"type": "array", "items": {"enum": options}, "uniqueItems": True, "minItems": 1 if one.required else 0}
    if one.kind == "choice":
        return {"enum": [*options, *([] if one.required else ["", None])]}
    if one.kind == "texts":
        return {"type": "array", "items": {"type": "string"}, "minItems": 1 if one.required else 0}
    limits = {name: value for name, value in (("minimum", one.low), ("maximum", one.high)) if value is not None}
    if one.kind in {"integer", "decimal"}:
        return {"type": ["integer" if one.kind == "integer" else "number", *blank]} | limits
    return {"type": ["string", *blank], "maxLength": LONGEST} | ({"minLength": 1} if one.required else {})
