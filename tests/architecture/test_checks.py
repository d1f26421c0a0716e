"""``./check`` itself: a leg that does not end is ended with all it started, and told as failed with what it was doing."""

import importlib.util
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HANGS = textwrap.dedent("""
    import faulthandler, os, signal
    faulthandler.enable()
    child = os.fork() == 0
    def hangs_for_ever():
        if not child:
            os.write(1, b"begun")
        signal.pause()
    hangs_for_ever()
""")
FOR_EVER = [sys.executable, "-c", "import signal; signal.pause()"]


@pytest.fixture(scope="module")
def checks():
    told = importlib.util.spec_from_file_location("checks", ROOT / "checks.py")
    sys.modules["checks"] = module = importlib.util.module_from_spec(told)
    told.loader.exec_module(module)
    yield module
    del sys.modules["checks"]


def test_a_leg_over_its_limit_has_failed_and_says_so(checks, capfd):
    assert not checks.run(checks.Leg("una pierna", FOR_EVER, limit=0))
    assert "✗ una pierna: no terminó en 0 s." in capfd.readouterr().out


def test_a_leg_passes_or_fails_as_its_command_does(checks):
    assert checks.run(checks.Leg("una pierna", ["true"]))
    assert not checks.run(checks.Leg("una pierna", ["false"]))


def test_who_interrupts_the_check_interrupts_its_leg(checks, monkeypatch):
    began = []

    class Interrupted(subprocess.Popen):
        def wait(self, timeout=None):
            if not began:
                began.append(self)
                raise KeyboardInterrupt
            return super().wait(timeout)

    monkeypatch.setattr(checks.subprocess, "Popen", Interrupted)
    with pytest.raises(KeyboardInterrupt):
        checks.run(checks.Leg("una pierna", FOR_EVER))
    assert began[0].returncode is not None


def test_what_is_ended_says_where_it_stood_and_leaves_nobody_behind(checks):
    with subprocess.Popen([sys.executable, "-c", HANGS], stdout=subprocess.PIPE, stderr=subprocess.PIPE, process_group=0) as process:
        assert os.read(process.stdout.fileno(), 5) == b"begun"
        checks.end(process)
        said, complained = process.communicate(timeout=60)  # the pipes are closed only when its child is gone too
    assert not said
    assert b"in hangs_for_ever" in complained
    assert process.returncode


def test_what_hears_no_word_is_ended_all_the_same(checks):
    deaf = "import os, signal; signal.signal(signal.SIGABRT, signal.SIG_IGN); os.write(1, b'begun'); signal.pause()"
    with subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE, process_group=0) as process:
        assert os.read(process.stdout.fileno(), 5) == b"begun"
        checks.end(process, patience=0)
    assert process.returncode == -9
