"""The folder of a cut: one Parquet file a record type and a manifest with their SHA-256, never changed once it stands.

In: sorted tables. Out: ``CutRef``, whose id is the date of the data and the hash of the manifest: the same data make the
same bytes and the same id. A file that is not what the manifest says is refused, whoever changed it and why.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from intertrata.storage.files import UNFINISHED, move_durably
from intertrata.vocabulary.errors import Problem

MANIFEST = "manifest.json"
ROWS_A_GROUP = 122_880  # what DuckDB scans as one piece of work
NO_DATE = "sin-fecha"


@dataclass(frozen=True)
class CutRef:
    """A cut that stands: its id, the newest cut-off date it holds, and per record type the rows and the hash of the file."""

    id: str
    folder: Path
    date: str
    sha256: str
    tables: Mapping[str, Mapping[str, Any]]
    cut_offs: Mapping[str, str]

    def path(self, record_type: str) -> Path:
        """Give the file of a record type, once it has proved to be the one that was cut.

        Raises:
            Problem: ``cut_damaged`` with the cut and the file.
        """
        path = self.folder / f"{record_type}.parquet"
        if record_type not in self.tables or _hash(path) != self.tables[record_type]["sha256"]:
            raise Problem("cut_damaged", cut=self.id, file=path.name)
        return path

    def columns(self, record_type: str) -> tuple[str, ...]:
        """Give the columns of a record type's proved file: an older cut may lack one that is asked for today."""
        return tuple(pq.read_schema(self.path(record_type)).names)

    def registers(self, record_type: str) -> tuple[str, ...]:
        """Give the registers that told records of a type, sorted."""
        return tuple(pl.scan_parquet(self.path(record_type)).select(pl.col("register").unique().sort()).collect()["register"])


def write(tables: Iterable[tuple[str, pl.DataFrame]], cut_offs: Mapping[str, str], *, root: Path) -> CutRef:
    """Write a cut so that it stands whole or not at all, and give it; one that stands already is proved and given as it is.

    Args:
        tables: by record type, sorted by their full key, in any order (``freezing.freeze``).
        cut_offs: by register, the date (ISO) until which it has told us everything.
        root: the folder of all cuts.

    Raises:
        Problem: ``cut_damaged`` where the same cut stands already and its files are not what was written.
    """
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = root / f"{UNFINISHED}{secrets.token_hex(6)}"
    unfinished.mkdir(mode=0o700)
    try:
        manifest = _manifest({name: _write_table(table, unfinished / f"{name}.parquet") for name, table in tables}, cut_offs)
        (unfinished / MANIFEST).write_bytes(manifest)
        folder = root / f"{newest(cut_offs)}_{_short(manifest)}"
        if folder.exists():
            return prove(folder)
        move_durably(unfinished, folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return opened(folder)


def opened(folder: Path) -> CutRef:
    """Give the cut of a folder; its manifest must hash to the id it carries, its files are proved as they are read.

    Raises:
        Problem: ``cut_missing`` where no manifest stands there, ``cut_damaged`` where it is another one.
    """
    try:
        manifest = (folder / MANIFEST).read_bytes()
    except OSError as error:
        raise Problem("cut_missing", cut=folder.name) from error
    if _short(manifest) != folder.name.rpartition("_")[2]:
        raise Problem("cut_damaged", cut=folder.name, file=MANIFEST)
    said = json.loads(manifest)
    return CutRef(folder.name, folder, said["date"], hashlib.sha256(manifest).hexdigest(), said["tables"], said["cut_offs"])


def prove(folder: Path) -> CutRef:
    """Give the cut of a folder with every file of it proved.

    Raises:
        Problem: as ``opened`` and ``CutRef.path``.
    """
    cut = opened(folder)
    for record_type in cut.tables:
        cut.path(record_type)
    return cut


def newest(cut_offs: Mapping[str, str]) -> str:
    """The date of a cut is the date of its data, not of the day it was taken: the same data make the same id."""
    return max(cut_offs.values(), default=NO_DATE)


def _write_table(table: pl.DataFrame, path: Path) -> dict[str, Any]:
    """Write one Parquet file with nothing in it that depends on when or where, and give its row of the manifest."""
    pq.write_table(table.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest()), path, compression="zstd", row_group_size=ROWS_A_GROUP)
    path.chmod(0o600)
    return {"rows": table.height, "sha256": _hash(path)}


def _manifest(tables: Mapping[str, Mapping[str, Any]], cut_offs: Mapping[str, str]) -> bytes:
    said = {"date": newest(cut_offs), "cut_offs": dict(cut_offs), "tables": dict(tables)}
    return json.dumps(said, sort_keys=True, indent=1, ensure_ascii=False).encode()


def _short(manifest: bytes) -> str:
    return hashlib.sha256(manifest).hexdigest()[:16]


def _hash(path: Path) -> str:
    """Hash a file; one that has not been touched since it was last hashed in this process is not read again."""
    try:
        stat = path.stat()
    except OSError:
        return ""
    return _hash_of(path, (stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns))


@lru_cache(maxsize=256)
def _hash_of(path: Path, _stamp: tuple[int, ...]) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
