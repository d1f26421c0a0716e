"""Files of tokens: the deeds behind ``intertrata tokenise`` and ``link-table --tokens``.

In: a CSV of mentions, files of tokens, a key file. Out: files of tokens, of clusters, of pairs, and figures; no database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import polars as pl

from intertrata.identity.linking import Step, link_table
from intertrata.identity.mentions import read_csv
from intertrata.identity.tables import spare
from intertrata.identity.tokens.encoding import TOLD
from intertrata.identity.tokens.linking import link, tokenise
from intertrata.identity.tokens.model import load
from intertrata.identity.tokens.secret import load as load_key
from intertrata.identity.tokens.tokenfile import read, sealed_rows
from intertrata.storage.files import write_durably
from intertrata.vocabulary.errors import Problem


def tokenise_file(mentions: Path, out: Path, *, key: Path, ids: Path | None = None) -> dict[str, Any]:
    """Make the tokens of a CSV of mentions and write them.

    Args:
        mentions: CSV by the contract of ``link-table``. out: written as record_id,sealed, sorted by record_id (a pseudonym).
        key: K's file. ids: where given, written as record_id,token: the way back, which stays with the register.

    Returns:
        rows; told: what the house will read in clear (``encoding.TOLD``); sealed for everybody else.

    Raises:
        Problem: what ``secret.load`` and ``mentions.read_csv`` raise; ``over_its_own_input``, ``not_writable``.
    """
    spare((mentions, key), (out, ids))
    used = load_key(key)
    made, back = tokenise(read_csv(mentions), used)
    _write(out, sealed_rows(made, used))
    if ids is not None:
        _write(ids, [back.write_csv().encode()])
    return {"rows": len(made.ids), "told": list(TOLD)}


def link_with_tokens(
    mentions: Path,
    out: Path,
    *,
    tokens: Sequence[Path],
    key: Path,
    pairs: Path | None = None,
    engine: str = "duckdb",
    threshold: float | None = None,
    progress: Step | None = None,
) -> dict[str, Any]:
    """Link a CSV of mentions, and to its persons the tokens of registers that hand over no names.

    Args:
        mentions, out, pairs, engine, threshold, progress: as ``identity.tables.link_file`` takes them; the threshold holds for tokens too.
        tokens: files of tokens. key: the file of the K they were made with.

    Returns:
        as ``link_file``, and tokens, tokens_linked (how many are a person of the named mentions); persons and pairs_scored count both.

    Raises:
        Problem: what ``secret.load``, ``tokenfile.read``, ``mentions.read_csv`` and ``link_table`` raise; ``over_its_own_input``,
            ``tokens_record_named`` (a token has the id of a mention), ``not_writable``.
    """
    spare((mentions, key, *tokens), (out, pairs))
    start = perf_counter()
    used = load_key(key)
    held = read(tokens, used)
    table = read_csv(mentions)
    if not set(held.ids).isdisjoint(table["record_id"]):
        raise Problem("tokens_record_named", file=mentions.name)
    seconds = {"read": round(perf_counter() - start, 3)}
    named = link_table(table, engine=engine, threshold=threshold, progress=progress)
    start = perf_counter()
    model = load()
    found = link(table, named.clusters, held, used, model=replace(model, threshold=threshold) if threshold else model)
    seconds |= named.figures["seconds"] | {"tokens": round(perf_counter() - start, 3)}
    start = perf_counter()
    clusters = pl.concat([named.clusters, found.clusters]).sort("record_id")
    _write(out, [clusters.write_csv().encode()])
    if pairs is not None:
        _write(pairs, [pl.concat([named.pairs, found.pairs]).sort("record_id_a", "record_id_b").write_csv().encode()])
    seconds["write"] = round(perf_counter() - start, 3)
    return named.figures | {
        "persons": clusters["person_id"].n_unique(), "tokens": len(held.ids), "token_model": model.version,
        "tokens_linked": len(found.clusters.filter(pl.col("person_id").is_in(named.clusters["person_id"].unique().to_list()))),
        "pairs_scored": named.figures["pairs_scored"] + found.pairs_scored, "seconds": seconds,
    }  # fmt: skip


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    if not path.parent.is_dir():
        raise Problem("not_writable", file=str(path))
    try:
        write_durably(path, pieces)
    except OSError as error:
        raise Problem("not_writable", file=str(path)) from error
