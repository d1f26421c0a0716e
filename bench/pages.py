"""How long the pages take: p50, p95, p99 in milliseconds at a given number of persons, through the real server.

Run: python bench/pages.py --persons 200000 [--requests 200]. Makes the demonstration country of that size in a folder of its
own (or takes one made before with --var), serves it with Granian, logs in, asks each page in turn. Prints JSON.
Everything goes to 127.0.0.1, bounded in count.
"""

import argparse
import http.cookiejar
import json
import os
import platform
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

PASSWORD = "solo-para-la-demostración"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Visitor:
    """One browser without pictures: cookies, forms, and the time from asking to the last byte."""

    def __init__(self, base):
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def ask(self, path, form=None):
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        request = urllib.request.Request(self.base + path, data=data, headers={"Referer": self.base})
        begun = time.perf_counter()
        with self.opener.open(request, timeout=60) as answer:
            body = answer.read().decode()
        return (time.perf_counter() - begun) * 1000, body

    def submit(self, path, **form):
        _, page = self.ask(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        return self.ask(path, form | {"csrfmiddlewaretoken": token})


def percentiles(times):
    ordered = sorted(times)
    return {f"p{p}": round(ordered[min(len(ordered) - 1, int(len(ordered) * p / 100))], 1) for p in (50, 95, 99)}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--persons", type=int, default=200_000)
    options.add_argument("--requests", type=int, default=200)
    options.add_argument("--var", default="")
    given = options.parse_args()
    var = Path(given.var or tempfile.mkdtemp(prefix="intertrata-pages-"))
    environment = os.environ | {"INTERTRATA_VAR": str(var), "INTERTRATA_DEMO_LOGINS": "sí"}
    intertrata = [sys.executable, "-m", "intertrata"]
    if not given.var:
        subprocess.run(
            [*intertrata, "demo", "--persons", str(given.persons), "--seed", "1"], env=environment, check=True, stdout=sys.stderr
        )
    port = free_port()
    server = subprocess.Popen([*intertrata, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL)
    try:
        print(json.dumps(measure(f"http://127.0.0.1:{port}", given), ensure_ascii=False, indent=1))
    finally:
        server.terminate()
        server.wait()


def measure(base, given):
    visitor = Visitor(base)
    for _ in range(600):
        try:
            visitor.ask("/entrar/")
            break
        except OSError:
            time.sleep(0.1)
    visitor.submit("/entrar/", name="operadora", password=PASSWORD)
    pages = {
        "home": "/", "deposits": "/depositos/", "count": "/cifras/contar/?indicator=victims&by=register&by=year",
        "bridge": "/cifras/puente/?a=reta&b=sistra&indicator=victims&start=2016-01-01&end=2016-12-31",
    }  # fmt: skip
    asked = {"purpose": "care", "given_names": "María", "surname_1": "Quispe", "surname_2": "Mamani"}
    found = re.search(r"/personas/[0-9a-f]{32}/", visitor.submit("/personas/", **asked)[1])
    pages |= {"person": found[0]} if found else {}
    for path in pages.values():  # what a process reads once
        assert "Cerrar sesión" in visitor.ask(path)[1], path
    times = {name: [visitor.ask(path)[0] for _ in range(given.requests)] for name, path in pages.items()}
    times["find, a common name"] = [visitor.submit("/personas/", **asked)[0] for _ in range(given.requests)]
    return {
        "persons": given.persons, "requests": given.requests, "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "ms": {name: percentiles(taken) for name, taken in times.items()},
    }  # fmt: skip


if __name__ == "__main__":
    main()
