"""How long and how much memory it takes to receive RETA victims, and to receive the same delivery again.

In: a number of rows (1,000,000 unless told), where to work, and the databases of the environment
(``INTERTRATA_DATABASE_URL`` and ``INTERTRATA_VAULT_URL``; SQLite files in the working folder unless told).
Out: one JSON document. The rows are invented here, name by name and day by day, and say so.

    python bench/registers_receive.py --rows 1000000 --folder /tmp/bench
"""

import argparse
import json
import os
import platform
import random
import resource
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

HEADER = (
    "NRO_DENUNCIA;NRO_ORDEN;AP_PATERNO;AP_MATERNO;NOMBRES;TIPO_DOC;NRO_DOC;FEC_NACIMIENTO;EDAD;SEXO;NACIONALIDAD;INSTRUCCION;FEC_REGISTRO;"
    "DELITO;FINALIDAD;MEDIO_EMPLEADO;CAPTACION;LUGAR_EXPLOTACION;VINCULO_TRATANTE;DOMICILIO;COMISARIA;UBIGEO;RESCATADA;NRO_CARPETA"
)
SYLLABLES = ("qui", "ma", "ña", "ro", "sal", "te", "vi", "lla", "cho", "pe", "ru", "co", "an", "di", "na", "wa")
PURPOSES = ("EXPLOTACION SEXUAL", "EXPLOTACION LABORAL", "MENDICIDAD", "VENTA DE NIÑOS", '"EXPLOTACION LABORAL;MENDICIDAD"', "")
MEANS = ("ENGAÑO", "AMENAZA", '"VIOLENCIA;AMENAZA"', "FRAUDE", "")
RECRUITMENTS = ("OFERTA DE TRABAJO", "SEDUCCION", "INTERNET", "")
PLACES = ("PROSTIBULO", "NIGHT CLUB", "SERVICIO DOMESTICO", "MINERIA ARTESANAL", "")
UBIGEOS = ("150101", "150132", "140101", "080101", "170101", "160101", "70101", "250101")


def write(path, rows, seed):
    """Write the delivery, row by row: memory stays the same whatever the number."""
    chance = random.Random(seed)
    words = sorted({"".join(chance.choices(SYLLABLES, k=chance.choice((2, 3)))).upper() for _ in range(4_000)})
    choose = chance.choice
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER + "\r\n")
        for number in range(rows):
            born, month, day = chance.randrange(1950, 2012), chance.randrange(1, 13), chance.randrange(1, 29)
            year = chance.randrange(2014, 2020)
            act, ordinal = number // 2 + 1, number % 2 + 1
            file.write(
                f"SINT-{year}-{act:07};{ordinal};{choose(words)};{choose(words)};{choose(words)} {choose(words)};DNI;{number + 9_000_000_0:08};"
                f"{day:02}/{month:02}/{born};{max(0, year - born - 1)};{choose('FFFM')};{choose(('PERUANA', 'BOLIVIA', 'COL', 'VENEZUELA'))};"
                f"{choose(('PRIMARIA', 'SECUNDARIA', 'SUPERIOR', ''))};{day:02}/{month:02}/{year};TRATA DE PERSONAS;{choose(PURPOSES)};{choose(MEANS)};"
                f"{choose(RECRUITMENTS)};{choose(PLACES)};{choose(('CONOCIDO', 'FAMILIAR', ''))};JR. {choose(words)} {number % 900};"
                f"COMISARIA {choose(words)};{choose(UBIGEOS)};{choose(('SI', 'NO', ''))};{choose(('', f'{act:07}-{year}'))}\r\n"
            )


class Peak(threading.Thread):
    """The most memory this process really holds while it works (RSS), asked of the kernel ten times a second."""

    def __init__(self):
        super().__init__(daemon=True)
        self.most, self.ended = 0, threading.Event()

    def run(self):
        while not self.ended.wait(0.1):
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            self.most = max(self.most, pages * resource.getpagesize())


def receive(path):
    """Receive the file in this process and say seconds, rows and the most memory."""
    from intertrata.cli.opening import open_house

    open_house()
    from intertrata.registers import actions

    peak = Peak()
    peak.start()
    begun, cpu = time.perf_counter(), time.process_time()
    (receipt,) = actions.receive([path], by="bench")
    seconds, cpu_seconds = time.perf_counter() - begun, time.process_time() - cpu
    peak.ended.set()
    said = {name: getattr(receipt, name) for name in ("read", "kept", "unchanged", "corrected", "refused")}
    print(json.dumps({"seconds": round(seconds, 1), "cpu_seconds": round(cpu_seconds, 1), "peak_rss_mb": peak.most >> 20, **said}))


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--folder", type=Path, default=Path("/tmp/intertrata-bench-receive"))
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--receive", type=Path, help=argparse.SUPPRESS)
    told = asked.parse_args()
    if told.receive:
        receive(told.receive)
        return
    shutil.rmtree(told.folder / "var", ignore_errors=True)
    (told.folder / "var").mkdir(parents=True)
    path = told.folder / f"reta_victimas_SINTETICO_{told.rows}_{told.seed}.csv"
    if not path.exists():
        write(path, told.rows, told.seed)
    environment = {**os.environ, "INTERTRATA_VAR": str(told.folder / "var")}
    runs = []
    for _ in ("first", "again"):
        ran = subprocess.run(
            [sys.executable, __file__, "--receive", str(path)], env=environment, check=True, capture_output=True, text=True
        )
        runs.append(json.loads(ran.stdout))
    engine = os.environ.get("INTERTRATA_DATABASE_URL", "sqlite").split(":")[0]
    machine = {"cpus": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()}
    size = path.stat().st_size >> 20
    print(
        json.dumps(
            {
                "rows": told.rows,
                "file_mb": size,
                "engine": engine,
                "first": runs[0],
                "again": runs[1],
                "load": os.getloadavg(),
                "machine": machine,
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
