"""Who is she, while typing: how fast, how often right, how often a warning is wrong, at N invented persons on either engine.

In: persons, a seed, a maker of noise, an engine. Out: JSON: milliseconds of the work of one look, the share of known persons found among the
first five, for half-typed names apart, and of new persons warned of by threshold. The linkage itself is not run: whose each mention is
comes from the truth (``--linked``: from ``link_table``), then keys and profiles are made and kept by the code of ``identity.actions.link``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import sys
import tempfile
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any

HERE = Path(__file__).resolve().parent
VAR = Path(tempfile.mkdtemp(prefix="intertrata-who-"))
os.environ |= {"INTERTRATA_VAR": str(VAR / "state"), "DJANGO_SETTINGS_MODULE": "intertrata.project.settings"}
sys.path[:0] = [str(HERE), str(HERE.parent / "tests")]
NAMES = ("given_names", "surname_1", "surname_2")
THRESHOLDS = (0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995)
Told = dict[str, str]
Look = tuple[float, int | None, float, bool, float]
"""Milliseconds of the work, at which place the true one stands, how sure the first is, whether the first is the true one, of these how many of our own CPU."""


def country(persons: int, seed: int, maker: str, asked: int) -> tuple[list[Told], list[str], dict[str, list[tuple[Told, str]]]]:
    """Give the mentions of a country, whose each is, and what is typed afterwards: of known persons, and of new ones."""
    import identity_truth as truth

    rng = random.Random(f"{seed}-{maker}")
    noise = import_module(f"identity_noise_{maker}").Noise(rng)
    victims, suspects = truth.population(rng, persons)
    quoting, mentions, whose = rng.choice((0.1, 0.3, 0.5)), [], []
    for case in truth.cases(rng, victims, suspects):
        noise.start(case)
        for seen in truth.appearances(rng, case, suspects, quoting=quoting):
            mentions.append(noise.mention(seen) | {"record_id": f"m{len(mentions):08d}"})
            whose.append(str(seen.person.number))
    held = set(whose)
    known = rng.sample([one for one in victims if str(one.number) in held], asked)
    new = rng.sample(truth.population(random.Random(f"new-{seed}-{maker}"), 2 * asked)[0], asked)
    typed = {name: [_again(one, rng, noise, suspects, victims) for one in people] for name, people in (("known", known), ("new", new))}
    return mentions, whose, typed


def _again(person: Any, rng: random.Random, noise: Any, suspects: list[Any], victims: list[Any]) -> tuple[Told, str]:
    """Write a person as a register would that meets her in another case, in another year."""
    import identity_truth as truth

    while True:
        case = truth._case(rng, 0, [person], suspects, victims_of_before=victims)
        noise.start(case)
        for seen in truth.appearances(rng, case, suspects, quoting=0.0):
            if seen.person is person:
                return noise.mention(seen), str(person.number)


def half_typed(typed: list[tuple[Told, str]], rng: random.Random, *, names_only: bool) -> list[tuple[Told, str]]:
    """Cut one part of each name in half (three letters at least); names written in one column are left out."""
    out = []
    for told, person in typed:
        parts = [name for name in NAMES if len(told[name]) > 3]
        if parts and told["given_names"] and told["surname_1"]:
            cut = rng.choice(parts)
            kept = {name: told[name] for name in (*NAMES, "sex")} if names_only else told
            out.append((kept | {cut: told[cut][: max(3, (len(told[cut]) + 1) // 2)]}, person))
    return out


def house(engine: str) -> Any:
    """Set up databases of their own; give the cluster to stop, if any."""
    cluster = None
    if engine == "postgresql":
        from cluster import start

        cluster = start(VAR / "cluster")
        for setting, base in (("DATABASE", "main"), ("VAULT", "vault"), ("LOG", "log"), ("PUBLIC", "public")):
            os.environ[f"INTERTRATA_{setting}_URL"] = cluster.url(base)
    import django

    from intertrata.access import keys

    keys.make(VAR / "state" / "keys.json")
    django.setup()
    from django.core.management import call_command

    for alias in ("default", "vault", "log", "public"):
        call_command("migrate", database=alias, verbosity=0)
    return cluster


def fill(mentions: list[Told], whose: list[str], *, linked: bool) -> dict[str, Any]:
    """Keep what looking up needs of these mentions as one closed run; give sizes, seconds and who each person truly is."""
    import polars as pl
    from django.conf import settings
    from django.utils import timezone

    from intertrata.access import keys
    from intertrata.identity import grounds, normal
    from intertrata.identity import mentions as contract
    from intertrata.identity.linking import link_table
    from intertrata.identity.model import load
    from intertrata.identity.models import LinkRun
    from intertrata.identity.profiles import lookup
    from intertrata.identity.twins import twin
    from intertrata.vault import actions as vault

    told = contract.complete(pl.DataFrame(mentions, schema=dict.fromkeys(contract.COLUMNS, pl.String)))
    mentions.clear()
    start, model = perf_counter(), load()
    clusters = link_table(told).clusters["person_id"] if linked else pl.Series(whose)
    table, taught = normal.grounded(told)
    normalised = perf_counter()
    ids = {one: f"{at:032x}" for at, one in enumerate(dict.fromkeys(clusters.to_list()))}
    owner = pl.DataFrame({"record": told["record_id"], "person": clusters.replace_strict(ids, return_dtype=pl.String)})
    truly: dict[str, set[str]] = {}
    for person, one in zip(owner["person"], whose, strict=True):
        truly.setdefault(person, set()).add(one)
    run = LinkRun.objects.create(
        started_at=timezone.now(), by="banco", model=model.version, engine="duckdb", mentions=len(told), persons=len(ids)
    )
    made = lookup(
        table, told.with_columns(cut_off=pl.lit("2022-12-31")), owner, columns=twin(model).columns, secret=keys.load(settings.KEYS).search
    )
    vault.keep_lookup(made.search_keys, made.profiles, grounds.pack(replace(taught, columns=twin(model).columns)), run=run.pk)
    LinkRun.objects.filter(pk=run.pk).update(closed_at=timezone.now())
    kept = perf_counter()
    return {
        "truly": truly, "model": model.version, "mentions": len(told), "persons": len(ids), "normalise_s": round(normalised - start, 1),
        "keys_and_profiles_s": round(kept - normalised, 1),
    }  # fmt: skip


def sizes() -> dict[str, Any]:
    """Give the rows and megabytes of what is kept."""
    from django.db import connections

    with connections["vault"].cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM vault_searchkey")
        out = {"search_keys": cursor.fetchone()[0]}
        if connections["vault"].vendor == "postgresql":
            cursor.execute("ANALYZE")
            cursor.execute("SELECT pg_database_size(current_database())")
            out["vault_mb"] = cursor.fetchone()[0] >> 20
        else:
            out["vault_mb"] = Path(connections["vault"].settings_dict["NAME"]).stat().st_size >> 20
    return out


def looked(typed: list[tuple[Told, str]], truly: dict[str, set[str]]) -> list[Look]:
    """Look each up."""
    from intertrata.identity.actions import looking as actions

    out = []
    for told, person in typed:
        start, busy = perf_counter(), thread_time()
        _, found = actions._find(told, suspects=True, most=actions.NAMED)
        took, ours = 1000 * (perf_counter() - start), 1000 * (thread_time() - busy)
        places = [at for at, one in enumerate(found) if person in truly[one.person]]
        out.append((took, places[0] if places else None, found[0].probability if found else 0.0, places[:1] == [0], ours))
    return out


def percentiles(took: list[float]) -> dict[str, float]:
    """Give the 50th, 95th and 99th percentile."""
    held = sorted(took)
    return {f"p{share}": round(held[min(len(held) * share // 100, len(held) - 1)], 2) for share in (50, 95, 99)}


def told_of(looks: list[Look]) -> dict[str, Any]:
    """Sum looks up."""
    return {
        "asked": len(looks), "ms": percentiles([one[0] for one in looks]), "ms_of_own_cpu": percentiles([one[4] for one in looks]),
        "in_first_five": round(sum(one[1] is not None and one[1] < 5 for one in looks) / len(looks), 4),
        "first": round(sum(one[3] for one in looks) / len(looks), 4),
    }  # fmt: skip


def curve(known: list[Look], new: list[Look]) -> dict[str, dict[str, float]]:
    """Give by threshold how many new persons get a wrong warning, and how many known ones a right one."""
    return {
        str(least): {
            "new_warned": round(sum(one[2] >= least for one in new) / len(new), 4),
            "known_warned_rightly": round(sum(one[2] >= least and one[1] is not None for one in known) / len(known), 4),
        }
        for least in THRESHOLDS
    }


def reliability(looks: list[Look]) -> dict[str, dict[str, float]]:
    """Give by tenth of probability how many first candidates there were, how sure the model was, and how many were the true one."""
    out = {}
    for tenth in range(10):
        of = [one for one in looks if one[2] and min(int(one[2] * 10), 9) == tenth]
        if of:
            out[f"0.{tenth}"] = {
                "looks": len(of),
                "said": round(sum(one[2] for one in of) / len(of), 3),
                "true": round(sum(one[3] for one in of) / len(of), 3),
            }
    return out


def doors(typed: list[tuple[Told, str]]) -> dict[str, dict[str, float]]:
    """Time the whole doors, limit and log included, over accounts that stay below their limit."""
    from intertrata.identity.actions import looking as actions

    out = {}
    for name, deed in (
        ("find", lambda told, by: actions.find(told, by=by, purpose="care")),
        ("who_outside", lambda told, by: actions.who(told, by=by, purpose="care")),
    ):
        took = []
        for at, (told, _) in enumerate(typed[:400]):
            start = perf_counter()
            try:
                deed(told, f"banco-{name}-{at // 50}")
            except actions.Problem as problem:
                if problem.code != "find_too_little":
                    raise
                continue
            took.append(1000 * (perf_counter() - start))
        out[name] = percentiles(took)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--maker", choices=("clerk", "channel"), default="channel")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--asked", type=int, default=2_000)
    parser.add_argument("--linked", action="store_true", help="persons as the linkage makes them, not as they truly are")
    given = parser.parse_args()
    mentions, whose, typed = country(given.persons, given.seed, given.maker, given.asked)
    cluster = house(given.engine)
    try:
        filled = fill(mentions, whose, linked=given.linked)
        truly = filled.pop("truly")
        kept = sizes()
        rng = random.Random(given.seed)
        half, names_only = (half_typed(typed["known"], rng, names_only=one) for one in (False, True))
        looked(typed["known"][:50], truly)
        looks = {name: looked(one, truly) for name, one in (*typed.items(), ("half_typed", half), ("half_typed_names_only", names_only))}
        out = vars(given) | filled | kept | {
            "looks": {name: told_of(one) for name, one in looks.items()}, "warnings": curve(looks["known"], looks["new"]), "reliability_half_known": reliability(looks["known"] + looks["new"]), "doors_ms": doors(typed["known"]),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10, "load": [round(one, 1) for one in os.getloadavg()],
        }  # fmt: skip
        sys.stdout.write(json.dumps(out, indent=1) + "\n")
    finally:
        if cluster:
            cluster.stop()
        shutil.rmtree(VAR, ignore_errors=True)


if __name__ == "__main__":
    main()
