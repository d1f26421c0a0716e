"""Files that are there whole or not at all, whatever happens to the machine meanwhile.

In: a path and bytes in pieces. Out: a durable file (write, fsync, rename, fsync of the folder).
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

UNFINISHED = ".unfinished-"


def write_durably(path: Path, pieces: Iterable[bytes]) -> int:
    """Write the pieces to ``path`` so that a crash leaves the file of before or the new one; give the bytes written."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f"{UNFINISHED}{secrets.token_hex(6)}-{path.name}")
    written = 0
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for piece in pieces:
                written += file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return written


def move_durably(unfinished: Path, folder: Path) -> None:
    """Make a finished folder appear under its name at once: fsync each file, rename the folder, fsync its parent."""
    for file in sorted(unfinished.rglob("*")):
        if file.is_file():
            with file.open("rb") as handle:
                os.fsync(handle.fileno())
    sync_folder(unfinished)
    unfinished.replace(folder)
    sync_folder(folder.parent)


def sweep_unfinished(folder: Path) -> int:
    """Remove what a crash left half written in this folder and give how many things that were."""
    left = sorted(folder.glob(f"{UNFINISHED}*")) if folder.is_dir() else []
    for path in left:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    return len(left)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable (POSIX: a rename is safe only once its folder is synced)."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
