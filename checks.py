"""The legs of ``./check``, one after another. In: what this machine has. Out: a line per leg, exit 1 if any failed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
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
    """One leg: a command, the settings it needs, the program without which it is passed over."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    needs: str = ""
    long: bool = False


def tests(*arguments: str) -> list[str]:
    return [str(BIN / "python"), "-m", "pytest", *arguments]


PARALLEL = ("-n", "2", "--dist", "loadscope")
LEGS = (
    Leg("estilo", [str(BIN / "ruff"), "check", "."]),
    Leg("formato", [str(BIN / "ruff"), "format", "--check", "."]),
    Leg("tipos", [str(BIN / "mypy"), "-p", "intertrata"]),
    Leg("el mapa de la casa", [str(BIN / "lint-imports")]),
    Leg(
        "pruebas en SQLite",
        tests(*PARALLEL, "-m", "not browser and not long and not spark", "--cov=intertrata", "--cov-branch", "--cov-report="),
    ),
    Leg(
        "ramas de los módulos puros",
        [str(BIN / "coverage"), "report", f"--include={COUNTED}", f"--omit={NOT_COUNTED}", f"--fail-under={LEAST}", "--skip-covered"],
    ),
    Leg("pruebas en PostgreSQL", tests("-m", "engines and not long"), {"INTERTRATA_TEST_ENGINE": "postgres"}, needs="postgres"),
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
    done = subprocess.run(leg.command, cwd=HERE, env=os.environ | leg.environment, check=False)
    print(f"{'✓' if done.returncode == 0 else '✗'} {leg.name} ({time.monotonic() - started:.0f} s)", flush=True)
    return done.returncode == 0


def main(arguments: list[str]) -> int:
    legs = [leg for leg in LEGS if not (leg.long and "--quick" in arguments)]
    failed = [leg.name for leg in legs if not run(leg)]
    print(f"{len(legs) - len(failed)} passed, {len(failed)} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
