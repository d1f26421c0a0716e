"""Opening the house: the state folder, the key file, the four databases up to date. In: settings. Out: a Django that is ready.

A key file is made only where there is nothing yet that a lost one could have opened.
"""

from __future__ import annotations

import os
from pathlib import Path

from intertrata.access import keys
from intertrata.project.settings_table import read
from intertrata.vocabulary.errors import Problem


def open_house(*, help_only: bool = False) -> None:
    """Make what a first use needs (folder, keys, tables) and set Django up.

    Raises:
        Problem: ``keys_missing`` where a vault stands whose key file is gone, ``keys_of_another_house`` where it opens nothing
            of this vault, and others of ``access.keys``.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intertrata.project.settings")
    values = read(os.environ)
    path = Path(values["INTERTRATA_KEYS"])
    made = not path.exists() and not _something_to_open(Path(values["INTERTRATA_VAR"]))
    if made:
        _make_keys(path)
    import django

    django.setup()
    if help_only:
        return
    migrate()
    if made:
        _refuse_new_keys_on_old_vault(path)
    else:
        _refuse_keys_of_another_house(path)


def migrate() -> None:
    """Bring the four databases to the models of this version.

    Raises:
        Problem: ``database_silent`` for the first that does not answer.
    """
    from django.core.management import call_command
    from django.db import OperationalError, connections
    from django.db.migrations.executor import MigrationExecutor

    for alias in connections:
        try:
            executor = MigrationExecutor(connections[alias])
        except OperationalError as error:  # its message may hold the address, and that the password
            raise Problem("database_silent", base=alias, engine=connections[alias].vendor) from error
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", database=alias, verbosity=0, interactive=False)


def _make_keys(path: Path) -> None:
    try:
        keys.make(path)
    except OSError as error:
        raise Problem("keys_not_made", file=str(path)) from error


def _something_to_open(var: Path) -> bool:
    return (var / "vault.sqlite3").exists() or (var / "vault").exists()


def _refuse_keys_of_another_house(path: Path) -> None:
    from intertrata.registers import actions

    if not actions.keys_fit():
        raise Problem("keys_of_another_house", file=str(path))


def _refuse_new_keys_on_old_vault(path: Path) -> None:
    """Databases on a server may hold deposits sealed with another key file: then the new one is no key of theirs."""
    from intertrata.registers import queries

    if queries.deposits():
        path.unlink()
        raise Problem("keys_missing", file=str(path))
