"""How long it takes to say which quoted numbers wait, at a given number of records, and how long a page of them takes.

In: a number of records (60,000 unless told), of which half are complaints of the police that quote a case of the prosecutors, a quarter are
cases of the prosecutors that quote a complaint, a quarter victims in a complaint; one in ten told twice, one number in twenty waits. A
database of its own. Out: one JSON document: seconds to write the numbers, to say what waits from the start, to say what one more typed record
changes; milliseconds of the page (p50, p95) right after a record was typed and as it stands, and
of the processor alone, which says what it costs on a machine that has other work; the most memory of the process.

    python bench/registers_references.py --records 60000
    python bench/registers_references.py --records 1000000 --looks 5
"""

import argparse
import datetime as dt
import json
import os
import resource
import tempfile
import time
from pathlib import Path

DAY = dt.date(2016, 12, 31)
MISSING_ONE_IN = 20
TWICE_ONE_IN = 10
TABLES = (("reta", "denuncias", "complaint"), ("sistra", "denuncias", "complaint"), ("reta", "victimas", "victim"))


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--records", type=int, default=60_000)
    options.add_argument("--looks", type=int, default=60)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="intertrata-references-") as folder:
        os.environ |= {"INTERTRATA_VAR": str(Path(folder) / "var"), "INTERTRATA_DEMO_LOGINS": "sí"}
        print(json.dumps(measure(given), ensure_ascii=False, indent=1))


def measure(given):
    os.umask(0o077)
    from intertrata.cli.opening import open_house

    open_house(help_only=False)
    from django.conf import settings
    from django.db.models import Sum
    from django.db.models.functions import Length
    from django.test import Client

    from intertrata.access.actions import make_demonstration_accounts
    from intertrata.access.models import Account
    from intertrata.registers import actions, queries
    from intertrata.registers.ids import ID_BYTES
    from intertrata.registers.models import CaseNumbers

    settings.ALLOWED_HOSTS = ["testserver"]
    written = timed(lambda: write(given.records))
    make_demonstration_accounts()
    client = Client()
    client.force_login(Account.objects.get(username="supervisor"))
    start = most_memory()
    whole = timed(queries.references)

    def typed(number):
        values = {"NRO_DENUNCIA": f"T-{number}", "FEC_DENUNCIA": "12/05/2016", "NRO_CARPETA": [f"CF-{number}-2016"]}
        return actions.enter("reta", "denuncias", values, by="operadora", key=f"k{number}", synthetic=True)

    entering, after, standing = [], [], []
    for number in range(given.looks):
        entering.append(timed(lambda number=number: typed(number)))
        after.append(timed(lambda: client.get("/registros/referencias/")))
        standing.append(timed(lambda number=number: client.get("/registros/referencias/", {"pagina": str(number + 1)})))
    kept_numbers = CaseNumbers.objects.aggregate(size=Sum(Length("records")))["size"] // ID_BYTES
    return {
        "records": given.records, "engine": settings.DATABASES["default"]["ENGINE"].rpartition(".")[2], "numbers": kept_numbers,
        "waiting": queries.references().waiting.height, "write_seconds": round(written[0], 1),
        "whole_seconds": round(whole[0], 2), "whole_seconds_of_the_processor": round(whole[1], 2),
        "ms_typing_a_record": told(entering), "ms_page_after_a_record_was_typed": told(after), "ms_page": told(standing),
        "most_memory_mb": {"before": start, "after": most_memory()}, "cpus": os.cpu_count(), "load": os.getloadavg(),
    }  # fmt: skip


def write(records):
    """Write closed deposits by the door that deliveries are kept by, a tenth of the records in a second version."""
    from django.utils import timezone

    from intertrata.registers import queries
    from intertrata.registers.actions import keeping
    from intertrata.registers.state import VERSION

    parts = (records // 2, records // 4, records - records // 2 - records // 4)
    for (register, name, _kind), many in zip(TABLES, parts, strict=True):
        table = queries.source(register).table(name)
        for version, step in ((0, 1), (1, TWICE_ONE_IN)):
            with keeping.taking_a_place():
                deposit = keeping.made_of(
                    table, file="bench.csv", digest=f"{register}{name}{version}", size=0, sender="bench", cut_off=DAY, synthetic=True,
                    kind="records", full=False, way="file",
                )  # fmt: skip
                deposit.save(force_insert=True)
            here = keeping.moment_of(deposit)
            for begun in range(0, many, 50_000):
                some = range(begun, min(begun + 50_000, many), step)
                keeping.write_events(
                    deposit, ((*ids(register, name, n, version), VERSION, here, n, payload(register, name, n)) for n in some)
                )
            deposit.kept, deposit.closed_at = many, timezone.now()
            deposit.save(force_update=True)


def ids(register, name, n, version):
    tail = f"{TABLES.index(next(one for one in TABLES if one[:2] == (register, name)))}"
    return f"{n:031x}{tail}", f"{n:030x}{version}{tail}"


def payload(register, name, n):
    lost = 10**9 if n % MISSING_ONE_IN == 0 else 0
    if name == "victimas":
        return json.dumps({"act": f"D-{n * 2 + lost}-2016", "case_numbers": [f"CF-{n}-2016"]})
    if register == "reta":
        return json.dumps({"number": f"D-{n}-2016", "case_numbers": [f"CF-{n // 2 + lost}-2016"]})
    return json.dumps({"number": f"CF-{n}-2016", "case_numbers": [f"D-{n * 2 + lost}-2016"]})


def timed(deed):
    begun, worked = time.perf_counter(), time.process_time()
    deed()
    return time.perf_counter() - begun, time.process_time() - worked


def told(times):
    return {name: percentiles([one[at] for one in times]) for at, name in enumerate(("clock", "processor"))}


def percentiles(seconds):
    ordered = sorted(round(one * 1000, 1) for one in seconds)
    return {"p50": ordered[len(ordered) // 2], "p95": ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]}


def most_memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
