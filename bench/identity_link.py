"""Linking on the databases: receive an invented country's victims as RETA and SISTRA, link, link again, find and open persons.

In: a number of persons, a seed. Out: JSON: seconds of each deed, peak of memory, milliseconds of a search and of a person's page.
State stands in a folder of its own, removed at the end.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from time import perf_counter

HERE = Path(__file__).resolve().parent
VAR = Path(tempfile.mkdtemp(prefix="intertrata-bench-"))
os.environ |= {"INTERTRATA_VAR": str(VAR), "DJANGO_SETTINGS_MODULE": "intertrata.project.settings"}
sys.path.insert(0, str(HERE))
SEX = {"F": ("F", "2"), "M": ("M", "1"), "": ("", "")}
KIND = {"DNI": ("DNI", "1"), "CE": ("CARNET DE EXTRANJERIA", "2"), "PASSPORT": ("PASAPORTE", "3"), "OTHER": ("OTRO", "4"), "": ("", "")}


def exports(mentions: list[dict[str, str]], folder: Path) -> list[Path]:
    """Write the mentions as the two registers would send them: parts of a name to RETA, whole names to SISTRA."""
    reta, sistra = [], []
    for row in mentions:
        date, age = row["event_date"], row["age"] if row["age"].isdigit() and int(row["age"]) <= 110 else ""
        born = row["birth_date"] if row["birth_date"] <= date else ""
        common = {"sex": SEX[row["sex"]], "kind": KIND[row["document_type"]], "day": date if len(date) == 10 else f"{date}-15"}
        if row["full_name"]:
            sistra.append({
                "carpeta_fiscal": row["together"] or row["case_numbers"].split(";")[0], "id_agraviado": row["record_id"], "apellidos_y_nombres": row["full_name"],
                "tipo_documento": common["kind"][1], "num_documento": row["document_number"], "fecha_nac": born, "edad": age, "sexo": common["sex"][1],
                "pais": "", "fecha_registro": common["day"], "articulos": "153", "finalidad": "", "fiscalia": "", "distrito_fiscal": "", "ubigeo_hechos": "",
                "denuncia_pnp": ",".join(row["case_numbers"].split(";")[1:]),
            })  # fmt: skip
        else:
            reta.append({
                "NRO_DENUNCIA": row["together"] or row["case_numbers"].split(";")[0], "NRO_ORDEN": row["record_id"], "AP_PATERNO": row["surname_1"],
                "AP_MATERNO": row["surname_2"], "NOMBRES": row["given_names"], "TIPO_DOC": common["kind"][0], "NRO_DOC": row["document_number"],
                "FEC_NACIMIENTO": born, "EDAD": age, "SEXO": common["sex"][0], "NACIONALIDAD": "", "INSTRUCCION": "", "FEC_REGISTRO": common["day"], "DELITO": "",
                "FINALIDAD": "", "MEDIO_EMPLEADO": "", "CAPTACION": "", "LUGAR_EXPLOTACION": "", "VINCULO_TRATANTE": "", "DOMICILIO": row["address"],
                "COMISARIA": "", "UBIGEO": "", "RESCATADA": "", "NRO_CARPETA": ";".join(row["case_numbers"].split(";")[1:]),
            })  # fmt: skip
    paths = []
    for name, rows in (("reta", reta), ("sistra", sistra)):
        paths.append(folder / f"{name}-sintetico-corte-2023-12-31.csv")
        with paths[-1].open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    return paths


def timed(deed, *arguments, **named):
    start = perf_counter()
    given = deed(*arguments, **named)
    return round(perf_counter() - start, 2), given


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=305)
    parser.add_argument("--looks", type=int, default=100)
    asked = parser.parse_args()
    from identity_truth import make

    mentions, _ = make(asked.persons, asked.seed, "clerk")
    from intertrata.access import keys

    keys.make(VAR / "keys.json")
    import django

    django.setup()
    from django.core.management import call_command

    for alias in ("default", "vault", "log", "public"):
        call_command("migrate", database=alias, verbosity=0)
    from intertrata.identity import actions, queries
    from intertrata.registers import actions as registers

    received, receipts = timed(registers.receive, exports(mentions, VAR), by="banco", synthetic=True)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    first, linked = timed(actions.link, by="banco")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    again, relinked = timed(actions.link, by="banco")
    read, members = timed(queries.memberships)
    sample = members.sample(asked.looks, seed=1)
    opened = [timed(actions.open_person, person, by="banco", purpose="medida") for person in sample["person"]]
    queries_of = [
        {"given_names": view.value("given_names"), "surname_1": view.value("surname_1"), "surname_2": view.value("surname_2")}
        for _, view in opened
    ]
    found = [timed(actions.find, one, by="banco", purpose="medida") for one in queries_of if one["given_names"] and one["surname_1"]]
    out = {
        "persons": asked.persons, "seed": asked.seed, "mentions": linked.mentions, "refused": sum(one.refused for one in receipts), "linked_persons": linked.persons,
        "receive_s": received, "link_s": first, "steps_s": queries.runs()[1].figures["seconds"], "link_again_s": again, "changed_again": relinked.changed,
        "peak_mb": peak, "peak_mb_before_linking": before, "memberships_s": read,
        "open_person_ms": round(1000 * statistics.median(s for s, _ in opened)), "find_ms": round(1000 * statistics.median(s for s, _ in found)),
        "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip
    sys.stdout.write(json.dumps(out, indent=1) + "\n")
    shutil.rmtree(VAR)


if __name__ == "__main__":
    main()
