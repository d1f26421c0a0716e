"""A command line that cannot be understood, as a problem with its sentence. In: what Typer says of it. Out: a ``Problem``.

Typer's own words are English, several lines long, and quote what was typed; ours is one Spanish sentence that says what to do.
"""

from __future__ import annotations

from typer import TyperException

from intertrata.vocabulary.errors import Problem


def problem_of(error: TyperException, command: str) -> Problem:
    """Give the problem of a misused command line.

    Args:
        command: the command that was typed, or "" where none was.
    """
    context = getattr(error, "ctx", None)
    if context is not None and context.parent is None:
        return Problem("usage_command", known=sorted(getattr(context.command, "commands", ())))
    option, parameter = getattr(error, "option_name", ""), getattr(error, "param", None)
    if option:
        return Problem("usage_option", command=command, option=option)
    if parameter is None:
        return Problem("usage_other", command=command)
    name = parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar or parameter.name
    missing = type(error).__name__ == "MissingParameter"
    return Problem("usage_missing" if missing else "usage_value", command=command, name=name)
