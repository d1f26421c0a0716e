"""Which database holds which room. In: database URLs and app labels. Out: Django's settings and its router.

Routing is by app label: a router by model name breaks ``migrate`` (DESIGN.md §8).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from intertrata.vocabulary.errors import Problem

HOMES = {"vault": "vault", "log": "log", "commitments": "public", "publication": "public"}


class Router:
    """Send each app to its home and refuse to mix homes; what has no home of its own lives in ``default``."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return HOMES.get(model._meta.app_label, "default")

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return self.db_for_read(one) == self.db_for_read(other)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return HOMES.get(app_label, "default") == db


def database(url: str) -> dict[str, Any]:
    """Turn ``sqlite:///PATH`` (four slashes before an absolute one) or ``postgresql://user:password@host:port/name`` into Django's dictionary.

    Raises:
        Problem: ``database_url`` where the scheme is another.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA temp_store=MEMORY;PRAGMA cache_size=-65536;",
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
        }
    raise Problem("database_url", scheme=parts.scheme or "(vacío)")
