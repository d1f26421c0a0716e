"""Pulling the plug: ``kill -9`` of a run while a message is under way. Nothing is lost, nothing is another notice the second time."""

import json
import os
import signal
import subprocess
import sys
import textwrap

import pytest
from addressed import referral
from deliveries import csv_text
from receivers import Receiver, serving

HOUSE = textwrap.dedent("""
    import json, sys
    from datetime import date
    from pathlib import Path
    from intertrata.cli.opening import open_house
    open_house()
    from intertrata.access.models import Account
    from intertrata.notices import actions, queries
    from intertrata.registers import actions as registers
    url, export = sys.argv[1:]
    Account.objects.create(username="mimp", role="operator", institution="mimp")
    actions.subscribe("mimp", url, kinds=(), by="prueba")
    registers.receive([Path(export)], by="prueba", source="udavit", cut_off=date(2016, 6, 1))
""")
RUN = textwrap.dedent("""
    import json, os
    from intertrata.cli.opening import open_house
    open_house()
    from intertrata.notices import actions, queries
    print(os.getpid(), flush=True)
    actions.deliver(by="prueba")
    print(json.dumps({one.id: one.state for one in queries.notices()}), flush=True)
""")
REFERRALS = 8


def test_a_run_that_is_killed_while_it_sends_loses_nothing_and_the_next_ends_what_it_began(tmp_path):
    folder = tmp_path / "entrega_sintetica"
    folder.mkdir()
    export = folder / "derivaciones.csv"
    export.write_text(csv_text([referral(f"R-{number}") for number in range(1, REFERRALS + 1)]), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("INTERTRATA_")}
    environment |= {
        "INTERTRATA_VAR": str(tmp_path / "var"),
        "INTERTRATA_NOTICES_LOCAL": "sí",
        "DJANGO_SETTINGS_MODULE": "intertrata.project.settings",
    }
    running = []

    def answer(handler):
        """The third message of the first run is the last that it ever sends."""
        if len(receiver.got) == 3:
            os.kill(running[0], signal.SIGKILL)
            return
        handler.send_response(204)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    with serving(Receiver(answer=answer)) as receiver:
        subprocess.run([sys.executable, "-c", HOUSE, receiver.url, str(export)], env=environment, check=True)
        with subprocess.Popen([sys.executable, "-c", RUN], env=environment, stdout=subprocess.PIPE, text=True) as first:
            running.append(int(first.stdout.readline()))
            assert first.wait(60) == -signal.SIGKILL
        done = subprocess.run([sys.executable, "-c", RUN], env=environment, stdout=subprocess.PIPE, text=True, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    assert set(told.values()) == {"sent"}
    assert len(told) == REFERRALS
    assert set(receiver.ids()) == set(told), "each is told, under one id"
    # What was under way comes again under its own id; of the two before, at most those whose answer was not written down yet.
    assert receiver.ids().count(receiver.ids()[2]) == 2
    assert REFERRALS < len(receiver.got) <= REFERRALS + 3


@pytest.mark.parametrize("setting", ["", "no"])
def test_nothing_is_sent_to_this_machine_unless_the_setting_says_so(setting):
    from intertrata.project.settings_table import read

    values = read({"INTERTRATA_NOTICES_LOCAL": setting} if setting else {})
    assert values["INTERTRATA_NOTICES_LOCAL"] == "no"
