"""What comes from a file is shown as letters: it moves no cursor, sets no title, paints nothing, stops no command, forges no name.

Names of files, of sheets, of members of a zip and headings come from whoever sends a delivery.
"""

import io
import json
import os
import pwd
import re
import stat
import subprocess
import sys

import planted
import pytest

from intertrata import cli
from intertrata.cli import asking, speaking
from intertrata.vocabulary.errors import Problem

ESCAPES = {
    "title": "\x1b]0;PWN\x07", "colour": "\x1b[31mrojo\x1b[0m", "clipboard": "\x1b]52;c;ZWNobw==\x07", "C1": "\x9b2J", "back": "\x08\x08\x08",
    "bell": "\x07", "carriage": "\r", "mirror": "\u202evsc.exe", "isolate": "\u2066x", "delete": "\x7f",
}  # fmt: skip
FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
MARKUP = [
    "[bold red]x[/bold red]",
    "x[/nada].csv",
    "[link=https://example.org]abra[/link]",
    "[",
    "[[x]]",
    "x[@click=app.bell]y[/]",
    ":bomb:",
    "\\[x]",
]


@pytest.mark.parametrize("kind", ESCAPES)
def test_a_table_shows_letters_only(capsys, kind):
    speaking.say_table("Recibido", ["archivo"], [[f"a{ESCAPES[kind]}b.csv"]])
    assert not FORBIDDEN.search(capsys.readouterr().out)


@pytest.mark.parametrize("kind", ESCAPES)
def test_a_problem_is_told_in_letters_only_and_in_one_line(capsys, kind):
    speaking.say_problem(Problem("file_missing", file=f"a{ESCAPES[kind]}\nError: todo bien.csv"))
    told = capsys.readouterr().err
    assert not FORBIDDEN.search(told)
    assert told.count("\n") == 1, "a name of several lines would speak for the program"


@pytest.mark.parametrize("text", MARKUP)
def test_a_cell_is_shown_as_it_is_written(capsys, text):
    speaking.say_table("Recibido", ["archivo"], [[text]])
    assert text in capsys.readouterr().out


@pytest.mark.parametrize("text", MARKUP)
def test_a_bar_shows_what_it_does_as_it_is_written(monkeypatch, text):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stderr", Terminal())
    with speaking.steps() as tell:
        tell(f"Leyendo {text}{ESCAPES['title']}", 1, None)
        tell(f"Leyendo {text}{ESCAPES['title']}", 2, None)
    drawn = sys.stderr.getvalue()
    assert text in drawn
    assert "]0;PWN" not in drawn.replace("\ufffd]0;PWN", "")


def test_an_error_nobody_foresaw_tells_its_kind_and_place_and_nothing_it_says(monkeypatch, capsys):
    class Panic(BaseException):
        """What a library in Rust raises when it panics is no Exception."""

    for kind in (ValueError, Panic, RecursionError):

        def fails(_, kind=kind):
            raise kind("could not convert 'ZZMARCAUNO' 99900011")

        monkeypatch.setattr(cli, "_app_for", fails)
        with pytest.raises(SystemExit) as done:
            cli.main()
        assert done.value.code == 2
        told = capsys.readouterr()
        assert kind.__name__ in told.err
        assert planted.seen((told.out + told.err).encode()) == []


def test_a_key_pressed_before_anything_began_ends_without_a_traceback(monkeypatch, capsys):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_app_for", interrupted)
    with pytest.raises(SystemExit) as done:
        cli.main()
    assert done.value.code == 130
    assert "Traceback" not in capsys.readouterr().err


def test_who_acts_is_who_the_machine_says(monkeypatch):
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "otra.persona")
    assert asking.me() == f"terminal:{pwd.getpwuid(os.getuid()).pw_name}"
    monkeypatch.setattr(os, "getuid", lambda: 54_321)
    assert asking.me() == "terminal:54321"


@pytest.fixture(scope="module")
def corrections(house, tmp_path_factory):
    """The refused rows of a deposit, written with --out by the real command, once where nothing stood and once over an open file."""
    (deposit, *_) = [row["deposit"] for row in json.loads(house.output("refusals json")) if row["table"] == "victimas"]
    folder = tmp_path_factory.mktemp("corrections")
    over = folder / "over.csv"
    over.write_text("antes")
    over.chmod(0o644)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("INTERTRATA_", "DJANGO_"))}
    for path in (folder / "new.csv", over):
        subprocess.run(
            [sys.executable, "-m", "intertrata", "refusals", deposit, "--out", str(path), "--purpose", "corregir"],
            env=environment | {"INTERTRATA_VAR": str(house.var)}, check=True, capture_output=True, umask=0o022,
        )  # fmt: skip
    return folder


@pytest.mark.parametrize("name", ["new.csv", "over.csv"])
def test_refused_rows_written_to_a_file_are_for_their_account_only(corrections, name):
    path = corrections / name
    assert planted.seen(path.read_bytes()) != []
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
