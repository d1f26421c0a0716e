"""The legs of ``./check``, one after another. In: what this machine has. Out: a line per leg, exit 1 if any failed."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
BIN = HERE / ".venv" / "bin"
REQUIRED = set(filter(None, os.environ.get("INTERTRATA_REQUIRE", "").split(",")))
# Rooms whose every branch is to be tested; Django's declarations, settings and the terminal's own face are not counted here.
ROOMS = (
    "vocabulary",
    "storage",
    "access",
    "vault",
    "registers",
    "identity",
    "casefile",
    "notices",
    "transparency",
    "figures",
    "exchange",
    "demonstration",
)
COUNTED = ",".join(f"src/intertrata/{room}/*" for room in ROOMS)
NOT_COUNTED = "*/migrations/*,*/apps.py,*/models.py"
# What stands today; it may only rise, to 100.
LEAST = 97


@dataclass(frozen=True)
class Leg:
    """One leg: a command, the settings it needs, the program without which it is passed over, the seconds after which it has failed."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    needs: str = ""
    long: bool = False
    limit: float = 20 * 60


def tests(*arguments: str) -> list[str]:
    return [str(BIN / "python"), "-m", "pytest", *arguments]


# A worker that is gone took a test down with it: another would take up the same test.
PARALLEL = ("-n", "2", "--dist", "loadscope", "--no-loadscope-reorder", "--max-worker-restart", "0")
LEGS = (
    Leg("estilo", [str(BIN / "ruff"), "check", "."]),
    Leg("formato", [str(BIN / "ruff"), "format", "--check", "."]),
    Leg("tipos", [str(BIN / "mypy"), "-p", "intertrata"]),
    Leg("el mapa de la casa", [str(BIN / "lint-imports")]),
    Leg(
        "pruebas en SQLite",
        tests(*PARALLEL, "-m", "not browser and not long and not spark", "--cov=intertrata", "--cov-branch", "--cov-report="),
        limit=40 * 60,
    ),
    Leg(
        "ramas de los módulos puros",
        [str(BIN / "coverage"), "report", f"--include={COUNTED}", f"--omit={NOT_COUNTED}", f"--fail-under={LEAST}", "--skip-covered"],
    ),
    Leg("pruebas en PostgreSQL", tests(*PARALLEL, "-m", "engines and not long"), {"INTERTRATA_TEST_ENGINE": "postgres"}, needs="postgres"),
    Leg("enlace con Spark", tests("-m", "spark"), needs="spark", long=True),
    Leg("páginas en Chromium", tests("-m", "browser"), needs="chromium"),
    Leg("pruebas largas en SQLite", tests("-m", "long and not spark"), long=True),
    Leg(
        "pruebas largas en PostgreSQL",
        tests("-m", "long and engines"),
        {"INTERTRATA_TEST_ENGINE": "postgres"},
        needs="postgres",
        long=True,
    ),
)


def present(program: str) -> bool:
    """Whether this machine has what a leg needs."""
    found = {
        "": lambda: True,
        "postgres": lambda: bool(shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))),
        "chromium": lambda: bool(shutil.which("chromium")),
        "spark": lambda: bool(
            list((HERE / ".venv").glob("lib/*/site-packages/pyspark")) and (os.environ.get("JAVA_HOME") or shutil.which("java"))
        ),
    }
    return found[program]()


def run(leg: Leg) -> bool:
    """Run one leg; True where it passed or was lawfully passed over."""
    if not present(leg.needs):
        if leg.needs in REQUIRED:
            print(f"✗ {leg.name}: falta {leg.needs}, y INTERTRATA_REQUIRE lo exige.", flush=True)
            return False
        print(f"– {leg.name}: se omite, esta máquina no tiene {leg.needs}.", flush=True)
        return True
    started = time.monotonic()
    print(f"· {leg.name} …", flush=True)
    process = subprocess.Popen(leg.command, cwd=HERE, env=os.environ | leg.environment, process_group=0)
    try:
        passed = process.wait(leg.limit) == 0
    except subprocess.TimeoutExpired:
        print(f"✗ {leg.name}: no terminó en {leg.limit:.0f} s. Lo que hacía cada proceso cuando se le puso fin:", flush=True)
        passed = False
    finally:
        if process.poll() is None:  # over its limit, or Ctrl-C, which reaches this process alone
            end(process)
    print(f"{'✓' if passed else '✗'} {leg.name} ({time.monotonic() - started:.0f} s)", flush=True)
    return passed


def end(process: subprocess.Popen[bytes], patience: float = 10) -> None:
    """End a process and all of its group; first the tests among them say where they stand (pytest prints that when it is told to abort)."""
    for how in (signal.SIGABRT, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)


def main(arguments: list[str]) -> int:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # who is told to abort leaves no file of its memory
    legs = [leg for leg in LEGS if not (leg.long and "--quick" in arguments)]
    failed = [leg.name for leg in legs if not run(leg)]
    print(f"{len(legs) - len(failed)} passed, {len(failed)} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
