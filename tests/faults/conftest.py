"""The house under attack: marked persons received, linked, cut and counted by the real command, with everything it says kept."""

import re
from contextlib import ExitStack

import planted
import pytest
from attacked import run
from django.conf import settings as configured
from django.db import connections, transaction
from django.test import Client

from intertrata.access.actions import DEMONSTRATION_ACCOUNTS, make_demonstration_accounts
from intertrata.access.models import Account


@pytest.fixture(scope="session")
def deliveries(tmp_path_factory):
    """Folders of what is received and of what cannot be, outside of any state."""
    folder = tmp_path_factory.mktemp("planted")
    for name, files in (("good", planted.deliveries(planted.headings())), ("bad", planted.bad_files(planted.headings()))):
        (folder / name).mkdir()
        for file, data in files.items():
            (folder / name / file).write_bytes(data if isinstance(data, bytes) else data.encode())
    (folder / "menciones.csv").write_text(
        planted.table([
            {"record_id": str(n), "given_names": "ZZMARCATRES", "surname_1": "ZZMARCAUNO", "document_number": "99900011"} for n in range(3)
        ], delimiter=","), encoding="utf-8",
    )  # fmt: skip
    (folder / "menciones-rotas.csv").write_text("record_id,surname_1\n1,ZZMARCAUNO,99900011\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def house(deliveries, tmp_path_factory):
    """The house after every command has been typed once for people and once for machines."""
    root = tmp_path_factory.mktemp("attacked") / "root"
    (root / "var" / "sources").mkdir(parents=True)
    (root / "var" / "sources" / "propio.toml").write_text(planted.OWN_SOURCE, encoding="utf-8")
    good, bad = deliveries / "good", deliveries / "bad"
    commands = {"receive": ["receive", *map(str, sorted(good.iterdir()))], "receive again": ["receive", str(good), "--json"]}
    for path in sorted(bad.iterdir()):
        commands[f"bad {path.name}"] = ["receive", str(path)]
        commands[f"bad {path.name} json"] = ["receive", str(path), "--json"]
    out, pairs = deliveries / "grupos.csv", deliveries / "pares.csv"
    for words in (
        ["refusals"], ["link"], ["@cut"], ["@look"], ["count", "victims", "--by", "sex"], ["bridge", "reta", "sistra"], ["statements", "complaints"],
        ["verify"], ["doctor"], ["settings"], ["sources"], ["sources", "propio"], ["receive", "nada.csv"], ["refusals", "abcdef"],
        ["link-table", str(deliveries / "menciones.csv"), "--out", str(out), "--pairs", str(pairs)],
        ["link-table", str(deliveries / "menciones-rotas.csv"), "--out", str(out)],
    ):  # fmt: skip
        label = re.sub(r"/.*?/(?=[^/]*$)|[^\w. -]", "", " ".join(words[:2]))
        commands[label] = words
        commands[f"{label} json"] = [*words, "--json"]
    return run(root, commands, "said")


@pytest.fixture(autouse=True)
def _fast_passwords(settings):
    """Argon2 is slow on purpose; accounts of tests need not be."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def upload_folder(settings, tmp_path):
    """A state folder of the test's own, what comes in half way standing in it."""
    settings.VAR = tmp_path
    (tmp_path / "incoming").mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"


@pytest.fixture
def operator(as_role):
    return as_role("operator")


@pytest.fixture
def marked_sources(deliveries, settings):
    """The register whose key is a document, declared for one test."""
    settings.SOURCES = deliveries / "sources"
    settings.SOURCES.mkdir(exist_ok=True)
    (settings.SOURCES / "propio.toml").write_text(planted.OWN_SOURCE, encoding="utf-8")


@pytest.fixture(scope="module")
def marked(django_db_setup, django_db_blocker, deliveries):
    """The same persons received, linked and cut in the databases of the tests, rolled back after the module."""
    from intertrata.figures import actions as figures
    from intertrata.identity import actions as identity
    from intertrata.registers import actions as registers

    with django_db_blocker.unblock(), ExitStack() as held:
        for alias in connections:
            held.enter_context(transaction.atomic(using=alias))
        folder = deliveries / "sources"
        folder.mkdir(exist_ok=True)
        (folder / "propio.toml").write_text(planted.OWN_SOURCE, encoding="utf-8")
        before, configured.SOURCES = configured.SOURCES, folder
        registers.receive([deliveries / "good"], by="prueba")
        identity.link(by="prueba")
        figures.cut(by="prueba")
        yield
        configured.SOURCES = before
        for alias in connections:
            transaction.set_rollback(True, using=alias)


@pytest.fixture
def as_role(db):
    """Give a client that has entered as the demonstration account of a role, of another institution where one is said."""
    make_demonstration_accounts()
    name_of = {role.value: name for name, role, _institution in DEMONSTRATION_ACCOUNTS}

    def enter(role, institution=None, **options):
        account = Account.objects.get(username=name_of[role])
        if institution is not None:
            account.institution = institution
            account.save()
        client = Client(**options)
        client.force_login(account)
        return client

    return enter
