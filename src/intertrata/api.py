"""The API for the systems of institutions: what a form on somebody else's screen may ask. In: JSON with a token. Out: JSON.

Every operation says which permission it needs and asks for the purpose first; the look is in the log before the answer. Identity stands
in bodies only, never in an address. ``/api/v1/openapi.json`` describes it.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer
from pydantic import ConfigDict

from intertrata.access.actions import account_of, note
from intertrata.access.permissions import Permission, allowed, purposes
from intertrata.identity.actions import who as ask_who
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

STATUS = {"too_many_looks": 429, "purpose_missing": 403}
FOCAL_POINT = "Esta persona ya consta en el registro: hable con el punto focal de su institución antes de volver a preguntarle."
NOBODY_KNOWN = "No consta con esos datos. Eso no significa que no sea víctima: regístrela."


class Token(HttpBearer):
    """A token of an account; it opens what the account's role opens and nothing else."""

    def __init__(self, need: Permission) -> None:
        super().__init__()
        self.need = need

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Give the account, or None where the token is nobody's or the role may not; a refusal of a known account is noted."""
        account = account_of(token)
        if account is None or allowed(account.role, self.need):
            return account
        note("refused", by=account.get_username(), thing="permission", thing_id=self.need, origin=request.origin)  # type: ignore[attr-defined]
        return None


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


class Wrong(Schema):
    """Why nothing was answered, as a code and as a sentence that says what to do."""

    code: str
    sentence: str


api = NinjaAPI(title="INTERTRATA", version="1", docs_url=None, urls_namespace="api")


@api.post("/who", response={200: Known, 400: Wrong, 401: Wrong, 403: Wrong, 422: Wrong, 429: Wrong}, auth=Token(Permission.FIND_PERSON))
def who(request: HttpRequest, asked: Asked) -> Any:
    """¿Ya se la conoce? Sí o no, nunca quién, dónde ni desde cuándo (SAFEGUARDS 9); toda respuesta tarda lo mismo."""
    account = request.auth  # type: ignore[attr-defined]
    if asked.purpose not in purposes(account.role):
        raise Problem("purpose_missing")
    words = {name: text for name, text in asked.dict().items() if text and name != "purpose"}
    told = ask_who(words, by=account.get_username(), purpose=asked.purpose, origin=request.origin)  # type: ignore[attr-defined]
    return {"known": told.known, "sentence": FOCAL_POINT if told.known else NOBODY_KNOWN}


@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return _wrong(request, problem, STATUS.get(problem.code, 400))


@api.exception_handler(ValidationError)
def _unfit(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    """Say which fields do not fit; never the values that came in them."""
    fields = sorted({str(one["loc"][-1]) for one in problem.errors if str(one["loc"][-1]) in Asked.model_fields})
    return _wrong(request, Problem("api_unfit", fields=", ".join(fields) or "—"), 422)


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, problem: HttpError) -> HttpResponse:
    return _wrong(request, Problem("api_unreadable"), problem.status_code)


@api.exception_handler(AuthenticationError)
def _nobody(request: HttpRequest, problem: Exception) -> HttpResponse:
    return _wrong(request, Problem("api_nobody"), 401)


def _wrong(request: HttpRequest, problem: Problem, status: int) -> HttpResponse:
    return api.create_response(request, {"code": problem.code, "sentence": sentence(problem)}, status=status)
