"""``intertrata clients`` typed in a process of its own: exit codes, one JSON document, help in Spanish, and no key on either output."""

import re
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric import ed25519
from house import House

ACCOUNTS = """
from intertrata.cli.opening import open_house
open_house()
from intertrata.access.models import Account
Account.objects.create(username="operadora", role="operator", institution="pnp")
"""
REGISTER = "clients register pnp-reta --account operadora --scope records --register reta"
HELP = {
    "clients --help": ("register", "revoke", "keys", "list", "claves públicas"),
    "clients register --help": ("SISTEMA", "--account", "--scope", "--register", "La cuenta como la que actúa"),
    "clients keys add --help": ("SISTEMA", "ARCHIVO", "PEM o JWK"),
    "clients revoke --help": ("--key", "todo el sistema"),
    "clients list --help": ("--json",),
}
MISUSED = {
    "clients register pnp-reta": "--account",
    "clients register pnp-reta --account operadora": "--scope",
    "clients register pnp-reta --account nadie --scope who": "«nadie»",
    "clients keys add pnp-reta": "ARCHIVO",
    "clients keys add pnp-reta /no/hay.pem": "/no/hay.pem",
    "clients revoke": "SISTEMA",
    "clients list --todo": "--todo",
}


@pytest.fixture(scope="module")
def joined(tmp_path_factory):
    """A house with one account, and what was said while its system was joined: a house, a key number, two answers."""
    folder = tmp_path_factory.mktemp("clients")
    house = House(folder / "var")
    subprocess.run([sys.executable, "-c", ACCOUNTS], env=house.environment(), check=True, capture_output=True)
    private = ed25519.Ed25519PrivateKey.generate()
    house.secret = private.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    (folder / "private.pem").write_bytes(house.secret)
    (folder / "public.pem").write_bytes(private.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo))
    return folder, house, house.run(*REGISTER.split())


def test_a_private_key_is_refused_and_never_echoed_and_the_public_one_is_taken(joined):
    folder, house, registered = joined
    assert registered.code == 0
    refused = house.run("clients", "keys", "add", "pnp-reta", folder / "private.pem")
    assert refused.code == 2
    assert "clave privada" in refused.err
    secret = house.secret.split(b"\n")[1]
    assert secret.decode() not in refused.said
    assert not [path for path in house.var.rglob("*") if path.is_file() and secret in path.read_bytes()]
    taken = house.run("clients", "keys", "add", "pnp-reta", folder / "public.pem")
    assert taken.code == 0
    kid = re.search(r"\(kid\): (\S{43})\.", taken.said)[1]
    (listed,) = house.run("clients", "list", "--json").json
    assert [key["kid"] for key in listed["keys"]] == [kid]
    assert house.run("clients", "revoke", "pnp-reta", "--key", kid).code == 0
    assert house.run("clients", "revoke", "pnp-reta", "--key", kid).code == 2


@pytest.fixture(scope="module")
def asked(joined):
    return joined[1].ask([*HELP, *MISUSED])


@pytest.mark.parametrize("words", HELP)
def test_help_is_in_spanish(asked, words):
    answer = asked(words)
    assert answer.code == 0
    assert [word for word in HELP[words] if word not in answer.said] == []


@pytest.mark.parametrize("words", MISUSED)
def test_what_is_mistyped_is_said_in_one_sentence(asked, words):
    answer = asked(words)
    assert answer.code == 2
    assert MISUSED[words] in answer.err
