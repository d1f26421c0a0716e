"""How long rules take over a year of missing persons and complaints: read, judged, asked for in the RETA; and again from what is kept.

In: how many records stand, half of them missing reports and half complaints of SIDPOL, and as many complaints of the RETA. Out: JSON.

    python bench/screenings.py --records 60000
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import shutil
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

WANTED = 2.0
FIRST = date(2016, 1, 1)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--records", type=int, default=60_000)
    told = asked.parse_args()
    var = Path(tempfile.mkdtemp(prefix="intertrata-bench-"))
    try:
        _house(var)
        _deliver(var, told.records)
        _measure(told.records)
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


def _deliver(var: Path, records: int) -> None:
    from intertrata.registers import actions

    chance, half = random.Random(7), records // 2
    day = lambda: f"{FIRST + timedelta(days=chance.randrange(500)):%d/%m/%Y}"  # noqa: E731
    files = {
        "reta_denuncias": [
            {"NRO_DENUNCIA": f"R-{one}", "FEC_DENUNCIA": day(), "DELITO": "TRATA DE PERSONAS", "UBIGEO": "140101"} for one in range(records)
        ],
        "desaparecidas_denuncias": [
            {"NRO_DENUNCIA_DESAP": f"DES-{one}", "FEC_DENUNCIA": day(), "EDAD": chance.choice(["", "12", "17", "30"]), "UBIGEO": "200101",
             "ESTADO": "Sigue desaparecida", "NRO_DENUNCIA_RETA": f"R-{one}" if one % 9 == 0 else ""} for one in range(half)
        ],
        "sidpol_por_revisar": [
            {"NRO_ORDEN_DENUNCIA": f"S-{one}", "FECHA_REGISTRO": day(), "UBIGEO_HECHO": "140101", "MATERIA": chance.choice(["Coacción", "Otra materia"]),
             "CAPTACION_TRASLADO": "Captar", "MEDIOS": chance.choice(["", "Engaño"]), "FIN_DE_EXPLOTACION": "Mendicidad",
             "NRO_DENUNCIA_RETA": f"R-{one}" if one % 5 == 0 else ""} for one in range(half)
        ],
    }  # fmt: skip
    for name, rows in files.items():
        path = var / f"{name}_corte-2017-06-30.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            write = csv.DictWriter(out, ["SINTETICO", *_headings(name)], restval="")
            write.writeheader()
            write.writerows({"SINTETICO": "SI"} | row for row in rows)
        (receipt,) = actions.receive([path], by="bench", source=name.partition("_")[0])
        assert receipt.kept == len(rows), receipt


def _headings(name: str) -> tuple[str, ...]:
    from intertrata.registers import queries

    register, _, table = name.partition("_")
    found = queries.source(register).table(table)
    assert found is not None
    return found.headings


def _measure(records: int) -> None:
    from intertrata.casefile import queries

    took = {}
    for what, today in (("first", date(2017, 7, 1)), ("another day", date(2017, 7, 2)), ("kept", date(2017, 7, 2))):
        began, used = time.perf_counter(), time.process_time()
        found = queries.screenings(today=today)
        took[what] = {"wall": round(time.perf_counter() - began, 3), "cpu": round(time.process_time() - used, 3)}
    load = round(os.getloadavg()[0], 1)
    print(json.dumps({"records": records, "picked": found.height, "seconds": took, "wanted": WANTED, "load": load}))


if __name__ == "__main__":
    main()
