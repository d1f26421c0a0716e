"""A token for a system that proves who it is (RFC 6749 §4.4, RFC 7523 §2.2). In: a signed assertion. Out: a token of a quarter of an hour.

Who is unknown, revoked, or signs badly is answered alike, after the same look-up and the same check of a signature. Every token given
and every refusal is in the log, without the assertion and without the token.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.db import transaction
from django.utils.crypto import salted_hmac

from intertrata.access import actions as doing
from intertrata.access.actions.clients import usable
from intertrata.access.assertions import Claimed, Proved, claimed, proved, signed
from intertrata.access.client_keys import nobodys, opened
from intertrata.access.models import AssertionUse, ClientKey, Token
from intertrata.access.permissions import Scope
from intertrata.vocabulary.errors import Problem

LASTS = timedelta(minutes=15)
REMEMBERED = timedelta(hours=1)
"""How much longer a used assertion is remembered than it could serve: a clock set back by less lets nobody use it again."""
REGISTER = "register:"


@dataclass(frozen=True)
class Issued:
    """A token, this once; how many seconds it lasts; what it opens, as a scope of OAuth."""

    token: str
    seconds: int
    scope: str


def let_origin_ask(origin: str, *, now: datetime) -> None:
    """Count a request for a token by where it comes from, before anything of it is read; the first refusal of a stretch is noted.

    Raises:
        Problem: ``too_many_proofs`` (minutes).
    """
    second = int(now.timestamp())
    for most, seconds in doing.LIMITS["issue_token"]:
        times = doing.times_asked(f"origin:{origin}"[:150], "issue_token", seconds, second // seconds)
        if times > most:
            if times == most + 1:
                doing.note("refused", by="(sin cuenta)", thing="limit", thing_id="issue_token", origin=origin)
            raise Problem("too_many_proofs", minutes=-(-(seconds - second % seconds) // 60))


def issue(
    assertion: str, *, scope: str, audience: str, now: datetime, origin: str, own: Callable[[str], Collection[str]], client: str = ""
) -> Issued:
    """Give a token to who signed this assertion.

    Args:
        scope: what is asked, names separated by blanks, registers as ``register:CODE``; "" is all that was granted.
        own: gives the registers that an institution writes in. client: the client's name where the request says it too.

    Raises:
        Problem: ``client_nobody`` and those of ``assertions.proved``; ``proof_used``; ``scope_not_granted``.
    """
    who = ""
    try:
        told = claimed(assertion)
        who = told.client
        key, proof = _held(assertion, told, audience=audience, now=now, client=client)
        scopes, registers = _granted(key, scope.split(), own)
        with transaction.atomic():
            _use_once(key, proof, now)
            return _made(key, scopes, registers, now=now, origin=origin)
    except Problem as problem:
        _note_refusal(who, problem.code, origin)
        raise


def _held(assertion: str, told: Claimed, *, audience: str, now: datetime, client: str) -> tuple[ClientKey, Proved]:
    """Check the signature with the key that stands, or with nobody's: either takes the same time."""
    key = usable(now).filter(kid=told.kid, client__client_id=told.client, alg=told.alg).select_related("client__account").first()
    holds = signed(assertion, opened(key.pem) if key else nobodys(told.alg), told.alg)
    if key is None or not holds or client not in ("", told.client):
        raise Problem("client_nobody")
    return key, proved(assertion, audience=audience, now=now)


def _granted(key: ClientKey, asked: list[str], own: Callable[[str], Collection[str]]) -> tuple[list[str], list[str]]:
    """Give the scopes and registers of the token: what was asked where it was granted, all that was granted where nothing was asked."""
    writes = key.client.registers or sorted(own(key.client.account.institution))
    registers = sorted({one.removeprefix(REGISTER) for one in asked if one.startswith(REGISTER)})
    scopes = sorted({one for one in asked if not one.startswith(REGISTER)})
    if not ({*scopes} <= {*key.client.scopes} and {*registers} <= {*writes}):
        raise Problem("scope_not_granted", known=[*key.client.scopes, *(REGISTER + one for one in writes)])
    return scopes or key.client.scopes, registers or key.client.registers


def _use_once(key: ClientKey, proof: Proved, now: datetime) -> None:
    """Take the assertion for this token and no other; of two at once the database lets one in."""
    AssertionUse.objects.filter(until__lt=now - REMEMBERED).delete()
    _, first = AssertionUse.objects.get_or_create(client=key.client, use=proof.use, defaults={"until": proof.until})
    if not first:
        raise Problem("proof_used")


def _made(key: ClientKey, scopes: list[str], registers: list[str], *, now: datetime, origin: str) -> Issued:
    Token.objects.filter(expires_at__lt=now - REMEMBERED).delete()
    ends = min(now + LASTS, key.not_after or now + LASTS)
    text, account = token_urlsafe(32), key.client.account
    Token.objects.create(
        digest=doing.digest_of(text), account=account, made_at=now, expires_at=ends, key=key, scopes=scopes, registers=registers
    )
    doing.note("issue_token", by=account.get_username(), thing="client", thing_id=key.client.client_id, origin=origin)
    said = [Scope(one).value for one in scopes] + [REGISTER + one for one in registers]
    return Issued(text, int((ends - now).total_seconds()), " ".join(said))


def _note_refusal(client: str, code: str, origin: str) -> None:
    """Note a refusal. The name is what somebody wrote: it is kept as a keyed digest where it is no client's, and where it is, as well as its account."""
    named = ClientKey.objects.filter(client__client_id=client).values_list("client__client_id", "client__account__username").first()
    known, account = named or (salted_hmac("intertrata.access.proofs", client, algorithm="sha256").hexdigest()[:32], "(sin cuenta)")
    doing.note("token_refused", by=account, thing="client", thing_id=known, purpose=code, origin=origin)
