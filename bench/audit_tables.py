"""Sections of invented reports that are tables and counts; ``audit_reports`` holds claims about them and puts both together."""

from __future__ import annotations

from audit_telling import DAYS, MONTHS, NOUNS, OFFICES, REGIONS, SPLITS, STOCKS, THINGS, Report, es, off


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
