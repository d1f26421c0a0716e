"""The table of commands says where each stands: a command that it does not name could not be typed, one of another module would not be found."""

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
