"""Keeping what draws are made from, as long as the run that it belongs to is the last. In: a linked table. Out: one file a run."""

from __future__ import annotations

from intertrata.identity.drawing.ground import ground, packed
from intertrata.identity.drawing.queries import file_of, folder
from intertrata.identity.linking import Linked
from intertrata.storage.files import sweep_unfinished, write_durably


def keep(linked: Linked, *, run: int) -> None:
    """Write the doubts of a run, durably, before it is closed: the file counts once the run does."""
    write_durably(file_of(run), [packed(ground(linked))])


def forget(*, other_than: int) -> None:
    """Remove the doubts of every other run, closed before or never, once this one is."""
    for path in sorted(folder().glob("run-*.parquet")):
        if path != file_of(other_than):
            path.unlink()
    sweep_unfinished(folder())
