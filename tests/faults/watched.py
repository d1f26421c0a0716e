"""Runs commands of ``intertrata`` one after another in this one process, and keeps whatever each of them says to anybody.

In: a JSON file of {label: [words]} and a folder. Out, in that folder: ``<label>.out``, ``<label>.err`` (file descriptors 1 and 2, so
that libraries in C and Rust are heard too), ``<label>.log`` (every record of every logger at any level, with its exception),
``codes.json`` (the exit codes), ``written.json`` (every file that Python opened to write), and ``alive``: the state as it lies on the
disk while the databases are still open. Words that begin with @ are deeds that no command has yet.
"""

import json
import logging
import os
import shutil
import sys
from pathlib import Path

commands, folder = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2])
written = set()
heard = [sys.stderr]


def watch(event, about):
    if event == "open" and isinstance(about[0], str | bytes) and about[2] & (os.O_WRONLY | os.O_RDWR):
        written.add(os.fsdecode(about[0]))


def hear(self, record):
    print(logging.Formatter("%(name)s %(levelname)s %(pathname)s %(message)s").format(record), record.args, file=heard[0])


def cut():
    from intertrata.figures import actions

    actions.cut(by="prueba")


def look():
    """Find, open, and find too little; the answers go nowhere."""
    from intertrata.access.sight import Sight, kinds
    from intertrata.identity import actions
    from intertrata.vocabulary.errors import Problem

    asked = {"given_names": "ZZMARCATRES", "surname_1": "ZZMARCAUNO", "surname_2": "ZZMARCADOS", "birth_date": "1991-07-13"}
    (found, *_) = actions.find(asked, by="prueba", purpose="care", sight=Sight(frozenset(kinds())))
    actions.open_person(found.person, by="prueba", purpose="care", sight=Sight(frozenset(kinds())))
    actions.find({"document_number": "99900021"}, by="prueba", purpose="care", sight=Sight(frozenset(kinds())))
    for short in ({"surname_1": "ZZMARCAUNO"}, {"given_names": "ZZMARCA"}):
        try:
            actions.find(short, by="prueba", purpose="care", sight=Sight(frozenset(kinds())))
        except Problem:
            continue


logging.Logger.isEnabledFor = lambda self, level: True
logging.Logger.callHandlers = hear

from intertrata.cli import main  # noqa: E402

deeds = {"@cut": cut, "@look": look}
codes = {}
sys.addaudithook(watch)
for label, words in commands.items():
    outputs = [os.open(folder / f"{label}.{kind}", os.O_CREAT | os.O_WRONLY, 0o600) for kind in ("out", "err")]
    heard[0] = (folder / f"{label}.log").open("w", encoding="utf-8")
    for place, output in enumerate(outputs, 1):
        os.dup2(output, place)
    sys.argv = ["intertrata", *words]
    try:
        deeds.get(words[0], main)()
        codes[label] = 0
    except SystemExit as done:
        codes[label] = done.code or 0
    sys.stdout.flush()
    sys.stderr.flush()
    heard[0].close()
shutil.copytree(os.environ["INTERTRATA_VAR"], folder / "alive")
(folder / "codes.json").write_text(json.dumps(codes), encoding="utf-8")
(folder / "written.json").write_text(json.dumps(sorted(written)), encoding="utf-8")
