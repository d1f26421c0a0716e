"""PDFium in a process of its own: a file of two kilobytes can draw for a year, and it must not take the house with it.

In: what is asked of a PDF, and its bytes. Out: what ``pdf_pages`` gives, or its ``Problem``; ``document_page_heavy`` where it took longer or more
memory than it may. One process answers all who ask, one after another; where it had to be ended, the next question begins another. It is given
no setting of the house, and what it says is read as JSON.
"""

from __future__ import annotations

import atexit
import io
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Lock, Timer
from typing import IO, Any

from intertrata.transparency import pdf_pages
from intertrata.transparency.page_rows import Word
from intertrata.vocabulary.errors import Problem

SECONDS, SECONDS_OF_ALL = 10, 30
"""How long one page may take, and how long the pages of a file together until one with text is found."""
MOST_MEMORY = 3 << 30
PASSED_ON = ("PATH", "PYTHONPATH", "LANG")


def count(content: bytes, *, file: str) -> int:
    """Give how many pages a PDF has (``pdf_pages.count``)."""
    return int(_PROCESS.ask("count", content, {"file": file})[0])


def text(content: bytes, page: int, *, file: str) -> str:
    """Give the text of a page (``pdf_pages.text``)."""
    return str(_PROCESS.ask("text", content, {"page": page, "file": file})[0])


def any_text(content: bytes, least: int, *, file: str) -> bool:
    """Say whether a page has so many letters and digits (``pdf_pages.any_text``)."""
    return bool(_PROCESS.ask("any_text", content, {"least": least, "file": file}, seconds=SECONDS_OF_ALL)[0])


def words(content: bytes, page: int, *, file: str) -> list[Word]:
    """Give the words of a page (``pdf_pages.words``)."""
    return [Word(said, tuple(box)) for said, box in _PROCESS.ask("words", content, {"page": page, "file": file})[0]]


def picture(content: bytes, page: int, *, scale: float, most_dots: int, file: str) -> bytes:
    """Give the picture of a page as PNG (``pdf_pages.picture``)."""
    return _PROCESS.ask("picture", content, {"page": page, "scale": scale, "most_dots": most_dots, "file": file})[1]


class Process:
    """The other process, begun when it is first asked."""

    def __init__(self) -> None:
        self._one_at_a_time = Lock()
        self._alive: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def ask(self, what: str, content: bytes, told: Mapping[str, Any], *, seconds: float = SECONDS) -> tuple[Any, bytes]:
        """Give its answer: a value, and bytes where it is a picture.

        Raises:
            Problem: as ``pdf_pages``; ``document_page_heavy``.
        """
        with self._one_at_a_time:
            process = self._begun()
            too_long = Timer(seconds, self._end, [process])
            too_long.start()
            try:
                answer, body = _exchange(process, {"what": what, "told": told, "size": len(content)}, content)
            except (OSError, ValueError) as error:
                self._end(process)
                _closed(process)
                raise Problem("document_page_heavy", file=told["file"]) from error
            finally:
                too_long.cancel()
        if "problem" in answer:
            raise Problem(answer["problem"], **answer["where"])
        return answer["value"], body

    def _begun(self) -> subprocess.Popen[bytes]:
        """The process, another where there is none, or where this one is a child of the one that began it."""
        if self._alive is not None and self._alive.poll() is not None:
            _closed(self._alive)
            self._alive = None
        if self._alive is None or self._owner != os.getpid():
            passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
            piped: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
            self._owner = os.getpid()
            self._alive = subprocess.Popen([sys.executable, "-P", "-m", __name__], env=passed_on, **piped)  # noqa: S603 - this module itself
        return self._alive

    def close(self) -> None:
        """End it with the house."""
        if self._alive is not None and self._owner == os.getpid():
            self._alive.kill()
            _closed(self._alive)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        self._alive = None
        process.kill()


def _closed(process: subprocess.Popen[bytes]) -> None:
    """Close the pipes of a process that was ended, and wait for its end."""
    with suppress(OSError):
        process.communicate()


def _exchange(process: subprocess.Popen[bytes], question: Mapping[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """Send a question and its file, and give the answer; a process that ended answers nothing, which is no JSON."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(question).encode() + b"\n" + content)
    process.stdin.flush()
    answer: dict[str, Any] = json.loads(process.stdout.readline())
    body = process.stdout.read(answer["size"])
    if len(body) < answer["size"]:
        raise ValueError("an answer was cut")
    return answer, body


def answer(asked: IO[bytes], given: IO[bytes]) -> None:
    """Answer question after question, until there is none."""
    while head := asked.readline():
        question = json.loads(head)
        content = asked.read(question["size"])
        value: Any = None
        body = b""
        try:
            value = ANSWERS[question["what"]](content, **question["told"])
            if isinstance(value, bytes):
                value, body = None, value
            said: dict[str, Any] = {"value": value}
        except Problem as problem:
            said = {"problem": problem.code, "where": problem.where}
        given.write(json.dumps(said | {"size": len(body)}).encode() + b"\n" + body)
        given.flush()


def _drawn(content: bytes, **told: Any) -> bytes:
    out = io.BytesIO()
    pdf_pages.picture(content, **told).save(out, "PNG")
    return out.getvalue()


def _worded(content: bytes, **told: Any) -> list[tuple[str, tuple[float, ...]]]:
    return [(word.text, word.box) for word in pdf_pages.words(content, **told)]


ANSWERS: Mapping[str, Callable[..., Any]] = {
    "count": pdf_pages.count, "text": pdf_pages.text, "any_text": pdf_pages.any_text, "words": _worded, "picture": _drawn,
}  # fmt: skip
_PROCESS = Process()
atexit.register(_PROCESS.close)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer(sys.stdin.buffer, sys.stdout.buffer)
