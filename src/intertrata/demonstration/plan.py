"""The plan of the invented country: the report's figures, what had to be assumed, who stands in which register.

In: ``calibration.toml``, ``assumed.toml`` and the CSV lists beside this module. Out: the same as frozen values and
tables, and the natural size, at which the report's totals come out exactly.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import polars as pl

FOLDER = files("intertrata.demonstration")
PERIODS = ("2015", "2016", "2017")
"""The years that the exports cover; of 2017 the first semester, as the report does."""

TOLD = {"2015": ("2015-01-01", "2015-12-31"), "2016": ("2016-01-01", "2016-12-31"), "2017": ("2017-01-01", "2017-06-30")}
"""First and last day of each period."""


@dataclass(frozen=True)
class Figure:
    """One figure of the report: its name here, its value, the line of informe-v-2017.txt where it is printed."""

    name: str
    value: int
    line: int


@cache
def figures() -> dict[str, Figure]:
    """Give every printed figure by name, ``group.figure``, in the order of the file."""
    read = _toml("calibration.toml")
    found = (Figure(f"{group}.{name}", one["value"], one["line"]) for group, rows in read.items() for name, one in rows.items())
    return {figure.name: figure for figure in found}


@cache
def assumed() -> dict[str, Any]:
    """Give what nobody printed, by group."""
    return _toml("assumed.toml")


@cache
def faults() -> dict[str, dict[str, float]]:
    """Give how often each register commits each fault."""
    return _toml("faults.toml")


def faults_of(register: str) -> dict[str, float]:
    """Give how often this register commits each fault: as its own part says, else as any office does; no register commits none."""
    return faults().get(register, faults()["office"] if register else {})


def counted(told: str | int) -> int:
    """Give a count of the plan: the figure of that name that the report prints, or the number itself, which is assumed."""
    return figures()[told].value if isinstance(told, str) else told


@cache
def ways() -> dict[str, Any]:
    """Give who stands in which register: the files of ``ways``, one after the other, and how each register sends."""
    parts = sorted((part for part in FOLDER.joinpath("ways").iterdir() if part.name.endswith(".toml")), key=lambda part: part.name)
    read = [tomllib.loads(part.read_text(encoding="utf-8")) for part in parts]
    senders = {name: one for told in read for name, one in told.get("sends", {}).items()}
    return {"sends": senders, "stand": [one for told in read for one in told.get("stand", [])]}


@cache
def table(name: str) -> pl.DataFrame:
    """Give one of the CSV lists; codes with leading zeros stay text."""
    data = FOLDER.joinpath("lists", f"{name}.csv").read_bytes()
    return pl.read_csv(data, schema_overrides={"code": pl.String, "ubigeo": pl.String, "period": pl.String})


def natural_persons() -> int:
    """Give how many distinct victims make the natural size: those of ``histories.csv``, each counted the first time."""
    return int(table("histories").filter(pl.col("again") == "no")["persons"].sum())


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(FOLDER.joinpath(name).read_text(encoding="utf-8"))
