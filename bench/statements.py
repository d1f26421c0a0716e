"""How fast the store of statements answers at size: loading, one indicator of a department as it stood on a day, of a year and of all, the page of
one number, memory.

In: how many statements; a folder, if it is to be kept and asked again. Out: JSON: wall time and, since a busy machine stretches it, the processor's time
of our own process (on PostgreSQL its own comes on top), and both by the size of the answer. One in ten is a correction of another; half a dozen
sources tell of districts and years; nothing asked for was asked before.

    python bench/statements.py --size 5000000
    python bench/on_postgresql.py bench/statements.py --size 5000000
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

WANTED_MS, WANTED_PAGE_MS = 200, 150
FIRST = date(2018, 1, 1)
INDICATORS, SOURCES, OFFICES = 60, 6, 3
YEARS = range(2008, 2018)
CORRECTED = 10
SIZES = (500, 1000, 2000, 4000, 8000)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--size", type=int, default=5_000_000)
    asked.add_argument("--ask", type=int, default=400)
    asked.add_argument("--var", type=Path, help="A folder to keep the store in; where it stands already it is only asked.")
    told = asked.parse_args()
    var = told.var or Path(tempfile.mkdtemp(prefix="intertrata-bench-"))
    try:
        _house(var)
        print(json.dumps(_loaded(told.size, var) | _measure(told.ask), indent=1))
    finally:
        if told.var is None:
            shutil.rmtree(var)


def _loaded(size: int, var: Path) -> dict[str, object]:
    from intertrata.figures.models import Filing, Statement

    if Filing.objects.exists():
        return {"statements": Statement.objects.count()}
    began = time.perf_counter()
    written = _load(size)
    weighs = sum(path.stat().st_size for path in var.rglob("*") if path.is_file())
    return {"statements": written, "load_s": round(time.perf_counter() - began, 1), "files_mb": weighs >> 20}


def _house(var: Path) -> None:
    os.environ |= {"INTERTRATA_VAR": str(var), "DJANGO_SETTINGS_MODULE": "intertrata.project.settings", "INTERTRATA_DEMO_LOGINS": "sí"}
    from intertrata.access import keys

    var.mkdir(exist_ok=True)
    if not (var / "keys.json").exists():
        keys.make(var / "keys.json")
    import intertrata.project.wsgi  # noqa: F401 - as the server starts: what is loaded by then is no garbage
    from intertrata.access.actions import make_demonstration_accounts
    from intertrata.cli.opening import migrate

    migrate()
    make_demonstration_accounts()


def _indicators() -> list[str]:
    from intertrata.vocabulary.codes import code_list

    return [one.code for one in code_list("told_indicator")][:INDICATORS]


def _load(size: int) -> int:
    from django.utils import timezone

    from intertrata.figures.models import Filing, Statement
    from intertrata.figures.told.stored import COLUMNS, row_of
    from intertrata.storage.bulk import insert_rows

    written = insert_rows("default", Statement._meta.db_table, COLUMNS, (row_of(one, 1) for one in _held(size)))
    Filing.objects.create(id=1, deposit="0" * 32, at=timezone.now())
    return written


def _held(size: int) -> Iterator[object]:
    """Statements of districts by indicator, source, year and office; every tenth is the correction of the one before, a year later."""
    from intertrata.figures.told.reading import Told, named
    from intertrata.figures.told.stored import Held
    from intertrata.vocabulary.gazetteer import gazetteer
    from intertrata.vocabulary.jurisdictions import jurisdiction_of
    from intertrata.vocabulary.periods import year
    from intertrata.vocabulary.statement import Concept, Fact, Statement
    from intertrata.vocabulary.territory import place

    chance, made, indicators = random.Random(11), 0, _indicators()
    districts = [place(code) for code in sorted(gazetteer("inei").names) if len(code) == 6]
    rows, years = {one: jurisdiction_of(one) for one in districts}, [year(number) for number in YEARS]
    concept = Concept(unit="complaint", stage="police")
    while made < size:
        for where in districts:
            for period in years:
                if made >= size:
                    return
                kind = made // (len(districts) * len(years))
                indicator, source, office = (
                    indicators[kind % INDICATORS],
                    f"s{kind // INDICATORS % SOURCES}",
                    f"o{kind // (INDICATORS * SOURCES) % OFFICES}",
                )
                cell = {"sex": chance.choice(("female", "male", "*"))}
                value = None if chance.random() < 0.2 else Decimal(chance.randrange(10_000)).scaleb(-2)
                fact = Fact(indicator, period, "persons", where, "", named(cell, office=office))
                status = frozenset() if value is not None else frozenset({"SD"})
                said = Statement(fact, value, source, "boletin.csv", FIRST, str(made), str(value or ""), status, concept)
                told = Told(said, rows[where], cell, office, "", place_written=where.name)
                again = made % CORRECTED == CORRECTED - 1
                record = f"{made - again:032x}"
                yield Held(record, FIRST + timedelta(days=365 * again), 1 + again, source, "t", made, told)
                made += 1


def _measure(times: int) -> dict[str, object]:
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    chance = random.Random(5)
    found: dict[str, object] = {
        "one_year_of_a_department_as_of": _asked(times, chance, _of_one_year, wanted=WANTED_MS),
        "all_years_of_a_department_as_of": _asked(times // 2, chance, _of_all_years, wanted=WANTED_MS),
        "page_of_one_number": _asked(times // 4, chance, _page(), wanted=WANTED_PAGE_MS),
    }
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return found | {"memory_mb": memory >> 10, "load_average": [round(one, 1) for one in os.getloadavg()]}


def _asked(times: int, chance: random.Random, ask: Callable[[random.Random], int], *, wanted: int) -> dict[str, object]:
    took = []
    for _ in range(times):
        began, spent = time.perf_counter(), time.process_time()
        gave = ask(chance)
        took.append((gave, 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - spent)))
    sizes = [(low, high, [one for one in took if low < one[0] <= high]) for low, high in pairwise((-1, *SIZES))]
    return {
        "asked": times,
        "size_of_each": sum(gave for gave, _, _ in took) // times,
        **_percentiles(took),
        "wanted_p95_ms": wanted,
        "by_size_of_the_answer": {
            f"{max(low, 0)} to {high}": {"asked": len(some), **_percentiles(some)} for low, high, some in sizes if some
        },
    }


def _percentiles(took: list[tuple[int, float, float]]) -> dict[str, float]:
    found = {}
    for name, which in (("ms", 1), ("cpu_ms", 2)):
        ordered = sorted(one[which] for one in took)
        found |= {f"p{share}_{name}": round(ordered[int(share / 100 * (len(ordered) - 1))], 1) for share in (50, 95)}
    return found


def _somewhere(chance: random.Random) -> tuple[str, str]:
    from intertrata.vocabulary.jurisdictions import jurisdictions

    return chance.choice(_indicators()), chance.choice([one.code for one in jurisdictions()])


def _of_one_year(chance: random.Random) -> int:
    year = chance.choice(YEARS)
    return _statements(chance, start=date(year, 1, 1), end=date(year, 12, 31))


def _of_all_years(chance: random.Random) -> int:
    return _statements(chance)


def _statements(chance: random.Random, **span: date) -> int:
    from intertrata.figures.told.store import queries
    from intertrata.figures.told.store.queries import Asked

    indicator, department = _somewhere(chance)
    day = chance.choice((None, FIRST + timedelta(days=30), FIRST + timedelta(days=400)))
    return len(queries.statements((), Asked(indicator, department=department, **span), as_of=day))


def _page() -> Callable[[random.Random], int]:
    from django.test import Client

    from intertrata.access.models import Account

    client = Client()
    client.force_login(Account.objects.get(username="veedora"))

    def look(chance: random.Random) -> int:
        (indicator, department), year = _somewhere(chance), chance.choice(YEARS)
        asked = {"indicator": indicator, "department": department, "start": f"{year}-01-01", "end": f"{year}-12-31", "cell": "sex=female"}
        answer = client.get("/cifras/informadas/cifra/", asked)
        if answer.status_code != 200:
            raise SystemExit(f"{answer.status_code}: {asked}")
        return len(answer.content) // 1000

    return look


if __name__ == "__main__":
    main()
