"""What a receiver will get, for who writes it: one webhook a kind, as OpenAPI 3.1 writes them.

In: the declared kinds (``kinds.toml``). Out: for each its headers (Standard Webhooks 1.0), the JSON Schema of its body, and what we make of
each answer. A kind that is declared tomorrow is described with it; what a message may not say has no place in its schema either.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from intertrata.notices.judging import GONE, TRIES
from intertrata.notices.kinds import Kind
from intertrata.notices.message import LOOK, TRIAL

ID = "[0-9a-f]{32}"
SIGNED = "v1,[A-Za-z0-9+/]{43}="
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
HEADERS = {
    "webhook-id": (ID, "El número del aviso: la misma cosa llega siempre con el mismo, y puede llegar dos veces."),
    "webhook-timestamp": (r"\d+", "Cuándo se envió, en segundos desde 1970: no acepte lo de hace más de cinco minutos."),
    "webhook-signature": (
        f"{SIGNED}( {SIGNED})*",
        "HMAC-SHA256, con el secreto de la suscripción, de «webhook-id.webhook-timestamp.cuerpo»; dos mientras un secreto releva a otro.",
    ),
}
TRIED = "Prueba la suscripción: no avisa de nada"
OUT = f"INTERTRATA vuelve a intentarlo, hasta {TRIES} veces en tres días; «Retry-After» se respeta."
ANSWERS = {
    "2XX": {"description": "Recibido. Lo que diga el cuerpo no se lee."},
    str(GONE): {"description": "No quiere más avisos: la suscripción se apaga."},
    "default": {"description": OUT},
}


def webhooks(kinds: Iterable[Kind]) -> dict[str, Any]:
    """Give the ``webhooks`` of an OpenAPI 3.1 document: a message of each kind, and the one that tries a subscription."""
    told = {kind.code: _webhook(kind.code, kind.es, schema(kind), HEADERS) for kind in kinds}
    data = {"subscription": {"type": "string", "pattern": f"^{ID}$"}}
    tried = HEADERS | {"webhook-id": (rf"test_{ID}_\d+", HEADERS["webhook-id"][1])}
    return told | {TRIAL: _webhook(TRIAL, TRIED, _message(TRIAL, data), tried)}


def schema(kind: Kind) -> dict[str, Any]:
    """Give the JSON Schema of the body of a notice (``message.body``)."""
    text = {"type": "string", "minLength": 1}
    data: dict[str, Any] = {
        "notice": {"type": "string", "pattern": f"^{ID}$", "description": "El número del aviso, el mismo de webhook-id."},
        "record": {"type": "string", "pattern": f"^{ID}$", "description": "El registro del que se trata: nada dice sin una cuenta."},
        "look": {"type": "string", "pattern": f"^{LOOK.format(notice=ID)}$", "description": "La página que hay que abrir, con una cuenta."},
    }
    return _message(kind.code, data if kind.of_person else data | {"register": text, "table": text})


def _message(code: str, data: dict[str, Any]) -> dict[str, Any]:
    return _whole({"type": {"const": code}, "timestamp": {"type": "string", "pattern": f"^{MOMENT}$"}, "data": _whole(data)})


def _whole(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": list(properties)}


def _webhook(code: str, words: str, body: dict[str, Any], headers: dict[str, tuple[str, str]]) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "header", "required": True, "description": said, "schema": {"type": "string", "pattern": f"^{pattern}$"}}
        for name, (pattern, said) in headers.items()
    ]
    content = {"application/json": {"schema": body}}
    operation = {
        "operationId": f"notice_{code.replace('.', '_')}", "summary": words, "security": [], "parameters": parameters,
        "requestBody": {"required": True, "content": content}, "responses": ANSWERS,
    }  # fmt: skip
    return {"post": operation}
