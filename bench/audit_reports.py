"""Invented reports for the audit: tables and claims about other things than trafficking, with errors planted and identities kept.

Written from the contract of ``intertrata audit`` and not from its rules. In: a seed. Out: rows of a table of statements, and the truth:
errors planted (kind, the statements that make them) and identities that hold. As a program it writes ``NAME.csv`` and ``NAME.json``:

    python bench/audit_reports.py --seed 7 --sections 20 --out /tmp/report
    python bench/audit_reports.py --statements 100000 --out /tmp/large
"""

from __future__ import annotations

import argparse
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


def places(report: Report, error: bool) -> None:
    """A table of territories with its total, by two or more categories."""
    chance, table, thing = report.chance, report.table(), report.chance.choice(THINGS)
    who, chosen = chance.choice(OFFICES), chance.sample(REGIONS, chance.randint(4, 10))
    values = [chance.randint(3, 900) for _ in chosen]
    total = sum(values)
    told = off(chance, total) if error else total
    ids = [
        report.say(thing, value, "units", f"{name} {es(value)}", table=table, who=who, where=name)
        for name, value in zip(chosen, values, strict=True)
    ]
    whole = report.say(thing, told, "units", f"Total {es(told)}", table=table, who=who)
    report.truth(error, "sum", whole, *ids)


def places_elsewhere(report: Report, error: bool) -> None:
    """A table of territories without its total, which the text tells."""
    chance, table, thing = report.chance, report.table(), report.chance.choice(THINGS)
    who, chosen = chance.choice(OFFICES), chance.sample(REGIONS, chance.randint(5, 9))
    values = [chance.randint(20, 400) for _ in chosen]
    told = sum(values) + (chance.choice([-24, 18, 31, -9]) if error else 0)
    whole = report.say(thing, told, "units", f"En total, se registraron {es(told)} en las regiones", who=who)
    report.gap()
    ids = [
        report.say(thing, value, "units", f"{name} {es(value)}", table=table, who=who, where=name)
        for name, value in zip(chosen, values, strict=True)
    ]
    report.truth(error, "sum", whole, *ids)


def categories(report: Report, error: bool) -> None:
    """A whole and its parts by one dimension, in a table or in running text."""
    chance, thing, who = report.chance, report.chance.choice(THINGS), report.chance.choice(OFFICES)
    name = chance.choice(list(SPLITS))
    loose = name in NOUNS and chance.random() < 0.5
    table = "text" if loose else report.table()
    values = [chance.randint(10, 700) for _ in SPLITS[name]]
    total = sum(values)
    told = off(chance, total) if error else total
    words = " y ".join(f"{es(value)} {NOUNS.get(name, {}).get(code, code)}" for value, code in zip(values, SPLITS[name], strict=True))
    whole = report.say(thing, told, "persons", f"se atendió a {es(told)} ({words})" if loose else f"Total {es(told)}", table=table, who=who)
    ids = [report.say(thing, value, "persons", words if loose else f"{code} {es(value)}", table=table, who=who, dim=f"{name}={code}")
           for value, code in zip(values, SPLITS[name], strict=True)]  # fmt: skip
    report.truth(error, "sum", whole, *ids)


def months(report: Report, error: bool) -> None:
    """Twelve months, or two halves, and the year that they make."""
    chance, table, thing, who = report.chance, report.table(), report.chance.choice(THINGS), report.chance.choice(OFFICES)
    values = [chance.randint(30, 90) for _ in range(12)]
    ids = [report.say(thing, value, "units", f"{MONTHS[at]} {value}", table=table, who=who, start=f"2020-{at + 1:02d}-01", end=f"2020-{at + 1:02d}-{29 if at == 1 else DAYS[at]:02d}")
           for at, value in enumerate(values)]  # fmt: skip
    told = off(chance, sum(values)) if error else sum(values)
    report.gap()
    whole = report.say(thing, told, "units", f"En el 2020 fueron {es(told)}", who=who, start="2020-01-01", end="2020-12-31")
    report.truth(error, "sum", whole, *ids)


def missing(report: Report, error: bool) -> None:
    """A total with parts that say nothing: it may be more than the others, never less."""
    chance, table, thing, who = report.chance, report.table(), report.chance.choice(THINGS), report.chance.choice(OFFICES)
    chosen = chance.sample(REGIONS, 6)
    values = [chance.randint(10, 400) for _ in chosen]
    known = sum(values[:4])
    told = known - chance.randint(5, known // 3) if error else known + chance.randint(0, 300)
    ids = [report.say(thing, value if at < 4 else "", "units", f"{name} {es(value) if at < 4 else 'SD'}", table=table, who=who, where=name, status="" if at < 4 else "SD")
           for at, (name, value) in enumerate(zip(chosen, values, strict=True))]  # fmt: skip
    whole = report.say(thing, told, "units", f"TOTAL {es(told)}", table=table, who=who)
    report.truth(error, "sum", whole, *ids[:4])


def partial(report: Report, error: bool) -> None:
    """Some parts among others that nobody lists: nothing to find, unless they are already more than the whole."""
    chance, thing, who = report.chance, report.chance.choice(THINGS), report.chance.choice(OFFICES)
    values = [chance.randint(50, 90) for _ in range(3)]
    told = sum(values) - chance.randint(20, 60) if error else sum(values) + chance.randint(200, 400)
    words = ", ".join(f"{es(value)} en {name}" for value, name in zip(values, REGIONS, strict=False))
    whole = report.say(thing, told, "units", f"fueron {es(told)}, de los cuales {words}, entre otras regiones", who=who)
    ids = [
        report.say(thing, value, "units", f"de los cuales {words}, entre otras regiones", who=who, where=name, same_line=True)
        for value, name in zip(values, REGIONS, strict=False)
    ]
    report.truth(error, "sum", whole, *ids)


def budget(report: Report, error: bool) -> None:
    """Assigned, executed and percentage of offices, with the total row; errors of several kinds."""
    chance, table, year = report.chance, report.table(), report.chance.randint(2015, 2022)
    span = {"start": f"{year}-01-01", "end": f"{year}-12-31"}
    chosen = chance.sample(OFFICES, chance.randint(3, 6))
    kind = chance.choice(["percentage", "rounding", "order", "sum", "concept"]) if error else ""
    hit = chance.randrange(len(chosen))
    sums, ids = [0, 0], []
    columns: tuple[list[str], list[str]] = ([], [])
    stem = chance.choice(["budget", "fund", "grant"])
    for at, who in enumerate(chosen):
        assigned = chance.randint(50_000, 900_000)
        executed = round(assigned * chance.uniform(0.2, 0.97))
        share = executed / assigned * 100
        lone = kind == "concept" and at == hit
        if kind == "order" and at == hit:
            executed = round(assigned * chance.uniform(1.05, 1.6))
            share = executed / assigned * 100
        if kind == "percentage" and at == hit:
            share += chance.choice([-1, 1]) * chance.uniform(2, 12)
        text = f"{share:.2f}"
        if kind == "rounding" and at == hit:
            text = f"{(int(share * 100) + (0 if share * 100 % 1 >= 0.5 else 1)) / 100:.2f}"
        words = f"{who} {'SD' if lone else es(assigned, 2)} {es(executed, 2)} {'-' if lone else text + '%'}"
        one = report.say(
            f"{stem}_assigned", "" if lone else f"{assigned}.00", "PEN", words, table=table, who=who, status="SD" if lone else "", **span
        )
        two = report.say(f"{stem}_executed", f"{executed}.00", "PEN", words, table=table, who=who, same_line=True, **span)
        three = report.say(
            f"{stem}_execution_pct",
            "" if lone else text,
            "percent",
            words,
            table=table,
            who=who,
            same_line=True,
            dim="cell=dash" if lone else "",
            **span,
        )
        columns[0].append(one), columns[1].append(two)
        sums[0] += 0 if lone else assigned
        sums[1] += executed
        ids.append((one, two, three))
        if not lone:
            report.truth(kind in {"percentage", "rounding"} and at == hit, kind, three, two, one)
            report.truth(kind == "order" and at == hit, "order", two, one)
    told = [off(chance, sums[0]) if kind == "sum" else sums[0], sums[1]]
    share = told[1] / told[0] * 100
    words = f"TOTAL {es(told[0], 2)} {es(told[1], 2)} {share:.2f}%"
    whole = [report.say(f"{stem}_{name}", f"{value}.00", "PEN", words, table=table, who="Todas las entidades", same_line=at > 0, **span)
             for at, (name, value) in enumerate(zip(("assigned", "executed"), told, strict=True))]  # fmt: skip
    pct = report.say(
        f"{stem}_execution_pct", f"{share:.2f}", "percent", words, table=table, who="Todas las entidades", same_line=True, **span
    )
    report.truth(kind == "sum", "sum", whole[0], *columns[0])
    report.keep(whole[1], *columns[1])
    report.truth(kind == "concept", "concept", pct, *whole)


def share(report: Report, error: bool) -> None:
    """A share of a known whole, told in running text, by name and by category."""
    chance, who = report.chance, report.chance.choice(OFFICES)
    stem = chance.choice(["pupils", "homes", "farms", "drivers"])
    total = chance.randint(2_000, 9_000_000)
    part = round(total * chance.uniform(0.01, 0.9))
    value = part / total * 100
    text = f"{value * chance.choice([1.15, 0.8, 1.3]) if error else value:.1f}"
    whole = report.say(f"{stem}_total", total, stem, f"de un total de {es(total)} {stem}", who=who)
    one = report.say(f"{stem}_reached", part, stem, f"se llegó a {es(part)} {stem}", who=who)
    pct = report.say(f"{stem}_reached_pct", text, "percent", f"es decir, el {text}% del total", who=who)
    report.truth(error, "percentage", pct, one, whole)


def category_share(report: Report, error: bool) -> None:
    """«El 62% son mujeres»."""
    chance, who = report.chance, report.chance.choice(OFFICES)
    women, men = chance.randint(50, 900), chance.randint(50, 900)
    value = women / (women + men) * 100
    told = round(value) + (chance.choice([-1, 1]) * chance.randint(4, 15) if error else 0)
    stem = chance.choice(["patients", "readers", "drivers"])
    whole = report.say(f"{stem}_registered", women + men, "persons", f"registró a {es(women + men)} personas", who=who)
    one = report.say(f"{stem}_registered", women, "persons", f"{es(women)} mujeres", who=who, dim="sex=female")
    report.say(f"{stem}_registered", men, "persons", f"{es(men)} hombres", who=who, dim="sex=male", same_line=True)
    pct = report.say(f"{stem}_female_pct", told, "percent", f"El {told}% son mujeres", who=who)
    report.truth(error, "percentage", pct, one, whole)


def growth(report: Report, error: bool) -> None:
    """An increase from one year to the next; a ratio called an increase; growth from another base."""
    chance, who, thing = report.chance, report.chance.choice(OFFICES), report.chance.choice(THINGS)
    oldest, before = chance.randint(100, 900), chance.randint(1_000, 90_000)
    after = round(before * chance.uniform(1.1, 3.2))
    kind = chance.choice(["ratio_called_increase", "percentage", "base"]) if error else ""
    change = (after / before - 1) * 100
    told = {
        "": change,
        "ratio_called_increase": after / before * 100,
        "percentage": change + chance.choice([-1, 1]) * chance.uniform(4, 9),
        "base": (after / oldest - 1) * 100,
    }[kind]
    text = f"{told:.0f}"
    a = report.say(thing, oldest, "units", f"en el 2018 fueron {es(oldest)}", who=who, start="2018-01-01", end="2018-12-31")
    b = report.say(thing, before, "units", f"en el 2019 fueron {es(before)}", who=who, start="2019-01-01", end="2019-12-31")
    c = report.say(thing, after, "units", f"en el 2020 fueron {es(after)}", who=who, start="2020-01-01", end="2020-12-31")
    name = chance.choice(["change_pct", "increase_pct", "growth_pct"])
    d = report.say(
        f"{thing}_{name}",
        text,
        "percent",
        f"un aumento de {text}% respecto del 2019",
        who=who,
        start="2020-01-01",
        end="2020-12-31",
        dim="claimed_as=increase;base=2019",
    )
    report.truth(error, kind, d, c, a if kind == "base" else b)


def fall(report: Report, error: bool) -> None:
    """A decrease, and the difference as an amount."""
    chance, who, thing = report.chance, report.chance.choice(OFFICES), report.chance.choice(THINGS)
    before = chance.randint(2_000, 90_000)
    after = round(before * chance.uniform(0.3, 0.9))
    change = (1 - after / before) * 100 + (chance.uniform(3, 12) if error else 0)
    b = report.say(thing, before, "units", f"en el 2019 fueron {es(before)}", who=who, start="2019-01-01", end="2019-12-31")
    c = report.say(thing, after, "units", f"en el 2020 fueron {es(after)}", who=who, start="2020-01-01", end="2020-12-31")
    d = report.say(
        f"{thing}_change_pct",
        f"{change:.1f}",
        "percent",
        f"una reducción de {change:.1f}%",
        who=who,
        start="2020-01-01",
        end="2020-12-31",
        dim="claimed_as=decrease",
    )
    e = report.say(
        f"{thing}_decrease_amount", before - after, "units", f"{es(before - after)} menos", who=who, start="2020-01-01", end="2020-12-31"
    )
    report.truth(error, "percentage", d, c, b)
    report.keep(e, c, b)


def ratio(report: Report, error: bool) -> None:
    """«1 de cada N», «N de cada 100», «el doble»."""
    chance, who = report.chance, report.chance.choice(OFFICES)
    part = chance.randint(20, 900)
    whole = part * chance.randint(3, 60) + chance.randint(0, part // 3)
    n = round(whole / part)
    told = n + chance.choice([2, 3, 7]) if error else n
    stem = chance.choice(["farms", "homes", "boats"])
    a = report.say(f"{stem}_total", whole, stem, f"de {es(whole)} {stem}", who=who)
    b = report.say(f"{stem}_visited", part, stem, f"se visitó {es(part)}", who=who)
    c = report.say(f"{stem}_visited_ratio_one_in", told, "ratio", f"1 de cada {told}", who=who)
    report.truth(error, "ratio", c, b, a)


def twice(report: Report, error: bool) -> None:
    """A fact told again elsewhere: the same, rounded, with caution, or with another value."""
    chance, who, thing = report.chance, report.chance.choice(OFFICES), report.chance.choice(THINGS)
    value = chance.randint(1_000, 90_000)
    a = report.say(thing, value, "units", f"{who} {es(value)}", table=report.table(), who=who)
    report.gap()
    if error:
        told = off(chance, value)
        b = report.say(thing, told, "units", f"se llegó a {es(told)}", who=who)
    else:
        way = chance.randrange(3)
        near = round(value / 1000) * 1000
        low = value // 1000 * 1000
        told, words, dim = [
            (value, es(value), ""),
            (near, f"cerca de {near // 1000} mil", "approx=yes"),
            (low, f"más de {low // 1000} mil", "approx=lower_bound"),
        ][way]
        b = report.say(thing, told, "units", f"se llegó a {words}", who=who, dim=dim)
    report.truth(error, "two_values", b, a)


def sources(report: Report, error: bool) -> None:
    """Two registers on one population."""
    chance, thing = report.chance, report.chance.choice(["accidents_registered", "fires_reported", "births_registered", "losses_reported"])
    value = chance.randint(200, 3_000)
    told = off(chance, value) if error else value
    a = report.say(thing, value, "units", f"según el sistema, {es(value)}", who="Servicio Sísmico", source="SIREG")
    report.gap()
    b = report.say(thing, told, "units", f"según el instituto, {es(told)}", who="Instituto de Vacunas", source="SIREG via Instituto")
    report.truth(error, "cross_source", a, b)


def slips(report: Report, error: bool) -> None:
    """A value copied wrong, a number that is none, a list that is longer or shorter than told, a row that stands twice."""
    chance, who, thing = report.chance, report.chance.choice(OFFICES), report.chance.choice(THINGS)
    way = chance.randrange(4)
    if way == 0:
        value = chance.randint(1_000_000, 90_000_000)
        bad = f"{es(value)}.000.00".replace(",", ",", 1) if error else es(value, 2)
        one = report.say("cost_assigned", f"{value}000.00" if error else f"{value}.00", "PEN", f"por S/ {bad}", who=who)
        report.truth(error, "not_a_number", one)
    elif way == 1:
        value = chance.randint(1_000, 9_000)
        digits = list(str(value))
        at = chance.randrange(1, 4)
        digits[at] = str((int(digits[at]) + chance.randint(1, 8)) % 10)
        one = report.say(thing, int("".join(digits)) if error else value, "units", f"se contaron {es(value)} en el año", who=who)
        report.truth(error, "two_values", one)
    elif way == 2:
        names = chance.sample(REGIONS, chance.randint(3, 6))
        count = len(names) + (chance.choice([-1, 1, 2]) if error else 0)
        one = report.say(
            "regions_visited", count, "regions", f"se llegó a {count} regiones ({', '.join(names[:-1])} y {names[-1]}).", who=who
        )
        report.truth(error, "list_count", one)
    else:
        table = report.table()
        value = chance.randint(10, 900)
        one = report.say(thing, value, "units", f"Ancora {value}", table=table, who=who, where="Ancora")
        two = report.say(
            thing,
            value if error else value + 1,
            "units",
            f"Ancora {value}" if error else f"Bermejo {value + 1}",
            table=table,
            who=who,
            where="Ancora" if error else "Bermejo",
        )
        report.truth(error, "duplicate", one, two)


def orders(report: Report, error: bool) -> None:
    """A part and its whole; who comes after whom; a time inside another."""
    chance, who = report.chance, report.chance.choice(OFFICES)
    more = chance.randint(200, 900)
    less = more + chance.randint(10, 90) if error else more - chance.randint(10, 90)
    if chance.random() < 0.5:
        a = report.say("patients_treated", more, "persons", f"se atendió a {es(more)} personas", who=who)
        b = report.say("patients_treated", less, "persons", f"de ellas, {es(less)} menores", who=who, dim="age=minor")
    else:
        a = report.say("persons_prosecuted", more, "persons", f"{es(more)} procesados", who=who)
        b = report.say("persons_convicted", less, "persons", f"{es(less)} condenados", who=who)
    report.truth(error, "order", b, a)


def periods(report: Report, error: bool) -> None:
    """Words that name half a year, for a number of more; a longer time with the number of a shorter."""
    chance, who, thing = report.chance, report.chance.choice(OFFICES), report.chance.choice(THINGS)
    value = chance.randint(100, 900)
    one = report.say(
        thing,
        value,
        "units",
        f"en el primer semestre se contaron {es(value)}",
        who=who,
        start="2021-01-01",
        end="2021-09-30" if error else "2021-06-30",
    )
    report.truth(error, "period", one)


def outlier(report: Report, error: bool) -> None:
    """A series of years, one of them ten times the others."""
    chance, who, thing = report.chance, report.chance.choice(OFFICES), report.chance.choice(STOCKS)
    value = chance.randint(300, 900)
    years = range(2012, 2021)
    values = {year: round(value * chance.uniform(0.85, 1.2)) for year in years}
    wrong = chance.choice(list(years))
    values[wrong] *= 10 if error else 1
    table = report.table()
    ids = {
        year: report.say(thing, told, "units", f"{year} {es(told)}", table=table, who=who, start=f"{year}-01-01", end=f"{year}-12-31")
        for year, told in values.items()
    }
    if error:
        report.plant("outlier", ids[wrong])


def units(report: Report, error: bool) -> None:
    """A noun that is not the column's unit."""
    chance, who = report.chance, report.chance.choice(OFFICES)
    value = chance.randint(100, 900)
    noun = "llamadas" if error else "denuncias"
    one = report.say("complaints_received", value, "complaints", f"se recibieron {es(value)} {noun} en el año", who=who)
    report.truth(error, "concept", one)


def label(report: Report, error: bool) -> None:
    """A title that names one institution over the source of another."""
    chance = report.chance
    value, table = chance.randint(100, 900), report.table()
    source = "Poder Judicial" if error else "Policía Nacional del Perú"
    words = f"Cuadro N° {report.tables}: Casos que investigó la Policía Nacional del Perú {es(value)} Fuente: {source}"
    one = report.say("cases_investigated", value, "cases", words, table=table, who="PJ" if error else "PNP")
    report.truth(error, "label", one)


def quiet(report: Report, error: bool) -> None:
    """What looks like a contradiction and is none: stocks by year, stages, subjects told apart, a coincidence."""
    chance, who = report.chance, report.chance.choice(OFFICES)
    thing, value = chance.choice(STOCKS), chance.randint(100, 900)
    report.say(thing, value, "units", f"en el 2019 había {value}", who=who, start="2019-01-01", end="2019-12-31")
    report.say(thing, value + 9, "units", f"en el 2020 había {value + 9}", who=who, start="2020-01-01", end="2020-12-31")
    report.say(thing, value + 9, "units", f"en estos dos años hubo {value + 9}", who=who, start="2019-01-01", end="2020-12-31")
    report.say("budget_assigned", "480000.00", "PEN", "la ley inicial le dio S/ 480,000.00", who=who, dim="stage=initial_law")
    other = chance.choice([name for name in OFFICES if name != who])
    report.say("visits_made", value, "visits", f"hizo {value} visitas", who=who)
    report.say("visits_made", value + 40, "visits", f"hizo {value + 40} visitas", who=other)


SECTIONS = [places, places_elsewhere, categories, months, missing, partial, budget, share, category_share, growth, fall, ratio, twice, sources, slips,
            orders, periods, outlier, units, label, quiet]  # fmt: skip


def invent(seed: int, sections: int = 60, errors: float = 0.35) -> Report:
    """Give a report of so many sections, a share of which hold an error. Each section has a time and an office of its own."""
    chance = random.Random(seed)
    report = Report(chance)
    for number in range(sections):
        make = SECTIONS[number % len(SECTIONS)] if number < len(SECTIONS) else chance.choice(SECTIONS)
        first = len(report.rows)
        make(report, make is not quiet and chance.random() < errors)
        shift(report, first, number)
        report.gap()
    return report


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


def main() -> None:
    """Write one report."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--sections", type=int, default=60)
    asked.add_argument("--statements", type=int, default=0)
    asked.add_argument("--errors", type=float, default=0.35)
    asked.add_argument("--out", type=Path, required=True)
    said = asked.parse_args()
    report = invent(said.seed, said.sections, said.errors)
    while len(report.rows) < said.statements:
        report = invent(said.seed, round(said.statements / len(report.rows) * said.sections * 1.02), said.errors)
    if said.statements:
        report.rows = report.rows[: said.statements]
    write(report, said.out)


if __name__ == "__main__":
    main()
