"""One deed at a time: a second process is told so at once, and a dead one holds nothing."""

import subprocess
import sys
import textwrap

import pytest

from intertrata.storage.deeds import alone, in_turn
from intertrata.vocabulary.errors import Problem

pytestmark = [pytest.mark.engines, pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True)]

OTHER = textwrap.dedent("""
    import os, sys, django
    os.environ["DJANGO_SETTINGS_MODULE"] = "intertrata.project.settings"
    from django.conf import settings
    django.setup()
    from django.db import connections
    connections["default"].settings_dict["NAME"] = sys.argv[1]
    from intertrata.storage.deeds import alone
    with alone("receive"):
        print("held", flush=True)
        sys.stdin.read()
""")


def test_a_deed_held_by_another_process_is_refused_until_that_process_dies():
    from django.db import connections

    name = str(connections["default"].settings_dict["NAME"])
    with subprocess.Popen([sys.executable, "-c", OTHER, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Problem, match="deed_busy"), alone("receive"):
            pass
        with alone("link"):
            pass
        other.kill()
        other.communicate()
    for _ in range(1000):  # a server takes a moment to notice that its client is gone
        try:
            with alone("receive"):
                break
        except Problem:
            connections["default"].close()
    else:
        pytest.fail("The deed stayed held after its holder died.")


def test_a_deed_of_a_moment_waits_for_its_turn_and_gives_up_in_time():
    from django.db import connections

    name = str(connections["default"].settings_dict["NAME"])
    with subprocess.Popen([sys.executable, "-c", OTHER, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Problem, match="deed_busy"), in_turn("receive", seconds=0.05):
            pass
        other.stdin.close()  # it lets go when nobody speaks to it any more
        with in_turn("receive", seconds=60):
            held = True
    assert held
