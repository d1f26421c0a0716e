"""How the pairs to compare grow with the mentions: counts at several sizes, the exponent that fits them, and a drawing.

In: numbers of persons, a seed, a maker of noise. Out: JSON (mentions, pairs, recall of blocking, seconds) and an SVG, both axes logarithmic.

    python bench/identity_growth.py --persons 12500 25000 50000 100000 200000 400000 --svg bench/results/identity_growth.svg
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from itertools import pairwise
from math import log, log10
from pathlib import Path
from time import perf_counter

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent))
WIDTH, HEIGHT, EDGE = 640, 420, 60
Row = dict[str, float]


def measured(persons: int, seed: int, maker: str) -> Row:
    """Make a table of so many persons, block it, and give its counts."""
    from identity_truth import make

    from intertrata.identity import blocking, normal
    from intertrata.identity.mentions import complete
    from intertrata.identity.model import load

    mentions, whose = make(persons, seed, maker)
    told = complete(pl.DataFrame(mentions))
    mentions.clear()
    start = perf_counter()
    table = normal.normalise(told)
    normalised = perf_counter()
    pairs = blocking.pairs(table, load().rules)
    blocked = perf_counter()
    truth = pl.DataFrame(whose, schema=["record_id", "person"], orient="row")
    home = table.select("record_id").join(truth, on="record_id", how="left", maintain_order="left")["person"]
    sizes = truth.group_by("person").len()["len"]
    found = (home.gather(pairs["a"]) == home.gather(pairs["b"])).sum()
    return {
        "persons": persons, "mentions": len(table), "pairs": len(pairs), "recall": round(found / int((sizes * (sizes - 1) // 2).sum()), 4),
        "normalise_s": round(normalised - start, 1), "block_s": round(blocked - normalised, 1),
    }  # fmt: skip


def exponent(rows: list[Row]) -> float:
    """Give the slope of log pairs over log mentions, by least squares."""
    points = [(log(row["mentions"]), log(row["pairs"])) for row in rows]
    x, y = (sum(one[axis] for one in points) / len(points) for axis in (0, 1))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)


def steps(rows: list[Row]) -> list[float]:
    """Give the exponent from each size to the next: at small sizes names hardly meet, and nearly all pairs are true ones."""
    return [round(log(b["pairs"] / a["pairs"]) / log(b["mentions"] / a["mentions"]), 3) for a, b in pairwise(rows)]


def drawn(rows: list[Row], slope: float) -> str:
    """Draw pairs over mentions; beside the points the steepest line that is allowed (n to 1.2) from the first of them."""
    lows, highs = (log10(rows[0]["mentions"]), log10(rows[0]["pairs"])), (log10(rows[-1]["mentions"]), log10(rows[-1]["pairs"]) + 0.3)

    def at(mentions: float, pairs: float) -> tuple[float, float]:
        x = EDGE + (log10(mentions) - lows[0]) / (highs[0] - lows[0]) * (WIDTH - 2 * EDGE)
        return x, HEIGHT - EDGE - (log10(pairs) - lows[1]) / (highs[1] - lows[1]) * (HEIGHT - 2 * EDGE)

    points = [at(row["mentions"], row["pairs"]) for row in rows]
    first, last = rows[0], rows[-1]
    most = at(last["mentions"], first["pairs"] * (last["mentions"] / first["mentions"]) ** 1.2)
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    labels = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/><text x="{x + 8:.1f}" y="{y + 16:.1f}">{row["mentions"]:,} → {row["pairs"]:,}</text>'
        for (x, y), row in zip(points, rows, strict=True)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH + 140} {HEIGHT}" font-family="sans-serif" font-size="12">'
        f'<rect width="100%" height="100%" fill="#fff"/><text x="{EDGE}" y="24" font-size="15">Pairs compared over mentions: n^{slope:.2f}</text>'
        f'<line x1="{points[0][0]:.1f}" y1="{points[0][1]:.1f}" x2="{most[0]:.1f}" y2="{most[1]:.1f}" stroke="#999" stroke-dasharray="5 4"/>'
        f'<text x="{most[0] + 8:.1f}" y="{most[1] - 4:.1f}" fill="#666">n^1.2</text>'
        f'<polyline points="{line}" fill="none" stroke="#0b5" stroke-width="2"/>{labels}</svg>\n'
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, nargs="+", default=[12_500, 25_000, 50_000, 100_000, 200_000, 400_000])
    parser.add_argument("--seed", type=int, default=303)
    parser.add_argument("--maker", choices=("clerk", "channel", "chain"), default="clerk")
    parser.add_argument("--svg", type=Path)
    asked = parser.parse_args()
    rows = [measured(persons, asked.seed, asked.maker) for persons in asked.persons]
    slope = exponent(rows)
    if asked.svg:
        asked.svg.write_text(drawn(rows, slope), encoding="utf-8")
    out = {
        "seed": asked.seed,
        "maker": asked.maker,
        "exponent": round(slope, 3),
        "exponents_by_step": steps(rows),
        "sizes": rows,
        "load": round(os.getloadavg()[0], 1),
    }
    sys.stdout.write(json.dumps(out, indent=1) + "\n")


if __name__ == "__main__":
    main()
