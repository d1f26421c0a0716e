"""How long the pages of contradictions take where many stand, and what they weigh.

In: how many contradictions (5,000 unless told), a seed; one in five ruled. A database of its own, client and server in one process. Out: one JSON
document: seconds to audit and keep them, milliseconds of each page (p50, p95, and the p95 of
the processor's), kilobytes as unpacked.

    python bench/contradictions.py
    python bench/on_postgresql.py bench/contradictions.py
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import quantiles
from typing import Any

WANTED = {"ms_p95_of_a_page": 150}
CUT_OFF = dt.date(2017, 12, 31)
ENTITIES = 200


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--contradictions", type=int, default=5_000)
    asked.add_argument("--seed", type=int, default=83)
    asked.add_argument("--looks", type=int, default=40)
    told = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="intertrata-contradictions-") as folder:
        os.environ |= {"INTERTRATA_VAR": str(Path(folder) / "var"), "INTERTRATA_DEMO_LOGINS": "sí"}
        os.umask(0o077)
        print(json.dumps(measure(told, Path(folder)), ensure_ascii=False, indent=1))


def measure(told: argparse.Namespace, folder: Path) -> dict[str, Any]:
    from intertrata.cli.opening import open_house

    open_house(help_only=False)
    from django.conf import settings
    from django.test import Client

    import intertrata.project.wsgi  # noqa: F401 - as the server starts: what is loaded by then is no garbage
    from intertrata.access.actions import make_demonstration_accounts
    from intertrata.access.models import Account
    from intertrata.figures import actions
    from intertrata.figures.contradictions import queries
    from intertrata.registers import actions as registers

    settings.ALLOWED_HOSTS = ["testserver"]
    make_demonstration_accounts()
    file = folder / "respuestas.csv"
    file.write_text("\n".join(rows(told.contradictions, random.Random(told.seed))), encoding="utf-8")
    registers.receive([file], by="bench", source="respuestas", cut_off=CUT_OFF)
    actions.file_figures()
    began = time.perf_counter()
    actions.audit_what_came(by="bench")
    audited = time.perf_counter() - began
    found = queries.contradictions(queries.Asked())
    for one in found[::5]:
        actions.rule_contradiction(one.id, random.Random(one.id).choice(["confirmed", "rejected"]), why="Se revisó.", by="bench")
    client = Client()
    client.force_login(Account.objects.get(username="veedora"))
    pages = {
        "list": "/cifras/contradicciones/",
        "list, filtered": "/cifras/contradicciones/?kind=sum&certainty=proved&state=pending&institution=Entidad%207",
        "last page": "/cifras/contradicciones/?pagina=9999",
        "one": f"/cifras/contradicciones/{found[-1].id}/",
    }
    took = {name: timed(lambda address=address: client.get(address), told.looks) for name, address in pages.items()}
    csv = timed(lambda: client.get("/cifras/contradicciones.csv"), 3)
    return {
        "contradictions": len(found),
        "audited_s": round(audited, 1),
        **took,
        "csv": csv,
        "wanted": WANTED,
        "load": round(os.getloadavg()[0], 1),
    }


def rows(contradictions: int, chance: random.Random) -> Iterator[str]:
    """Answers whose women and men do not make their total, as the register of answers has them; as many that do."""
    yield "id,campaign,answered,entity,ubigeo,indicator,unit,period_start,period_end,qualifiers,value,as_written,status"
    for number in range(2 * contradictions):
        year, entity = 1990 + number // ENTITIES % 30, number % ENTITIES
        women, men = chance.randint(1, 400), chance.randint(1, 400)
        total = women + men + (chance.randint(1, 30) if number % 2 else 0)
        question = f"Pregunta {number // (ENTITIES * 30)}"
        for cut, value in (("sex=female", women), ("sex=male", men), ("", total)):
            ours = f"group={question[9:]};{cut}".rstrip(";")
            yield (
                f"{number}{cut},Campaña,{question},Entidad {entity},14,victims,persons,{year}-01-01,{year}-12-31,{ours},{value},{value},"
            )


def timed(ask: Callable[[], Any], looks: int) -> dict[str, Any]:
    """Milliseconds of so many looks, after a first one."""
    ask()
    took, worked = [], []
    for _ in range(looks):
        began, cpu = time.perf_counter(), time.process_time()
        answer = ask()
        took.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - cpu) * 1000)
        assert answer.status_code == 200
    cuts, own = quantiles(took, n=20, method="inclusive"), quantiles(worked, n=20, method="inclusive")
    return {"p50_ms": round(cuts[9], 1), "p95_ms": round(cuts[18], 1), "cpu_p95_ms": round(own[18], 1), "kb": len(answer.content) // 1000}


if __name__ == "__main__":
    main()
