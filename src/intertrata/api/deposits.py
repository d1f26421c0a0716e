"""Whole exports, from the system of an institution. In: a file, as ``intertrata receive`` takes it. Out: counts, and refusals by rule; no value.

The file stands on the disk of the house, readable by the house only, for as long as it is received; what is kept of it is sealed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from time import time
from typing import Any

import polars as pl
from django.conf import settings
from django.http import HttpRequest
from ninja import Field, File, Form, Router, Schema
from ninja.files import UploadedFile

from intertrata.access.permissions import Scope
from intertrata.api.answers import Wrong
from intertrata.api.tokens import Token, registers_of
from intertrata.figures.actions import file_figures
from intertrata.registers import actions, queries
from intertrata.vocabulary.errors import Problem

LARGEST = 200 << 20
LONGEST_NAME = 120
WHOLE = re.compile("[0-9a-f]{32}")
LASTS = 60 * 60
"""Seconds: no request takes so long."""

router = Router()


class RefusedRows(Schema):
    """How many rows break one rule in one column."""

    column: str
    rule: str
    rows: int


class DepositReceipt(Schema):
    """What became of one table of one file: read = kept + unchanged + corrected + refused."""

    number: str = Field(description="Del recibo: con él se vuelve a pedir.")
    source: str
    table: str
    read: int
    kept: int
    unchanged: int
    corrected: int
    refused: int
    vanished: int
    waits: int = Field(description="Números de caso que cita y nadie había enviado cuando se recibió; se enlazan solos cuando lleguen.")
    refusals: list[RefusedRows]


class DepositReceipts(Schema):
    """The receipts of one file, a table each."""

    deposits: list[DepositReceipt]


class Said(Schema):
    """What the sender says of the file besides its rows."""

    cut_off: date | None = Field(
        None, description="Día del corte. Si no se dice: el que diga el nombre del archivo, su columna de corte, u hoy."
    )
    synthetic: bool = Field(False, description="Que todas sus personas son inventadas.")


ANSWERS = {200: DepositReceipts, 400: Wrong, 401: Wrong, 403: Wrong, 413: Wrong, 422: Wrong, 503: Wrong}


@router.post("/deposits", response=ANSWERS, auth=Token(Scope.DEPOSITS))
def send_deposit(request: HttpRequest, said: Form[Said], file: File[UploadedFile]) -> Any:
    """Recibe un envío entero: CSV, XLSX, líneas JSON, o un zip de estos. Cada fila queda guardada o rechazada con su regla."""
    if (file.size or 0) > LARGEST:
        raise Problem("api_too_large")
    folder = Path(settings.VAR) / "incoming"
    folder.mkdir(mode=0o700, exist_ok=True)
    forget_what_a_crash_left(folder)
    with TemporaryDirectory(dir=folder) as held:
        path = Path(held) / (Path(file.name or "").name.replace("\0", "")[-LONGEST_NAME:] or "envio")
        _write(path, file.chunks())
        told = actions.receive(
            [path], by=request.auth.get_username(), cut_off=said.cut_off, synthetic=said.synthetic, among=registers_of(request)  # type: ignore[attr-defined]
        )  # fmt: skip
        file_figures()
    return {"deposits": [_shown(queries.deposit(one.deposit)) for one in told]}


@router.get(
    "/deposits/{number}",
    url_name="api_deposit",
    response={200: DepositReceipt, 401: Wrong, 404: Wrong, 422: Wrong},
    auth=Token(Scope.DEPOSITS),
)
def deposit(request: HttpRequest, number: str) -> Any:
    """El recibo de un envío, para quien lo mandó."""
    if WHOLE.fullmatch(number):  # by the first digits one would learn which others there are
        with suppress(Problem):
            found = queries.deposit(number)
            if found.sender == request.auth.get_username():  # type: ignore[attr-defined]
                return _shown(found)
    raise Problem("deposit_not_sent")


def forget_what_a_crash_left(folder: Path) -> None:
    """Remove what no request is receiving any more: nothing in clear outlives its request for long."""
    for one in folder.iterdir():
        with suppress(FileNotFoundError):  # another request ends meanwhile
            if time() - one.stat().st_mtime <= LASTS:
                continue
            if one.is_dir():
                rmtree(one, ignore_errors=True)
            else:
                one.unlink()


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    with path.open("xb") as out:
        for piece in pieces:
            out.write(piece)


def _shown(one: queries.Delivered) -> dict[str, Any]:
    broken = queries.refusals(one.id).group_by("column", "rule").agg(pl.col("line").n_unique().alias("rows")).sort("column", "rule")
    counts = {name: getattr(one, name) for name in ("table", "read", "kept", "unchanged", "corrected", "refused", "vanished", "waits")}
    return {"number": one.id, "source": one.register, **counts, "refusals": broken.rows(named=True)}
