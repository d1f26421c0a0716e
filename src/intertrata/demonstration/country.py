"""Making the demonstration: the country, what its institutions send of it, and the truth that only tests read.

In: a folder, a number of victims, a seed. Out: files. Same seed, same bytes.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from intertrata.demonstration.apportion import Scale
from intertrata.demonstration.explanations import explain
from intertrata.demonstration.exports import others, poder_judicial, reta, sistra, told_figures
from intertrata.demonstration.exports.deliveries import Csv, Delivery, JsonLines, workbook_or_csv, zipped
from intertrata.demonstration.exports.telling import FIRST, SECOND, Table, tell_table
from intertrata.demonstration.plan import natural_persons, ways
from intertrata.demonstration.standing import Sender
from intertrata.demonstration.truth import Truth
from intertrata.demonstration.world import World, imagine
from intertrata.storage.files import UNFINISHED
from intertrata.vocabulary.errors import Problem

Progress = Callable[[str, int, int | None], None]
"""How the making tells its way: what it does now, how much is done, of how much."""

DEFAULT_PERSONS = natural_persons()
"""The natural size, 4,631 victims: the report's totals come out exactly. Other sizes scale every count."""

MOST_PERSONS = 3_000_000
"""Above it the invented documents would no longer be one a person."""

MAKING, WRITING = "País de demostración", "Exportaciones sintéticas"


@dataclass(frozen=True)
class Made:
    """What was made: the exports in the order in which they were sent, and the truth files."""

    files: tuple[Path, ...]
    truth: tuple[Path, ...]


def make(folder: Path, *, persons: int = DEFAULT_PERSONS, seed: int = 1, progress: Progress | None = None) -> Made:
    """Write the exports of every declared register (one subfolder each) and the truth beside them; what has no row has no file.

    What a former demonstration left in the folder is replaced at the end; a crash before that leaves it as it was.

    Args:
        folder: the demonstration's own folder; made where missing.
        persons: distinct victims in the truth (of trafficking, of related offences, smuggled persons).
        seed: the same seed and number give the same bytes.

    Raises:
        Problem: ``demonstration_size`` where the number is below 1 or above ``MOST_PERSONS``.
    """
    if not 1 <= persons <= MOST_PERSONS:
        raise Problem("demonstration_size", persons=persons, most=MOST_PERSONS)
    tell = progress or _silent
    tell(MAKING, 0, None)
    world = imagine(Scale(persons, DEFAULT_PERSONS), seed)
    tell(MAKING, 1, 1)
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{UNFINISHED}{secrets.token_hex(6)}"
    unfinished.mkdir()
    try:
        made = _write(world, unfinished, tell)
        _replace(unfinished, folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return Made(*(tuple(folder / path.relative_to(unfinished) for path in paths) for paths in made))


def _write(world: World, folder: Path, tell: Progress) -> tuple[list[Path], list[Path]]:
    truth = Truth(folder)
    steps = (_write_reta, _write_sistra, _write_poder_judicial, _write_others, _write_figures)
    files: list[Path] = []
    for number, step in enumerate(steps):
        tell(WRITING, number, len(steps))
        files += step(world, folder, truth)
    explain(world, truth)
    truth.close()
    tell(WRITING, len(steps), len(steps))
    return files, truth.files


def _write_reta(world: World, folder: Path, truth: Truth) -> list[Path]:
    """Two deliveries: the first files of all tables, then the second ones."""
    own = folder / reta.REGISTER
    paths: dict[str, list[Path]] = {FIRST: [], SECOND: []}
    for table in reta.tables(world):
        with ExitStack() as stack:
            deliveries = {}
            for delivery, cut_off in ((FIRST, "2017-03-31"), (SECOND, "2017-09-30")):
                if not table.stands_in(delivery):
                    continue
                own.mkdir(exist_ok=True)
                path = own / f"RETA_{table.name}_corte_{cut_off}_SINTETICO.csv"
                deliveries[delivery] = Csv(path, table.headings, separator=";", encoding="cp1252")
                stack.callback(deliveries[delivery].close)
                paths[delivery].append(path)
            tell_table(table, deliveries, truth, world.seed)
    return paths[FIRST] + paths[SECOND]


def _write_sistra(world: World, folder: Path, truth: Truth) -> list[Path]:
    own = folder / sistra.REGISTER
    paths = []
    for table in filter(_told, sistra.tables(world)):
        own.mkdir(exist_ok=True)
        file = workbook_or_csv(own, f"SISTRA_{table.name}_corte_2017-08-31_SINTETICO", table.headings, table.rows.height)
        with ExitStack() as stack:
            stack.callback(file.close)
            tell_table(table, {SECOND: file}, truth, world.seed)
        paths.append(own / file.name)
    return paths


def _write_poder_judicial(world: World, folder: Path, truth: Truth) -> list[Path]:
    path = folder / poder_judicial.REGISTER / "PJ_trata_corte_2017-06-30_SINTETICO.zip"
    told = [*filter(_told, poder_judicial.tables(world))]
    if not told:
        return []
    path.parent.mkdir()
    with zipped(path) as archive:
        for table in told:
            with ExitStack() as stack:
                file = JsonLines(archive, path, f"PJ_{table.name}_corte_2017-06-30_SINTETICO.jsonl")
                stack.callback(file.close)
                tell_table(table, {SECOND: file}, truth, world.seed)
    return [path]


def _told(table: Table) -> bool:
    """Whether a register that sends once has any row of it to send."""
    return table.stands_in(SECOND)


def _write_others(world: World, folder: Path, truth: Truth) -> list[Path]:
    """Every table that the ways tell, each register in its own kind of file."""
    return [path for sends, table in others.tables(world) for path in _write_one(sends, table, folder, truth, world.seed)]


def _write_figures(world: World, folder: Path, truth: Truth) -> list[Path]:
    """What institutions printed or publish as counts: no person stands in it."""
    return [path for sends, table in told_figures.tables(world) for path in _write_one(sends, table, folder, truth, world.seed)]


def _write_one(sends: Sender, table: Table, folder: Path, truth: Truth, seed: int) -> list[Path]:
    own = folder / sends.register
    cut_offs = {FIRST: sends.first, SECOND: sends.cut_off} if sends.first else {SECOND: sends.cut_off}
    paths = []
    with ExitStack() as stack:
        deliveries = {}
        for delivery, day in cut_offs.items():
            if not table.stands_in(delivery):
                continue
            own.mkdir(exist_ok=True)
            stem = f"{sends.register.upper()}_{table.name}_corte_{day}_SINTETICO"
            path, deliveries[delivery] = stack.enter_context(_opened(sends, own, stem, table))
            paths.append(path)
        tell_table(table, deliveries, truth, seed)
    return paths


@contextmanager
def _opened(sends: Sender, folder: Path, stem: str, table: Table) -> Iterator[tuple[Path, Delivery]]:
    """Open a file of the kind that a register sends."""
    with ExitStack() as stack:
        file: Delivery
        if sends.form == "jsonl":
            path = folder / f"{stem}.zip"
            file = JsonLines(stack.enter_context(zipped(path)), path, f"{stem}.jsonl")
        elif sends.form == "xlsx":
            file = workbook_or_csv(folder, stem, table.headings, table.rows.height)
            path = folder / file.name
        else:
            path = folder / f"{stem}.csv"
            separator, encoding = (";", "cp1252") if sends.form == "csv1252" else (",", "utf-8-sig")
            file = Csv(path, table.headings, separator=separator, encoding=encoding)
        stack.callback(file.close)
        yield path, file


def _replace(unfinished: Path, folder: Path) -> None:
    """Put the new files in the place of a former demonstration's; nothing else in the folder is touched."""
    for register in sorted({reta.REGISTER, sistra.REGISTER, poder_judicial.REGISTER, *ways()["sends"]}):
        shutil.rmtree(folder / register, ignore_errors=True)
    for old in sorted(folder.glob("truth_*.parquet")):
        old.unlink()
    for new in sorted(unfinished.iterdir()):
        new.replace(folder / new.name)


def _silent(what: str, done: int, of: int | None) -> None:
    """Tell nobody."""
