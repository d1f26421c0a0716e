"""Linking without names: what it costs in F1, and what attackers of the tokens find. Prints and saves JSON.

In: truth sets (persons:seed:maker:register), of each one register (or two with one key, ``a+b``) tokenised; ``channel`` was never used
to choose anything. Out: ``bench/results/identity_tokens.json``: the same records linked with names, with tokens, and without that
register's links at all; and the part of first surnames that attackers name right.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from math import log
from pathlib import Path
from time import perf_counter

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent))
import identity_tokens_attack as attack
from identity_measure import measured, truth_table
from identity_tokens_train import KEY, Case, case, edges_of, whole

from intertrata.identity.linking import link_table
from intertrata.identity.normal import normalise
from intertrata.identity.tokens import linking
from intertrata.identity.tokens import model as models
from intertrata.identity.tokens.encoding import tokens
from intertrata.identity.tokens.tokenfile import sealed_rows

RESULTS = Path(__file__).resolve().parent / "results" / "identity_tokens.json"
SETS = ("20000:501:channel:cem", "20000:502:clerk:cem", "20000:503:channel:datamart", "20000:505:channel:cem+datamart")
ATTACKED = "6000:504:clerk:sistra"
FLIPS = (0.02, 0.05, 0.1, 0.2)


def touching(clusters: pl.DataFrame, truth: pl.DataFrame, away: list[str]) -> dict[str, float]:
    """Compare the pairs in which at least one record is of the tokenised register: the whole of what tokens can win or lose."""
    both = clusters.join(truth, on="record_id").with_columns(home=~pl.col("record_id").is_in(away))

    def pairs(*by: str) -> int:
        counted = both.group_by(by).agg(n=pl.len(), home=pl.col("home").sum())
        n, home = (counted[name].cast(pl.Int64) for name in ("n", "home"))
        return int((n * (n - 1) // 2 - home * (home - 1) // 2).sum())

    hit, said, true = pairs("person_id", "person"), pairs("person_id"), pairs("person")
    return {"precision": hit / max(said, 1), "recall": hit / max(true, 1), "f1": 2 * hit / max(said + true, 1)}


def candidate_recall(ready: Case) -> float:
    """Give the part of the tokens whose person has a named mention for which a person with such a mention is a candidate."""
    found: dict[int, set[str]] = {}
    whose: dict[int, set[str]] = {}
    for place, person in zip(ready.named.place, ready.named_truth, strict=True):
        whose.setdefault(int(place), set()).add(person)
    for token, place in linking.candidates(ready.named, ready.held, KEY).iter_rows():
        found.setdefault(token, set()).update(whose[place])
    there = set(ready.named_truth)
    sought = [(token, person) for token, person in enumerate(ready.held_truth) if person in there]
    return sum(person in found.get(token, ()) for token, person in sought) / max(len(sought), 1)


def loss(asked: str) -> dict[str, object]:
    """Link one set with names and with tokens."""
    persons, seed, maker, register = asked.split(":")
    told, truth = truth_table(int(persons), int(seed), maker)
    model = models.load()
    with_names = link_table(told).clusters
    ready = case(told, truth, register)
    start = perf_counter()
    with_tokens = whole(ready, edges_of(ready, model), model.threshold)
    seconds = perf_counter() - start
    alone = pl.concat([ready.clusters, pl.DataFrame({"record_id": ready.held.ids, "person_id": ready.held.ids}, schema=linking.CLUSTERS)])
    away = told.filter(pl.col("register").is_in(register.split("+")))["record_id"].to_list()
    ways = {
        "with_names": (with_names, truth, away),
        "with_tokens": (with_tokens, ready.truth, list(ready.held.ids)),
        "without_links": (alone, ready.truth, list(ready.held.ids)),
    }
    figures = {
        way: {
            **{name: round(value, 4) for name, value in measured(clusters, true).items()},
            **{f"token_pairs_{name}": round(value, 4) for name, value in touching(clusters, true, ids).items()},
        }
        for way, (clusters, true, ids) in ways.items()
    }
    names, tokens_ = figures["with_names"], figures["with_tokens"]
    return {
        "persons": int(persons), "seed": int(seed), "maker": maker, "tokenised": register, "mentions": len(told), "tokens": len(away),
        **figures, "loss": {name: round(names[name] - tokens_[name], 4) for name in ("cluster_pair_f1", "exact_f1", "token_pairs_f1")},
        "candidate_recall": round(candidate_recall(ready), 4), "model": model.version, "threshold": model.threshold,
        "seconds_comparing": round(seconds, 1),
    }  # fmt: skip


def attacks(asked: str) -> dict[str, object]:
    """Attack one register's surnames in each way of writing them."""
    persons, seed, maker, register = asked.split(":")
    told, truth = truth_table(int(persons), int(seed), maker)
    away, table = _register(told, register)
    others = normalise(told.filter(pl.col("register") != register))
    known = attack.Known.of(others["s1"].drop_nulls())
    surnames = table["s1"].to_list()
    secret = KEY.of("surname")
    plain, clk, salted = attack.plain(table, secret), attack.whole_record(table, secret), attack.salted(table, secret)
    salts = attack.salts(table)
    sealed = _sealed_bits(away, table)
    ways = {
        "keyed filter, not hardened": plain,
        "balanced": attack.balanced(plain),
        "xor-folded": attack.folded(plain),
        "record-level (CLK)": clk,
        **{
            f"BLIP, flips {one}, epsilon a bit {log((1 - one) / one):.2f}": attack.gathered(attack.flipped(plain, one, int(seed)), one)
            for one in FLIPS
        },
        "sealed as tokenise writes it": sealed,
    }
    without = {way: _found(held, known, surnames) for way, held in ways.items()}
    without["salted by year of birth and sex"] = {
        name: round(attack.right(attack.within(salts, salted, known, how), surnames), 4)
        for name, how in (("frequency", attack.by_frequency), ("patterns", attack.by_patterns))
    }
    opened = attack.bits_of(np.ascontiguousarray(tokens(away, table, KEY)["features"]["names"][:, 2]))
    with_key = {
        "opened tokens": opened, "record-level (CLK)": clk,
        **{f"BLIP, flips {one}": attack.flipped(plain, one, int(seed)) for one in FLIPS},
    }  # fmt: skip
    commonest = max(surnames.count(name) for name in known.names[:3]) / len(surnames)
    return {
        "persons": int(persons), "seed": int(seed), "maker": maker, "register": register, "records": len(surnames),
        "distinct_surnames": len(set(surnames)), "commonest_surname": round(commonest, 4), "surnames_named_right_without_key": without,
        "surnames_named_right_with_key": {
            way: round(attack.right(attack.with_key(held, known, secret), surnames), 4) for way, held in with_key.items()
        },
        "true_pairs_that_a_salt_by_year_and_sex_keeps": round(_same_salt(told, truth, register), 4),
    }  # fmt: skip


def _register(told: pl.DataFrame, register: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    away = told.filter(pl.col("register") == register)
    return away, normalise(away).filter(pl.col("s1").is_not_null())


def _found(held: np.ndarray, known: attack.Known, surnames: list[str]) -> dict[str, float]:
    return {
        "frequency": round(attack.right(attack.by_frequency(held, known), surnames), 4),
        "patterns": round(attack.right(attack.by_patterns(held, known), surnames), 4),
    }


def _sealed_bits(away: pl.DataFrame, table: pl.DataFrame) -> np.ndarray:
    """Give the bits of the file as an attacker would take them: where the first surname's filter would stand, in the table's order."""
    import base64

    held, back = linking.tokenise(away, KEY)
    lines = dict(line.decode().strip().split(",") for line in list(sealed_rows(held, KEY))[1:])
    token_of = dict(back.iter_rows())
    raw = [base64.b64decode(lines[token_of[record]])[16 + 128 : 16 + 192] for record in table["record_id"]]
    return attack.bits_of(np.frombuffer(b"".join(raw), dtype="<u8").reshape(len(raw), -1))


def _same_salt(told: pl.DataFrame, truth: pl.DataFrame, register: str) -> float:
    """Give the part of the true pairs between the register and the others whose year of birth and sex are known and the same."""
    table = normalise(told).select("record_id", "register", "b_year", "sex").join(truth, on="record_id")
    away, home = table.filter(pl.col("register") == register), table.filter(pl.col("register") != register)
    pairs = away.join(home, on="person", suffix="_home")
    kept = pairs.filter((pl.col("b_year") == pl.col("b_year_home")) & (pl.col("sex") == pl.col("sex_home")))
    return len(kept) / max(len(pairs), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=SETS, help="persons:seed:maker:register")
    parser.add_argument("--attacked", default=ATTACKED)
    asked = parser.parse_args()
    found = {"cores": os.cpu_count(), "sets": [loss(one) for one in asked.sets], "attacks": attacks(asked.attacked)}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(RESULTS.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
