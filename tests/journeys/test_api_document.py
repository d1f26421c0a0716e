"""``docs/api.md`` followed to the letter: its files and commands are taken from the page and run against a served house, key pair to answer."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import jwt
import pytest
from house import House, first_page, free_port, serving

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SAID = "https://intertrata.example"
ACCOUNTS = """
from intertrata.cli.opening import open_house
open_house()
from intertrata.access.models import Account
Account.objects.create(username="operadora", role="operator", institution="pnp")
"""


def blocks(kind):
    return [SimpleNamespace(place=place, text=text) for found, place, text in BLOCK.findall(PAGE) if found == kind]


class Reader:
    """Somebody at a terminal who types what the page says, with this house's address in place of the example's."""

    def __init__(self, folder, address, environment):
        self.folder, self.address, self.environment = folder, address, environment

    def write(self, block, **said):
        (self.folder / block.place).write_text(self.in_place(block.text, **said), encoding="utf-8")

    def type(self, text, **said):
        """Run a block in a shell that stops at the first failure; give what it wrote."""
        typed = ["sh", "-ec", self.in_place(text, **said)]
        ran = subprocess.run(typed, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False, timeout=150)
        assert ran.returncode == 0, (text, ran.stdout, ran.stderr)
        return ran.stdout

    def in_place(self, text, **said):
        text = text.replace(SAID, self.address)
        for name, value in said.items():
            text = re.sub(rf"\b{name}\b", value, text)
        return text


def commands(text):
    """The commands of a block, one by one, lines that go on joined."""
    return text.replace("\\\n", " ").splitlines()


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """What each part of the page answered to who followed it from its first line to its last."""
    folder, port = tmp_path_factory.mktemp("api"), free_port()
    address = f"http://127.0.0.1:{port}"
    house = House(folder / "var", INTERTRATA_ADDRESS=address)
    bin_folder = folder / "bin"
    bin_folder.mkdir()
    for name, words in (("intertrata", "-m intertrata "), ("python3", "")):
        (bin_folder / name).write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {words}"$@"\n', encoding="utf-8")
        (bin_folder / name).chmod(0o700)
    environment = house.environment(PATH=f"{bin_folder}:{os.environ['PATH']}")
    subprocess.run([sys.executable, "-c", ACCOUNTS], env=environment, check=True, capture_output=True)
    reader = Reader(folder, address, environment)
    pair, joining, with_proof, record, deposit, who, ending = (block.text for block in blocks("sh"))
    seen = SimpleNamespace(folder=folder, house=house)
    reader.type(pair)
    seen.joined = reader.type(joining)
    seen.kid = kid = re.search(r"\(kid\): (\S{43})\.", " ".join(seen.joined.split()))[1]
    (program,) = blocks("python")
    reader.write(program, KID=kid)
    for block in (*blocks("json"), *blocks("csv")):
        reader.write(block)
    with serving([sys.executable, "-m", "intertrata", "serve", "--port", str(port)], env=environment) as server:
        first_page(port, server)
        reader.environment = environment | {"PROOF": _proof(reader, program, kid)}
        seen.by_proof = json.loads(reader.type(with_proof))
        token, send, again = commands(record)
        reader.environment = environment | {"TOKEN": reader.type(token + '\nprintf %s "$TOKEN"')}
        seen.record = json.loads(reader.type(send))
        seen.receipt = json.loads(reader.type(again, NUMBER=seen.record["number"]))
        seen.repeated = json.loads(reader.type(send))
        send, again = commands(deposit)
        seen.deposits = json.loads(reader.type(send))["deposits"]
        seen.deposit = json.loads(reader.type(again, NUMBER=seen.deposits[0]["number"]))
        seen.before = json.loads(reader.type(who))
        reader.type("intertrata link --json")
        seen.after = json.loads(reader.type(who))
        seen.nobody = json.loads(reader.type(_of_another(who)))
        key, whole = commands(ending)
        reader.type(key, KID=kid)
        seen.ended = json.loads(reader.type(who))
        reader.type(whole)
    return seen


def _proof(reader, program, kid):
    """What the page's program signs, without the part that asks."""
    text = program.text[: program.text.index("form = ")] + "print(proof)\n"
    (reader.folder / "proof.py").write_text(reader.in_place(text, KID=kid), encoding="utf-8")
    return reader.type("python3 proof.py").strip()


def _of_another(who):
    other = {"purpose": "care", "given_names": "OTRA", "surname_1": "ZZYZX", "document_type": "DNI", "document_number": "99999999"}
    return who.replace("@who.json", shlex.quote(json.dumps(other)))


def test_the_pair_stays_closed_and_its_public_half_is_taken(followed):
    assert (followed.folder / "private.pem").stat().st_mode & 0o077 == 0
    assert "pnp-reta" in followed.joined
    assert "deposits, records, who" in " ".join(followed.joined.split())


def test_a_token_is_given_to_curl_too_for_all_that_was_granted(followed):
    assert (followed.by_proof["token_type"], followed.by_proof["expires_in"]) == ("Bearer", 900)
    assert followed.by_proof["scope"] == "deposits records who register:reta"


def test_the_record_is_kept_once_and_its_receipt_read_again(followed):
    assert (followed.record["state"], followed.record["again"]) == ("new", False)
    assert (followed.repeated["number"], followed.repeated["again"]) == (followed.record["number"], True)
    assert followed.receipt["number"] == followed.record["number"]


def test_the_deposit_is_kept_and_refused_as_the_page_says(followed):
    (one,) = followed.deposits
    assert (one["read"], one["kept"], one["refused"]) == (2, 1, 1)
    assert one["refusals"] == [{"column": "FEC_OPERATIVO", "rule": "date_impossible", "rows": 1}]
    assert followed.deposit == one


def test_who_answers_yes_or_no_once_it_is_linked(followed):
    assert [followed.before["known"], followed.after["known"], followed.nobody["known"]] == [False, True, False]
    assert followed.after["sentence"].endswith(".")


def test_what_was_revoked_opens_nothing(followed):
    assert followed.ended["code"] == "api_nobody"
    (one,) = followed.house.run("clients", "list", "--json").json
    assert one["revoked_at"]
    assert one["keys"][0]["revoked_at"]


def test_the_table_of_errors_is_the_servers():
    from intertrata.api.issuing import ERRORS, STATUS

    rows = dict(re.findall(r"^\| `(\w+)` \| (\d+) \|", PAGE, re.MULTILINE))
    assert rows == {error: str(STATUS.get(error, 400)) for error in {*ERRORS.values(), "invalid_client"}}


def test_the_other_algorithm_of_the_page_makes_a_key_that_signs(tmp_path):
    command = re.search(r"for ES256: `(openssl [^`]+)`", PAGE)[1]
    subprocess.run(["sh", "-ec", command], cwd=tmp_path, check=True, capture_output=True)
    assert jwt.encode({}, (tmp_path / "private.pem").read_text(), algorithm="ES256")
