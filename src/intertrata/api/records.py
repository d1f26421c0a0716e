"""Records one by one, from the system of an institution: the row of an export, alone. In: JSON with a key of the sender. Out: a receipt.

What is sent goes the way of an export: the same columns, the same checks (``registers.actions.enter``). The address names register and table
and not a record type: several tables tell of one type, each in its institution's own columns, and those are what a sender has.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Annotated, Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from ninja import Field, Header, Router, Schema, Status

from intertrata.access.permissions import Scope
from intertrata.api.answers import Wrong
from intertrata.api.bodies import read
from intertrata.api.tokens import Token, only_its_own
from intertrata.registers import actions, queries
from intertrata.vocabulary.errors import Problem

router = Router()
Key = Annotated[
    str,
    Header(alias="Idempotency-Key", min_length=1, max_length=200, description="Clave del emisor: la misma dos veces guarda un registro."),
]


class RecordReceipt(Schema):
    """What became of one record: the number of its receipt, when, and whether it is new, corrected, unchanged or back."""

    number: str
    source: str
    table: str
    at: datetime
    state: str = Field(description="new, corrected, unchanged o back.")
    again: bool = Field(description="Si es el recibo de antes: lo mismo enviado otra vez.")
    waits: int = Field(
        description="Cuántos números de caso que cita no se conocían aquí cuando se guardó; se enlazan solos cuando llegue su registro."
    )


class Refusal(Schema):
    """Why a record is not kept: the column, the rule, a sentence; never the value."""

    column: str
    rule: str
    sentence: str


class RecordRefused(Wrong):
    """A record that was not kept: nothing of it stays."""

    refusals: list[Refusal] = []


ANSWERS = {
    200: RecordReceipt, 201: RecordReceipt, 400: Wrong, 401: Wrong, 403: Wrong, 404: Wrong, 409: Wrong, 413: Wrong, 422: RecordRefused, 503: Wrong,
}  # fmt: skip


@router.post("/records/{source}/{table}", response=ANSWERS, auth=Token(Scope.RECORDS))
def send_record(request: HttpRequest, source: str, table: str, key: Key) -> Any:
    """Guarda un registro, como una fila de un envío. Lo mismo con la misma clave responde el mismo recibo; otra cosa con ella, 409."""
    _, declared = queries.table_of_records(source, table)
    only_its_own(request, source)
    values = _body(request, declared.headings)
    by, marked = request.auth.get_username(), queries.says_synthetic(values)  # type: ignore[attr-defined]
    told = actions.enter(source, table, values, by=by, key=key, synthetic=marked, way="api")
    if not told.number:
        reasons = [{"column": one.column, "rule": one.rule, "sentence": queries.said_of(one, source, table)} for one in told.refusals]
        return Status(422, {"code": "record_refused", "sentence": NOT_KEPT, "refusals": reasons})
    return Status(200 if told.again else 201, _shown(told))


@router.get(
    "/receipts/{number}",
    url_name="api_receipt",
    response={200: RecordReceipt, 401: Wrong, 404: Wrong, 422: Wrong},
    auth=Token(Scope.RECORDS),
)
def receipt(request: HttpRequest, number: str) -> Any:
    """El recibo de un registro, para quien lo envió."""
    return _shown(queries.entry(number, by=request.auth.get_username()))  # type: ignore[attr-defined]


NOT_KEPT = "El registro no se guardó: corrija lo que se dice de cada columna y envíelo otra vez, con la misma clave o con otra."


def _body(request: HttpRequest, known: Collection[str]) -> dict[str, Any]:
    """The row as it was written: numbers stay text, so that an amount is no float."""
    try:
        told = read(request.body, known, parse_int=str, parse_float=str, parse_constant=str)
    except RequestDataTooBig as error:
        raise Problem("api_too_large") from error
    except (ValueError, RecursionError) as error:
        raise Problem("api_unreadable") from error
    if not isinstance(told, dict):
        raise Problem("api_unreadable")
    return told


def _shown(one: actions.Entered) -> dict[str, Any]:
    return {
        "number": one.number, "source": one.register, "table": one.table, "at": one.at, "state": one.verdict, "again": one.again,
        "waits": queries.deposit(one.deposit).waits,
    }  # fmt: skip
