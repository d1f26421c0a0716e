"""What imports cannot show: names, purity, foreign keys, doors, lengths. Each test names the law it guards."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import router

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "src" / "intertrata"
MODULES = sorted(path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts)
MIGRATIONS = sorted(HOUSE.rglob("migrations/*.py"))
KEY_FILE = {"intertrata.access", "intertrata.access.keys"}
WITH_DJANGO = {"models.py", "actions.py", "queries.py", "admin.py", "apps.py"}
ROOMS = [
    "vocabulary",
    "storage",
    "access",
    "vault",
    "registers",
    "identity",
    "casefile",
    "notices",
    "transparency",
    "figures",
    "exchange",
    "commitments",
    "publication",
]
# What of ``access`` every room may use: the key file and what it seals, and the table of power.
SEALING_AND_POWER = [["access", name] for name in ("keys", "cipher", "sealed_files", "permissions")]
# What commands on any table use, with no database: they go past the doors, since behind those stands the house.
ON_TABLES = ("intertrata.identity.", "intertrata.figures.audit.", "intertrata.casefile.following.")
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}


def name(path):
    return str(path.relative_to(HOUSE))


def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_room_of_the_map_stands_and_says_what_flows_in_and_out():
    for room in [*ROOMS, "demonstration", "project"]:
        said = ast.get_docstring(parsed(HOUSE / room / "__init__.py")) or ""
        assert "In:" in said, f"{room}: say what flows in"
        assert "Out:" in said, f"{room}: say what flows out"


def test_the_map_in_the_docstring_and_the_contract_name_the_same_rooms():
    said = ast.get_docstring(parsed(HOUSE / "__init__.py"))
    on_map = re.findall(r"^(\w+)/ ", said, re.MULTILINE)
    contract = re.search(r"layers = \[(.*?)\]", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.DOTALL)[1]
    in_contract = [layer for layer in re.findall(r'"(\w+)"', contract) if layer in on_map]
    assert on_map == list(reversed(in_contract))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_every_module_opens_with_what_it_holds(path):
    assert ast.get_docstring(parsed(path)), "a module opens with what it holds and what flows in and out"


@pytest.mark.parametrize("path", MIGRATIONS, ids=name)
def test_a_migration_does_what_it_did_whatever_its_room_has_become(path):
    ours = {module for module in imported(parsed(path)) if module.startswith("intertrata")}
    assert ours <= KEY_FILE, "a migration holds its own rules and asks for the models of its day (apps.get_model)"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_drawers(path):
    assert not DRAWERS & {*path.with_suffix("").parts[len(HOUSE.parts) :]}, "a module is named for what it holds (law 8)"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_files_and_functions_stay_short(path):
    tree = parsed(path)
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    limit = 25 if path.name == "views.py" or "views" in path.parts else 60
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < limit, f"{node.name} is longer than {limit} lines"
            command = any("app.command" in ast.unparse(one) for one in node.decorator_list)  # Typer names what stands as arguments
            assert command or len(node.args.posonlyargs) + len(node.args.args) <= 5, f"{node.name}: past four, arguments are keyword-only"
        if isinstance(node, ast.ClassDef):
            assert node.end_lineno - node.lineno < 200, f"{node.name} is longer than 200 lines"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_django_stands_only_at_the_doors(path):
    parts = path.relative_to(HOUSE).parts
    lawful = (
        path.name in WITH_DJANGO
        or {"web", "actions"} & {*parts}  # a door with several leaves is a folder
        or parts[0] in {"api", "project", "vault", "storage", "cli"}
        or parts[:2] == ("access", "log")
    )
    if not lawful:
        assert not [module for module in imported(parsed(path)) if module.split(".")[0] == "django"]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_room_enters_another_by_its_doors_only(path):
    parts = path.relative_to(HOUSE).parts
    open_to_all = {"vocabulary", "storage"}
    for module in imported(parsed(path)):
        target = module.split(".")
        if target[0] != "intertrata" or len(target) < 3 or target[1] == parts[0] or target[1] in open_to_all or target[1] not in ROOMS:
            continue
        lawful = target[2] in {"actions", "queries"} or target[1:3] in SEALING_AND_POWER
        lawful = lawful or (parts[0] == "project" and target[2] == "web") or (parts[0] == "cli" and module.startswith(ON_TABLES))
        assert lawful, f"{module}: other rooms enter by actions and queries only"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_way_around_the_doors(path):
    text = path.read_text(encoding="utf-8")
    assert "get_model(" not in text, "apps.get_model goes around the contract"
    assert not re.search(r"@receiver|\.connect\(\s*\w+,\s*sender", text), "no signals: plain calls from pipeline.py"


def test_no_foreign_key_leaves_its_database():
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.is_relation and field.related_model and not field.auto_created:
                assert router.db_for_write(model) == router.db_for_write(field.related_model), f"{model.__name__}.{field.name}"


def test_every_model_that_holds_identity_lives_in_the_vault():
    identity = re.compile(r"name|apellido|surname|dni|document_number|birth|address|phone")
    lawful = {"username", "first_name", "last_name"}  # accounts of staff, not persons of the registers
    for model in apps.get_models():
        if model.__module__.startswith("intertrata.") and model._meta.app_label != "vault":
            names = {field.name for field in model._meta.get_fields()} - lawful
            assert not [field for field in names if identity.search(field)], model.__name__


def test_every_dependency_has_its_reason():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text[text.index("dependencies = [") : text.index("[project.scripts]")]
    for line in block.splitlines():
        if re.match(r'\s+"', line):
            assert "#" in line, f"say why: {line.strip()}"


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_carry_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    names = re.findall(r"^[\w\[\].-]+==", text, re.MULTILINE)
    assert len(names) > 20
    assert len(re.findall(r"^[\w\[\].-]+==.*\\\n\s+--hash=sha256:", text, re.MULTILINE)) == len(names)


def test_nothing_names_this_machine_or_a_registry():
    host = re.compile(r"pypi\.org|files\.pythonhosted|registry\.npmjs|deb\.debian\.org")
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        if (
            path.is_file()
            and not parts[0].startswith((".git", ".venv", "var", ".coverage", ".ruff_cache", ".mypy_cache", ".hypothesis"))
            and path.suffix in {".py", ".md", ".toml", ".lock", ".sh", ".html", ".css", ""}
        ):
            text = path.read_text(encoding="utf-8", errors="ignore")
            assert str(ROOT) not in text, path
            assert path.name == "test_contracts.py" or not host.search(text), path
