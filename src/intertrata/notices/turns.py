"""The turns of a run: some subscriptions at a time, each sending its own notices one after another and for a while only.

In: turns, a way to send. Out: what became of each notice, as it becomes known. One institution that is slow or gone holds up its own turn
and nobody else's; what a turn does not reach stays due for the next run. Workers touch no database.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Event
from time import monotonic

from intertrata.notices.judging import Outcome

WORKERS = 8
SECONDS = 30.0
"""How long one subscription may send in one run."""


@dataclass(frozen=True)
class Message:
    """One signed message."""

    notice: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Turn:
    """What one subscription is to be sent now, in order."""

    subscription: str
    url: str
    messages: tuple[Message, ...]


Send = Callable[[str, dict[str, str], bytes], Outcome]
Result = tuple[str, str, Outcome]


def take(turns: Sequence[Turn], send: Send, *, workers: int = WORKERS, seconds: float = SECONDS) -> Generator[Result]:
    """Give (subscription, notice, outcome) of each message that was sent. Who stops reading stops the turns after the message at hand."""
    told: SimpleQueue[Result | BaseException | None] = SimpleQueue()
    enough = Event()
    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="notices") as pool:
        for turn in turns:
            pool.submit(_turn, turn, send, told, enough, seconds)
        try:
            ended = 0
            while ended < len(turns):
                one = told.get()
                if isinstance(one, BaseException):
                    raise one
                if one is None:
                    ended += 1
                else:
                    yield one
        finally:
            enough.set()


def _turn(turn: Turn, send: Send, told: SimpleQueue[Result | BaseException | None], enough: Event, seconds: float) -> None:
    until = monotonic() + seconds
    try:
        for message in turn.messages:
            if enough.is_set() or monotonic() >= until:
                break
            outcome = send(turn.url, message.headers, message.body)
            told.put((turn.subscription, message.notice, outcome))
            if outcome.stops:
                break
    except BaseException as error:  # noqa: BLE001 - the run must hear of it: a worker's own error would be nobody's
        told.put(error)
    finally:
        told.put(None)
