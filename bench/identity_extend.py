"""A delivery of a few new mentions onto many persons: seconds to link what changed, and whether everything anew would say the same.

In: persons, new mentions, a seed, a maker of noise; the databases of the environment (SQLite files of its own unless told). Out: JSON:
seconds of each deed, peak of memory, and the share of mentions whose person is the same set of mentions when everything is linked anew,
over all and over the new ones. The new mentions are the last by day; both registers deliver everything again with them, as they do.

    python bench/on_postgresql.py bench/identity_extend.py --persons 1000000
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import sys
from itertools import pairwise

from identity_link import VAR, exports, timed


def peak() -> int:
    """Give the most memory held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=200_000)
    parser.add_argument("--new", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=601)
    parser.add_argument("--maker", choices=("clerk", "channel", "chain"), default="clerk")
    parser.add_argument("--without-anew", action="store_true", help="time only: everything is not linked anew to compare")
    asked = parser.parse_args()
    from identity_truth import make

    mentions = make(asked.persons, asked.seed, asked.maker)[0]
    mentions.sort(key=lambda row: (row["event_date"], row["record_id"]))
    folders = [VAR / name for name in ("before", "after")]
    for folder, rows in zip(folders, (mentions[: -asked.new], mentions), strict=True):
        folder.mkdir()
        exports(rows, folder)
    mentions.clear()
    import django

    from intertrata.access import keys

    keys.make(VAR / "keys.json")
    django.setup()
    from django.core.management import call_command

    for alias in ("default", "vault", "log", "public"):
        call_command("migrate", database=alias, verbosity=0)
    from intertrata.identity import actions, queries
    from intertrata.identity.actions.search import FOLLOWED
    from intertrata.registers import actions as registers

    out: dict[str, object] = vars(asked) | {"engine": os.environ.get("INTERTRATA_DATABASE_URL", "sqlite").split(":")[0]}
    out["receive_before_s"], _ = timed(registers.receive, sorted(folders[0].iterdir()), by="banco", synthetic=True)
    out["link_before_s"], whole = timed(actions.link, by="banco", anew=True)
    out |= {"mentions_before": whole.mentions, "persons_before": whole.persons, "pairs_before": whole.pairs, "peak_mb_before": peak()}
    out["link_before_steps_s"] = queries.last_run().figures["seconds"]
    out |= {"model": queries.last_run().model, "followed": FOLLOWED}
    held = set(queries.memberships()["record"])
    out["receive_after_s"], _ = timed(registers.receive, sorted(folders[1].iterdir()), by="banco", synthetic=True)
    out["load"] = round(os.getloadavg()[0], 1)
    steps: list[tuple[str, float]] = []
    out["link_changed_s"], part = timed(actions.link, by="banco", anew=False, progress=stamped(steps))
    out |= {"everything": part.everything, "mentions": part.mentions, "persons": part.persons, "changed": part.changed, "pairs": part.pairs}
    out["steps_s"] = spans(steps)
    out["peak_mb"] = peak()
    if not asked.without_anew:
        out |= compared(held)
    sys.stdout.write(json.dumps(out, indent=1) + "\n")
    shutil.rmtree(VAR)


def compared(held):
    """Link everything anew; give its seconds and the share of mentions whose person it leaves as it is, of all and of those not ``held``."""
    import polars as pl

    from intertrata.identity import actions, queries

    out, by_parts = {}, queries.memberships()
    out["link_anew_s"], _ = timed(actions.link, by="banco", anew=True)
    anew = queries.memberships()
    same = alike(by_parts, anew)
    fresh = ~pl.Series(same["record"]).is_in(sorted(held))
    out["same_person"], out["same_person_of_new"] = round(same["same"].mean(), 6), round(same["same"].filter(fresh).mean(), 4)
    return out | {"peak_mb_anew": peak()}


def stamped(steps):
    """Give a progress that notes when each step began."""
    from time import perf_counter

    return lambda name, *_: steps.append((name, perf_counter()))


def spans(steps):
    """Give the seconds from each step to the next."""
    return {name: round(later - start, 1) for (name, start), (_, later) in pairwise(steps)}


def alike(one, other):
    """Give ``record``, ``same``: whether the record's person is the same set of records in both."""
    import polars as pl

    def cluster(table):
        return table.with_columns(pl.col("record").sort().str.join(" ").hash(seed=1).over("person").alias("set")).select("record", "set")

    both = cluster(one).join(cluster(other), on="record", suffix="_other")
    return both.select("record", (pl.col("set") == pl.col("set_other")).alias("same")).sort("record")


if __name__ == "__main__":
    main()
