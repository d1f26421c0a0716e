"""Linking a file: the deed behind ``intertrata link-table``. In: a CSV of mentions. Out: CSV files and figures; no database, no key."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from time import perf_counter
from typing import Any

from intertrata.identity.linking import Step, link_table
from intertrata.identity.mentions import read_csv
from intertrata.vocabulary.errors import Problem


def link_file(
    mentions: Path,
    out: Path,
    *,
    pairs: Path | None = None,
    engine: str = "duckdb",
    threshold: float | None = None,
    progress: Step | None = None,
) -> dict[str, Any]:
    """Link a CSV of mentions and write who is who.

    Args:
        mentions: CSV by the contract of ``link-table``. out: written as record_id,person_id, one row for each row in.
        pairs: where given, written as record_id_a,record_id_b,probability: pairs above 0.01.
        engine, threshold, progress: as ``linking.link_table`` takes them.

    Returns:
        rows, persons, pairs_scored, seconds by step (read, normalise, block, score, cluster, write), engine, model, threshold.

    Raises:
        Problem: what ``mentions.read_csv`` and ``link_table`` raise; ``over_its_own_input``; ``not_writable`` where a file cannot be written.
    """
    start = perf_counter()
    spare([mentions], (out, pairs))
    table = read_csv(mentions)
    read = round(perf_counter() - start, 3)
    linked = link_table(table, engine=engine, threshold=threshold, progress=progress)
    start = perf_counter()
    for path, told in ((out, linked.clusters), (pairs, linked.pairs)):
        if path is not None:
            try:
                told.write_csv(path)
            except OSError as error:
                raise Problem("not_writable", file=str(path)) from error
    seconds = {"read": read, **linked.figures["seconds"], "write": round(perf_counter() - start, 3)}
    return linked.figures | {"seconds": seconds}


def spare(read_from: Iterable[Path], written: Iterable[Path | None]) -> None:
    """Refuse to write over what is read, or one answer over the other: a key least of all.

    Raises:
        Problem: ``over_its_own_input`` with the path, whatever name the same file goes by.
    """
    taken = list(read_from)
    for path in written:
        if path is not None:
            if any(path.resolve() == one.resolve() or (path.exists() and one.exists() and path.samefile(one)) for one in taken):
                raise Problem("over_its_own_input", file=str(path))
            taken.append(path)
