"""How long the first indicators take over a cut of a million persons. In: a number of persons. Out: JSON.

The persons are numbers drawn at random: nobody exists. Run: ``.venv/bin/python bench/figures_count.py --persons 1000000``.
"""

import argparse
import datetime as dt
import json
import os
import platform
import resource
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from intertrata.figures import bridge, counting, cut_files, freezing, sides
from intertrata.figures.asking import RegisterAsked
from intertrata.figures.conditions import Question
from intertrata.figures.definitions import indicators
from intertrata.vocabulary.records import record_types

SHARE = {"victim": 1.4, "suspect": 0.6, "complaint": 0.7, "proceeding": 0.25, "communication": 0.2, "operation": 0.05, "inspection": 0.05}
WHOSE = {"reta": "pnp", "sistra": "mpfn", "poder_judicial": "pj"}
TYPES = {"integer": pl.Int64, "boolean": pl.Boolean, "codes": pl.List(pl.String), "texts": pl.List(pl.String)}
OFFENCES = [["trafficking"], ["trafficking_aggravated"], ["trafficking", "sexual_exploitation"], ["smuggling"], None]
PURPOSES = [["sexual"], ["labour"], ["sexual", "labour"], ["begging"], None]


def ids(numbers, salt):
    """32 hexadecimal digits a number, as the ids of records and persons are."""
    mixed = pl.Series(numbers).cast(pl.UInt64)
    return pl.DataFrame({"n": mixed}).select(
        pl.concat_str(
            (pl.col("n").hash(salt) % 2**63).map_elements(lambda n: f"{n:016x}", return_dtype=pl.String),
            pl.col("n").map_elements(lambda n: f"{n:016x}", return_dtype=pl.String),
        ).alias("id")
    )["id"]


def numbers(drawn_numbers):
    """Case numbers as a register writes them."""
    return pl.DataFrame({"n": drawn_numbers}).select(pl.format("2016-{}", pl.col("n").cast(pl.String).str.zfill(8)))[:, 0]


def drawn(rng, values, n, chances=None):
    """A column of values drawn at random; lists are drawn by their place."""
    places = rng.choice(len(values), n, p=chances)
    return pl.Series(values, strict=False)[places]


def records(record_type, n, persons, rng):
    """A table as ``registers.queries.current`` gives it, and whose each record is."""
    kind = record_types()[record_type]
    days = pl.Series(rng.integers(0, 3650, n)).cast(pl.Int32)
    date = pl.select((pl.lit(dt.date(2014, 1, 1)) + pl.duration(days=days)).dt.strftime("%Y-%m-%d"))[:, 0]
    record = ids(np.arange(n), 1 + len(record_type))
    columns = {
        "record": record,
        "version": record,
        "register": drawn(rng, ["reta", "sistra", "poder_judicial"], n, [0.5, 0.35, 0.15]),
        "table": pl.Series([record_type] * n),
        "deposit": record,
        "cut_off": pl.Series([dt.date(2024, 1, 1)] * n),
        "line": np.arange(n),
        "vanished": rng.random(n) < 0.01,
        "event_date": date,
        "ubigeo": drawn(rng, ["140101", "150101", "150201", "070101", "080101", "170101", None], n),
        "offences": drawn(rng, OFFENCES, n, [0.6, 0.15, 0.1, 0.1, 0.05]),
        "purpose": drawn(rng, PURPOSES, n, [0.5, 0.2, 0.1, 0.1, 0.1]),
        "sex": drawn(rng, ["female", "male", None], n, [0.8, 0.15, 0.05]),
        "minor": drawn(rng, [True, False, None], n, [0.2, 0.7, 0.1]),
        "age_group": drawn(rng, ["a12_17", "a18_29", "a30_59", None], n, [0.2, 0.4, 0.3, 0.1]),
        "nationality": drawn(rng, ["PER", "VEN", "BOL", None], n, [0.8, 0.1, 0.05, 0.05]),
        "outcome": drawn(rng, ["in_process", "dismissed", "convicted", None], n),
        "procedural_status": drawn(rng, ["investigated", "accused", None], n),
        "became": drawn(rng, ["1-2016", None], n),
        "rescued": pl.Series(rng.integers(0, 9, n)) if record_type == "operation" else drawn(rng, [True, False, None], n),
        "institutions": drawn(rng, [["pnp"], ["mpfn", "pnp"], ["pj"], None], n),
        "jurisdiction": drawn(rng, ["df_lambayeque", "df_lima", None], n),
        "number": numbers(np.arange(n)),
        "act": numbers(rng.integers(0, max(1, n // 2), n)),
        "case_numbers": pl.DataFrame({"n": numbers(rng.integers(0, n, n))}).select(pl.concat_list("n"))["n"],
    }
    table = pl.DataFrame({name: values for name, values in columns.items() if name in freezing.OF_THE_RECORD or kind.field(name)})
    lacking = [field for field in kind.payload_fields if field.name not in table.columns]
    table = table.with_columns(pl.lit(None, dtype=TYPES.get(field.type, pl.String)).alias(field.name) for field in lacking)
    # Every person stands in one record at least; the rest of the records repeat persons.
    whose = np.concatenate([np.arange(min(n, persons)), rng.integers(0, persons, max(0, n - persons))])
    return table, pl.DataFrame({"record": record, "person": ids(whose, 99)})


def seconds(deed):
    start = time.perf_counter()
    out = deed()
    return out, round(time.perf_counter() - start, 3)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--persons", type=int, default=1_000_000)
    persons = parser.parse_args().persons
    load = round(os.getloadavg()[0], 1)
    rng = np.random.default_rng(2016)
    made = {name: records(name, int(share * persons), persons, rng) for name, share in SHARE.items()}
    whose = pl.concat(made[name][1] for name in made if record_types()[name].of == "person")
    current = {name: table for name, (table, _) in made.items()}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with tempfile.TemporaryDirectory() as folder:
        days = dict.fromkeys(("reta", "sistra", "poder_judicial"), "2024-01-01")
        cut, froze = seconds(
            lambda: cut_files.write(freezing.freeze(current.__getitem__, whose, current, institutions=WHOSE), days, root=Path(folder))
        )
        size = sum(path.stat().st_size for path in cut.folder.iterdir())
        before_cpu = time.process_time()
        totals = {
            one.code: seconds(lambda one=one: counting.count(Question(one), (), tables=sides.paths_of(one, cut)))
            for one in indicators().values()
        }
        cpu = round(time.process_time() - before_cpu, 3)
        bridges = {}
        for code in ("victims", "complaints", "operations"):
            asked = [RegisterAsked(name, name, None) for name in ("reta", "sistra")]
            year = Question(indicators()[code], dt.date(2016, 1, 1), dt.date(2016, 12, 31))
            built, took = seconds(
                lambda year=year, asked=asked: bridge.bridge(year, *(sides.side_of_cut(year.indicator, one, cut) for one in asked))
            )
            bridges[code] = {"seconds": took, "a": built.a.count, "b": built.b.count, "both": built.both}
        tables_of = {
            f"{one.code} by {code}": seconds(
                lambda one=one, code=code: counting.count(Question(one), (one.dimension(code),), tables=sides.paths_of(one, cut))
            )[1]
            for one in indicators().values()
            for code in one.dimensions
        }
    out = {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
        "persons": persons,
        "records": sum(table.height for table in current.values()),
        "cut_seconds": froze,
        "cut_megabytes": round(size / 1e6, 1),
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "peak_megabytes_before_freezing": before,
        "load_before": load,
        "all_indicators_cpu_seconds": cpu,
        "all_indicators_seconds": round(sum(took for _, took in totals.values()), 3),
        "totals": {code: tally.total for code, (tally, _) in totals.items()},
        "bridges": bridges,
        "tables_counted": len(tables_of),
        "every_indicator_by_every_dimension_seconds": round(sum(tables_of.values()), 3),
        "slowest": dict(sorted(tables_of.items(), key=lambda one: -one[1])[:5]),
    }
    print(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
