"""Where a system proves who it is and is given a token: OAuth 2.0 client credentials, private_key_jwt. In: a form. Out: a token, or why not.

The form is read here and not by the framework: what stands twice, weighs too much or is no ASCII is refused and not guessed at (RFC 6749 §3.2).
"""

from __future__ import annotations

import unicodedata
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from intertrata.access.actions.proofs import issue, let_origin_ask
from intertrata.api.answers import Wrong
from intertrata.registers import queries
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

GRANT = "client_credentials"
PROOF = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
FORM = "application/x-www-form-urlencoded"
LARGEST = 8_192
MOST_FIELDS = 20

router = Router()


class TokenAsked(Schema):
    """What a system sends, each once."""

    grant_type: str = Field(description=f"Siempre {GRANT}.")
    client_assertion_type: str = Field(description=f"Siempre {PROOF}.")
    client_assertion: str = Field(description="La prueba: un JWT firmado, de uso único.")
    scope: str = Field("", description="Qué se pide, separado por espacios; register:CÓDIGO pide un registro. Vacío: todo lo concedido.")
    client_id: str = Field("", description="El nombre del sistema, si se dice también aquí.")


class TokenGiven(Schema):
    """A token of a quarter of an hour (RFC 6749 §5.1)."""

    access_token: str
    token_type: str = "Bearer"  # noqa: S105 - the kind of token, as the standard writes it
    expires_in: int = Field(description="Segundos.")
    scope: str


class TokenRefused(Wrong):
    """Why there is none (RFC 6749 §5.2), in the standard's words and in ours."""

    error: str
    error_description: str


ERRORS = {
    "token_request_unfit": "invalid_request", "token_grant_unknown": "unsupported_grant_type", "scope_not_granted": "invalid_scope",
    "too_many_proofs": "slow_down",
}  # fmt: skip
"""Every other problem is one of the proof: ``invalid_client``."""
STATUS = {"invalid_client": 401, "slow_down": 429}
DESCRIBED = {"requestBody": {"required": True, "content": {FORM: {"schema": TokenAsked.json_schema()}}}}


@router.post("/token", response={200: TokenGiven, 400: TokenRefused, 401: TokenRefused, 429: TokenRefused}, openapi_extra=DESCRIBED)
def token(request: HttpRequest, response: HttpResponse) -> Any:
    """Da una llave de un cuarto de hora al sistema que prueba quién es, con una prueba firmada de uso único (RFC 7523)."""
    response["Pragma"] = "no-cache"  # Cache-Control: no-store stands on every answer of the house
    now, origin = timezone.now(), request.origin  # type: ignore[attr-defined]
    try:
        let_origin_ask(origin, now=now)
        asked = _asked(request)
        given = issue(
            asked["client_assertion"], scope=asked.get("scope", ""), client=asked.get("client_id", ""), audience=settings.TOKEN_ADDRESS,
            now=now, origin=origin, own=queries.written_by,
        )  # fmt: skip
    except Problem as problem:
        return _refused(problem)
    return {"access_token": given.token, "expires_in": given.seconds, "scope": given.scope}


def _asked(request: HttpRequest) -> dict[str, str]:
    """Read the form: each name once, no other way of proving oneself beside it."""
    unfit = Problem("token_request_unfit", most=LARGEST)
    if request.content_type != FORM or int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        raise unfit
    try:
        pairs = parse_qsl(
            request.body.decode("ascii"), keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError as error:
        raise unfit from error
    told = dict(pairs)
    if len(told) != len(pairs) or "client_secret" in told or "Authorization" in request.headers:
        raise unfit
    if told.get("grant_type", GRANT) != GRANT:
        raise Problem("token_grant_unknown")
    if not ("grant_type" in told and told.get("client_assertion_type") == PROOF and told.get("client_assertion")):
        raise unfit
    return told


def _refused(problem: Problem) -> Any:
    error, said = ERRORS.get(problem.code, "invalid_client"), sentence(problem)
    plain = unicodedata.normalize("NFKD", said.replace("«", "'").replace("»", "'")).encode("ascii", "ignore").decode()
    body = {"error": error, "error_description": plain, "code": problem.code, "sentence": said}
    return Status(STATUS.get(error, 400), body)
