"""A delivery read twice: once to see what it says and whether it can be taken, once to hand over what must be kept.

In: a fitted sheet, the key of ids, a verdict for each row. Out: ``Examined``, then ``Parcel`` after ``Parcel``. The second
reading judges only the rows that are new, corrected or refused; where there are none it does not take place.
Reading holds one batch in memory; of the whole, only ids and lines (some 70 bytes a row). A delivery of few rows is held as it was
judged and read once: most registers send little, and reading again would be most of what receiving them costs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from intertrata.registers.checking.places import OTHER_SCHEME
from intertrata.registers.checking.rows import FAULT, KEY_BETWEEN, Checked, RowCheck
from intertrata.registers.declaration import RETURNED_COLUMNS, Check, Table, heading
from intertrata.registers.ids import Ids, content, payload_and_identity
from intertrata.registers.interviews import ROWS as INTERVIEWS
from intertrata.registers.interviews import keys_of_cases
from intertrata.registers.marks import SYNTHETIC_VALUES
from intertrata.registers.reading.matching import SYNTHETIC, Fitted
from intertrata.registers.reading.sheet import LINE, Batch, Notes
from intertrata.registers.state import CLASHING, REFUSED, WRITTEN, Change
from intertrata.vocabulary.codes import fold
from intertrata.vocabulary.errors import Problem

ROWS = pl.Schema({LINE: pl.Int64(), "record": pl.Binary(), "version": pl.Binary()})
SPOILED_TEXT = RETURNED_COLUMNS[-1]
FEW_OF_ANOTHER_SCHEME = 20
SHARE_OF_ANOTHER_SCHEME = 0.1  # RENIEC gives 4 of 10 of its codes to nobody in INEI: a column of RENIEC shows far more than slips do
REPEATED_KEY = "repeated_key"
FEW_ROWS = 2_000
"""Up to so many rows a delivery is held between the two readings."""

Told = Callable[[int], None]


@dataclass(frozen=True)
class Examined:
    """What the first reading found. ``rows``: ``line``, ``record``, ``version``, null where they cannot be told. ``filled``: how
    many good rows fill each field. ``keyless``: refused rows whose key cannot be read. ``synthetic``: every row says so, and none
    was unreadable. ``denied``: some row says that it is not. ``held``: the whole of a small delivery as read and as judged.
    ``interviews``: of a table of single interviews, its good rows (``interviews.ROWS``). ``second``: what other records say is wrong."""

    fitted: Fitted
    rows: pl.DataFrame
    notes: Notes
    filled: dict[str, int]
    keyless: int
    synthetic: bool
    denied: bool
    cut_off: date | None
    returned_from: str
    held: tuple[Batch, Checked] | None = None
    interviews: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=INTERVIEWS))
    second: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FAULT))

    def without(self, lines: pl.Series, check: Check) -> Examined:
        """Give the same with these lines refused, because of what other records say."""
        told = (pl.lit(check.column).alias("column"), pl.lit(check.kind).alias("rule"), pl.lit(check.through).alias("expected"))
        version = pl.when(~pl.col(LINE).is_in(lines.implode())).then("version").alias("version")
        return replace(self, rows=self.rows.with_columns(version), second=lines.to_frame(LINE).with_columns(*told))


@dataclass(frozen=True)
class Parcel:
    """What one batch gives to keep: ``events`` (record, version, line, payload), ``mentions`` (version, identity), ``refused``
    (line, cells as JSON), ``refusals`` (line, column, rule, expected). Ids are 32 hex digits."""

    events: list[tuple[str, str, int, str]]
    mentions: list[tuple[str, str]]
    refused: list[tuple[int, str]]
    refusals: list[tuple[int, str, str, str]]


def examine(fitted: Fitted, *, ids: Ids, today: date, told: Told) -> Examined:
    """Read and check the whole sheet, keeping ids and counts only.

    Raises:
        Problem: what reading says; ``header_only``; ``ubigeo_column_other_scheme`` where a whole column is of another scheme;
            ``returned_from_several``.
    """
    looking = _Look(fitted, ids, today)
    for batch in fitted.sheet.batches(looking.notes):
        looking.at(batch)
        told(looking.read)
    return looking.done()


def parcels(examined: Examined, made: Change, *, today: date, told: Told) -> Iterator[Parcel]:
    """Read the sheet again and give what must be kept, batch by batch."""
    wanted = made.rows.filter(pl.col("verdict").is_in([*WRITTEN, REFUSED, CLASHING])).sort(LINE)
    if not wanted.height:
        return
    table, checks, done = examined.fitted.table, RowCheck(examined.fitted, today.isoformat()), 0
    for batch in [examined.held[0]] if examined.held else examined.fitted.sheet.batches(Notes()):
        done += batch.rows.height + len(batch.spoiled)
        verdicts = batch.rows.join(wanted, on=LINE, how="inner", maintain_order="left").select(
            LINE, "record", "version", "verdict", "other"
        )
        rows = batch.rows.join(verdicts.select(LINE), on=LINE, how="semi", maintain_order="left")
        if examined.held:
            checked = examined.held[1].of(batch.rows[LINE].is_in(verdicts[LINE].implode()))
        else:
            checked = checks.check(Batch(rows, batch.spoiled, batch.faults))
        second = examined.second.join(batch.rows, on=LINE, how="semi", maintain_order="left")
        faults = pl.concat([checked.faults, second])
        yield Parcel(*_kept(checked, verdicts, table), *_sent_back(examined.fitted, batch, faults, verdicts, rows=rows))
        told(done)


def _kept(checked: Checked, verdicts: pl.DataFrame, table: Table) -> tuple[list[tuple[str, str, int, str]], list[tuple[str, str]]]:
    payload, identity = payload_and_identity(checked, table)
    rows = verdicts.with_columns(payload.alias("payload"), identity.alias("identity")).filter(pl.col("verdict").is_in(WRITTEN))
    rows = rows.with_columns(pl.col("record", "version").bin.encode("hex"))
    events = list(zip(*(rows[name].to_list() for name in ("record", "version", LINE, "payload")), strict=True))
    return events, rows.select("version", "identity").rows() if table.record_type.identity_fields else []


def _sent_back(
    fitted: Fitted, batch: Batch, faults: pl.DataFrame, verdicts: pl.DataFrame, *, rows: pl.DataFrame
) -> tuple[list[tuple[int, str]], list[tuple[int, str, str, str]]]:
    clashing = verdicts.filter(pl.col("verdict") == CLASHING)
    refusals = faults.rows() + [
        (line, fitted.table.key[0], REPEATED_KEY, str(other)) for line, other in clashing.select(LINE, "other").rows()
    ]
    bad = rows.join(verdicts.filter(pl.col("verdict").is_in([REFUSED, CLASHING])).select(LINE), on=LINE, how="semi", maintain_order="left")
    names = [name or f"({place + 1})" for place, name in enumerate(fitted.sheet.header)]
    cells = bad.select(pl.struct(pl.col(str(place)).alias(name) for place, name in enumerate(names)).struct.json_encode()).to_series()
    spoiled = pl.DataFrame({SPOILED_TEXT: [row.text for row in batch.spoiled]}, schema={SPOILED_TEXT: pl.String})
    texts = spoiled.select(pl.struct(SPOILED_TEXT).struct.json_encode()).to_series()
    refused = [
        *zip(bad[LINE].to_list(), cells.to_list(), strict=True),
        *zip([row.line for row in batch.spoiled], texts.to_list(), strict=True),
    ]
    return sorted(refused), sorted(refusals)


class _Look:
    """What is gathered while the first reading goes on."""

    def __init__(self, fitted: Fitted, ids: Ids, today: date) -> None:
        self._fitted, self._ids = fitted, ids
        self._checks = RowCheck(fitted, today.isoformat())
        self._rows: list[pl.DataFrame] = []
        self._filled: Counter[str] = Counter()
        self._of_another: Counter[str] = Counter()
        self._marks_at = [str(place) for place, name in enumerate(fitted.sheet.header) if heading(name) in SYNTHETIC]
        self._marked, self._denied = bool(self._marks_at), False
        self._returned: set[str] = set()
        self._cut_off = ""
        self._held: tuple[Batch, Checked] | None = None
        self._single = fitted.table.check("single_interview")
        self._interviews = [pl.DataFrame(schema=INTERVIEWS)]
        self._batches = 0
        self.notes: Notes = Notes()
        self.read = 0

    def at(self, batch: Batch) -> None:
        """Look at one batch."""
        self.read += batch.rows.height + len(batch.spoiled)
        checked = self._checks.check(batch)
        self._batches += 1
        self._held = (batch, checked) if self._batches == 1 and self.read <= FEW_ROWS else None
        self.notes += checked.notes
        records = self._ids.records(checked.keys)
        versions = self._ids.versions(records, content(checked, self._fitted.table)).set(~checked.good, None)
        self._rows.append(pl.DataFrame([checked.lines, records, versions]))
        self._rows.append(pl.DataFrame([(row.line, None, None) for row in batch.spoiled], schema=ROWS, orient="row"))
        if self._single is not None:
            told = _interviews(checked, self._fitted.table, self._single, self._ids)
            self._interviews.append(told.with_columns(records, versions).select(*INTERVIEWS))
        self._marks(batch)
        self._count(checked)

    def _count(self, checked: Checked) -> None:
        for column, values in zip(self._fitted.table.columns, checked.values, strict=True):
            if column.field is not None:
                self._filled[column.field.name] += int((values.is_not_null() & checked.good).sum())
            if column.name == self._fitted.table.cut_off and column.type == "date":
                self._cut_off = max(self._cut_off, str(values.max() or ""))
        other = checked.faults.filter(pl.col("rule") == OTHER_SCHEME)
        self._of_another.update(other["column"].to_list())

    def done(self) -> Examined:
        """Give what was gathered."""
        if not self.read:
            raise Problem("header_only", file=self._fitted.sheet.file)
        for column, count in sorted(self._of_another.items()):
            if count >= FEW_OF_ANOTHER_SCHEME and count >= SHARE_OF_ANOTHER_SCHEME * self.read:
                raise Problem("ubigeo_column_other_scheme", file=self._fitted.sheet.file, column=column, rows=count)
        if len(self._returned) > 1:
            raise Problem("returned_from_several", file=self._fitted.sheet.file)
        rows = pl.concat(self._rows).sort(LINE)
        if self._fitted.table.repeats == "parts":
            rows = self._parts(rows)
        keyless = int((rows["record"].is_null() & rows["version"].is_null()).sum())
        day = date.fromisoformat(self._cut_off) if len(self._cut_off) == 10 else None
        returned = next(iter(self._returned), "")
        interviews = pl.concat(self._interviews).filter(pl.col("version").is_not_null())
        return Examined(
            self._fitted, rows, self.notes, dict(self._filled), keyless, self._marked, self._denied, day, returned, self._held, interviews
        )

    def _marks(self, batch: Batch) -> None:
        """What the rows say of being synthetic; nobody knows what a row that cannot be split says (SAFEGUARDS 19)."""
        self._marked = self._marked and not batch.spoiled
        for place in self._marks_at:
            said = {fold(text) for text in batch.rows[place].unique().to_list()}
            self._marked = self._marked and said <= SYNTHETIC_VALUES
            self._denied = self._denied or not said <= SYNTHETIC_VALUES | {""}
        if self._fitted.returned_from is not None:
            self._returned.update(text.strip() for text in batch.rows[str(self._fitted.returned_from)].unique().to_list())

    def _parts(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Give identical rows ids of their own, by their number: here they are parts, not one row said twice."""
        good = pl.col("version").is_not_null()
        numbered = rows.with_columns(pl.when(good).then(pl.int_range(pl.len()).over("record", "version")).alias("number"))
        again = numbered.filter(pl.col("number") > 0)
        if not again.height:
            return rows
        self.notes["identical_parts", ""] = again.height
        found = [
            (line, self._ids.part(record, number), self._ids.part(version, number))
            for line, record, version, number in again.select(LINE, "record", "version", "number").rows()
        ]
        return rows.update(pl.DataFrame(found, schema=ROWS, orient="row"), on=LINE)


def _interviews(checked: Checked, table: Table, check: Check, ids: Ids) -> pl.DataFrame:
    """What makes each row of a batch the same person's, about the same facts, later (``interviews.ROWS`` without ids of records)."""
    told = {column.name: (column.type, values) for column, values in zip(table.columns, checked.values, strict=True)}
    codes = pl.DataFrame([told[name][1].str.to_uppercase().alias(name) for name in check.same])
    code = codes.select(pl.concat_str(pl.all(), separator=KEY_BETWEEN)).to_series()
    kind, numbers = told[check.through]
    cases = keys_of_cases(numbers.str.json_decode(pl.List(pl.String)) if kind == "texts" else numbers)
    day, reason = told[check.on][1].alias("day"), told[check.column][1].is_not_null().alias("reason")
    return pl.DataFrame([checked.lines, ids.persons(code), day, reason, cases.alias("cases")])
