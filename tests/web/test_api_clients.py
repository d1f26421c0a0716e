"""A system proves who it is: what is taken once, what is refused alike, what ends at once; nothing here sleeps, time is passed in."""

import json
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from django.conf import settings
from django.db import connections
from django.test import Client as Browser
from django.utils import timezone

from intertrata.access.actions import clients as deeds
from intertrata.access.actions import grant_of, make_demonstration_accounts, make_token
from intertrata.access.actions.proofs import issue, let_origin_ask
from intertrata.access.assertions import claimed, proved
from intertrata.access.client_keys import SMALL, read_key
from intertrata.access.models import AssertionUse, ClientKey, Token
from intertrata.access.queries import clients, looks
from intertrata.api.issuing import GRANT, PROOF
from intertrata.registers.queries import written_by
from intertrata.vocabulary.errors import Problem

ALL = ["default", "vault", "log", "public"]
pytestmark = [pytest.mark.engines, pytest.mark.django_db(databases=ALL)]


def pem(private):
    return private.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)


def joined(client="pnp-reta", private=None, scopes=("records", "deposits"), registers=("reta",)):
    private = private or ed25519.Ed25519PrivateKey.generate()
    deeds.register_client(client, account="operadora", scopes=list(scopes), registers=list(registers), own=written_by("pnp"), by="prueba")
    return private, deeds.add_client_key(client, pem(private), by="prueba").kid


@pytest.fixture
def system(db):
    make_demonstration_accounts()
    return joined()


def claims(client="pnp-reta", **more):
    now = int(time.time())
    told = {"iss": client, "sub": client, "aud": settings.TOKEN_ADDRESS, "iat": now, "exp": now + 200, "jti": uuid.uuid4().hex} | more
    return {name: value for name, value in told.items() if value is not None}


def proof(system, alg="EdDSA", header=None, **more):
    private, kid = system
    return jwt.encode(claims(**more), private, algorithm=alg, headers={"kid": kid} | (header or {}))


def ask(assertion, **more):
    told = {"grant_type": GRANT, "client_assertion_type": PROOF, "client_assertion": assertion} | more
    body = "&".join(f"{name}={value}" for name, value in told.items())
    return raw(body)


def raw(body, **more):
    return Browser().post("/api/v1/token", body, content_type="application/x-www-form-urlencoded", **more)


def refused(answer, error="invalid_client", status=401):
    told = answer.json()
    assert (answer.status_code, told["error"]) == (status, error), told
    assert told["error_description"].isascii()
    assert told["sentence"].endswith(".")
    return told["code"]


def code_of(deed, *given, **named):
    with pytest.raises(Problem) as caught:
        deed(*given, **named)
    return caught.value.code


@pytest.mark.parametrize("private", [ed25519.Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP256R1())], ids=["ed", "p256"])
def test_who_signs_is_given_a_token_that_opens_what_was_granted_and_is_noted(system, private):
    mine = joined("mpfn-1", private)
    answer = ask(proof(mine, alg="EdDSA" if isinstance(private, ed25519.Ed25519PrivateKey) else "ES256", client="mpfn-1"))
    told = answer.json()
    assert (answer.status_code, told["token_type"], told["expires_in"], told["scope"]) == (
        200,
        "Bearer",
        900,
        "deposits records register:reta",
    )
    assert "no-store" in answer["Cache-Control"]
    assert answer["Pragma"] == "no-cache"
    grant = grant_of(told["access_token"])
    assert (grant.account.username, grant.scopes, grant.registers) == ("operadora", {"records", "deposits"}, {"reta"})
    look = looks(most=1)[0]
    assert (look["deed"], look["account"], look["thing_id"]) == ("issue_token", "operadora", "mpfn-1")
    assert told["access_token"] not in str(list(Token.objects.values())) + str(look)


def test_a_token_given_revokes_no_other_and_ends_after_a_quarter_of_an_hour(system):
    kept = make_token("operadora", by="prueba")
    one, two = (ask(proof(system)).json()["access_token"] for _ in range(2))
    assert all(grant_of(each) for each in (kept, one, two))
    assert grant_of(one, now=timezone.now() + timedelta(minutes=15)) is None
    assert grant_of(kept, now=timezone.now() + timedelta(days=99))


def test_an_unknown_system_a_bad_signature_and_a_revoked_one_are_answered_alike(system):
    stranger = ed25519.Ed25519PrivateKey.generate()
    answers = [
        ask(proof((stranger, system[1]))),
        ask(proof(system, client="nadie")),
        ask(proof((stranger, "x" * 43))),
        ask("x"),
        ask("a.b.c"),
    ]
    deeds.revoke_client("pnp-reta", by="prueba")
    answers.append(ask(proof(system)))
    assert {refused(one) for one in answers} == {"client_nobody"}
    assert len({one.content for one in answers}) == 1
    assert looks(most=1)[0]["deed"] == "token_refused"


def test_no_algorithm_but_the_keys_own_is_taken(system):
    private, kid = system
    headers = {"kid": kid}
    curve = ec.generate_private_key(ec.SECP256R1())
    tried = [
        jwt.encode(claims(), None, algorithm="none", headers=headers),
        _hmac(claims(), pem(private), kid),
        jwt.encode(claims(), curve, algorithm="ES256", headers=headers),
        proof(system, header={"jwk": {"kty": "OKP"}}),
        proof(system, header={"jku": "https://evil.example"}),
    ]
    assert {refused(ask(one)) for one in tried} == {"client_nobody"}


def _hmac(told, secret, kid):
    """HS256 under the public key, as the classic confusion does; the library refuses to write it, so it is written by hand."""
    import base64
    import hashlib
    import hmac

    parts = [base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=") for one in ({"alg": "HS256", "kid": kid}, told)]
    sign = base64.urlsafe_b64encode(hmac.new(secret, b".".join(parts), hashlib.sha256).digest()).rstrip(b"=")
    return b".".join([*parts, sign]).decode()


def test_the_key_of_another_system_proves_nothing(system):
    other = joined("pnp-otro")
    assert refused(ask(proof(other))) == refused(ask(proof((other[0], system[1])))) == "client_nobody"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"aud": "https://otra.example/token"}, "proof_not_for_us"),
        ({"aud": None}, "proof_not_for_us"),
        ({"sub": "otro"}, "client_nobody"),
        ({"exp": int(time.time()) - 31}, "proof_past"),
        ({"exp": None}, "proof_past"),
        ({"exp": True}, "proof_past"),
        ({"exp": 10**400}, "proof_past"),
        ({"exp": int(time.time()) + 9_999}, "proof_too_long"),
        ({"nbf": int(time.time()) + 900}, "proof_not_yet"),
        ({"jti": None}, "proof_unnamed"),
        ({"jti": "x" * 256}, "proof_unnamed"),
    ],
)
def test_a_claim_that_does_not_hold_is_told_to_who_signed(system, more, code):
    assert refused(ask(proof(system, **more))) == code


def test_a_clock_may_be_wrong_by_half_a_minute_and_no_more(system):
    now, told = timezone.now(), {"audience": settings.TOKEN_ADDRESS}
    ends = int(now.timestamp())
    assertion = proof(system, exp=ends, iat=ends - 1)
    assert proved(assertion, now=now + timedelta(seconds=28), **told)
    assert code_of(proved, assertion, now=now + timedelta(seconds=31), **told) == "proof_past"
    ahead = proof(system, iat=ends + 20, nbf=ends + 20, exp=ends + 320)
    assert proved(ahead, now=now, **told)
    assert code_of(proved, proof(system, iat=ends + 40), now=now, **told) == "proof_not_yet"


def test_an_assertion_serves_once_and_is_forgotten_when_nobody_would_take_it(system):
    assertion = proof(system, jti="\0 with\ud800")
    assert ask(assertion).status_code == 200
    assert refused(ask(assertion)) == "proof_used"
    assert Token.objects.count() == 1
    AssertionUse.objects.update(until=timezone.now() - timedelta(hours=2))
    ask(proof(system))
    assert AssertionUse.objects.count() == 1


@pytest.mark.django_db(databases=ALL, transaction=True)
def test_of_many_uses_at_once_one_wins(transactional_db):
    make_demonstration_accounts()
    assertion = proof(joined("pnp-par"), client="pnp-par")

    def use(_):
        try:
            return ask(assertion).status_code
        finally:
            for one in connections.all():
                one.close()

    with ThreadPoolExecutor(4) as many:
        codes = sorted(many.map(use, range(4)))
    assert codes == [200, 401, 401, 401]
    assert Token.objects.count() == 1


@pytest.mark.parametrize("scope", ["who", "records%20everything", "register:sidpol", "register:car", "register:"])
def test_nothing_is_given_beyond_what_was_granted(system, scope):
    assert refused(ask(proof(system), scope=scope), "invalid_scope", 400) == "scope_not_granted"


def test_less_may_be_asked(system):
    assert ask(proof(system), scope="records%20register:reta").json()["scope"] == "records register:reta"
    wide = joined("pnp-todo", registers=())
    told = ask(proof(wide, client="pnp-todo"), scope="register:reta").json()
    assert grant_of(told["access_token"]).registers == {"reta"}
    assert refused(ask(proof(wide, client="pnp-todo"), scope="register:car"), "invalid_scope", 400)


@pytest.mark.parametrize("how", ["client", "key", "account", "end"])
def test_what_ends_ends_the_tokens_it_gave_at_once(system, how):
    from intertrata.access.models import Account

    text = ask(proof(system)).json()["access_token"]
    assert grant_of(text)
    if how == "account":
        Account.objects.filter(username="operadora").update(is_active=False)
    elif how == "end":
        ClientKey.objects.update(not_after=timezone.now())
    else:
        deeds.revoke_client("pnp-reta", key=system[1] if how == "key" else "", by="prueba")
    assert grant_of(text) is None
    assert refused(ask(proof(system))) == "client_nobody"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\xff\xfe=1", b"grant_type=%ff", b"x" * 9_000, b"&".join(b"a%d=1" % n for n in range(50)), b"client_assertion=a.b.c",
        f"grant_type={GRANT}&grant_type={GRANT}&client_assertion_type={PROOF}&client_assertion=a".encode(),
        f"grant_type={GRANT}&client_assertion_type={PROOF}&client_assertion=a&client_secret=x".encode(),
        f"grant_type={GRANT}&client_assertion_type=other&client_assertion=a".encode(),
    ],
)  # fmt: skip
def test_a_form_that_is_not_as_asked_is_refused_unread(system, body):
    assert refused(raw(body), "invalid_request", 400) == "token_request_unfit"


def test_another_grant_and_another_kind_of_body_are_refused(system):
    refused(raw(f"grant_type=password&client_assertion_type={PROOF}&client_assertion=a"), "unsupported_grant_type", 400)
    refused(Browser().post("/api/v1/token", "{}", content_type="application/json"), "invalid_request", 400)
    refused(ask(proof(system), client_id="otro"))


def test_an_origin_that_asks_too_often_is_refused_before_anything_is_read_and_noted_once(system, monkeypatch):
    monkeypatch.setattr("intertrata.access.actions.LIMITS", {"issue_token": ((1, 600),)})
    now, since = timezone.now(), len(looks(deed="refused"))
    let_origin_ask("a", now=now)
    let_origin_ask("b", now=now)
    assert [code_of(let_origin_ask, "a", now=now) for _ in range(3)] == ["too_many_proofs"] * 3
    assert len(looks(deed="refused")) == since + 1
    raw("x")
    refused(raw("x"), "slow_down", 429)


def test_keys_turn_over_two_at_a_time(system):
    second = ed25519.Ed25519PrivateKey.generate()
    new = (second, deeds.add_client_key("pnp-reta", pem(second), by="prueba").kid)
    assert ask(proof(system)).status_code == ask(proof(new)).status_code == 200
    third = pem(ed25519.Ed25519PrivateKey.generate())
    assert code_of(deeds.add_client_key, "pnp-reta", third, by="prueba") == "client_keys_full"
    later = timezone.now() + timedelta(days=15)
    moment = int(later.timestamp())
    old = proof(system, iat=moment, exp=moment + 60)
    told = {"scope": "", "audience": settings.TOKEN_ADDRESS, "now": later, "origin": "", "own": written_by}
    assert code_of(issue, old, **told) == "client_nobody"
    assert issue(proof(new, iat=moment, exp=moment + 60), **told).seconds == 900
    deeds.add_client_key("pnp-reta", third, by="prueba", now=later)


def test_a_key_is_one_systems_and_never_comes_back(system):
    deeds.revoke_client("pnp-reta", key=system[1], by="prueba")
    assert code_of(deeds.add_client_key, "pnp-reta", pem(system[0]), by="prueba") == "key_known"
    assert code_of(joined, "pnp-otro", system[0]) == "key_known"
    assert code_of(deeds.revoke_client, "pnp-reta", key=system[1], by="prueba") == "client_key_unknown"
    assert code_of(deeds.add_client_key, "nadie", pem(ed25519.Ed25519PrivateKey.generate()), by="prueba") == "client_unknown"
    assert [len(one["keys"]) for one in clients()] == [0, 1]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"client": "PNP"}, "client_id_unfit"), ({"client": "pnp-reta"}, "client_exists"), ({"account": "nadie"}, "account_unknown"),
        ({"scopes": ["todo"]}, "scope_unknown"), ({"scopes": []}, "scope_unknown"), ({"account": "analista"}, "client_scope_of_role"),
        ({"registers": ["car"]}, "client_register_of_other"),
    ],
)  # fmt: skip
def test_a_system_is_registered_within_what_its_account_may(system, more, code):
    told = {"client": "nuevo-1", "account": "operadora", "scopes": ["records"], "own": written_by("pnp"), "by": "prueba"} | more
    assert code_of(deeds.register_client, told.pop("client"), **told) == code


def test_keys_are_read_as_pem_and_jwk_and_called_by_what_they_are():
    for private in (ed25519.Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP256R1())):
        kind = jwt.algorithms.OKPAlgorithm if isinstance(private, ed25519.Ed25519PrivateKey) else jwt.algorithms.ECAlgorithm
        public = kind.to_jwk(private.public_key())
        assert read_key(public.encode()) == read_key(pem(private))
        assert code_of(read_key, kind.to_jwk(private).encode()) == "key_is_private"
        secret = private.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
        assert code_of(read_key, secret) == "key_is_private"
    known = '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}'
    assert read_key(known.encode()).kid == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", "RFC 8037, appendix A.3"


def test_weak_and_other_keys_are_refused():
    for y in SMALL:
        for sign in (0, 2**255):
            raw_key = (y + sign).to_bytes(32, "little")
            key = ed25519.Ed25519PublicKey.from_public_bytes(raw_key).public_bytes(
                form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo
            )
            assert code_of(read_key, key) == "key_of_another_kind"
    for private in (ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 2048)):
        assert code_of(read_key, pem(private)) == "key_of_another_kind"
    assert code_of(read_key, b'{"kty":"RSA","n":"x"}') == "key_of_another_kind"
    assert code_of(read_key, b'{"kty":"oct","k":"x"}') == "key_is_private"
    for junk in (
        b"",
        b"\xff",
        b"x" * 9_000,
        b"{",
        b"{}",
        b'{"kty":"EC","crv":"P-256","x":"AQ","y":"AQ"}',
        b'{"kty":"OKP","crv":"Ed25519","x":1}',
    ):
        assert code_of(read_key, junk) == "key_unreadable"


@pytest.mark.parametrize("junk", ["", "a.b", "á.b.c", "x" * 5_000, "e30.W10.c", "e30.e30.c", "[.e30.c", "eyJhIjoxLCJhIjoyfQ.e30.c"])
def test_what_is_no_assertion_is_nobodys(junk):
    assert code_of(claimed, junk) == "client_nobody"


def test_the_description_says_how_a_system_is_given_a_token():
    document = Browser().get("/api/v1/openapi.json").json()
    flow = document["components"]["securitySchemes"]["Client"]["flows"]["clientCredentials"]
    assert flow["tokenUrl"] == settings.TOKEN_ADDRESS
    assert set(flow["scopes"]) == {"who", "records", "deposits"}
    assert {"Client": ["records"]} in document["paths"]["/api/v1/records/reta/victimas"]["post"]["security"]
    assert {"Client": ["who"]} in document["paths"]["/api/v1/who"]["post"]["security"]
