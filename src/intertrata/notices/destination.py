"""Where a notice may go: an address of the open network under a name that is checked, and nowhere inside.

In: a URL, what its name resolves to. Out: the place to connect to, or why there is none. A server that calls wherever it is told can be
made to call its own database, its neighbours or the cloud's metadata (SSRF); so what is connected to is the very address that was checked,
never the name again, which may answer otherwise the second time (DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from intertrata.vocabulary.errors import Problem

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Sequence[str]]

LONGEST = 500
PORTS = {"https": 443, "http": 80}
LOWEST_PORT = 1024
"""Below it only the port of HTTPS: a notice is no way to write to the mail server of somebody."""
MOST_ADDRESSES = 4

# IPv6 is refused but for what is handed out as global unicast, less what stands for an IPv4 address or for nothing.
GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
NOT_GLOBAL_6 = tuple(ipaddress.IPv6Network(one) for one in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
NOT_GLOBAL_4 = (ipaddress.IPv4Network("192.88.99.0/24"),)


class Unreachable(Exception):  # noqa: N818 - a finding, told as a code
    """There is no place to send to; ``why`` is a code of ``judging.REASONS``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Place:
    """A URL taken apart: what to resolve, where to knock, what to ask for."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def header(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def place(url: str, *, local: bool = False) -> Place:
    """Take a URL apart.

    Args:
        local: whether this very machine may be told, also without TLS (trials only).

    Raises:
        Problem: ``subscription_url`` where it is no HTTPS address, holds a name and password, a fragment, or a port that is not for this.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError as error:
        raise Problem("subscription_url") from error
    plain = url.isascii() and url.isprintable() and " " not in url and "\\" not in url and len(url) <= LONGEST
    lawful = parts.scheme == "https" or (local and parts.scheme == "http")
    if not (plain and lawful and host) or parts.username is not None or parts.password is not None or parts.fragment:
        raise Problem("subscription_url")
    knocked = PORTS[parts.scheme] if port is None else port
    if knocked < LOWEST_PORT and knocked != PORTS[parts.scheme]:
        raise Problem("subscription_url")
    query = f"?{parts.query}" if parts.query else ""
    return Place(parts.scheme, host, knocked, (parts.path or "/") + query)


def outside(address: Address) -> bool:
    """Whether an address is of the open network: not private, of this machine, of this link, shared, reserved, of many, nor one that
    stands for an IPv4 address (mapped, compatible, 6to4, Teredo, NAT64)."""
    if isinstance(address, ipaddress.IPv6Address):
        return address in GLOBAL_6 and not any(address in one for one in NOT_GLOBAL_6)
    return address.is_global and not (address.is_multicast or address.is_reserved) and not any(address in one for one in NOT_GLOBAL_4)


def addresses(to: Place, resolve: Resolver, *, local: bool = False) -> list[str]:
    """Give the addresses to connect to, those of IPv4 first; one that is not lawful among them and none is: a name that answers both a
    public address and an inner one is an attempt.

    Raises:
        Unreachable: ``name`` where it does not resolve, ``address`` where it resolves to what may not be called.
    """
    try:
        found = [ipaddress.ip_address(one) for one in resolve(to.host, to.port)]
    except (OSError, ValueError, UnicodeError) as error:
        raise Unreachable("name") from error
    if not found:
        raise Unreachable("name")
    here = local and all(one.is_loopback for one in found)
    if not here and (to.scheme != "https" or not all(map(outside, found))):
        raise Unreachable("address")
    return [str(one) for one in sorted(set(found), key=lambda one: (one.version, int(one)))][:MOST_ADDRESSES]


def system_resolver(host: str, port: int) -> list[str]:
    """Resolve a name as the machine does."""
    return [str(told[4][0]) for told in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
