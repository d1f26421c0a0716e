"""The ground under every test: a state folder of its own, keys made, the engine chosen, real databases.

``INTERTRATA_TEST_ENGINE=postgres`` starts a throw-away cluster (tests/cluster.py) and runs on it;
else SQLite files. Nothing here is shared with the state of a person who works in this checkout.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings as laws

SHARED = Path(__file__).resolve().parents[2] / "shared"
laws.register_profile("house", deadline=None)  # a law holds or not; how fast this machine is today is another matter
laws.load_profile("house")
VAR = Path(tempfile.mkdtemp(prefix="intertrata-test-"))
atexit.register(shutil.rmtree, VAR, ignore_errors=True)
for name in [
    name for name in os.environ if name.startswith("INTERTRATA_") and name not in {"INTERTRATA_TEST_ENGINE", "INTERTRATA_REQUIRE"}
]:
    del os.environ[name]
os.environ["INTERTRATA_VAR"] = str(VAR)
os.environ["INTERTRATA_DEMO_LOGINS"] = "sí"
os.environ["DJANGO_SETTINGS_MODULE"] = "intertrata.project.settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in the test's own thread
sys.path.insert(0, str(Path(__file__).parent))

from intertrata.access import keys  # noqa: E402

keys.make(VAR / "keys.json")

if os.environ.get("INTERTRATA_TEST_ENGINE") == "postgres":
    from cluster import start

    cluster = start(VAR / "cluster")
    atexit.register(cluster.stop)
    for setting, base in (("DATABASE", "main"), ("VAULT", "vault"), ("LOG", "log"), ("PUBLIC", "public")):
        os.environ[f"INTERTRATA_{setting}_URL"] = cluster.url(base)

import django  # noqa: E402

django.setup()
# Workers of a parallel run inherit the environment: without this they would set Django up on this process's state.
del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_configure(config):
    config.addinivalue_line("markers", "engines: must hold on SQLite and on PostgreSQL; run on both")
    config.addinivalue_line("markers", "browser: needs Debian's Chromium")
    config.addinivalue_line("markers", "long: takes minutes; CI runs it")
    config.addinivalue_line("markers", "spark: needs pyspark and Java 17; CI runs it")
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        # Workers of xdist inherit the environment; with this name in it pytest-django would read the settings, and this
        # process's state folder with them, before a worker has made its own: all would share one lock and one vault.
        os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_collection_modifyitems(items):
    for item in items:
        if any(item.iter_markers("long")) or any(item.iter_markers("spark")):
            item.add_marker(pytest.mark.timeout(1200))


@pytest.fixture(scope="session")
def shared():
    """The folder of real data beside the checkout; CI requires it, elsewhere its tests say that they skip."""
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail("Falta la carpeta shared/ con los datos reales junto al repositorio; en CI es obligatoria.")
        pytest.skip("No está la carpeta shared/ con los datos reales junto al repositorio.")
    return SHARED


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    """Databases of tests are real files too: a database in memory knows no WAL and no second process."""
    from django.db import connections

    for alias in connections:
        connection = connections[alias]
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(VAR / f"test_{alias}.sqlite3")


@pytest.fixture(autouse=True, scope="session")
def _the_log_is_never_emptied():
    """Its triggers refuse that, in tests as in life: a test that counts looks counts from where it began.

    Triggers of other databases of SQLite step aside while a test's rows are emptied: there that is a DELETE.
    """
    from django.core.management.commands import flush
    from django.db import connections

    handle = flush.Command.handle

    def spare_the_log(self, **options):
        if options["database"] == "log":
            return
        connection = connections[options["database"]]
        triggers = []
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                triggers = cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            handle(self, **options)
            for _, sql in triggers:
                cursor.execute(sql)

    flush.Command.handle = spare_the_log
    yield
    flush.Command.handle = handle
