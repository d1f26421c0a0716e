"""A house of its own for a journey: the real command, in a process of its own, on a state folder of its own.

In: what an officer types. Out: exit code, what was said on both outputs, the memory the process took. On every run, whatever it was
about: the exit code is 0, 1 or 2, nothing is a traceback, and whoever cannot be served is told so in one sentence.
"""

import csv
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

LIMIT = 300
"""Seconds after which a command that does not come back is a failure, also on a busy machine."""

AT_ONCE = 2
"""Commands at a time: each costs seconds of one core before it begins."""

WITHOUT_RIGHTS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
"""Debian's own way (util-linux) to run a program as root that may only read what its owner may."""

UNFORESEEN = re.compile(r"Traceback|error del programa|todavía no sabe explicar|\w+Error\b|[«(]None[»)]")
"""What no reader may ever be shown: a traceback, the program's own confession, a value that is none."""


@dataclass(frozen=True)
class Answer:
    """What one command did: its exit code, its two outputs, the most memory it held (bytes)."""

    code: int
    out: str
    err: str
    memory: int

    @property
    def json(self):
        """The one document on standard output; anything beside it is no JSON and fails here."""
        return json.loads(self.out)

    @property
    def said(self):
        """Both outputs as one line: the terminal folds, a sentence does not."""
        return " ".join(re.sub(r"[│┃]", " ", self.out + self.err).split())


class House:
    """A state folder and the command that works on it."""

    def __init__(self, var, **settings):
        self.var = Path(var)
        self.settings = settings

    def run(self, *words, plain_account=False, limit=LIMIT, **settings):
        """Type ``intertrata WORDS`` and give the answer.

        Args:
            plain_account: without the superuser's right to read everything.
            limit: seconds after which the command has failed.
        """
        before = WITHOUT_RIGHTS if plain_account and os.geteuid() == 0 else ()
        return run(words, self.environment(**settings), before=before, limit=limit)

    def ask(self, commands):
        """Ask several things that change nothing, a few at a time; give what gives the answer to each."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            asked = {command: pool.submit(self.run, *command.split()) for command in commands}
        return lambda command: asked[command].result()

    def environment(self, **settings):
        """The machine's own, and of the product's settings only what this house says."""
        bare = {name: value for name, value in os.environ.items() if not name.startswith(("INTERTRATA_", "DJANGO_"))}
        return bare | {"INTERTRATA_VAR": str(self.var)} | self.settings | settings

    def receive(self, *paths, plain_account=False, limit=LIMIT, **options):
        """Receive and give the answer; its document is read with ``receipts``. An option that is True takes no value."""
        said = [word for name, value in options.items() for word in _option(name, value)]
        return self.run("receive", *paths, *said, "--json", plain_account=plain_account, limit=limit)

    def refusals(self):
        """Every refused row, as the command lists it."""
        answer = self.run("refusals", "--json")
        assert answer.code == 0, answer
        return answer.json

    def rows(self):
        """How many rows each table of each database holds, but for the log: what a refused order must leave as it was."""
        counted = {}
        for path in sorted(self.var.glob("*.sqlite3")):
            if path.stem == "log":
                continue
            with sqlite3.connect(path) as base:
                names = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
                counted |= {f"{path.stem}.{name}": base.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
        return counted

    def sealed(self):
        """The sealed deposits that stand in the vault."""
        return sorted(path.name for path in (self.var / "vault").rglob("*") if path.is_file()) if (self.var / "vault").is_dir() else []


def _option(name, value):
    return [f"--{name.replace('_', '-')}", *([] if value is True else [str(value)])]


def run(words, environment, *, before=(), limit=LIMIT):
    """Run the command and look at what holds of every answer."""
    command = [*before, sys.executable, "-m", "intertrata", *map(str, words)]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, stdin=subprocess.DEVNULL, env=environment)
        alarm = threading.Timer(limit, process.kill)
        alarm.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
        finally:
            alarm.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        said = [stream.seek(0) or stream.read().decode("utf-8") for stream in (out, err)]
    answer = Answer(process.returncode, *said, used.ru_maxrss * 1024)
    assert answer.code in {0, 1, 2}, f"exit {answer.code} of {words}: {answer.err}"
    assert not UNFORESEEN.search(answer.said), f"{words}: {answer.said}"
    if answer.code == 2:
        assert answer.out == "", f"{words}: {answer.out}"
        assert answer.err.count("\n") == 1, f"{words}: not one sentence: {answer.err}"
    return answer


def copy_of(house, folder):
    """A house like this one, elsewhere: the journey of one test begins where another's state stands."""
    shutil.copytree(house.var, folder)
    return House(folder, **house.settings)


def write_csv(path, header, rows, *, delimiter=";", encoding="utf-8", end="\r\n"):
    """Write rows as an institution's program would; give the path."""
    with path.open("w", newline="", encoding=encoding) as out:
        writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def receipts(answer):
    """The receipts of an answer; of each, nothing read is left without a fate."""
    found = answer.json["deposits"]
    for one in found:
        assert one["read"] == one["kept"] + one["unchanged"] + one["corrected"] + one["refused"], one
    return found


def totals(answer):
    """The receipts of an answer added up."""
    found = receipts(answer)
    return {name: sum(one[name] for one in found) for name in ("read", "kept", "unchanged", "corrected", "refused", "vanished")}


@contextmanager
def serving(command, **options):
    """A server for the length of a block, stopped as a service manager stops it; one that does not stop is ended with its workers, and fails."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | options
    server = subprocess.Popen(command, start_new_session=True, **options)
    try:
        yield server
        server.send_signal(signal.SIGTERM)
        server.said, server.complained = server.communicate(timeout=60)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.communicate(timeout=60)


def free_port():
    """A port of this machine on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def first_page(port, server):
    """Give the first page that a server just started answers with, as soon as it does."""
    began = time.monotonic()
    while server.poll() is None and time.monotonic() - began < 120:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
                return answer.read().decode()
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError):
                raise
            time.sleep(0.2)
    raise AssertionError("the site did not answer")
