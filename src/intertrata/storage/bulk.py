"""Rows in and out by the hundred thousand, on SQLite and on PostgreSQL, by the way each engine likes best.

In: the alias of a database, a table, columns, plain rows. Out: rows as tuples, UUIDs as 32 hex digits
on both engines. ``bulk_create`` took 50 s where this takes 10 (DESIGN.md §8).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connections, transaction

BATCH = 50_000

# SQLite asks its own driver to write a UUID as Django does: 32 hex digits. Row by row in Python it costs 3 s a million.
sqlite3.register_adapter(UUID, lambda value: value.hex)

Row = tuple[Any, ...]


def insert_rows(
    alias: str, table: str, columns: Sequence[str], rows: Iterable[Row], *, ignore_repeats: bool = False, replace: Sequence[str] = ()
) -> int:  # fmt: skip
    """Insert the rows, each batch of 50,000 in one transaction, and give their number.

    Args:
        alias: the database (``default``, ``vault``, ``log``, ``public``).
        table: the table's name as Django made it.
        columns: the columns' names, in the order of each row's values.
        rows: values; UUIDs as ``UUID`` or 32 hex digits.
        ignore_repeats: leave a row out where its primary key stands already (an idempotent write).
        replace: the columns of the primary key, where a row is to take the place of the one that stands under it.
    """
    connection = connections[alias]
    insert = _copy if connection.vendor == "postgresql" else _execute_many
    twice = _on_repeat(columns, ignore_repeats=ignore_repeats, replace=replace)
    iterator, written = iter(rows), 0
    while batch := list(islice(iterator, BATCH)):
        with transaction.atomic(using=alias):
            insert(connection, table, columns, batch, twice)
        written += len(batch)
    return written


def read_rows(alias: str, sql: str, parameters: Sequence[Any] = ()) -> Iterator[list[Row]]:
    """Run a SELECT and give its rows in batches of 50,000, in the query's order; UUIDs come as 32 hex digits.

    On PostgreSQL the rows are drawn through a server-side cursor, so that memory stays bounded.
    """
    connection = connections[alias]
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        yield from _draw(connection, sql, parameters)
        return
    cursor = connection.connection.cursor()
    cursor.execute(sql.replace("%s", "?"), tuple(parameters))
    while batch := cursor.fetchmany(BATCH):
        yield batch


def few_rows(alias: str, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """Run a SELECT that gives a few rows, in one round and prepared, for what answers while somebody waits; UUIDs come as 32 hex digits.

    A list of numbers among the parameters is written ``column IN %s``; the text of the query, and so its plan, is the same however long it is.
    """
    connection = connections[alias]
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        import psycopg  # here, since only a server needs it

        # Django's own cursors write the values into the text: nothing could be prepared, and bytes would travel as text.
        cursor = psycopg.Cursor(connection.connection)
        rows = cursor.execute(sql.replace("IN %s", "= ANY(%s::bigint[])"), parameters, prepare=True, binary=True).fetchall()
        return [tuple(value.hex if isinstance(value, UUID) else value for value in row) for row in rows]
    asked = sql.replace("IN %s", "IN (SELECT value FROM json_each(%s))").replace("%s", "?")
    told = [json.dumps(one) if isinstance(one, list) else one for one in parameters]
    return list(connection.connection.cursor().execute(asked, told).fetchall())


def _on_repeat(columns: Sequence[str], *, ignore_repeats: bool, replace: Sequence[str]) -> str:
    """What becomes of a row whose primary key stands already, in words that both engines know; nothing said: it is an error."""
    if ignore_repeats:
        return "ON CONFLICT DO NOTHING"
    told = ", ".join(f'"{column}" = excluded."{column}"' for column in columns if column not in replace)
    return f"ON CONFLICT ({', '.join(replace)}) DO UPDATE SET {told}" if replace else ""


def _execute_many(connection: Any, table: str, columns: Sequence[str], rows: list[Row], twice: str) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join("?" for _ in columns)
    cursor = connection.connection.cursor()
    cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places}) {twice}', rows)


def _copy(connection: Any, table: str, columns: Sequence[str], rows: list[Row], twice: str) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    target = f"loading_{table}" if twice else table
    with connection.cursor() as wrapped:
        cursor = wrapped.cursor
        if twice:
            # COPY knows no ON CONFLICT: the rows land in a table of this transaction, then only the new ones go on.
            cursor.execute(f'CREATE TEMPORARY TABLE "{target}" (LIKE "{table}" INCLUDING DEFAULTS)')
        with cursor.copy(f'COPY "{target}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        if twice:
            cursor.execute(f'INSERT INTO "{table}" ({names}) SELECT {names} FROM "{target}" {twice}')
            cursor.execute(f'DROP TABLE "{target}"')


def _draw(connection: Any, sql: str, parameters: Sequence[Any]) -> Iterator[list[Row]]:
    with transaction.atomic(using=connection.alias), connection.chunked_cursor() as wrapped:
        wrapped.cursor.execute(sql, tuple(parameters))
        while batch := wrapped.cursor.fetchmany(BATCH):
            yield [tuple(value.hex if isinstance(value, UUID) else value for value in row) for row in batch]
