"""How a fault is written to the console: what kind and where, never what it says.

In: log records. Out: lines. An exception's own words may quote what somebody typed or what a row holds (``invalid literal for
int(): 'QUISPE'``), and no log line may hold a name (DESIGN.md law 2): its type and the places in our code are enough to mend it.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutWords(logging.Formatter):
    """Write the message's template, the exception's type and its frames; no argument, no message of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line of a record; what was to be filled into its message is left out."""
        # Without arguments the message is no template: Django writes there whole what a visitor sent as host.
        head = f"{self.formatTime(record)} {record.levelname} {record.name}: {record.msg if record.args else '-'}"
        return f"{head}\n{self.formatException(record.exc_info)}" if record.exc_info else head

    def formatException(self, ei: Fault) -> str:  # noqa: N802 - the name that logging calls
        """Give the chain of exceptions, each as its type and its frames."""
        told: list[str] = []
        fault = ei[1]
        while fault is not None:
            frames = traceback.extract_tb(fault.__traceback__)
            told.append("\n".join([type(fault).__qualname__, *(f"  {one.filename}:{one.lineno} {one.name}" for one in frames)]))
            fault = fault.__cause__ or fault.__context__
        return "\n".join(told)
