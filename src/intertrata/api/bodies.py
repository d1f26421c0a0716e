"""The body of a request as JSON in which every name stands once. In: bytes. Out: values, or a problem that says which name stands twice.

Most readers of JSON take the last of two values in silence (RFC 8259 §4): what a sender meant, nobody knows, so nothing is taken. A name is
said back only where the description has it; any other may be somebody's.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from intertrata.vocabulary.errors import Problem

OTHER = "un nombre que la descripción no tiene"


def read(body: bytes, known: Collection[str], **written: Any) -> Any:
    """Read a body.

    Args:
        known: the names that may be said back. written: as ``json.loads`` takes it.

    Raises:
        Problem: ``api_repeated``. ValueError, RecursionError: it is no JSON.
    """
    return json.loads(body, object_pairs_hook=lambda pairs: once(pairs, known), **written)


def once(pairs: list[tuple[str, Any]], known: Collection[str]) -> dict[str, Any]:
    """Give an object of which each name stands once; in one pass, since a body of two megabytes may hold a quarter of a million names.

    Raises:
        Problem: ``api_repeated``.
    """
    told = dict(pairs)
    if len(told) != len(pairs):
        twice = {name if name in known else OTHER for name, times in Counter(name for name, _ in pairs).items() if times > 1}
        raise Problem("api_repeated", fields=", ".join(sorted(twice)))
    return told


class Once(Parser):
    """Reads the bodies that the framework reads."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = frozenset(known)

    def parse_body(self, request: HttpRequest) -> Any:
        """Give the body. Raises as ``read``; the framework says a problem of ours as the cause of its own (``answers``)."""
        return read(request.body, self._known)
