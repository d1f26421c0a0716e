"""``intertrata clients`` as an officer types it: what is taken, what is refused by its sentence, and that no key is ever said again."""

import json
import re

import jwt
import pytest
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from typer.testing import CliRunner

from intertrata.access.models import Account, Role
from intertrata.access.queries import looks
from intertrata.cli.on_clients import LARGEST, app
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])

PEM, DER, RAW = form.Encoding.PEM, form.Encoding.DER, form.Encoding.Raw
PKCS8, SEC1, SSH = form.PrivateFormat.PKCS8, form.PrivateFormat.TraditionalOpenSSL, form.PrivateFormat.OpenSSH
OPEN, LOCKED = form.NoEncryption(), form.BestAvailableEncryption(b"inventada")
ED, P256 = ed25519.Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP256R1())
RSA, P384 = rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP384R1())
OKP, EC = jwt.algorithms.OKPAlgorithm, jwt.algorithms.ECAlgorithm
REGISTER = ("register", "pnp-reta", "--account", "operadora", "--scope", "records", "--register", "reta")


def public(private, encoding=PEM):
    return private.public_key().public_bytes(encoding, form.PublicFormat.SubjectPublicKeyInfo)


def of_set(key):
    return json.dumps({"keys": [json.loads(OKP.to_jwk(ED.public_key())), json.loads(key)]}).encode()


PRIVATE = {
    "pem": ED.private_bytes(PEM, PKCS8, OPEN),
    "p256": P256.private_bytes(PEM, SEC1, OPEN),
    "rsa": RSA.private_bytes(PEM, SEC1, OPEN),
    "locked": ED.private_bytes(PEM, PKCS8, LOCKED),
    "ssh": ED.private_bytes(PEM, SSH, OPEN),
    "with the public one before it": public(ED) + ED.private_bytes(PEM, PKCS8, OPEN),
    "saved by Windows": ED.private_bytes(PEM, PKCS8, OPEN).decode().encode("utf-16"),
    "der": ED.private_bytes(DER, PKCS8, OPEN),
    "der locked": P256.private_bytes(DER, PKCS8, LOCKED),
    "jwk": OKP.to_jwk(ED).encode(),
    "jwk p256": EC.to_jwk(P256).encode(),
    "jwk after blanks": b"\n  " + OKP.to_jwk(ED).encode(),
    "set of jwk": of_set(OKP.to_jwk(ED)),
    "shared secret": b'{"kty":"oct","k":"c2VjcmV0bw"}',
}
OTHER = {"rsa": public(RSA), "p384": public(P384), "jwk rsa": b'{"kty":"RSA","n":"x","e":"AQAB"}'}
NO_KEY = {
    "nothing": b"", "words": "mi clave pública".encode(), "bytes": bytes(range(256)), "der": public(ED, DER), "half": public(ED)[:60],
    "jwk cut": b'{"kty":"OKP"', "jwk of nothing": b"{}", "set of nothing": b'{"keys":"x"}', "set of words": b'{"keys":["x"]}',
    "jwk unreadable": b'{"kty":"EC","crv":"P-256","x":"AQ","y":"AQ"}', "too long": public(ED) + b"\n" * LARGEST,
    "ssh": ED.public_key().public_bytes(form.Encoding.OpenSSH, form.PublicFormat.OpenSSH),
}  # fmt: skip
WRONG = {
    **{f"private {name}": (text, "key_is_private") for name, text in PRIVATE.items()},
    **{f"other {name}": (text, "key_of_another_kind") for name, text in OTHER.items()},
    **{f"none {name}": (text, "key_unreadable") for name, text in NO_KEY.items()},
}


@pytest.fixture
def accounts(db):
    """Two accounts that nobody enters with: one that sends, one that only reads the log."""
    Account.objects.create(username="operadora", role=Role.OPERATOR, institution="pnp")
    Account.objects.create(username="auditor", role=Role.AUDITOR, institution="mininter")


@pytest.fixture
def typed(accounts):
    def run(*words):
        done = CliRunner().invoke(app, list(words))
        assert done.exit_code == 0, done.exception
        return " ".join(done.stdout.split())

    return run


@pytest.fixture
def refused(accounts):
    """Type what cannot be done; give its code and its sentence."""

    def run(*words):
        done = CliRunner().invoke(app, list(words))
        assert isinstance(done.exception, Problem), (done.exit_code, done.stdout, done.exception)
        assert done.stdout == ""
        said = sentence(done.exception)
        assert said.endswith(".")
        assert "(sin precisar)" not in said
        return done.exception.code, said

    return run


@pytest.fixture
def key(tmp_path):
    """Write a key file; give its path."""

    def write(text, name="public.pem"):
        (tmp_path / name).write_bytes(text)
        return str(tmp_path / name)

    return write


def test_a_system_is_registered_given_its_key_listed_and_revoked(typed, key):
    assert "intertrata clients keys add pnp-reta" in typed(*REGISTER)
    said = typed("keys", "add", "pnp-reta", key(public(ED)))
    kid = re.search(r"\(kid\): (\S{43})\. Firma con EdDSA\.", said)[1]
    (one,) = json.loads(typed("list", "--json"))
    assert (one["client"], one["account"], one["institution"]) == ("pnp-reta", "operadora", "pnp")
    assert (one["scopes"], one["registers"], one["revoked_at"]) == (["records"], ["reta"], None)
    assert [(held["kid"], held["alg"], held["revoked_at"]) for held in one["keys"]] == [(kid, "EdDSA", None)]
    assert typed("revoke", "pnp-reta", "--key", kid) == "Anulado."
    (one,) = json.loads(typed("list", "--json"))
    assert one["keys"][0]["revoked_at"]
    assert one["revoked_at"] is None
    assert typed("revoke", "pnp-reta") == "Anulado."
    assert json.loads(typed("list", "--json"))[0]["revoked_at"]
    deeds = [(look["deed"], look["thing_id"]) for look in looks(most=4)]
    assert deeds == [("revoke_client", "pnp-reta")] * 2 + [("add_client_key", "pnp-reta"), ("register_client", "pnp-reta")]
    assert all(look["account"].startswith("terminal:") for look in looks(most=4))


def test_the_table_says_what_each_opens_and_how_it_stands(typed, key):
    assert "Ninguna fila" in typed("list")
    assert json.loads(typed("list", "--json")) == []
    typed("register", "pnp-todo", "--account", "operadora", "--scope", "records", "--scope", "who")
    bare = typed("list")
    for words in ("pnp-todo", "operadora", "records, who", "los de su institución", "vale"):
        assert words in bare
    first = typed("keys", "add", "pnp-todo", key(public(ED)))
    second = typed("keys", "add", "pnp-todo", key(EC.to_jwk(P256.public_key()).encode(), "otra.json"))
    assert "Firma con EdDSA" in first
    assert "Firma con ES256. Otra que hubiera vale 14 días más" in second
    older, newer = json.loads(typed("list", "--json"))[0]["keys"]
    assert older["not_after"]
    assert newer["not_after"] is None
    assert newer["alg"] == "ES256"
    typed("revoke", "pnp-todo")
    assert "anulado" in typed("list")


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_holds_no_public_key_of_ours_is_refused_and_nothing_of_it_said(typed, refused, key, name):
    text, code = WRONG[name]
    typed(*REGISTER)
    found, said = refused("keys", "add", "pnp-reta", key(text, "entregada.pem"))
    assert found == code
    shown = said + typed("list", "--json") + str(looks(most=5))
    for piece in re.findall(rb"[A-Za-z0-9+/_=-]{16,}", text.replace(b"\0", b"")):
        assert piece.decode() not in shown
    if code == "key_is_private":
        assert "haga un par nuevo" in said
        assert "ya no es secreta" in said
    assert json.loads(typed("list", "--json"))[0]["keys"] == []


def test_a_private_key_behind_much_else_is_known_for_one(typed, refused, key):
    typed(*REGISTER)
    assert refused("keys", "add", "pnp-reta", key(b"#" * 20_000 + PRIVATE["pem"]))[0] == "key_is_private"


@pytest.mark.parametrize("where", ["no/hay.pem", "."])
def test_a_file_that_cannot_be_opened_is_named(typed, refused, tmp_path, where):
    typed(*REGISTER)
    code, said = refused("keys", "add", "pnp-reta", str(tmp_path / where))
    assert code == "file_unreadable"
    assert str(tmp_path) in said


def test_a_key_serves_one_system_and_two_stand_at_once(typed, refused, key):
    typed(*REGISTER)
    typed("register", "pnp-otro", "--account", "operadora", "--scope", "records")
    typed("keys", "add", "pnp-reta", key(public(ED)))
    assert refused("keys", "add", "pnp-reta", key(public(ED)))[0] == "key_known"
    assert refused("keys", "add", "pnp-otro", key(OKP.to_jwk(ED.public_key()).encode()))[0] == "key_known"
    typed("keys", "add", "pnp-reta", key(public(P256)))
    third = key(public(ed25519.Ed25519PrivateKey.generate()))
    code, said = refused("keys", "add", "pnp-reta", third)
    assert code == "client_keys_full"
    assert "intertrata clients revoke pnp-reta --key" in said


@pytest.mark.parametrize(("words", "code", "told"), [
    (("register", "PNP", *REGISTER[2:]), "client_id_unfit", "«PNP»"),
    (("register", "nuevo-1", "--account", "nadie", "--scope", "who"), "account_unknown", "«nadie»"),
    (("register", "nuevo-1", "--account", "operadora", "--scope", "todo"), "scope_unknown", "deposits"),
    (("register", "nuevo-1", "--account", "operadora", "--scope", ""), "scope_unknown", "deposits"),
    (("register", "nuevo-1", "--account", "auditor", "--scope", "records"), "client_scope_of_role", "«auditor»"),
    (("register", "nuevo-1", "--account", "operadora", "--scope", "records", "--register", "rata"), "source_unknown", "reta"),
    (("register", "nuevo-1", "--account", "operadora", "--scope", "records", "--register", "car"), "client_register_of_other", "«car»"),
    (("keys", "add", "nadie", "KEY"), "client_unknown", "«nadie»"),
    (("revoke", "nadie"), "client_unknown", "intertrata clients list"),
    (("revoke", "pnp-reta", "--key", "x"), "client_key_unknown", "«x»"),
    (REGISTER, "client_exists", "«pnp-reta»"),
])  # fmt: skip
def test_what_cannot_be_done_is_a_problem_with_its_sentence(typed, refused, key, words, code, told):
    typed(*REGISTER)
    before = typed("list", "--json")
    found, said = refused(*[key(public(ED)) if word == "KEY" else word for word in words])
    assert (found, told in said) == (code, True), said
    assert typed("list", "--json") == before


def test_a_revoked_system_takes_no_key_and_its_name_is_not_used_again(typed, refused, key):
    typed(*REGISTER)
    typed("revoke", "pnp-reta")
    assert refused("keys", "add", "pnp-reta", key(public(ED)))[0] == "client_unknown"
    assert refused("revoke", "pnp-reta")[0] == "client_unknown"
    assert refused(*REGISTER)[0] == "client_exists"
