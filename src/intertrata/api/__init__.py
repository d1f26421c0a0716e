"""The API for the systems of institutions: ask whether somebody is known, send records and exports. In: JSON or a file, a token. Out: JSON.

Every operation says which scope of a token it needs. Identity stands in bodies only, never in an address. ``/api/v1/openapi.json`` describes
it, each table by its declaration.
"""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI

from intertrata.api import deposits, records, who
from intertrata.api.answers import answer_problems
from intertrata.api.described import written_out
from intertrata.registers import queries


class Api(NinjaAPI):
    """The API, described table by table."""

    def get_openapi_schema(self, **more: Any) -> Any:
        """Give the description, made anew: a register that joined since is in it."""
        return written_out(super().get_openapi_schema(**more), queries.sources())


api = Api(title="INTERTRATA", version="1", docs_url=None, urls_namespace="api")
answer_problems(api)
for _part in (who, records, deposits):
    api.add_router("", _part.router)
