"""How long a form page, one record by the API and one record at the door take, on a register that holds a year already.

In: how many records stand first, how many are entered. Out: p50 and p95 in milliseconds, of this process alone (client and server in one).

    python bench/entry.py --stand 60000 --times 300
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

WANTED = {"página del formulario": 150.0, "registro por la API": 100.0, "registro en la puerta": 100.0}
VICTIM = {
    "NRO_ORDEN": "1", "NOMBRES": "NADIE", "AP_PATERNO": "PRUEBA", "AP_MATERNO": "INVENTADA", "TIPO_DOC": "DNI", "NRO_DOC": "00000001",
    "FEC_NACIMIENTO": "05/03/2009", "EDAD": "17", "SEXO": "F", "NACIONALIDAD": "PERU", "FEC_REGISTRO": "12/05/2026", "UBIGEO": "170101",
    "DELITO": ["TRATA DE PERSONAS"], "FINALIDAD": ["EXPLOTACION SEXUAL"], "MEDIO_EMPLEADO": ["ENGAÑO"], "COMISARIA": "INVENTADA",
}  # fmt: skip


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--stand", type=int, default=60_000)
    asked.add_argument("--times", type=int, default=300)
    told = asked.parse_args()
    var = Path(tempfile.mkdtemp(prefix="intertrata-bench-"))
    try:
        _house(var)
        _stand(var, told.stand)
        _measure(told.times)
    finally:
        shutil.rmtree(var)


def _house(var: Path) -> None:
    os.environ |= {"INTERTRATA_VAR": str(var), "DJANGO_SETTINGS_MODULE": "intertrata.project.settings", "INTERTRATA_DEMO_LOGINS": "sí"}
    from intertrata.access import keys

    keys.make(var / "keys.json")
    import django

    django.setup()
    from django.core.management import call_command

    for base in ("default", "vault", "log", "public"):
        call_command("migrate", database=base, verbosity=0)


def _stand(var: Path, many: int) -> None:
    """A delivery of so many victims: what is typed next is one more of them."""
    from intertrata.registers import actions, queries

    headings = queries.source("reta").table("victimas").headings  # type: ignore[union-attr]
    path = var / "sintetico_reta_victimas.csv"
    with path.open("w", encoding="utf-8") as out:
        out.write("|".join(headings) + "\n")
        for number in range(many):
            row = VICTIM | {"NRO_DENUNCIA": f"E-{number}", "DELITO": "TRATA DE PERSONAS", "FINALIDAD": "", "MEDIO_EMPLEADO": ""}
            out.write("|".join(str(row.get(name, "")) for name in headings) + "\n")
    actions.receive([path], by="bench", synthetic=True)


def _measure(times: int) -> None:
    from django.conf import settings
    from django.test import Client

    from intertrata.access.actions import make_demonstration_accounts, make_token
    from intertrata.access.models import Account
    from intertrata.registers import actions

    settings.ALLOWED_HOSTS = ["testserver"]
    make_demonstration_accounts()
    token = make_token("operadora", by="bench", scopes=["records"])
    client = Client()
    client.force_login(Account.objects.get(username="operadora"))

    def page(number: int) -> None:
        assert client.get(f"/registrar/reta/victimas/{number:032x}/").status_code == 200

    def sent(number: int) -> None:
        body = json.dumps(VICTIM | {"NRO_DENUNCIA": f"A-{number}", "SINTETICO": "SI"})
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"a-{number}"}
        answer = Client().post("/api/v1/records/reta/victimas", body, content_type="application/json", headers=headers)
        assert answer.status_code == 201, answer.content

    def entered(number: int) -> None:
        values = VICTIM | {"NRO_DENUNCIA": f"D-{number}"}
        assert actions.enter("reta", "victimas", values, by="bench", key=str(number), synthetic=True, correcting="").number

    for name, deed in (("página del formulario", page), ("registro por la API", sent), ("registro en la puerta", entered)):
        _tell(name, deed, times)


def _tell(name: str, deed: Callable[[int], None], times: int) -> None:
    deed(0)
    took = []
    cpu = time.process_time()
    for number in range(1, times + 1):
        start = time.perf_counter()
        deed(number)
        took.append((time.perf_counter() - start) * 1000)
    cpu = (time.process_time() - cpu) * 1000 / times
    took.sort()
    p50, p95 = took[len(took) // 2], took[int(len(took) * 0.95)]
    print(f"{name}: p50 {p50:.1f} ms, p95 {p95:.1f} ms (se pide p95 ≤ {WANTED[name]:.0f}), CPU {cpu:.1f} ms", flush=True)


if __name__ == "__main__":
    main()
