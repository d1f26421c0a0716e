"""Pulling the plug while a document is kept: afterwards it stands whole or not at all, and ``intertrata verify`` sweeps what was left sealed."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from intertrata.access import keys

DEED = textwrap.dedent("""
    import os, signal, sys
    from uuid import UUID
    from intertrata.cli.opening import open_house
    open_house()
    from intertrata.storage import files
    from intertrata.transparency import actions, queries
    from intertrata.transparency.actions import keeping
    from intertrata.transparency.actions.asking import Asking
    from intertrata.transparency.models import Document, Request

    def plug(*said, **more):
        os.kill(os.getpid(), signal.SIGKILL)

    moment = sys.argv[1]
    if moment == "ask":
        who = Asking("chs", "Observatorio", "Lima", "pedidos@chs.example")
        actions.open_campaign("trata_2016", name="trata-2016", title="Trata", asking=who, entities=["mimp"], by="veedora")
    if moment == "half written":
        files.os.fsync = plug
    if moment == "sealed":
        Document.objects.create = plug
    if moment == "row":
        keeping.note = plug
    request = Request.objects.get().id
    if moment != "ask":
        actions.keep(request, b"Respuesta sobre ZZMARCAUNO. " * 100_000, by="veedora")
    for one in queries.documents_of(request):
        assert len(actions.open_document(one.uuid, by="veedora")) == one.size
        print(one.id)
""")


@pytest.fixture
def state(tmp_path):
    """A state of its own, in which one entity is asked; gives how to run a deed in a process of its own."""
    var = tmp_path / "var"
    var.mkdir()
    keys.make(var / "keys.json")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("INTERTRATA_")}
    environment |= {"INTERTRATA_VAR": str(var), "DJANGO_SETTINGS_MODULE": "intertrata.project.settings"}

    def run(*words):
        return subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, check=False)

    assert run("-c", DEED, "ask").returncode == 0
    return var, run


@pytest.mark.parametrize(("moment", "left"), [("half written", 1), ("sealed", 1), ("row", 0)])
def test_a_document_stands_whole_or_not_at_all_and_what_is_left_is_swept(state, moment, left):
    var, run = state
    assert run("-c", DEED, moment).returncode == -signal.SIGKILL
    there = list((var / "documents").iterdir())
    assert len(there) == 1
    long_ago = time.time() - 2 * 60 * 60
    for path in there:
        assert b"ZZMARCAUNO" not in path.read_bytes()
        os.utime(path, (long_ago, long_ago))
    said = run("-m", "intertrata", "verify", "--json")
    assert said.returncode == 0, said.stderr
    found = json.loads(said.stdout)
    assert found["swept"]["documents"] == left
    assert found["documents"] == {"documents": 1 - left, "problems": []}
    again = run("-c", DEED, "undisturbed")
    assert again.returncode == 0, again.stderr
    assert [path.stem for path in (var / "documents").iterdir()] == again.stdout.split()


def test_verify_says_which_document_does_not_open_any_more(state):
    var, run = state
    document = run("-c", DEED, "undisturbed").stdout.strip()
    path = var / "documents" / f"{document}.sealed"
    path.write_bytes(path.read_bytes()[:-1])
    said = run("-m", "intertrata", "verify")
    assert said.returncode == 1
    assert f"El documento {document} de una respuesta ya no se abre como llegó" in " ".join(said.stdout.split())
