"""The one DuckDB of a process, in memory: what it needs to start, and what it learns of a Parquet file, is paid once.

In: nothing. Out: a connection of one's own to it, for one question; nothing is ever stored in it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import duckdb

Engine: TypeAlias = "duckdb.DuckDBPyConnection"


def engine() -> Engine:
    """Give a connection for one question, to be closed after it (``with engine() as …``); threads never share one."""
    return _started().cursor()


@cache
def _started() -> Engine:
    import duckdb  # here, since most commands count nothing

    return duckdb.connect()
