"""Whether somebody is known: what a form on somebody else's screen may ask. In: what is known of her, and what for. Out: yes or no.

The purpose is asked first, the look is in the log before the answer; identity stands in bodies only, never in an address.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema
from pydantic import ConfigDict

from intertrata.access.permissions import Scope, purposes
from intertrata.api.answers import Wrong
from intertrata.api.tokens import Token
from intertrata.identity.actions import who as ask_who
from intertrata.vocabulary.errors import Problem

FOCAL_POINT = "Esta persona ya consta en el registro: hable con el punto focal de su institución antes de volver a preguntarle."
NOBODY_KNOWN = "No consta con esos datos. Eso no significa que no sea víctima: regístrela."

router = Router()


class Asked(Schema):
    """What is known of the person asked for, as typed, half typed too; and what for."""

    model_config = ConfigDict(extra="forbid")

    purpose: str = Field(description="Código del propósito, uno de los que admite el papel de la cuenta: care, investigation…")
    given_names: str = Field("", max_length=120)
    surname_1: str = Field("", max_length=80)
    surname_2: str = Field("", max_length=80)
    full_name: str = Field("", max_length=240, description="Nombre completo en una sola casilla, donde no haya partes.")
    document_type: str = Field("", max_length=40)
    document_number: str = Field("", max_length=30)
    birth_date: str = Field("", max_length=10, pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$", description="AAAA, AAAA-MM o AAAA-MM-DD.")
    age: str = Field("", max_length=3, pattern=r"^\d{0,3}$")
    age_date: str = Field("", max_length=10, pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")
    sex: str = Field("", max_length=20)
    nationality: str = Field("", max_length=60)


class Known(Schema):
    """Whether somebody is known; who it is, the focal point tells."""

    known: bool
    sentence: str


@router.post("/who", response={200: Known, 400: Wrong, 401: Wrong, 403: Wrong, 422: Wrong, 429: Wrong}, auth=Token(Scope.WHO))
def who(request: HttpRequest, asked: Asked) -> Any:
    """¿Ya se la conoce? Sí o no, nunca quién, dónde ni desde cuándo (SAFEGUARDS 9); toda respuesta tarda lo mismo."""
    account = request.auth  # type: ignore[attr-defined]
    if asked.purpose not in purposes(account.role):
        raise Problem("purpose_missing")
    words = {name: text for name, text in asked.dict().items() if text and name != "purpose"}
    told = ask_who(words, by=account.get_username(), purpose=asked.purpose, origin=request.origin)  # type: ignore[attr-defined]
    return {"known": told.known, "sentence": FOCAL_POINT if told.known else NOBODY_KNOWN}
