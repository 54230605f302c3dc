"""Where a request comes from: the one place that reads it. What is counted against abuse is counted by network."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"


def network_of(request: HttpRequest) -> str:
    """The visitor's network: a /24 of IPv4, a /64 of IPv6, which is what one household or one office has.

    In production the proxy in front says the address, as it says the protocol; its own entry is the last one. What stands
    before it was written by the visitor.
    """
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2] if settings.PRODUCTION else ""
    try:
        address = ipaddress.ip_address((said or request.META.get("REMOTE_ADDR", "")).strip())
    except ValueError:
        return UNKNOWN
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 64), strict=False))
