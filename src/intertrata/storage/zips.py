"""What goes wrong with a zip that others made: one name for all of it, since who sent it mends it in one way.

In and out: nothing; a tuple of exceptions to catch.
"""

from __future__ import annotations

import zipfile
import zlib

UNREADABLE = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, RuntimeError, EOFError, OSError)
"""Raised by a zip that is cut, damaged, under a password (RuntimeError), or packed in a way that nobody reads (NotImplementedError is one)."""
