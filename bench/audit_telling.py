"""What makers of invented reports share: a report as it grows, with the truth about it, and how it is written.

In: statements said one by one. Out: ``NAME.csv`` and ``NAME.json``, or a table of few indicators with very many rows.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

COLUMNS = [
    "id",
    "line",
    "axis",
    "table",
    "indicator",
    "institution",
    "source_system",
    "territory",
    "period_start",
    "period_end",
    "dimension",
    "value",
    "unit",
    "status",
    "verbatim",
]
REGIONS = ["Ancora", "Bermejo", "Cordal", "Dorada", "Encina", "Fuentes", "Guayal", "Hondura", "Isleta", "Jarama", "Laguna", "Meseta"]
OFFICES = [
    "Ministerio de Aguas",
    "Instituto de Vacunas",
    "Dirección de Puertos",
    "Agencia Forestal",
    "Consejo de Lectura",
    "Servicio Sísmico",
]
THINGS = ["patients_treated", "permits_issued", "accidents_registered", "fires_reported", "vessels_inspected", "readers_enrolled", "wells_repaired",
          "trees_planted", "claims_filed", "pupils_vaccinated"]  # fmt: skip
STOCKS = ["beds", "libraries", "officers", "boats", "stations"]
SPLITS = {
    "sex": ["female", "male"], "area": ["urban", "rural"], "age": ["0-11", "12-17", "18-29", "30+"],
    "cause": ["storm", "negligence", "arson", "unknown"], "type": ["small", "medium", "large"], "shift": ["morning", "afternoon", "night"],
}  # fmt: skip
NOUNS = {"sex": {"female": "mujeres", "male": "hombres"}, "area": {"urban": "urbanos", "rural": "rurales"}}
MONTHS = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"]
DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def es(value: float, digits: int = 0) -> str:
    """A number as Peru writes it."""
    return f"{value:,.{digits}f}"


@dataclass
class Report:
    """Rows as they grow, and the truth about them."""

    chance: random.Random
    rows: list[dict[str, Any]] = field(default_factory=list)
    planted: list[dict[str, Any]] = field(default_factory=list)
    holding: list[list[str]] = field(default_factory=list)
    line: int = 10
    tables: int = 0

    def say(self, indicator: str, value: Any, unit: str, verbatim: str, *, table: str = "text", who: str = "", source: str = "", where: str = "Perú",
            start: str = "2021-01-01", end: str = "2021-12-31", dim: str = "", status: str = "", same_line: bool = False) -> str:  # fmt: skip
        """Add a statement; give its id."""
        self.line += 0 if same_line else self.chance.randint(1, 3)
        one = f"S{len(self.rows) + 1:06d}"
        self.rows.append(
            dict(
                zip(
                    COLUMNS,
                    [one, self.line, "invented", table, indicator, who, source, where, start, end, dim, str(value), unit, status, verbatim],
                    strict=True,
                )
            )
        )
        return one

    def gap(self) -> None:
        """Far from what was said before."""
        self.line += self.chance.randint(60, 90)

    def table(self) -> str:
        """Name another table."""
        self.tables += 1
        return f"T{self.tables:02d}"

    def plant(self, kind: str, *ids: str) -> None:
        """Write an error down."""
        self.planted.append({"kind": kind, "statements": list(ids)})

    def keep(self, *ids: str) -> None:
        """Write an identity down that holds."""
        self.holding.append(list(ids))

    def truth(self, error: bool, kind: str, *ids: str) -> None:
        """Write down what these statements are."""
        self.plant(kind, *ids) if error else self.keep(*ids)


def off(chance: random.Random, value: int) -> int:
    """A value that is wrong by a little or a lot."""
    return value + chance.choice([-1, 1]) * max(1, round(value * chance.choice([0.01, 0.03, 0.1, 0.2])))


def shift(report: Report, first: int, number: int) -> None:
    """Make the statements of a section speak of a subject of their own, so that sections never speak of one fact."""
    for row in report.rows[first:]:
        if row["indicator"].startswith(("sentenced_", "persons_")):
            row["institution"] = f"{row['institution']} {number}"
        else:
            row["indicator"] = f"s{number}{row['indicator']}"


def write(report: Report, out: Path) -> None:
    """Write rows and truth."""
    with out.with_suffix(".csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(report.rows)
    out.with_suffix(".json").write_text(
        json.dumps({"planted": report.planted, "holding": report.holding}, ensure_ascii=False), encoding="utf-8"
    )


def write_dense(size: int, out: Path) -> None:
    """Write a table of few indicators with very many rows each: budgets of provinces by year, complaints by month and sex."""
    chance, told = random.Random(3), 0
    with out.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        for province in range(size):
            where, who = f"Region{province % 25}/Prov{province}", f"Municipalidad Prov{province}"
            for row in _of_province(chance, where, who):
                told += 1
                table.writerow([f"S{told}", told // 3, "invented", *row])
                if told == size:
                    return


def _of_province(chance: random.Random, where: str, who: str) -> Iterator[list[Any]]:
    for year in range(2015, 2021):
        assigned = chance.randint(10_000, 90_000)
        executed = round(assigned * chance.uniform(0.3, 0.9))
        share = f"{executed / assigned * 100:.2f}"
        words, span = f"{who} {es(assigned, 2)} {es(executed, 2)} {share}%", [f"{year}-01-01", f"{year}-12-31", ""]
        for name, value, unit in (("assigned", assigned, "PEN"), ("executed", executed, "PEN"), ("execution_pct", share, "percent")):
            yield ["T01", f"budget_{name}", who, "", where, *span, value, unit, "", words]
    for month, days in enumerate(DAYS, start=1):
        women, men = chance.randint(1, 50), chance.randint(1, 50)
        words, span = f"{women} mujeres y {men} varones, {women + men} en total", [f"2019-{month:02d}-01", f"2019-{month:02d}-{days}"]
        for sex, value in (("female", women), ("male", men), ("", women + men)):
            yield [
                "T02",
                "complaints_registered",
                "Policía",
                "REG",
                where,
                *span,
                f"sex={sex}" if sex else "",
                value,
                "complaints",
                "",
                words,
            ]
