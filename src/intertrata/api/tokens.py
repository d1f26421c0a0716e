"""Who asks: a token of an account, and what it opens. In: the header of a request. Out: the account, and the registers it may write in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from intertrata.access.actions import grant_of, note
from intertrata.access.permissions import SCOPE_NEEDS, Scope, allowed
from intertrata.registers import queries
from intertrata.vocabulary.errors import Problem


class Token(HttpBearer):
    """A token of an account: it opens one of these scopes where it holds it and the account's role may, and nothing else."""

    def __init__(self, *scopes: Scope) -> None:
        super().__init__()
        self.scopes = scopes

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Give the account, or None where the token is nobody's or opens something else; a refusal of a known account is noted."""
        grant = grant_of(token)
        if grant is None:
            return None
        if any(one in grant.scopes and allowed(grant.account.role, SCOPE_NEEDS[one]) for one in self.scopes):
            request.grant = grant  # type: ignore[attr-defined]
            return grant.account
        origin = request.origin  # type: ignore[attr-defined]
        note("refused", by=grant.account.get_username(), thing="permission", thing_id=SCOPE_NEEDS[self.scopes[0]], origin=origin)
        return None


def registers_of(request: HttpRequest) -> frozenset[str]:
    """Give the registers the token writes in: those of its account's institution, fewer where it names some."""
    grant = request.grant  # type: ignore[attr-defined]
    own = frozenset(queries.written_by(grant.account.institution))
    return own & grant.registers if grant.registers else own


def only_its_own(request: HttpRequest, register: str) -> None:
    """Let a declared register through where the token writes in it.

    Raises:
        Problem: ``register_not_yours``.
    """
    if register not in registers_of(request):
        raise Problem("register_not_yours", register=register)
