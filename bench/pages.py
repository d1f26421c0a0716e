"""How long the pages take: p50, p95, p99 in milliseconds at a given number of persons, through the real server.

Run: python bench/pages.py --persons 200000 [--requests 200] [--figures ../shared/data/lambayeque/*.csv]. Makes the demonstration country of that size in a folder of its
own (or takes one made before with --var), serves it with Granian, logs in, asks each page in turn. Prints JSON.
Everything goes to 127.0.0.1, bounded in count. Each page is asked warm, as every later reader meets it; «another period each
time» asks what nobody has asked before, so that no answer kept from before can help.
"""

import argparse
import datetime as dt
import http.cookiejar
import itertools
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

ACCOUNT, PASSWORD = "supervisor", "solo-para-la-demostración"
WARMING = 12  # times each page is asked before it is measured: each process of the server has then read what it reads once
ASKED = {"purpose": "care", "given_names": "María", "surname_1": "Quispe", "surname_2": "Mamani"}
IN_2016 = "start=2016-01-01&end=2016-12-31"
PAGES = {
    "home": "/",
    "deposits": "/depositos/",
    "count": "/cifras/contar/?indicator=victims&by=register&by=year",
    "bridge of victims": f"/cifras/puente/?a=reta&b=sistra&indicator=victims&{IN_2016}",
    "bridge of complaints": f"/cifras/puente/?a=reta&b=sistra&indicator=complaints&{IN_2016}",
    "statements": "/cifras/informadas/?indicator=complaints",
    "doubts": "/personas/dudas/",
    "screenings": "/por-revisar/",
}
ANEW = {
    "count, another period each time": "/cifras/contar/?indicator=victims&by=register&by=year&start={day}",
    "bridge of victims, another period each time": "/cifras/puente/?a=reta&b=sistra&indicator=victims&start={day}",
    "bridge of complaints, another period each time": "/cifras/puente/?a=reta&b=sistra&indicator=complaints&start={day}",
}


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
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--requests", type=int, default=200)
    options.add_argument("--var", default="", help="a folder that such a demonstration was made in before")
    options.add_argument("--figures", nargs="*", default=[], help="told figures to receive too, for the page that puts them side by side")
    options.add_argument("--only", default="", help="only the pages whose name begins so")
    given = options.parse_args()
    var = Path(given.var or tempfile.mkdtemp(prefix="intertrata-pages-"))
    environment = os.environ | {"INTERTRATA_VAR": str(var), "INTERTRATA_DEMO_LOGINS": "sí"}
    intertrata = [sys.executable, "-m", "intertrata"]
    if not given.var:
        demo = [*intertrata, "demo", "--persons", str(given.persons), "--seed", str(given.seed)]
        subprocess.run(demo, env=environment, check=True, stdout=sys.stderr)
    if given.figures:
        subprocess.run([*intertrata, "receive", *given.figures], env=environment, check=True, stdout=sys.stderr)
    port = free_port()
    server = subprocess.Popen([*intertrata, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL)
    try:
        print(json.dumps(measure(f"http://127.0.0.1:{port}", given), ensure_ascii=False, indent=1))
    finally:
        server.terminate()
        server.wait()


def measure(base, given):
    load = os.getloadavg()[0]
    visitor = Visitor(base)
    entered(visitor)
    wanted = {name: ask for name, ask in asks(visitor).items() if name.startswith(given.only)}
    ms = {}
    for name, ask in wanted.items():
        for _ in range(WARMING):
            assert "Cerrar sesión" in ask()[1], name
        ms[name] = percentiles([ask()[0] for _ in range(given.requests)])
    return {
        "persons": given.persons, "seed": given.seed, "requests": given.requests,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores", "load": [round(load, 1), round(os.getloadavg()[0], 1)],
        "ms": ms,
    }  # fmt: skip


def entered(visitor):
    for _ in range(600):
        try:
            visitor.ask("/entrar/")
            break
        except OSError:
            time.sleep(0.1)
    visitor.submit("/entrar/", name=ACCOUNT, password=PASSWORD)


def asks(visitor):
    """By name, what asks one page once and gives its time and its text."""
    asked = {name: lambda path=path: visitor.ask(path) for name, path in PAGES.items()}
    days = (dt.date(2014, 1, 1) + dt.timedelta(days=day) for day in itertools.count())
    asked |= {name: lambda path=path: visitor.ask(path.format(day=next(days))) for name, path in ANEW.items()}
    deposits = itertools.cycle(linked(visitor.ask("/depositos/")[1], r"/depositos/[0-9a-f]{32}/"))
    visitor.submit("/personas/", **ASKED)  # says for what purpose persons are opened from here on
    persons = itertools.cycle(linked(visitor.ask("/personas/dudas/")[1], r"/personas/[0-9a-f]{32}/"))
    return asked | {
        "a deposit": lambda: visitor.ask(next(deposits)),
        "a person": lambda: visitor.ask(next(persons)),
        "search, a common name": lambda: visitor.submit("/personas/", **ASKED),
    }


def linked(page, pattern):
    """The addresses of a form that a page links to, each once, in their order."""
    found = list(dict.fromkeys(re.findall(pattern, page)))
    assert found, pattern
    return found


if __name__ == "__main__":
    main()
