"""Invented reports for the audit: tables and claims about other things than trafficking, with errors planted and identities kept.

Written from the contract of ``intertrata audit`` and not from its rules. In: a seed. Out: rows of a table of statements, and the truth:
errors planted (kind, the statements that make them) and identities that hold. As a program it writes ``NAME.csv`` and ``NAME.json``:

    python bench/audit_reports.py --seed 7 --sections 20 --out report
    python bench/audit_reports.py --statements 100000 --out large
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from audit_tables import budget, categories, missing, months, outlier, partial, places, places_elsewhere
from audit_telling import OFFICES, REGIONS, STOCKS, THINGS, Report, es, off, shift, write


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
