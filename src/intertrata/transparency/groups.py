"""Entities that are asked together, ready to be chosen: whole levels, and those that a published report says it asked.

In: ``groups.toml``, the catalogue, a department to narrow to. Out: frozen ``Group`` values, and the codes of their entities.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from intertrata.transparency import catalogue
from intertrata.transparency.catalogue import Entity
from intertrata.vocabulary.errors import Problem


@dataclass(frozen=True)
class Group:
    """A group: how it is offered, its entities in the order of the file, of how many its source speaks (0: of those), whether it names each."""

    code: str
    es: str
    entities: tuple[Entity, ...]
    narrow: bool
    of: int
    verified: bool
    source: str

    def within(self, department: str) -> list[str]:
        """Give the codes of its entities; of those that have a place only the ones of a department, where one is given.

        Raises:
            Problem: ``group_without_department`` where it is asked of one department at a time and none is given.
        """
        if self.narrow and not department:
            raise Problem("group_without_department", group=self.es)
        return [one.code for one in self.entities if not department or one.department in ("", department)]


@cache
def groups() -> Mapping[str, Group]:
    """Give every group by its code, in the order of the file.

    Raises:
        Problem: ``code_unknown`` or ``entity_unknown``, for the maker, where a row names what there is not.
    """
    told = tomllib.loads(files("intertrata.transparency").joinpath("groups.toml").read_text(encoding="utf-8"))
    return {row["code"]: _group(row) for row in told["group"]}


def _group(row: Mapping[str, Any]) -> Group:
    named = [catalogue.entity(code) for code in row.get("entities", ())]
    whole = [one for level in row["levels"] for one in catalogue.entities(level=level)]
    return Group(row["code"], row["es"], (*named, *whole), row.get("narrow", False), row.get("of", 0), row["verified"], row["source"])
