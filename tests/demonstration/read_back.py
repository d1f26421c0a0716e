"""A demonstration country read back from its files as a stranger would read them. In: its folder. Out: tables of text."""

import io
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import fastexcel
import polars as pl

from intertrata.demonstration import make

FIRST, SECOND = "2017-03-31", "2017-09-30"


def read(folder: Path, register: str, table: str, cut_off: str = "") -> pl.DataFrame:
    """The rows of one exported table as text, with ``file`` and ``line`` as a receiver numbers them: its last delivery, or that of the day."""
    if register == "poder_judicial":
        (path,) = (folder / register).glob("*.zip")
        return _members(path, f"_{table}_")
    *_, path = sorted((folder / register).glob(f"*_{table}_corte_{cut_off}*"))
    if path.suffix == ".zip":
        return _members(path, f"_{table}_")
    if path.suffix == ".xlsx":
        return _numbered(fastexcel.read_excel(path).load_sheet(0, dtypes="string").to_polars(), path.name, 2)
    raw = path.read_bytes()
    marked = raw.startswith(b"\xef\xbb\xbf")
    text = raw.decode("utf-8-sig" if marked else "cp1252")
    return _numbered(pl.read_csv(io.StringIO(text), separator="," if marked else ";", infer_schema=False), path.name, 2)


def _members(path: Path, part: str) -> pl.DataFrame:
    with zipfile.ZipFile(path) as archive:
        member = next(name for name in archive.namelist() if part in name)
        rows = [json.loads(line) for line in archive.read(member).decode().splitlines()]
    texts = [{name: None if value is None else str(value) for name, value in row.items()} for row in rows]
    return _numbered(pl.DataFrame(texts, infer_schema_length=None), f"{path.name}/{member}", 1)


def _numbered(rows: pl.DataFrame, file: str, first: int) -> pl.DataFrame:
    return rows.with_row_index("line", offset=first).with_columns(pl.lit(file).alias("file"), pl.col("line").cast(pl.Int64))


@dataclass
class Country:
    """A demonstration on disk: what was sent, what is true."""

    folder: Path
    persons: int
    _held: dict[tuple[str, ...], pl.DataFrame] = field(default_factory=dict)

    def sent(self, register: str, table: str, cut_off: str = "") -> pl.DataFrame:
        """All rows of a table."""
        key = (register, table, cut_off)
        if key not in self._held:
            self._held[key] = read(self.folder, register, table, cut_off)
        return self._held[key]

    def kept(self, register: str, table: str, cut_off: str = "") -> pl.DataFrame:
        """The rows that a receiver keeps: those that the truth does not say must be refused."""
        refused = self.truth("refusals").select("file", "line")
        return self.sent(register, table, cut_off).join(refused, on=["file", "line"], how="anti", maintain_order="left")

    def truth(self, name: str) -> pl.DataFrame:
        """One table of the truth."""
        key = ("truth", name)
        if key not in self._held:
            self._held[key] = pl.read_parquet(self.folder / f"truth_{name}.parquet")
        return self._held[key]


def made(folder: Path, persons: int, seed: int = 1) -> Country:
    make(folder, persons=persons, seed=seed)
    return Country(folder, persons)
