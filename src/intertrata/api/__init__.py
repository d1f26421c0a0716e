"""The API for the systems of institutions: ask whether somebody is known, send records and exports. In: JSON or a file, a token. Out: JSON.

Every operation says which scope of a token it needs. Identity stands in bodies only, never in an address. ``/api/v1/openapi.json`` describes
it, each table by its declaration; and, as webhooks, what the house sends to who asked to be told.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from ninja import NinjaAPI

from intertrata.access.permissions import OPENS
from intertrata.api import deposits, issuing, records, who
from intertrata.api.answers import answer_problems
from intertrata.api.bodies import Once
from intertrata.api.described import signed_in, written_out
from intertrata.api.tokens import Token
from intertrata.notices import queries as notices
from intertrata.registers import queries


class Api(NinjaAPI):
    """The API, described table by table."""

    def get_openapi_schema(self, **more: Any) -> Any:
        """Give the description, made anew: a register that joined since is in it."""
        document = signed_in(super().get_openapi_schema(**more), _scopes(), OPENS, address=settings.TOKEN_ADDRESS)
        return written_out(document, queries.sources()) | {"webhooks": notices.webhooks()}


def _scopes() -> dict[str, list[str]]:
    """The scopes that each operation takes, by its address within the API."""
    asked = (
        (path, one) for part in (who, records, deposits) for path, view in part.router.path_operations.items() for one in view.operations
    )
    return {path: [str(scope) for check in one.auth_callbacks if isinstance(check, Token) for scope in check.scopes] for path, one in asked}


api = Api(title="INTERTRATA", version="1", docs_url=None, urls_namespace="api", parser=Once(who.Asked.model_fields))
answer_problems(api)
for _part in (issuing, who, records, deposits):
    api.add_router("", _part.router)
