"""Pulling the plug: ``kill -9`` at random moments of receive and link, a hundred times on each engine.

Whatever the moment, each deposit stands whole or not at all, a linkage stands whole or not at all,
every visible person's names are in the vault, and the next run, undisturbed, arrives exactly where
a run that nobody disturbed arrives (a second state with the same keys is the reference).
"""

import os
import random
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import psycopg
import pytest

from intertrata.access import keys
from intertrata.demonstration import make

pytestmark = [pytest.mark.engines, pytest.mark.long]

BLOWS = 50  # of receive, and as many of link
PERSONS = 1_500
ON_POSTGRES = os.environ.get("INTERTRATA_TEST_ENGINE") == "postgres"

# A process that has everything imported and no thread or connection yet; each deed runs in a child forked from it.
FORGE = textwrap.dedent("""
    import os, sys, traceback
    from pathlib import Path
    import django
    django.setup()
    from intertrata.registers import actions as registers
    from intertrata.identity import actions as identity
    print("ready", flush=True)
    for line in sys.stdin:
        deed, *paths = line.rstrip("\\n").split("\\t")
        child = os.fork()
        if child == 0:
            try:
                if deed == "receive":
                    registers.receive([Path(path) for path in paths], by="prueba")
                else:
                    identity.link(by="prueba")
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        print(child, flush=True)
        print(os.waitpid(child, 0)[1], flush=True)
""")
OPEN = "from intertrata.cli.opening import open_house; open_house()"

EVENTS = """
    SELECT d."order", e.record, e.version, e.kind FROM registers_recordevent e
    JOIN registers_deposit d ON d.id = e.deposit WHERE d.closed_at IS NOT NULL ORDER BY d."order", e.record, e.version, e.kind
"""
MEMBERS = """
    SELECT m.record, m.person FROM identity_membership m JOIN identity_linkrun r ON r.id = m.run
    WHERE r.closed_at IS NOT NULL ORDER BY m.record, m.id
"""
VISIBLE_PERSONS = """
    SELECT DISTINCT e.version FROM registers_recordevent e JOIN registers_deposit d ON d.id = e.deposit
    WHERE d.closed_at IS NOT NULL AND e.kind = 'v' AND e.record_type IN ('victim', 'suspect')
"""


class State:
    """The databases of one trial, looked at from outside the product by plain SQL."""

    def __init__(self, var, secret):
        self.var = var
        var.mkdir(exist_ok=True)
        shutil.copy(secret, var / "keys.json")
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("INTERTRATA_")}
        self.environment |= {"INTERTRATA_VAR": str(var), "DJANGO_SETTINGS_MODULE": "intertrata.project.settings"}
        self.cluster = None
        if ON_POSTGRES:
            from cluster import start

            # not under pytest's own folder: the server runs as a user that may not look in there
            self.cluster = start(Path(tempfile.mkdtemp(prefix="intertrata-plug-")) / "cluster")
            for setting, base in (("DATABASE", "main"), ("VAULT", "vault"), ("LOG", "log"), ("PUBLIC", "public")):
                self.environment[f"INTERTRATA_{setting}_URL"] = self.cluster.url(base)
        subprocess.run([sys.executable, "-c", OPEN], env=self.environment, check=True)
        self.forge = subprocess.Popen(
            [sys.executable, "-c", FORGE], env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        assert self.forge.stdout.readline() == "ready\n"

    def rows(self, base, sql):
        if self.cluster:
            with psycopg.connect(self.cluster.url(base)) as connection:
                return [tuple(getattr(v, "hex", v) for v in row) for row in connection.execute(sql).fetchall()]
        with sqlite3.connect(self.var / f"{base}.sqlite3") as connection:
            return connection.execute(sql).fetchall()

    def deposits(self):
        """What each closed deposit added, in order of closing: one tuple of events a deposit."""
        found = {}
        for order, *event in self.rows("main", EVENTS):
            found.setdefault(order, []).append(tuple(event))
        return [tuple(events) for _, events in sorted(found.items())]

    def partition(self):
        """Which records stand together, whatever the persons' ids (those are drawn at random)."""
        person_of = dict(self.rows("main", MEMBERS))
        together = {}
        for record, person in person_of.items():
            together.setdefault(person, []).append(record)
        return sorted(tuple(sorted(records)) for person, records in together.items() if person)

    def nameless(self):
        """Visible versions of persons whose names the vault does not hold: there must be none."""
        held = {version for (version,) in self.rows("vault", "SELECT version FROM vault_mention")}
        return [version for (version,) in self.rows("main", VISIBLE_PERSONS) if version not in held]

    def _begin(self, *words):
        """Ask for one deed and give the child that does it."""
        self.forge.stdin.write("\t".join(words) + "\n")
        self.forge.stdin.flush()
        return int(self.forge.stdout.readline())

    def carry_out(self, *words):
        """One deed, undisturbed; gives its seconds."""
        begun = time.monotonic()
        self._begin(*words)
        assert self.forge.stdout.readline() == "0\n"
        return time.monotonic() - begun

    def disturb(self, after, how, *words):
        """One deed, struck by a signal after so many seconds; True where it was struck before it had finished."""
        child = self._begin(*words)
        finished, _, _ = select.select([self.forge.stdout], [], [], after)
        if not finished:
            os.kill(child, how)
        status = int(self.forge.stdout.readline())
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == (0 if finished else os.WEXITSTATUS(status))
        return not finished and status != 0

    def close(self):
        self.forge.communicate()
        if self.cluster:
            self.cluster.stop()


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    """Exports of two seeds (so that rows are corrected and vanish too), a state to be killed in, and a reference."""
    folder = tmp_path_factory.mktemp("plug")
    folder.chmod(0o755)
    keys.make(folder / "keys.json")
    for seed in (1, 2):
        make(folder / f"demo{seed}", persons=PERSONS, seed=seed)
    parts = [str(folder / f"demo{seed}" / register) for seed in (1, 2) for register in ("sistra", "reta", "poder_judicial")]
    reference, state = State(folder / "reference", folder / "keys.json"), State(folder / "state", folder / "keys.json")
    seconds = [reference.carry_out("receive", part) for part in parts]
    yield state, reference, list(zip(parts, seconds, strict=True))
    reference.close()
    state.close()


def struck(number):
    """Which signal: the plug (``kill -9``) in nine trials of ten, Ctrl-C in the tenth."""
    return signal.SIGINT if number % 10 == 9 else signal.SIGKILL


def test_blows_during_receive_leave_each_deposit_whole_or_absent(trial):
    state, reference, parts = trial
    expected, chance, blows = reference.deposits(), random.Random(20261123), 0
    for part, seconds in parts:
        for number in range(-(-BLOWS // len(parts))):
            blows += state.disturb(chance.uniform(0.02, 0.98) * seconds, struck(number), "receive", part)
            assert not state.nameless()
            stood = [events for events in state.deposits() if events]
            assert all(events in expected for events in stood), "a deposit stands in part"
        state.carry_out("receive", part)
    assert blows > BLOWS // 2, "the blows came too late to try anything"
    assert [events for events in state.deposits() if events] == [events for events in expected if events]


def test_blows_during_link_leave_the_persons_of_before_or_of_after(trial):
    state, reference, _ = trial
    seconds = reference.carry_out("link")
    expected, chance, blows = reference.partition(), random.Random(20261124), 0
    for number in range(BLOWS):
        blows += state.disturb(chance.uniform(0.02, 0.98) * seconds, struck(number), "link")
        assert state.partition() in ([], expected), "persons between before and after are visible"
    state.carry_out("link")
    assert state.partition() == expected
    assert blows > BLOWS // 2, "the blows came too late to try anything"
