"""The table of commands says where each stands: a command that it does not name could not be typed, one of another module would not be found."""

import json
import os
import subprocess
import sys
import textwrap
from importlib import import_module
from pathlib import Path

import pytest
import typer

from intertrata.cli import COMMANDS

CLI = Path(import_module("intertrata.cli").__file__).parent


@pytest.mark.parametrize("home", COMMANDS)
def test_each_module_holds_the_commands_that_the_table_says(home):
    root = typer.Typer()
    root.add_typer(import_module(f"intertrata.cli.{home}").app)
    assert set(typer.main.get_group(root).commands) == set(COMMANDS[home])


def test_the_table_names_every_module_of_commands():
    assert {path.stem for path in CLI.glob("on_*.py")} == set(COMMANDS)


STARTED = textwrap.dedent("""
    import json, sys
    from intertrata.cli import main
    try:
        main()
    except SystemExit:
        print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
""")


@pytest.mark.parametrize("command", ["receive", "refusals", "serve", "settings"])
def test_a_command_loads_nothing_that_only_others_need(command, tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("INTERTRATA_", "DJANGO_"))}
    environment["INTERTRATA_VAR"] = str(tmp_path / "var")
    ran = subprocess.run([sys.executable, "-c", STARTED, command, "--help"], env=environment, capture_output=True, text=True, check=True)
    loaded = set(json.loads(ran.stderr))
    assert "polars" in loaded
    assert not loaded & {"splink", "sqlglot", "duckdb", "xlsxwriter", "psycopg", "narwhals", "holidays", "typst", "pypdfium2"}
