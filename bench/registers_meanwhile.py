"""Whether the site answers while a delivery comes in: pages that read and pages that write, asked all the while.

In: a number of rows (1,000,000 unless told), and the databases of the environment (SQLite files in a folder of its own unless told).
Out: one JSON document: milliseconds of each kind of page, how many failed, how long the delivery took. Everything goes to 127.0.0.1.

    python bench/registers_meanwhile.py --rows 1000000
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
from pathlib import Path

from pages import PASSWORD, Visitor, free_port, percentiles
from registers_receive import write

PAUSE = 0.2  # seconds between two looks, as somebody reading would


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--seed", type=int, default=2)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="intertrata-meanwhile-") as folder:
        print(json.dumps(measure(Path(folder), given), ensure_ascii=False, indent=1))


def measure(folder, given):
    environment = os.environ | {"INTERTRATA_VAR": str(folder / "var"), "INTERTRATA_DEMO_LOGINS": "sí"}
    intertrata = [sys.executable, "-m", "intertrata"]
    subprocess.run([*intertrata, "demo", "--persons", "600"], env=environment, check=True, stdout=sys.stderr)
    path = folder / f"reta_victimas_SINTETICO_{given.rows}.csv"
    write(path, given.rows, given.seed)
    port = free_port()
    server = subprocess.Popen([*intertrata, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL)
    try:
        return told(f"http://127.0.0.1:{port}", [*intertrata, "receive", str(path)], environment, given)
    finally:
        server.terminate()
        server.wait()


def told(base, receive, environment, given):
    visitor = Visitor(base)
    wait_for(visitor)
    visitor.submit("/entrar/", name="operadora", password=PASSWORD)
    asked = {"purpose": "care", "given_names": "María", "surname_1": "Quispe"}
    looks = {"home": lambda: visitor.ask("/")[0], "search (writes the log)": lambda: visitor.submit("/personas/", **asked)[0]}
    for look in looks.values():
        look()
    times, failed = {name: [] for name in looks}, 0
    begun = time.perf_counter()
    delivery = subprocess.Popen(receive, env=environment, stdout=subprocess.DEVNULL)
    while delivery.poll() is None:
        for name, look in looks.items():
            try:
                times[name].append(look())
            except urllib.error.URLError:
                failed += 1
        time.sleep(PAUSE)
    return {
        "rows": given.rows, "engine": environment.get("INTERTRATA_DATABASE_URL", "sqlite").split(":")[0], "exit": delivery.returncode,
        "receive_seconds_with_the_start": round(time.perf_counter() - begun, 1), "failed": failed, "load": os.getloadavg(), "cpus": os.cpu_count(),
        "ms": {name: percentiles(taken) | {"most": round(max(taken), 1), "asked": len(taken)} for name, taken in times.items()},
    }  # fmt: skip


def wait_for(visitor):
    for _ in range(600):
        try:
            visitor.ask("/entrar/")
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not come up")


if __name__ == "__main__":
    main()
