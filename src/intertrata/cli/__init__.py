"""The command ``intertrata``: everything the pipeline does, on files, without the web.

In: the command line and the environment. Out: Spanish for people on the terminal, or one JSON
document with ``--json``; exit 0 done, 1 done but something needs a person, 2 cannot be done
(one sentence on standard error, no traceback).
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Mapping
from importlib import import_module

from typer import Typer, TyperException

from intertrata.cli.misuse import problem_of
from intertrata.cli.speaking import say_problem
from intertrata.vocabulary.errors import Problem

WITHOUT_STATE = frozenset({"on_tables", "on_following"})
"""Where commands stand that need no key and no database; ``audit`` needs none where it is given a file."""
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "on_tables": ("link-table", "tokenise"),
    "on_audit": ("audit",),
    "on_following": ("follow-table", "schema", "rules"),
    "on_demonstration": ("demo",),
    "on_house": ("receive", "answers", "refusals", "sources"),
    "on_persons": ("link", "retrain", "quality"),
    "on_numbers": ("count", "bridge", "statements", "table", "retos"),
    "on_care": ("serve", "token", "settings", "doctor", "verify"),
    "on_exchange": ("export",),
    "on_notices": ("subscriptions", "notices", "deliver"),
    "on_references": ("references",),
    "on_screenings": ("screenings",),
    "on_clients": ("clients",),
}
"""Which module holds a command: only that one is imported, since each room it needs costs whoever waits for an answer."""
INTERRUPTED = 130
STOPPED = "Interrumpido: el estado es el de antes o el de después, nunca uno intermedio.\n"


def main() -> None:
    """Carry out one command line and exit with its code."""
    os.umask(0o077)  # whatever is written, databases, locks or refused rows with names, is for its own account only
    try:
        words = sys.argv[1:] or ["--help"]
        sys.exit(_app_for(words)(words, standalone_mode=False))
    except TyperException as error:
        say_problem(problem_of(error, _command(sys.argv[1:])))
        sys.exit(2)
    except Problem as problem:
        say_problem(problem)
        sys.exit(2)
    except SystemExit as done:
        if done.code == INTERRUPTED:
            sys.stderr.write(STOPPED)
        raise
    except KeyboardInterrupt:
        sys.stderr.write(STOPPED)
        sys.exit(INTERRUPTED)
    except BaseException as error:  # a panic of a library in Rust is no Exception
        if os.environ.get("INTERTRATA_DEBUG") == "sí":
            raise
        # An unforeseen error may carry a cell's value in its message: only its kind and place are told (DESIGN.md law 2).
        sys.stderr.write(_unforeseen(error))
        sys.exit(2)


def _unforeseen(error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{type(error).__name__} en {last.filename.rpartition('/')[2]}:{last.lineno}"
    return f"No se pudo terminar por un error del programa ({place}). El estado es el de antes. Avise a quien lo mantiene.\n"


def _app_for(arguments: list[str]) -> Typer:
    """Give the command that is asked for, else all of them; but for those without state the house is opened first, since Django's models need it."""
    command = _command(arguments)
    homes = [home for home, held in COMMANDS.items() if command in held] or list(COMMANDS)
    if not WITHOUT_STATE.issuperset(homes) and not _audits_a_file(command, arguments):
        from intertrata.cli.opening import open_house

        open_house(help_only=not arguments or "--help" in arguments)
    app = Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
    app.callback()(several)
    for home in homes:
        app.add_typer(import_module(f"intertrata.cli.{home}").app)
    return app


def _audits_a_file(command: str, arguments: list[str]) -> bool:
    if command != "audit":
        return False
    from intertrata.cli.on_audit import reads_a_file

    return reads_a_file(arguments[arguments.index(command) + 1 :])


def several() -> None:
    """INTERTRATA: un solo registro, interconectado."""


def _command(arguments: list[str]) -> str:
    return next((word for word in arguments if not word.startswith("-")), "")
