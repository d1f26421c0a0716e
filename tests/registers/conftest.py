"""Deliveries written for one test each, in a folder whose name says that they are synthetic."""

import io
import zipfile

import pytest
from deliveries import csv_text

from intertrata.registers import actions, queries
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    """A state folder of the test's own: deposits sealed by one test are not another's."""
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()
    return settings.VAR


@pytest.fixture
def folder(tmp_path):
    """A folder whose name marks what is in it as synthetic."""
    made = tmp_path / "entrega_sintetica"
    made.mkdir()
    return made


@pytest.fixture
def written(folder):
    """Write a file: text as UTF-8, bytes as they are, rows as CSV, a dictionary of names and bytes as zip."""

    def write(content, name="victimas.csv"):
        if isinstance(content, list):
            content = csv_text(content)
        if isinstance(content, dict):
            held = io.BytesIO()
            with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
                for member, data in content.items():
                    archive.writestr(member, data)
            content = held.getvalue()
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def received(written):
    """Write one file and receive it; gives its one receipt."""

    def receive(content, name="victimas.csv", **said):
        (receipt,) = actions.receive([written(content, name)], by="prueba", **said)
        assert receipt.read == receipt.kept + receipt.unchanged + receipt.corrected + receipt.refused
        return receipt

    return receive


@pytest.fixture
def refused(written):
    """Receive a file that cannot be received at all; gives its whole sentence, and sees that nothing was kept of it."""

    def refuse(content, name="victimas.csv", **said):
        before = queries.deposits()
        with pytest.raises(Problem) as caught:
            actions.receive([written(content, name)], by="prueba", **said)
        assert queries.deposits() == before
        told = sentence(caught.value)
        assert caught.value.code not in told, "a code without its sentence"
        assert "(sin precisar)" not in told
        return told

    return refuse
