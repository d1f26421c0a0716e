"""A newcomer's first command: ``./run`` on a clone with nothing but what the repository and the package cache hold."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from house import first_page, free_port, serving

pytestmark = pytest.mark.long
HERE = Path(__file__).resolve().parents[2]


@pytest.fixture
def clone(tmp_path):
    """The files of the repository as they stand, in a folder of their own, with an installer that asks no index."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=HERE, capture_output=True, check=True).stdout.decode().split("\0")
    for name in filter(None, listed):
        if (HERE / name).exists():
            (tmp_path / "clone" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(HERE / name, tmp_path / "clone" / name)
    made = tmp_path / "clone" / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", made], check=True)
    (packages,) = made.glob("lib/python3*/site-packages")
    for found in Path(sysconfig.get_path("purelib")).glob("uv*"):
        (packages / found.name).symlink_to(found)
    (made / "bin" / "uv").symlink_to(Path(sysconfig.get_path("scripts")) / "uv")
    return tmp_path / "clone"


def test_run_invents_a_country_and_serves_it_with_no_development_package(clone):
    port = free_port()
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("INTERTRATA", "DJANGO", "PYTEST", "COV"))}
    environment = outside | {"INTERTRATA_PORT": str(port), "UV_OFFLINE": "1"}
    with serving([clone / "run", "--persons", "600"], cwd=clone, env=environment, stderr=subprocess.STDOUT) as ran:
        said = _until(ran, "Datos sintéticos: nadie existe")
        page = first_page(port, ran)
    assert "operadora" in said
    assert "sintético" in page
    assert not list(clone.glob(".venv/lib/python3*/site-packages/pytest"))


def _until(ran, words):
    said = ""
    for line in ran.stdout:
        said += line
        if words in re.sub(r"\s+", " ", said):
            return said
    raise AssertionError(said)
