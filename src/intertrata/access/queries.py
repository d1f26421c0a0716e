"""What access answers: the last looks, for auditors. In: how many. Out: rows of the log without identity."""

from __future__ import annotations

from typing import Any

from intertrata.access.log.models import Look


def looks(*, most: int = 200) -> list[dict[str, Any]]:
    """Give the newest looks first: at, account, deed, thing, thing_id, purpose, origin, found."""
    fields = ("at", "account", "deed", "thing", "thing_id", "purpose", "origin", "found")
    return list(Look.objects.order_by("-id").values(*fields)[:most])
