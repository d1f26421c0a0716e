"""Harder invented reports for the audit: other names, other layouts and other words than ``audit_reports``.

Written from the contract alone, after the rules had met the first set only. Same ``Report``, same truth.
"""

from __future__ import annotations

import random

from audit_telling import DAYS, OFFICES, REGIONS, THINGS, Report, es, off, shift


def cells(report: Report, error: bool) -> None:
    """Territory by sex with totals in rows and columns; one inner total is wrong."""
    chance, table, thing, who = report.chance, report.table(), report.chance.choice(THINGS), report.chance.choice(OFFICES)
    chosen = chance.sample(REGIONS, 5)
    hit = chance.randrange(5)
    sums = [0, 0]
    wholes = []
    for at, name in enumerate(chosen):
        women, men = chance.randint(5, 300), chance.randint(5, 300)
        total = off(chance, women + men) if error and at == hit else women + men
        words = f"{name} {women} {men} {total}"
        ids = [
            report.say(thing, value, "personas", words, table=table, who=who, where=name, dim=f"sexo={code}", same_line=code != "mujer")
            for code, value in (("mujer", women), ("hombre", men))
        ]
        wholes.append(report.say(thing, total, "personas", words, table=table, who=who, where=name, dim="sexo=total", same_line=True))
        report.truth(error and at == hit, "sum", wholes[-1], *ids)
        sums = [sums[0] + women, sums[1] + men]
    words = f"Nacional {sums[0]} {sums[1]} {sum(sums)}"
    for code, value in (("mujer", sums[0]), ("hombre", sums[1])):
        report.say(thing, value, "personas", words, table=table, who=who, where="Nacional", dim=f"sexo={code}", same_line=code != "mujer")
    whole = report.say(thing, sum(sums), "personas", words, table=table, who=who, where="Nacional", dim="sexo=total", same_line=True)
    if not error:
        report.keep(whole, *wholes)


def column_of_shares(report: Report, error: bool) -> None:
    """A table of causes with counts and a column of percentages of its total."""
    chance, table, thing, who = report.chance, report.table(), report.chance.choice(THINGS), report.chance.choice(OFFICES)
    codes = chance.sample(["flood", "fire", "quake", "theft", "drought", "landslide"], 4)
    values = [chance.randint(20, 500) for _ in codes]
    hit = chance.randrange(4)
    whole = ""
    shares = [f"{value / sum(values) * 100 + (7.3 if error and at == hit else 0):.1f}" for at, value in enumerate(values)]
    rows = []
    for code, value, share in zip(codes, values, shares, strict=True):
        words = f"{code} {value} {share}%"
        rows.append(
            (
                report.say(thing, value, "events", words, table=table, who=who, dim=f"cause={code}"),
                report.say(f"{thing}_share_pct", share, "percent", words, table=table, who=who, dim=f"cause={code}", same_line=True),
            )
        )
    whole = report.say(thing, sum(values), "events", f"Total {sum(values)} 100%", table=table, who=who)
    for at, (count, share) in enumerate(rows):
        report.truth(error and at == hit, "percentage", share, count, whole)


def unnamed_share(report: Report, error: bool) -> None:
    """A percentage whose name says nothing of its parts: two numbers stand in its row, or in its sentence."""
    chance, who = report.chance, report.chance.choice(OFFICES)
    whole = chance.randint(300, 9_000)
    part = round(whole * chance.uniform(0.1, 0.9))
    text = f"{part / whole * 100 + (chance.choice([-9, 6, 12]) if error else 0):.1f}"
    loose = chance.random() < 0.5
    table = "text" if loose else report.table()
    words = f"de {es(whole)} solicitudes se resolvieron {es(part)}, el {text}%" if loose else f"Ancora {es(whole)} {es(part)} {text}%"
    a = report.say("requests_received", whole, "requests", words, table=table, who=who, where="Ancora")
    b = report.say("requests_resolved", part, "requests", words, table=table, who=who, where="Ancora", same_line=True)
    c = report.say("resolution_rate", text, "percent", words, table=table, who=who, where="Ancora", same_line=True)
    report.truth(error, "percentage", c, b, a)


def of_each_hundred(report: Report, error: bool) -> None:
    """«6 de cada 100 procesados son sentenciados»."""
    chance, who = report.chance, report.chance.choice(OFFICES)
    tried = chance.randint(200, 900)
    sentenced = round(tried * chance.uniform(0.03, 0.5))
    told = round(sentenced / tried * 100) + (chance.choice([4, 9]) if error else 0)
    a = report.say("persons_prosecuted", tried, "persons", f"{tried} procesados", who=who)
    b = report.say("persons_sentenced", sentenced, "persons", f"{sentenced} sentenciados", who=who)
    c = report.say("sentenced_per_100_prosecuted", told, "per_100", f"{told} de cada 100 procesados son sentenciados", who=who)
    report.truth(error, "ratio", c, b, a)


def halves(report: Report, error: bool) -> None:
    """A year and its halves or quarters, in running text; a cumulative time that shrinks."""
    chance, thing, who = report.chance, report.chance.choice(THINGS), report.chance.choice(OFFICES)
    values = [chance.randint(100, 600) for _ in range(2)]
    told = off(chance, sum(values)) if error else sum(values)
    a = report.say(thing, values[0], "units", f"en el primer semestre, {values[0]}", who=who, start="2022-01-01", end="2022-06-30")
    b = report.say(thing, values[1], "units", f"en el segundo semestre, {values[1]}", who=who, start="2022-07-01", end="2022-12-31")
    c = report.say(thing, told, "units", f"en todo el año, {told}", who=who, start="2022-01-01", end="2022-12-31")
    report.truth(error, "sum", c, a, b)


def columns_of_years(report: Report, error: bool) -> None:
    """Two years in one row of a table, and the variation between them."""
    chance, table, thing, who = report.chance, report.table(), report.chance.choice(THINGS), report.chance.choice(OFFICES)
    for name in chance.sample(REGIONS, 4):
        wrong = error and name[0] in "ABCDEFG"
        before = chance.randint(100, 5_000)
        after = round(before * chance.uniform(0.5, 2.5))
        value = (after / before - 1) * 100 + (chance.choice([-8, 5]) if wrong else 0)
        words = f"{name} {before} {after} {value:.1f}%"
        a = report.say(thing, before, "units", words, table=table, who=who, where=name, start="2020-01-01", end="2020-12-31")
        b = report.say(thing, after, "units", words, table=table, who=who, where=name, start="2021-01-01", end="2021-12-31", same_line=True)
        c = report.say(f"{thing}_variation_pct", f"{value:.1f}", "percent", words, table=table, who=who, where=name, same_line=True)
        report.truth(wrong, "percentage", c, b, a)


def doubled(report: Report, error: bool) -> None:
    """«Más del doble»."""
    chance, thing, who = report.chance, report.chance.choice(THINGS), report.chance.choice(OFFICES)
    before = chance.randint(100, 900)
    after = round(before * (chance.uniform(1.1, 1.8) if error else chance.uniform(2.1, 2.8)))
    a = report.say(thing, before, "units", f"en el 2020, {before}", who=who, start="2020-01-01", end="2020-12-31")
    b = report.say(thing, after, "units", f"en el 2021, {after}", who=who)
    c = report.say(f"{thing}_ratio", 2, "ratio", "más del doble que el año anterior", who=who, dim="bound=more_than;base=2020")
    report.truth(error, "ratio", c, b, a)


def two_registers(report: Report, error: bool) -> None:
    """One office with two registers; two offices with one each; nobody says that one retells the other."""
    chance, thing = report.chance, report.chance.choice(["fires_reported", "births_registered", "losses_counted"])
    value = chance.randint(200, 900)
    told = off(chance, value) if error else value
    one_office = chance.random() < 0.5
    a = report.say(thing, value, "events", f"el censo cuenta {value}", who="Instituto de Datos", source="Censo")
    report.gap()
    b = report.say(
        thing,
        told,
        "events",
        f"la encuesta cuenta {told}",
        who="Instituto de Datos" if one_office else "Oficina de Mapas",
        source="Encuesta",
    )
    report.truth(error, "cross_source", a, b)


def two_bases(report: Report, error: bool) -> None:
    """An increase told as an amount and as a percentage, from two values of one year."""
    chance, who = report.chance, report.chance.choice(OFFICES)
    before, other = chance.randint(1_000, 5_000), chance.randint(6_000, 8_000)
    now = chance.randint(9_000, 20_000)
    a = report.say("budget_assigned", before, "PEN", f"en el 2020, S/ {es(before)}", who=who, start="2020-01-01", end="2020-12-31")
    b = report.say("budget_assigned", now, "PEN", f"en el 2021, S/ {es(now)}", who=who)
    c = report.say("budget_increase_amount", now - before, "PEN", f"aumentó en S/ {es(now - before)}", who=who)
    if error:
        report.gap()
        d = report.say(
            "budget_assigned",
            other,
            "PEN",
            f"en el 2020, S/ {es(other)}",
            table=report.table(),
            who=who,
            start="2020-01-01",
            end="2020-12-31",
        )
        text = f"{(now / other - 1) * 100:.0f}"
        e = report.say("budget_change_pct", text, "percent", f"un aumento de {text}%", who=who, dim="claimed_as=increase")
        report.plant("base", e, c, d)
        report.plant("two_values", d, a)
    else:
        report.keep(c, b, a)


def more_than_all(report: Report, error: bool) -> None:
    """One office executes more than all together, or in half a year more than it was assigned for the year."""
    chance = report.chance
    total = chance.randint(50_000, 90_000)
    one_of = total + 7_000 if error else total - 7_000
    if chance.random() < 0.5:
        a = report.say("budget_executed", total, "PEN", f"todas las entidades ejecutaron S/ {es(total)}", who="Todas las entidades")
        b = report.say("budget_executed", one_of, "PEN", f"la agencia ejecutó S/ {es(one_of)}", who="Agencia Forestal")
    else:
        a = report.say("budget_assigned", total, "PEN", f"se le asignó S/ {es(total)}", who="Agencia Forestal")
        b = report.say(
            "budget_executed", one_of, "PEN", f"al primer semestre ejecutó S/ {es(one_of)}", who="Agencia Forestal", end="2021-06-30"
        )
    report.truth(error, "order", b, a)


def words_of_time(report: Report, error: bool) -> None:
    """«De enero a agosto», «en el 2019», «este año»: words and columns."""
    chance, thing, who = report.chance, report.chance.choice(THINGS), report.chance.choice(OFFICES)
    value = chance.randint(100, 900)
    way = chance.randrange(3)
    if way == 0:
        one = report.say(
            thing, value, "units", f"de enero a agosto del 2021 se contaron {value}", who=who, end="2021-06-30" if error else "2021-08-31"
        )
    elif way == 1:
        start, end = ("2018-01-01", "2018-12-31") if error else ("2019-01-01", "2019-12-31")
        one = report.say(thing, value, "units", f"en el 2019 se contaron {value} en el país", who=who, start=start, end=end)
    else:
        one = report.say(thing, value, "units", f"este año se contaron {value}", who=who, start="2020-01-01" if error else "2021-01-01")
    report.truth(error, "period", one)


def again(report: Report, error: bool) -> None:
    """A paragraph printed twice with a word more, or the same fact in other words."""
    chance, thing, who = report.chance, report.chance.choice(THINGS), report.chance.choice(OFFICES)
    value = chance.randint(1_000, 9_000)
    words = f"durante el periodo de observación se logró atender un total de {es(value)} solicitudes de toda la región"
    a = report.say(thing, value, "units", words, who=who)
    b = report.say(thing, value, "units", f"{words} norte" if error else f"las {es(value)} ya mencionadas", who=who)
    report.truth(error, "duplicate", b, a)


def bad_value(report: Report, error: bool) -> None:
    """A value column that holds no number."""
    value = report.chance.randint(1, 90)
    one = report.say(
        "cost_assigned",
        f"{value},000.000.00" if error else f"{value}000.00",
        "PEN",
        "" if error else f"S/ {value},000.00",
        who="Agencia Forestal",
    )
    report.truth(error, "not_a_number", one)


def two_names(report: Report, error: bool) -> None:
    """The same numbers under two names in two years; one statement in another unit than its series."""
    chance, who = report.chance, report.chance.choice(OFFICES)
    if chance.random() < 0.5:
        for year in (2019, 2020):
            value = chance.randint(200, 900)
            span = {"start": f"{year}-01-01", "end": f"{year}-12-31"}
            a = report.say("drivers_fined", value, "persons", f"se multó a {value} conductores", who=who, **span)
            b = report.say(
                "drivers_detained",
                value if error else value - 150,
                "persons",
                f"se detuvo a {value if error else value - 150}",
                who=who,
                **span,
            )
            report.truth(error, "concept", b, a)
    else:
        ids = [
            report.say("aid_delivered", chance.randint(200, 900), "tons" if error and year == 2018 else "boxes", f"año {year}", table="T90", who=who,
                       start=f"{year}-01-01", end=f"{year}-12-31")
            for year in range(2014, 2020)
        ]  # fmt: skip
        if error:
            report.plant("concept", ids[4])


def lists(report: Report, error: bool) -> None:
    """A list after a colon, counted in words."""
    chance, who = report.chance, report.chance.choice(OFFICES)
    names = chance.sample(REGIONS, chance.randint(3, 5))
    told = len(names) + (1 if error else 0)
    word = ["", "", "", "tres", "cuatro", "cinco", "seis"][told]
    one = report.say(
        "centres_open", told, "centres", f"cuenta con {word} centros de ayuda: {', '.join(names[:-1])} y {names[-1]}.", who=who
    )
    report.truth(error, "list_count", one)


def said_by(report: Report, error: bool) -> None:
    """A row whose quote names another source."""
    chance, table = report.chance, report.table()
    value = chance.randint(10, 99)
    one = report.say(
        "births_registered", value, "persons", f"Total {value} Fuente: {'RENIEC' if error else 'INEI'}", table=table, who="INEI"
    )
    report.truth(error, "label", one)


def towns(report: Report, error: bool) -> None:
    """Provinces inside regions inside the country; kinds of offices; a place that is more than what contains it."""
    chance, thing, who, table = report.chance, report.chance.choice(THINGS), report.chance.choice(OFFICES), report.table()
    total, regions = 0, []
    for name in chance.sample(REGIONS, 3):
        values = [chance.randint(10, 90) for _ in range(3)]
        wrong = error and not regions
        whole = sum(values) - 9 if wrong else sum(values)
        ids = [
            report.say(thing, value, "units", f"{name} {at} {value}", table=table, who=who, where=f"{name}/P{at}")
            for at, value in enumerate(values)
        ]
        regions.append(report.say(thing, whole, "units", f"{name} {whole}", table=table, who=who, where=name))
        report.truth(wrong, "sum", regions[-1], *ids)
        total += whole
    top = report.say(thing, total, "units", f"Total {total}", table=table, who=who)
    report.keep(top, *regions)


def months_missing(report: Report, error: bool) -> None:
    """Ten of twelve months: less than the year is no error, more is one."""
    chance, thing, who, table = report.chance, report.chance.choice(THINGS), report.chance.choice(OFFICES), report.table()
    values = [chance.randint(10, 90) for _ in range(10)]
    told = sum(values) - 25 if error else sum(values) + 60
    ids = [
        report.say(
            thing, value, "units", f"{value}", table=table, who=who, start=f"2021-{at + 1:02d}-01", end=f"2021-{at + 1:02d}-{DAYS[at]}"
        )
        for at, value in enumerate(values)
    ]
    whole = report.say(thing, told, "units", f"Total del año {told}", table=table, who=who)
    report.truth(error, "sum", whole, *ids)


FIRST = {"seeds": [1, 3], "recall": 0.858, "false_alarm_share": 0.035}
"""What the rules made of it before anything was mended because of it."""
SECTIONS = [
    cells, column_of_shares, unnamed_share, of_each_hundred, halves, columns_of_years, doubled, two_registers, two_bases, more_than_all,
    words_of_time, again, bad_value, two_names, lists, said_by, towns, months_missing,
]  # fmt: skip


def invent(seed: int, sections: int = 60, errors: float = 0.35) -> Report:
    """Give a report as ``audit_reports.invent`` does, of these sections."""
    chance = random.Random(seed)
    report = Report(chance)
    for number in range(sections):
        make = SECTIONS[number % len(SECTIONS)] if number < len(SECTIONS) else chance.choice(SECTIONS)
        first = len(report.rows)
        make(report, chance.random() < errors)
        shift(report, first, number)
        report.gap()
    return report
