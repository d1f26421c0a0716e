"""Opaque ids of records and versions, and what is put under them: all of it from one checked batch.

In: checked rows and the key of ids. Out: ids as 16 bytes, content as JSON. An id is an HMAC of register, table and key (a
version's: of its record and content), so the same delivery gives the same ids on any machine that holds the key,
and a register that uses the DNI as its key gives none away.
"""

from __future__ import annotations

import hmac
from hashlib import blake2b

import numpy as np
import polars as pl

from intertrata.registers.checking.codes import as_list
from intertrata.registers.checking.content import as_json
from intertrata.registers.checking.people import derived_of_person
from intertrata.registers.checking.rows import Checked
from intertrata.registers.declaration import Table
from intertrata.vocabulary.records import FieldType

ID_BYTES = 16
BETWEEN = b"\x1f"
PERSON = b"person"
NUMBER, KEY_BYTES = b"case number", 8
PAYLOAD, IDENTITY, REST = "payload", "identity", "rest"
STATED_AGE, BIRTH, EVENT = "age", "birth_date", "event_date"
Fields = dict[str, tuple[FieldType, pl.Series]]


class Ids:
    """Makes the ids of one table's records."""

    def __init__(self, key: bytes, table: Table) -> None:
        self._key = key
        self._table = BETWEEN.join((table.register.encode(), table.name.encode(), b""))

    def records(self, keys: pl.Series) -> pl.Series:
        """Give the id of each key's record, null where the key is null."""
        key, table = self._key, self._table
        texts = keys.cast(pl.Binary).to_list()
        return pl.Series(
            "record", [None if text is None else hmac.digest(key, table + text, "sha256")[:ID_BYTES] for text in texts], pl.Binary
        )

    def versions(self, records: pl.Series, content: pl.Series) -> pl.Series:
        """Give the id of each record's content, null where the record has none."""
        key = self._key
        pairs = zip(records.to_list(), content.cast(pl.Binary).to_list(), strict=True)
        ids = [None if one is None else hmac.digest(key, one + text, "sha256")[:ID_BYTES] for one, text in pairs]
        return pl.Series("version", ids, pl.Binary)

    def persons(self, codes: pl.Series) -> pl.Series:
        """Give what stands for the person that each code names in this table and in no other, null where there is no code."""
        key, table = self._key, BETWEEN.join((PERSON, self._table))
        texts = codes.cast(pl.Binary).to_list()
        return pl.Series(
            "person", [None if text is None else hmac.digest(key, table + text, "sha256")[:ID_BYTES] for text in texts], pl.Binary
        )

    def part(self, record: bytes, number: int) -> bytes:
        """Give the id of the nth row that is identical to another and still a part of its own."""
        return hmac.digest(self._key, record + BETWEEN + str(number).encode(), "sha256")[:ID_BYTES]


def keyed_numbers(keys: pl.Series, key: bytes) -> pl.Series:
    """Give what stands for each key of a case number, 64 bits, null where it is null: enough to compare by, and nobody's number.

    Keyed BLAKE2 (RFC 7693): a delivery tells two numbers a row, and an HMAC takes three times as long. Two numbers that got one key would
    wait and close as one, in one reference wrongly; among ten million numbers that happens in one house of 370,000 (n²/2 of 2^64).
    """
    known = keys.drop_nulls().to_list()
    digests = b"".join([blake2b(one.encode(), digest_size=KEY_BYTES, key=key, person=NUMBER).digest() for one in known])
    found = np.zeros(len(keys), np.uint64)
    found[keys.is_not_null().to_numpy()] = np.frombuffer(digests, "<u8")
    return pl.Series(keys.name, found).set(keys.is_null(), None)


def content(checked: Checked, table: Table) -> pl.Series:
    """Give what each row says in all declared columns, as one text: what a version is an HMAC of."""
    parts = [as_json(fields, rows=len(checked.lines)) for fields in _sorted_out(checked, table).values()]
    return pl.select(pl.concat_str(parts, separator="\n")).to_series()


def payload_and_identity(checked: Checked, table: Table) -> tuple[pl.Series, pl.Series]:
    """Give each row's payload (with what is derived) and its identity, as JSON, apart."""
    fields = _sorted_out(checked, table)
    told = fields[PAYLOAD] | _derived(checked, table, fields)
    return as_json(told, rows=len(checked.lines)), as_json(fields[IDENTITY], rows=len(checked.lines))


def _sorted_out(checked: Checked, table: Table) -> dict[str, Fields]:
    """Sort the declared columns by where they are kept: payload, identity, or nowhere but in the version's HMAC."""
    found: dict[str, Fields] = {PAYLOAD: {}, IDENTITY: {}, REST: {}}
    for column, values in zip(table.columns, checked.values, strict=True):
        if column.field is None:
            found[REST][column.name] = (column.type, values)
        else:
            found[IDENTITY if column.identity else PAYLOAD][column.field.name] = (column.type, values)
    return found


def _derived(checked: Checked, table: Table, fields: dict[str, Fields]) -> Fields:
    """What no column says: constants, places told by names, and a person's age, minority and age group."""
    rows = len(checked.lines)
    found: Fields = {name: ("territory", values) for name, values in checked.places.items()}
    for derive in table.derives:
        if derive.constant:
            told = as_list([derive.constant]) if derive.field.type in {"codes", "texts"} else derive.constant
            found[derive.field.name] = (derive.field.type, pl.repeat(told, rows, dtype=pl.String, eager=True))
    if table.record_type.of != "person":
        return found
    said = fields[PAYLOAD] | fields[IDENTITY]
    columns = {
        name: said[name][1] if name in said else pl.repeat(None, rows, dtype=pl.String, eager=True) for name in (STATED_AGE, BIRTH, EVENT)
    }
    derived = derived_of_person(pl.DataFrame(columns))
    for name in derived.columns:
        field = table.record_type.field(name)
        if field is not None and (name == STATED_AGE or name not in said):
            found[name] = (field.type, derived[name])
    return found
