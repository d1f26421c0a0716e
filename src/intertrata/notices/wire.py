"""One message over the wire, once: to the address that was checked, with the certificate of the name, and nothing else happens.

In: a URL, headers, a body. Out: the status that came back, or why none did. No redirect is followed, no proxy of the environment is asked,
no answer is read beyond its headers: what a receiver writes there is neither needed nor kept.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Timer

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ReadTimeoutError

from intertrata.notices.destination import Place, Resolver, Unreachable, addresses, place, system_resolver
from intertrata.notices.judging import Outcome
from intertrata.vocabulary.errors import Problem

CONNECT, READ, WHOLE = 5.0, 10.0, 20.0
NO_ONE_THERE = (NewConnectionError, ConnectTimeoutError)


class _Kept:
    """A connection whose socket can be shut whatever it is doing: one who answers a byte at a time holds nobody up."""

    held: socket.socket | None = None
    too_long = False

    def _new_conn(self) -> socket.socket:
        made: socket.socket = super()._new_conn()  # type: ignore[misc]
        self.held = made.dup()  # TLS takes the socket over; this hand on it stays ours
        return made

    def cut(self) -> None:
        """Shut the connection from another thread: it has lasted too long."""
        self.too_long = True
        if self.held is not None:
            with suppress(OSError):
                self.held.shutdown(socket.SHUT_RDWR)

    def let_go(self) -> None:
        """Close it, and our own hand on it."""
        self.close()  # type: ignore[attr-defined]
        if self.held is not None:
            self.held.close()


class _Plain(_Kept, HTTPConnection):
    pass


class _Secure(_Kept, HTTPSConnection):
    pass


@dataclass(frozen=True)
class Wire:
    """How messages are sent.

    Args:
        local: whether this very machine may be told (trials only). authorities: a PEM file with more authorities than the machine's.
        resolve: what gives the addresses of a name. connect, read, whole: seconds that may pass.
    """

    local: bool = False
    authorities: str = ""
    resolve: Resolver = system_resolver
    connect: float = CONNECT
    read: float = READ
    whole: float = WHOLE
    trust: ssl.SSLContext = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        trust = ssl.create_default_context()
        trust.minimum_version = ssl.TLSVersion.TLSv1_2
        if self.authorities:
            try:
                trust.load_verify_locations(self.authorities)
            except (OSError, ssl.SSLError) as error:
                raise Problem("notices_authorities", file=self.authorities) from error
        object.__setattr__(self, "trust", trust)

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Send one message, and give what became of it; nothing is raised for what the other side does."""
        try:
            to = place(url, local=self.local)
            found = addresses(to, self.resolve, local=self.local)
        except Problem:
            return Outcome(why="address")
        except Unreachable as error:
            return Outcome(why=error.why)
        told = Outcome(why="connection")
        for address in found:
            try:
                return self._at(address, to, headers, body)
            except NO_ONE_THERE as error:
                told = Outcome(why="connection" if isinstance(error, NewConnectionError) else "time")
        return told

    def _at(self, address: str, to: Place, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Send to one address. Raises ``NewConnectionError`` or ``ConnectTimeoutError`` where nobody is there: the next may answer."""
        if to.scheme == "https":
            line: _Plain | _Secure = _Secure(address, to.port, timeout=self.connect, server_hostname=to.host, ssl_context=self.trust)
        else:
            line = _Plain(address, to.port, timeout=self.connect)
        late = Timer(self.whole, line.cut)
        late.daemon = True
        late.start()
        try:
            told = self._asked(line, to, headers, body)
        finally:
            late.cancel()
            line.let_go()
        # What was cut short looks like a lost connection, or like headers that end early.
        return Outcome(why="time") if line.too_long else told

    def _asked(self, line: _Plain | _Secure, to: Place, headers: Mapping[str, str], body: bytes) -> Outcome:
        try:
            line.connect()
            line.timeout = self.read
            said = {"Host": to.header, "User-Agent": "intertrata", "Accept-Encoding": "identity", "Connection": "close", **headers}
            line.request("POST", to.target, body=body, headers=said, preload_content=False, decode_content=False)
            answer = line.getresponse()
            return _outcome(answer.status, answer.headers.get("Retry-After", ""))
        except NO_ONE_THERE:
            raise
        except ssl.SSLCertVerificationError:
            return Outcome(why="tls")
        except (TimeoutError, ReadTimeoutError):
            return Outcome(why="time")
        except (HTTPError, HTTPException, OSError, ValueError):
            return Outcome(why="connection")


def _outcome(status: int, retry_after: str) -> Outcome:
    redirected = 300 <= status < 400
    return Outcome(status, "redirect" if redirected else "", retry_after[:64])
