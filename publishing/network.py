"""Where a request comes from: the one place that reads it. What is counted against abuse is counted by network."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"


def address_of(request: HttpRequest) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The visitor's address; nothing where it cannot be told.

    In production the proxy in front says the address, as it says the protocol; its own entry is the last one. What stands
    before it was written by the visitor. What a proxy hands on without saying whose it is comes from nobody that is known: the
    proxy's own address would be taken for the visitor's.
    """
    said = request.META.get("REMOTE_ADDR", "")
    if settings.PRODUCTION:
        handed_on = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2]
        said = handed_on or ("" if "HTTP_X_FORWARDED_PROTO" in request.META else said)
    try:
        address = ipaddress.ip_address(said.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def network_of(request: HttpRequest) -> str:
    """The visitor's network: a /24 of IPv4, a /64 of IPv6, which is what one household or one office has."""
    address = address_of(request)
    if address is None:
        return UNKNOWN
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 64), strict=False))
