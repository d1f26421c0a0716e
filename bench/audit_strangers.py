"""A third maker of invented reports, in other words again: Spanish names, other totals, other sentences.

Written when the rules stood, and run once before anything was mended: ``audit.py`` tells that first result (``FIRST``) beside today's.
"""

from __future__ import annotations

import random

from audit_telling import DAYS, Report, es, off, shift

FIRST = {"seeds": [501, 506], "recall": 0.861, "false_alarm_share": 0.241}
"""Most of the false alarms: many offices that each tell a fact of their own were taken for rivals."""
OFFICES = ["Gerencia de Salud", "Gerencia de Obras", "Dirección de Cultura", "Oficina de Riego", "Registro Civil"]
PLACES = ["Cusco", "Anta", "Calca", "Acomayo", "Canas", "Espinar", "Paruro"]
AGES = ["0-5", "6-11", "12-17", "18-29", "30-59", "60+"]


def funds(report: Report, error: bool) -> None:
    """Presupuesto asignado y ejecutado, with a row «TOTAL»."""
    chance, table = report.chance, report.table()
    hit, sums = chance.randrange(3), [0, 0]
    for at, who in enumerate(chance.sample(OFFICES, 3)):
        assigned = chance.randint(10_000, 90_000)
        executed = round(assigned * chance.uniform(0.3, 0.9))
        wrong = error and at == hit
        share = f"{executed / assigned * 100 + (chance.choice([-6, 8]) if wrong else 0):.1f}"
        words = f"{who} {es(assigned)} {es(executed)} {share}%"
        ids = [report.say("presupuesto_asignado", assigned, "soles", words, table=table, who=who),
               report.say("presupuesto_ejecutado", executed, "soles", words, table=table, who=who, same_line=True),
               report.say("presupuesto_ejecucion_pct", share, "porcentaje", words, table=table, who=who, same_line=True)]  # fmt: skip
        report.truth(wrong, "percentage", ids[2], ids[1], ids[0])
        sums = [sums[0] + assigned, sums[1] + executed]
    report.say("presupuesto_asignado", sums[0], "soles", f"TOTAL {es(sums[0])} {es(sums[1])}", table=table, who="TOTAL")
    report.say("presupuesto_ejecutado", sums[1], "soles", f"TOTAL {es(sums[0])} {es(sums[1])}", table=table, who="TOTAL", same_line=True)


def ages(report: Report, error: bool) -> None:
    """Age groups that go on to an open end, by sex, with the total of each."""
    chance, table = report.chance, report.table()
    for sex in ("hombre", "mujer"):
        values = [chance.randint(3, 300) for _ in AGES]
        wrong = error and sex == "mujer"
        told = off(chance, sum(values)) if wrong else sum(values)
        ids = [report.say("pacientes_atendidos", value, "personas", f"{age} {value}", table=table, who=OFFICES[0], dim=f"grupo_edad={age};sexo={sex}")
               for age, value in zip(AGES, values, strict=True)]  # fmt: skip
        whole = report.say("pacientes_atendidos", told, "personas", f"{sex} {told}", table=table, who=OFFICES[0], dim=f"sexo={sex}")
        report.truth(wrong, "sum", whole, *ids)


def months(report: Report, error: bool) -> None:
    """Months as a dimension of a year."""
    chance, table = report.chance, report.table()
    values = [chance.randint(30, 90) for _ in range(12)]
    told = off(chance, sum(values)) if error else sum(values)
    ids = [
        report.say("visitas", value, "visitas", f"mes {at}: {value}", table=table, who=OFFICES[2], dim=f"mes={at}")
        for at, value in enumerate(values, start=1)
    ]
    whole = report.say("visitas", told, "visitas", f"Año {told}", table=table, who=OFFICES[2], dim="mes=todos")
    report.truth(error, "sum", whole, *ids)


def provinces(report: Report, error: bool) -> None:
    """Provinces in running text, of a region that is the whole of the report."""
    chance = report.chance
    values = [chance.randint(10, 60) for _ in range(4)]
    told = sum(values) - 12 if error else sum(values)
    whole = report.say("pozos_reparados", told, "pozos", f"en total se repararon {told} pozos", who=OFFICES[3], where="Cusco")
    ids = [report.say("pozos_reparados", value, "pozos", f"{value} en {name}", who=OFFICES[3], where=f"Cusco/{name}", same_line=True)
           for name, value in zip(PLACES[1:], values, strict=False)]  # fmt: skip
    report.truth(error, "sum", whole, *ids)


def graduates(report: Report, error: bool) -> None:
    """«De los 450 egresados, 300 (66.7%) trabajan»."""
    chance = report.chance
    total = chance.randint(200, 900)
    part = round(total * chance.uniform(0.2, 0.9))
    text = f"{part / total * 100 + (chance.choice([-7, 5, 11]) if error else 0):.1f}"
    words = f"De los {total} egresados, {part} ({text}%) trabajan"
    a = report.say("graduates_total", total, "persons", words, who=OFFICES[2])
    b = report.say("graduates_employed", part, "persons", words, who=OFFICES[2], same_line=True)
    c = report.say("graduates_employed_pct", text, "percent", words, who=OFFICES[2], same_line=True)
    report.truth(error, "percentage", c, b, a)


def occupancy(report: Report, error: bool) -> None:
    """A column of percentages whose name says nothing, over several rows."""
    chance, table = report.chance, report.table()
    hit = chance.randrange(6)
    for at, name in enumerate(PLACES[:6]):
        beds = chance.randint(20, 300)
        used = round(beds * chance.uniform(0.3, 0.95))
        wrong = error and at == hit
        text = f"{used / beds * 100 + (9 if wrong else 0):.1f}"
        words = f"{name} {beds} {used} {text}"
        a = report.say("beds_available", beds, "beds", words, table=table, who=OFFICES[0], where=name)
        b = report.say("beds_used", used, "beds", words, table=table, who=OFFICES[0], where=name, same_line=True)
        c = report.say("occupancy", text, "percent", words, table=table, who=OFFICES[0], where=name, same_line=True)
        report.truth(wrong, "percentage", c, b, a)


def rates(report: Report, error: bool) -> None:
    """Deaths of each hundred thousand inhabitants."""
    chance = report.chance
    people, deaths = chance.randint(200_000, 9_000_000), chance.randint(200, 4_000)
    text = f"{deaths / people * 100_000 * (1.4 if error else 1):.1f}"
    a = report.say("inhabitants", people, "persons", f"{es(people)} habitantes", who=OFFICES[0])
    b = report.say("deaths", deaths, "persons", f"{es(deaths)} muertes", who=OFFICES[0])
    c = report.say("deaths_per_100000_inhabitants", text, "per_100000", f"una tasa de {text} por cada 100,000", who=OFFICES[0])
    report.truth(error, "ratio", c, b, a)


def increases(report: Report, error: bool) -> None:
    """An increase on the year before, told by a note in words."""
    chance = report.chance
    before = chance.randint(200, 900)
    after = round(before * chance.uniform(1.2, 2.9))
    ratio = chance.random() < 0.5
    value = after / before * 100 if error and ratio else (after / before - 1) * 100 + (9 if error else 0)
    a = report.say("fincas_regadas", before, "fincas", f"{before} el año anterior", who=OFFICES[3], start="2020-01-01", end="2020-12-31")
    b = report.say("fincas_regadas", after, "fincas", f"{after} este año", who=OFFICES[3])
    c = report.say(
        "fincas_regadas_aumento_pct", f"{value:.0f}", "porcentaje", f"creció {value:.0f}%", who=OFFICES[3], dim="base=previous_year"
    )
    report.truth(error, "ratio_called_increase" if ratio else "percentage", c, b, a)


def registers(report: Report, error: bool) -> None:
    """Births by the civil register and by the ministry."""
    chance = report.chance
    value = chance.randint(2_000, 9_000)
    told = round(value * chance.uniform(1.05, 1.6)) if error else value
    a = report.say("births", value, "persons", f"{es(value)} nacimientos", who="Registro Civil", source="RC")
    b = report.say("births", told, "persons", f"{es(told)} nacidos", who="Ministerio de Salud", source="CNV")
    report.truth(error, "cross_source", a, b)


def infographic(report: Report, error: bool) -> None:
    """A table against its infographic."""
    chance = report.chance
    value = chance.randint(200, 9_000)
    a = report.say("aulas", value, "aulas", f"aulas {es(value)}", table=report.table(), who=OFFICES[1])
    report.gap()
    told = off(chance, value) if error else value
    b = report.say("aulas", told, "aulas", f"{es(told)} AULAS", table="infografia", who=OFFICES[1])
    report.truth(error, "two_values", b, a)


def afterwards(report: Report, error: bool) -> None:
    """Graduated and enrolled; minors and all; a region and its country."""
    chance, way = report.chance, report.chance.randrange(3)
    more = chance.randint(200, 900)
    less = more + 30 if error else more - 30
    if way == 0:
        a = report.say("students_enrolled", more, "persons", f"{more} matriculados", who=OFFICES[2])
        b = report.say("students_graduated", less, "persons", f"{less} egresados", who=OFFICES[2])
    elif way == 1:
        a = report.say("heridos", more, "personas", f"{more} heridos", who=OFFICES[0])
        b = report.say("heridos", less, "personas", f"{less} menores", who=OFFICES[0], dim="edad=menor")
    else:
        a = report.say("canales", more, "canales", f"{more} en el país", who=OFFICES[3])
        b = report.say("canales", less, "canales", f"{less} en Cusco", who=OFFICES[3], where="Cusco")
    report.truth(error, "order", b, a)


def quarters(report: Report, error: bool) -> None:
    """«En el segundo trimestre» for half a year; «en marzo» stays."""
    value = report.chance.randint(100, 900)
    end = "2021-09-30" if error else "2021-06-30"
    one = report.say(
        "multas_impuestas", value, "multas", f"en el segundo trimestre se impusieron {value}", who=OFFICES[1], start="2021-04-01", end=end
    )
    report.truth(error, "period", one)


def mixed(report: Report, error: bool) -> None:
    """A number that is none, a list, a label, a copied value, a repeated sentence, an outlier of months."""
    chance, way = report.chance, report.chance.randrange(6)
    value = chance.randint(1_000, 9_000)
    if way == 0:
        one = report.say(
            "costo",
            value,
            "soles",
            f"S/ {value % 100}.{value % 900 + 100}.{value % 90 + 10}.5" if error else f"S/ {es(value)}",
            who=OFFICES[1],
        )
        if not error:
            report.keep(one)
    elif way == 1:
        count = 5 if error else 4
        one = report.say("distritos", count, "distritos", f"en {count} distritos: Anta, Calca, Canas y Paruro.", who=OFFICES[1])
        report.truth(error, "list_count", one)
    elif way == 2:
        who = "Ministerio de Educación" if error else "Ministerio de Salud"
        one = report.say("camas", value, "camas", f"Total {es(value)} Fuente: {who}", table=report.table(), who="Ministerio de Salud")
        report.truth(error, "label", one)
    elif way == 3:
        told = int(str(value)[::-1]) if error and str(value)[::-1] != str(value) and value % 10 else value
        one = report.say("postes", told, "postes", f"se pusieron {es(value)} postes", who=OFFICES[1])
        report.truth(told != value, "two_values", one)
    elif way == 4:
        words = f"en todo el valle se limpiaron {es(value)} metros de acequia con las comunidades"
        a = report.say("metros", value, "metros", words, who=OFFICES[3])
        b = report.say("metros", value, "metros", words if error else f"{es(value)} metros", who=OFFICES[3])
        report.truth(error, "duplicate", b, a)
    else:
        values = [chance.randint(300, 500) for _ in range(12)]
        wrong = chance.randrange(12)
        values[wrong] *= 12 if error else 1
        table = report.table()
        ids = [
            report.say(
                "pasajeros",
                told,
                "personas",
                f"{told}",
                table=table,
                who=OFFICES[1],
                start=f"2021-{at + 1:02d}-01",
                end=f"2021-{at + 1:02d}-{DAYS[at]}",
            )
            for at, told in enumerate(values)
        ]
        if error:
            report.plant("outlier", ids[wrong])


SECTIONS = [funds, ages, months, provinces, graduates, occupancy, rates, increases, registers, infographic, afterwards, quarters, mixed]


def invent(seed: int, sections: int = 60, errors: float = 0.35) -> Report:
    """Give a report as ``audit_reports.invent`` does, of these sections."""
    chance = random.Random(seed)
    report = Report(chance)
    for number in range(sections):
        make = SECTIONS[number % len(SECTIONS)] if number < len(SECTIONS) else chance.choice(SECTIONS)
        first = len(report.rows)
        make(report, chance.random() < errors)
        if make not in {rates, registers}:
            shift(report, first, number)
        for row in report.rows[first:]:
            if make is registers:
                row["territory"] = f"Zona {number}"
            elif make is rates:
                row["institution"] = f"{row['institution']} {number}"
        report.gap()
    return report
