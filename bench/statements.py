"""How fast the store of statements answers at size: loading, one number as it stood on a day, one indicator of one department, memory.

In: how many statements. Out: JSON. One in ten is a correction of another; half a dozen sources tell of districts, months and years.

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
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

WANTED_MS = 200
FIRST = date(2018, 1, 1)
INDICATORS, SOURCES, OFFICES = 60, 6, 3
YEARS = range(2008, 2018)
CORRECTED = 10


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--size", type=int, default=5_000_000)
    asked.add_argument("--ask", type=int, default=400)
    told = asked.parse_args()
    var = Path(tempfile.mkdtemp(prefix="intertrata-bench-"))
    try:
        _house(var)
        began = time.perf_counter()
        written = _load(told.size)
        loaded = time.perf_counter() - began
        weighs = sum(path.stat().st_size for path in var.rglob("*") if path.is_file())
        print(json.dumps({"statements": written, "load_s": round(loaded, 1), "files_mb": weighs >> 20, **_measure(told.ask)}, indent=1))
    finally:
        shutil.rmtree(var)


def _house(var: Path) -> None:
    os.environ |= {"INTERTRATA_VAR": str(var), "DJANGO_SETTINGS_MODULE": "intertrata.project.settings"}
    from intertrata.access import keys

    keys.make(var / "keys.json")
    import django

    django.setup()
    from intertrata.cli.opening import migrate

    migrate()


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

    chance, made = random.Random(11), 0
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
                    f"i{kind % INDICATORS}",
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
    from intertrata.figures.told.store import queries
    from intertrata.figures.told.store.queries import Asked
    from intertrata.vocabulary.jurisdictions import jurisdictions

    chance, rows = random.Random(5), [one.code for one in jurisdictions()]
    days = (None, FIRST + timedelta(days=30), FIRST + timedelta(days=400))
    found: dict[str, object] = {}
    for name, dated in (("one_number_as_of", True), ("indicator_of_department_as_of", False)):
        took, gave = [], []
        for _ in range(times if dated else times // 10):
            number = chance.choice(YEARS)
            span = {"start": date(number, 1, 1), "end": date(number, 12, 31)} if dated else {}
            asked = Asked(f"i{chance.randrange(INDICATORS)}", department=chance.choice(rows), **span)
            began = time.perf_counter()
            gave.append(len(queries.statements((), asked, as_of=chance.choice(days))))
            took.append(1000 * (time.perf_counter() - began))
        took.sort()
        p50, p95 = (round(took[int(share * (len(took) - 1))], 1) for share in (0.5, 0.95))
        found[name] = {
            "asked": len(took),
            "statements_each": sum(gave) // len(gave),
            "p50_ms": p50,
            "p95_ms": p95,
            "wanted_p95_ms": WANTED_MS,
        }
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return found | {"memory_mb": memory >> 10, "load_average": os.getloadavg()[0]}


if __name__ == "__main__":
    main()
