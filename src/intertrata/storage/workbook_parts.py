"""The sheets of a workbook as its file tells them, before anything of them is read. In: the open zip of an XLSX. Out: a ``Part`` a sheet."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass

from intertrata.storage.xml_walk import walk

BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


@dataclass(frozen=True)
class Part:
    """One sheet inside the workbook: its name, the file that holds it, whether readers see it."""

    name: str
    path: str
    hidden: bool


def parts(archive: zipfile.ZipFile) -> list[Part]:
    """Give the sheets in the order of the workbook; what is no sheet of cells (a drawing of figures) is none.

    Raises:
        KeyError: the workbook names a sheet without saying where it is. expat.ExpatError: as ``xml_walk``.
    """
    targets: dict[str, str] = {}
    found: list[Part] = []

    def relation(tag: str, told: dict[str, str]) -> None:
        if tag == "Relationship":
            path = told["Target"]
            targets[told["Id"]] = path.removeprefix("/") if path.startswith("/") else f"xl/{path}"

    def sheet(tag: str, told: dict[str, str]) -> None:
        if tag == "sheet" and "worksheets/" in targets[told["id"]]:
            found.append(Part(told["name"], targets[told["id"]], told.get("state", "visible") != "visible"))

    for path, handler in ((RELATIONS, relation), (BOOK, sheet)):
        with archive.open(path) as file:
            walk(file, handler)
    return found
