"""How long the matrix of who answers what takes, and what it weighs on the way to the browser.

In: entities, items, years (236 × 20 × 10 = 47,200 cells unless told), a seed; nine in ten answered, two people read each answer, one in a hundred
readings differs, one item in four asks for a text, which stands sealed, and every reading quotes the words around it. A database of its own. Out: one JSON document: seconds of the first page after a value was taken, milliseconds of the others (p50,
p95), kilobytes as sent and as unpacked; the same of the campaign's page and of one request's.

    python bench/matrix.py
    python bench/matrix.py --entities 2000
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import os
import random
import tempfile
import time
from pathlib import Path
from statistics import quantiles
from typing import Any
from uuid import UUID, uuid4

WANTED = {"milliseconds": 300, "kilobytes": 150, "ms_p95_of_a_page": 150}
FILED = dt.date(2017, 2, 1)
TEXT_EACH = 4
"""One item in so many asks for a text."""


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--entities", type=int, default=236)
    asked.add_argument("--items", type=int, default=20)
    asked.add_argument("--years", type=int, default=10)
    asked.add_argument("--seed", type=int, default=71)
    asked.add_argument("--looks", type=int, default=40)
    told = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="intertrata-matrix-") as folder:
        os.environ |= {"INTERTRATA_VAR": str(Path(folder) / "var"), "INTERTRATA_DEMO_LOGINS": "sí"}
        os.umask(0o077)
        print(json.dumps(measure(told), ensure_ascii=False, indent=1))


def measure(told: argparse.Namespace) -> dict[str, Any]:
    from intertrata.cli.opening import open_house

    open_house(help_only=False)
    from django.conf import settings
    from django.test import Client

    import intertrata.project.wsgi  # noqa: F401 - as the server starts: what is loaded by then is no garbage
    from intertrata.access.actions import make_demonstration_accounts
    from intertrata.access.models import Account

    settings.ALLOWED_HOSTS = ["testserver"]
    make_demonstration_accounts()
    one = write(told)
    client = Client(headers={"accept-encoding": "gzip"})
    client.force_login(Account.objects.get(username="veedora"))
    pages = {
        "matrix": "/pedidos/campania/medida/matriz/",
        "campaign": "/pedidos/campania/medida/",
        "request": f"/pedidos/pedido/{one.hex}/",
    }
    return {
        **vars(told),
        "cells": told.entities * told.items * told.years,
        "pages": {name: looked(client, address, told.looks) for name, address in pages.items()},
        "wanted": WANTED,
        "cpus": os.cpu_count(),
        "load": os.getloadavg(),
    }


def write(told: argparse.Namespace) -> UUID:
    """A campaign of an invented questionnaire, asked of the first entities of the catalogue, with two readings of each answer."""
    from django.utils import timezone

    from intertrata.storage.bulk import insert_rows
    from intertrata.transparency import catalogue
    from intertrata.transparency.models import Campaign, Event, Request

    chance, now = random.Random(told.seed), timezone.now()
    years = list(range(2016 - told.years + 1, 2017))
    Campaign.objects.create(
        id="medida", title="Campaña inventada", sender="chs", office="Oficina", city="Lima", reply_to="oficina@ejemplo.pe", questionnaire=questionnaire(told.items, years), by="veedora", made_at=now,
    )  # fmt: skip
    codes = list(catalogue.catalogue())[: told.entities]
    requests = [
        Request(id=uuid4(), campaign="medida", entity=code, number=f"MEDIDA-{n:04}", made_at=now) for n, code in enumerate(codes, 1)
    ]
    Request.objects.bulk_create(requests)
    answered = [one for one in requests if chance.random() < 0.9]
    Event.objects.bulk_create(Event(request=one.id, kind="filed", day=FILED, by="veedora", recorded_at=now) for one in requests)
    Event.objects.bulk_create(
        Event(request=one.id, kind="answered", day=FILED + dt.timedelta(days=chance.randrange(1, 40)), by="veedora", recorded_at=now)
        for one in answered
    )
    names = (
        "campaign",
        "request",
        "item",
        "period",
        "quote",
        "as_written",
        "kind",
        "value",
        "status",
        "direct",
        "by",
        "at",
        "sealed",
        "key_id",
    )
    rows = (row for one in answered for row in readings(one.id, told.items, years, chance, now))
    insert_rows("default", "transparency_capture", names, rows)
    return requests[0].id


def readings(request: UUID, items: int, years: list[int], chance: random.Random, now: Any) -> Any:
    from intertrata.access import keys
    from intertrata.transparency import sealing
    from intertrata.transparency.readings import Said

    held = keys.load(Path(os.environ["INTERTRATA_VAR"]) / "keys.json")
    for item in range(items):
        for year in years:
            number, kind = chance.randrange(0, 2_000), "text" if item % TEXT_EACH == 0 else "number"
            first = Said("missing", "", chance.choice(["SD", "NRI", "SPE"])) if chance.random() < 0.4 else Said(kind, str(number), "")
            for by in ("veedora", "veedor"):
                said = Said(kind, str(number + 1), "") if by == "veedor" and chance.random() < 0.01 else first
                where, written = sealing.place(request, f"item_{item}", str(year), now), said.value or said.status
                kept = sealing.kept(written, said, f"dice {written}", closed=False, where=where, keys=held)
                yield (
                    "medida", request, f"item_{item}", str(year), "", kept.as_written, said.kind, kept.value, said.status, False, by, now,
                    kept.sealed, kept.key_id,
                )  # fmt: skip


def questionnaire(items: int, years: list[int]) -> str:
    """The text of an invented questionnaire, asked of every level."""
    from intertrata.vocabulary.codes import code_list

    head = f"""code = "medida"
title = "Cuestionario inventado"
source = "inventado"
years = {json.dumps([str(year) for year in years])}
levels = {json.dumps([one.code for one in code_list("entity_level")])}
"""
    one = """
[[item]]
code = "item_{n}"
section = "Inventada"
question = "¿Pregunta inventada {n}?"
definition = "Ninguna: es para medir."
kind = "{kind}"
{unit}source = "inventado"
"""
    kinds = ["text" if n % TEXT_EACH == 0 else "number" for n in range(items)]
    return head + "".join(one.format(n=n, kind=kind, unit='unit = "persons"\n' if kind == "number" else "") for n, kind in enumerate(kinds))


def looked(client: Any, address: str, looks: int) -> dict[str, Any]:
    """The first look and the following ones, client and server in one process."""
    times, answer = [], None
    for _ in range(looks + 1):
        start = time.perf_counter()
        answer = client.get(address)
        assert answer.status_code == 200, answer.status_code
        times.append(1_000 * (time.perf_counter() - start))
    packed = answer.headers.get("Content-Encoding") == "gzip"
    whole = gzip.decompress(answer.content) if packed else answer.content
    cuts = quantiles(times[1:], n=20)
    return {
        "first_ms": round(times[0], 1), "p50_ms": round(cuts[9], 1), "p95_ms": round(cuts[18], 1),
        "sent_kb": round(len(answer.content) / 1_000, 1), "whole_kb": round(len(whole) / 1_000, 1),
    }  # fmt: skip


if __name__ == "__main__":
    main()
