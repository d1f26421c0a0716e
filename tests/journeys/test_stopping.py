"""The site stops when it is told to, also while it is still starting: a service manager, or Ctrl-C, waits for nobody."""

import sys
import textwrap

import pytest
from house import free_port, serving

pytestmark = pytest.mark.long  # the server gives its workers a quarter of a minute

# What a slow machine does now and then, always: a worker that is told to end while it loads.
LOADS_FOR_EVER = textwrap.dedent("""
    import os, signal

    def load():
        os.write(1, b"a worker loads\\n")
        while True:
            signal.pause()

    os.register_at_fork(after_in_child=load)
""")


def test_the_site_stops_although_its_workers_still_load(house, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(LOADS_FOR_EVER, encoding="utf-8")
    command = [sys.executable, "-m", "intertrata", "serve", "--port", str(free_port())]
    with serving(command, env=house.environment(PYTHONPATH=str(tmp_path))) as server:
        loading = 0
        for line in server.stdout:
            loading += line == "a worker loads\n"
            if loading == 2:
                break
        assert loading == 2
    assert server.returncode == 0
