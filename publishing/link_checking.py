"""Looking at addresses of other sites, without a person and without going where a program of ours should not.

What an editor typed is asked for by a machine inside the operator's network. So a name is looked up first, and only a public
address of the internet is connected to, at each step of a redirection: what stands inside is not even knocked at, and no
outcome tells whether something answers there. Nothing of an answer is read but its head and a first few bytes.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from http import HTTPStatus
from itertools import groupby
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings

from .enums import LinkOutcome
from .mail_addresses import domain_in_ascii

TIMEOUT = 15
"""Seconds for each step of a look."""
LONGEST = 30.0
"""Seconds in which an answer must have come whole: a site that sends it drop by drop would hold the night's work for days."""
MOST_STEPS = 8
MOST_MACHINES = 4
"""Of the machines that a name leads to, so many are tried."""
HOSTS_AT_ONCE = 8
FEWEST_TO_TELL = 5
"""Addresses from which on it can be told that it is the machine's own network that is down."""
BETWEEN = 1.0
"""Seconds between two looks at one host: a visitor, not a crowd."""
FOR_GOOD = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
REDIRECTIONS = FOR_GOOD | {HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT}
GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
NO_HEAD = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED})
"""What some servers say to HEAD alone: asked again with GET."""
_UNRESERVED = "/:?#[]@!$&'()*+,;=-._~%"


TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""Where IPv4 stands in networks that have IPv6 alone (RFC 6052)."""
NEVER_PUBLIC = tuple(
    map(ipaddress.IPv6Network, ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "2002::/16", "fec0::/10"))
)
"""IPv4 in the other ways of writing it, and what was once private; Python takes some of them for public."""


class NotPublicAddressError(OSError):
    """The machine that an address leads to is not one of the public internet."""


@dataclass(frozen=True)
class Look:
    """What came of looking at an address."""

    outcome: LinkOutcome
    status: int | None = None
    moved_to: str = ""


UNKNOWN_HOST = Look(LinkOutcome.GONE)
"""A name that no server knows; without a network none is known."""

Connect = Callable[..., socket.socket]
MayAsk = Callable[[str], bool]


def is_public_address(address: str) -> bool:
    """Whether an IP address is one of the public internet: not loopback, private, link-local, reserved nor multicast.

    One of IPv6 that stands for one of IPv4 leads, through a gateway of the operator's, to what it stands for.
    """
    found: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found in TRANSLATED:
            found = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        elif any(found in network for network in NEVER_PUBLIC):
            return False
    return found.is_global and not found.is_multicast


def connecting(may_ask: MayAsk) -> Connect:
    def connect(place: tuple[str, int], *args: Any) -> socket.socket:
        found = [str(known[4][0]) for known in socket.getaddrinfo(*place, type=socket.SOCK_STREAM)]
        public = list(dict.fromkeys(filter(may_ask, found)))[:MOST_MACHINES]
        if not public:
            raise NotPublicAddressError
        # By number: a second look-up of the name could lead elsewhere.
        for other in public[:-1]:
            with suppress(OSError):
                return socket.create_connection((other, place[1]), *args)
        return socket.create_connection((public[-1], place[1]), *args)

    return connect


def look_at(address: str, may_ask: MayAsk = is_public_address) -> Look:
    """Ask for an address, follow where it leads, and say what came of it. Raises nothing: an outcome stands for every fault."""
    at, moved, steps = address, "", 0
    while steps < MOST_STEPS:
        steps += 1
        try:
            status, location = _ask(at, may_ask)
        except NotPublicAddressError:
            return Look(LinkOutcome.REFUSED)
        except ssl.SSLCertVerificationError:
            return Look(LinkOutcome.GONE)
        except socket.gaierror as error:
            unknown = error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
            return UNKNOWN_HOST if unknown else Look(LinkOutcome.SILENT)
        except (ValueError, http.client.InvalidURL):
            return Look(LinkOutcome.GONE)
        except (OSError, http.client.HTTPException):
            return Look(LinkOutcome.SILENT)
        if status not in REDIRECTIONS or not location:
            return replace(_said(status), moved_to=moved)
        at = urljoin(at, location)
        moved = at if status in FOR_GOOD and (steps == 1 or moved) else ""
    return Look(LinkOutcome.GONE)


def _said(status: int) -> Look:
    if status in GONE:
        return Look(LinkOutcome.GONE, status)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Look(LinkOutcome.SILENT, status)
    return Look(LinkOutcome.REFUSED if status >= HTTPStatus.BAD_REQUEST else LinkOutcome.FINE, status)


def _ask(address: str, may_ask: MayAsk) -> tuple[int, str]:
    """The status of an address and where it leads on; with GET where a server does not say it to HEAD."""
    status, location = _ask_by("HEAD", address, may_ask)
    return _ask_by("GET", address, may_ask) if status in NO_HEAD else (status, location)


def _ask_by(method: str, address: str, may_ask: MayAsk) -> tuple[int, str]:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(address)
    host = parts.hostname if parts.hostname.isascii() else domain_in_ascii(parts.hostname)
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(host, parts.port, timeout=TIMEOUT, context=ssl.create_default_context())
    else:
        connection = http.client.HTTPConnection(host, parts.port, timeout=TIMEOUT)
    connection._create_connection = connecting(may_ask)  # type: ignore[attr-defined]  # http.client’s own door for it
    path = quote(parts.path or "/", safe=_UNRESERVED) + (f"?{quote(parts.query, safe=_UNRESERVED)}" if parts.query else "")
    with closing(connection), _hung_up_after(LONGEST, connection):
        connection.request(method, path, headers={"User-Agent": f"links of {settings.SITE_URL}", "Accept": "*/*"})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location", "")


@contextmanager
def _hung_up_after(seconds: float, connection: http.client.HTTPConnection) -> Iterator[None]:
    """Whoever is still being told something then hears no more: ``TIMEOUT`` begins anew with every byte."""

    def hang_up() -> None:
        with suppress(OSError, AttributeError):  # not connected yet, or not any more
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def is_cut_off(looks: Sequence[Look]) -> bool:
    """Whether so many sites are silent that it is this machine that reaches none: nobody is told of broken links then."""
    silent = sum(look.outcome is LinkOutcome.SILENT or look == UNKNOWN_HOST for look in looks)
    return len(looks) >= FEWEST_TO_TELL and silent > len(looks) / 2


def look_at_all(
    addresses: Iterable[str], look: Callable[[str], Look] = look_at, between: float = BETWEEN
) -> Iterator[tuple[str, Look]]:
    """Look at many addresses: hosts side by side, the addresses of one host one after the other."""

    def host_of(address: str) -> str:
        return urlsplit(address).hostname or ""

    def in_turn(alike: list[str]) -> list[tuple[str, Look]]:
        found = []
        for place, address in enumerate(alike):
            if place:
                time.sleep(between)
            found.append((address, look(address)))
        return found

    by_host = [list(alike) for _host, alike in groupby(sorted(addresses, key=host_of), key=host_of)]
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        for found in pool.map(in_turn, by_host):
            yield from found
