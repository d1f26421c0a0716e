"""What draws tell: whose each record might as well be. In: nothing. Out: opaque ids; never a name."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from django.conf import settings

from intertrata.identity import queries as persons
from intertrata.identity.drawing import draws as drawing
from intertrata.identity.drawing.ground import only, unpacked
from intertrata.identity.retraining import queries as models
from intertrata.identity.review import queries as review
from intertrata.vocabulary.errors import Problem


def draws(*, many: int = drawing.MANY, seed: int = 1) -> pl.DataFrame:
    """Give ``draw`` (1 to ``many``), ``record``, ``person`` where a draw of the last linkage differs from ``identity.queries.memberships``; sorted.

    What people decided since holds in every draw. Records that came after that linkage are in none: they stay whose they are. Reserved
    identities are linked by nobody and stand in no draw (SAFEGUARDS 10).

    Raises:
        Problem: ``draws_absent`` before the first linkage, or where its file is gone. ``model_unknown``, ``model_damaged``.
    """
    run = persons.last_whole()
    path = file_of(run.id) if run else None
    if run is None or path is None or not path.is_file():
        raise Problem("draws_absent")
    whose, decided = persons.memberships(), review.constraints()
    theirs = whose["record"].implode()
    held = only(unpacked(path.read_bytes()), whose["record"])  # who was reserved since is nobody's
    settled = decided.filter(pl.col("record_a").is_in(theirs) & pl.col("record_b").is_in(theirs))
    return drawing.draws(held, models.named(run.model).settled(run.mentions, 0.0), whose, decided=settled, many=many, seed=seed)


def folder() -> Path:
    """Give the folder in which each run keeps its doubts."""
    return Path(settings.VAR) / "draws"


def file_of(run: int) -> Path:
    """Give the file of one run."""
    return folder() / f"run-{run}.parquet"
